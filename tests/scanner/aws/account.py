"""A healthy account for the scripted endpoint, with one of everything that can be collected."""

import base64
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote

from scanner.aws.conftest import (
    Answer,
    Endpoint,
    Hurried,
    Script,
    iam_answer,
    iam_error,
    opened,
    role_members,
)
from world import ACCOUNT, NOW, REGION, role_arn

from rolevet.inventory import Inventory
from rolevet.needs import Need
from rolevet.sources.aws.calls import Patience
from rolevet.sources.aws.collect import collect
from rolevet.sources.aws.once import Once
from rolevet.sources.aws.plan import ACTIONS
from rolevet.sources.aws.rate import Buckets
from rolevet.sources.aws.regions import Choice, Wish

EVERYTHING: Final[tuple[Need, ...]] = tuple(ACTIONS)

ANYWHERE: Final = f"arn:aws:rolesanywhere:{REGION}:{ACCOUNT}"
ALIAS_ARN: Final = f"arn:aws:iot:{REGION}:{ACCOUNT}:rolealias/a"
ANCHOR_ARN: Final = f"{ANYWHERE}:trust-anchor/1"
SUBJECT_ID: Final = "00000000-0000-4000-8000-000000000001"
PCA_ARN: Final = f"arn:aws:acm-pca:{REGION}:{ACCOUNT}:certificate-authority/0000-1111"
OWN_POLICY: Final = f"arn:aws:iam::{ACCOUNT}:policy/Own"
BOUNDARY: Final = f"arn:aws:iam::{ACCOUNT}:policy/Boundary"
AWS_POLICY: Final = "arn:aws:iam::aws:policy/ReadOnlyAccess"
DOCUMENT: Final = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}],
}
TRUST: Final = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "rolesanywhere.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}
TARGETS: Final = [f"arn:aws:iot:{REGION}:{ACCOUNT}:cert/{number}" for number in (1, 2)]


def broken(account: "Account", **answers: Answer) -> Script:
    """The account, but these operations answer so."""
    return lambda operation, given: answers.get(operation) or account(operation, given)


def gathered(
    endpoint: Endpoint,
    *regions: str,
    kinds: Iterable[Need] = EVERYTHING,
    patience: Patience | None = None,
    old: Inventory | None = None,
) -> Inventory:
    """What is collected from a standing endpoint, by clients that are made once."""
    patience = patience or Patience(attempts=1)
    if patience not in endpoint.opened:
        endpoint.opened[patience] = opened(endpoint, Wish((REGION,)), patience=patience)
    access, clock = endpoint.opened[patience], Hurried()
    fresh = replace(access.shared, clock=clock, buckets=Buckets(clock), aws_policies=Once())
    choice = Choice(regions or (REGION,))
    own = replace(access, shared=fresh, choice=choice, buckets=fresh.buckets)
    return collect(own, tuple(kinds), NOW, old)


def encoded(document: object) -> str:
    """As IAM sends a document."""
    return quote(json.dumps(document))


def member(*items: str) -> str:
    """Items of a list, as IAM sends it."""
    return "".join(f"<member>{item}</member>" for item in items)


_BOUNDARY_MEMBERS: Final = (
    "<PermissionsBoundary><PermissionsBoundaryType>PermissionsBoundaryPolicy"
    f"</PermissionsBoundaryType><PermissionsBoundaryArn>{BOUNDARY}</PermissionsBoundaryArn>"
    "</PermissionsBoundary><RoleLastUsed><LastUsedDate>2026-05-01T00:00:00Z</LastUsedDate>"
    "</RoleLastUsed>"
)
_INLINE: Final = (
    f"<PolicyName>inline</PolicyName><PolicyDocument>{encoded(DOCUMENT)}</PolicyDocument>"
)
_ATTACHED: Final = member(
    f"<PolicyName>Own</PolicyName><PolicyArn>{OWN_POLICY}</PolicyArn>",
)


class Account:
    """Answers as AWS would; profile p lists `profile_roles`, and IAM knows `roles`."""

    def __init__(
        self,
        profile_roles: Iterable[str] = ("Profile",),
        roles: Iterable[str] = ("Alias", "Profile", "Lonely"),
    ) -> None:
        self.profile_roles = list(profile_roles)
        self.roles = list(roles)

    def __call__(self, operation: str, parameters: dict[str, str]) -> Answer | None:
        if operation in _JSON:
            return 200, json.dumps(_JSON[operation])
        if operation == "ListProfiles":
            return 200, json.dumps({"profiles": [self._profile()]})
        if operation == "ListRoles":
            return iam_answer(operation, f"<Roles>{member(*map(_listed, self.roles))}</Roles>")
        if operation == "GetAccountAuthorizationDetails":
            return self._details(operation)
        name = parameters.get("RoleName")
        if name is not None and name not in self.roles:
            return iam_error(404, "NoSuchEntity")
        if operation == "GetRole":
            return iam_answer(operation, f"<Role>{_listed(name or '')}{_BOUNDARY_MEMBERS}</Role>")
        return _policies(operation, parameters)

    def _profile(self) -> dict[str, Any]:
        return {
            "profileArn": f"{ANYWHERE}:profile/1",
            "name": "p",
            "enabled": True,
            "updatedAt": "2026-01-01T00:00:00Z",
            "roleArns": [role_arn(name) for name in self.profile_roles],
            "managedPolicyArns": [AWS_POLICY],
        }

    def _details(self, operation: str) -> Answer:
        roles = [
            _listed(name).replace("<MaxSessionDuration>3600</MaxSessionDuration>", "")
            + f"<RolePolicyList>{member(_INLINE)}</RolePolicyList>"
            + f"<AttachedManagedPolicies>{_ATTACHED}</AttachedManagedPolicies>"
            + _BOUNDARY_MEMBERS
            for name in self.roles
        ]
        versions = [
            f"<VersionId>v{number}</VersionId><Document>{encoded(document)}</Document>"
            f"<IsDefaultVersion>{str(document is DOCUMENT).lower()}</IsDefaultVersion>"
            for number, document in enumerate(({}, DOCUMENT))
        ]
        policies = [
            f"{_policy_members(arn)}<PolicyVersionList>{member(*versions)}</PolicyVersionList>"
            for arn in (OWN_POLICY, BOUNDARY)
        ]
        return iam_answer(
            operation,
            f"<RoleDetailList>{member(*roles)}</RoleDetailList>"
            f"<Policies>{member(*policies)}</Policies>",
        )


