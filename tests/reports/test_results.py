"""A saved JSON report, read back: every format says the same of it, byte for byte."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reports.made import REPORTS, usual
from reports.test_formats import FORMATS, rendered

from rolevet import (
    ApiCall,
    Cell,
    CellState,
    Change,
    Confidence,
    Control,
    Evidence,
    Finding,
    Inconclusive,
    Overlay,
    Related,
    Report,
    RuleInfo,
    RuleResult,
    Scope,
    Severity,
    Span,
    Trouble,
)
from rolevet.coverage import Effort
from rolevet.errors import DamagedError, ExitCode, InputError, RolevetError
from rolevet.finding import Setting
from rolevet.inventory import FileScope
from rolevet.results import read_report
from rolevet.settle import held_to
from rolevet.unknown import Doubt


def again(report: Report) -> Report:
    infos = [result.rule for result in report.rules]
    return read_report(rendered(report, "json").encode(), "r.json", infos)


def told(**changes: Any) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(rendered(usual(), "json"))
    return body | changes


def read(body: Any) -> Report:
    return read_report(json.dumps(body).encode(), "r.json", ())


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", REPORTS)
def test_every_format_says_the_same_of_what_was_read_back(name: str, format: str) -> None:
    report = REPORTS[name]()
    assert rendered(again(report), format) == rendered(report, format)


_TEXT = st.text(max_size=30)
_WORD = st.from_regex("[A-Z]{3,5}[0-9]{3}(-[A-Z]{2,5})?", fullmatch=True)
_COUNT = st.integers(0, 10**6)
_LINE = st.integers(1, 10**6)
_EVIDENCE: st.SearchStrategy[Evidence] = st.recursive(
    st.one_of(_TEXT, st.integers(), st.booleans(), st.none()),
    lambda inner: st.lists(inner, max_size=3).map(tuple),
    max_leaves=5,
)
_SETTING: st.SearchStrategy[Setting] = st.one_of(
    st.integers(), st.booleans(), st.lists(_TEXT, max_size=2).map(tuple)
)
_SETTINGS = st.dictionaries(_TEXT, _SETTING, max_size=2).map(lambda made: tuple(made.items()))
_TEXTS = st.lists(_TEXT, max_size=3).map(tuple)
_INFO = st.builds(
    RuleInfo,
    id=_WORD,
    name=st.just("a-name"),
    severity=st.sampled_from(Severity),
    confidence=st.sampled_from(Confidence),
    trouble=st.sampled_from(Trouble),
    summary=_TEXT,
    help=_TEXT,
    source=_TEXT,
    version=st.integers(1, 9),
    opt_in=st.booleans(),
    settings=_SETTINGS,
    declared_severity=st.none() | st.sampled_from(Severity),
    overlays=st.lists(st.builds(Overlay, _TEXTS, _TEXTS, st.booleans(), _SETTINGS), max_size=2).map(
        tuple
    ),
    controls=st.lists(
        st.builds(Control, _TEXT, _TEXT, st.booleans(), st.none() | _TEXT), max_size=2
    ).map(tuple),
    digest=_TEXT,
)
_SCOPES = st.lists(
    st.builds(Scope, _TEXT, _TEXT, _TEXTS, st.booleans(), _TEXT, _TEXT)
    | st.builds(FileScope, _TEXT, _TEXT, _TEXTS),
    min_size=1,
    max_size=3,
).map(tuple)
_CELL = st.builds(
    Cell,
    account=_TEXT,
    region=_TEXT,
    api=_TEXT,
    state=st.sampled_from(CellState),
    kind=_TEXT,
    lists=st.booleans(),
    items=_COUNT,
    pages=_COUNT,
    effort=st.builds(Effort, _COUNT, _COUNT, _COUNT, st.floats(0, 10**6)),
    error=_TEXT,
    message=_TEXT,
)


def _findings(infos: list[RuleInfo], changes: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    if not infos:
        return st.just(())
    found = st.builds(
        Finding,
        rule=st.sampled_from(infos),
        confidence=st.sampled_from(Confidence),
        resource=_TEXT,
        resource_type=st.sampled_from(["role-alias", "iot-policy"]),
        resource_name=_TEXT,
        account=_TEXT,
        region=_TEXT,
        message=_TEXT,
        path=_TEXT,
        place=st.builds(ApiCall, _TEXT, _TEXT, _TEXT)
        | st.builds(Span, _TEXT, _LINE, _LINE, _LINE, _LINE),
        fingerprint=st.just("ab" * 32),
        evidence=st.dictionaries(_TEXT, _EVIDENCE, max_size=3),
        related=st.lists(st.builds(Related, _TEXT, _TEXT), max_size=2).map(tuple),
        change=changes,
    )
    return st.lists(found, max_size=4).map(tuple)


@st.composite
def _reports(draw: st.DrawFn) -> Report:
    infos = draw(st.lists(_INFO, max_size=3, unique_by=lambda info: info.id))
    counts = [draw(st.builds(RuleResult, st.just(i), *[_COUNT] * 5)) for i in infos]
    doubts = st.builds(
        Inconclusive,
        rule=st.sampled_from(infos) if infos else st.nothing(),
        resource=_TEXT,
        account=_TEXT,
        region=_TEXT,
        reason=_TEXT,
        doubt=st.sampled_from(Doubt),
    )
    exits = st.sampled_from([ExitCode.CLEAN, ExitCode.FINDINGS, ExitCode.INCOMPLETE])
    return Report(
        version="1.2.3",
        rule_set=f"sha256:{'0' * 64}",
        scopes=draw(_SCOPES),
        findings=draw(_findings(infos, st.sampled_from([None, Change.NEW, Change.UNCHANGED]))),
        inconclusive=draw(st.lists(doubts, max_size=3)) if infos else (),  # type: ignore[arg-type]
        rules=tuple(counts),
        coverage=tuple(draw(st.lists(_CELL, max_size=3))),
        fail_on=draw(st.none() | st.sampled_from(Severity)),
        complete=draw(st.booleans()),
        unmet=draw(_TEXTS),
        exit_code=draw(exits),
        otherwise=draw(exits),
        mended=draw(_findings(infos, st.just(Change.ABSENT))),
    )


@settings(max_examples=60, deadline=None)
@given(_reports())
def test_any_report_is_the_same_when_read_back(report: Report) -> None:
    for name in FORMATS:
        assert rendered(again(report), name) == rendered(report, name)


def test_the_help_is_that_of_the_installed_rule_of_the_same_version() -> None:
    infos = [result.rule for result in usual().rules]
    later = [replace(info, version=info.version + 1) for info in infos]
    data = rendered(usual(), "json").encode()
    for known, expected in (
        (infos, infos[0].help),
        (later, f"{infos[0].summary}\n\n{infos[0].source}"),
    ):
        assert read_report(data, "r.json", known).rules[0].rule.help == expected


@pytest.mark.parametrize(
    ("fail_on", "code"), [(None, 0), (Severity.INFO, 1), (Severity.CRITICAL, 0)]
)
def test_a_saved_report_can_be_held_to_another_severity(
    fail_on: Severity | None, code: int
) -> None:
    held = held_to(again(usual()), fail_on)
    assert (held.fail_on, held.exit_code) == (fail_on, code)


def test_what_later_versions_add_is_let_be() -> None:
    body = told(later={"a": 1})
    body["findings"][0]["later"] = body["rules"][0]["later"] = [None]
    assert rendered(read(body), "txt") == rendered(usual(), "txt")


def test_what_earlier_versions_lack_is_not_missed() -> None:
    body = told()
    del body["summary"]["exit_code_without_findings"]
    for rows, lacking in (
        ("rules", ("confidence", "digest", "opt_in")),
        ("scopes", ("declared",)),
        ("coverage", ("kind", "lists")),
    ):
        for row in body[rows]:
            for name in lacking:
                del row[name]
    assert rendered(read(body), "txt") == rendered(usual(), "txt")


def _changed(path: str, value: Any) -> dict[str, Any]:
    body: Any = told()
    *outer, last = (int(part) if part.isdigit() else part for part in path.split("."))
    inner = body
    for part in outer:
        inner = inner[part]
    inner[last] = value
    return body  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("version", "2", "is a report of version '2', which this rolevet does not know"),
        ("findings", {}, "findings is not a list"),
        ("findings.0", [], "findings[0] is not an object"),
        ("findings.0.rule", "NONE001", "findings[0] is of a rule that it does not list"),
        ("findings.0.message", 7, "findings[0].message is not a text"),
        ("findings.0.confidence", "sure", "findings[0].confidence 'sure'"),
        ("findings.0.resource_type", "role\x1b[31m", "has in findings[0].resource_type"),
        ("findings.0.evidence", {"a": {"b": 1}}, "findings[0].evidence holds a value"),
        ("findings.0.evidence", {"a": 0.5}, "findings[0].evidence holds a value"),
        ("findings.0.location", {"file": "a", "line": 0}, "a number below 1"),
        ("findings.0.fingerprint", "ab", "has in findings[0].fingerprint"),
        ("rules.0.id", "A\n::error::", "has in rules[0].id"),
        ("rules.0.id", "A" * 101, "has in rules[0].id"),
        ("rules.1.id", "ALIAS001", "it has a rule twice"),
        ("rules.0.passed", True, "rules[0].passed is not a whole number"),
        ("rules.0.passed", -1, "rules[0].passed a number below 0"),
        ("rules.0.settings", {"a": None}, "rules[0].settings.a is no value of a parameter"),
        ("summary.exit_code", 4, "summary.exit_code '4'"),
        ("summary", {}, "it has no summary.coverage"),
        ("coverage.0.state", "lost", "coverage[0].state 'lost'"),
    ],
)
def test_a_damaged_report_is_refused_with_the_place(path: str, value: Any, said: str) -> None:
    body = _changed(path, value)
    with pytest.raises(DamagedError) as refused:
        read(body)
    assert said in refused.value.message
    assert refused.value.message.startswith("r.json ")
    assert refused.value.hint.startswith(("write it again", "update rolevet"))


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (b"", DamagedError, "is empty"),
        (b'{"version": "1",\n "tool"', DamagedError, "line 2, column"),
        (b"[" * 100_000, DamagedError, "nested deeper"),
        (b'{"version": "1", "version": "1"}', DamagedError, "stands twice"),
        (b'{"version": NaN}', DamagedError, "no JSON number"),
        (b"\xff", DamagedError, "not UTF-8"),
        (b"[]", InputError, "is not a JSON report of rolevet"),
        (b'{"format": "rolevet-snapshot", "version": "1"}', InputError, "is not a JSON report"),
    ],
)
def test_what_is_no_report_is_refused(data: bytes, kind: type[RolevetError], said: str) -> None:
    with pytest.raises(kind) as refused:
        read_report(data, "r.json", ())
    assert said in refused.value.message
