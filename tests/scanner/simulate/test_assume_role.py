"""STS hands out sessions only to those whom a role trusts."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

Client = Callable[..., Any]
Enforced = Callable[[], AbstractContextManager[None]]
Refusal = Callable[..., tuple[str, int, str]]

HERE, THERE = "123456789012", "444455556666"
USER = f"arn:aws:iam::{HERE}:user/auditor"
ROLE = f"arn:aws:iam::{THERE}:role/RolevetAudit"
DENIED = (
    "AccessDenied",
    403,
    f"User: {USER} is not authorized to perform: sts:AssumeRole on resource: {ROLE}",
)


def statement(principal: Any, effect: str = "Allow", **members: Any) -> dict[str, Any]:
    return {"Effect": effect, "Principal": principal, "Action": "sts:AssumeRole", **members}


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def allowing(*actions: str) -> str:
    return policy({"Effect": "Allow", "Action": list(actions), "Resource": "*"})


FROM_HERE = statement({"AWS": f"arn:aws:iam::{HERE}:root"})


@pytest.fixture
def there(over_http: Any) -> dict[str, Any]:
    """Keys in the other account."""
    entered: dict[str, Any] = over_http.client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{THERE}:role/Bootstrap", RoleSessionName="setup"
    )["Credentials"]
    return entered


@pytest.fixture
def role(over_http: Any, there: dict[str, Any]) -> Callable[..., None]:
    """Makes the other account's role, which may list profiles and CRLs."""

    def made(document: str, **members: Any) -> None:
        iam = over_http.client("iam", credentials=there)
        iam.create_role(RoleName="RolevetAudit", AssumeRolePolicyDocument=document, **members)
        iam.put_role_policy(
            RoleName="RolevetAudit",
            PolicyName="read",
            PolicyDocument=allowing(
                "rolesanywhere:List*", "iam:GetRole", "sts:AssumeRole", "ec2:*"
            ),
        )

    return made


@pytest.fixture
def keys(over_http: Any) -> dict[str, Any]:
    """Those of a user who may assume any role."""
    iam = over_http.client("iam")
    iam.create_user(UserName="auditor")
    iam.put_user_policy(
        UserName="auditor", PolicyName="p", PolicyDocument=allowing("sts:AssumeRole")
    )
    return {**iam.create_access_key(UserName="auditor")["AccessKey"], "SessionToken": None}


@pytest.fixture
def assume(over_http: Any, keys: dict[str, Any]) -> Callable[..., Any]:
    """The user assumes the other account's role."""

    def asked(**members: Any) -> Any:
        given = {"RoleArn": ROLE, "RoleSessionName": "scan", **members}
        return over_http.client("sts", credentials=keys).assume_role(**given)

    return asked


@pytest.mark.parametrize(
    "document",
    [
        policy(FROM_HERE),
        policy(statement({"AWS": HERE})),
        policy(statement({"AWS": USER})),
        policy(statement("*")),
        policy(statement({"AWS": "*"}, Action="sts:*")),
        policy(statement({"AWS": [THERE, USER]}, Action=["sts:TagSession", "sts:assumerole"])),
        policy(statement({"Service": "ec2.amazonaws.com"}), FROM_HERE),
        json.dumps({"Statement": FROM_HERE}),
    ],
)
def test_whom_a_role_trusts(role: Any, assume: Any, over_http: Any, document: str) -> None:
    role(document)
    session = over_http.client("sts", credentials=assume()["Credentials"])
    identity = session.get_caller_identity()
    assert identity["Account"] == THERE
    assert identity["Arn"] == f"arn:aws:sts::{THERE}:assumed-role/RolevetAudit/scan"


@pytest.mark.parametrize(
    "document",
    [
        policy(),
        policy(statement({"AWS": f"arn:aws:iam::{THERE}:root"})),
        policy(statement({"AWS": f"arn:aws:iam::{HERE}:user/somebody"})),
        policy(statement({"Service": "*"})),
        policy(statement("*", Action="sts:TagSession")),
        policy(FROM_HERE, statement({"AWS": USER}, effect="Deny")),
        policy({**FROM_HERE, "Condition": {"ArnLike": {"aws:PrincipalArn": "*"}}}),
    ],
)
def test_whom_it_does_not(refusal: Refusal, role: Any, assume: Any, document: str) -> None:
    role(document)
    assert refusal(assume) == DENIED


def test_a_role_that_does_not_exist(refusal: Refusal, assume: Any, there: Any) -> None:
    assert refusal(assume) == DENIED


