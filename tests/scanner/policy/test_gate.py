"""What a caller must bring: trust policies as AWS documents them, and as people get them wrong."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scanner.policy.made import NEW, Json, rewritten, without

from rolevet.policy.answers import NO, YES, Answer
from rolevet.policy.conditions import Condition, Quantifier
from rolevet.policy.constraints import (
    CREDENTIAL_PROVIDER,
    ROLES_ANYWHERE,
    Bond,
    Broker,
    Constraint,
    Source,
)
from rolevet.policy.documents import read_policy
from rolevet.policy.gate import Gate, gate
from rolevet.policy.statements import Kind

ACCOUNT = "123456789012"
ANCHOR = f"arn:aws:rolesanywhere:eu-west-1:{ACCOUNT}:trust-anchor/0f7e"
ALL = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"]
ASSUME, IDENTITY, TAG = ALL
HERE = {"ArnEquals": {"aws:SourceArn": ANCHOR}}
ELSEWHERE = {"ArnNotEquals": {"aws:SourceArn": ANCHOR}}
CN = "aws:PrincipalTag/x509Subject/CN"


def statement(action: Any = ALL, condition: Any = None, **more: Any) -> Json:
    made = {
        "Effect": "Allow",
        "Principal": {"Service": "rolesanywhere.amazonaws.com"},
        "Action": action,
        "Condition": condition or {},
    }
    return made | more


def against(action: Any, condition: Any = None, **more: Any) -> Json:
    return statement(action, condition, **more) | {"Effect": "Deny"}


def instead(principal: Any, action: Any = ALL) -> Json:
    return without(statement(action), "Principal") | {"NotPrincipal": principal}


def judged(
    *statements: Json,
    broker: Broker = ROLES_ANYWHERE,
    partition: str = "aws",
    version: str = NEW,
) -> Gate:
    trust = read_policy({"Version": version, "Statement": list(statements)}, Kind.TRUST)
    return gate(trust, broker, partition=partition, account=ACCOUNT)


def opens(found: Gate) -> list[bool | None]:
    return [found.door(action).open.known for action in found.broker.actions]


def only(found: Gate) -> Constraint:
    (constraint,) = found.constraints()
    return constraint


def test_the_documented_trust_of_roles_anywhere() -> None:
    """https://docs.aws.amazon.com/rolesanywhere/latest/userguide/getting-started.html"""
    issuer = {"StringEquals": {"aws:PrincipalTag/x509Issuer/CN": "Plant CA"}}
    found = judged(statement(ALL, issuer | HERE, Sid="Plant"))
    assert opens(found) == [True, True, True]
    assert found.bound(Bond.SOURCE) == found.bound(Bond.ISSUER) == YES
    assert found.bound(Bond.ACCOUNT, Bond.ATTRIBUTE, Bond.SESSION_NAME) == NO
    attribute, source = found.constraints()
    assert (attribute.attribute, source.attribute) == ("x509Issuer/CN", "")
    assert source.sources == (Source.NAMED,)
    assert (source.statement.index, source.statement.sid) == (0, "Plant")


def test_the_template_of_eks_hybrid_nodes_is_bound_by_two_statements_together() -> None:
    """https://docs.aws.amazon.com/eks/latest/userguide/hybrid-nodes-creds.html"""
    name = {"StringEquals": {"sts:RoleSessionName": f"${{{CN}}}"}}
    found = judged(statement([TAG, IDENTITY], HERE), statement(ASSUME, name))
    assert opens(found) == [True, True, True]
    assert found.bound(Bond.SOURCE) == found.bound(Bond.SESSION_NAME) == YES
    assert [found.door(action).bound(Bond.SOURCE) for action in ALL] == [NO, YES, YES]
    session, _ = (each.condition for each in found.constraints())
    assert [variable.key for variable in session.variables] == [CN]


def test_the_documented_trust_of_the_credential_provider() -> None:
    """https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html"""
    service = {"Service": "credentials.iot.amazonaws.com"}
    found = judged(statement(ASSUME, Principal=service), broker=CREDENTIAL_PROVIDER)
    assert opens(found) == [True]
    assert list(found.constraints()) == []
    assert opens(judged(statement(ASSUME), broker=CREDENTIAL_PROVIDER)) == [False]


