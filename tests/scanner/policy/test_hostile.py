"""Policies made to be slow: judging them costs so many steps for each of their characters."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from scanner.policy.made import NEW, Json, allow, deny
from scanner.policy.steps import steps

from rolevet.policy.constraints import ROLES_ANYWHERE, Bond
from rolevet.policy.documents import read_policy
from rolevet.policy.gate import gate
from rolevet.policy.permissions import Permissions
from rolevet.policy.sets import PolicySet
from rolevet.policy.statements import Kind
from rolevet.policy.tiers import escalations

MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
SERVICE = {"Service": "rolesanywhere.amazonaws.com"}


def narrow(number: int) -> list[Json]:
    return [allow(f"s3:Get{number}*", f"arn:aws:s3:::bucket-{number}/*")]


def opposed(number: int) -> list[Json]:
    return [
        allow(f"iam:*{number}", f"*{number}", Condition=MFA),
        deny(f"iam:*{number}*", f"*{number}*", Condition=MFA),
    ]


def excepted(number: int) -> list[Json]:
    both = [allow("x:y", f"*{number}"), deny("x:y", f"*{number}")]
    return [
        {**{k: v for k, v in each.items() if k != "Action"}, "NotAction": f"iam:{number}*"}
        for each in both
    ]


def starry(number: int) -> list[Json]:
    return [allow(f"*:*{number}*?*a", f"arn:*:*?{number}*:${{a}}*")]


def trusting(number: int) -> list[Json]:
    effect = "Deny" if number % 2 else "Allow"
    condition = {"ArnNotLike": {"aws:SourceArn": f"arn:*:trust-anchor/*{number}"}}
    made: Json = {"Effect": effect, "Principal": SERVICE, "Action": "sts:*"}
    return [made | {"Condition": condition}]


def document(make: Callable[[int], list[Json]], count: int) -> str:
    statements = [each for number in range(count) for each in make(number)]
    return json.dumps({"Version": NEW, "Statement": statements})


def judge_permissions(text: str) -> None:
    policies = PolicySet.of([read_policy(text, Kind.PERMISSIONS)])
    permissions = Permissions.of(policies, boundary=policies)
    escalations(permissions)
    permissions.allows_some()
    permissions.allows_every()
    permissions.allows_some("iam:Get*", "arn:aws:iam::*:role/*")


def judge_trust(text: str) -> None:
    found = gate(read_policy(text, Kind.TRUST), ROLES_ANYWHERE, partition="aws", account="1" * 12)
    assert [found.bound(bond).known for bond in Bond]
    assert list(found.constraints())


@pytest.mark.parametrize(
    ("make", "judge"),
    [
        (narrow, judge_permissions),
        (opposed, judge_permissions),
        (excepted, judge_permissions),
        (starry, judge_permissions),
        (trusting, judge_trust),
    ],
)
def test_a_long_document_costs_its_length_and_a_bounded_rest(
    make: Callable[[int], list[Json]], judge: Callable[[str], Any]
) -> None:
    text = document(make, 390)
    # Comparing each statement with each would take a hundred millions.
    assert steps(lambda: judge(text)) <= 3_000_000 + 10 * len(text)


def test_long_patterns_are_judged() -> None:
    patterns = ["*a" * 2000 + "b", "*?a" * 2000, "?*" * 3000, "a?" * 3000]
    statements = [allow([f"x:{pattern}" for pattern in patterns], patterns), deny("x:*b", patterns)]
    text = json.dumps({"Version": NEW, "Statement": statements})
    policies = PolicySet.of([read_policy(text, Kind.PERMISSIONS)])
    permissions = Permissions.of(policies)
    assert permissions.allows_some("x:" + "a" * 9000, "a" * 9000).certain
    assert permissions.allows_some("x:" + "a?" * 4000, "*a" * 4000).possible
    assert permissions.allows_every("x:" + "a?" * 3000 + "b", "a?" * 3000).known is False
