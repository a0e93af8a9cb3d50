"""JSON values judged by the shapes that the models of AWS's services describe."""

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, cached_property
from typing import Any, Final, NamedTuple

from rolevet.arn import BadArn, parse_arn
from rolevet.text import did_you_mean, plain

_SHOWN: Final = 60
"""Characters of a value that a message tells."""

_ITEMS_MAX: Final = 1000
"""Of a list that are looked at; no list of the operations that are read may have more than 250."""

# A pattern sees only what is short: some of AWS's backtrack, those of ARNs with the cube of it.
_PATTERN_MAX: Final = 512
_NESTED: Final = "(:.*)"
_NESTED_MAX: Final = 256
_ONE_CLASS: Final = re.compile(r"\^?\(?\[((?:[^\]\\]|\\.)++)\]([*+])\)?\$?", re.DOTALL)
_CATEGORY: Final = re.compile(r"\\p\{([A-Z])\}")

_TYPES: Final[dict[str, tuple[tuple[type, ...], str]]] = {
    "structure": ((dict,), "an object"),
    "list": ((list,), "a list"),
    "string": ((str,), "a text"),
    "blob": ((str, bytes), "a text in base64"),
    "boolean": ((bool,), "true or false"),
    "integer": ((int,), "a whole number"),
    "long": ((int,), "a whole number"),
    "float": ((int, float), "a number"),
    "double": ((int, float), "a number"),
}
_UNITS: Final = {"list": "items", "string": "characters", "blob": "bytes"}
_WORDS: Final[dict[type, str]] = {
    bool: "true or false",
    int: "a number",
    float: "a number with a point",
    str: "a text",
    list: "a list",
    dict: "an object",
    type(None): "null",
}


@dataclass(frozen=True, eq=False)
class Shape:
    """`body` is as a service's model has it; `others` are all shapes of the model, by name."""

    body: Mapping[str, Any]
    others: Mapping[str, Mapping[str, Any]]

    @cached_property
    def type(self) -> str:
        return str(self.body["type"])

    @cached_property
    def members(self) -> "Mapping[str, Shape]":
        """Of a structure; of anything else, none."""
        rows: Mapping[str, Any] = self.body.get("members", {})
        return {name: self._named(row["shape"]) for name, row in rows.items()}

    @cached_property
    def item(self) -> "Shape":
        """Of a list."""
        return self._named(self.body["member"]["shape"])

    @cached_property
    def required(self) -> tuple[str, ...]:
        return tuple(self.body.get("required", ()))

    def _named(self, name: str) -> "Shape":
        return Shape(self.others[name], self.others)


class Breach(Enum):
    """What a fault is about."""

    TYPE = auto()
    SIZE = auto()
    SPELLING = auto()
    MISSING = auto()
    UNKNOWN = auto()


class Fault(NamedTuple):
    """`found` says of the value at `path` what it is, `wanted` what the operation does with it, so
    that the one can stand before the operation's name and the other behind it."""

    path: str
    breach: Breach
    found: str
    wanted: str


def faults(shape: Shape, value: Any, path: str = "") -> Iterator[Fault]:
    """In the order of the value; what is null counts as not given, as the services count it.

    The value is as JSON has it. Bytes may stand for the base64 of them.
    """
    data = _decoded(value) if shape.type == "blob" else value
    if not is_of_type(shape, data):
        found = "is no base64" if shape.type == "blob" and type(value) is str else _said(value)
        yield Fault(path, Breach.TYPE, found, f"takes {_TYPES[shape.type][1]}")
        return
    out_of_bounds = tuple(_out_of_bounds(shape, data, path))
    yield from out_of_bounds
    if shape.type == "structure":
        yield from _in_structure(shape, data, path)
    elif shape.type == "list":
        for number, item in enumerate(data[:_ITEMS_MAX]):
            yield from faults(shape.item, item, f"{path}[{number}]")
    elif shape.type == "string" and not out_of_bounds:
        yield from _misspelt(shape, data, path)


