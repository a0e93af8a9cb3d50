"""The format that is one JSON object a line."""

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby
from typing import Any

import pytest
from reports.made import REPORTS, denied, usual
from reports.test_formats import _report_schema, rendered

import rolevet_reports.jsonl
from rolevet import Change, Report

Faults = Callable[[Any, Any], list[str]]


def records(report: Report) -> list[dict[str, Any]]:
    return [json.loads(line) for line in rendered(report, "jsonl").splitlines()]


@pytest.mark.parametrize("name", REPORTS)
def test_every_line_keeps_to_the_schema(schema_faults: Faults, name: str) -> None:
    whole = _report_schema()
    schema = {"$schema": whole["$schema"], "$ref": "#/$defs/record", "$defs": whole["$defs"]}
    for record in records(REPORTS[name]()):
        assert schema_faults(schema, record) == []
    assert schema_faults(schema, {"type": "other"}) != []


@pytest.mark.parametrize("name", REPORTS)
def test_the_lines_hold_what_the_json_report_holds(name: str) -> None:
    report = REPORTS[name]()
    whole = json.loads(rendered(report, "json"))
    told: dict[str, list[Any]] = {}
    for record in records(report):
        told.setdefault(record.pop("type"), []).append(record)
    (run,) = told["run"]
    assert run == {member: whole[member] for member in ("version", "tool", "scopes")}
    assert told["summary"] == [whole["summary"]]
    for kind, member in (
        ("rule", "rules"),
        ("finding", "findings"),
        ("inconclusive", "inconclusive"),
        ("coverage", "coverage"),
    ):
        assert told.get(kind, []) == whole[member]


def test_the_run_is_first_and_the_summary_last() -> None:
    mended = replace(denied().findings[0], change=Change.ABSENT)
    kinds = [kind for kind, _ in groupby(records(replace(denied(), mended=(mended,))), _kind)]
    assert kinds == ["run", "rule", "finding", "mended", "inconclusive", "coverage", "summary"]


def _kind(record: dict[str, Any]) -> str:
    return str(record["type"])


def test_each_line_is_a_piece() -> None:
    many = replace(usual(), findings=usual().findings[:1] * 10_000)
    lengths = [len(piece) for piece in rolevet_reports.jsonl.render(many)]
    assert len(lengths) > 10_000
    assert max(lengths) < 10_000
