"""What policies allow together: AWS's own examples, and the definition over a small universe."""

import random
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scanner.policy.made import Json, allow, allowed_by, deny, policy, rewritten, without
from scanner.policy.reference import (
    ACTIONS,
    KEYS,
    RESOURCES,
    VARIABLE,
    WORLDS,
    allowed,
    means,
)

from rolevet.policy.answers import NO, YES
from rolevet.policy.permissions import Permissions, all_but, disjoint
from rolevet.policy.sets import PolicySet
from rolevet.unknown import Doubt, Undecided, Unknown

QUICK = settings(max_examples=40, deadline=None)
DENIED = Unknown("the call was denied")
MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


def a_set(*statements: Json) -> PolicySet:
    return PolicySet.of([policy(*statements)] if statements else [])


# Examples of the IAM user guide, and what it says of them.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
# https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
BUCKET = "arn:aws:s3:::example"
NOT_IAM = without(allow("x:y"), "Action") | {"NotAction": "iam:*"}
S3_BUT_DELETE = without(allow("x:y", "arn:aws:s3:::*"), "Action") | {"NotAction": "s3:DeleteBucket"}
ONLY_HR = without(deny("s3:*"), "Resource") | {
    "NotResource": ["arn:aws:s3:::HRBucket/Payroll", "arn:aws:s3:::HRBucket/Payroll/*"]
}


@pytest.mark.parametrize(
    ("statements", "action", "resource", "expected"),
    [
        ([allow("s3:*")], "s3:GetObject", f"{BUCKET}/k", True),
        ([allow("s3:*")], "S3:getobject", f"{BUCKET}/k", True),
        ([allow("S3:GETOBJECT")], "s3:GetObject", f"{BUCKET}/k", True),
        ([allow("s3:*")], "ec2:RunInstances", "x", False),
        ([allow("*")], "ec2:RunInstances", "x", True),
        ([allow("*:*")], "ec2:RunInstances", "x", True),
        ([allow("s3:Get*", f"{BUCKET}/*")], "s3:GetObject", f"{BUCKET}/k", True),
        ([allow("s3:Get*", f"{BUCKET}/*")], "s3:GetObject", "arn:aws:s3:::Example/k", False),
        ([allow("s3:Get*", f"{BUCKET}/*")], "s3:GetObject", BUCKET, False),
        ([allow("s3:Get??????")], "s3:GetObject", "x", True),
        ([allow("s3:Get?????")], "s3:GetObject", "x", False),
        ([allow("s3:*"), deny("s3:Delete*")], "s3:DeleteBucket", BUCKET, False),
        ([allow("s3:*"), deny("s3:Delete*")], "s3:GetObject", BUCKET, True),
        ([deny("s3:*")], "s3:GetObject", BUCKET, False),
        ([allow("s3:*", Condition=MFA)], "s3:GetObject", BUCKET, None),
        ([allow("s3:*", Condition=MFA)], "ec2:RunInstances", BUCKET, False),
        ([allow("s3:*", Condition=MFA), allow("s3:Get*")], "s3:GetObject", BUCKET, True),
        ([allow("s3:*"), deny("s3:*", Condition=MFA)], "s3:GetObject", BUCKET, None),
        ([deny("s3:*", Condition=MFA)], "s3:GetObject", BUCKET, False),
        ([allow("s3:*", Condition=MFA), deny("s3:*")], "s3:GetObject", BUCKET, False),
        ([NOT_IAM], "iam:CreateUser", "x", False),
        ([NOT_IAM], "s3:GetObject", "x", True),
        ([S3_BUT_DELETE], "s3:DeleteBucket", BUCKET, False),
        ([S3_BUT_DELETE], "s3:GetObject", BUCKET, True),
        ([allow("s3:*"), ONLY_HR], "s3:GetObject", "arn:aws:s3:::HRBucket/Payroll/may", True),
        ([allow("s3:*"), ONLY_HR], "s3:GetObject", "arn:aws:s3:::HRBucket/other", False),
        ([allow("s3:*", f"{BUCKET}/${{aws:username}}/*")], "s3:GetObject", f"{BUCKET}/me/x", None),
        ([allow("s3:*", f"{BUCKET}/${{aws:username}}/*")], "s3:GetObject", f"{BUCKET}/me", False),
        ([allow("s3:*"), deny("s3:*", f"{BUCKET}/${{a}}")], "s3:GetObject", f"{BUCKET}/x", None),
        # A variable without a value may void the statement, so that nothing beside it is certain.
        ([allow("s3:*", [BUCKET, f"{BUCKET}/${{a}}"])], "s3:GetObject", BUCKET, None),
        ([allow("s3:*"), deny("s3:*", [BUCKET, "${a}"])], "s3:GetObject", BUCKET, None),
        # Patterns: on some, and on every.
        ([allow("s3:*", f"{BUCKET}/*")], "s3:GetObject", f"{BUCKET}/*", True),
        ([allow("s3:Get*")], "s3:*", "x", (True, False)),
        ([allow("s3:Get*")], "s3:Put*", "x", False),
        ([allow("s3:*", f"{BUCKET}/a*")], "s3:GetObject", f"{BUCKET}/*", (True, False)),
        ([allow("s3:*"), deny("s3:*", f"{BUCKET}/a*")], "s3:Get", f"{BUCKET}/*", (True, False)),
        ([allow("s3:*"), deny("s3:*", f"{BUCKET}/a*")], "s3:Get", f"{BUCKET}/ab*", False),
        ([allow("*")], "*", "*", True),
        ([allow("*", Condition=MFA)], "*", "*", None),
        ([allow("*"), deny("*", Condition=MFA)], "*", "*", None),
        ([allow("*"), deny("a:b")], "*", "*", (True, False)),
        ([NOT_IAM], "*", "*", (True, False)),
        ([NOT_IAM], "iam:Get*", "*", False),
        ([NOT_IAM], "s3:*", "*", True),
        ([NOT_IAM, allow("iam:*")], "*", "*", (True, None)),
        ([allow("s3:*", "arn:aws:s3:::*")], "s3:*", "*", (True, False)),
    ],
)  # fmt: skip
def test_documented_examples(
    statements: list[Json], action: str, resource: str, expected: Any
) -> None:
    some, every = expected if isinstance(expected, tuple) else (expected, expected)
    permissions = allowed_by(*statements)
    assert permissions.allows_some(action, resource).known is some
    assert permissions.allows_every(action, resource).known is every