def _in_structure(shape: Shape, value: Mapping[str, Any], path: str) -> Iterator[Fault]:
    members = shape.members
    given = [name for name in value if value[name] is not None]
    for name in given:
        if name in members:
            yield from faults(members[name], value[name], joined(path, name))
        else:
            near = did_you_mean(name, members)
            hint = f" ({near})" if near.startswith("did") else ""
            yield Fault(
                joined(path, name), Breach.UNKNOWN, "is unknown", f"has no such member{hint}"
            )
    for name in shape.required:
        if name not in given:
            yield Fault(joined(path, name), Breach.MISSING, "is not given", "needs it")
    if shape.body.get("union") and len(given) != 1:
        yield Fault(path, Breach.SIZE, f"has {len(given)} members", "takes exactly one of them")


def joined(path: str, name: str) -> str:
    """The path of a member of the object at `path`."""
    return f"{path}.{name}" if path else name


def _decoded(value: Any) -> Any:
    if type(value) is not str:
        return value
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return None


def is_of_type(shape: Shape, value: Any) -> bool:
    """As far as it goes without its members; base64 is a text."""
    # Not isinstance: to Python, true is a number.
    known = _TYPES.get(shape.type)
    return known is None or type(value) in known[0]


def _said(value: Any) -> str:
    return f"is {_WORDS.get(type(value), 'something else')}"


def _out_of_bounds(shape: Shape, value: Any, path: str) -> Iterator[Fault]:
    low, high = shape.body.get("min"), shape.body.get("max")
    if low is None and high is None:
        return
    unit = _UNITS.get(shape.type, "")
    size = len(value) if unit else value
    if (low is None or size >= low) and (high is None or size <= high):
        return
    number = plain(str(size), _SHOWN)
    found = f"has {number} {unit}" if unit else f"is {number}"
    unit = f" {unit}" if unit else ""
    if not low and high is not None:
        wanted = f"takes at most {high}{unit}"
    elif high is None:
        wanted = f"takes at least {low}{unit}"
    else:
        wanted = f"takes {low} to {high}{unit}"
    yield Fault(path, Breach.SIZE, found, wanted)


def _misspelt(shape: Shape, value: str, path: str) -> Iterator[Fault]:
    found = "is not spelt so" if shape.body.get("sensitive") else f"is '{plain(value, _SHOWN)}'"
    allowed = shape.body.get("enum")
    if allowed and value not in allowed:
        yield Fault(path, Breach.SPELLING, found, f"takes {' or '.join(allowed)}")
    pattern = shape.body.get("pattern")
    if pattern and not fits(pattern, value):
        yield Fault(path, Breach.SPELLING, found, f"takes what matches {plain(pattern, 200)}")


def fits(pattern: str, value: str) -> bool:
    """Whether the whole value is as the pattern says, with ASCII's letters and digits for classes.

    Of what is too long for a pattern that may backtrack, only ARNs are judged, as ARNs.
    """
    simple = _one_class(pattern)
    if simple:
        return (bool(value) or simple[2] == "*") and _of_class(simple[1], value)
    if len(value) <= (_NESTED_MAX if _NESTED in pattern else _PATTERN_MAX):
        return _compiled(pattern).fullmatch(value) is not None
    return not value.startswith("arn:") or _is_arn(value)


@cache
def _one_class(pattern: str) -> re.Match[str] | None:
    """For a pattern that is one class of characters, repeated: it cannot backtrack."""
    return _ONE_CLASS.fullmatch(pattern)


def _of_class(body: str, value: str) -> bool:
    categories = set(_CATEGORY.findall(body))
    rest = _CATEGORY.sub("", body)
    known = _compiled(f"[{rest}]*+")
    if not categories:
        return known.fullmatch(value) is not None
    return all(known.fullmatch(c) or unicodedata.category(c)[0] in categories for c in set(value))


def _is_arn(value: str) -> bool:
    try:
        parse_arn(value)
    except BadArn:
        return False
    return True


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)
