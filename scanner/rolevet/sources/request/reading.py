"""From the tree of a request to what it makes of a resource."""

import base64
import binascii
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from rolevet.inventory import Inventory
from rolevet.place import Asked, Span
from rolevet.policies import IotPolicy
from rolevet.resources import Resource, Role, RoleAlias
from rolevet.shapes import Shape, joined
from rolevet.sources.request.operations import Operation, operations_of
from rolevet.stated.declaration import Language, Stated
from rolevet.stated.documents import literal
from rolevet.stated.identities import Identity, arn_of
from rolevet.stated.stack import Stack, Taking, stack_of
from rolevet.stated.standins import StandIns
from rolevet.stated.values import Value
from rolevet.stated.worlds import Open, Way, worlds_of
from rolevet.tree import Kind, Node, value_of
from rolevet.unknown import Doubt, Unknown
from rolevet.worlds import World

LANGUAGE: Final = Language("request", "AWS", "member", "the caller's")
NEEDLES: Final = (
    b'"AssumeRolePolicyDocument"',
    b'"PolicyDocument"',
    b'"RoleName"',
    b'"crlId"',
    b'"policyDocument"',
    b'"profileId"',
    b'"roleAlias"',
    b'"roleArns"',
    b'"sourceData"',
    b'"trustAnchorArn"',
    b'"trustAnchorId"',
)
"""One of these is in every request that is known without its operation."""

_STORED: Final = "what AWS has stored"
_POLICIES: Final = frozenset({"AttachedManagedPolicies", "RolePolicyList"})
"""Fields of a role that other requests fill."""
_BLOB: Final = "crlData"
_NAME_MAX: Final = 128


@dataclass(frozen=True, slots=True, eq=False)
class Request:
    """`operations` are those that it may be of; `file` is what reports call it."""

    operations: tuple[Operation, ...]
    root: Node
    file: str

    @property
    def operation(self) -> Operation:
        """The one that stands for all."""
        return self.operations[0]

    @property
    def updates(self) -> bool:
        """Whether AWS may have stored more than it tells."""
        return any(each.updates for each in self.operations)

    @property
    def members(self) -> Mapping[str, Any]:
        """As JSON has them."""
        members: Mapping[str, Any] = value_of(self.root)
        return members

    @property
    def given(self) -> Mapping[str, Node]:
        """What is not null."""
        members = self.root.members.items()
        return {name: each.value for name, each in members if each.value.kind is not Kind.NULL}

    def resource_in(self, inventory: Inventory) -> Resource:
        """What it makes or changes, in an inventory of nothing else."""
        found = inventory.of(self.operation.kind)
        return next(each for each in found if isinstance(each, Resource))

    @property
    def identifier(self) -> str:
        """What names the resource, or nothing."""
        node = self.given.get(self.operation.identifier)
        return node.text if node is not None and node.kind is Kind.TEXT else ""

    @property
    def fields(self) -> Mapping[str, str]:
        """The fields of AWS's answers that it fills, each with its member."""
        if self.operation.row:
            return {self.operation.row: ""}
        renamed = self.operation.fields
        return {renamed.get(name, name): name for name in self.given}


def read_request(root: Node, file: str, operation: Operation | None = None) -> Request | None:
    """None for what is no object, or what is clearly no request where nobody says of what."""
    if root.kind is not Kind.MAPPING:
        return None
    operations = (operation,) if operation else operations_of(value_of(root))
    return Request(operations, root, file) if operations else None


def read_worlds(
    documents: Iterable[Node], file: str, now: datetime
) -> tuple[tuple[World, ...], ...] | None:
    """The ways in which a request may turn out; None where it is none."""
    roots = tuple(documents)
    if len(roots) != 1 or not roots[0].source.text.lstrip().startswith("{"):
        return None
    request = read_request(roots[0], file)
    return None if request is None else (worlds(request, now),)


def worlds(request: Request, now: datetime) -> tuple[World, ...]:
    """What it tells alone: its account and its Region are not known."""
    own = StandIns(request.root.source.text)
    return worlds_of(
        Open(LANGUAGE, own, 1, lambda _: [Way(lambda taking: stack(request, own, taking))]), now
    )


