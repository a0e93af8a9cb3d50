"""The rules and the coverage that a saved report tells of."""

from collections.abc import Mapping
from typing import Any, Final

from rolevet.coverage import Cell, CellState, Effort
from rolevet.finding import (
    Confidence,
    Control,
    Overlay,
    RuleInfo,
    RuleResult,
    Setting,
    Severity,
    Trouble,
)
from rolevet.results.row import Row
from rolevet.sources.snapshot import Fault, exactly, object_of

SEVERITIES: Final = {severity.label: severity for severity in Severity}
CONFIDENCES: Final = {confidence.label: confidence for confidence in Confidence}
_TROUBLES: Final = {trouble.value: trouble for trouble in Trouble}
_STATES: Final = {state.value: state for state in CellState}

Installed = Mapping[tuple[str, int, str], RuleInfo]
"""By id, version and digest, without which two are not the same rule."""


def rule_result(row: Row, installed: Installed) -> RuleResult:
    """Its help is that of the installed rule, or what the report tells where there is none."""
    key = row.spelt("id"), row.number("version", 1), row.text_or_nothing("digest")
    known = installed.get(key)
    summary, source = row.text("summary"), row.text("source")
    info = RuleInfo(
        id=key[0],
        name=row.spelt("name"),
        severity=row.one_of("severity", SEVERITIES),
        confidence=_confidence(row, known),
        trouble=row.one_of("class", _TROUBLES),
        summary=summary,
        help=known.help if known else f"{summary}\n\n{source}",
        source=source,
        version=key[1],
        opt_in=row.flag("opt_in"),
        settings=_settings(row),
        declared_severity=_declared_severity(row),
        overlays=tuple(map(_overlay, row.rows("overlays"))),
        controls=tuple(map(_control, row.rows("controls"))),
        digest=key[2],
    )
    counted = ("passed", "failed", "superseded", "inconclusive", "not_applicable")
    return RuleResult(info, *map(row.number, counted))


def _confidence(row: Row, known: RuleInfo | None) -> Confidence:
    if "confidence" in row.members:
        return row.one_of("confidence", CONFIDENCES)
    return known.confidence if known else Confidence.HIGH  # the report is older than the member


def _declared_severity(row: Row) -> Severity | None:
    if row.required("declared_severity") is None:
        return None
    return row.one_of("declared_severity", SEVERITIES)


def _overlay(row: Row) -> Overlay:
    return Overlay(row.texts("accounts"), row.texts("aliases"), row.flag("ignored"), _settings(row))


def _settings(row: Row) -> tuple[tuple[str, Setting], ...]:
    where = row.path("settings")
    given = object_of(row.required("settings"), where)
    return tuple((name, _setting(value, f"{where}.{name}")) for name, value in given.items())


def _setting(value: Any, where: str) -> Setting:
    if isinstance(value, int):
        return value
    if isinstance(value, list):
        return tuple(exactly(str, item, where) for item in value)
    raise Fault(f"is damaged: {where} is no value of a parameter")


def _control(row: Row) -> Control:
    note = None if row.required("note") is None else row.text("note")
    return Control(row.text("framework"), row.text("control"), row.flag("verified"), note)


def cell(row: Row) -> Cell:
    """`denied_by` follows from its message."""
    return Cell(
        account=row.text("account"),
        region=row.text("region"),
        api=row.text("api"),
        state=row.one_of("state", _STATES),
        kind=row.text_or_nothing("kind"),
        lists=row.flag("lists"),
        items=row.number("items"),
        pages=row.number("pages"),
        effort=Effort(
            row.number("calls"),
            row.number("retries"),
            row.number("throttled"),
            float(row.number("waited_seconds")),
        ),
        error=row.text_or_nothing("error"),
        message=row.text_or_nothing("message"),
    )
