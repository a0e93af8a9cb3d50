"""What one case of a rule is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rolevet.check import check
from rolevet.definition import Rule
from rolevet.finding import Setting
from rolevet.inventory import Inventory


class Verdict(StrEnum):
    """What a rule may come to."""

    ACCEPTS = "accepts"
    REJECTS = "rejects"
    UNDECIDED = "undecided"
    NOT_APPLICABLE = "not applicable"


ACCEPTS, REJECTS, UNDECIDED, NOT_APPLICABLE = Verdict


@dataclass(frozen=True)
class Case:
    """An inventory and the one verdict that the rule must come to; `says` is in its message."""

    name: str
    verdict: Verdict
    inventory: Inventory
    says: str = ""
    settings: Mapping[str, Setting] = field(default_factory=dict)


def verdict_of(rule: Rule, inventory: Inventory) -> tuple[Verdict, str]:
    """The only verdict on the only subject, and the words that came with it."""
    verdicts = check([rule], inventory)
    (result,) = verdicts.results
    words = "\n".join(
        [finding.message for finding in verdicts.findings]
        + [doubt.reason for doubt in verdicts.inconclusive]
    )
    counts = (result.passed, result.failed, result.inconclusive, result.not_applicable)
    assert sum(counts) == 1, f"one subject, please: {result}"
    return list(Verdict)[counts.index(1)], words