def test_a_binding_of_tags_alone_binds_nobody() -> None:
    found = judged(statement(TAG, HERE), statement([ASSUME, IDENTITY]))
    assert found.door(TAG).bound(Bond.SOURCE) == YES
    assert found.bound(Bond.SOURCE) == NO


def test_every_way_must_be_bound() -> None:
    found = judged(statement(ALL, HERE), statement(ALL, {"StringEquals": {CN: "a"}}))
    assert found.bound(Bond.SOURCE) == found.bound(Bond.ATTRIBUTE) == NO
    assert [len(way.constraints) for way in found.door(ASSUME).ways] == [1, 1]


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([statement()], [True, True, True]),
        ([statement(ASSUME)], [True, False, False]),
        ([statement(["sts:Set*", "STS:assumerole"])], [True, True, False]),
        ([statement("sts:*")], [True, True, True]),
        ([statement("*")], [True, True, True]),
        ([without(statement(), "Action") | {"NotAction": TAG}], [True, True, False]),
        ([statement(Principal="*")], [True, True, True]),
        ([statement(Principal={"Service": "*"})], [True, True, True]),
        ([statement(Principal={"Service": ["ec2.amazonaws.com"]})], [False] * 3),
        ([statement(Principal={"Service": "iot.amazonaws.com"})], [False] * 3),
        ([statement(Principal={"Service": "RolesAnywhere.amazonaws.com"})], [None] * 3),
        ([statement(Principal={"AWS": "*"})], [None] * 3),
        ([statement(Principal={"AWS": ACCOUNT})], [False] * 3),
        ([statement(Principal={"Federated": "*"})], [None] * 3),
        ([statement(Principal={"Federated": "cognito-identity.amazonaws.com"})], [False] * 3),
        ([instead({"AWS": ACCOUNT})], [None] * 3),
        ([instead({"Service": "rolesanywhere.amazonaws.com"})], [False] * 3),
        ([instead("*")], [False] * 3),
        ([statement(), against(TAG)], [True, True, False]),
        ([statement(), against("sts:*")], [False] * 3),
        ([statement(), against("sts:*", Principal={"Service": "ec2.amazonaws.com"})], [True] * 3),
        ([statement(), instead({"AWS": ACCOUNT}) | {"Effect": "Deny"}], [None] * 3),
        ([statement(), against("sts:*", HERE)], [True] * 3),
        ([statement(), statement(Principal={"AWS": "*"})], [True] * 3),
    ],
)
def test_who_is_let_in(statements: list[Json], expected: list[bool | None]) -> None:
    assert opens(judged(*statements)) == expected


def test_the_principals_of_china() -> None:
    chinese = statement(Principal={"Service": "rolesanywhere.amazonaws.com.cn"})
    assert opens(judged(chinese, partition="aws-cn")) == [True] * 3
    assert opens(judged(statement(), partition="aws-cn")) == [True] * 3
    assert opens(judged(chinese)) == [False] * 3


FOREIGN = ANCHOR.replace(ACCOUNT, "210987654321")


