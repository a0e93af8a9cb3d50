"""The report for a person at a terminal; colours are written always and stripped where unwanted."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

import click

from rolevet import (
    GLOBAL,
    CellState,
    Change,
    Finding,
    Inconclusive,
    Report,
    Scope,
    Severity,
    Span,
    Status,
    plain,
)

_WIDTH: Final = 100
_FEW: Final = 4
_MANY: Final = 40
_LEFT_OUT: Final = {
    CellState.NOT_OFFERED: "Not every service is offered in",
    CellState.NOT_ENABLED: "Not enabled:",
    CellState.EXCLUDED: "Excluded:",
    CellState.INACTIVE: "Not active:",
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
    names = {scope.account: scope.name for scope in report.scopes if scope.name}
    for resource, findings in _by_resource(report.findings, names):
        yield f"{resource}\n"
        for finding in findings:
            yield from _finding(finding)
        yield "\n"
    for resource, findings in _by_resource(report.mended, names):
        yield f"{resource}\n"
        for finding in findings:
            yield from _finding(finding)
        yield "\n"
    if report.inconclusive:
        yield click.style("Could not be decided\n", bold=True)
        yield from _inconclusive(report.inconclusive)
        yield "\n"
    if report.findings:
        worst = max(report.findings, key=lambda f: f.rule.severity).rule.id
        yield click.style(f"How to mend it: rolevet explain {worst}\n", dim=True)
    yield f"{_totals(report)}\n"
    yield from _waivers(report)
    yield f"{_coverage(report)}\n"
    if report.unmet:
        unmet = ", ".join(plain(wanted, 300) for wanted in report.unmet)
        yield f"{click.style('Required and not complete', fg='yellow', bold=True)}: {unmet}.\n"


def _by_resource(
    findings: Iterable[Finding], names: Mapping[str, str]
) -> list[tuple[str, list[Finding]]]:
    by_arn = sorted(findings, key=lambda f: (f.resource, -f.rule.severity, f.rule.id))
    groups = [list(group) for _, group in groupby(by_arn, key=lambda f: f.resource)]
    groups.sort(key=lambda group: (-group[0].rule.severity, group[0].resource))
    return [(_heading(group[0], names), group) for group in groups]


def _heading(finding: Finding, names: Mapping[str, str]) -> str:
    kind = finding.resource_type.replace("-", " ")
    name = click.style(f"{kind} {plain(finding.resource_name, 300)}", bold=True)
    account = f" in {plain(names[finding.account], 300)}" if finding.account in names else ""
    return f"{name}{account}  {click.style(plain(finding.resource, 2048), dim=True)}"


_CHANGES: Final = {
    Change.NEW: " (would become wrong)",
    Change.UNCHANGED: " (was so before)",
    Change.ABSENT: " (would be mended)",
}


def _finding(finding: Finding) -> Iterator[str]:
    severity = finding.rule.severity
    label = click.style(f"{severity.label:<8}", fg=_COLOURS[severity], bold=severity > Severity.LOW)
    margin = " " * (len(finding.rule.id) + 13)
    yield f"  {label} {finding.rule.id}  {_wrapped(finding.message, margin)}\n"
    place = finding.place
    where = plain(finding.path)
    if isinstance(place, Span):
        where = f"{plain(place.file)}:{place.line}:{place.column} {where}"
    change = _CHANGES[finding.change] if finding.change else ""
    if finding.status is not Status.OPEN:
        change += f" ({finding.status.value})"
    yield click.style(f"{margin}at {where}{change}\n", dim=True)


def _inconclusive(doubts: Iterable[Inconclusive]) -> Iterator[str]:
    """One gap keeps many rules from deciding: it is told once, with all of them."""
    rules: dict[tuple[str, str], list[str]] = {}
    for doubt in doubts:
        rules.setdefault((doubt.resource, doubt.reason), []).append(doubt.rule.id)
    margin = " " * 6
    for (resource, reason), ids in rules.items():
        yield f"  {plain(resource)}\n"
        yield f"{margin}{_wrapped(f'because {reason}', margin)}\n"
        yield f"{margin}{_wrapped(', '.join(ids), margin)}\n"


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


def _waivers(report: Report) -> Iterator[str]:
    if report.waived:
        yield f"Waived, and not counted for the exit code: {report.waived}.\n"
    lapsed = [told for told in report.waivers if told.state.lapsed]
    if lapsed:
        yield click.style("Waivers that do not hold\n", fg="yellow", bold=True)
    for told in lapsed:
        yield f"  {plain(told.waiver.place)}  {plain(told.waiver.rule, 100)}: {plain(told.note)}\n"


def _coverage(report: Report) -> str:
    short = [plain(cell.shortfall) for cell in report.coverage if not cell.state.settled]
    if short:
        incomplete = click.style("Coverage is incomplete", fg="yellow", bold=True)
        return f"{incomplete}: {_listed(short, '; ')}."
    if not report.complete:
        incomplete = click.style("The run is incomplete", fg="yellow", bold=True)
        return f"{incomplete}: every call was answered, but not every rule could decide."
    read = [scope for scope in report.scopes if scope.regions]
    where = "; ".join(dict.fromkeys(map(_scope, read)))
    whole = where if len(read) <= _FEW else f"{len(read)} accounts"
    return f"Coverage is complete: {whole}.{''.join(_left_out(report, len(read)))}"


def _scope(scope: Scope) -> str:
    return (
        "what files declare"
        if scope.declared
        else f"account {plain(scope.account, 300)} in {plain(_regions(scope))}"
    )


def _left_out(report: Report, read: int) -> Iterator[str]:
    """A sentence for each reason why something was not read that is not missing."""
    for state, title in _LEFT_OUT.items():
        accounts: dict[str, set[str]] = {}
        for cell in report.coverage:
            if cell.state is state:
                accounts.setdefault(cell.region, set()).add(cell.account)
        whole = sorted(f"account {plain(name, 300)}" for name in accounts.pop(GLOBAL, ()))
        parts = [
            plain(region if len(where) == read else f"{region} in {_listed(sorted(where), ', ')}")
            for region, where in sorted(accounts.items())
        ]
        if named := [*whole, *parts]:
            yield f" {title} {_listed(named, ', ')}."


def _listed(words: Sequence[str], separator: str) -> str:
    few = separator.join(words[:_MANY])
    return few if len(words) <= _MANY else f"{few}{separator}and {len(words) - _MANY} more"


def _regions(scope: Scope) -> str:
    if len(scope.regions) <= _FEW:
        return ", ".join(scope.regions)
    return f"{'all ' if scope.everywhere else ''}{len(scope.regions)} Regions"
