"""A saved JSON report, version 1, back into the report that it was; it may be anybody's."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from rolevet.errors import DamagedError, ExitCode, InputError
from rolevet.finding import (
    Change,
    Evidence,
    Finding,
    Inconclusive,
    Related,
    Report,
    RuleInfo,
    Severity,
)
from rolevet.inventory import FileScope, Scope
from rolevet.place import ApiCall, Place, Span
from rolevet.results.parts import CONFIDENCES, SEVERITIES, Installed, cell, rule_result
from rolevet.results.row import HASH, Row
from rolevet.sources.snapshot import UPDATE, Fault, foreign, object_of, parse
from rolevet.unknown import Doubt
from rolevet.waiver import Status, Waiver, WaiverResult, WaiverState

_VERSION: Final = "1"
_WRITTEN_BY: Final = "a report is written by: rolevet scan -o json=FILE"
_AGAIN: Final = "write it again with -o json=FILE"

_FAIL_ON: Final[Mapping[str, Severity | None]] = {**SEVERITIES, "never": None}
_DOUBTS: Final = {doubt.value: doubt for doubt in Doubt}
_CHANGES: Final = {change.value: change for change in Change}
_STATUSES: Final = {status.value: status for status in Status}
_STATES: Final = {state.value: state for state in WaiverState}
_COVERAGES: Final = {"complete": True, "incomplete": False}


def read_report(data: bytes, name: str, installed: Iterable[RuleInfo]) -> Report:
    """Raises InputError for what is no report, DamagedError for a bad one; `name` is the file's.

    What a report does not hold, the help of its rules, is that of the installed ones.
    """
    try:
        body = parse(data)
        if not isinstance(body, dict) or not {"version", "tool", "summary"} <= body.keys():
            raise InputError(f"{name} is not a JSON report of rolevet", hint=_WRITTEN_BY)
        if body["version"] != _VERSION:
            raise foreign("is a report of version", str(body["version"]))
        helps = {(info.id, info.version, info.digest): info for info in installed}
        return _report(Row(body, ""), helps)
    except Fault as fault:
        hint = UPDATE if fault.hint == UPDATE else _AGAIN
        raise DamagedError(f"{name} {fault.message}", hint=hint) from fault


def _report(body: Row, installed: Installed) -> Report:
    tool, summary = body.row("tool"), body.row("summary")
    results = tuple(rule_result(row, installed) for row in body.rows("rules"))
    rules = {result.rule.id: result.rule for result in results}
    if len(rules) < len(results):
        raise Fault("is damaged: it has a rule twice")
    mended = body.rows("mended") if "mended" in body.members else ()
    waivers = body.rows("waivers") if "waivers" in body.members else ()
    complete = summary.one_of("coverage", _COVERAGES)
    return Report(
        version=tool.spelt("version"),
        rule_set=tool.spelt("rule_set", HASH),
        scopes=tuple(map(_scope, body.rows("scopes"))),
        findings=tuple(_finding(row, rules) for row in body.rows("findings")),
        inconclusive=tuple(_inconclusive(row, rules) for row in body.rows("inconclusive")),
        rules=results,
        coverage=tuple(map(cell, body.rows("coverage"))),
        fail_on=summary.one_of("fail_on", _FAIL_ON),
        complete=complete,
        unmet=summary.texts("coverage_required_and_missing"),
        exit_code=summary.exit_code("exit_code"),
        otherwise=_otherwise(summary, complete),
        mended=tuple(_finding(row, rules) for row in mended),
        waivers=tuple(map(_waiver, waivers)),
    )


def _otherwise(summary: Row, complete: bool) -> ExitCode:
    if "exit_code_without_findings" in summary.members:
        return summary.exit_code("exit_code_without_findings")
    code = summary.exit_code("exit_code")  # the report is older than the member
    if code is not ExitCode.FINDINGS:
        return code
    return ExitCode.CLEAN if complete else ExitCode.INCOMPLETE


def _scope(row: Row) -> Scope:
    kind = FileScope if row.flag("declared") else Scope
    return kind(
        row.text("partition"),
        row.text("account"),
        row.texts("regions"),
        row.flag("everywhere"),
        row.text_or_nothing("name"),
        row.text_or_nothing("organizational_unit"),
    )


def _rule(row: Row, rules: Mapping[str, RuleInfo]) -> RuleInfo:
    rule_id = row.text("rule")
    if rule_id not in rules:
        raise Fault(f"is damaged: {row.where} is of a rule that it does not list")
    return rules[rule_id]


def _finding(row: Row, rules: Mapping[str, RuleInfo]) -> Finding:
    evidence = object_of(row.required("evidence"), row.path("evidence"))
    return Finding(
        rule=_rule(row, rules),
        confidence=row.one_of("confidence", CONFIDENCES),
        resource=row.text("resource"),
        resource_type=row.spelt("resource_type"),
        resource_name=row.text("resource_name"),
        account=row.text("account"),
        region=row.text("region"),
        message=row.text("message"),
        path=row.text("path"),
        place=_place(row),
        fingerprint=row.spelt("fingerprint", HASH),
        evidence={key: _evidence(one, row.path("evidence")) for key, one in evidence.items()},
        related=tuple(Related(r.text("resource"), r.text("note")) for r in row.rows("related")),
        change=row.one_of("change", _CHANGES) if "change" in row.members else None,
        status=row.one_of("status", _STATUSES) if "status" in row.members else Status.OPEN,
    )


def _waiver(row: Row) -> WaiverResult:
    waiver = Waiver(
        rule=row.text("rule"),
        resource=row.text_or_nothing("resource"),
        owner=row.text_or_nothing("owner"),
        reason=row.text("reason"),
        expires=_day(row),
        ticket=row.text_or_nothing("ticket"),
        place=row.text("place"),
    )
    state = row.one_of("state", _STATES)
    return WaiverResult(waiver, state, row.texts("fingerprints"), row.text_or_nothing("note"))


def _day(row: Row) -> date | None:
    text = row.text_or_nothing("expires")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Fault(f"has in {row.path('expires')} what is no day") from None


def _place(row: Row) -> Place:
    if row.required("location") is None:
        return ApiCall(row.text("api"), row.text("account"), row.text("region"))
    place = row.row("location")
    corners = (place.number(key, 1) for key in ("line", "column", "end_line", "end_column"))
    return Span(place.text("file"), *corners)


def _evidence(value: Any, where: str) -> Evidence:
    if isinstance(value, list):
        return tuple(_evidence(item, where) for item in value)
    if value is None or isinstance(value, str | int):
        return value
    raise Fault(f"is damaged: {where} holds a value that is no evidence")


def _inconclusive(row: Row, rules: Mapping[str, RuleInfo]) -> Inconclusive:
    return Inconclusive(
        rule=_rule(row, rules),
        resource=row.text("resource"),
        account=row.text("account"),
        region=row.text("region"),
        reason=row.text("reason"),
        doubt=row.one_of("kind", _DOUBTS),
    )