@pytest.mark.parametrize(
    ("operator", "value", "source"),
    [
        ("ArnEquals", ANCHOR, Source.NAMED),
        ("ArnLike", ANCHOR, Source.NAMED),
        ("StringEquals", ANCHOR, Source.NAMED),
        ("StringLike", ANCHOR, Source.NAMED),
        ("StringEqualsIgnoreCase", ANCHOR.upper(), Source.NAMED),
        ("StringEquals", ANCHOR.upper(), Source.OTHER),
        ("ArnLike", ANCHOR.replace("eu-west-1", "*"), Source.NAMED),
        ("ArnLike", ANCHOR.replace(ACCOUNT, "*"), Source.NAMED),
        ("ArnLike", ANCHOR.replace("0f7e", "*"), Source.WILDCARD),
        ("ArnLike", ANCHOR.replace("0f7e", "0f*"), Source.WILDCARD),
        ("StringLike", "*", Source.WILDCARD),
        ("ArnLike", f"arn:aws:rolesanywhere:*:{ACCOUNT}:*", Source.WILDCARD),
        ("StringEquals", ANCHOR.replace("0f7e", "*"), Source.OTHER),
        ("ArnEquals", FOREIGN, Source.FOREIGN_ACCOUNT),
        ("ArnLike", FOREIGN.replace("0f7e", "*"), Source.FOREIGN_ACCOUNT),
        ("ArnEquals", ANCHOR.replace("trust-anchor", "profile"), Source.OTHER),
        ("ArnEquals", ANCHOR.replace("trust-anchor", "alias/trust-anchor"), Source.OTHER),
        ("ArnEquals", ANCHOR.replace("0f7e", ""), Source.OTHER),
        ("StringEquals", "0f7e", Source.OTHER),
        ("ArnEquals", f"arn:aws:iam::{ACCOUNT}:role/x", Source.OTHER),
        ("ArnEquals", "${trust_anchor_arn}", Source.VARIABLE),
    ],
)
def test_what_a_source_arn_can_match(operator: str, value: str, source: Source) -> None:
    found = judged(statement(ALL, {operator: {"AWS:SourceArn": value}}))
    assert only(found).sources == (source,)
    bound = {
        Source.NAMED: True,
        Source.OTHER: True,  # nobody passes, so that nobody passes unbound
        Source.VARIABLE: None,
    }
    assert found.bound(Bond.SOURCE).known is bound.get(source, False)
    assert only(found).excludes is (source in {Source.OTHER, Source.FOREIGN_ACCOUNT})


def test_one_value_too_wide_is_too_wide() -> None:
    several = {"ArnLike": {"aws:SourceArn": [ANCHOR, ANCHOR.replace("0f7e", "*")]}}
    found = judged(statement(ALL, several))
    assert only(found).sources == (Source.NAMED, Source.WILDCARD)
    assert found.bound(Bond.SOURCE) == NO


def test_what_another_account_has_beside_a_source_of_this_one_adds_nobody() -> None:
    found = judged(statement(ALL, {"ArnLike": {"aws:SourceArn": [ANCHOR, FOREIGN]}}))
    assert found.bound(Bond.SOURCE) == YES
    assert found.sources == only(found).named == {ANCHOR}
    assert not only(found).excludes


def test_a_variable_is_text_in_the_old_version() -> None:
    condition = {"ArnEquals": {"aws:SourceArn": "${trust_anchor_arn}"}}
    found = judged(statement(ALL, condition), version="2008-10-17")
    assert only(found).sources == (Source.OTHER,)


def test_a_role_alias_as_source() -> None:
    condition = {"ArnLike": {"aws:SourceArn": f"arn:aws:iot:*:{ACCOUNT}:rolealias/camera"}}
    service = {"Service": "credentials.iot.amazonaws.com"}
    made = statement(ASSUME, condition, Principal=service)
    assert judged(made, broker=CREDENTIAL_PROVIDER).bound(Bond.SOURCE) == YES
    absent = {"ArnLikeIfExists": condition["ArnLike"]}
    made = statement(ASSUME, absent, Principal=service)
    assert judged(made, broker=CREDENTIAL_PROVIDER).bound(Bond.SOURCE) == NO