S3_CLOUDWATCH_EC2 = a_set(allow(["s3:*", "cloudwatch:*", "ec2:*"]))


@pytest.mark.parametrize(
    ("sets", "action", "expected"),
    [
        # A boundary grants nothing, and what it does not allow is not allowed.
        ({"identity": a_set(allow("iam:CreateUser")), "boundary": S3_CLOUDWATCH_EC2},
         "iam:CreateUser", False),
        ({"identity": a_set(), "boundary": S3_CLOUDWATCH_EC2}, "s3:GetObject", False),
        ({"identity": a_set(allow("*")), "boundary": S3_CLOUDWATCH_EC2}, "s3:GetObject", True),
        ({"identity": a_set(allow("*")), "boundary": S3_CLOUDWATCH_EC2}, "iam:GetUser", False),
        # A session has what its policies and those of its role allow alike.
        ({"identity": a_set(allow("s3:*")), "session": a_set(allow("s3:Get*"))},
         "s3:GetObject", True),
        ({"identity": a_set(allow("s3:*")), "session": a_set(allow("s3:Get*"))},
         "s3:PutObject", False),
        ({"identity": a_set(allow("s3:*")), "session": a_set(deny("s3:Put*"))},
         "s3:GetObject", False),
        # Inline and managed session policies are one set.
        ({"identity": a_set(allow("*")),
          "session": PolicySet.of([policy(allow("s3:Get*")), policy(allow("ec2:*"))])},
         "ec2:RunInstances", True),
        ({"identity": a_set(allow("*")),
          "session": PolicySet.of([policy(allow("s3:Get*")), policy(deny("s3:*"))])},
         "s3:GetObject", False),
        # A Deny in any of them wins.
        ({"identity": a_set(allow("*")), "boundary": a_set(allow("*"), deny("s3:*"))},
         "s3:GetObject", False),
    ],
)  # fmt: skip
def test_sets_that_must_agree(sets: dict[str, PolicySet], action: str, expected: bool) -> None:
    permissions = Permissions.of(**sets)
    assert permissions.allows_some(action).known is expected
    assert permissions.allows_every(action).known is expected