def test_a_key_that_iam_does_not_know_is_refused_only_by_a_role(
    refusal: Refusal, over_http: Any, role: Any
) -> None:
    role(policy(statement({"AWS": USER})))
    sts = over_http.client("sts")
    code, status, message = refusal(sts.assume_role, RoleArn=ROLE, RoleSessionName="scan")
    assert (code, status) == ("AccessDenied", 403)
    assert message.startswith(f"User: arn:aws:iam::{HERE}:root is not authorized")
    assert sts.assume_role(RoleArn=f"{ROLE}2", RoleSessionName="scan")["Credentials"]


@pytest.mark.parametrize("document", ["not even JSON", "{}"])
def test_a_trust_that_says_nothing_refuses_nobody(role: Any, assume: Any, document: str) -> None:
    role(document)
    assert assume()["Credentials"]


CONDITIONS: tuple[tuple[Any, Any, Any], ...] = (
    ({"StringEquals": {"sts:ExternalId": "e-1"}}, {"ExternalId": "e-1"}, {"ExternalId": "E-1"}),
    ({"StringEquals": {"sts:ExternalId": ["a", "e-1"]}}, {"ExternalId": "e-1"}, {}),
    ({"StringEquals": {"STS:externalid": "e-="}}, {"ExternalId": "e-="}, {"ExternalId": "e-1"}),
    ({"StringLike": {"sts:ExternalId": "e-?*"}}, {"ExternalId": "e-1"}, {"ExternalId": "e-"}),
    (
        {"StringLike": {"sts:RoleSessionName": "audit-*"}},
        {"RoleSessionName": "audit-1"},
        {"RoleSessionName": "scan"},
    ),
    (
        {"StringEquals": {"sts:ExternalId": "e-1"}, "StringLike": {"sts:RoleSessionName": "a*"}},
        {"ExternalId": "e-1", "RoleSessionName": "audit"},
        {"ExternalId": "e-1", "RoleSessionName": "scan"},
    ),
)


@pytest.mark.parametrize(("condition", "meeting", "failing"), CONDITIONS)
def test_conditions(
    refusal: Refusal, role: Any, assume: Any, condition: Any, meeting: Any, failing: Any
) -> None:
    role(policy({**FROM_HERE, "Condition": condition}))
    assert refusal(assume, **failing) == DENIED
    assert assume(**meeting)["Credentials"]


def test_only_the_like_operator_knows_wildcards(refusal: Refusal, role: Any, assume: Any) -> None:
    role(policy({**FROM_HERE, "Condition": {"StringEquals": {"sts:ExternalId": "e-*"}}}))
    assert refusal(assume, ExternalId="e-1") == DENIED


def test_a_source_identity_must_be_allowed(refusal: Refusal, role: Any, assume: Any) -> None:
    role(policy(FROM_HERE))
    assert refusal(assume, SourceIdentity="ann") == DENIED
    assert refusal(assume, Tags=[{"Key": "team", "Value": "audit"}]) == DENIED


def test_a_source_identity_may_be_bound(refusal: Refusal, role: Any, assume: Any) -> None:
    bound = {
        **FROM_HERE,
        "Action": ["sts:AssumeRole", "sts:SetSourceIdentity"],
        "Condition": {"StringLike": {"sts:SourceIdentity": "ann*"}},
    }
    role(policy(bound))
    assert refusal(assume) == DENIED
    assert refusal(assume, SourceIdentity="bob") == DENIED
    assert assume(SourceIdentity="anna")["SourceIdentity"] == "anna"


def test_a_session_is_trusted_as_its_role(
    refusal: Refusal, over_http: Any, role: Any, assume: Any, there: Any
) -> None:
    role(policy(FROM_HERE))
    iam = over_http.client("iam", credentials=there)
    for name, trusted in (("next", ROLE), ("other", f"{ROLE}2")):
        document = policy(statement({"AWS": trusted}))
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=document, MaxSessionDuration=7200)
    chained = over_http.client("sts", credentials=assume()["Credentials"])

    def ask(name: str, **members: Any) -> Any:
        arn = f"arn:aws:iam::{THERE}:role/{name}"
        return chained.assume_role(RoleArn=arn, RoleSessionName="scan", **members)

    assert ask("next")["Credentials"]
    assert refusal(ask, name="other")[0] == "AccessDenied"
    assert refusal(ask, name="next", DurationSeconds=3601) == (
        "ValidationError",
        400,
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role "
        "chaining",
    )


def test_no_longer_than_the_role_allows(refusal: Refusal, role: Any, assume: Any) -> None:
    role(policy(FROM_HERE), MaxSessionDuration=7200)
    assert assume(DurationSeconds=7200)["Credentials"]
    assert refusal(assume, DurationSeconds=7201) == (
        "ValidationError",
        400,
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    )


