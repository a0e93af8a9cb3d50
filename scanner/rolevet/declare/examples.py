"""Small inventories, made of the fields that an example tells."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Final, TypeVar

from rolevet.arn import BadArn, parse_arn
from rolevet.authorities import CertificateAuthority, CertificateSubject, Crl, TrustAnchor
from rolevet.coverage import GLOBAL
from rolevet.declare.named import KINDS
from rolevet.inventory import Inventory, Missing, RoleFact
from rolevet.place import ApiCall
from rolevet.policies import IotPolicy, ManagedPolicy
from rolevet.resources import Profile, Resource, Role, RoleAlias
from rolevet.unknown import Unknown

ResourceT = TypeVar("ResourceT", bound=Resource)

ACCOUNT: Final = "123456789012"
REGION: Final = "eu-west-1"
"""Of what does not tell its ARN."""

MISSING: Final = "missing"
"""In the place of a role: IAM says that there is none."""

UNSEEN: Final = "unseen"
"""In the place of a role: nobody looked."""

_UNTOLD: Final = Unknown("the example leaves it unknown")
_REGIONAL: Final = f"{REGION}:{ACCOUNT}"
_ARNS: Final[Mapping[type[Resource], tuple[str, str]]] = {
    RoleAlias: ("roleAliasArn", f"arn:aws:iot:{_REGIONAL}:rolealias/"),
    Profile: ("profileArn", f"arn:aws:rolesanywhere:{_REGIONAL}:profile/"),
    TrustAnchor: ("trustAnchorArn", f"arn:aws:rolesanywhere:{_REGIONAL}:trust-anchor/"),
    Crl: ("crlArn", f"arn:aws:rolesanywhere:{_REGIONAL}:crl/"),
    CertificateSubject: ("subjectArn", f"arn:aws:rolesanywhere:{_REGIONAL}:subject/"),
    CertificateAuthority: ("Arn", f"arn:aws:acm-pca:{_REGIONAL}:certificate-authority/"),
    IotPolicy: ("policyArn", f"arn:aws:iot:{_REGIONAL}:policy/"),
    ManagedPolicy: ("Arn", f"arn:aws:iam::{ACCOUNT}:policy/"),
    Role: ("Arn", f"arn:aws:iam::{ACCOUNT}:role/"),
}
"""The field that tells the ARN of a resource, and how one begins that no field tells."""

Facts = Mapping[str, Any]
"""The fields of resources by their kind; of a role also MISSING or UNSEEN."""


def inventory_of(facts: Facts, unknown: Mapping[str, Collection[str]], now: datetime) -> Inventory:
    """What holds these resources, without the fields that are unknown; a broker that names no role
    hands out the one that is there."""
    role = _role_arn(facts)
    resources = [
        _resource(KINDS[name], _with_role(name, raw, role), unknown.get(name, ()))
        for name, raw in facts.items()
        if isinstance(raw, dict)
    ]
    roles: dict[str, RoleFact] = {one.arn: one for one in _only(Role, resources)}
    if facts.get(Role.KIND) == MISSING:
        roles[role] = Missing(role, ApiCall("iam:GetRole", ACCOUNT, GLOBAL))
    return Inventory(
        now=now,
        aliases=_only(RoleAlias, resources),
        profiles=_only(Profile, resources),
        anchors=_only(TrustAnchor, resources),
        crls=_only(Crl, resources),
        certificate_subjects=_only(CertificateSubject, resources),
        iot_policies=_only(IotPolicy, resources),
        roles=roles,
        managed_policies={one.arn: one for one in _only(ManagedPolicy, resources)},
        authorities={one.arn: one for one in _only(CertificateAuthority, resources)},
    )


def _only(kind: type[ResourceT], resources: Iterable[Resource]) -> tuple[ResourceT, ...]:
    return tuple(one for one in resources if isinstance(one, kind))


def _role_arn(facts: Facts) -> str:
    """Of the role that is there or is missing; empty where nothing is said of one."""
    if Role.KIND not in facts:
        return ""
    brokers = [facts[kind] for kind in (RoleAlias.KIND, Profile.KIND) if kind in facts]
    role = facts[Role.KIND]
    told = [role.get("Arn") if isinstance(role, dict) else None]
    for broker in brokers:
        several = broker.get("roleArns")
        told += [broker.get("roleArn"), *(several if isinstance(several, list) else ())]
    name = role.get(Role.NAME_FIELD) if isinstance(role, dict) else None
    made = f"arn:aws:iam::{ACCOUNT}:role/{name if isinstance(name, str) else 'Example'}"
    return next((arn for arn in told if isinstance(arn, str)), made)


def _with_role(name: str, raw: Mapping[str, Any], role: str) -> dict[str, Any]:
    if not role:
        return dict(raw)
    own: dict[str, dict[str, Any]] = {
        RoleAlias.KIND: {"roleArn": role},
        Profile.KIND: {"roleArns": [role]},
    }
    return {**own.get(name, {"Arn": role}), **raw}


def _resource(kind: type[Resource], raw: dict[str, Any], unknown: Collection[str]) -> Resource:
    field, beginning = _ARNS[kind]
    name = raw.get(kind.NAME_FIELD)
    arn = raw.get(field)
    if not isinstance(arn, str):
        arn = f"{beginning}{name if isinstance(name, str) else 'example'}"
    account, region, partition = _place(arn)
    return kind(
        arn=arn,
        account=account,
        region=region,
        partition=partition,
        raw={field: value for field, value in raw.items() if field not in unknown},
        place=ApiCall("example", account, region),
        unknown=dict.fromkeys(unknown, _UNTOLD),
    )


def _place(arn: str) -> tuple[str, str, str]:
    try:
        parsed = parse_arn(arn)
    except BadArn:
        return ACCOUNT, REGION, "aws"
    return parsed.account or ACCOUNT, parsed.region or GLOBAL, parsed.partition