@pytest.mark.parametrize(
    ("operator", "key", "value", "bond", "binds"),
    [
        ("StringEquals", "aws:SourceAccount", ACCOUNT, Bond.ACCOUNT, True),
        ("StringEqualsIfExists", "aws:sourceaccount", ACCOUNT, Bond.ACCOUNT, True),
        ("StringNotEquals", "aws:SourceAccount", "210987654321", Bond.ACCOUNT, False),
        ("StringEquals", CN, "pump", Bond.ATTRIBUTE, True),
        ("StringLike", "AWS:principaltag/X509SAN/DNS", "*.x", Bond.ATTRIBUTE, True),
        ("StringLike", CN, "*", Bond.ATTRIBUTE, False),
        ("StringLike", CN, "*?", Bond.ATTRIBUTE, False),
        ("StringEquals", CN, "*", Bond.ATTRIBUTE, True),
        ("StringEquals", "aws:principaltag/x509issuer/CN", "Plant", Bond.ISSUER, True),
        ("StringEquals", CN, "${sts:RoleSessionName}", Bond.ATTRIBUTE, False),
        ("StringEquals", CN, ["pump", f"${{{CN}}}"], Bond.ATTRIBUTE, False),
        ("StringEquals", CN, "${aws:SourceAccount}", Bond.ATTRIBUTE, True),
        ("StringEquals", "sts:SourceIdentity", f"CN=${{{CN}}}", Bond.SOURCE_IDENTITY, False),
        ("StringEquals", "sts:RoleSessionName", f"${{{CN}}}", Bond.SESSION_NAME, True),
        ("StringEquals", "sts:RoleSessionName", "${STS:roleSessionName}", Bond.SESSION_NAME, False),
        ("StringNotEquals", CN, "pump", Bond.ATTRIBUTE, False),
        ("StringEqualsIfExists", CN, "pump", Bond.ATTRIBUTE, False),
        ("ForAllValues:StringEquals", CN, "pump", Bond.ATTRIBUTE, False),
        ("ForAnyValue:StringEquals", CN, "pump", Bond.ATTRIBUTE, True),
        ("ForAnyValue:StringNotEquals", CN, "pump", Bond.ATTRIBUTE, False),
        ("Null", CN, "false", Bond.ATTRIBUTE, False),
        ("Null", CN, "true", Bond.ATTRIBUTE, False),
        ("ArnEqualsIfExists", "aws:SourceArn", ANCHOR, Bond.SOURCE, True),
        ("ForAnyValue:ArnEquals", "aws:SourceArn", ANCHOR, Bond.SOURCE, True),
        ("ForAllValues:ArnEquals", "aws:SourceArn", ANCHOR, Bond.SOURCE, False),
        ("ForAnyValue:ArnEqualsIfExists", "aws:SourceArn", ANCHOR, Bond.SOURCE, True),
        ("ForAnyValue:StringEqualsIfExists", CN, "pump", Bond.ATTRIBUTE, False),
        ("ArnNotEquals", "aws:SourceArn", FOREIGN, Bond.SOURCE, False),
        ("StringEquals", "sts:RoleSessionName", "pump", Bond.SESSION_NAME, True),
        ("StringEquals", "sts:SourceIdentity", "CN=pump", Bond.SOURCE_IDENTITY, True),
        ("StringEquals", "aws:SourceOrgID", "o-1", Bond.ORGANIZATION, True),
        ("IpAddress", "aws:SourceIp", "192.0.2.0/24", Bond.NETWORK, True),
        ("NotIpAddress", "aws:SourceIp", "192.0.2.0/24", Bond.NETWORK, False),
        ("StringEquals", "sts:ExternalId", "x", Bond.OTHER, True),
        ("StringEquals", "aws:PrincipalTag/team", "x", Bond.OTHER, True),
    ],
)
def test_what_an_allow_holds_callers_to(
    operator: str, key: str, value: str, bond: Bond, binds: bool
) -> None:
    found = judged(statement(ALL, {operator: {key: value}}))
    assert only(found).bond is bond
    assert found.bound(bond).known is binds


@pytest.mark.parametrize(
    ("operator", "value", "excludes"),
    [
        ("StringEquals", "210987654321", True),
        ("StringLike", "21*", True),
        ("StringLike", "12*", False),
        ("StringEquals", [ACCOUNT, "210987654321"], False),
        ("StringEqualsIfExists", "210987654321", False),
        ("StringNotEquals", ACCOUNT, False),
        ("StringEquals", "${aws:x}", False),
    ],
)
def test_a_foreign_account_lets_nobody_in(operator: str, value: Any, excludes: bool) -> None:
    found = judged(statement(ALL, {operator: {"aws:SourceAccount": value}}))
    assert only(found).excludes is excludes


