"""What the rules on IoT policies say together, and of documents that anybody wrote."""

import json
import random
from typing import Any

from grants import document, granting
from hypothesis import given, settings
from hypothesis import strategies as st
from rules.hostile import DOCUMENTS, STATEMENTS, TEXTS
from scanner.policy.made import Json, allow, rewritten
from scanner.policy.steps import steps
from world import ACCOUNT, REGION, alias, inventory, iot_policy, listed

from rolevet.check import check
from rolevet.finding import Confidence, Finding
from rolevet.inventory import Inventory
from rolevet.resources import RoleAlias
from rolevet.unknown import Doubt
from rolevet_rules import rules

RULES = [rule for rule in rules() if rule.info.id.startswith("IOTP")]
USE = "iot:AssumeRoleWithCertificate"
SPACE = f"arn:aws:iot:{REGION}:{ACCOUNT}:rolealias/"
PLAIN = granting(allow("s3:GetObject", "arn:aws:s3:::logs/*"))
IF = {"Bool": {"iot:Connection.Thing.IsAttached": "true"}}


def world(*texts: str, aliases: int = 1) -> Inventory:
    made = (iot_policy(f"p{number}", policyDocument=text) for number, text in enumerate(texts))
    known = (alias(f"a{number:03}") for number in range(aliases))
    return inventory(*known, *made, PLAIN, coverage=[listed(RoleAlias)])


def of(*statements: Json, aliases: int = 1) -> Inventory:
    return world(json.dumps(document(*statements)), aliases=aliases)


def found(seen: Inventory) -> list[Finding]:
    return list(check(RULES, seen).findings)


def ids(seen: Inventory) -> list[str]:
    return [finding.rule.id for finding in found(seen)]


def test_each_resource_is_told_by_one_rule() -> None:
    resources = [f"{SPACE}gone", f"{SPACE}A000", f"{SPACE}a*", "a000", f"{SPACE}a000"]
    seen = of(allow(USE, resources), allow("iot:*", f"{SPACE}?000"))
    assert ids(seen) == ["IOTP001-PREFIX", "IOTP002", "IOTP003", "IOTP003-CASE", "IOTP004-MIXED"]
    assert all(len(finding.related) <= 1 for finding in found(seen))


def test_a_graver_finding_is_not_told_under_a_lesser() -> None:
    assert ids(of(allow(USE, [f"{SPACE}gone", "*"]))) == ["IOTP001", "IOTP003"]


def test_hits_on_one_policy_are_told_apart() -> None:
    names = [f"{SPACE}{name}" for name in ("x", "y", "z*", "y*")]
    findings = found(of(allow(USE, names), aliases=0))
    assert [finding.rule.id for finding in findings] == ["IOTP001-PREFIX"] * 2 + ["IOTP003"] * 2
    assert len({finding.fingerprint for finding in findings}) == 4


def test_of_many_role_aliases_some_are_shown_and_all_are_counted() -> None:
    (finding,) = found(of(allow(USE), aliases=80))
    assert finding.evidence["count"] == 80
    assert len(finding.related) == 50
    assert "'a009' (role 'Device') and 70 more." in finding.message


def test_conditions_make_it_less_sure() -> None:
    for statement in (allow(USE, Condition=IF), allow("iot:*", Condition=IF)):
        (finding,) = found(of(statement))
        assert finding.confidence is Confidence.MEDIUM


def test_a_fleet_of_policies_costs_no_more_than_its_number() -> None:
    texts = [json.dumps(document(allow("iot:*")))] * 300
    few, many = (world(*texts, aliases=count) for count in (1, 60))
    assert steps(lambda: check(RULES, many)) < 3 * steps(lambda: check(RULES, few))


def broken(seen: Inventory) -> list[str]:
    """What rules raised that no rule may raise."""
    doubts = check(RULES, seen).inconclusive
    return [each.traceback for each in doubts if each.doubt is Doubt.RULE_ERROR]


@settings(max_examples=100, deadline=None)
@given(text=TEXTS | DOCUMENTS.map(json.dumps), arn=TEXTS)
def test_whatever_stands_there_no_rule_breaks(text: str, arn: str) -> None:
    odd: Any = alias(roleArn=arn)
    seen = inventory(odd, iot_policy(policyDocument=text), coverage=[listed(RoleAlias)])
    assert broken(seen) == []


@settings(max_examples=60, deadline=None)
@given(statements=st.lists(STATEMENTS, min_size=1, max_size=3), seed=st.integers(0, 99))
def test_the_verdict_does_not_hang_on_how_it_is_written(statements: list[Json], seed: int) -> None:
    chance = random.Random(seed)
    again = [rewritten(each, chance) for each in statements]
    one, other = of(*statements, aliases=2), of(*again, aliases=2)
    assert [each.message for each in found(one)] == [each.message for each in found(other)]
