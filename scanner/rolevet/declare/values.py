"""The values that an expression meets, each of one of JMESPath's types.

A fact is looked at only when an expression names it, so that one which could not be had costs
nobody else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from rolevet.text import plain
from rolevet.unknown import Undecided, Unknown

OBJECT: Final = "object"
_TYPES: Final[dict[type, str]] = {
    bool: "boolean",
    int: "number",
    float: "number",
    str: "string",
    list: "array",
    dict: OBJECT,
    type(None): "null",
}


class Absent(Undecided):
    """What an expression names is not there, and AWS would have told it."""


@dataclass(frozen=True, slots=True)
class View:
    """What an expression sees of a resource or a binding.

    A field may hold an Unknown, or a function that fetches what is there.
    """

    label: str
    fields: Mapping[str, Any]
    others: Unknown | None = None
    """Why there may be more fields than these, where AWS was asked for them in vain."""

    def field(self, name: str) -> Any:
        """Raises Absent where there is none, Undecided where it could not be had."""
        if name not in self.fields:
            if self.others is not None:
                raise self.others.undecided()
            raise Absent(f"{self.label} has no field '{plain(name, 100)}'")
        value = self.fields[name]
        if isinstance(value, Unknown):
            raise value.undecided()
        return value() if callable(value) else value

    def whole(self) -> dict[str, Any]:
        """All fields as values; raises Undecided where one of them could not be had."""
        if self.others is not None:
            raise self.others.undecided()
        return {name: plainly(self.field(name)) for name in self.fields}


def plainly(value: Any) -> Any:
    """The value, or all of it where it is a view."""
    return value.whole() if isinstance(value, View) else value


def type_of(value: Any) -> str:
    """JMESPath's word for the type, or Python's for what JSON does not have."""
    if isinstance(value, View):
        return OBJECT
    return _TYPES.get(type(value), type(value).__name__)


def some(value: Any) -> str:
    """The type as a sentence speaks of it."""
    word = type_of(value)
    return word if value is None else f"an {word}" if word[0] in "aeiou" else f"a {word}"


def same(one: Any, other: Any) -> bool:
    """As JSON sees it, where true is no number."""
    if type_of(one) != type_of(other):
        return False
    if isinstance(one, list):
        pairs = zip(one, other, strict=False)
        return len(one) == len(other) and all(same(*pair) for pair in pairs)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    return bool(one == other)


def size_of(value: Any, limit: int) -> int:
    """Characters of texts, and one for everything else; it stops counting above the limit."""
    size = 1
    waiting = [value]
    while waiting and size <= limit:
        one = waiting.pop()
        if isinstance(one, str | bytes | list | dict):
            size += len(one)
        if isinstance(one, dict):
            size += sum(map(len, one))
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return size
