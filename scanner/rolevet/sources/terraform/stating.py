"""What Terraform's resources state, under the names of AWS's own fields."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from rolevet.authorities import Crl, TrustAnchor
from rolevet.policies import IotPolicy, ManagedPolicy
from rolevet.resources import Profile, Resource, Role, RoleAlias
from rolevet.sources.terraform.declared import TerraformResource
from rolevet.stated.declaration import Grant, Language, Stated
from rolevet.stated.values import Value

_DOCUMENTS: Final = ("policy", "policy_document", "session_policy", "assume_role_policy")


class _Type(NamedTuple):
    """`fields` are those that a type's arguments state, where they differ in more than how words
    are joined; `sent` is what the provider sends where an argument is not given."""

    kind: type[Resource | Grant]
    arguments: tuple[str, ...] = ()
    fields: Mapping[str, str] = {}
    lacking: frozenset[str] = frozenset()
    sent: Mapping[str, str] = {}


_ROLES_ANYWHERE: Final = ("name", "enabled", "tags")
_SESSIONS: Final = (
    *("duration_seconds", "role_arns", "managed_policy_arns", "session_policy"),
    *("accept_role_session_name", "require_instance_properties"),
)
_NO_CRL_SWITCH: Final = frozenset({"crlDpRevocationEnabled"})
_TAGS: Final = {"tags": "Tags"}
_ROLE: Final = {
    "path": "Path",
    "max_session_duration": "MaxSessionDuration",
    "permissions_boundary": "PermissionsBoundary",
    **_TAGS,
    "managed_policy_arns": "AttachedManagedPolicies",
}
_NAMED_POLICY: Final = {"policy_name": "PolicyName", "policy_document": "PolicyDocument"}

# https://registry.terraform.io/providers/hashicorp/aws/latest/docs
_AWS: Final[dict[str, _Type]] = {
    "aws_iot_role_alias": _Type(
        RoleAlias,
        ("role_arn", "tags"),
        {"alias": "roleAlias", "credential_duration": "credentialDurationSeconds"},
    ),
    "aws_rolesanywhere_profile": _Type(Profile, (*_ROLES_ANYWHERE, *_SESSIONS)),
    "aws_rolesanywhere_trust_anchor": _Type(
        TrustAnchor,
        (*_ROLES_ANYWHERE, "source", "notification_settings"),
        lacking=_NO_CRL_SWITCH,
        # Its provider sends false for what is not given; that of a profile sends nothing.
        sent={"enabled": "false"},
    ),
    "aws_iot_policy": _Type(IotPolicy, fields={"name": "policyName", "policy": "policyDocument"}),
    "aws_iam_role": _Type(
        Role,
        fields={
            "name": "RoleName",
            "assume_role_policy": "AssumeRolePolicyDocument",
            **_ROLE,
            "inline_policy": "RolePolicyList",
        },
    ),
    "aws_iam_policy": _Type(
        ManagedPolicy, fields={"name": "PolicyName", "policy": "PolicyDocument"}
    ),
    "aws_iam_role_policy": _Type(
        Grant, fields={"name": "PolicyName", "policy": "PolicyDocument", "role": "roles"}
    ),
    "aws_iam_role_policy_attachment": _Type(
        Grant, fields={"policy_arn": "PolicyArns", "role": "roles"}
    ),
    "aws_iam_policy_attachment": _Type(
        Grant, fields={"policy_arn": "PolicyArns", "roles": "roles"}
    ),
    "aws_iam_role_policy_attachments_exclusive": _Type(
        Grant, fields={"policy_arns": "PolicyArns", "role_name": "roles"}
    ),
}
# https://registry.terraform.io/providers/hashicorp/awscc/latest/docs
_AWSCC: Final[dict[str, _Type]] = {
    "awscc_iot_role_alias": _Type(
        RoleAlias, ("role_alias", "role_arn", "credential_duration_seconds", "tags")
    ),
    "awscc_rolesanywhere_profile": _Type(
        Profile, (*_ROLES_ANYWHERE, *_SESSIONS, "attribute_mappings")
    ),
    "awscc_rolesanywhere_trust_anchor": _Type(
        TrustAnchor,
        (*_ROLES_ANYWHERE, "source", "notification_settings"),
        lacking=_NO_CRL_SWITCH,
    ),
    "awscc_rolesanywhere_crl": _Type(Crl, (*_ROLES_ANYWHERE, "crl_data", "trust_anchor_arn")),
    "awscc_iot_policy": _Type(IotPolicy, ("policy_name", "policy_document")),
    "awscc_iam_role": _Type(
        Role,
        fields={
            "role_name": "RoleName",
            **_ROLE,
            "policies": "RolePolicyList",
            "assume_role_policy_document": "AssumeRolePolicyDocument",
        },
    ),
    "awscc_iam_managed_policy": _Type(
        ManagedPolicy,
        fields={
            "managed_policy_name": "PolicyName",
            "policy_document": "PolicyDocument",
            "roles": "roles",
        },
    ),
    "awscc_iam_role_policy": _Type(Grant, fields={**_NAMED_POLICY, "role_name": "roles"}),
}
_TYPES: Final = {**_AWS, **_AWSCC}
TYPES: Final = frozenset(_TYPES)
"""The resource types that are read."""


def stated(resource: TerraformResource, address: str, language: Language) -> Stated:
    """Of a type that is read; `address` tells it from all other resources of all files."""
    kind = _TYPES[resource.type]
    fields = {name: _camel(name) for name in kind.arguments} | dict(kind.fields)
    values = {
        fields[name]: (_READ.get(fields[name]) or _READ.get(name, _objects))(value)
        for name, value in _with_all_tags(resource.values).items()
        if name in fields and not _is_left_out(value)
    }
    for name, text in kind.sent.items():
        values.setdefault(fields[name], Value(resource.key, text))
    return Stated(
        kind.kind,
        resource.address,
        address,
        resource.identity,
        resource.key,
        language,
        values=values,
        spelt={field: name for name, field in fields.items()},
        lacking=kind.lacking,
        made=_is_told(resource.values.get("id")),
    )


def _is_told(value: Value | None) -> bool:
    """Providers give an id to what is there, and to nothing before."""
    return value is not None and bool(value.text) and not value.gaps


def _with_all_tags(values: Mapping[str, Value]) -> Mapping[str, Value]:
    """Providers add tags of their own to those of an argument, where they are known."""
    every = values.get("tags_all")
    return values if every is None or every.gap is not None else {**values, "tags": every}


def _is_left_out(value: Value) -> bool:
    """Its providers take an empty text for one that is not given."""
    return value.data == ""


def _as_it_is(value: Value) -> Value:
    return value


def _objects(value: Value) -> Value:
    """The same, in which members are spelt as AWS's answers spell them."""
    if isinstance(value.data, tuple):
        return replace(value, data=tuple(map(_objects, value.data)))
    if not isinstance(value.data, Mapping):
        return value
    members = {_camel(n): _objects(v) for n, v in value.data.items() if not _is_left_out(v)}
    return replace(value, data=members)


