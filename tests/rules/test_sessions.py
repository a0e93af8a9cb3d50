"""What the rules on session policies say together, and of documents that anybody wrote."""

import json
import random
from typing import Any

import pytest
from grants import document, granting, trusts
from hypothesis import given, settings
from hypothesis import strategies as st
from rules.hostile import DOCUMENTS, STATEMENTS, TEXTS
from scanner.policy.made import Json, allow, deny, rewritten
from world import DENIED, inventory, profile, role_arn

from rolevet.check import Verdicts, check
from rolevet.inventory import Inventory, Missing
from rolevet.resources import Role
from rolevet.unknown import Doubt
from rolevet_rules import rules

FAMILY = ("PROF005", "PROF006", "PROF007", "PROF008", "PROF010", "PROF013")
RULES = [rule for rule in rules() if rule.info.id.startswith(FAMILY)]
READS = granting(allow("s3:GetObject"), name="Reads", trust=trusts())
SENDS = granting(allow("sqs:SendMessage"), name="Sends", trust=trusts())


def told(world: Inventory) -> dict[str, int]:
    """How often each rule has a finding."""
    ids = [finding.rule.id for finding in check(RULES, world).findings]
    return {each: ids.count(each) for each in sorted(set(ids))}


def of(text: str, *roles: Role, **fields: Any) -> Inventory:
    arns = [role.arn for role in roles]
    return inventory(profile(sessionPolicy=text, roleArns=arns, **fields), *roles)


def outcome(verdicts: Verdicts) -> list[tuple[object, ...]]:
    return [
        (each.rule.id, each.passed, each.failed, each.inconclusive, each.not_applicable)
        for each in verdicts.results
    ]


def test_what_is_no_policy_is_told_once() -> None:
    world = of("[Ā" + "x" * 100_001, READS)
    assert told(world) == {"PROF006": 1}
    (finding,) = check(RULES, world).findings
    below = {related.note.partition(":")[0] for related in finding.related}
    assert below == {"PROF005-CHARSET", "PROF005-REJECTED"}


def test_a_profile_that_grants_nothing_is_told_once() -> None:
    text = json.dumps(document(allow("sns:Publish")))
    assert told(of(text, READS, SENDS)) == {"PROF007": 1}
    (finding,) = check(RULES, of(text, READS, SENDS)).findings
    assert sorted(related.note.partition(":")[0] for related in finding.related) == [
        "PROF007-SOME",
        "PROF007-SOME",
    ]


def test_of_two_roles_the_one_is_told_that_is_left_nothing() -> None:
    verdicts = check(RULES, of(json.dumps(document(allow("sqs:*"))), READS, SENDS))
    assert [(f.rule.id, f.evidence["roleArn"]) for f in verdicts.findings] == [
        ("PROF007-SOME", READS.arn)
    ]


def test_each_unusable_policy_is_told_before_those_that_nobody_may_look_at() -> None:
    own = "arn:aws:iam::123456789012:policy/"
    gone, unseen, foreign = f"{own}A", f"{own}B", "arn:aws:iam::210987654321:policy/C"
    world = inventory(
        profile(managedPolicyArns=[unseen, gone, foreign, gone]),
        managed_policies={gone: Missing(gone, profile().place), unseen: DENIED},
    )
    verdicts = check([rule for rule in RULES if rule.info.id == "PROF010"], world)
    assert [finding.evidence for finding in verdicts.findings] == [
        {"policyArn": foreign, "reason": "CROSS_ACCOUNT"},
        {"policyArn": gone, "reason": "MISSING"},
    ]
    assert [doubt.doubt for doubt in verdicts.inconclusive] == [Doubt.COVERAGE]


@pytest.mark.parametrize("enabled", [True, False])
def test_a_well_kept_profile_is_not_told_of(enabled: bool) -> None:
    text = json.dumps(document(allow("s3:GetObject", "arn:aws:s3:::logs/*")))
    assert told(of(text, READS, enabled=enabled)) == {}
    assert told(inventory(profile(roleArns=[READS.arn], enabled=enabled), READS)) == {}


def broken(world: Inventory) -> list[str]:
    """What rules raised that no rule may raise."""
    doubts = check(RULES, world).inconclusive
    return [each.traceback for each in doubts if each.doubt is Doubt.RULE_ERROR]


@settings(max_examples=60, deadline=None)
@given(text=TEXTS | DOCUMENTS.map(json.dumps), arns=st.lists(TEXTS, max_size=3))
def test_whatever_stands_there_no_rule_breaks(text: str, arns: list[str]) -> None:
    holder = profile(sessionPolicy=text, managedPolicyArns=arns, roleArns=[READS.arn, *arns])
    assert broken(inventory(holder, READS)) == []


@settings(max_examples=40, deadline=None)
@given(statements=st.lists(STATEMENTS, min_size=1, max_size=3), seed=st.integers(0, 99))
def test_the_verdict_does_not_hang_on_how_it_is_written(statements: list[Json], seed: int) -> None:
    chance = random.Random(seed)
    again = [rewritten(each, chance) for each in statements]
    one, other = (json.dumps(document(*each)) for each in (statements, again))
    holder = granting(*statements, deny("iam:*"), name="Reads", trust=trusts())
    assert outcome(check(RULES, of(one, holder))) == outcome(check(RULES, of(other, holder)))
    assert holder.arn == role_arn("Reads")
