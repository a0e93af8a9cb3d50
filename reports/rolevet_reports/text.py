"""The report for a person at a terminal; colours are written always and stripped where unwanted."""

import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

import click

from rolevet import CellState, Finding, Inconclusive, Report, Scope, Severity, Span, plain

_WIDTH: Final = 100
_FEW: Final = 4
_LEFT_OUT: Final = {
    CellState.NOT_OFFERED: "Not every service is offered in",
    CellState.NOT_ENABLED: "Not enabled:",
    CellState.EXCLUDED: "Excluded:",
}
_COLOURS: Final = {
    Severity.CRITICAL: "bright_red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFO: "blue",
}


def render(report: Report) -> Iterator[str]:
    """Findings by resource, the worst first, then what could not be decided, then the totals."""
    for resource, findings in _by_resource(report.findings):
        yield f"{resource}\n"
        for finding in findings:
            yield from _finding(finding)
        yield "\n"
    if report.inconclusive:
        yield click.style("Could not be decided\n", bold=True)
        yield from (_inconclusive(doubt) for doubt in report.inconclusive)
        yield "\n"
    if report.findings:
        worst = max(report.findings, key=lambda f: f.rule.severity).rule.id
        yield click.style(f"How to mend it: rolevet explain {worst}\n", dim=True)
    yield f"{_totals(report)}\n"
    yield f"{_coverage(report)}\n"


def _by_resource(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    by_arn = sorted(findings, key=lambda f: (f.resource, -f.rule.severity, f.rule.id))
    groups = [list(group) for _, group in groupby(by_arn, key=lambda f: f.resource)]
    groups.sort(key=lambda group: (-group[0].rule.severity, group[0].resource))
    return [(_heading(group[0]), group) for group in groups]


def _heading(finding: Finding) -> str:
    kind = finding.resource_type.replace("-", " ")
    name = click.style(f"{kind} {plain(finding.resource_name, 300)}", bold=True)
    return f"{name}  {click.style(plain(finding.resource, 2048), dim=True)}"


def _finding(finding: Finding) -> Iterator[str]:
    severity = finding.rule.severity
    label = click.style(f"{severity.label:<8}", fg=_COLOURS[severity], bold=severity > Severity.LOW)
    margin = " " * (len(finding.rule.id) + 13)
    yield f"  {label} {finding.rule.id}  {_wrapped(finding.message, margin)}\n"
    place = finding.place
    where = plain(finding.path)
    if isinstance(place, Span):
        where = f"{plain(place.file)}:{place.line}:{place.column} {where}"
    yield click.style(f"{margin}at {where}\n", dim=True)


def _inconclusive(doubt: Inconclusive) -> str:
    margin = " " * (len(doubt.rule.id) + 4)
    reason = _wrapped(f"because {doubt.reason}", margin)
    return f"  {doubt.rule.id}  {plain(doubt.resource)}\n{margin}{reason}\n"


def _wrapped(text: str, margin: str) -> str:
    """In a fixed width, so that the report does not depend on the terminal it was made for."""
    lines = textwrap.wrap(
        plain(text), _WIDTH - len(margin), break_long_words=False, break_on_hyphens=False
    )
    return f"\n{margin}".join(lines)


def _totals(report: Report) -> str:
    found = len(report.findings)
    if not found:
        line = click.style("No findings", fg="green" if report.complete else None, bold=True)
    else:
        counts = ", ".join(
            f"{count} {severity.label}"
            for severity in sorted(Severity, reverse=True)
            if (count := sum(f.rule.severity is severity for f in report.findings))
        )
        noun = "finding" if found == 1 else "findings"
        line = f"{click.style(f'{found} {noun}', bold=True)}: {counts}"
    passed = sum(result.passed for result in report.rules)
    return f"{line}; {len(report.inconclusive)} could not be decided; {passed} checks passed."


def _coverage(report: Report) -> str:
    short = [plain(cell.shortfall) for cell in report.coverage if not cell.state.settled]
    if short:
        incomplete = click.style("Coverage is incomplete", fg="yellow", bold=True)
        return f"{incomplete}: {'; '.join(short)}."
    if not report.complete:
        incomplete = click.style("The run is incomplete", fg="yellow", bold=True)
        return f"{incomplete}: every call was answered, but not every rule could decide."
    where = "; ".join(f"account {s.account} in {_regions(s)}" for s in report.scopes)
    notes = "".join(
        f" {title} {', '.join(regions)}."
        for state, title in _LEFT_OUT.items()
        if (regions := sorted({cell.region for cell in report.coverage if cell.state is state}))
    )
    return f"Coverage is complete: {where}.{notes}"


def _regions(scope: Scope) -> str:
    if len(scope.regions) <= _FEW:
        return ", ".join(scope.regions)
    return f"{'all ' if scope.everywhere else ''}{len(scope.regions)} Regions"
