"""Every constraint of every operation, at its edge."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.session import Session
from hypothesis import given
from hypothesis import strategies as st
from scanner.request.edges import ROLE, edges

from rolevet.errors import InputError
from rolevet.service_model import input_of
from rolevet.shapes import Breach, Shape, faults, fits
from rolevet.sources.request import read_request
from rolevet.sources.request.operations import OPERATIONS, Operation, operation_named
from rolevet.tree import read_json

IDS = [operation.action for operation in OPERATIONS]


@pytest.mark.parametrize("operation", OPERATIONS, ids=IDS)
def test_the_edges_of_an_operation(operation: Operation) -> None:
    produced = list(edges(operation))
    wrong = [
        (edge.id, found)
        for edge in produced
        if (found := list(faults(operation.input, edge.members))) != [] and edge.fits
    ]
    assert wrong == []
    unseen = [
        edge.id
        for edge in produced
        if not edge.fits
        and not any(
            fault.path.startswith(edge.path) for fault in faults(operation.input, edge.members)
        )
    ]
    assert unseen == []


@pytest.mark.parametrize("operation", OPERATIONS, ids=IDS)
def test_every_constraint_of_the_model_has_an_edge(operation: Operation) -> None:
    """So that none is left out when AWS adds one."""
    refused = {edge.path for edge in edges(operation) if not edge.fits}
    assert set(_constrained(operation.input, "")) <= refused


def _constrained(shape: Shape, path: str) -> Iterator[str]:
    if {"max", "enum"} & shape.body.keys():
        yield path
    if shape.type == "list":
        yield from _constrained(shape.item, f"{path}[0]")
    for name, member in shape.members.items():
        yield from _constrained(member, f"{path}.{name}" if path else name)


@pytest.mark.parametrize("operation", OPERATIONS, ids=IDS)
def test_the_model_is_the_one_that_botocore_reads(operation: Operation) -> None:
    service, _, name = operation.action.partition(":")
    shape: Any = Session().get_service_model(service).operation_model(name).input_shape
    assert set(operation.input.members) == set(shape.members)
    assert list(operation.input.required) == shape.required_members


FAMOUS = [
    ("CreateRoleAlias", "credentialDurationSeconds", (900, 43200), (899, 43201)),
    ("UpdateRoleAlias", "credentialDurationSeconds", (900, 43200), (899, 43201)),
    ("CreateProfile", "durationSeconds", (900, 43200), (899, 43201, "3600", 3600.5, True)),
    ("CreateRoleAlias", "roleAlias", ("a" * 128,), ("a" * 129, "", "a.b", "a\n", "\u00e9")),
    ("CreateProfile", "managedPolicyArns", (["p"] * 50,), (["p"] * 51, ["p" * 201])),
    ("UpdateProfile", "roleArns", ([f"{ROLE}x"] * 250,), ([f"{ROLE}x"] * 251,)),
    ("UpdateProfile", "sessionPolicy", ("x", "x" * 100_000), ("", "x" * 100_001)),
    ("CreateProfile", "sessionPolicy", ("", "x" * 100_001), (1,)),
    ("CreateRole", "MaxSessionDuration", (3600, 43200), (3599, 43201)),
    ("UpdateProfile", "aliasName", ("", "a/b"), ("a//b", "/a", "0")),
]


@pytest.mark.parametrize(("name", "member", "taken", "refused"), FAMOUS)
def test_the_famous_edges(name: str, member: str, taken: Any, refused: Any) -> None:
    shape = operation_named(name).input.members[member]
    assert [list(faults(shape, value)) for value in taken] == [[]] * len(taken)
    assert [value for value in refused if not list(faults(shape, value))] == []


def test_a_fault_says_what_where_and_which_limit() -> None:
    shape = operation_named("CreateProfile").input
    (fault,) = faults(shape, {"name": "n" * 256, "roleArns": []})
    assert fault == ("name", Breach.SIZE, "has 256 characters", "takes 1 to 255 characters")


def test_letters_of_other_alphabets_fit_where_the_model_takes_them() -> None:
    pattern = r"^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$"
    assert all(fits(pattern, value) for value in ("\u00e9 \u0664_", ""))
    assert not any(fits(pattern, value) for value in ("a!", "a\n"))
    assert not fits(r"[\p{L}]+", "")


def test_a_pattern_that_backtracks_sees_only_what_is_short() -> None:
    pattern = operation_named("CreateProfile").input.members["roleArns"].item.body["pattern"]
    assert fits(pattern, "arn:aws:iam::123456789012" + ":role" * 197)  # told as an ARN
    assert not fits(pattern, "arn:aws:iam" + "x" * 1000)
    assert fits("(a+)+b", "a" * 1000)  # nobody can say


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["name", "roleArns", "tags", "key", "source", "crlData", "roleAlias"])
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.sampled_from(OPERATIONS), JSON)
def test_no_json_breaks_the_reader(operation: Operation, value: Any) -> None:
    list(faults(operation.input, value))
    data = json.dumps(value).encode()
    root = read_json(data, "r.json")
    for wanted in (operation, None):
        request = read_request(root, "r.json", wanted)
        assert request is None or request.members.keys() == value.keys()


def test_what_botocore_does_not_know_is_an_error() -> None:
    for service, name in (("iot", "NoSuch"), ("nosuch", "CreateRoleAlias")):
        with pytest.raises(InputError, match="does not say what"):
            input_of(service, name)


@pytest.mark.parametrize(
    "name",
    ["UpdateProfile", "update-profile", "rolesanywhere:UpdateProfile",
     "rolesanywhere update-profile", "UPDATE-PROFILE", " updateProfile "],
)  # fmt: skip
def test_an_operation_has_several_spellings(name: str) -> None:
    assert operation_named(name).action == "rolesanywhere:UpdateProfile"
