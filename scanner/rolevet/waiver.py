"""What somebody accepts, until when, and what became of that in a run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from rolevet.place import Span


class Status(StrEnum):
    """Whether a finding counts."""

    OPEN = "open"
    WAIVED = "waived"


class WaiverState(StrEnum):
    """What a waiver does; only one that is active waives anything."""

    ACTIVE = "active"
    EXPIRED = "expired"
    CHANGED = "changed"
    """What was accepted is not what is found now."""
    TOO_BROAD = "too-broad"
    MANDATORY = "mandatory"
    UNKNOWN_RULE = "unknown-rule"
    UNUSED = "unused"
    NOT_JUDGED = "not-judged"
    """Whether it is used cannot be told: its rule did not judge, or not everything was read."""

    @property
    def lapsed(self) -> bool:
        """Whether it is to be mended or removed."""
        return self not in (WaiverState.ACTIVE, WaiverState.NOT_JUDGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One entry of a file of waivers, or what a template says beside what it declares."""

    rule: str
    resource: str = ""
    """Exact, or with `count` a pattern of * and ?; empty where `target` says what is meant."""
    count: int | None = None
    """The most findings that a pattern may match."""
    owner: str = ""
    reason: str
    expires: date | None = None
    """The last day on which it holds; None, which only a template can say, for no end."""
    ticket: str = ""
    evidence: Mapping[str, str] | None = field(default=None, hash=False)
    """Of each fact that was accepted its hash; None for whatever they are."""
    place: str
    """Where it stands: file, line and column."""
    target: Span | None = None


@dataclass(frozen=True, slots=True)
class WaiverResult:
    """What became of one waiver; `note` says why it does not waive."""

    waiver: Waiver
    state: WaiverState
    fingerprints: tuple[str, ...] = ()
    note: str = ""
