"""CloudFormation's intrinsic functions, each by what it is given.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final

from rolevet.sources.cloudformation.calls import Call, Untold, call_of
from rolevet.sources.cloudformation.loops import VARIABLE, Local, filled, plainly
from rolevet.stated.values import Gap, Value, gaps_in, plain_data
from rolevet.tree import Kind, Node

if TYPE_CHECKING:
    from rolevet.sources.cloudformation.resolver import Resolver

SUBSTITUTED: Final = re.compile(r"\$\{([^{}]*)\}")
_DEFAULT: Final = "DefaultValue"
_INDEX_LENGTH_MAX: Final = 6


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
    return resolver.reference(call.node, _name(call.given, resolver, local), local)


def _name(node: Node, resolver: "Resolver", local: Local) -> str:
    """What is referred to, which the transform AWS::LanguageExtensions lets functions tell."""
    if node.kind is Kind.TEXT and call_of(node) is None:
        return filled(node.text, local)
    return _told(resolver.value(node, local))


def text_of(node: Node, text: str, resolver: "Resolver", local: Local) -> Value:
    """A text that is written in a loop, whose variables may stand in it without Fn::Sub."""
    pieces: list[Value] = []
    end = 0
    for found in VARIABLE.finditer(text) if local else ():
        if found[1] not in local:
            continue
        known = local[found[1]]
        pieces.append(resolver.text(node, text[end : found.start()]))
        if known is not None and found[0][0] == "&":
            pieces.append(resolver.text(node, plainly(known)))
        else:
            pieces += filter(None, [resolver.reference(node, found[1], local)])
        end = found.end()
    rest = resolver.text(node, text[end:])
    return _joined(node, resolver, "", [*pieces, rest]) if pieces else rest


def _get_att(call: Call, resolver: "Resolver", local: Local) -> Value:
    if call.given.kind is Kind.LIST:
        name, attribute = (_name(item, resolver, local) for item in call.parts(2))
    else:
        name, _, attribute = _name(call.given, resolver, local).partition(".")
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
    for found in SUBSTITUTED.finditer(template.text):
        between = template.text[end : found.start()]
        pieces.append(text_of(call.node, between, resolver, local))
        name = found[1].strip()
        if name.startswith("!"):
            pieces.append(resolver.text(call.node, f"${{{name[1:]}}}"))
        elif ":" in name and not name.startswith("AWS::"):
            # A policy variable, which should be escaped.
            pieces.append(resolver.text(call.node, found[0]))
        else:
            pieces += filter(None, [_variable(name, call.node, resolver, local, named)])
        end = found.end()
    pieces.append(text_of(call.node, template.text[end:], resolver, local))
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
    """Of a row that only the stack knows, what all rows say, and the default if there is one."""
    name, top, second = (_told(resolver.value(item, local)) for item in call.parts(3, most=4))
    rows = resolver.rows(name, top)
    found = [row.get(second) for row in rows]
    default = call.given.items[3].get(_DEFAULT) if len(call.given.items) > 3 else None
    table = resolver.template.mappings.get(name)
    if default is not None and (table is None or top not in table.members):
        found.append(None)
    values = [
        resolver.value(node, local)
        for node in (default if each is None else each for each in found)
        if node is not None
    ]
    first = values[0] if values else None
    if first is None or len(values) < len(found) or not all(same(first, each) for each in values):
        raise Untold
    return first.at(call.node)


def _length(call: Call, resolver: "Resolver", local: Local) -> Value:
    found = resolver.value(call.given, local)
    if found is None or not isinstance(found.data, tuple):
        raise Untold
    if call_of(call.given) is None and len(call.given.items) != len(found.data):
        raise Untold  # nobody says whether what is left out counts
    return resolver.text(call.node, str(len(found.data)))


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
    "Fn::Length": _length,
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


def same(one: Value, other: Value | None) -> bool:
    """Whether both come to the same, wherever they are written."""
    return other is not None and plain_data(one) == plain_data(other)
