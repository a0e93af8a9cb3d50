"""The roles that a file states, each with the policies that all of the file gives it."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from rolevet.coverage import GLOBAL
from rolevet.policies import ManagedPolicy
from rolevet.policy.trusting import trusts_broker
from rolevet.resources import DEFAULT_DURATION, Role
from rolevet.stated.declaration import Stated
from rolevet.stated.documents import Opaque, read_document
from rolevet.stated.fields import Fields
from rolevet.stated.resources import later, named, resource
from rolevet.stated.values import Value
from rolevet.unknown import Doubt, Unknown

_TRUST: Final = "AssumeRolePolicyDocument"
_INLINE: Final = "RolePolicyList"
_ATTACHED: Final = "AttachedManagedPolicies"
_BOUNDARY: Final = "PermissionsBoundary"


class Grants(NamedTuple):
    """What the policies of a file that are resources of their own give, by what refers to the
    role."""

    attached: dict[str, list[Value]]
    """ARNs of managed policies."""
    inline: dict[str, list[tuple[Value | None, Value | None]]]
    """Name and document of each."""


class MadeRole(NamedTuple):
    """`trusting` tells whether its trust policy names a broker's service.

    `untold` are attached policies that the file does not tell, by what stands for their ARN.
    """

    role: Role
    trusting: bool
    untold: dict[str, Unknown]


def grants_of(stated: Iterable[Stated]) -> Grants:
    """Of grants, and of managed policies that name the roles which they are attached to."""
    grants = Grants({}, {})
    for each in stated:
        roles = each.values.get("roles")
        arns = each.values.get("PolicyArns")
        for role in roles.items if roles else ():
            if role.text is None:
                continue
            if each.kind is ManagedPolicy:
                own = Value(each.key, each.identity.arn)
                grants.attached.setdefault(role.text, []).append(own)
            elif arns is not None:
                grants.attached.setdefault(role.text, []).extend(arns.items)
            else:
                policy = each.values.get("PolicyName"), each.values.get("PolicyDocument")
                grants.inline.setdefault(role.text, []).append(policy)
    return grants


def role(fields: Fields, grants: Grants) -> MadeRole:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html"""
    named(fields, "RoleName")
    fields.text("Path", "/")
    fields.raw["Arn"] = fields.stated.identity.arn
    fields.number("MaxSessionDuration", DEFAULT_DURATION)
    trusting = _trust(fields)
    fields.text(_BOUNDARY)
    if _BOUNDARY in fields.raw:
        fields.raw[_BOUNDARY] = {"PermissionsBoundaryArn": fields.raw[_BOUNDARY]}
    reference = fields.stated.identity.reference.text or ""
    untold = _attached(fields, grants.attached.get(reference, ()))
    _inline(fields, grants.inline.get(reference, ()))
    fields.tags("Tags")
    later(fields, "RoleLastUsed")
    return MadeRole(resource(Role, fields, GLOBAL), trusting, untold)


def _trust(fields: Fields) -> bool:
    value = fields.value(_TRUST)
    if value is None:
        fields.may_be_elsewhere(_TRUST)
    document = fields.document(value, _TRUST, fields.word(_TRUST)) if value is not None else None
    if value is None or document is None:
        return False
    fields.raw[_TRUST] = document.data
    if not document.gaps:
        return trusts_broker(document.data)
    try:
        return trusts_broker(read_document(value, wide=False).data)
    except Opaque:
        return False


def _attached(fields: Fields, more: Iterable[Value]) -> dict[str, Unknown]:
    value = fields.value(_ATTACHED)
    arns: list[str] = []
    untold: dict[str, Unknown] = {}
    for item in (*more, *(value.items if value else ())):
        known = fields.owned(item)
        text = known.text or ""
        arns.append(text)
        if known.gaps:
            verb = "is" if known.gap else "holds"
            reason = f"a policy of role '{fields.stated.id}' {verb} {known.gaps[0].what}"
            untold[text] = Unknown(reason, Doubt.BY_NATURE)
    fields.raw[_ATTACHED] = [
        {"PolicyName": arn.rpartition("/")[2], "PolicyArn": arn} for arn in dict.fromkeys(arns)
    ]
    if value is not None:
        fields.parts[_ATTACHED] = value.node.span
    else:
        fields.may_be_elsewhere(_ATTACHED)
    return untold


def _inline(fields: Fields, more: Iterable[tuple[Value | None, Value | None]]) -> None:
    policies = fields.value(_INLINE)
    own = (
        (item.members.get("PolicyName"), item.members.get("PolicyDocument"))
        for item in (policies.items if policies else ())
    )
    rows: list[dict[str, Any]] = []
    if policies is None:
        fields.may_be_elsewhere(_INLINE)
    elif policies.gap:
        fields.untold(_INLINE, f"{fields.word(_INLINE)} is {policies.gap.what}")
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
