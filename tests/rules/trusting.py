"""Accounts with one role and its trust policy, written as short as they can be."""

from typing import Any

from grants import ANCHOR, ASSUME, DEVICES, IDENTITY, TAG, granting, trusts
from rules.cases import NOT_APPLICABLE, UNDECIDED, Case
from scanner.policy.made import Json, allow
from world import ACCOUNT, anchor, inventory, profile, role, whole

from rolevet.inventory import Inventory

CN = "aws:PrincipalTag/x509Subject/CN"
NAMED: Json = {"StringEquals": {CN: "backup"}}
EVERYTHING = allow("*")
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
UNREAD = f"arn:aws:iam::{ACCOUNT}:policy/Unread"
FOREIGN = ANCHOR.replace(ACCOUNT, "210987654321")
ANY_ANCHOR = ANCHOR.replace("company-ca", "*")
EVERYONE = trusts() | {"Principal": {"AWS": "*"}}
UNMAPPED: dict[str, Any] = {"attributeMappings": []}
UNREADABLE = role(AssumeRolePolicyDocument={"Statement": {"Effect": "Perhaps"}})
ELSEWHERE = granting(trust=trusts("ec2.amazonaws.com"))


def source(value: Any, operator: str = "ArnEquals") -> Json:
    return {operator: {"aws:SourceArn": value}}


def denies(action: Any, condition: Json | None = None, **more: Any) -> Json:
    return trusts(action=action, condition=condition, **more) | {"Effect": "Deny"}


def split(one: Json | None, actions: list[str], other: Json | None = None) -> list[Json]:
    """Two statements: one for the actions, and one for the others that a session needs."""
    rest = [each for each in (ASSUME, IDENTITY, TAG) if each not in actions]
    return [trusts(action=actions, condition=one), trusts(action=rest, condition=other)]


def having(condition: Json | None = None, *statements: Json, **fields: Any) -> Inventory:
    """A role that lets Roles Anywhere in under the condition; the statements say what it may do."""
    return whole(
        profile(), anchor(), granting(*statements, trust=trusts(condition=condition), **fields)
    )


def trusting(*statements: Json, **fields: Any) -> Inventory:
    """A role with the statements as trust policy."""
    return whole(profile(), anchor(), granting(trust=list(statements), **fields))


_LINKED = granting(name="aws-service-role/rolesanywhere.amazonaws.com/Linked", trust=trusts())

NOT_TRUSTING = [
    Case("it trusts another service", NOT_APPLICABLE, inventory(ELSEWHERE)),
    Case("it trusts the other broker", NOT_APPLICABLE, inventory(granting(trust=trusts(DEVICES)))),
    Case("a service-linked role", NOT_APPLICABLE, inventory(_LINKED)),
    Case("a Deny lets nobody in", NOT_APPLICABLE, trusting(trusts(), denies("sts:*"))),
    Case("no trust policy can be read", UNDECIDED, inventory(UNREADABLE), "neither Allow nor Deny"),
]
"""What no rule on how a role trusts Roles Anywhere has to say anything of."""
