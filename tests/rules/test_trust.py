"""The rules on trust policies where several roles, rules or spellings come together."""

import random
from typing import Any

import pytest
from grants import ANCHOR, ASSUME, DEVICES, HERE, document, granting, trusts
from hypothesis import given, settings
from hypothesis import strategies as st
from rules.trusting import (
    ANY_ANCHOR,
    CN,
    FOREIGN,
    NAMED,
    UNMAPPED,
    denies,
    having,
    source,
    trusting,
)
from scanner.policy.made import Json, rewritten
from scanner.policy.steps import steps
from world import ACCOUNT, alias, anchor, profile, role, role_arn, whole

from rolevet.check import Verdicts, check
from rolevet.finding import Finding
from rolevet.inventory import Inventory
from rolevet.unknown import Doubt
from rolevet_rules import rules
from rolevet_rules.bindings import PATHS_MAX

FAMILIES = ("TRUST", "ALIAS005", "PROF012", "PROF016", "PROF017", "PROF018", "INV003", "ANCH007-B")
RULES = [rule for rule in rules() if rule.info.id.startswith(FAMILIES)]
DEFAULT = [rule for rule in RULES if not rule.info.opt_in]

ISSUER = "aws:PrincipalTag/x509Issuer/CN"
OU = "aws:PrincipalTag/x509Subject/OU"


def found(world: Inventory) -> list[str]:
    return [finding.rule.id for finding in check(DEFAULT, world).findings]


def only(rule_id: str, world: Inventory) -> Finding:
    verdicts = check([rule for rule in RULES if rule.info.id == rule_id], world)
    (finding,) = verdicts.findings
    return finding


# Trust policies as public repositories have them, told anew; each with the verdict of a careful
# reader. No condition on the account's only anchor is asked for where no other role accepts it.
@pytest.mark.parametrize(
    ("trust", "expected"),
    [
        pytest.param(trusts(), ["TRUST001", "TRUST002"], id="no condition"),
        pytest.param(trusts(action=ASSUME), ["TRUST002", "TRUST003"], id="AssumeRole alone"),
        pytest.param(trusts(condition=HERE), [], id="the anchor"),
        pytest.param(trusts(condition=HERE | NAMED), [], id="the anchor and a name"),
        pytest.param(trusts(condition={"StringEquals": {OU: "x"}}), ["TRUST001"], id="a unit"),
        pytest.param(
            trusts(condition={"StringEquals": {OU: "x", CN: "y"}}), ["TRUST001"], id="unit and name"
        ),
        pytest.param(
            trusts(condition={"StringEquals": {"aws:PrincipalTag/x509SAN/URI": "s", ISSUER: "x"}}),
            ["TRUST001"],
            id="a URI and the issuer",
        ),
        pytest.param(
            trusts(action=["sts:*"], condition=HERE | NAMED), [], id="every action of the service"
        ),
    ],
)
def test_trust_policies_of_others(trust: Json, expected: list[str]) -> None:
    world = whole(profile(), anchor(), granting(trust=trust))
    assert found(world) == expected
    alone = role(AssumeRolePolicyDocument=document() | {"Statement": trust})
    assert found(whole(profile(), anchor(), alone)) == expected


def test_a_statement_whose_action_slipped_out_of_place_is_undecided() -> None:
    slipped = {"Effect": "Allow", "Principal": {"Service": "x", "Action": ["sts:AssumeRole"]}}
    verdicts = check(DEFAULT, trusting(slipped))
    assert verdicts.findings == ()
    assert {doubt.doubt for doubt in verdicts.inconclusive} == {Doubt.BY_NATURE}


def test_a_placeholder_that_nothing_replaced_is_told_once() -> None:
    world = having({**source("${trust_anchor_arn}"), **NAMED})
    assert found(world) == ["TRUST008"]


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        (None, "NONE"),
        (source(FOREIGN, "ArnNotEquals"), "NONE"),
        ({"StringEquals": {"aws:SourceAccount": ACCOUNT}}, "ACCOUNT_ONLY"),
        (source(ANY_ANCHOR), "WILDCARD"),
        (source(ANY_ANCHOR) | {"StringEquals": {"aws:SourceAccount": ACCOUNT}}, "WILDCARD"),
        (source(FOREIGN), "FOREIGN_ACCOUNT"),
    ],
)
def test_what_stands_where_an_anchor_should(condition: Json | None, reason: str) -> None:
    evidence = only("TRUST001", having(condition)).evidence
    assert evidence == {"reason": reason, "statements": ("Statement[0]",), "brokers": 1}


