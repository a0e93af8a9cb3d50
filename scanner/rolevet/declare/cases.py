"""The examples of a rule: resources as AWS tells of them, and what it must say of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from rolevet.check import check
from rolevet.declare.examples import MISSING, UNSEEN, Facts, inventory_of
from rolevet.declare.judging import Declared
from rolevet.declare.named import KINDS
from rolevet.declare.views import view_of
from rolevet.definition import Rule
from rolevet.inventory import Binding, Inventory
from rolevet.marked import Marked
from rolevet.resources import Role
from rolevet.text import did_you_mean, plain
from rolevet.unknown import Undecided

_HINT: Final = "write it as  - {name: …, verdict: rejects, role-alias: {roleAlias: …}}"
_FIELDS: Final = ("name", "verdict", "says", "now", "unknown")

NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Where a case does not say when it is."""


class Verdict(StrEnum):
    """What a rule may come to."""

    ACCEPTS = "accepts"
    REJECTS = "rejects"
    UNDECIDED = "undecided"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Case:
    """Resources and the one verdict that the rule must come to; `says` is in its message."""

    name: str
    verdict: Verdict
    says: str
    now: datetime
    facts: Facts
    unknown: Mapping[str, tuple[str, ...]]
    """Fields by the kind of resource."""
    entry: Marked

    @property
    def inventory(self) -> Inventory:
        return inventory_of(self.facts, self.unknown, self.now)


def read_case(entry: Marked, kind: str) -> Case:
    """Raises InputError that says where it is not what it should be."""
    judged, beside = _held(kind)
    members = entry.fields((*_FIELDS, *judged, *beside), _HINT)
    for name in ("name", "verdict"):
        if name not in members:
            raise entry.wrong(f"there is no '{name}'", _HINT)
    if sum(name in members for name in judged) != 1:
        raise entry.wrong(f"a case of this rule holds one {' or '.join(judged)}", _HINT)
    word = members["verdict"].text(_HINT)
    if word not in list(Verdict):
        unknown = f"there is no verdict '{plain(word, 40)}'"
        raise members["verdict"].wrong(unknown, did_you_mean(word, Verdict))
    held = (*judged, *beside)
    facts = {name: _fields(members[name], name in beside) for name in held if name in members}
    return Case(
        name=plain(members["name"].text(_HINT), 200),
        verdict=Verdict(word),
        says=members["says"].text(_HINT) if "says" in members else "",
        now=_moment(members["now"]) if "now" in members else NOW,
        facts=dict.fromkeys(beside, UNSEEN) | facts,
        unknown=_unknown(members["unknown"], facts) if "unknown" in members else {},
        entry=entry,
    )


def _held(kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The kinds of which a case holds one, and what may stand beside it."""
    judged = KINDS[kind]
    if issubclass(judged, Binding):
        return tuple(sorted(broker.KIND for broker in judged.BROKERS)), (Role.KIND,)
    return (kind,), ()


def _fields(node: Marked, may_be_missing: bool) -> Any:
    if may_be_missing and node.value == MISSING:
        return MISSING
    if not isinstance(node.value, dict):
        raise node.wrong("these are not the fields of a resource", _HINT)
    return node.data()


def _moment(node: Marked) -> datetime:
    text = node.text(_HINT)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        wrong = f"'{plain(text, 40)}' is not a moment"
        raise node.wrong(wrong, "write it as 2026-01-31T00:00:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _unknown(node: Marked, facts: Facts) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for item in node.items(_HINT):
        owner, dot, field = item.text(_HINT).partition(".")
        if not (dot and field) or not isinstance(facts.get(owner), dict):
            wrong = f"'{plain(item.text(_HINT), 100)}' is no field of a resource that is here"
            raise item.wrong(wrong, f"write it as {next(iter(facts))}.FIELD")
        found[owner] = (*found.get(owner, ()), field)
    return found


def verdict_of(rule: Rule, inventory: Inventory) -> tuple[Verdict, str]:
    """The verdict on the only subject, and the words that came with it; raises ValueError where
    there is none, or another one."""
    verdicts = check([rule], inventory)
    (result,) = verdicts.results
    words = "\n".join(
        [finding.message for finding in verdicts.findings]
        + [doubt.reason for doubt in verdicts.inconclusive]
    )
    counts = (result.passed, result.failed, result.inconclusive, result.not_applicable)
    if sum(counts) != 1:
        raise ValueError(f"the rule judges {sum(counts)} resources or bindings, and not one")
    return list(Verdict)[counts.index(1)], words


def problem_of(rule: Rule, case: Case) -> str:
    """What is wrong with the rule or the case, as a clause; empty where all is well."""
    inventory = case.inventory
    try:
        verdict, words = verdict_of(rule, inventory)
    except ValueError as error:
        return str(error)
    if verdict is not case.verdict:
        said = f": {words}" if words else ""
        return f"expected {case.verdict}, got {verdict}{said}"
    if case.says not in words:
        return f"expected words with '{plain(case.says, 200)}', got: {words}"
    return _untold(rule.judge, rule, inventory) if verdict is Verdict.REJECTS else ""


def _untold(judge: object, rule: Rule, inventory: Inventory) -> str:
    """A finding leaves out what its message and its key cannot tell; an example must not."""
    (subject,) = inventory.of(rule.kind)
    for expression in judge.expressions if isinstance(judge, Declared) else ():
        try:
            expression.value(view_of(subject), inventory.now)
        except Undecided as doubt:
            return f"what it says cannot be told whole: {doubt.reason}"
    return ""
