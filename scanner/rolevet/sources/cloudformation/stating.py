"""What a template's resources state, under the names of AWS's own fields."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from rolevet.authorities import Crl, TrustAnchor
from rolevet.policies import IotPolicy, ManagedPolicy
from rolevet.resources import Profile, Resource, Role, RoleAlias
from rolevet.sources.cloudformation.resolver import Resolver
from rolevet.sources.cloudformation.template import (
    ANCHOR,
    CRL,
    INLINE_POLICY,
    IOT_POLICY,
    MANAGED_POLICY,
    PROFILE,
    ROLE,
    ROLE_ALIAS,
    ROLE_POLICY,
    Declaration,
)
from rolevet.stated.declaration import Grant, Language, Stated
from rolevet.stated.identities import Identity
from rolevet.stated.values import Value

LANGUAGE: Final = Language("template", "CloudFormation", "property", "the stack's")

_TRANSFORM: Final = "Fn::Transform"
_DOCUMENTS: Final = ("PolicyDocument", "SessionPolicy")
_CAPITAL: Final = (ROLE_ALIAS, "Tags")
"""What AWS IoT's answers spell with capital letters inside."""


class _Type(NamedTuple):
    """`fields` are those that a type's properties state, where they differ in more than that their
    names begin with a capital letter."""

    kind: type[Resource | Grant]
    properties: tuple[str, ...]
    fields: Mapping[str, str] = {}
    lacking: frozenset[str] = frozenset()


_ROLES_ANYWHERE: Final = ("Name", "Enabled", "Tags")
_POLICY: Final = ("PolicyName", "PolicyDocument")
_ALIKE: Final = {name: name for name in _POLICY}
_TYPES: Final[dict[str, _Type]] = {
    ROLE_ALIAS: _Type(RoleAlias, ("RoleAlias", "RoleArn", "CredentialDurationSeconds", "Tags")),
    PROFILE: _Type(
        Profile,
        (
            *_ROLES_ANYWHERE,
            *("DurationSeconds", "RoleArns", "ManagedPolicyArns", "SessionPolicy"),
            *("AcceptRoleSessionName", "RequireInstanceProperties", "AttributeMappings"),
        ),
    ),
    ANCHOR: _Type(
        TrustAnchor,
        (*_ROLES_ANYWHERE, "Source", "NotificationSettings"),
        lacking=frozenset({"crlDpRevocationEnabled"}),
    ),
    CRL: _Type(Crl, (*_ROLES_ANYWHERE, "CrlData", "TrustAnchorArn")),
    IOT_POLICY: _Type(IotPolicy, _POLICY),
    ROLE: _Type(
        Role,
        (),
        {
            **{name: name for name in ("RoleName", "Path", "MaxSessionDuration", "Tags")},
            "AssumeRolePolicyDocument": "AssumeRolePolicyDocument",
            "PermissionsBoundary": "PermissionsBoundary",
            "ManagedPolicyArns": "AttachedManagedPolicies",
            "Policies": "RolePolicyList",
        },
    ),
    MANAGED_POLICY: _Type(
        ManagedPolicy,
        (),
        {"ManagedPolicyName": "PolicyName", "PolicyDocument": "PolicyDocument", "Roles": "roles"},
    ),
    INLINE_POLICY: _Type(Grant, (), {**_ALIKE, "Roles": "roles"}),
    ROLE_POLICY: _Type(Grant, (), {**_ALIKE, "RoleName": "roles"}),
}


def stated(declared: Declaration, identity: Identity, resolver: Resolver, file: str) -> Stated:
    """`file` is what its address begins with."""
    kind, properties, renamed, lacking = _TYPES[declared.type]
    fields = {name: _lowered(name) for name in properties} | dict(renamed)
    node, constructs = declared.properties, resolver.template.deployment.constructs
    return Stated(
        kind,
        declared.id,
        f"{file}#{declared.construct or constructs.get(declared.id) or declared.id}",
        identity,
        declared.key,
        LANGUAGE,
        values=_values(fields, declared, resolver),
        spelt={field: name for name, field in fields.items()},
        lacking=lacking,
        elsewhere=_TRANSFORM if node is not None and _TRANSFORM in node.members else "",
    )


def _values(
    fields: Mapping[str, str], declared: Declaration, resolver: Resolver
) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, field in fields.items():
        value = resolver.property(declared, name)
        if value is not None:
            # Objects inside of the fields of IAM are spelt as IAM spells them.
            alike = name in _DOCUMENTS or field[0].isupper() or (declared.type, name) == _CAPITAL
            values[field] = value if alike else _camel(value)
    return values


def _camel(value: Value) -> Value:
    """The same, in which the names of members begin as AWS's answers spell them."""
    if isinstance(value.data, tuple):
        return replace(value, data=tuple(map(_camel, value.data)))
    if isinstance(value.data, Mapping):
        return replace(value, data={_lowered(n): _camel(v) for n, v in value.data.items()})
    return value


def _lowered(name: str) -> str:
    return name[:1].lower() + name[1:]