def stack(request: Request, own: StandIns, taking: Taking) -> Stack:
    """The one resource, of which all that the request does not tell is unknown."""
    made = stack_of([_stated(request, own, taking)], own, wide=False, spelt={}, absent={})
    located = dict(_located(request.operation.input, request.root, ""))
    for arn, role in made.roles.items():
        unknown = dict(role.role.unknown)
        if request.operation.row:
            reason = f"the request does not tell all of {request.operation.row}"
            unknown[request.operation.row] = Unknown(reason, Doubt.BY_NATURE)
        # It is judged whomever it trusts: somebody asks about it.
        made.roles[arn] = role._replace(
            role=with_parts(replace(role.role, unknown=unknown), located), trusting=True
        )
    for arn, resource in made.made.items():
        made.made[arn] = with_parts(resource, located)
    return made


def with_parts(resource: Any, located: Mapping[str, Span]) -> Any:
    """The resource, whose place also tells where each member of the request stands."""
    return replace(
        resource, place=replace(resource.place, parts={**located, **resource.place.parts})
    )


def _stated(request: Request, own: StandIns, taking: Taking) -> Stated:
    operation = request.operation
    name = request.identifier
    fit = name if 0 < len(name) <= _NAME_MAX and name.isprintable() else own.named(name)
    arn = arn_of(operation.kind, _last_of_arn(request, own, fit), own)
    return Stated(
        operation.kind,
        name or operation.name,
        f"{request.file}#{operation.kind.KIND}",
        Identity(Value(request.root, arn), arn, name),
        request.root,
        LANGUAGE,
        values=_values(request, own, taking),
        lacking=frozenset() if operation.updates else _POLICIES,
        elsewhere=_STORED if request.updates else "",
        asked=Asked(tuple(each.action for each in request.operations), request.members),
    )


def _last_of_arn(request: Request, own: StandIns, name: str) -> str:
    """The name, or a stand-in for an id that AWS makes up or that is not looked up here."""
    kind = request.operation.kind
    if issubclass(kind, Role):
        path = request.given.get("Path")
        return f"{path.text if path is not None and path.text else '/'}{name}"
    return name if kind in (RoleAlias, IotPolicy) else own.named(name)


def _values(request: Request, own: StandIns, taking: Taking) -> dict[str, Value]:
    told = {name: literal(node) for name, node in request.given.items()}
    if _BLOB in told:
        told[_BLOB] = replace(told[_BLOB], data=_plain_text(told[_BLOB].text or ""))
    if taking.own_place:
        told = {name: _as_own(value, own) for name, value in told.items()}
    operation = request.operation
    if not operation.row:
        return {field: told[name] for field, name in request.fields.items()}
    row = Value(request.root, told)
    return {
        **({operation.identifier: told[operation.identifier]} if request.identifier else {}),
        operation.row: Value(request.root, (row,)),
    }


def _as_own(value: Value, own: StandIns) -> Value:
    if isinstance(value.data, str):
        return replace(value, data=own.as_own(value.data))
    if isinstance(value.data, tuple):
        return replace(value, data=tuple(_as_own(item, own) for item in value.data))
    return replace(value, data={name: _as_own(item, own) for name, item in value.data.items()})


def _located(shape: Shape, node: Node, path: str) -> Iterator[tuple[str, Span]]:
    """Where each value stands that the shape has a place for, and each member that it does not."""
    if path:
        yield path, node.span
    if shape.type == "list":
        for number, item in enumerate(node.items):
            yield from _located(shape.item, item, f"{path}[{number}]")
    if shape.type != "structure":
        return
    members = shape.members
    for name, member in node.members.items():
        inner = joined(path, name)
        if name in members:
            yield from _located(members[name], member.value, inner)
        else:
            yield inner, member.key.span


def _plain_text(text: str) -> str:
    """What is in base64, as AWS takes it; what is not, is told by the rules as it is."""
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return text
