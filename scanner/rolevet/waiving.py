"""Which findings are accepted, and which acceptances no longer hold."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from rolevet.finding import Evidence, Finding
from rolevet.place import Span
from rolevet.text import plain
from rolevet.waiver import Status, Waiver, WaiverResult, WaiverState

if TYPE_CHECKING:
    from rolevet.ignores import Ignores  # which knows YAML


@dataclass(frozen=True, slots=True)
class Waivers:
    """All that a run is given; `today` is the day on which they must still hold."""

    entries: tuple[Waiver, ...]
    today: date
    installed: frozenset[str] = frozenset()
    """Ids of the rules that there are, whether or not they judge."""
    mandatory: frozenset[str] = frozenset()
    """Ids of those that nobody may waive."""


@dataclass(frozen=True, slots=True)
class Waived:
    """The findings, each with its status, and what became of each waiver."""

    findings: tuple[Finding, ...]
    results: tuple[WaiverResult, ...]


def stated_waivers(ignores: "Ignores") -> Iterator[Waiver]:
    """One for each rule that a file wants to be silent about a part of it."""
    for each in ignores.found:
        span = each.span
        for rule in each.rules:
            yield Waiver(
                rule=rule,
                reason=each.reason,
                expires=each.until,
                place=f"{span.file}:{span.line}:{span.column}",
                target=each.target,
            )


def fact_hashes(evidence: Mapping[str, Evidence]) -> dict[str, str]:
    """A hash of each fact that a finding rests on, so that what changes can be named."""
    return {
        name: hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]
        for name, value in sorted(evidence.items())
    }


def waived(
    findings: Sequence[Finding], waivers: Waivers, judged: Collection[str], *, complete: bool
) -> Waived:
    """`judged` are the ids of the rules that judged, `complete` whether everything was read."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule.id, []).append(finding)
    ordered = sorted(waivers.entries, key=lambda one: (one.rule, one.resource, one.place))
    sure = frozenset(judged if complete else ())
    results = tuple(_result(one, by_rule.get(one.rule, ()), waivers, sure) for one in ordered)
    accepted = {
        (result.waiver.rule, fingerprint)
        for result in results
        if result.state is WaiverState.ACTIVE
        for fingerprint in result.fingerprints
    }
    return Waived(
        tuple(
            replace(one, status=Status.WAIVED)
            if (one.rule.id, one.fingerprint) in accepted
            else one
            for one in findings
        ),
        results,
    )


def _result(
    waiver: Waiver, findings: Iterable[Finding], waivers: Waivers, sure: Collection[str]
) -> WaiverResult:
    meant = [one for one in findings if _is_meant(waiver, one)]
    refusal = _refusal(waiver, meant, waivers)
    if refusal:
        return WaiverResult(waiver, *refusal)
    if not meant and waiver.rule not in sure:
        note = "whether it is used cannot be told: its rule did not judge everything"
        return WaiverResult(waiver, WaiverState.NOT_JUDGED, note=note)
    if not meant:
        return WaiverResult(waiver, WaiverState.UNUSED, note="nothing is found that it is for")
    same = [one for one in meant if not _changes(waiver, one)]
    if not same:
        changed = min(
            (_changes(waiver, one) for one in meant), key=lambda names: (len(names), names)
        )
        names = ", ".join(plain(name, 100) for name in changed)
        note = f"what was accepted has changed: {names}"
        return WaiverResult(waiver, WaiverState.CHANGED, _prints(meant), note)
    return WaiverResult(waiver, WaiverState.ACTIVE, _prints(same))


def _refusal(
    waiver: Waiver, meant: Sequence[Finding], waivers: Waivers
) -> tuple[WaiverState, tuple[str, ...], str] | None:
    prints = _prints(meant)
    if waiver.rule not in waivers.installed:
        return WaiverState.UNKNOWN_RULE, prints, f"there is no rule {plain(waiver.rule, 100)}"
    if waiver.rule in waivers.mandatory:
        return WaiverState.MANDATORY, prints, "the configuration lets nobody waive this rule"
    if waiver.expires is not None and waivers.today > waiver.expires:
        return WaiverState.EXPIRED, prints, f"it held until {waiver.expires.isoformat()}"
    if waiver.count is not None and len(meant) > waiver.count:
        note = f"it matches {len(meant)} findings and may match {waiver.count}"
        return WaiverState.TOO_BROAD, prints, note
    return None


def _prints(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(sorted(one.fingerprint for one in findings))


def _is_meant(waiver: Waiver, finding: Finding) -> bool:
    if waiver.target is not None:
        return isinstance(finding.place, Span) and _holds(waiver.target, finding.place)
    if waiver.count is None:
        return waiver.resource == finding.resource
    # Addresses in Terraform have brackets of their own.
    return fnmatchcase(finding.resource, waiver.resource.replace("[", "[[]"))


def _holds(outer: Span, inner: Span) -> bool:
    begins = (outer.line, outer.column) <= (inner.line, inner.column)
    ends = (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
    return outer.file == inner.file and begins and ends


def _changes(waiver: Waiver, finding: Finding) -> list[str]:
    """Names of the facts that are not those that were accepted."""
    if waiver.evidence is None:
        return []
    now = fact_hashes(finding.evidence)
    return sorted(
        name for name in waiver.evidence.keys() | now if waiver.evidence.get(name) != now.get(name)
    )