@pytest.mark.parametrize(
    ("condition", "bound"),
    [
        (ELSEWHERE, True),
        ({"StringNotEquals": {"aws:SourceArn": ANCHOR}}, True),
        ({"ArnNotLikeIfExists": {"aws:SourceArn": ANCHOR}}, True),
        ({"ForAllValues:ArnNotEquals": {"aws:SourceArn": ANCHOR}}, True),
        ({"ForAnyValue:ArnNotEquals": {"aws:SourceArn": ANCHOR}}, False),
        ({"ArnNotLike": {"aws:SourceArn": ANCHOR.replace("0f7e", "*")}}, False),
        (HERE, False),
        ({"ArnEqualsIfExists": HERE["ArnEquals"]}, False),
        ({"Null": {"aws:SourceArn": "true"}}, False),
        # Of two conditions, one that is not met lets a caller pass.
        (ELSEWHERE | {"StringNotEquals": {"aws:SourceAccount": ACCOUNT}}, None),
        ({"ArnNotEquals": {"aws:SourceArn": ANCHOR, "aws:PrincipalArn": "x"}}, None),
        ({"Bool": {"aws:SecureTransport": "false"}}, False),
        ({"NumericLessThan": {"aws:SourceArn": "5"}}, None),
        ({"NumericLessThan": {"aws:EpochTime": "5"}}, False),
    ],
)
def test_what_a_deny_demands(condition: Json, bound: bool | None) -> None:
    found = judged(statement(), against("sts:AssumeRole", condition))
    assert opens(found) == [True] * 3
    assert found.bound(Bond.SOURCE).known is bound
    assert found.door(IDENTITY).demands == ()


def test_a_deny_that_may_be_for_others_demands_nothing_for_certain() -> None:
    others = without(against("sts:*", ELSEWHERE), "Principal") | {"NotPrincipal": {"AWS": ACCOUNT}}
    answer = judged(statement(), others).bound(Bond.SOURCE)
    assert (answer.known, answer.reason) == (None, "Statement[1] may demand it")


def test_a_way_that_may_be_for_others_leaves_a_doubt() -> None:
    answer = judged(statement(ALL, HERE), statement(Principal={"AWS": "*"})).bound(Bond.SOURCE)
    assert answer.known is None
    assert '{"AWS": "*"}' in answer.reason


def test_nobody_is_unbound_where_nobody_passes() -> None:
    assert judged(statement(), against("sts:AssumeRole")).bound(Bond.SOURCE) == YES
    assert judged(statement(Principal={"Service": "x"})).bound(Bond.SOURCE) == YES


def test_every_session_meets_one_of_several_bonds() -> None:
    found = judged(statement(ALL, HERE), statement(ALL, {"StringEquals": {CN: "pump"}}))
    assert found.bound(Bond.SOURCE, Bond.ATTRIBUTE) == found.door(TAG).bound(*Bond) == YES
    assert found.sources is None


def test_any_question_can_be_put_to_what_holds_every_session() -> None:
    named = {"StringEquals": {CN: ["a", "b"]}}

    def several(each: Constraint) -> Answer:
        return YES if len(each.condition.values) > 1 else NO

    assert judged(statement(ALL, named)).held(several) == YES
    assert judged(statement(ALL, named), statement(ALL, HERE)).held(several) == NO
    demand = against(IDENTITY, {"StringNotEquals": {CN: ["a", "b"]}})
    assert judged(statement(), demand).held(several) == YES
    unclear = against(IDENTITY, {"StringNotEquals": {CN: ["a", "b"]}} | HERE)
    assert judged(statement(), unclear).held(several).known is None


OTHER = ANCHOR.replace("0f7e", "aaaa")
THERE = {"ArnEquals": {"aws:SourceArn": OTHER}}


