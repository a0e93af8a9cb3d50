"""What one case of a rule is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rolevet.check import check
from rolevet.declare.cases import Verdict as Verdict
from rolevet.definition import Rule
from rolevet.finding import Setting
from rolevet.inventory import Inventory

ACCEPTS, REJECTS, UNDECIDED, NOT_APPLICABLE = Verdict


@dataclass(frozen=True)
class Case:
    """An inventory and the one verdict that the rule must come to; `says` is in its message.

    `besides` counts the subjects that it accepts beside the one that the case is about.
    """

    name: str
    verdict: Verdict
    inventory: Inventory
    says: str = ""
    settings: Mapping[str, Setting] = field(default_factory=dict)
    besides: int = 0


def verdict_of(rule: Rule, inventory: Inventory, besides: int = 0) -> tuple[Verdict, str]:
    """The one verdict beside so many that accept, and the words that came with it."""
    verdicts = check([rule], inventory)
    (result,) = verdicts.results
    words = "\n".join(
        [finding.message for finding in verdicts.findings]
        + [doubt.reason for doubt in verdicts.inconclusive]
    )
    counts = (result.passed - besides, result.failed, result.inconclusive, result.not_applicable)
    assert sorted(counts) == [0, 0, 0, 1], f"one verdict, please: {result}"
    return list(Verdict)[counts.index(1)], words
