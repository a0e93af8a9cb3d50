"""Exit codes, order, and what counts as complete."""

from collections.abc import Iterator

import pytest
from world import alias, inventory, profile, role

from rolevet import (
    Cell,
    CellState,
    Hit,
    Inventory,
    Profile,
    Report,
    Rule,
    Severity,
    Trouble,
    Undecided,
    rule,
)
from rolevet.check import check
from rolevet.settle import Gate, settle
from rolevet.unknown import Doubt

DEFAULT = Gate()


def _rule(severity: Severity, doubt: Doubt | None, id: str = "TEST001") -> Rule:
    def judge(profile: Profile, _: Inventory) -> Iterator[Hit]:
        """A test rule."""
        if profile.name == "bad":
            yield Hit("bad", at="name")
        if profile.name == "unclear":
            if doubt is Doubt.RULE_ERROR:
                raise ValueError("broken")
            raise Undecided("who knows", doubt or Doubt.BY_NATURE)

    return rule(
        id,
        "test-rule",
        severity=severity,
        trouble=Trouble.HYGIENE,
        kind=Profile,
        source="https://example.com/",
    )(judge)


def report(
    *names: str,
    severity: Severity = Severity.MEDIUM,
    doubt: Doubt | None = None,
    cell: CellState = CellState.COMPLETE,
    gate: Gate = DEFAULT,
) -> Report:
    cells = [Cell("123456789012", "eu-west-1", "x:DescribeY", cell)]
    seen = inventory(*(profile(name) for name in names), coverage=cells)
    return settle(check([_rule(severity, doubt)], seen), gate, version="1.2.3")


@pytest.mark.parametrize(
    ("made", "code", "complete"),
    [
        (report(), 0, True),
        (report("good"), 0, True),
        (report("bad"), 1, True),
        (report("bad", severity=Severity.LOW), 0, True),
        (report("bad", severity=Severity.LOW, gate=Gate(Severity.LOW)), 1, True),
        (report("bad", severity=Severity.INFO, gate=Gate(Severity.INFO)), 1, True),
        (report("bad", severity=Severity.CRITICAL, gate=Gate(None)), 0, True),
        (report(cell=CellState.NOT_OFFERED), 0, True),
        (report(cell=CellState.DENIED), 3, False),
        (report(cell=CellState.THROTTLED), 3, False),
        (report(cell=CellState.PARTIAL), 3, False),
        (report(cell=CellState.FAILED), 3, False),
        (report(cell=CellState.FAILED, gate=Gate(allow_incomplete=True)), 0, False),
        (report("bad", cell=CellState.DENIED), 1, False),
        (report("bad", severity=Severity.LOW, cell=CellState.DENIED), 3, False),
        (report("unclear", doubt=Doubt.COVERAGE), 3, False),
        (report("unclear", doubt=Doubt.RULE_ERROR), 3, False),
        (report("unclear", doubt=Doubt.RULE_ERROR, gate=Gate(allow_incomplete=True)), 0, False),
        (report("unclear", doubt=Doubt.BY_NATURE), 0, True),
        (report("unclear", doubt=Doubt.BY_NATURE, gate=Gate(strict=True)), 3, False),
        (report("unclear", "bad", doubt=Doubt.COVERAGE), 1, False),
    ],
)
def test_exit_code(made: Report, code: int, complete: bool) -> None:
    assert (made.exit_code, made.complete) == (code, complete)


def test_order_does_not_depend_on_the_order_of_the_facts() -> None:
    one = report("bad", "unclear", "good")
    other = report("good", "unclear", "bad")
    assert one == other


def test_the_rule_set_hash_tells_rule_sets_apart() -> None:
    def hash_of(*rules: Rule) -> str:
        seen = inventory(alias(), role())
        return settle(check(rules, seen), Gate(), version="1").rule_set

    one, other = _rule(Severity.LOW, None, "A"), _rule(Severity.LOW, None, "B")
    assert hash_of(one, other) == hash_of(other, one)
    assert len({hash_of(one), hash_of(other), hash_of(_rule(Severity.HIGH, None, "A"))}) == 3


OTHER = Cell("123456789012", "eu-west-1", "x:ListZ", CellState.COMPLETE)


@pytest.mark.parametrize(
    ("required", "cell", "unmet"),
    [
        (("x:ListZ",), CellState.DENIED, ()),
        (("x:*",), CellState.DENIED, ("x:*",)),
        (("x:*",), CellState.NOT_OFFERED, ()),
        (("*/eu-west-1/x:ListZ",), CellState.FAILED, ()),
        (("123456789012/*",), CellState.PARTIAL, ("123456789012/*",)),
        (("x:ListZ", "iam:GetRole"), CellState.COMPLETE, ("iam:GetRole",)),
    ],
)
def test_what_is_required_decides_alone(
    required: tuple[str, ...], cell: CellState, unmet: tuple[str, ...]
) -> None:
    cells = [Cell("123456789012", "eu-west-1", "x:DescribeY", cell, "profile", lists=True), OTHER]
    seen = inventory(coverage=cells)
    told = settle(check([_rule(Severity.LOW, None)], seen), Gate(required=required), version="1")
    assert told.unmet == unmet
    assert told.exit_code == (3 if unmet else 0)
    assert told.complete is cell.settled


@pytest.mark.parametrize(
    ("required", "code"), [("x:ListZ", 3), ("123456789012/*", 0), ("9*/*", 3), ("*/*/x:ListZ", 3)]
)
def test_an_account_that_was_not_entered_lacks_everything(required: str, code: int) -> None:
    shut = Cell("999999999999", "global", "sts:AssumeRole", CellState.DENIED, lists=True)
    told = settle(
        check([], inventory(coverage=[OTHER, shut])), Gate(required=(required,)), version="1"
    )
    assert told.exit_code == code


def test_a_broken_rule_is_incomplete_whatever_is_required() -> None:
    gate = Gate(required=("x:*",))
    assert report("unclear", doubt=Doubt.RULE_ERROR, gate=gate).exit_code == 3