def test_of_two_statements_the_loose_one_counts() -> None:
    account = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    world = trusting(trusts(condition=HERE), trusts(condition=account), trusts(Sid="open"))
    evidence = only("TRUST001", world).evidence
    assert evidence["reason"] == "NONE"
    assert evidence["statements"] == ("Statement[1]", "Statement[2] 'open'")


def test_one_role_behind_many_profiles_is_one_finding() -> None:
    many = [profile("p" * number) for number in range(1, PATHS_MAX + 11)]
    finding = only("TRUST001", whole(granting(trust=trusts()), *many))
    assert len(finding.related) == PATHS_MAX
    assert [one.resource for one in finding.related] == sorted(one.arn for one in many)[:PATHS_MAX]
    assert finding.evidence["brokers"] == PATHS_MAX + 10


def _both(other: Json) -> Inventory:
    one = granting(trust=trusts(condition=HERE))
    roles = [one.arn, role_arn("Other")]
    return whole(profile(roleArns=roles), anchor(), one, granting(name="Other", trust=other))


@pytest.mark.parametrize(
    ("other", "judged"),
    [
        (trusts("ec2.amazonaws.com"), []),
        (trusts(condition=source(ANCHOR.replace("company", "other"))), []),
        (trusts(condition=HERE | NAMED), ["Device"]),
        (trusts(condition=source(ANCHOR.replace("eu-west-1", "*"))), ["Device", "Other"]),
        (trusts(condition=NAMED), ["Device"]),
    ],
)
def test_an_anchor_that_two_roles_accept_is_neithers_own(other: Json, judged: list[str]) -> None:
    verdicts = check([rule for rule in RULES if rule.info.id == "TRUST002"], _both(other))
    assert [finding.resource_name for finding in verdicts.findings] == judged


def test_a_role_whose_trust_policy_cannot_be_read_may_accept_any_anchor() -> None:
    broken = role("Other", AssumeRolePolicyDocument={"Statement": []})
    world = whole(profile(), granting(trust=trusts(condition=HERE)), broken)
    verdicts = check([rule for rule in RULES if rule.info.id == "TRUST002"], world)
    assert verdicts.findings == ()
    assert len(verdicts.inconclusive) == 2


REFUSED: Json = {"StringNotEquals": {CN: "guest"}}


