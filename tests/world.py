"""Small inventories, built by hand: one account, one Region, whatever a test needs in them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from rolevet.authorities import CertificateAuthority, CertificateSubject, Crl, TrustAnchor
from rolevet.coverage import GLOBAL, Cell, CellState
from rolevet.inventory import (
    AuthorityFact,
    Inventory,
    Missing,
    PolicyFact,
    RoleFact,
    Scope,
)
from rolevet.needs import Detail
from rolevet.place import ApiCall, Asked, Declared, Span
from rolevet.policies import IotPolicy, ManagedPolicy
from rolevet.resources import Profile, Resource, Role, RoleAlias
from rolevet.unknown import Doubt, Unknown, Unmade
from rolevet.written import WrittenFault, WrittenFile

ACCOUNT = "123456789012"
REGION = "eu-west-1"
NOW = datetime(2026, 6, 1, tzinfo=UTC)
ResourceT = TypeVar("ResourceT", bound=Resource)
DENIED = Unknown("iam:GetRole for role 'Some' was denied (AccessDenied)")


UNMADE = Unmade("a template does not tell what happens to it later", Doubt.BY_NATURE)
STATED = dict.fromkeys(("createdAt", "creationDate", "CreateDate", "updatedAt"), UNMADE)
"""The dates of what is only stated."""


def mapped(**specifiers: tuple[str, ...]) -> list[dict[str, Any]]:
    """The attribute mappings of a profile, by certificate field."""
    return [
        {"certificateField": field, "mappingRules": [{"specifier": one} for one in each]}
        for field, each in specifiers.items()
    ]


USUAL_MAPPINGS = mapped(x509Subject=("*",), x509Issuer=("*",), x509SAN=("DNS", "URI", "Name/*"))
"""What AWS maps unless somebody changed it."""


def role_arn(name: str = "Device", account: str = ACCOUNT, partition: str = "aws") -> str:
    return f"arn:{partition}:iam::{account}:role/{name}"


def _common(operation: str) -> dict[str, Any]:
    return {
        "account": ACCOUNT,
        "region": REGION,
        "partition": "aws",
        "place": ApiCall(operation, ACCOUNT, REGION),
    }


def alias(
    name: str = "fleet", unknown: Mapping[str, Unknown] | None = None, **fields: Any
) -> RoleAlias:
    raw = {
        "roleAlias": name,
        "roleArn": role_arn(),
        "credentialDurationSeconds": 3600,
        **fields,
    }
    return RoleAlias(
        arn=f"arn:aws:iot:{REGION}:{ACCOUNT}:rolealias/{name}",
        raw=_without_nones(raw),
        unknown=unknown or {},
        **_common("iot:DescribeRoleAlias"),
    )


def profile(
    name: str = "backup", unknown: Mapping[str, Unknown] | None = None, **fields: Any
) -> Profile:
    number = sum(map(ord, name))
    raw = {
        "name": name,
        "roleArns": [role_arn()],
        "managedPolicyArns": [],
        "durationSeconds": 3600,
        "enabled": True,
        "updatedAt": "2026-05-20T12:00:00Z",
        "attributeMappings": USUAL_MAPPINGS,
        **fields,
    }
    return Profile(
        arn=f"arn:aws:rolesanywhere:{REGION}:{ACCOUNT}:profile/{number:08x}-0000-4000-8000-000000000000",
        raw=_without_nones(raw),
        unknown=unknown or {},
        **_common("rolesanywhere:ListProfiles"),
    )


def anchor(
    name: str = "company-ca", unknown: Mapping[str, Unknown] | None = None, **fields: Any
) -> TrustAnchor:
    return TrustAnchor(
        arn=f"arn:aws:rolesanywhere:{REGION}:{ACCOUNT}:trust-anchor/{name}",
        raw=_without_nones({"name": name, "enabled": True, **fields}),
        unknown=unknown or {},
        **_common("rolesanywhere:ListTrustAnchors"),
    )


def role(name: str = "Device", longest: object = 3600, **fields: Any) -> Role:
    raw = {
        "RoleName": name.rpartition("/")[2],
        "Arn": role_arn(name),
        "MaxSessionDuration": longest,
    }
    return Role(
        arn=role_arn(name),
        raw=_without_nones(raw | fields),
        **_common("iam:GetRole") | {"region": "global"},
    )


def crl(name: str = "revoked", unknown: Mapping[str, Unknown] | None = None, **fields: Any) -> Crl:
    raw = {"name": name, "enabled": True, "crlData": b"", "trustAnchorArn": anchor().arn, **fields}
    return Crl(
        arn=f"arn:aws:rolesanywhere:{REGION}:{ACCOUNT}:crl/{name}",
        raw=_without_nones(raw),
        unknown=unknown or {},
        **_common("rolesanywhere:ListCrls"),
    )


def subject(
    name: str = "CN=host", unknown: Mapping[str, Unknown] | None = None, **fields: Any
) -> CertificateSubject:
    return CertificateSubject(
        arn=f"arn:aws:rolesanywhere:{REGION}:{ACCOUNT}:subject/{name}",
        raw=_without_nones({"x509Subject": name, "credentials": [], **fields}),
        unknown=unknown or {},
        **_common("rolesanywhere:ListSubjects"),
    )


def iot_policy(
    name: str = "device", unknown: Mapping[str, Unknown] | None = None, **fields: Any
) -> IotPolicy:
    raw = {"policyName": name, "policyDocument": '{"Version": "2012-10-17"}', **fields}
    return IotPolicy(
        arn=f"arn:aws:iot:{REGION}:{ACCOUNT}:policy/{name}",
        raw=_without_nones(raw),
        unknown=unknown or {},
        **_common("iot:GetPolicy"),
    )


def written_file(*faults: WrittenFault, name: str = "t.yaml") -> WrittenFile:
    return WrittenFile(arn=name, raw={"file": name}, faults=faults, **_common("rolevet:Lint"))


def managed_policy(name: str = "Read", **fields: Any) -> ManagedPolicy:
    version = {"VersionId": "v1", "Document": {"Version": "2012-10-17", "Statement": []}}
    return ManagedPolicy(
        arn=f"arn:aws:iam::{ACCOUNT}:policy/{name}",
        raw=_without_nones({"PolicyName": name, "PolicyVersion": version, **fields}),
        **_common("iam:GetPolicy") | {"region": "global"},
    )


def authority(identifier: str = "0", **fields: Any) -> CertificateAuthority:
    arn = f"arn:aws:acm-pca:{REGION}:{ACCOUNT}:certificate-authority/{identifier}"
    return CertificateAuthority(
        arn=arn,
        raw=_without_nones({"Arn": arn, "Status": "ACTIVE", "Certificate": "PEM", **fields}),
        **_common("acm-pca:DescribeCertificateAuthority"),
    )


def listed(kind: type[Resource], state: CellState = CellState.COMPLETE) -> Cell:
    """That a kind of IAM Roles Anywhere was listed in the one Region, and how it ended."""
    return Cell(ACCOUNT, REGION, "rolesanywhere:List", state, kind=kind.KIND, lists=True)


def whole(*resources: Resource | Missing, **more: Any) -> Inventory:
    """An inventory of which it is known that nothing else is there, in any Region."""
    roles = Cell(
        *(ACCOUNT, GLOBAL, "iam:ListRoles", CellState.COMPLETE),
        kind=Detail.TRUSTING_ROLES,
        lists=True,
    )
    cells = (*map(listed, (RoleAlias, Profile, TrustAnchor, Crl, IotPolicy)), roles)
    made = inventory(*resources, **{"coverage": cells} | more)
    return replace(made, scopes=(Scope("aws", ACCOUNT, (REGION,), everywhere=True),))


def stated(
    resource: ResourceT, *fields: str, open_to: str = "", asked: Asked | None = None
) -> ResourceT:
    """As a file states it with these fields; `open_to` may state others."""
    parts = {field: Span("fleet.json", 2, 3, 2, 9) for field in fields}
    place = Declared("fleet.json", 1, 1, 1, 9, parts, asked, open_to)
    return replace(resource, place=place)


def requested(resource: ResourceT, *operations: str, **members: Any) -> ResourceT:
    """As a request states it, which holds these members."""
    return stated(resource, *members, asked=Asked(operations, members))


def missing(name: str = "Device") -> Missing:
    return Missing(role_arn(name), ApiCall("iam:GetRole", ACCOUNT, "global"))


def inventory(
    *resources: Resource | Missing,
    denied: Iterable[str] = (),
    coverage: Iterable[Cell] = (),
    managed_policies: Mapping[str, PolicyFact] | None = None,
    authorities: Mapping[str, AuthorityFact] | None = None,
    prior: Iterable[Resource] = (),
) -> Inventory:
    """`denied` names roles that nobody was allowed to look at; `prior` was there before."""
    roles: dict[str, RoleFact] = {role_arn(name): DENIED for name in denied}
    roles |= {r.arn: r for r in resources if isinstance(r, Role | Missing)}
    return Inventory(
        now=NOW,
        scopes=(Scope("aws", ACCOUNT, (REGION,)),),
        aliases=tuple(r for r in resources if isinstance(r, RoleAlias)),
        profiles=tuple(r for r in resources if isinstance(r, Profile)),
        anchors=tuple(r for r in resources if isinstance(r, TrustAnchor)),
        crls=tuple(r for r in resources if isinstance(r, Crl)),
        certificate_subjects=tuple(r for r in resources if isinstance(r, CertificateSubject)),
        iot_policies=tuple(r for r in resources if isinstance(r, IotPolicy)),
        files=tuple(r for r in resources if isinstance(r, WrittenFile)),
        roles=roles,
        managed_policies=managed_policies or {},
        authorities=authorities or {},
        prior={each.arn: each for each in prior},
        coverage=tuple(coverage),
    )


def _without_nones(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
