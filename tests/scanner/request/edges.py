"""Requests at the edge of every constraint, produced from the models that botocore brings."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rolevet.shapes import Shape, fits
from rolevet.sources.request.operations import Operation

UUID = "01234567-89ab-cdef-0123-456789abcdef"
PLACE = "arn:aws:rolesanywhere:eu-west-1:123456789012"
ROLE = "arn:aws:iam::123456789012:role/"
TRUST = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",'
    '"Principal":{"Service":"rolesanywhere.amazonaws.com"}}]}'
)

_BEGIN = {
    "roleArn": ROLE,
    "roleArns[0]": ROLE,
    "PermissionsBoundary": "arn:aws:iam::123456789012:policy/",
    "profileId": f"{PLACE}:profile/",
    "trustAnchorId": f"{PLACE}:trust-anchor/",
    "trustAnchorArn": f"{PLACE}:trust-anchor/",
    "crlId": f"{PLACE}:crl/",
}
"""What values begin with that a pattern wants so."""

_USUAL = {
    **dict.fromkeys(("profileId", "trustAnchorId", "crlId"), UUID),
    "AssumeRolePolicyDocument": TRUST,
    "policyDocument": '{"Version":"2012-10-17","Statement":[]}',
    "PolicyDocument": TRUST,
}


_USUAL_MIN = 21
"""Characters; what is shorter cannot be what is usual there."""
_ODD = "\u20ac\x07"


@dataclass(frozen=True)
class Edge:
    """One request; `fits` says whether the model takes it."""

    operation: Operation
    path: str
    what: str
    members: dict[str, Any]
    fits: bool

    @property
    def id(self) -> str:
        return f"{self.operation.action} {self.path} {self.what}"


def edges(operation: Operation) -> Iterator[Edge]:
    shape = operation.input
    base = valid(shape, "")
    yield Edge(operation, "", "the least", base, True)
    for name in shape.required:
        rest = {member: value for member, value in base.items() if member != name}
        yield Edge(operation, name, "missing", rest, False)
    for name, member in shape.members.items():
        for path, what, value, fit in _variants(member, name):
            yield Edge(operation, path, what, {**base, name: value}, fit)


Variant = tuple[str, str, Any, bool]
"""The path that is at its edge, how, a value for the whole, and whether the model takes it."""


def _variants(shape: Shape, path: str) -> Iterator[Variant]:
    yield path, "usual", valid(shape, path), True
    yield path, "another type", 1 if shape.type in ("string", "boolean") else "x!", False
    yield from _sizes(shape, path)
    yield from _spellings(shape, path)
    if shape.type == "list":
        for inner, what, value, fit in _variants(shape.item, f"{path}[0]"):
            yield inner, what, [value], fit
    if shape.type == "structure":
        yield from _within(shape, path)


def _sizes(shape: Shape, path: str) -> Iterator[Variant]:
    low, high = shape.body.get("min"), shape.body.get("max")
    begun = len(_BEGIN.get(path, ""))
    for size in (low, high):
        if size is not None and size >= begun and not (path in _USUAL and size < _USUAL_MIN):
            yield path, f"size {size}", sized(shape, path, size), True
    if low:
        yield path, f"size {low - 1}", sized(shape, path, low - 1), False
    if high is not None:
        yield path, f"size {high + 1}", sized(shape, path, high + 1), False


def _spellings(shape: Shape, path: str) -> Iterator[Variant]:
    if "enum" in shape.body:
        yield from ((path, one, one, True) for one in shape.body["enum"])
        yield path, "no such word", "OTHER", False
    elif "pattern" in shape.body and not fits(shape.body["pattern"], _ODD):
        yield path, "misspelt", _ODD, False


def _within(shape: Shape, path: str) -> Iterator[Variant]:
    base = {} if shape.body.get("union") else valid(shape, path)
    for name in shape.required:
        rest = {other: value for other, value in base.items() if other != name}
        yield f"{path}.{name}", "missing", rest, False
    for name, member in shape.members.items():
        for inner, what, value, fit in _variants(member, f"{path}.{name}"):
            yield inner, what, {**base, name: value}, fit


def valid(shape: Shape, path: str) -> Any:
    if path in _USUAL:
        return _USUAL[path]
    if shape.type == "structure":
        members, names = shape.members, list(shape.required)
        if shape.body.get("union"):
            names = [next(iter(members))]
        if path.endswith("notificationSettings[0]"):
            names.append("threshold")
        return {name: valid(members[name], f"{path}.{name}" if path else name) for name in names}
    if shape.type == "list":
        return []
    if shape.type == "boolean":
        return False
    if "enum" in shape.body:
        return shape.body["enum"][0]
    low = shape.body.get("min", 0)
    return sized(shape, path, max(low, len(_BEGIN.get(path, "")) + 1))


def sized(shape: Shape, path: str, size: int) -> Any:
    """A value of that size that breaks no other constraint."""
    if shape.type == "integer":
        return size
    if shape.type == "blob":
        return base64.b64encode(b"x" * size).decode()
    if shape.type == "list":
        return [valid(shape.item, f"{path}[0]")] * size
    if path == "Path":
        return "/" if size == 1 else "/" + "a" * (size - 2) + "/"
    begin = _BEGIN.get(path, "")
    return begin + "a" * (size - len(begin)) if size > len(begin) else "a" * size
