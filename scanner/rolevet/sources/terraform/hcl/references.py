"""From what has a name on to its parts."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from rolevet.sources.terraform.hcl.words import Untold, text_of
from rolevet.sources.terraform.hcl.work import Work
from rolevet.stated.values import Value
from rolevet.tree import Node, Tag

_INDEX_MAX = 9


class Namespaces(Protocol):
    """What the names of a module stand for."""

    def find(self, root: Node, name: str, steps: Sequence[Node]) -> tuple[Value, int]:
        """And how many steps of the reference that took; raises Untold."""

    def clause(self, condition: Node) -> str:
        """How people are told of a condition."""


class OneOfMany(tuple[Value, ...]):
    """One instance that stands for all, because nobody knows how many there will be."""

    __slots__ = ()


class AnyKey(dict[str, Value]):
    """The same for instances that are told by keys."""

    __slots__ = ()

    def __missing__(self, key: str) -> Value:
        return next(iter(self.values()))


def name_at(steps: Sequence[Node], number: int) -> str:
    """The name that a step of a reference has; raises Untold where there is none."""
    if number >= len(steps) or steps[number].tag != Tag.ATTRIBUTE:
        raise Untold
    return steps[number].items[1].text


def step(value: Value, key: Value, node: Node, work: Work) -> Value:
    """An attribute or an item; a gap where there is none, or nobody knows."""
    word = "attribute" if node.tag == Tag.ATTRIBUTE else "item"
    if key.gaps:
        return work.unread(node, "an item", key.gaps)
    name = text_of(key)
    if value.gap is not None:
        return work.gap(node, f"{word} {name} of {value.gap.what}", wild=value.gap.wild)
    if isinstance(value.data, Mapping):
        try:
            return value.data[name]
        except KeyError:
            return work.unread(node, f"{word} {name}")
    if isinstance(value.data, OneOfMany):
        return value.data[0]
    is_number = name.isascii() and name.isdecimal() and len(name) <= _INDEX_MAX
    if isinstance(value.data, tuple) and is_number and int(name) < len(value.data):
        return value.data[int(name)]
    return work.unread(node, f"{word} {name}")
