"""What becomes of findings between two states, and of the exit code with them."""

import pytest
from world import alias, inventory, role

from rolevet.check import Verdicts, check
from rolevet.compared import compared
from rolevet.errors import ExitCode
from rolevet.finding import Severity
from rolevet.inventory import Inventory
from rolevet.resources import RoleAlias
from rolevet.settle import Gate, settle
from rolevet_rules import rules

RULES = [rule for rule in rules() if rule.info.id == "ALIAS001"]


def long(name: str = "fleet") -> RoleAlias:
    return alias(name, credentialDurationSeconds=43200)


def difference(before: Inventory, after: Inventory) -> Verdicts:
    return compared(check(RULES, before), check(RULES, after), alias().arn)


def changes(verdicts: Verdicts) -> dict[str, str]:
    return {each.resource_name: each.change.value for each in verdicts.findings if each.change}


def test_new_and_absent_are_told_of_every_resource_and_unchanged_of_one() -> None:
    before = inventory(long(), long("old"), long("other"), alias("late"), role())
    after = inventory(long(), alias("old"), long("other"), long("late"), role())
    told = changes(difference(before, after))
    assert told == {"fleet": "unchanged", "old": "absent", "late": "new"}


def test_what_is_not_known_any_more_is_not_mended() -> None:
    verdicts = difference(inventory(long(), role()), inventory(long(), denied=["Device"]))
    assert verdicts.findings == ()
    assert len(verdicts.inconclusive) == 1


def test_doubts_about_others_that_were_there_before_are_left_out() -> None:
    both = inventory(long(), long("other"), denied=["Device"])
    (doubt,) = difference(both, both).inconclusive
    assert doubt.resource == alias().arn


@pytest.mark.parametrize(
    ("before", "after", "refused", "code"),
    [
        (alias(), long(), False, ExitCode.FINDINGS),
        (long(), long(), False, ExitCode.CLEAN),
        (long(), alias(), False, ExitCode.CLEAN),
        (long(), alias(), True, ExitCode.FINDINGS),
    ],
)
def test_only_what_is_new_or_refused_makes_it_fail(
    before: RoleAlias, after: RoleAlias, refused: bool, code: ExitCode
) -> None:
    verdicts = difference(inventory(before, role()), inventory(after, role()))
    report = settle(verdicts, Gate(Severity.HIGH, refused=refused), version="1")
    assert report.exit_code is code
    assert {each.change for each in report.mended} <= {"absent"}
    assert "absent" not in {each.change for each in report.findings}
