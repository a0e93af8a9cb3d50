"""Every format on every report: whole outputs, and what every one of them must hold."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import click
import pytest
from reports.made import HOSTILE, REPORTS, hostile, usual
from world import inventory, profile

import rolevet_reports.json
import rolevet_reports.jsonl
import rolevet_reports.sarif
import rolevet_reports.text
from rolevet import Change, Control, Overlay, Report, Severity, Span
from rolevet.check import check
from rolevet.declare.named import KINDS
from rolevet.resources import Resource
from rolevet.settle import Gate, settle
from rolevet_rules import rules

FORMATS: dict[str, Callable[[Report], Iterable[str]]] = {
    "json": rolevet_reports.json.render,
    "jsonl": rolevet_reports.jsonl.render,
    "sarif": rolevet_reports.sarif.render,
    "txt": rolevet_reports.text.render,
}
Faults = Callable[[Any, Any], list[str]]

OASIS = Path(__file__).parents[2].parent / "shared/schemas/sarif-schema-2.1.0.json"


def rendered(report: Report, format: str) -> str:
    return "".join(FORMATS[format](report))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", REPORTS)
def test_golden(name: str, format: str, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}.{format}", click.unstyle(rendered(REPORTS[name](), format)))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", REPORTS)
def test_the_same_report_gives_the_same_bytes(name: str, format: str) -> None:
    assert rendered(REPORTS[name](), format) == rendered(REPORTS[name](), format)


@pytest.mark.parametrize("format", FORMATS)
def test_hostile_names_are_harmless(format: str) -> None:
    text = click.unstyle(rendered(hostile(), format))
    text.encode()
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\r" not in text
    assert not any(line.startswith("::") for line in text.splitlines())


def _report_schema() -> Any:
    return json.loads(files("rolevet_reports").joinpath("report-v1.schema.json").read_text())


@pytest.mark.parametrize("name", REPORTS)
def test_json_keeps_to_its_schema(schema_faults: Faults, name: str) -> None:
    report = json.loads(rendered(REPORTS[name](), "json"))
    assert schema_faults(_report_schema(), report) == []


def test_the_schema_describes_every_field() -> None:
    """A field that is written but not described would be no promise to anybody."""
    definitions = _report_schema()["$defs"]
    report = json.loads(rendered(usual(), "json"))
    compared = {"mended", "change"}  # there where two states were compared
    assert set(report) == set(_report_schema()["properties"]) - compared - {"waivers"}
    for row, name in (("findings", "finding"), ("rules", "rule"), ("coverage", "cell")):
        assert set(report[row][0]) == set(definitions[name]["properties"]) - compared
        assert set(report[row][0]) == set(definitions[name]["required"])


def test_what_was_compared_is_told_by_every_format(schema_faults: Faults) -> None:
    report = usual()
    new, same, gone = (
        replace(report.findings[0], change=change, fingerprint=str(number) * 64)
        for number, change in enumerate(Change)
    )
    compared = replace(report, findings=(new, same), mended=(gone,))
    told = json.loads(rendered(compared, "json"))
    assert schema_faults(_report_schema(), told) == []
    assert [row["change"] for row in told["findings"]] == ["new", "unchanged"]
    assert [row["change"] for row in told["mended"]] == ["absent"]
    text = rendered(compared, "txt")
    assert [
        text.count(words)
        for words in ("(would become wrong)", "(was so before)", "(would be mended)")
    ] == [1, 1, 1]
    results = json.loads(rendered(compared, "sarif"))["runs"][0]["results"]
    states = [row.get("baselineState") for row in results if row["kind"] == "fail"]
    assert states == ["new", "unchanged"]


def test_the_schema_knows_every_kind_of_resource() -> None:
    told = _report_schema()["$defs"]["finding"]["properties"]["resource_type"]["enum"]
    assert set(told) == {kind.KIND for kind in KINDS.values() if issubclass(kind, Resource)}


def test_json_carries_hostile_names_unharmed() -> None:
    (finding,) = json.loads(rendered(hostile(), "json"))["findings"]
    assert finding["evidence"]["name"] == HOSTILE


@pytest.mark.skipif(not OASIS.exists(), reason="the OASIS schema is not beside the checkout")
@pytest.mark.parametrize("name", REPORTS)
def test_sarif_keeps_to_the_oasis_schema(schema_faults: Faults, name: str) -> None:
    report = json.loads(rendered(REPORTS[name](), "sarif"))
    assert schema_faults(json.loads(OASIS.read_text()), report) == []


def test_what_a_file_states_has_a_location_in_json(schema_faults: Faults) -> None:
    report = usual()
    finding = replace(report.findings[0], place=Span("infra/a.yaml", 3, 5, 4, 9))
    made = json.loads(rendered(replace(report, findings=(finding,)), "json"))
    assert schema_faults(_report_schema(), made) == []
    assert made["findings"][0]["api"] is None
    assert made["findings"][0]["location"] == {
        "file": "infra/a.yaml",
        "line": 3,
        "column": 5,
        "end_line": 4,
        "end_column": 9,
    }


def test_the_controls_that_a_rule_tests_are_told_in_json(schema_faults: Faults) -> None:
    control = Control("acme", "4.1", note="Only on Mondays.")
    given = [rule.mapped([control] if rule.info.id == "PROF004" else []) for rule in rules()]
    report = settle(check(given, inventory(profile())), Gate(), version="1.2.3")
    made = json.loads(rendered(report, "json"))
    assert schema_faults(_report_schema(), made) == []
    assert {row["id"]: row["controls"] for row in made["rules"] if row["controls"]} == {
        "PROF004": [
            {
                "framework": "acme",
                "control": "4.1",
                "verified": False,
                "note": "Only on Mondays.",
            }
        ]
    }


def test_what_the_configuration_changed_is_told_in_json(schema_faults: Faults) -> None:
    overlay = Overlay(("123456789012",), ("lab-*",), ignored=True)
    given = [rule.configured({}, Severity.LOW).overlaid([overlay]) for rule in rules()]
    changed = settle(check(given, inventory(profile())), Gate(), version="1.2.3")
    made = json.loads(rendered(changed, "json"))
    assert schema_faults(_report_schema(), made) == []
    (row,) = (row for row in made["rules"] if row["id"] == "PROF004")
    assert (row["severity"], row["declared_severity"]) == ("low", "medium")
    assert row["overlays"] == [
        {"accounts": ["123456789012"], "aliases": ["lab-*"], "ignored": True, "settings": {}}
    ]
    untouched = settle(check(rules(), inventory(profile())), Gate(), version="1.2.3")
    assert changed.rule_set != untouched.rule_set