@pytest.mark.parametrize(
    ("world", "told", "below"),
    [
        (trusting(trusts(action=ASSUME, condition=NAMED)), "TRUST003", "TRUST001"),
        (having(source(FOREIGN) | NAMED), "TRUST004", "TRUST001"),
        (having(source(FOREIGN, "ArnNotEquals") | NAMED), "TRUST001", "TRUST005-BLOCKLIST"),
        (having(REFUSED), "TRUST005", "TRUST002"),
        (whole(granting(trust=trusts())), "INV003-EXPOSED", "TRUST002"),
        (having({"StringLike": {CN: "*"}}), "TRUST002", "TRUST006"),
        (having({"StringEquals": {"sts:SourceIdentity": "$(a:b}"}}), "TRUST008", "TRUST007"),
        (whole(profile(), anchor(), granting(trust=trusts(condition=source("x")))),
         "TRUST004", "ANCH007-BREAKS"),
        (whole(profile(**UNMAPPED), granting(trust=trusts(condition=REFUSED))),
         "TRUST005", "PROF018"),
        (whole(profile(**UNMAPPED), anchor(), granting(trust=trusts(
            condition=REFUSED | {"StringEquals": {OU: "x"}}))), "PROF017", "PROF018"),
        (whole(profile(durationSeconds=9000), granting()), "PROF012", "PROF001"),
        (whole(profile(durationSeconds=9000, enabled=False), granting()),
         "PROF012-LATENT", "PROF001-LATENT"),
        (whole(alias(credentialDurationSeconds=9000), granting(trust=trusts())),
         "ALIAS005", "ALIAS001"),
        (whole(alias(credentialDurationSeconds=9000),
               granting(trust=trusts(DEVICES, condition=source("x")))),
         "ALIAS005-EXCLUDED", "ALIAS001"),
    ],
)  # fmt: skip
def test_one_root_cause_is_one_finding(world: Inventory, told: str, below: str) -> None:
    verdicts = check([rule for rule in rules() if not rule.info.opt_in], world)
    finding = next(one for one in verdicts.findings if one.rule.id == told)
    assert any(related.note.startswith(f"{below}: ") for related in finding.related)
    assert below not in [one.rule.id for one in verdicts.findings]


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
_ARNS = st.sampled_from(
    [ANCHOR, FOREIGN, ANY_ANCHOR, "*", "", "arn:", "*:trust-anchor/x", "${x}", "$(a:b}", "CN=x"]
)
_TEXTS = _ARNS | st.text("$({})*?:/ax,'\ud800", max_size=12)
_KEYS = st.sampled_from(
    ["aws:SourceArn", "aws:SourceAccount", CN, ISSUER, "sts:RoleSessionName", "sts:SourceIdentity"]
) | st.text(max_size=6)
_OPERATORS = st.sampled_from(
    [
        *("StringEquals", "StringNotLike", "ArnLike", "ForAllValues:StringLike", "ArnNotEquals"),
        *("Null", "ForAnyValue:StringNotEquals", "StringEqualsIgnoreCase", "ArnLikeIfExists", "X"),
    ]
)
_CONDITIONS = st.dictionaries(
    _OPERATORS,
    st.dictionaries(_KEYS, _TEXTS | st.lists(_TEXTS, max_size=3), max_size=2),
    max_size=2,
)
_PRINCIPALS = st.sampled_from(
    [{"Service": "rolesanywhere.amazonaws.com"}, {"Service": [DEVICES]}, {"AWS": "*"}, "*"]
)
_STATEMENTS = st.builds(
    lambda effect, principal, action, condition: {
        "Effect": effect,
        "Principal": principal,
        "Action": action,
        "Condition": condition,
    },
    st.sampled_from(["Allow", "Allow", "Deny"]),
    _PRINCIPALS,
    st.lists(st.sampled_from(["sts:AssumeRole", "sts:Set*", "sts:TagSession", "*"]), min_size=1),
    _CONDITIONS,
)


def _judged(trust: Any, mappings: Any = None, **fields: Any) -> Verdicts:
    made = role(AssumeRolePolicyDocument=trust, AttachedManagedPolicies=[], RolePolicyList=[])
    listing = profile(acceptRoleSessionName=True, attributeMappings=mappings or [], **fields)
    return check(RULES, whole(listing, anchor(), made))


def _errors(verdicts: Verdicts) -> list[str]:
    return [one.reason for one in verdicts.inconclusive if one.doubt is Doubt.RULE_ERROR]


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["Version", "Statement"]), _VALUES), _VALUES)
def test_no_document_breaks_a_rule(trust: Json, mappings: Any) -> None:
    assert _errors(_judged(trust, mappings)) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(_STATEMENTS, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_no_verdict_depends_on_how_a_document_is_written(
    statements: list[Json], chance: random.Random
) -> None:
    one = _judged(document(*statements))
    copies = [rewritten(made, chance) for made in statements]
    other = _judged(document(*copies))
    assert _errors(one) == _errors(other) == []
    assert one.results == other.results


@pytest.mark.parametrize(
    "condition",
    [
        {"StringNotEquals": {f"{OU}{{}}": "x"}},
        {"StringLike": {f"{OU}{{}}": ["*x", "?y*"]}},
        {"StringEquals": {f"{OU}{{}}": "${{{aws:PrincipalTag/x509Subject/CN}}}"}},
        {"ArnLike": {"aws:SourceArn": f"arn:aws:rolesanywhere:*:{ACCOUNT}:trust-anchor/{{}}"}},
    ],
)
def test_a_long_trust_policy_costs_its_length(condition: Json) -> None:
    def numbered(number: int) -> Json:
        ((operator, keys),) = condition.items()
        ((key, value),) = keys.items()
        text = value.replace("{}", str(number)) if isinstance(value, str) else value
        return {operator: {key.replace("{}", str(number)): text}}

    def cost(count: int) -> int:
        statements = [trusts(condition=numbered(number)) for number in range(count)]
        refused = [denies("sts:*", numbered(number)) for number in range(count)]
        return steps(lambda: check(RULES, trusting(*statements, *refused)))

    assert cost(200) <= 6 * cost(50)
