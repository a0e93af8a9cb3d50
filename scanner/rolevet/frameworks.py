"""Compliance frameworks: which rules test which of their controls, and what none of them tests."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rolevet.definition import Rule
from rolevet.errors import UsageError
from rolevet.finding import Control
from rolevet.text import did_you_mean, plain


@dataclass(frozen=True, slots=True)
class Claim:
    """A control, and the ids of the rules that are said to test a part of it.

    An id also means its variants of another severity: PROF001 means PROF001-LATENT too.
    """

    control: Control
    rules: tuple[str, ...]
    not_tested: str

    def by(self, rule_id: str) -> bool:
        """Whether a rule is one of them."""
        return not _names_of(rule_id).isdisjoint(self.rules)


def is_meant(named: str, rule_id: str) -> bool:
    """Whether an id that a framework names is that of the rule, or of what it is a variant of."""
    return named in _names_of(rule_id)


@lru_cache(1024)
def _names_of(rule_id: str) -> frozenset[str]:
    words = rule_id.split("-")
    return frozenset("-".join(words[: count + 1]) for count in range(len(words)))


@dataclass(frozen=True, slots=True)
class Framework:
    """What a package says of a framework; `note` is about the mapping as a whole."""

    name: str
    title: str
    note: str
    claims: tuple[Claim, ...]


def controlled(rules: Iterable[Rule], frameworks: Sequence[Framework]) -> tuple[Rule, ...]:
    """The rules, each with the controls that it tests, in the order of the frameworks."""
    claims = [one for framework in frameworks for one in framework.claims]
    return tuple(
        rule.mapped(one.control for one in claims if one.by(rule.info.id)) for rule in rules
    )


def find_framework(frameworks: Sequence[Framework], name: str) -> Framework:
    """By name, in any case; raises UsageError for one that no package describes."""
    names = [framework.name for framework in frameworks]
    for framework in frameworks:
        if framework.name.lower() == name.lower():
            return framework
    near, known = did_you_mean(name, names), did_you_mean("", names)
    raise UsageError(
        f"there is no framework '{plain(name, 100)}'",
        hint=known if near == known else f"{near} {known}",
    )
