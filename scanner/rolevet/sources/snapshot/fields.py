"""Frozen values as JSON and back, by the types of their fields; no kind of value is named here.

JSON has no bytes and no infinite numbers: they become objects with one key that begins with a
dollar sign, and a key of AWS's that begins with one gets a second.
"""

import base64
import binascii
from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from math import isfinite
from types import UnionType
from typing import Any, Final, TypeVar, cast, get_args, get_origin, get_type_hints

from rolevet.sources.snapshot.fault import Fault, foreign

Json = Any
"""What the json module reads and writes."""

ValueT = TypeVar("ValueT")

_BYTES: Final = "$base64"
_NUMBER: Final = "$number"
_WORDS: Final = {
    str: "a text",
    int: "a whole number",
    float: "a number with a point",
    bool: "true or false",
}


def encoded(value: object, text: Callable[[str], str]) -> Json:
    """`text` has the last word on every text and, read as Latin-1, on all bytes."""
    match value:
        case Enum():
            return value.value
        case None | bool() | int():
            return value
        case str():
            return text(value)
        case float():
            return value if isfinite(value) else {_NUMBER: repr(value)}
        case bytes():
            plain = text(value.decode("latin-1")).encode("latin-1")
            return {_BYTES: base64.b64encode(plain).decode("ascii")}
        case list() | tuple():
            return [encoded(item, text) for item in value]
        case Mapping():
            return {_escaped(text(key)): encoded(item, text) for key, item in value.items()}
    if is_dataclass(value):
        return {field.name: encoded(getattr(value, field.name), text) for field in fields(value)}
    raise TypeError(f"a snapshot cannot hold a {type(value).__name__}")


def _escaped(key: str) -> str:
    return f"${key}" if key.startswith("$") else key


def decoded(kind: type[ValueT], value: Json, where: str) -> ValueT:
    """The dataclass; raises Fault naming the field that does not fit. Other fields are let be."""
    members = object_of(value, where)
    given = {}
    for field, hint in _hints(cast(Hashable, kind)):
        if field.name in members:
            given[field.name] = _value(hint, members[field.name], f"{where}.{field.name}")
        elif _is_required(field):
            raise Fault(f"{where} has no field '{field.name}'")
    return kind(**given)


@cache
def _hints(kind: Any) -> tuple[tuple[Field[Any], Any], ...]:
    hints = get_type_hints(kind)
    return tuple((field, hints[field.name]) for field in fields(kind))


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _value(hint: Any, value: Json, where: str) -> Any:
    if hint is Any:
        return untagged(value, where)
    if hint in _WORDS:
        return exactly(hint, value, where)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple:
        items = enumerate(list_of(value, where))
        return tuple(_value(arguments[0], item, f"{where}[{number}]") for number, item in items)
    if origin is Mapping:
        return {
            _unescaped(key, where): _value(arguments[1], item, f"{where}.{key}")
            for key, item in object_of(value, where).items()
        }
    if origin is UnionType:
        return decoded(_one_of(arguments, object_of(value, where), where), value, where)
    if issubclass(hint, Enum):
        return _member(hint, value, where)
    return decoded(hint, value, where)


def _one_of(kinds: tuple[Any, ...], members: Mapping[str, Json], where: str) -> Any:
    """The dataclass whose required fields are all there."""
    for kind in kinds:
        if all(field.name in members for field, _ in _hints(kind) if _is_required(field)):
            return kind
    raise Fault(f"{where} lacks fields")


def _member(kind: type[Enum], value: Json, where: str) -> Enum:
    try:
        return kind(exactly(str, value, where))
    except ValueError:
        raise foreign(f"{where} is", value) from None


def untagged(value: Json, where: str) -> Any:
    """AWS's own value."""
    if isinstance(value, list):
        return [untagged(item, f"{where}[{number}]") for number, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    if set(value) == {_BYTES}:
        return _bytes(value[_BYTES], where)
    if set(value) == {_NUMBER} and value[_NUMBER] in ("nan", "inf", "-inf"):
        return float(value[_NUMBER])
    return {_unescaped(key, where): untagged(item, f"{where}.{key}") for key, item in value.items()}


def _unescaped(key: str, where: str) -> str:
    if not key.startswith("$"):
        return key
    if not key.startswith("$$"):
        raise foreign(f"{where} has the key", key)
    return key[1:]


def _bytes(value: Json, where: str) -> bytes:
    try:
        return base64.b64decode(exactly(str, value, where), validate=True)
    except (binascii.Error, ValueError):
        raise Fault(f"{where} is not base64") from None


def exactly(kind: type[ValueT], value: Json, where: str) -> ValueT:
    """Raises Fault for anything else; true is no number here."""
    if type(value) is not kind:
        raise Fault(f"{where} is not {_WORDS[kind]}")
    return value


def list_of(value: Json, where: str) -> list[Json]:
    """Raises Fault for anything else."""
    if not isinstance(value, list):
        raise Fault(f"{where} is not a list")
    return value


def object_of(value: Json, where: str) -> dict[str, Json]:
    """Raises Fault for anything else."""
    if not isinstance(value, dict):
        raise Fault(f"{where} is not an object")
    return value
