"""Terraform's functions of lists and objects.

https://developer.hashicorp.com/terraform/language/functions
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rolevet.sources.terraform.hcl.references import AnyKey, OneOfMany
from rolevet.sources.terraform.hcl.words import (
    Untold,
    is_known,
    is_null,
    known_text,
    null,
    number_of,
    of_number,
    of_truth,
    same,
)
from rolevet.stated.values import Value
from rolevet.tree import Node

if TYPE_CHECKING:
    from rolevet.sources.terraform.hcl.evaluator import Evaluator

Function = Callable[[Sequence[Value], Node, "Evaluator"], Value]


def list_of(value: Value) -> tuple[Value, ...]:
    """A list that is not known stands for its items."""
    if value.gap is not None:
        return (value,)
    if not isinstance(value.data, tuple):
        raise Untold
    return value.data


def mapping_of(value: Value) -> Mapping[str, Value]:
    """Raises Untold for what is none."""
    if not isinstance(value.data, Mapping):
        raise Untold
    return value.data


def whole(value: Value) -> tuple[Value, ...]:
    """Raises Untold for a list that is not known."""
    if not isinstance(value.data, tuple):
        raise Untold
    return value.data


def _concat(given: Sequence[Value], node: Node, _: "Evaluator") -> Value:
    return Value(node, tuple(item for many in given for item in list_of(many)))


def _flatten(given: Sequence[Value], node: Node, _: "Evaluator") -> Value:
    return Value(node, tuple(_flat(given[0])))


def _flat(value: Value) -> Iterator[Value]:
    for item in list_of(value):
        if isinstance(item.data, tuple):
            yield from _flat(item)
        else:
            yield item


def _distinct(given: Sequence[Value], node: Node, _: "Evaluator") -> Value:
    kept: dict[object, Value] = {}
    for number, item in enumerate(list_of(given[0])):
        kept.setdefault(item.text if item.text is not None else number, item)
    return Value(node, tuple(kept.values()))


def _set(given: Sequence[Value], node: Node, evaluator: "Evaluator") -> Value:
    """Terraform keeps texts in a set sorted."""
    items = _distinct(given, node, evaluator).items
    if all(item.text is not None for item in items):
        items = tuple(sorted(items, key=lambda item: item.text or ""))
    return Value(node, items)


def _same_list(given: Sequence[Value], node: Node, _: "Evaluator") -> Value:
    return Value(node, list_of(given[0])) if given[0].gap is None else given[0]


def _compact(given: Sequence[Value], node: Node, _: "Evaluator") -> Value:
    items = (item for item in list_of(given[0]) if item.data != "" and not is_null(item))
    return Value(node, tuple(items))


def _merge(given: Sequence[Value], node: Node, _: "Evaluator") -> Value:
    merged: dict[str, Value] = {}
    for each in given:
        merged |= {} if is_null(each) else dict(mapping_of(each))
    return Value(node, merged)


def _lookup(given: Sequence[Value], *_: object) -> Value:
    found = mapping_of(given[0]).get(known_text(given[1]))
    return found or given[2]


def _element(given: Sequence[Value], node: Node, _: "Evaluator") -> Value:
    items = whole(given[0])
    return items[int(number_of(given[1])) % len(items)] if items else null(node)


def _coalesce(given: Sequence[Value], *_: object) -> Value:
    for value in given:
        if value.gap is not None:
            raise Untold
        if not is_null(value) and value.data != "":
            return value
    raise Untold


def _length(given: Sequence[Value], node: Node, _: "Evaluator") -> Value:
    if isinstance(given[0].data, OneOfMany | AnyKey) or is_null(given[0]):
        raise Untold
    if not is_known(given[0]):
        raise Untold
    return of_number(node, len(given[0].data))


def _keys(given: Sequence[Value], node: Node, _: "Evaluator") -> Value:
    return Value(node, tuple(Value(node, name) for name in sorted(mapping_of(given[0]))))


def _values(given: Sequence[Value], node: Node, _: "Evaluator") -> Value:
    found = mapping_of(given[0])
    return Value(node, tuple(found[name] for name in sorted(found)))


def _contains(given: Sequence[Value], node: Node, _: "Evaluator") -> Value:
    items = whole(given[0])
    if any(same(item, given[1]) for item in items):
        return of_truth(node, True)
    if not (is_known(given[0]) and is_known(given[1])):
        raise Untold
    return of_truth(node, False)


def _first_known(given: Sequence[Value], *_: object) -> Value:
    return given[0]


LISTS: Final[dict[str, Function]] = {
    "coalesce": _coalesce,
    "compact": _compact,
    "concat": _concat,
    "contains": _contains,
    "distinct": _distinct,
    "element": _element,
    "flatten": _flatten,
    "keys": _keys,
    "length": _length,
    "lookup": _lookup,
    "merge": _merge,
    "nonsensitive": _first_known,
    "sensitive": _first_known,
    "tolist": _same_list,
    "tomap": _first_known,
    "toset": _set,
    "values": _values,
}
