"""Two states of the same resources: what would be wrong in the later one, and what no longer."""

from collections.abc import Iterator
from dataclasses import replace

from rolevet.check import Verdicts
from rolevet.finding import Change, Finding


def compared(before: Verdicts, after: Verdicts, resource: str) -> Verdicts:
    """The later verdicts, of which those that did not change are told of one resource only.

    `resource` is told as findings tell theirs.
    """
    known = {(doubt.rule.id, doubt.resource, doubt.reason) for doubt in before.inconclusive}
    return replace(
        after,
        findings=tuple(_changes(before, after, resource)),
        inconclusive=tuple(
            doubt
            for doubt in after.inconclusive
            if doubt.resource == resource
            or (doubt.rule.id, doubt.resource, doubt.reason) not in known
        ),
    )


def _changes(before: Verdicts, after: Verdicts, resource: str) -> Iterator[Finding]:
    earlier = {_key(finding): finding for finding in before.findings}
    later = {_key(finding): finding for finding in after.findings}
    undecided = {(doubt.rule.id, doubt.resource) for doubt in after.inconclusive}
    for key, finding in later.items():
        if key not in earlier:
            yield replace(finding, change=Change.NEW)
        elif finding.resource == resource:
            yield replace(finding, change=Change.UNCHANGED)
    for key, finding in earlier.items():
        # What is not known any more is not mended.
        if key not in later and (finding.rule.id, finding.resource) not in undecided:
            yield replace(finding, change=Change.ABSENT)


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule.id, finding.fingerprint
