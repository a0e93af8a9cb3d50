"""The functions that rules have beside JMESPath's."""

import json
from typing import Any

import pytest
from scanner.declare.made import value

from rolevet.unknown import Undecided

ROLE = "arn:aws-cn:iam::123456789012:role/fleet/Device"
ANY = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
NO_IAM = {"Version": "2012-10-17", "Statement": [{**ANY["Statement"], "Effect": "Deny"}]}  # type: ignore[dict-item]
MFA = {**ANY, "Statement": {**ANY["Statement"], "Condition": {"Bool": {"a:b": "true"}}}}  # type: ignore[dict-item]
FIELDS: dict[str, Any] = {
    "role": ROLE,
    "cell": "arn:aws:iot:eu-west-1:123456789012:thing:x",
    "may": "2026-05-01T12:00:00Z",
    "seconds": 1780272000,
    "any": ANY,
    "text": json.dumps(ANY),
    "both": [ANY, NO_IAM],
    "mfa": MFA,
    "some": [{"PolicyDocument": ANY}],
}


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("days_since(may)", 30),
        ("days_since('2026-06-01')", 0),
        ("days_since('2026-05-31T23:00:00-02:00')", -1),
        ("days_since('2027-06-01')", -365),
        ("days_since(seconds)", 0),
        ("days_since('9999-12-31T23:59:59-14:00') < `0`", True),
        ("arn_part(role, 'partition')", "aws-cn"),
        ("arn_part(role, 'service')", "iam"),
        ("arn_part(role, 'region')", ""),
        ("arn_part(role, 'account')", "123456789012"),
        ("arn_part(role, 'resource')", "role/fleet/Device"),
        ("arn_part(role, 'name')", "Device"),
        ("arn_part(cell, 'name')", "x"),
        ("glob('*/fleet/*', role)", True),
        ("glob('*/Fleet/*', role)", False),
        ("glob('arn', role)", False),
        ("glob('?rn:***ice', role)", True),
        ("glob('', '')", True),
        ("glob('a?c', 'a*c')", False),
        ("glob('a*c', 'a*c')", True),
        ("policy_allows(any, 's3:GetObject', '*')", True),
        ("policy_allows(text, 's3:*', 'arn:aws:s3:::x/*')", True),
        ("policy_allows(both, 's3:*', '*')", False),
        ("policy_allows(`[]`, '*', '*')", False),
        ("policy_allows(some[*].PolicyDocument, 'iam:PassRole', '*')", True),
    ],
)
def test_what_it_gives(text: str, gives: Any) -> None:
    assert value(text, **FIELDS) == gives


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("days_since('yesterday')", "what days_since() is given is not a timestamp"),
        ("days_since(`1e300`)", "not a timestamp"),
        ("days_since(any)", "days_since() cannot be given an object"),
        ("days_since(gone)", "has no field 'gone'"),
        ("arn_part('x', 'account')", "'x' is not an ARN: it is not of the form"),
        ("arn_part(role, may)", "an ARN has no part '2026"),
        ("arn_part(any, 'account')", "arn_part() cannot be given an object"),
        ("glob(any, role)", "glob() cannot be given an object"),
        (f"glob('{'*a' * 1500}', role)", "a pattern has more than 2048 characters"),
        ("policy_allows(any, 's3', '*')", "'s3' is not of the form service:action"),
        ("policy_allows('{}', 's3:*', '*')", "a policy cannot be read: it has no statement"),
        ("policy_allows(`[1]`, 's3:*', '*')", "policy_allows() cannot be given a number"),
        ("policy_allows(may, 's3:*', '*')", "a policy cannot be read: it is not JSON"),
        ("policy_allows(mfa, 's3:*', '*')", "Statement[0] has conditions"),
    ],
)
def test_where_it_declines(text: str, because: str) -> None:
    with pytest.raises(Undecided) as raised:
        value(text, **FIELDS)
    assert because in raised.value.reason
