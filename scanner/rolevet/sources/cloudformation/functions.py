"""CloudFormation's intrinsic functions, each by what it is given.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from rolevet.sources.cloudformation.template import Local
from rolevet.stated.values import Gap, Value, gaps_in, plain_data
from rolevet.tree import Kind, Node, Style

if TYPE_CHECKING:
    from rolevet.sources.cloudformation.resolver import Resolver

VARIABLE: Final = re.compile(r"\$\{([^{}]*)\}")
_STRING: Final = "tag:yaml.org,2002:str"
_INDEX_LENGTH_MAX: Final = 6


@dataclass(frozen=True, slots=True)
class Call:
    """A function and what it is given; `node` is where the call is written."""

    name: str
    given: Node
    node: Node

    def parts(self, count: int, most: int | None = None) -> tuple[Node, ...]:
        """So many; raises Untold unless it is given a list of at least these and at most `most`."""
        if not count <= len(self.given.items) <= (most or count):
            raise Untold
        return self.given.items[:count]


class Untold(Exception):
    """The template does not tell what a function results in."""


def call_of(node: Node) -> Call | None:
    """Of the short form, which is a tag, and of the long one, which is a mapping with one entry."""
    if node.tag and node.tag != _STRING:
        name = node.tag.removeprefix("!")
        long = name if name in ("Ref", "Condition") else f"Fn::{name}"
        # What a tag stands before is a text, even if it looks like null.
        style = Style.QUOTED if node.style is Style.PLAIN else node.style
        return Call(long, replace(node, tag="", style=style), node)
    if node.kind is Kind.MAPPING and len(node.members) == 1:
        ((name, member),) = node.members.items()
        if name == "Ref" or name.startswith("Fn::"):
            return Call(name, member.value, node)
    return None


def result_of(call: Call, resolver: "Resolver", local: Local) -> Value | None:
    """None for AWS::NoValue."""
    function = _FUNCTIONS.get(call.name, _unknown)
    try:
        return function(call, resolver, local)
    except Untold:
        return resolver.unread(call.node, f"the result of {call.name}")


def _unknown(*_: object) -> Value | None:
    raise Untold


def _ref(call: Call, resolver: "Resolver", local: Local) -> Value | None:
    return resolver.reference(call.node, call.given.text, local)


def _get_att(call: Call, resolver: "Resolver", local: Local) -> Value:
    name, _, attribute = call.given.text.partition(".")
    if call.given.kind is Kind.LIST:
        name, attribute = (_told(resolver.value(item, local)) for item in call.parts(2))
    return resolver.attribute(call.node, name, attribute)


def _sub(call: Call, resolver: "Resolver", local: Local) -> Value:
    template, named = call.given, {}
    if call.given.kind is Kind.LIST:
        template, variables = call.parts(2)
        for name, member in variables.members.items():
            named[name] = resolver.value(member.value, local)
    if template.kind is not Kind.TEXT:
        raise Untold
    pieces: list[Value] = []
    end = 0
    for found in VARIABLE.finditer(template.text):
        pieces.append(resolver.text(call.node, template.text[end : found.start()]))
        name = found[1].strip()
        if name.startswith("!"):
            pieces.append(resolver.text(call.node, f"${{{name[1:]}}}"))
        elif ":" in name and not name.startswith("AWS::"):
            # A policy variable, which should be escaped.
            pieces.append(resolver.text(call.node, found[0]))
        else:
            pieces += filter(None, [_variable(name, call.node, resolver, local, named)])
        end = found.end()
    pieces.append(resolver.text(call.node, template.text[end:]))
    return _joined(call.node, resolver, "", pieces)


def _variable(
    name: str,
    node: Node,
    resolver: "Resolver",
    local: Local,
    named: Mapping[str, Value | None],
) -> Value | None:
    if name in named:
        return named[name]
    resource, dot, attribute = name.partition(".")
    if dot and name not in local:
        return resolver.attribute(node, resource, attribute)
    return resolver.reference(node, name, local)


def _join(call: Call, resolver: "Resolver", local: Local) -> Value:
    delimiter, pieces = call.parts(2)
    found = resolver.value(pieces, local)
    if found is None:
        raise Untold
    return _joined(call.node, resolver, delimiter.text, found.items)


def _joined(node: Node, resolver: "Resolver", delimiter: str, pieces: Iterable[Value]) -> Value:
    texts: list[str] = []
    gaps: list[Gap] = []
    for piece in pieces:
        texts.append(_told(piece))
        gaps += piece.gaps
        resolver.spend(node, len(texts[-1]) + len(delimiter))
    return resolver.text(node, delimiter.join(texts), gaps)


def _split(call: Call, resolver: "Resolver", local: Local) -> Value:
    delimiter, whole = call.parts(2)
    text = _told(resolver.value(whole, local))
    # Where a value that is not known is part of it, nobody knows how many parts there are.
    if not delimiter.text or resolver.stand_ins.is_symbolic(text):
        raise Untold
    parts = text.split(delimiter.text)
    return Value(call.node, tuple(resolver.text(call.node, part) for part in parts))


def _select(call: Call, resolver: "Resolver", local: Local) -> Value:
    position, among = call.parts(2)
    index = _told(resolver.value(position, local))
    chosen = resolver.value(among, local)
    if chosen is None or not isinstance(chosen.data, tuple):
        raise Untold
    number = int(index) if index.isdecimal() and len(index) < _INDEX_LENGTH_MAX else -1
    if not 0 <= number < len(chosen.data):
        raise Untold
    return chosen.data[number].at(call.node)


def _find_in_map(call: Call, resolver: "Resolver", local: Local) -> Value:
    """Of a row that only the stack knows, what all rows say."""
    name, top, second = (_told(resolver.value(item, local)) for item in call.parts(3, most=4))
    rows = resolver.rows(name, top)
    found = [row.get(second) for row in rows]
    values = [resolver.value(node, local) for node in found if node is not None]
    first = values[0] if values else None
    if first is None or len(values) < len(rows) or not all(_same(first, each) for each in values):
        raise Untold
    return first.at(call.node)


def _if(call: Call, resolver: "Resolver", local: Local) -> Value | None:
    name, yes, no = call.parts(3)
    held = resolver.condition(name.text)
    if held is None:
        return resolver.gap(call.node, f"what depends on condition {name.text}", loose=True)
    return resolver.value(yes if held else no, local)


def _import(call: Call, resolver: "Resolver", local: Local) -> Value:
    name = _told(resolver.value(call.given, local))
    if " " in name:
        raise Untold
    return resolver.gap(call.node, f"the import {name}")


def _to_json(call: Call, resolver: "Resolver", local: Local) -> Value:
    value = resolver.value(call.given, local)
    if value is None:
        raise Untold
    return resolver.text(call.node, json.dumps(plain_data(value)), gaps_in(value))


Function = Callable[[Call, "Resolver", Local], Value | None]

_FUNCTIONS: Final[dict[str, Function]] = {
    "Ref": _ref,
    "Fn::FindInMap": _find_in_map,
    "Fn::GetAtt": _get_att,
    "Fn::If": _if,
    "Fn::ImportValue": _import,
    "Fn::Join": _join,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::Sub": _sub,
    "Fn::ToJsonString": _to_json,
}


def _told(value: Value | None) -> str:
    """Raises Untold for what is no text."""
    if value is None or value.text is None:
        raise Untold
    return value.text


def _same(one: Value, other: Value | None) -> bool:
    return other is not None and plain_data(one) == plain_data(other)


def holds(node: Node, resolver: "Resolver") -> bool | None:
    """Whether a condition holds; None where that does not follow."""
    if node.kind is Kind.MAPPING and list(node.members) == ["Condition"]:
        return resolver.condition(node.members["Condition"].value.text)
    call = call_of(node)
    if call is None:
        return None
    given = call.given.items
    if call.name == "Condition":
        return resolver.condition(call.given.text)
    if call.name == "Fn::Equals" and len(given) == 2:
        return _equal(resolver.compared(given[0]), resolver.compared(given[1]))
    held = [resolver.test(item) for item in given]
    if call.name == "Fn::Not" and len(held) == 1:
        return None if held[0] is None else not held[0]
    if call.name in ("Fn::And", "Fn::Or") and held:
        decisive = call.name == "Fn::Or"
        return decisive if decisive in held else None if None in held else not decisive
    return None


def _equal(one: Value | None, other: Value | None) -> bool | None:
    if one is None or other is None:
        return None
    if _same(one, other):
        return True
    gaps = [*gaps_in(one), *gaps_in(other)]
    if not gaps:
        return False
    # What is chosen to differ from all that it is compared with differs from this too.
    return False if [gap.other for gap in gaps] == [True] and (one.gap or other.gap) else None
