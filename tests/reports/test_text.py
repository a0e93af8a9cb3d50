"""The report for a person."""

from dataclasses import replace

import click
import pytest
from reports.made import clean, denied, hostile, usual

from rolevet import Report, Span
from rolevet_reports.text import render


def lines(report: Report) -> list[str]:
    return click.unstyle("".join(render(report))).splitlines()


def test_it_is_coloured_until_somebody_strips_it() -> None:
    assert "\x1b[" in "".join(render(usual()))


def test_the_worst_stands_first() -> None:
    severities = [line.split()[0] for line in lines(usual()) if line.startswith("  ")]
    order = [s for s in severities if s in ("critical", "high", "medium", "low", "info")]
    assert order == sorted(order, key=["critical", "high", "medium", "low", "info"].index)


@pytest.mark.parametrize(
    ("report", "ending"),
    [
        (
            clean(),
            [
                "No findings; 0 could not be decided; 12 checks passed.",
                "Coverage is complete: account 123456789012 in eu-west-1.",
            ],
        ),
        (
            hostile(),
            [
                "1 finding: 1 critical; 1 could not be decided; 0 checks passed.",
                "The run is incomplete: every call was answered, but not every rule could decide.",
            ],
        ),
    ],
)
def test_it_ends_with_totals_and_coverage(report: Report, ending: list[str]) -> None:
    assert lines(report)[-2:] == ending


def test_what_was_not_read_is_told_at_the_end() -> None:
    assert lines(denied())[-1] == (
        "Coverage is incomplete: rolesanywhere:ListProfiles came back only in part "
        "(ThrottlingException) in 123456789012/eu-west-1; iam:GetRole was denied (AccessDenied) "
        "in 123456789012/global."
    )


def test_a_finding_in_a_file_says_where() -> None:
    report = usual()
    finding = replace(report.findings[0], place=Span("a.yaml", 3, 5, 3, 9))
    assert any("at a.yaml:3:5 " in line for line in lines(replace(report, findings=(finding,))))


def test_long_messages_are_wrapped_under_themselves() -> None:
    for line in lines(usual()):
        assert len(line) <= 100 or line.startswith(("role alias", "profile"))
    start = next(i for i, line in enumerate(lines(usual())) if "ALIAS004" in line)
    assert lines(usual())[start + 1].startswith(" " * 21)
    assert lines(usual())[start + 1][21] != " "


@pytest.mark.parametrize(("everywhere", "says"), [(True, "all 5 Regions"), (False, "5 Regions")])
def test_many_regions_are_counted(everywhere: bool, says: str) -> None:
    report = clean()
    scope = replace(report.scopes[0], regions=tuple("abcde"), everywhere=everywhere)
    line = f"Coverage is complete: account 123456789012 in {says}."
    assert lines(replace(report, scopes=(scope,)))[-1] == line