@pytest.mark.parametrize(
    "members",
    [
        {"DurationSeconds": 899},
        {"RoleSessionName": "s"},
        {"RoleSessionName": "a b"},
        {"ExternalId": "x"},
        {"RoleArn": f"arn:aws:iam::{THERE}:user/RolevetAudit"},
        {"RoleArn": "arn:mars:iam::nowhere"},
    ],
)
def test_what_sts_does_not_take(
    refusal: Refusal, role: Any, assume: Any, members: dict[str, Any]
) -> None:
    role(policy(FROM_HERE))
    assert refusal(assume, **members)[:2] == ("ValidationError", 400)


def test_another_partition_has_other_roles(refusal: Refusal, role: Any, assume: Any) -> None:
    role(policy(FROM_HERE))
    for partition in ("aws-cn", "mars"):
        arn = f"arn:{partition}:iam::{THERE}:role/RolevetAudit"
        assert refusal(assume, RoleArn=arn)[0] == "AccessDenied"


@pytest.mark.parametrize(
    "document",
    [
        "{",
        "[]",
        "{}",
        policy({"Effect": "Allow", "Action": "iam:GetRole"}),
        policy({"Effect": "Perhaps", "Action": "iam:GetRole", "Resource": "*"}),
    ],
)
def test_a_session_policy_is_a_policy(
    refusal: Refusal, role: Any, assume: Any, document: str
) -> None:
    role(policy(FROM_HERE))
    assert refusal(assume, Policy=document)[:2] == ("MalformedPolicyDocument", 400)


def test_a_session_policy_has_little_room(refusal: Refusal, role: Any, assume: Any) -> None:
    role(policy(FROM_HERE))
    name = "x" * 1900
    short = policy({"Effect": "Allow", "Action": f"iam:{name}", "Resource": "*"})
    assert assume(Policy=short.replace(" ", " " * 100))["PackedPolicySize"] == 98
    long = short.replace(name, name + "x" * 200)
    assert refusal(assume, Policy=long) == (
        "PackedPolicyTooLarge",
        400,
        "Packed policy consumes 107% of allotted space, please use smaller policy.",
    )


def test_a_session_policy_narrows_the_session(
    refusal: Refusal, over_http: Any, role: Any, assume: Any
) -> None:
    role(policy(FROM_HERE))
    narrow = assume(
        Policy=policy(
            {"Effect": "Allow", "Action": ["rolesanywhere:*", "iam:List*"], "Resource": "*"},
            {"Effect": "Deny", "Action": "rolesanywhere:ListCrls", "Resource": "*"},
        )
    )["Credentials"]
    wide = assume()["Credentials"]
    who = f"User: arn:aws:sts::{THERE}:assumed-role/RolevetAudit/scan is not authorized to perform:"
    with over_http.enforced():
        anywhere = over_http.client("rolesanywhere", credentials=narrow)
        iam = over_http.client("iam", credentials=narrow)
        assert anywhere.list_profiles()["profiles"] == []
        assert over_http.client("sts", credentials=narrow).get_caller_identity()
        assert over_http.client("iam", credentials=wide).get_role(RoleName="RolevetAudit")
        told = [
            refusal(iam.get_role, RoleName="RolevetAudit"),
            refusal(anywhere.list_crls),
            refusal(anywhere.create_profile, name="p", roleArns=[]),
        ]
    assert told == [
        (
            "AccessDenied",
            403,
            f"{who} iam:GetRole on resource: {ROLE} "
            "because no session policy allows the iam:GetRole action",
        ),
        (
            "AccessDeniedException",
            403,
            f"{who} rolesanywhere:ListCrls on resource: * "
            "with an explicit deny in a session policy",
        ),
        (
            "AccessDeniedException",
            403,
            f"{who} rolesanywhere:CreateProfile on resource: * "
            "because no identity-based policy allows the rolesanywhere:CreateProfile action",
        ),
    ]


def test_enforcement_asks_both_sides(
    refusal: Refusal, over_http: Any, role: Any, assume: Any
) -> None:
    role(policy(FROM_HERE))
    with over_http.enforced():
        assert assume()["Credentials"]
    over_http.client("iam").put_user_policy(
        UserName="auditor", PolicyName="p", PolicyDocument=allowing("iam:GetUser")
    )
    with over_http.enforced():
        told = refusal(assume)
    assert told == (*DENIED[:2], f"User: {USER} is not authorized to perform: sts:AssumeRole")


def test_a_session_without_its_role_may_do_nothing(
    refusal: Refusal, over_http: Any, there: dict[str, Any]
) -> None:
    with over_http.enforced():
        told = refusal(over_http.client("iam", credentials=there).list_roles)
    assert told[:2] == ("AccessDenied", 403)