def _listed(name: str) -> str:
    return role_members(role_arn(name), trust=encoded(TRUST))


def _policy_members(arn: str) -> str:
    return (
        f"<PolicyName>{arn.rpartition('/')[2]}</PolicyName><Arn>{arn}</Arn>"
        "<DefaultVersionId>v1</DefaultVersionId><AttachmentCount>7</AttachmentCount>"
    )


def _policies(operation: str, parameters: dict[str, str]) -> Answer | None:
    if operation == "ListAttachedRolePolicies":
        return iam_answer(operation, f"<AttachedPolicies>{_ATTACHED}</AttachedPolicies>")
    if operation == "ListRolePolicies":
        return iam_answer(operation, "<PolicyNames><member>inline</member></PolicyNames>")
    if operation == "GetRolePolicy":
        return iam_answer(operation, f"<RoleName>{parameters['RoleName']}</RoleName>{_INLINE}")
    if operation == "GetPolicy":
        return iam_answer(operation, f"<Policy>{_policy_members(parameters['PolicyArn'])}</Policy>")
    if operation == "GetPolicyVersion":
        version = (
            f"<Document>{encoded(DOCUMENT)}</Document><VersionId>{parameters['VersionId']}"
            "</VersionId><IsDefaultVersion>true</IsDefaultVersion>"
        )
        return iam_answer(operation, f"<PolicyVersion>{version}</PolicyVersion>")
    return None


_JSON: Final[dict[str, object]] = {
    "ListRoleAliases": {"roleAliases": ["a"]},
    "DescribeRoleAlias": {
        "roleAliasDescription": {
            "roleAlias": "a",
            "roleAliasArn": ALIAS_ARN,
            "roleArn": role_arn("Alias"),
        }
    },
    "ListTrustAnchors": {
        "trustAnchors": [
            {
                "trustAnchorArn": ANCHOR_ARN,
                "name": "ca",
                "enabled": True,
                "source": {"sourceType": "AWS_ACM_PCA", "sourceData": {"acmPcaArn": PCA_ARN}},
            }
        ]
    },
    "ListCrls": {
        "crls": [
            {
                "crlArn": f"{ANYWHERE}:crl/1",
                "name": "revoked",
                "enabled": True,
                "trustAnchorArn": ANCHOR_ARN,
                "crlData": base64.b64encode(b"\x30\x82CRL").decode(),
                "updatedAt": "2026-01-01T00:00:00Z",
            }
        ]
    },
    "ListSubjects": {
        "subjects": [
            {
                "subjectArn": f"{ANYWHERE}:subject/1",
                "subjectId": SUBJECT_ID,
                "x509Subject": "CN=one",
            }
        ]
    },
    "GetSubject": {
        "subject": {
            "subjectArn": f"{ANYWHERE}:subject/1",
            "subjectId": SUBJECT_ID,
            "x509Subject": "CN=one",
            "lastSeenAt": "2026-05-01T00:00:00Z",
            "credentials": [{"serialNumber": "1", "failed": False}],
        }
    },
    "ListTagsForResource": {"tags": [{"key": "team", "value": "a"}]},
    "iot ListTagsForResource": {"tags": [{"Key": "team", "Value": "b"}]},
    "ListPolicies": {
        "policies": [{"policyName": "P", "policyArn": f"arn:aws:iot:{REGION}:{ACCOUNT}:policy/P"}]
    },
    "iot GetPolicy": {
        "policyName": "P",
        "policyArn": f"arn:aws:iot:{REGION}:{ACCOUNT}:policy/P",
        "policyDocument": json.dumps(DOCUMENT),
        "defaultVersionId": "3",
    },
    "ListTargetsForPolicy": {"targets": TARGETS[::-1]},
    "DescribeCertificateAuthority": {
        "CertificateAuthority": {"Arn": PCA_ARN, "Status": "ACTIVE", "NotBefore": 1767225600.0}
    },
    "GetCertificateAuthorityCertificate": {"Certificate": "PEM", "CertificateChain": "CHAIN"},
}