def _source(value: Value) -> Value:
    """Blocks of which there is one only, which schemas of Terraform make lists."""
    if isinstance(value.data, tuple) and len(value.data) == 1:
        return _source(value.data[0])
    if not isinstance(value.data, Mapping):
        return value
    members = {_camel(n): _source(v) for n, v in value.data.items() if not _is_left_out(v)}
    return replace(value, data=members)


def _tags(value: Value) -> Value:
    if not isinstance(value.data, Mapping):
        return _objects(value)
    pairs = ({"key": Value(tag.node, name), "value": tag} for name, tag in value.data.items())
    return replace(value, data=tuple(Value(pair["value"].node, pair) for pair in pairs))


def _tags_of_iam(value: Value) -> Value:
    """IAM spells the members of tags as it spells everything."""
    rows = _tags(value)
    if not isinstance(rows.data, tuple):
        return rows
    spelt = (
        replace(row, data={name.capitalize(): text for name, text in row.members.items()})
        if row.members
        else row
        for row in rows.data
    )
    return replace(rows, data=tuple(spelt))


def _policies(value: Value) -> Value:
    """Rows with the names of IAM's answers."""
    return value if value.gap is not None else replace(value, data=tuple(_policy_rows(value)))


def _policy_rows(value: Value) -> Iterator[Value]:
    for row in value.items:
        name = row.members.get("name") or row.members.get("policy_name")
        policy = row.members.get("policy") or row.members.get("policy_document")
        if policy is not None and not _is_left_out(policy):
            named = {"PolicyName": name} if name is not None else {}
            yield Value(row.node, {**named, "PolicyDocument": policy})


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


_READ: Final[dict[str, Callable[[Value], Value]]] = {
    **dict.fromkeys((*_DOCUMENTS, "assume_role_policy_document"), _as_it_is),
    **dict.fromkeys(("inline_policy", "policies"), _policies),
    "source": _source,
    "tags": _tags,
    "Tags": _tags_of_iam,
}
