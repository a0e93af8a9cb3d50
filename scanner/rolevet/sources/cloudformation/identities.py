"""What a template's resources are called, and what Ref and Fn::GetAtt give of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

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
from rolevet.sources.cloudformation.values import Gap, Value

if TYPE_CHECKING:
    from rolevet.sources.cloudformation.resolver import Resolver

_AUTHORITY: Final = "AWS::ACMPCA::CertificateAuthority"
_NESTED: Final = ("AWS::CloudFormation::", "AWS::ServiceCatalog::")


@dataclass(frozen=True, slots=True)
class Identity:
    """`name` is what people call it, `told` whether the template tells that name.

    `reference` is what Ref gives. `spelt` is the ARN as others may put it together of its name,
    where that is not wholly known. A `foreign` resource is of a type that says nothing of what its
    attributes are.
    """

    reference: Value
    arn: str = ""
    name: str = ""
    told: bool = False
    spelt: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    foreign: bool = False


class _Naming(NamedTuple):
    """How a type is called: its properties for the name and the path, and what its ARN is."""

    name: str
    arn: Callable[["Resolver", str], str]
    attribute: str
    by_arn: bool = False
    """Whether Ref gives the ARN, not the name."""
    path: str = ""


def _iam(kind: str) -> Callable[["Resolver", str], str]:
    def arn(resolver: "Resolver", name: str) -> str:
        own = resolver.stand_ins
        return f"arn:{own.partition}:iam::{own.account}:{kind}{name}"

    return arn


def _regional(service: str, kind: str) -> Callable[["Resolver", str], str]:
    def arn(resolver: "Resolver", name: str) -> str:
        own = resolver.stand_ins
        return f"arn:{own.partition}:{service}:{own.region}:{own.account}:{kind}/{name}"

    return arn


_NAMINGS: Final[dict[str, _Naming]] = {
    ROLE: _Naming("RoleName", _iam("role"), "Arn", path="Path"),
    MANAGED_POLICY: _Naming("ManagedPolicyName", _iam("policy"), "PolicyArn", True, "Path"),
    ROLE_ALIAS: _Naming("RoleAlias", _regional("iot", "rolealias"), "RoleAliasArn"),
    IOT_POLICY: _Naming("PolicyName", _regional("iot", "policy"), "Arn"),
    # Of these, AWS makes the last part up, and the name is not part of the ARN.
    PROFILE: _Naming("", _regional("rolesanywhere", "profile"), "ProfileArn"),
    ANCHOR: _Naming("", _regional("rolesanywhere", "trust-anchor"), "TrustAnchorArn"),
    CRL: _Naming("", _regional("rolesanywhere", "crl"), "CrlArn"),
    _AUTHORITY: _Naming("", _regional("acm-pca", "certificate-authority"), "Arn", True),
}


def identity_of(declared: Declaration, resolver: "Resolver") -> Identity:
    """What can be said of it under the resolver's choice."""
    naming = _NAMINGS.get(declared.type)
    if naming is None:
        return _other(declared, resolver)
    made_up = resolver.stand_ins.named(declared.id)
    name = _property(declared, naming.name, resolver)
    path = _property(declared, naming.path, resolver) or ("/" if naming.path else "")
    told = name is not None and not resolver.stand_ins.is_symbolic(name + path)
    arn = naming.arn(resolver, f"{path}{name}" if told else f"/{made_up}"[not naming.path :])
    spelt = naming.arn(resolver, f"{path}{name}") if name is not None and not told else ""
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
    node = declared.properties.get(name) if declared.properties and name else None
    value = resolver.value(node, declared.local) if node is not None else None
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