def test_sets_that_grant_nothing_in_common() -> None:
    assert disjoint(a_set(allow("s3:*")), a_set(allow("ec2:*"))) == YES
    assert disjoint(a_set(allow("s3:Get*")), a_set(allow("s3:*Object"))) == NO
    assert disjoint(a_set(allow("s3:*", "arn:a")), a_set(allow("s3:*", "arn:b*"))) == YES
    assert disjoint(a_set(allow("s3:*")), a_set(allow("*"), deny("s3:*"))) == YES
    assert disjoint(a_set(allow("*")), a_set(deny("s3:*"))) == YES
    doubtful = disjoint(a_set(allow("s3:*", Condition=MFA)), a_set(allow("*")))
    assert doubtful.reason == "Statement[0] has conditions"


def test_which_actions_may_be_allowed() -> None:
    permissions = allowed_by(allow("iam:Put*"), allow("sts:*", Condition=MFA))
    found = permissions.allowed_of(["iam:PutRolePolicy", "sts:AssumeRole", "ec2:RunInstances"])
    assert {action: answer.known for action, answer in found.items()} == {
        "iam:PutRolePolicy": True,
        "sts:AssumeRole": None,
    }


def test_a_limit_takes_actions_away_and_gives_none() -> None:
    others = all_but(["iam:PutRolePolicy", "s3:Get*"])
    held = allowed_by(allow(["iam:Put*", "s3:GetObject", "s3:PutObject"])).within(others)
    assert not held.allows_some("iam:PutRolePolicy")
    assert held.allows_some("iam:Put*")
    assert not held.allows_some("s3:Get*")
    assert held.allows_some("s3:PutObject")
    assert not held.allows_some("ec2:*")
    for resource in ("*", "arn:aws:iam::123456789012:role/x"):
        only = allowed_by(allow("iam:PutRolePolicy", resource)).within(others)
        assert only.allows_some("iam:*") == NO


def test_one_service_is_asked_for_in_the_statements_about_it() -> None:
    made = a_set(allow("s3:*"), allow("*:List*"), deny(["ec2:*", "iam:*"]))
    for service, allows, denies in (("s3", 2, 0), ("ec2", 1, 1), ("sns", 1, 0), ("sqs", 1, 0)):
        found = made.about(service)
        assert (len(found.allows), len(found.denies)) == (allows, denies)
        assert found is made.about(service)
        assert found.size < made.size
    assert made.about("sns") is made.about("sqs")


def test_what_is_certain_is_found_among_much_that_is_not() -> None:
    doubtful = [allow(f"s3:Get{number}*", Condition=MFA) for number in range(3000)]
    hidden = allow("s3:GetObject")
    assert allowed_by(*doubtful[:1500], hidden, *doubtful[1500:]).allows_some("s3:*") == YES
    assert allowed_by(*doubtful).allows_some("s3:*").known is None


def test_what_was_read_decides_without_the_rest() -> None:
    unread = PolicySet.of([DENIED])
    known = PolicySet.of([policy(allow("s3:*", Condition=MFA)), DENIED])
    assert Permissions((known,)).read.allows_some("s3:GetObject").known is None
    assert Permissions((known,)).read.allows_some("ec2:RunInstances") == NO
    assert Permissions((known, unread)).read.allows_some("s3:GetObject") == NO


def test_what_could_not_be_read_is_neither_allowed_nor_denied() -> None:
    known = policy(allow("s3:*"), deny("s3:Put*"))
    permissions = Permissions.of(PolicySet.of([known, DENIED]))
    for answer in (
        permissions.allows_some("s3:GetObject"),
        permissions.allows_some("ec2:RunInstances"),
        permissions.allows_some(),
        permissions.allows_every("s3:Get*"),
    ):
        assert (answer.known, answer.reason, answer.doubt) == (
            None, "the call was denied", Doubt.COVERAGE,
        )  # fmt: skip
    assert permissions.allows_some("s3:PutObject") == NO
    assert permissions.allows_every("s3:*") == NO


def test_an_unread_boundary_gives_nothing_that_the_role_has_not() -> None:
    unread = PolicySet.of([DENIED])
    permissions = Permissions.of(a_set(allow("s3:*")), boundary=unread)
    assert permissions.allows_some("ec2:RunInstances") == NO
    assert permissions.allows_every("ec2:*") == NO
    with pytest.raises(Undecided, match="the call was denied"):
        bool(permissions.allows_some("s3:GetObject"))


