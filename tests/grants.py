"""Roles that grant something, written as short as they can be."""

from typing import Any

from scanner.policy.made import NEW, Json
from world import anchor, managed_policy, role

from rolevet.inventory import PolicyFact
from rolevet.resources import Role

DEVICES = "credentials.iot.amazonaws.com"
WORKLOADS = "rolesanywhere.amazonaws.com"
ASSUME, IDENTITY, TAG = SESSION = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"]

ANCHOR = anchor().arn
HERE: Json = {"ArnEquals": {"aws:SourceArn": ANCHOR}}
"""The condition that binds a role to the one trust anchor of `world`."""


def document(*statements: Json, version: str | None = NEW) -> Json:
    made: Json = {"Version": version} if version else {}
    return made | {"Statement": list(statements)}


def trusts(
    service: str = WORKLOADS, action: Any = None, condition: Json | None = None, **more: Any
) -> Json:
    """A statement of a trust policy; for all that the service needs if no action is named."""
    needed = SESSION if service == WORKLOADS else [ASSUME]
    made = {"Effect": "Allow", "Principal": {"Service": service}, "Action": action or needed}
    return made | ({"Condition": condition} if condition else {}) | more


def granting(
    *statements: Json,
    name: str = "Device",
    trust: Json | list[Json] | None = None,
    attached: tuple[str, ...] = (),
    boundary: str | None = None,
    longest: int = 3600,
    version: str | None = NEW,
    **fields: Any,
) -> Role:
    """A role with these statements in its inline policy, and a trust policy of these statements."""
    believed = trust if isinstance(trust, list) else [trust or trusts(DEVICES)]
    details = {
        "AssumeRolePolicyDocument": document(*believed),
        "AttachedManagedPolicies": [{"PolicyArn": arn, "PolicyName": "x"} for arn in attached],
        "RolePolicyList": [
            {"PolicyName": "own", "PolicyDocument": document(*statements, version=version)}
        ]
        if statements
        else [],
        "PermissionsBoundary": {"PermissionsBoundaryArn": boundary} if boundary else None,
    }
    return role(name, longest, **details | fields)


def managed_of(**documents: Json) -> dict[str, PolicyFact]:
    """Managed policies of the account by ARN, as `inventory` takes them."""
    policies = (
        managed_policy(name, PolicyVersion={"VersionId": "v1", "Document": document})
        for name, document in documents.items()
    )
    return {policy.arn: policy for policy in policies}
