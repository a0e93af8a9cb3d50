"""Every constraint of botocore's model, at its edge."""

from collections.abc import Iterator, Mapping
from typing import Any

import botocore.session
import pytest
from botocore.model import ListShape, Shape, ShapeResolver, StructureShape

from rolevet.simulate.constraints import complaint

UUID = "01234567-89ab-cdef-0123-456789abcdef"
ROLE = "arn:aws:iam::123456789012:role/"
PLACE = "arn:aws:rolesanywhere:eu-west-1:123456789012"

# A value that fits a pattern, to be made longer at its end. What is not here is made of letters.
BEGINNINGS = {
    "RoleArn": ROLE,
    "ProfileIdentifier": f"{PLACE}:profile/",
    "TrustAnchorIdentifier": f"{PLACE}:trust-anchor/",
    "TrustAnchorIdentifierArn": f"{PLACE}:trust-anchor/",
    "CrlIdentifier": f"{PLACE}:crl/",
    "Uuid": UUID,
}


def operations() -> Iterator[tuple[str, StructureShape]]:
    session = botocore.session.Session()
    for service in ("rolesanywhere", "iot"):
        model = session.get_service_model(service)
        for name in model.operation_names:
            if service == "rolesanywhere" or "RoleAlias" in name:
                shape = model.operation_model(name).input_shape
                assert shape is not None
                yield name, shape


def constrained(shape: Shape, name: str) -> Iterator[tuple[str, Shape]]:
    """Every shape within that bounds a length or a value, under the name of its member."""
    if {"min", "max"} & shape.metadata.keys():
        yield name, shape
    if isinstance(shape, StructureShape):
        for member, inner in shape.members.items():
            yield from constrained(inner, member)
    elif isinstance(shape, ListShape):
        yield from constrained(shape.member, f"{name}[]")


def sized(shape: Shape, size: int) -> Any:
    """A value of exactly that size that breaks no other constraint."""
    if shape.type_name == "integer":
        return size
    if shape.type_name == "blob":
        return b"x" * size
    if isinstance(shape, ListShape):
        return [valid(shape.member)] * size
    beginning = BEGINNINGS.get(shape.name, "")
    return beginning + "a" * (size - len(beginning)) if size >= len(beginning) else "a" * size


def valid(shape: Shape) -> Any:
    if isinstance(shape, StructureShape):
        return {name: valid(shape.members[name]) for name in shape.required_members}
    if shape.type_name == "boolean":
        return True
    if "enum" in shape.metadata:
        return shape.metadata["enum"][0]
    beginning = len(BEGINNINGS.get(shape.name, ""))
    return sized(shape, max(shape.metadata.get("min", 0), beginning))


def edges() -> Iterator[Any]:
    seen = set()
    for operation, input_shape in operations():
        for member, shape in constrained(input_shape, ""):
            if (operation, member) not in seen and "enum" not in shape.metadata:
                seen.add((operation, member))
                yield pytest.param(shape, id=f"{operation}-{member}")


@pytest.mark.parametrize("shape", list(edges()))
def test_every_bound(shape: Shape) -> None:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    what = "value" if shape.type_name == "integer" else "length"
    beginning = len(BEGINNINGS.get(shape.name, ""))
    if low is not None and low >= beginning:
        assert complaint(shape, sized(shape, low)) is None
    if high is not None:
        assert complaint(shape, sized(shape, high)) is None
        assert complaint(shape, sized(shape, high + 1)) == (
            "1 validation error detected: Value at '' failed to satisfy constraint: "
            f"Member must have {what} less than or equal to {high}"
        )
    if low:
        told = complaint(shape, sized(shape, low - 1)) or ""
        assert f"Member must have {what} greater than or equal to {low}" in told


@pytest.mark.parametrize(("operation", "shape"), list(operations()))
def test_every_required_member_and_pattern(operation: str, shape: StructureShape) -> None:
    assert complaint(shape, valid(shape)) is None
    for name in shape.required_members:
        others = {other: value for other, value in valid(shape).items() if other != name}
        assert complaint(shape, others) == (
            f"1 validation error detected: Value at '{name}' failed to satisfy constraint: "
            "Member must not be null"
        )


def shape_of(model: Mapping[str, Any], **others: Any) -> Shape:
    models: Any = {"It": model, **others}
    return ShapeResolver(models).get_shape_by_name("It")


TEXT = {"Text": {"type": "string", "max": 3}}


@pytest.mark.parametrize(
    ("model", "value", "told"),
    [
        ({"type": "string", "pattern": "[a-z]+"}, "ab\n", "regular expression pattern: [a-z]+"),
        ({"type": "string", "pattern": "[a-z]+"}, "ab1", "regular expression pattern: [a-z]+"),
        ({"type": "string", "pattern": r"\w+"}, "\u00e9", r"regular expression pattern: \w+"),
        ({"type": "string", "pattern": r"[\p{L}\p{N}]+"}, "\u00e9-", "regular expression"),
        ({"type": "string", "enum": ["A", "B"]}, "C", "enum value set: [A, B]"),
        ({"type": "string"}, 1, "Member must be of type string"),
        ({"type": "boolean"}, "true", "Member must be of type boolean"),
        ({"type": "float", "max": 1.5}, 1.6, "value less than or equal to 1.5"),
        ({"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}, "max": 1},
         {"a": "b", "c": "d"}, "length less than or equal to 1"),
        ({"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
         {"long": "b"}, "'.key' failed"),
        ({"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
         {"a": "long"}, "'.value' failed"),
        ({"type": "list", "member": {"shape": "Text"}}, ["abc", "abcd"], "'.2.member' failed"),
        ({"type": "structure", "members": {"a": {"shape": "Text"}}, "union": True}, {},
         "exactly one of its members set"),
    ],
)  # fmt: skip
def test_each_sort_of_constraint(model: Mapping[str, Any], value: Any, told: str) -> None:
    assert told in (complaint(shape_of(model, **TEXT), value) or "")


@pytest.mark.parametrize(
    ("model", "value"),
    [
        ({"type": "string", "pattern": r"[\p{L}\p{Z}\p{N}_]*"}, "\u00e9 1"),
        ({"type": "float", "max": 1.5}, 1),
        ({"type": "timestamp"}, "whatever moto makes of it"),
        ({"type": "structure", "members": {"a": {"shape": "Text"}}}, {"a": None, "b": 1}),
    ],
)
def test_what_holds(model: Mapping[str, Any], value: Any) -> None:
    assert complaint(shape_of(model, **TEXT), value) is None


def test_a_pattern_never_sees_what_is_too_long() -> None:
    catastrophic = shape_of({"type": "string", "max": 5, "pattern": "(a+)+b"})
    value: Any = "a" * 200
    told = complaint(catastrophic, value)
    assert told is not None
    assert "pattern" not in told


def test_all_violations_are_told_at_once() -> None:
    shape = dict(operations())["CreateProfile"]
    told = complaint(shape, {"name": "", "tags": [{"key": "ok", "value": "x"}, {"key": "!"}]})
    assert told == (
        "4 validation errors detected: "
        "Value at 'roleArns' failed to satisfy constraint: Member must not be null; "
        "Value at 'name' failed to satisfy constraint: "
        "Member must have length greater than or equal to 1; "
        "Value at 'tags.2.member.value' failed to satisfy constraint: Member must not be null; "
        "Value at 'tags.2.member.key' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: [ a-zA-Z0-9_.:/=+@-]*"
    )