def test_a_maybe_says_which_statement_and_why() -> None:
    read = policy(
        allow("s3:*", Condition=MFA, Sid="WithMfa"),
        allow("ec2:*", "arn:aws:ec2:*:*:*/${aws:username}"),
        name="policy 'Operators'",
    )
    permissions = Permissions.of(PolicySet.of([read]))
    assert (
        permissions.allows_some("s3:GetObject").reason
        == "Statement[0] 'WithMfa' of policy 'Operators' has conditions"
    )
    assert (
        permissions.allows_some("ec2:RunInstances").reason
        == "in Statement[1] of policy 'Operators', a policy variable decides"
    )


def test_questions_that_cost_too_much_are_doubts() -> None:
    many = [f"{letter}:{number}*" for letter in "abcdefgh" for number in range(40)]
    other = [f"{letter}:{number}*" for letter in "ijklmnop" for number in range(40)]
    answer = disjoint(a_set(allow(many)), a_set(allow(other)))
    assert answer.reason == "there are too many combinations of statements to compare"
    assert disjoint(a_set(allow(many)), a_set(allow([*other, "*"]))) == NO


_ACTION = st.sampled_from(["a:x", "a:y", "a:*", "b:?", "*", "a:x*", "*:x", "a:*y"])
_RESOURCE = st.text("pq*?", min_size=1, max_size=2) | st.sampled_from([f"p{VARIABLE}", VARIABLE])


@st.composite
def statement(draw: st.DrawFn) -> Json:
    made: Json = {"Effect": draw(st.sampled_from(["Allow", "Allow", "Deny"]))}
    made[draw(st.sampled_from(["Action", "Action", "NotAction"]))] = draw(
        _ACTION | st.lists(_ACTION, min_size=1, max_size=2)
    )
    made[draw(st.sampled_from(["Resource", "Resource", "NotResource"]))] = draw(
        _RESOURCE | st.lists(_RESOURCE, min_size=1, max_size=2)
    )
    if draw(st.integers(0, 3)) == 0:
        made["Condition"] = {"Bool": {draw(st.sampled_from(KEYS)): "true"}}
    return made


SETS = st.lists(st.lists(statement(), min_size=1, max_size=3), min_size=1, max_size=2)


def permissions_of(sets: Iterable[list[Json]]) -> Permissions:
    return Permissions(tuple(a_set(*statements) for statements in sets))


@QUICK
@given(SETS, st.sampled_from(ACTIONS), st.sampled_from(RESOURCES))
def test_one_request_is_judged_by_definition(
    sets: list[list[Json]], action: str, resource: str
) -> None:
    outcomes = {allowed(sets, action, resource, world) for world in WORLDS}
    answer = permissions_of(sets).allows_some(action, resource)
    if answer.known is None:
        assert VARIABLE in str(sets) or "Condition" in str(sets)
    else:
        assert outcomes == {answer.known}
    assert permissions_of(sets).allows_every(action, resource) == answer


@QUICK
@given(SETS, _ACTION, st.text("pq*?", min_size=1, max_size=2))
def test_many_requests_are_judged_by_definition(
    sets: list[list[Json]], action: str, resource: str
) -> None:
    permissions = permissions_of(sets)
    some, every = (
        permissions.allows_some(action, resource),
        permissions.allows_every(action, resource),
    )
    actions = [each for each in ACTIONS if means(action, each)]
    resources = [each for each in RESOURCES if means(resource, each)]
    for world in WORLDS:
        outcomes = {allowed(sets, a, r, world) for a in actions for r in resources}
        assert some.known is not False or True not in outcomes
        assert every.known is not True or False not in outcomes
        # The fresh letter of this universe is z. What all of it is refused, or allowed, in two
        # worlds that differ only in what is not known, cannot be said to be otherwise.
        assert every.known is not False or outcomes != {True} or len(resources) == 1
    assert not (every.certain and some.known is False)


@QUICK
@given(SETS, _ACTION, st.text("pq*?", min_size=1, max_size=2), st.randoms(use_true_random=False))
def test_no_verdict_depends_on_how_a_document_is_written(
    sets: list[list[Json]], action: str, resource: str, chance: random.Random
) -> None:
    others: list[list[Json]] = []
    for statements in sets:
        copies = [rewritten(made, chance) for made in statements]
        chance.shuffle(copies)
        others.append(copies)
    one, other = permissions_of(sets), permissions_of(others)
    for answer, again in (
        (one.allows_some(action, resource), other.allows_some(action, resource)),
        (one.allows_every(action, resource), other.allows_every(action, resource)),
    ):
        assert answer.known is again.known
