"""Values of Terraform's language: which of them are no texts, and what can be asked of them."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from rolevet.stated.values import Value, gaps_in
from rolevet.tree import Node

_DIGITS_MAX: Final = 18
_PLACES: Final = 12
_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_NULL: Final = "null"
_ESCAPED: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


class Word(str):
    """A number, true, false or null, told from the text that is written alike."""

    __slots__ = ()


class Untold(Exception):
    """The configuration does not tell what something comes to."""


def null(node: Node) -> Value:
    return Value(node, Word(_NULL))


def is_null(value: Value) -> bool:
    return isinstance(value.data, Word) and value.data == _NULL


def truth(value: Value) -> bool | None:
    """Of what is used as a condition; None where that is not known."""
    return {"true": True, "false": False}.get(value.text or "") if not value.gaps else None


def of_truth(node: Node, held: bool) -> Value:
    return Value(node, Word("true" if held else "false"))


def number_of(value: Value) -> int | float:
    """Raises Untold for what is no number, or a very long one."""
    text = value.text
    if text is None or value.gaps or len(text) > _DIGITS_MAX:
        raise Untold
    if not _NUMBER.fullmatch(text):
        raise Untold
    return float(text) if "." in text else int(text)


def of_number(node: Node, number: int | float) -> Value:
    if number != number or abs(number) >= 10**_DIGITS_MAX:
        raise Untold
    number = round(number, _PLACES)
    whole = int(number)
    return Value(node, Word(whole if whole == number else number))


def text_of(value: Value) -> str:
    """As a text that others are put together of; raises Untold for null, a list or a mapping."""
    if value.text is None or is_null(value):
        raise Untold
    return str(value.text)


def is_known(value: Value) -> bool:
    """Whether there is no gap in it, however deep."""
    return next(gaps_in(value), None) is None


def same(one: Value, other: Value) -> bool:
    """Also of what is not known, if both are the same."""
    if isinstance(one.data, str) or isinstance(other.data, str):
        alike = isinstance(one.data, Word) is isinstance(other.data, Word)
        return one.data == other.data and alike
    if isinstance(one.data, tuple) or isinstance(other.data, tuple):
        pairs = zip(one.items, other.items, strict=False)
        return (
            isinstance(one.data, tuple) is isinstance(other.data, tuple)
            and len(one.items) == len(other.items)
            and all(same(*pair) for pair in pairs)
        )
    names = one.data.keys()
    return names == other.data.keys() and all(same(one.data[n], other.data[n]) for n in names)


def encoded(value: Value) -> str:
    """As JSON, as `jsonencode` writes it."""
    if isinstance(value.data, str):
        text = str(value.data)
        if isinstance(value.data, Word):
            return text
        return _escaped(json.dumps(text, ensure_ascii=False))
    if isinstance(value.data, Mapping):
        pairs = ((_escaped(json.dumps(name)), value.data[name]) for name in sorted(value.data))
        return "{" + ",".join(f"{name}:{encoded(item)}" for name, item in pairs) + "}"
    return "[" + ",".join(map(encoded, value.data)) + "]"


def _escaped(text: str) -> str:
    for character, written in _ESCAPED.items():
        text = text.replace(character, written)
    return text


def without_null(value: Value) -> Value | None:
    """As a resource takes it: what is null is not there."""
    if is_null(value):
        return None
    if isinstance(value.data, tuple):
        items = (without_null(item) for item in value.data)
        return replace(value, data=tuple(item for item in items if item is not None))
    if isinstance(value.data, Mapping):
        members = ((name, without_null(item)) for name, item in value.data.items())
        return replace(value, data={name: item for name, item in members if item is not None})
    return value


def known_text(value: Value) -> str:
    """Raises Untold where a part of it is not known."""
    if value.gaps:
        raise Untold
    return text_of(value)
