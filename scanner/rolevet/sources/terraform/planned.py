"""The arguments of planned resources: what the plan tells, and what its references lead to."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from rolevet.sources.terraform.alignment import aligned
from rolevet.sources.terraform.changes import Planned
from rolevet.sources.terraform.configuration import is_expression
from rolevet.sources.terraform.declared import TerraformResource
from rolevet.sources.terraform.identities import NAMINGS, identity_of
from rolevet.sources.terraform.linking import Leaf, Linker, scope_of
from rolevet.sources.terraform.parts import Part, at, is_true, part_of
from rolevet.sources.terraform.policy_document import document_of
from rolevet.sources.terraform.wanted import MANY, OBJECTS, Wanted, fits, told_arns, usual, wanted
from rolevet.stated.documents import Opaque
from rolevet.stated.identities import Identity
from rolevet.stated.standins import StandIns
from rolevet.stated.values import Gap, Value
from rolevet.tree import Kind, Node

_PUBLIC: Final = frozenset({"x509_certificate_data", "crl_data"})
"""What is looked into though it is marked as sensitive: it shows itself in no message."""

_MADE_LATER: Final = frozenset({"configured_by"})
DOCUMENT: Final = "aws_iam_policy_document"
"""The data source that makes policies."""

_EXTENDED: Final = frozenset({"resources", "not_resources"})
"""Where an ARN is often the beginning of a longer text."""

_DEPTH_MAX: Final = 20
_FEW: Final = 3


class PlannedValues:
    """Those of one file. `place_of` tells the account and the Region of a resource; `own_place`
    says whether accounts and Regions that the file names are taken for these."""

    def __init__(
        self, linker: Linker, place_of: Callable[[Planned], StandIns], *, own_place: bool
    ) -> None:
        self._linker = linker
        self._place_of = place_of
        self._own_place = own_place
        self._arguments: dict[tuple[Planned, str], Value | None] = {}
        self._identities: dict[Planned, Identity] = {}
        self._depth = 0

    def resource(self, planned: Planned) -> TerraformResource:
        """With all of its arguments and attributes that are known, or have a reason why not."""
        return TerraformResource(
            planned.address,
            planned.type,
            planned.place,
            self.arguments(planned),
            self.identity(planned),
        )

    def arguments(self, planned: Planned) -> Mapping[str, Value]:
        nodes = (planned.after, planned.unknown)
        names = dict.fromkeys(name for node in nodes for name in (node.members if node else ()))
        values = ((name, self.argument(planned, name)) for name in names)
        return {name: value for name, value in values if value is not None}

    def identity(self, planned: Planned) -> Identity:
        if planned not in self._identities:
            naming = NAMINGS.get(planned.type)
            told = (naming.name, naming.path, naming.arns[0], "region") if naming else ()
            values = {name: self.argument(planned, name) for name in told if name}
            known = {name: value for name, value in values.items() if value is not None}
            own = self._place_of(planned)
            self._identities[planned] = identity_of(
                planned.type, planned.address, planned.place, known, own
            )
        return self._identities[planned]

    def argument(self, planned: Planned, name: str) -> Value | None:
        """None for what is null, and for what is left to the provider or to AWS."""
        key = planned, name
        if key not in self._arguments:
            part = part_of(planned, name)
            if self._depth >= _DEPTH_MAX:
                return self._gap(part, "a value that refers to itself, or is nested too deep")
            self._arguments[key] = self._gap(part, "a value that refers to itself")
            self._depth += 1
            self._arguments[key] = self._top(part)
            self._depth -= 1
        return self._arguments[key]

    def _top(self, part: Part) -> Value | None:
        """What nobody gives is left to the provider or to AWS."""
        configured = part.resource.configured is not None
        if configured and part.expression is None and is_true(part.unknown):
            return None
        return self._value(part)

    def _value(self, part: Part) -> Value | None:
        if is_true(part.unknown):
            return self._linked(part)
        node = part.after
        if node is None or node.kind is Kind.NULL:
            return None
        if node.kind is Kind.LIST:
            return Value(node, tuple(self._items(part, node.items)))
        if node.kind is Kind.MAPPING:
            return Value(node, dict(self._members(part, node)))
        if part.sensitive is True and part.name not in _PUBLIC:
            return self._gap(part, "a sensitive value")
        return self._text(part.resource, node, node.text)

    def _members(self, part: Part, node: Node) -> Iterator[tuple[str, Value]]:
        unknown = part.unknown.members if part.unknown else {}
        for name in dict.fromkeys((*node.members, *unknown)):
            expression = part.expression
            if expression is not None and not is_expression(expression):
                expression = expression.get(name)
            inner = part.inner(name, name, expression)
            if is_true(inner.unknown) and name in _MADE_LATER:
                continue
            value = self._value(inner)
            if value is not None:
                yield name, value

    def _items(self, part: Part, nodes: Sequence[Node]) -> Iterator[Value]:
        expressions = aligned(part.expression, nodes)
        linked: list[Value] = []
        parts = [part.inner(n, part.name, each) for n, each in enumerate(expressions)]
        unknown = sum(is_true(each.unknown) for each in parts)
        if unknown and part.expression is not None and is_expression(part.expression):
            linked = self._each_linked(part, unknown)
        for each in parts:
            value = linked.pop(0) if linked and is_true(each.unknown) else self._value(each)
            node = each.unknown if is_true(each.unknown) else each.after
            if value is not None and node is not None:
                yield value.at(node)

    def _each_linked(self, part: Part, count: int) -> list[Value]:
        """What the items come to that are not known, where it is clear which is which."""
        every = self._linker.leaves(part.expression, scope_of(part.resource))
        leaves = [leaf for leaf in every if not _is_known(leaf)] or list(every)
        if len(leaves) == 1:
            leaves *= count
        if len(leaves) != count:
            return []
        return [self._of_leaf(part, leaf) or self._unlinked(part, (leaf,)) for leaf in leaves]

    def _linked(self, part: Part) -> Value:
        leaves = self._linker.leaves(part.expression, scope_of(part.resource))
        node = part.unknown or part.resource.place
        is_block = part.expression is not None and not is_expression(part.expression)
        if is_block or part.name in OBJECTS:
            return self._unlinked(part, leaves)
        if part.name in MANY and leaves:
            return Value(node, tuple(value.at(node) for value in self._many(part, leaves)))
        open_ones = [leaf for leaf in leaves if not _is_known(leaf)] or leaves
        value = self._of_leaf(part, open_ones[0]) if len(open_ones) == 1 else None
        return value.at(node) if value is not None else self._unlinked(part, open_ones)

    def _many(self, part: Part, leaves: Sequence[Leaf]) -> Iterator[Value]:
        """The items of a list, and a gap for those that are not known."""
        unclear: list[Leaf] = []
        for leaf in leaves:
            told = None if part.sensitive is True else told_arns(leaf.told)
            value = self._of_leaf(part, leaf) if told is None else None
            if told is not None:
                yield from (self._text(part.resource, node, node.text) for node in told)
            elif value is not None:
                yield value
            else:
                unclear.append(leaf)
        if unclear:
            yield self._unlinked(part, unclear)

    def _of_leaf(self, part: Part, leaf: Leaf) -> Value | None:
        """The attribute that a reference leads to, if it is such as the argument may have."""
        want = wanted(part.name)
        value = self._attribute(leaf, want) if leaf.resource is not None else None
        if value is None or not fits(value, want):
            return None
        if part.name not in _EXTENDED or leaf.resource is None or value.gaps:
            return value
        if leaf.resource.type in NAMINGS or value.text is None:
            return value
        gap = self._unlinked(part, (leaf,)).gaps[0]
        return Value(value.node, value.text + gap.token, (gap,))

    def _attribute(self, leaf: Leaf, want: Wanted) -> Value | None:
        resource = leaf.resource
        if resource is None:
            return None
        name = leaf.attribute or usual(resource.type, want)
        if resource.is_data and resource.type == DOCUMENT and name in ("json", "minified_json"):
            return self._document(resource, name)
        if not resource.is_data:
            attributes = self.identity(resource).attributes
            if name in attributes:
                return Value(resource.place, attributes[name])
        return self.argument(resource, name) if name else None

    def _document(self, resource: Planned, name: str) -> Value | None:
        if not is_true(at(resource.unknown, name)):
            return self.argument(resource, name)
        try:
            return document_of(self.arguments(resource), resource.place)
        except Opaque:
            return None

    def _unlinked(self, part: Part, leaves: Sequence[Leaf]) -> Value:
        names = sorted({leaf.name for leaf in leaves})
        more = " and others" if len(names) > _FEW else ""
        of = f", of {', '.join(names[:_FEW])}{more}" if names else ""
        return self._gap(part, f"a value known only after apply{of}")

    def _gap(self, part: Part, what: str) -> Value:
        own = self._place_of(part.resource)
        token = own.named(f"{part.resource.address}.{part.argument}")
        node = part.unknown or part.after or part.resource.place
        return Value(node, token, (Gap(token, what),))

    def _text(self, planned: Planned, node: Node, text: str) -> Value:
        return Value(node, self._place_of(planned).as_own(text) if self._own_place else text)


def _is_known(leaf: Leaf) -> bool:
    """Whether the plan tells it already, so that nothing unknown comes of it."""
    if leaf.resource is None or not leaf.attribute:
        return leaf.given
    after = at(leaf.resource.after, leaf.attribute)
    return after is not None and after.kind is not Kind.NULL
