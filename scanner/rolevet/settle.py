"""From verdicts to the report, and with it to the exit code."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from fnmatch import fnmatchcase

from rolevet.check import Verdicts
from rolevet.coverage import Cell
from rolevet.errors import ExitCode
from rolevet.finding import Change, Finding, Report, RuleInfo, Severity
from rolevet.unknown import Doubt
from rolevet.waiver import Status
from rolevet.waiving import Waived, Waivers, waived


@dataclass(frozen=True, slots=True)
class Gate:
    """What makes a run fail; `fail_on` None means that no finding does."""

    fail_on: Severity | None = Severity.MEDIUM
    allow_incomplete: bool = False
    strict: bool = False
    """Whether a doubt that lies in the nature of what was read counts as incomplete."""
    required: tuple[str, ...] = ()
    """Patterns of ACTION or ACCOUNT/REGION/ACTION: where there are any, only the cells that they
    match must be complete, and each must match one."""
    refused: bool = False
    """Whether AWS refuses what was judged, which makes the run fail in any case."""


def settle(
    verdicts: Verdicts, gate: Gate, *, version: str, waivers: Waivers | None = None
) -> Report:
    """The report of one run; `version` is rolevet's own."""
    every = sorted(
        verdicts.findings,
        key=lambda f: (f.account, f.region, f.resource, f.rule.id, f.fingerprint),
    )
    present = tuple(found for found in every if found.change is not Change.ABSENT)
    doubts = tuple(
        sorted(
            verdicts.inconclusive,
            key=lambda d: (d.account, d.region, d.resource, d.rule.id, d.reason),
        )
    )
    unsound = {doubt.doubt for doubt in doubts} - ({Doubt.BY_NATURE} if not gate.strict else set())
    complete = not unsound and all(cell.state.settled for cell in verdicts.coverage)
    unmet = tuple(want for want in gate.required if not _is_met(want, verdicts.coverage))
    enough = complete if not gate.required else not (unmet or unsound - {Doubt.COVERAGE})
    judged = {result.rule.id for result in verdicts.results}
    told = waived(present, waivers, judged, complete=complete) if waivers else Waived(present, ())
    otherwise = _without_findings(enough, gate)
    report = Report(
        version=version,
        rule_set=_hash_of(result.rule for result in verdicts.results),
        scopes=tuple(sorted(verdicts.scopes, key=astuple)),
        findings=told.findings,
        inconclusive=doubts,
        rules=tuple(sorted(verdicts.results, key=lambda result: result.rule.id)),
        coverage=tuple(sorted(verdicts.coverage)),
        fail_on=gate.fail_on,
        complete=complete,
        unmet=unmet,
        exit_code=otherwise,
        otherwise=otherwise,
        mended=tuple(found for found in every if found.change is Change.ABSENT),
        waivers=told.results,
    )
    return held_to(report, gate.fail_on)


def held_to(report: Report, fail_on: Severity | None) -> Report:
    """The same, with the exit code that it has under another `fail_on`."""
    worst = _worst(report.findings)
    fails = worst is not None and fail_on is not None and worst >= fail_on
    exit_code = ExitCode.FINDINGS if fails else report.otherwise
    return replace(report, fail_on=fail_on, exit_code=exit_code)


def _worst(findings: Iterable[Finding]) -> Severity | None:
    """Of those that count."""
    own = (one for one in findings if one.change is not Change.UNCHANGED)
    return max((one.rule.severity for one in own if one.status is Status.OPEN), default=None)


def _is_met(wanted: str, coverage: Iterable[Cell]) -> bool:
    """Of what was never called nothing is known, so that it is not complete."""
    matched = [cell for cell in coverage if _is_meant(wanted, cell)]
    return bool(matched) and all(cell.state.settled for cell in matched)


def _is_meant(wanted: str, cell: Cell) -> bool:
    account, slash, _ = wanted.partition("/")
    if cell.lists and not cell.kind and not cell.state.settled:
        return not slash or fnmatchcase(cell.account, account)  # all that it hides is missing
    return fnmatchcase(cell.api, wanted) or fnmatchcase(
        f"{cell.account}/{cell.region}/{cell.api}", wanted
    )


def _without_findings(enough: bool, gate: Gate) -> ExitCode:
    if gate.refused:
        return ExitCode.FINDINGS
    return ExitCode.CLEAN if enough or gate.allow_incomplete else ExitCode.INCOMPLETE


def _hash_of(rules: Iterable[RuleInfo]) -> str:
    definitions = sorted(
        [
            *(rule.id, rule.version, rule.name, rule.severity.label, rule.trouble, rule.settings),
            *map(astuple, rule.overlays),
            *([rule.digest] if rule.digest else []),
        ]
        for rule in rules
    )
    return "sha256:" + hashlib.sha256(json.dumps(definitions).encode()).hexdigest()
