"""Which rules a user means: by id, by how an id begins, by class, by severity, or all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from rolevet.definition import Rule
from rolevet.errors import UsageError
from rolevet.finding import Severity, Trouble
from rolevet.text import did_you_mean, plain

KnownT = TypeVar("KnownT")

ALL: Final = "all"
_CLASS: Final = "class:"
_SEVERITY: Final = "severity:"
_LABELS: Final = {severity.label: severity for severity in Severity}
_TROUBLES: Final = {trouble.value: trouble for trouble in Trouble}


@dataclass(frozen=True, slots=True)
class Choice:
    """What one place, a file or a command line, says of the rules to judge by, in words that
    `meant` reads. What it ignores it ignores however it was selected; a later choice has the last
    word, and one that selects begins anew."""

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def find_rule(rules: Sequence[Rule], wanted: str) -> Rule:
    """By id, in any case; raises UsageError for one that is not installed."""
    for rule in rules:
        if rule.info.id == wanted.upper():
            return rule
    raise _unknown("rule", wanted, (rule.info.id for rule in rules))


def meant(rules: Sequence[Rule], word: str) -> frozenset[str]:
    """The ids of the rules that a word means; raises UsageError for one that means none.

    A word that is the id of a rule means this rule alone. Any other means every rule whose id
    begins with it, so that PROF001 does not take PROF001-LATENT with it, and PROF00 takes both.
    """
    lowered = word.lower()
    if lowered.startswith(_CLASS):
        trouble = _one_of(_TROUBLES, "class", lowered.removeprefix(_CLASS))
        return _ids(rules, lambda rule: rule.info.trouble is trouble)
    if lowered.startswith(_SEVERITY):
        least = _one_of(_LABELS, "severity", lowered.removeprefix(_SEVERITY))
        return _ids(rules, lambda rule: rule.info.severity >= least)
    if lowered == ALL:
        return _ids(rules, lambda _: True)
    upper = word.upper()
    exact = _ids(rules, lambda rule: rule.info.id == upper)
    found = exact or _ids(rules, lambda rule: bool(upper) and rule.info.id.startswith(upper))
    if not found:
        raise _unknown("rule", word, (ALL, *(rule.info.id for rule in rules)))
    return found


def chosen(rules: Sequence[Rule], choices: Iterable[Choice]) -> tuple[Rule, ...]:
    """The rules to judge by: all that are not opt-in, but for what the choices say in turn."""
    ids = _ids(rules, lambda rule: not rule.info.opt_in)
    for choice in choices:
        if choice.select is not None:
            ids = _of_all(rules, choice.select)
        ids = (ids | _of_all(rules, choice.extend_select)) - _of_all(rules, choice.ignore)
    return tuple(rule for rule in rules if rule.info.id in ids)


def _of_all(rules: Sequence[Rule], words: Iterable[str]) -> frozenset[str]:
    return frozenset[str]().union(*(meant(rules, word) for word in words))


def _ids(rules: Iterable[Rule], wanted: Callable[[Rule], bool]) -> frozenset[str]:
    return frozenset(rule.info.id for rule in rules if wanted(rule))


def _one_of(known: Mapping[str, KnownT], what: str, word: str) -> KnownT:
    if word not in known:
        raise _unknown(what, word, known)
    return known[word]


def _unknown(what: str, word: str, known: Iterable[str]) -> UsageError:
    return UsageError(
        f"there is no {what} '{plain(word, 100)}'",
        hint=f"{did_you_mean(word, known)}; see: rolevet rules",
    )
