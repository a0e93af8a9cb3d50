"""Small inventories, built by hand: one account, one Region, whatever a test needs in them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from rolevet.coverage import Cell
from rolevet.inventory import Inventory, MissingRole, RoleFact, Scope
from rolevet.place import ApiCall
from rolevet.resources import Profile, Resource, Role, RoleAlias, TrustAnchor
from rolevet.unknown import Unknown

ACCOUNT = "123456789012"
REGION = "eu-west-1"
NOW = datetime(2026, 6, 1, tzinfo=UTC)
DENIED = Unknown("iam:GetRole for role 'Some' was denied (AccessDenied)")


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
        **fields,
    }
    return Profile(
        arn=f"arn:aws:rolesanywhere:{REGION}:{ACCOUNT}:profile/{number:08x}-0000-4000-8000-000000000000",
        raw=_without_nones(raw),
        unknown=unknown or {},
        **_common("rolesanywhere:ListProfiles"),
    )


def anchor(name: str = "company-ca", **fields: Any) -> TrustAnchor:
    return TrustAnchor(
        arn=f"arn:aws:rolesanywhere:{REGION}:{ACCOUNT}:trust-anchor/{name}",
        raw={"name": name, "enabled": True, **fields},
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


def missing(name: str = "Device") -> MissingRole:
    return MissingRole(role_arn(name), ApiCall("iam:GetRole", ACCOUNT, "global"))


def inventory(
    *resources: Resource | MissingRole,
    denied: Iterable[str] = (),
    coverage: Iterable[Cell] = (),
) -> Inventory:
    """`denied` names roles that nobody was allowed to look at."""
    roles: dict[str, RoleFact] = {role_arn(name): DENIED for name in denied}
    roles |= {r.arn: r for r in resources if isinstance(r, Role | MissingRole)}
    return Inventory(
        now=NOW,
        scopes=(Scope("aws", ACCOUNT, (REGION,)),),
        aliases=tuple(r for r in resources if isinstance(r, RoleAlias)),
        profiles=tuple(r for r in resources if isinstance(r, Profile)),
        anchors=tuple(r for r in resources if isinstance(r, TrustAnchor)),
        roles=roles,
        coverage=tuple(coverage),
    )


def _without_nones(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