@pytest.mark.parametrize(
    ("statements", "sources"),
    [
        ([statement(ALL, HERE)], {ANCHOR}),
        ([statement(ALL, HERE), statement(ALL, THERE)], {ANCHOR, OTHER}),
        ([statement(ALL, HERE), statement()], None),
        ([statement(IDENTITY, HERE), statement(ASSUME)], {ANCHOR}),
        ([statement(TAG, HERE), statement([ASSUME, IDENTITY])], None),
        ([statement(), against(ASSUME, ELSEWHERE)], {ANCHOR}),
        ([statement(), against(ASSUME, HERE)], None),
        ([statement(ALL, THERE), against(ASSUME, ELSEWHERE)], {ANCHOR}),
        ([statement([ASSUME], HERE), statement(ASSUME, THERE), statement(IDENTITY, HERE)],
         {ANCHOR}),
        ([statement(ALL, {"ArnLike": {"aws:SourceArn": ANCHOR.replace("0f7e", "*")}})], None),
        ([statement(ALL, {"ArnEquals": {"aws:SourceArn": "${x}"}})], None),
        ([statement(ALL, {"StringEquals": {"aws:SourceArn": "0f7e"}})], set()),
        ([statement(ALL, {"StringEqualsIgnoreCase": {"aws:SourceArn": ANCHOR.upper()}})], {ANCHOR}),
    ],
)  # fmt: skip
def test_the_sources_that_may_pass(statements: list[Json], sources: set[str] | None) -> None:
    assert judged(*statements).sources == sources


def test_deny_statements_with_conditions_are_told_once() -> None:
    both = {"ArnLike": {"aws:SourceArn": "*"}, "StringEquals": {CN: "x"}}
    found = judged(statement(), against("sts:*", HERE), against(TAG), against("sts:*", both))
    assert [refusal.index for refusal in found.refusals()] == [1, 3]


@pytest.mark.parametrize(
    ("condition", "opposite", "without_key"),
    [
        (Condition("Bool", "k", ("true",)),
         Condition("Bool", "k", ("false",), if_exists=True), False),
        (Condition("Null", "k", ("True",)), Condition("Null", "k", ("false",)), True),
        (Condition("Null", "k", ("false",)), Condition("Null", "k", ("true",)), False),
        (Condition("Bool", "k", ("true", "false")), None, False),
        (Condition("Bool", "k", ("yes",)), None, False),
        (Condition("Bool", "k", ("true",), if_exists=True), None, True),
        (Condition("BinaryEquals", "k", ("eA==",)), None, False),
        (Condition("StringLike", "k", ("a",), Quantifier.ANY, True),
         Condition("StringNotLike", "k", ("a",), Quantifier.ALL), True),
        (Condition("DateNotEquals", "k", ("a",)), Condition("DateEquals", "k", ("a",)), True),
    ],
)  # fmt: skip
def test_opposites(condition: Condition, opposite: Condition | None, without_key: bool) -> None:
    assert condition.opposite == opposite
    assert condition.holds_without_key is without_key


_CONDITIONS = st.sampled_from(
    [
        {},
        HERE,
        ELSEWHERE,
        {"StringEquals": {CN: ["a", "b"]}},
        {"StringLike": {"aws:SourceArn": [ANCHOR, "*"]}},
        {"StringNotEquals": {"aws:SourceAccount": ACCOUNT}},
        HERE | {"StringEquals": {"sts:RoleSessionName": "x"}},
    ]
)
_STATEMENTS = st.builds(
    lambda effect, action, condition, principal: statement(
        action, condition, Effect=effect, Principal=principal
    ),
    st.sampled_from(["Allow", "Allow", "Deny"]),
    st.lists(st.sampled_from([*ALL, "sts:*", "sts:Set*"]), min_size=1, max_size=2),
    _CONDITIONS,
    st.sampled_from(["*", {"AWS": "*"}, {"Service": "rolesanywhere.amazonaws.com"}]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(_STATEMENTS, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_no_gate_depends_on_how_a_document_is_written(
    statements: list[Json], chance: random.Random
) -> None:
    copies = [rewritten(made, chance) for made in statements]
    chance.shuffle(copies)
    one, other = judged(*statements), judged(*copies)
    assert opens(one) == opens(other)
    for bond in Bond:
        assert one.bound(bond).known is other.bound(bond).known
