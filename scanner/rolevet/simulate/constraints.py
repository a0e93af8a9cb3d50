"""Judges a request's parameters by the constraints in botocore's model, as the services do."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "structure": dict,
    "map": dict,
    "list": list,
    "string": str,
    "blob": bytes,
    "boolean": bool,
    "integer": int,
    "long": int,
    "float": (int, float),
    "double": (int, float),
}
_NUMBERS = frozenset({"integer", "long", "float", "double"})

# Java's classes, as Python spells them. "\w" also lets an underscore pass, which every pattern
# of the operations served here allows beside its letters anyway.
_JAVA_CLASSES = {r"\p{L}": r"\w", r"\p{N}": r"\d", r"\p{Z}": r"\s"}


def complaint(shape: Shape, parameters: Mapping[str, Any]) -> str | None:
    """The sentence an AWS service answers with, or nothing if all constraints hold.

    The wording is that of the services ("1 validation error detected: ..."); it never repeats a
    value, because the model marks some of them as sensitive.
    """
    broken = [
        f"Value at '{path}' failed to satisfy constraint: {constraint}"
        for path, constraint in _violations(shape, parameters, "")
    ]
    if not broken:
        return None
    errors = "error" if len(broken) == 1 else "errors"
    return f"{len(broken)} validation {errors} detected: {'; '.join(broken)}"


def _violations(shape: Shape, value: Any, path: str) -> Iterator[tuple[str, str]]:
    if not _is_of_type(shape, value):
        yield path, f"Member must be of type {shape.type_name}"
        return
    for constraint in _broken_by(shape, value):
        yield path, constraint
    if isinstance(shape, StructureShape):
        for name in shape.required_members:
            if value.get(name) is None:
                yield _member(path, name), "Member must not be null"
    for part, inner, inner_path in _parts(shape, value, path):
        yield from _violations(part, inner, inner_path)


def _is_of_type(shape: Shape, value: Any) -> bool:
    return isinstance(value, _TYPES.get(shape.type_name, object))


def _broken_by(shape: Shape, value: Any) -> Iterator[str]:
    out_of_bounds = tuple(_out_of_bounds(shape, value))
    yield from out_of_bounds
    if isinstance(shape, StructureShape) and shape.is_tagged_union and len(value) != 1:
        yield "Member must have exactly one of its members set"
    # A pattern sees only values of a bounded length: some of AWS's patterns backtrack.
    if isinstance(value, str) and not out_of_bounds:
        yield from _misspelled(shape, value)


def _out_of_bounds(shape: Shape, value: Any) -> Iterator[str]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is None and high is None:
        return
    what, size = ("value", value) if shape.type_name in _NUMBERS else ("length", len(value))
    if low is not None and size < low:
        yield f"Member must have {what} greater than or equal to {low}"
    if high is not None and size > high:
        yield f"Member must have {what} less than or equal to {high}"


def _misspelled(shape: Shape, value: str) -> Iterator[str]:
    allowed = shape.metadata.get("enum")
    if allowed and value not in allowed:
        yield f"Member must satisfy enum value set: [{', '.join(allowed)}]"
    pattern = shape.metadata.get("pattern")
    if pattern is not None and not _compiled(pattern).fullmatch(value):
        yield f"Member must satisfy regular expression pattern: {pattern}"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    python = pattern
    for java, class_ in _JAVA_CLASSES.items():
        python = python.replace(java, class_)
    return re.compile(python, re.ASCII if python == pattern else re.UNICODE)


def _parts(shape: Shape, value: Any, path: str) -> Iterator[tuple[Shape, Any, str]]:
    if isinstance(shape, StructureShape):
        for name, member in shape.members.items():
            if value.get(name) is not None:
                yield member, value[name], _member(path, name)
    elif isinstance(shape, ListShape):
        for number, item in enumerate(value, start=1):
            yield shape.member, item, f"{path}.{number}.member"
    elif isinstance(shape, MapShape):
        for key, item in value.items():
            yield shape.key, key, f"{path}.key"
            yield shape.value, item, f"{path}.value"


def _member(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
