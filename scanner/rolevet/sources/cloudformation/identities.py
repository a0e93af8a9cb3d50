"""What a template's resources are called, and what Ref and Fn::GetAtt give of them."""

from typing import TYPE_CHECKING, Final, NamedTuple

from rolevet.authorities import CertificateAuthority, Crl, TrustAnchor
from rolevet.policies import IotPolicy, ManagedPolicy
from rolevet.resources import Profile, Resource, Role, RoleAlias
from rolevet.sources.cloudformation.template import (
    ANCHOR,
    CRL,
    IOT_POLICY,
    MANAGED_POLICY,
    PROFILE,
    ROLE,
    ROLE_ALIAS,
    Declaration,
)
from rolevet.stated.identities import Identity, arn_of
from rolevet.stated.values import Gap, Value

if TYPE_CHECKING:
    from rolevet.sources.cloudformation.resolver import Resolver

_AUTHORITY: Final = "AWS::ACMPCA::CertificateAuthority"
_NESTED: Final = ("AWS::CloudFormation::", "AWS::ServiceCatalog::")


class _Naming(NamedTuple):
    """How a type is called: its properties for the name and the path, and what gives its ARN."""

    kind: type[Resource]
    name: str
    attribute: str
    by_arn: bool = False
    """Whether Ref gives the ARN, not the name."""
    path: str = ""


_NAMINGS: Final[dict[str, _Naming]] = {
    ROLE: _Naming(Role, "RoleName", "Arn", path="Path"),
    MANAGED_POLICY: _Naming(ManagedPolicy, "ManagedPolicyName", "PolicyArn", True, "Path"),
    ROLE_ALIAS: _Naming(RoleAlias, "RoleAlias", "RoleAliasArn"),
    IOT_POLICY: _Naming(IotPolicy, "PolicyName", "Arn"),
    # Of these, AWS makes the last part up, and the name is not part of the ARN.
    PROFILE: _Naming(Profile, "", "ProfileArn"),
    ANCHOR: _Naming(TrustAnchor, "", "TrustAnchorArn"),
    CRL: _Naming(Crl, "", "CrlArn"),
    _AUTHORITY: _Naming(CertificateAuthority, "", "Arn", True),
}


def identity_of(declared: Declaration, resolver: "Resolver") -> Identity:
    """What can be said of it under the resolver's choice."""
    naming = _NAMINGS.get(declared.type)
    if naming is None:
        return _other(declared, resolver)
    own = resolver.stand_ins
    made_up = own.named(declared.id)
    name = _property(declared, naming.name, resolver)
    path = _property(declared, naming.path, resolver) or ("/" if naming.path else "")
    told = name is not None and not own.is_symbolic(name + path)
    arn = arn_of(naming.kind, f"{path}{name}" if told else f"/{made_up}"[not naming.path :], own)
    spelt = arn_of(naming.kind, f"{path}{name}", own) if name is not None and not told else ""
    called = name if name is not None else made_up
    return Identity(
        reference=Value(declared.key, arn if naming.by_arn else called),
        arn=arn,
        name=called if told or name is not None else declared.id,
        told=told,
        spelt=spelt,
        attributes={naming.attribute: arn, **_ids(declared, made_up)},
    )


def _ids(declared: Declaration, made_up: str) -> dict[str, str]:
    ids = {PROFILE: "ProfileId", ANCHOR: "TrustAnchorId", CRL: "CrlId"}
    return {ids[declared.type]: made_up} if declared.type in ids else {}


def _property(declared: Declaration, name: str, resolver: "Resolver") -> str | None:
    value = resolver.property(declared, name) if name else None
    return value.text if value is not None else None


def _other(declared: Declaration, resolver: "Resolver") -> Identity:
    """Of any other type; what it is called is made up, or does not matter."""
    token = resolver.stand_ins.named(declared.id)
    provider, _, rest = declared.type.partition("::")
    foreign = provider != "AWS" or declared.type.startswith(_NESTED)
    gap = Gap(token, f"resource {declared.id}", wild=foreign)
    own = resolver.stand_ins
    service = rest.partition("::")[0].lower()
    arn = f"arn:{own.partition}:{service}:{own.region}:{own.account}:{token}"
    return Identity(
        reference=Value(declared.key, token, (gap,)),
        attributes={} if foreign else {"Arn": arn},
        foreign=foreign,
    )
