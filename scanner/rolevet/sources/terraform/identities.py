"""What Terraform's resources are called, and what their attributes give of that."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from rolevet.arn import BadArn, parse_arn
from rolevet.authorities import CertificateAuthority, Crl, TrustAnchor
from rolevet.policies import IotPolicy, ManagedPolicy
from rolevet.resources import Profile, Resource, Role, RoleAlias
from rolevet.stated.identities import Identity, arn_of
from rolevet.stated.standins import StandIns
from rolevet.stated.values import Gap, Value
from rolevet.tree import Node

_AWS: Final = ("aws_", "awscc_")
_REGION_MAX: Final = 32


class Naming(NamedTuple):
    """The argument for its name, where that is part of the ARN; and the attributes that give its
    ARN, its name, and the id that AWS makes up."""

    kind: type[Resource]
    name: str
    arns: tuple[str, ...]
    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    path: str = ""


_UUID: Final = ("id",)
NAMINGS: Final[Mapping[str, Naming]] = {
    "aws_iam_role": Naming(Role, "name", ("arn",), ("name", "id"), ("unique_id",), "path"),
    "aws_iam_policy": Naming(
        ManagedPolicy, "name", ("arn", "id"), ("name",), ("policy_id",), "path"
    ),
    "aws_iot_role_alias": Naming(RoleAlias, "alias", ("arn",), ("alias", "id")),
    "aws_iot_policy": Naming(IotPolicy, "name", ("arn",), ("name", "id")),
    "aws_rolesanywhere_profile": Naming(Profile, "", ("arn",), ids=_UUID),
    "aws_rolesanywhere_trust_anchor": Naming(TrustAnchor, "", ("arn",), ids=_UUID),
    "aws_acmpca_certificate_authority": Naming(CertificateAuthority, "", ("arn", "id")),
    "awscc_iam_role": Naming(
        Role, "role_name", ("arn",), ("role_name", "id"), ("role_id",), "path"
    ),
    "awscc_iam_managed_policy": Naming(
        ManagedPolicy, "managed_policy_name", ("policy_arn", "id"), (), (), "path"
    ),
    "awscc_iot_role_alias": Naming(
        RoleAlias, "role_alias", ("role_alias_arn",), ("role_alias", "id")
    ),
    "awscc_iot_policy": Naming(IotPolicy, "policy_name", ("arn",), ("policy_name",), ("id",)),
    "awscc_rolesanywhere_profile": Naming(Profile, "", ("profile_arn",), ids=("profile_id", "id")),
    "awscc_rolesanywhere_trust_anchor": Naming(
        TrustAnchor, "", ("trust_anchor_arn",), ids=("trust_anchor_id", "id")
    ),
    "awscc_rolesanywhere_crl": Naming(Crl, "", ("crl_arn",), ids=("crl_id", "id")),
    "awscc_acmpca_certificate_authority": Naming(CertificateAuthority, "", ("arn",)),
}


def identity_of(
    kind: str, address: str, key: Node, values: Mapping[str, Value], own: StandIns
) -> Identity:
    """Of a resource of the type `kind`; of `values`, only those for its name, path, Region, ARN and
    id matter. `own` tells of the account and the Region where its provider makes it."""
    naming = NAMINGS.get(kind)
    if naming is None:
        return _other(kind, address, key, own)
    made_up = own.named(address)
    told_name = _text(values, naming.name)
    called = made_up if told_name is None else told_name
    path = _text(values, naming.path) or ("/" if naming.path else "")
    known = _known_arn(naming, values)
    told = told_name is not None and not own.is_symbolic(path + told_name)
    last = f"{path}{called}" if told else f"/{made_up}"[not naming.path :]
    region = region_in(_text(values, "region") or "")
    arn = known or arn_of(naming.kind, last, own, region)
    partly = told_name is not None and not told and not known
    made_id = known.rpartition("/")[2] if known and not naming.name else made_up
    return Identity(
        reference=Value(key, called),
        arn=arn,
        name=called if told_name is not None else address,
        told=told,
        spelt=arn_of(naming.kind, f"{path}{called}", own, region) if partly else "",
        attributes={
            **dict.fromkeys(naming.ids, made_id),
            **dict.fromkeys(naming.names, called),
            **dict.fromkeys(naming.arns, arn),
        },
    )


def is_of_aws(kind: str) -> bool:
    """Whether a type is of a provider whose attributes hold no wildcards, as foreign ones may."""
    return kind.startswith(_AWS)


def region_in(text: str) -> str:
    """The text, if it has the form of a Region's name; else nothing."""
    fits = len(text) <= _REGION_MAX and text.isascii() and text.replace("-", "").isalnum()
    return text if fits else ""


def _text(values: Mapping[str, Value], name: str) -> str | None:
    value = values.get(name)
    return value.text if value is not None else None


def _known_arn(naming: Naming, values: Mapping[str, Value]) -> str:
    """The ARN that a resource already has; nothing where it is none."""
    value = values.get(naming.arns[0])
    if value is None or value.text is None or value.gaps:
        return ""
    try:
        return str(parse_arn(value.text))
    except BadArn:
        return ""


def _other(kind: str, address: str, key: Node, own: StandIns) -> Identity:
    """Of any other type; what it is called is made up, or does not matter."""
    token = own.named(address)
    foreign = not is_of_aws(kind)
    service = kind.split("_")[1] if not foreign else ""
    arn = f"arn:{own.partition}:{service}:{own.region}:{own.account}:{token}"
    return Identity(
        reference=Value(key, token, (Gap(token, f"resource {address}", wild=foreign),)),
        attributes={} if foreign else {"arn": arn},
        foreign=foreign,
    )
