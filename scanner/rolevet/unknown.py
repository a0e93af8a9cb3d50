"""What could not be known, and the two exceptions by which a question declines to answer."""

from dataclasses import dataclass
from enum import StrEnum


class Doubt(StrEnum):
    """Why there is no verdict: it decides whether the run counts as incomplete."""

    COVERAGE = "coverage"
    """It could have been read, but a call was denied, throttled or failed."""

    BY_NATURE = "by-nature"
    """What was read does not tell, and reading it again would not help."""

    RULE_ERROR = "rule-error"
    """The rule itself broke."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A fact that could not be had; `reason` is a clause that can follow "because"."""

    reason: str
    doubt: Doubt = Doubt.COVERAGE

    def undecided(self) -> "Undecided":
        return Undecided(self.reason, self.doubt)


@dataclass(frozen=True, slots=True)
class Partly(Unknown):
    """A list of which only some items could be had; `empty` unless there are any for certain."""

    known: tuple[str, ...] = ()
    empty: bool = True


@dataclass(frozen=True, slots=True)
class Unmade(Unknown):
    """What there is not yet, because its resource is only stated."""


class Undecided(Exception):
    """Raised by a question that has no answer; rules let it pass, the engine reports it."""

    def __init__(self, reason: str, doubt: Doubt = Doubt.BY_NATURE) -> None:
        super().__init__(reason)
        self.reason = reason
        self.doubt = doubt


class NotApplicable(Exception):
    """Raised where a rule has nothing to say: neither a pass nor a finding nor a doubt."""
