"""The roles of a template, each with the policies that the whole template gives it."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from rolevet.coverage import GLOBAL
from rolevet.policy.trusting import trusts_broker
from rolevet.resources import DEFAULT_DURATION, Role
from rolevet.sources.cloudformation.documents import Opaque, read_document
from rolevet.sources.cloudformation.fields import Fields
from rolevet.sources.cloudformation.identities import Identity
from rolevet.sources.cloudformation.resolver import Resolver
from rolevet.sources.cloudformation.resources import LATER, named, resource
from rolevet.sources.cloudformation.template import (
    INLINE_POLICY,
    MANAGED_POLICY,
    ROLE_POLICY,
    Declaration,
)
from rolevet.sources.cloudformation.values import Value
from rolevet.unknown import Doubt, Unknown

_TRUST: Final = "AssumeRolePolicyDocument"
_INLINE: Final = "RolePolicyList"
_BOUNDARY: Final = "PermissionsBoundary"


class Grants(NamedTuple):
    """What the policies of a template that are resources of their own give, by what Ref gives of
    the role."""

    attached: dict[str, list[str]]
    """ARNs of managed policies."""
    inline: dict[str, list[tuple[Value | None, Value | None]]]
    """Name and document of each."""


class MadeRole(NamedTuple):
    """`trusting` tells whether its trust policy names a broker's service.

    `untold` are attached policies that the template does not tell, by what stands for their ARN.
    """

    role: Role
    trusting: bool
    untold: dict[str, Unknown]


def grants_of(declared: Iterable[Declaration], resolver: Resolver) -> Grants:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html"""
    grants = Grants({}, {})
    for each in declared:
        fields = Fields(each, resolver)
        for role in _role_names(each, fields):
            if each.type == MANAGED_POLICY:
                identity = resolver.identity(each.id)
                grants.attached.setdefault(role, []).append(identity.arn if identity else "")
            else:
                policy = fields.value("PolicyName"), fields.value("PolicyDocument")
                grants.inline.setdefault(role, []).append(policy)
    return grants


def _role_names(declared: Declaration, fields: Fields) -> Iterator[str]:
    name = {ROLE_POLICY: "RoleName", INLINE_POLICY: "Roles", MANAGED_POLICY: "Roles"}
    value = fields.value(name[declared.type]) if declared.type in name else None
    yield from (item.text for item in (value.items if value else ()) if item.text is not None)


def role(fields: Fields, identity: Identity, grants: Grants) -> MadeRole:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html"""
    named(fields, identity, "RoleName", "RoleName")
    fields.text("Path", "Path", "/")
    fields.raw["Arn"] = identity.arn
    fields.number("MaxSessionDuration", "MaxSessionDuration", DEFAULT_DURATION)
    trusting = _trust(fields)
    fields.text(_BOUNDARY, _BOUNDARY)
    if _BOUNDARY in fields.raw:
        fields.raw[_BOUNDARY] = {"PermissionsBoundaryArn": fields.raw[_BOUNDARY]}
    reference = identity.reference.text or ""
    untold = _attached(fields, grants.attached.get(reference, ()))
    _inline(fields, grants.inline.get(reference, ()))
    fields.tags("Tags")
    fields.untold("RoleLastUsed", LATER)
    return MadeRole(resource(Role, fields, identity, GLOBAL), trusting, untold)


def _trust(fields: Fields) -> bool:
    value = fields.value(_TRUST)
    document = fields.document(value, _TRUST, _TRUST) if value is not None else None
    if value is None or document is None:
        return False
    fields.raw[_TRUST] = document.data
    if not document.gaps:
        return trusts_broker(document.data)
    try:
        return trusts_broker(read_document(value, wide=False).data)
    except Opaque:
        return False


def _attached(fields: Fields, more: Iterable[str]) -> dict[str, Unknown]:
    value = fields.value("ManagedPolicyArns")
    arns = list(more)
    untold: dict[str, Unknown] = {}
    for item in value.items if value else ():
        known = fields.own(item)
        text = known.text or ""
        arns.append(text)
        if known.gaps:
            verb = "is" if known.gap else "holds"
            reason = f"a policy of role '{fields.declared.id}' {verb} {known.gaps[0].what}"
            untold[text] = Unknown(reason, Doubt.BY_NATURE)
    fields.raw["AttachedManagedPolicies"] = [
        {"PolicyName": arn.rpartition("/")[2], "PolicyArn": arn} for arn in dict.fromkeys(arns)
    ]
    if value is not None:
        fields.parts["AttachedManagedPolicies"] = value.node.span
    return untold


def _inline(fields: Fields, more: Iterable[tuple[Value | None, Value | None]]) -> None:
    policies = fields.value("Policies")
    own = (
        (item.members.get("PolicyName"), item.members.get("PolicyDocument"))
        for item in (policies.items if policies else ())
    )
    rows: list[dict[str, Any]] = []
    if policies is not None and policies.gap:
        fields.untold(_INLINE, f"Policies is {policies.gap.what}")
    for number, (name, value) in enumerate((*own, *more)):
        called = name.text if name and name.text is not None else f"policy {number + 1}"
        path = f"{_INLINE}[{number}].PolicyDocument"
        row: dict[str, Any] = {"PolicyName": called}
        if value is not None:
            document = fields.document(value, path, f"inline policy '{called}'")
            if document is None:
                fields.unknown[_INLINE] = fields.unknown.pop(path)
            else:
                row["PolicyDocument"] = document.data
        rows.append(row)
    fields.raw[_INLINE] = rows
