"""The policy that the data source makes of its arguments."""

import json
from typing import Any

import pytest
from scanner.terraform.test_joining import value

from rolevet.sources.terraform.policy_document import document_of
from rolevet.stated.documents import Opaque
from rolevet.stated.values import Gap, Value, plain_data
from rolevet.tree import read_json


def made(**arguments: Any) -> Any:
    root = read_json(json.dumps(arguments).encode(), "p.json")
    return plain_data(document_of(value(root).members, root))


def statement(sid: str, action: str) -> dict[str, Any]:
    return {"sid": sid, "actions": [action], "resources": ["*"]}


def test_what_is_not_given_is_what_the_provider_fills_in() -> None:
    assert made(
        statement=[{"actions": ["a"], "resources": ["*"], "sid": "", "not_actions": []}]
    ) == {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": ["a"], "Resource": ["*"]}],
    }
    assert made(version="2008-10-17", policy_id="x") == {
        "Version": "2008-10-17",
        "Id": "x",
        "Statement": [],
    }


@pytest.mark.parametrize(
    ("blocks", "principal"),
    [
        ([("AWS", ["*"])], {"AWS": ["*"]}),
        ([("*", ["*"])], "*"),
        (
            [("Service", ["a"]), ("AWS", ["b"]), ("Service", ["c"])],
            {"Service": ["a", "c"], "AWS": ["b"]},
        ),
    ],
)
def test_principals_are_told_by_their_type(blocks: Any, principal: Any) -> None:
    rows = [{"type": kind, "identifiers": found} for kind, found in blocks]
    found = made(statement=[{"principals": rows, "not_principals": rows}])["Statement"][0]
    assert (found["Principal"], found["NotPrincipal"]) == (principal, principal)


def test_conditions_of_one_test_are_together_and_variables_are_written_as_iam_does() -> None:
    rows = [
        {"test": test, "variable": variable, "values": values}
        for test, variable, values in (
            ("StringLike", "a", ["&{aws:PrincipalTag/x}"]),
            ("StringLike", "b", ["1"]),
            ("Bool", "c", ["true"]),
            ("StringLike", "a", ["2"]),
        )
    ]
    (found,) = made(statement=[{"condition": rows}])["Statement"]
    assert found["Condition"] == {
        "StringLike": {"a": ["${aws:PrincipalTag/x}", "2"], "b": ["1"]},
        "Bool": {"c": ["true"]},
    }


def test_other_documents_come_before_or_take_its_place() -> None:
    def document(*statements: tuple[str, str]) -> str:
        rows = [{"Sid": sid, "Action": action} for sid, action in statements]
        return json.dumps({"Statement": rows})

    found = made(
        source_policy_documents=[document(("A", "a"), ("B", "b")), ""],
        statement=[statement("B", "own"), statement("C", "own")],
        override_policy_documents=[document(("C", "c"), ("D", "d"))],
    )["Statement"]
    told = [(each["Sid"], each["Action"]) for each in found]
    assert told == [("A", "a"), ("B", ["own"]), ("C", "c"), ("D", "d")]


def test_a_document_that_is_not_known_is_the_gap_of_the_whole() -> None:
    root = read_json(b"{}", "p.json")
    gap = Value(root, "@x@", (Gap("@x@", "local.x"),))
    sources = Value(root, (gap,))
    assert document_of({"source_policy_documents": sources}, root).gap == gap.gap


def test_a_document_that_is_no_json_is_said() -> None:
    with pytest.raises(Opaque, match="is not JSON"):
        made(source_json="{")
