"""IAM decides, also about the services that speak JSON."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

Client = Callable[..., Any]
Enforced = Callable[[], AbstractContextManager[None]]
Refusal = Callable[..., tuple[str, int, str]]

USER = "arn:aws:iam::123456789012:user/auditor"
TRUST = json.dumps(
    {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}
)


@pytest.fixture
def user(client: Client) -> Callable[..., dict[str, Any]]:
    """The keys of a user with one inline policy of (effect, actions) statements."""

    def made(*statements: tuple[str, list[str]]) -> dict[str, Any]:
        iam = client("iam")
        iam.create_user(UserName="auditor")
        iam.put_user_policy(UserName="auditor", PolicyName="p", PolicyDocument=policy(*statements))
        key = iam.create_access_key(UserName="auditor")["AccessKey"]
        return {**key, "SessionToken": None}

    return made


def policy(*statements: tuple[str, list[str]]) -> str:
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": effect, "Action": actions, "Resource": "*"}
                for effect, actions in statements
            ],
        }
    )


def test_what_is_granted_passes(client: Client, user: Any, enforced: Enforced) -> None:
    made = client("rolesanywhere").create_profile(name="p", roleArns=[], aliasName="a/b")["profile"]
    client("iot").create_role_alias(roleAlias="a=b,c", roleArn="arn:aws:iam::123456789012:role/r")
    keys = user(("Allow", ["iot:*", "rolesanywhere:*", "iam:GetUser", "organizations:*"]))
    with enforced():
        iot, rolesanywhere = (
            client("iot", credentials=keys),
            client("rolesanywhere", credentials=keys),
        )
        assert iot.list_role_aliases(pageSize=1, ascendingOrder=True)["roleAliases"] == ["a=b,c"]
        iot.describe_role_alias(roleAlias="a=b,c")
        iot.update_role_alias(roleAlias="a=b,c", credentialDurationSeconds=900)
        iot.delete_role_alias(roleAlias="a=b,c")
        for identifier in (made["profileId"], made["profileArn"], made["aliasArn"]):
            rolesanywhere.get_profile(profileId=identifier)
        rolesanywhere.create_profile(name="q", roleArns=[])
        pages = rolesanywhere.get_paginator("list_profiles").paginate(pageSize=1)
        assert sum(len(page["profiles"]) for page in pages) == 2
        rolesanywhere.delete_attribute_mapping(
            profileId=made["profileArn"], certificateField="x509SAN", specifiers=["DNS", "Name/*"]
        )
        rolesanywhere.list_tags_for_resource(resourceArn=made["profileArn"])
        rolesanywhere.enable_profile(profileId=made["profileId"])
        client("iam", credentials=keys).get_user(UserName="auditor")
        client("organizations", credentials=keys).create_organization(FeatureSet="ALL")


@pytest.mark.parametrize(
    ("service", "call", "members", "action"),
    [
        ("iot", "describe_role_alias", {"roleAlias": "a"}, "iot:DescribeRoleAlias"),
        ("iot", "list_role_aliases", {"pageSize": 1}, "iot:ListRoleAliases"),
        ("iot", "delete_role_alias", {"roleAlias": "a"}, "iot:DeleteRoleAlias"),
        ("rolesanywhere", "list_profiles", {}, "rolesanywhere:ListProfiles"),
        (
            "rolesanywhere",
            "create_profile",
            {"name": "n", "roleArns": []},
            "rolesanywhere:CreateProfile",
        ),
        ("organizations", "list_accounts", {}, "organizations:ListAccounts"),
    ],
)
def test_what_is_not_granted_is_denied(
    refusal: Refusal,
    client: Client,
    user: Any,
    enforced: Enforced,
    service: str,
    call: str,
    members: dict[str, Any],
    action: str,
) -> None:
    keys = user(("Allow", ["iot:ListThings", "rolesanywhere:ListCrls"]))
    with enforced():
        told = refusal(getattr(client(service, credentials=keys), call), **members)
    assert told == (
        "AccessDeniedException",
        403,
        f"User: {USER} is not authorized to perform: {action} on resource: * "
        f"because no identity-based policy allows the {action} action",
    )


@pytest.mark.parametrize(
    ("service", "call", "action"),
    [
        ("iot", "list_role_aliases", "iot:ListRoleAliases"),
        ("rolesanywhere", "list_trust_anchors", "rolesanywhere:ListTrustAnchors"),
    ],
)
def test_an_explicit_deny_wins(
    refusal: Refusal,
    client: Client,
    user: Any,
    enforced: Enforced,
    service: str,
    call: str,
    action: str,
) -> None:
    keys = user(("Allow", ["*"]), ("Deny", [action]))
    with enforced():
        told = refusal(getattr(client(service, credentials=keys), call))
        client(service, credentials=keys)
    assert told == (
        "AccessDeniedException",
        403,
        f"User: {USER} is not authorized to perform: {action} on resource: * "
        "with an explicit deny in an identity-based policy",
    )


@pytest.mark.parametrize("statements", [(("Allow", ["iam:GetUser"]),), (("Deny", ["iam:*"]),)])
def test_iam_denies_in_its_own_words(
    refusal: Refusal, client: Client, user: Any, enforced: Enforced, statements: Any
) -> None:
    client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=TRUST)
    keys = user(*statements)
    with enforced():
        told = refusal(client("iam", credentials=keys).get_role, RoleName="r")
    assert told == (
        "AccessDenied",
        403,
        f"User: {USER} is not authorized to perform: iam:GetRole",
    )


def test_ec2_denies_with_a_code_of_its_own(
    refusal: Refusal, client: Client, user: Any, enforced: Enforced
) -> None:
    keys = user(("Allow", ["iam:GetUser"]))
    with enforced():
        told = refusal(client("ec2", credentials=keys).describe_regions)
    assert told == (
        "UnauthorizedOperation",
        403,
        "You are not authorized to perform this operation. "
        f"User: {USER} is not authorized to perform: ec2:DescribeRegions on resource: * "
        "because no identity-based policy allows the ec2:DescribeRegions action",
    )


def test_a_single_statement_needs_no_list(
    refusal: Refusal, client: Client, user: Any, enforced: Enforced
) -> None:
    keys = user(("Allow", ["iot:*"]))
    lone = {"Effect": "Deny", "Action": "iot:*", "Resource": "*"}
    arn = client("iam").create_policy(
        PolicyName="lone", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": lone})
    )["Policy"]["Arn"]
    client("iam").attach_user_policy(UserName="auditor", PolicyArn=arn)
    with enforced():
        _, _, message = refusal(client("iot", credentials=keys).list_role_aliases)
    assert message.endswith("with an explicit deny in an identity-based policy")


def test_a_session_has_the_rights_of_its_role(
    refusal: Refusal, client: Client, enforced: Enforced
) -> None:
    iam = client("iam")
    arn = iam.create_role(RoleName="r", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    allowed = policy(("Allow", ["rolesanywhere:ListProfiles"]))
    iam.put_role_policy(RoleName="r", PolicyName="p", PolicyDocument=allowed)
    keys = client("sts").assume_role(RoleArn=arn, RoleSessionName="scan")["Credentials"]
    with enforced():
        service = client("rolesanywhere", credentials=keys)
        assert service.list_profiles()["profiles"] == []
        code, _, message = refusal(service.list_crls)
        forged = {**keys, "SessionToken": "forged"}
        wrong = refusal(client("rolesanywhere", credentials=forged).list_profiles)
    assert code == "AccessDeniedException"
    assert message.startswith(
        "User: arn:aws:sts::123456789012:assumed-role/r/scan is not authorized"
    )
    assert wrong[:2] == ("UnrecognizedClientException", 403)


@pytest.mark.parametrize(
    ("service", "call", "signature", "unknown"),
    [
        ("iot", "list_role_aliases", "InvalidSignatureException", "UnrecognizedClientException"),
        ("rolesanywhere", "list_crls", "InvalidSignatureException", "UnrecognizedClientException"),
        ("iam", "list_users", "SignatureDoesNotMatch", "InvalidClientTokenId"),
    ],
)
def test_a_wrong_key_is_refused(
    refusal: Refusal,
    client: Client,
    user: Any,
    enforced: Enforced,
    service: str,
    call: str,
    signature: str,
    unknown: str,
) -> None:
    keys = user(("Allow", ["*"]))
    with enforced():
        bad = client(service, credentials={**keys, "SecretAccessKey": "wrong"})
        assert refusal(getattr(bad, call))[:2] == (signature, 403)
        stranger = client(service, credentials={**keys, "AccessKeyId": "AKIAIOSFODNN7EXAMPLE"})
        assert refusal(getattr(stranger, call))[:2] == (unknown, 403)


def test_a_service_that_signs_with_another_name(
    refusal: Refusal, client: Client, user: Any, enforced: Enforced
) -> None:
    keys = user(("Allow", ["iam:*"]))
    with enforced():
        code, status, _ = refusal(client("cloudwatch", credentials=keys).list_metrics)
    assert status == 403
    assert code


def test_nobody_is_asked_without_enforcement(client: Client) -> None:
    assert client("rolesanywhere").list_profiles()["profiles"] == []
