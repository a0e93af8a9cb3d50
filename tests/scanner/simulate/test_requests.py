"""The services refuse what breaks a constraint of the model, at its edge."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from botocore.exceptions import ClientError

Client = Callable[..., Any]

UUID = "01234567-89ab-cdef-0123-456789abcdef"
ROLE = "arn:aws:iam::123456789012:role/"
PLACE = "arn:aws:rolesanywhere:eu-west-1:123456789012"

PROFILE_EDGES = [
    ("name", "a" * 255, "a" * 256),
    ("name", "a", ""),
    ("name", "A 0-_", "a.b"),
    ("durationSeconds", 900, 899),
    ("durationSeconds", 43200, 43201),
    ("roleArns", [f"{ROLE}{number}" for number in range(250)], [f"{ROLE}x"] * 251),
    ("roleArns", [ROLE + "a" * 980], [ROLE + "a" * 981]),
    ("roleArns", [f"{ROLE}x"], [f"junk {ROLE}x"]),
    ("roleArns", ["arn:aws-cn:iam::123456789012:role/x"], ["arn:aws:iam::123456789012:user/x"]),
    ("managedPolicyArns", ["p"] * 50, ["p"] * 51),
    ("managedPolicyArns", ["p" * 200], ["p" * 201]),
    ("managedPolicyArns", ["p"], [""]),
    ("aliasName", "a" * 256, "a" * 257),
    ("aliasName", "a/b-c_0", "a//b"),
    ("aliasName", "A", "0"),
    ("aliasName", "", "a/"),
]


@pytest.mark.parametrize(("member", "good", "bad"), PROFILE_EDGES)
def test_a_profile_at_its_edges(rolesanywhere: Any, member: str, good: Any, bad: Any) -> None:
    def create(value: Any) -> Any:
        return rolesanywhere.create_profile(**{"name": "n", "roleArns": [], member: value})

    profile = create(good)["profile"]
    assert profile.get(member, "") == good
    update = partial(rolesanywhere.update_profile, profileId=profile["profileId"])
    update(**{member: good})
    for call in (partial(create, bad), partial(update, **{member: bad})):
        with pytest.raises(rolesanywhere.exceptions.ValidationException) as caught:
            call()
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
        assert f"Value at '{member}" in caught.value.response["Error"]["Message"]
    assert len(rolesanywhere.list_profiles()["profiles"]) == 1


def test_only_an_update_bounds_a_session_policy(rolesanywhere: Any) -> None:
    def create(size: int) -> Any:
        policy = "x" * size
        return rolesanywhere.create_profile(name="n", roleArns=[], sessionPolicy=policy)["profile"]

    profile_id = create(100_001)["profileId"]
    rolesanywhere.update_profile(profileId=profile_id, sessionPolicy="x" * 100_000)
    for policy in ("", "x" * 100_001):
        with pytest.raises(ClientError, match="'sessionPolicy'"):
            rolesanywhere.update_profile(profileId=profile_id, sessionPolicy=policy)


@pytest.mark.parametrize(
    ("call", "members", "path"),
    [
        ("create_profile", {"name": "n"}, "roleArns"),
        ("create_profile", {"roleArns": []}, "name"),
        ("create_trust_anchor", {"name": "n"}, "source"),
        ("create_trust_anchor", {"name": "n", "source": {"sourceType": "X"}}, "source.sourceType"),
        ("import_crl", {"name": "n", "crlData": b"x"}, "trustAnchorArn"),
        (
            "import_crl",
            {"name": "n", "crlData": b"", "trustAnchorArn": f"{PLACE}:trust-anchor/x"},
            "crlData",
        ),
        ("tag_resource", {"resourceArn": "arn:x"}, "tags"),
        ("untag_resource", {"resourceArn": "arn:x", "tagKeys": [""]}, "tagKeys.1.member"),
        ("list_tags_for_resource", {"resourceArn": ""}, "resourceArn"),
        ("get_subject", {"subjectId": "x"}, "subjectId"),
        ("list_profiles", {"nextToken": ""}, "nextToken"),
        ("list_crls", {"nextToken": "x" * 10_001}, "nextToken"),
        (
            "put_attribute_mapping",
            {"profileId": UUID, "certificateField": "x509SAN", "mappingRules": [{}]},
            "mappingRules.1.member.specifier",
        ),
        (
            "delete_attribute_mapping",
            {"profileId": UUID, "certificateField": "subject"},
            "certificateField",
        ),
        (
            "put_notification_settings",
            {
                "trustAnchorId": UUID,
                "notificationSettings": [
                    {"enabled": True, "event": "CA_CERTIFICATE_EXPIRY", "threshold": 361}
                ],
            },
            "notificationSettings.1.member.threshold",
        ),
        (
            "reset_notification_settings",
            {"trustAnchorId": UUID, "notificationSettingKeys": [{"event": "X"}]},
            "notificationSettingKeys.1.member.event",
        ),
    ],
)
def test_every_operation_is_checked(
    rolesanywhere: Any, call: str, members: dict[str, Any], path: str
) -> None:
    with pytest.raises(rolesanywhere.exceptions.ValidationException) as caught:
        getattr(rolesanywhere, call)(**members)
    assert caught.value.response["Error"]["Message"].startswith(
        f"1 validation error detected: Value at '{path}' failed to satisfy constraint: Member must "
    )


@pytest.mark.parametrize(
    ("service", "method", "path", "body"),
    [
        ("rolesanywhere", "GET", "/profiles?pageSize=many", None),
        ("rolesanywhere", "POST", "/profiles", b"[1]"),
        ("rolesanywhere", "POST", "/profiles", b"not JSON"),
        ("rolesanywhere", "POST", "/profiles", b'{"name": 1, "roleArns": []}'),
        ("rolesanywhere", "POST", "/profiles", b'{"name": "n", "roleArns": [], "enabled": 1}'),
        ("rolesanywhere", "POST", "/profiles", b'{"name": "n", "roleArns": [], "tags": ["x"]}'),
        ("rolesanywhere", "POST", "/crls", b'{"name": "n", "crlData": 1}'),
        ("iot", "GET", "/role-aliases?pageSize=many", None),
        ("iot", "POST", "/role-aliases/a", b"{}"),
        ("iot", "POST", "/role-aliases/a", b'{"roleArn": 1}'),
    ],
)
def test_what_no_client_sends(
    server: str, service: str, method: str, path: str, body: bytes | None
) -> None:
    scope = f"Credential=testing/20260101/eu-west-1/{service}/aws4_request"
    headers = {
        "Authorization": f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0",
        "Content-Type": "application/json",
    }
    with pytest.raises(HTTPError) as caught:
        urlopen(Request(server + path, body, headers, method=method), timeout=10)
    with caught.value as answer:
        assert answer.code == 400
        told = json.loads(answer.read())
    names = {"rolesanywhere": "ValidationException", "iot": "InvalidRequestException"}
    assert told["__type"] == names[service]


ALIAS_EDGES = [
    ("roleAlias", "a" * 128, "a" * 129),
    ("roleAlias", "a_0=,@-", "a.b"),
    ("roleAlias", "a", "\u00e9"),
    ("roleAlias", "a", "a b"),
    ("roleArn", "r" * 20, "r" * 19),
    ("roleArn", "r" * 2048, "r" * 2049),
    ("credentialDurationSeconds", 900, 899),
    ("credentialDurationSeconds", 43200, 43201),
]


@pytest.mark.parametrize(("member", "good", "bad"), ALIAS_EDGES)
def test_a_role_alias_at_its_edges(client: Client, member: str, good: Any, bad: Any) -> None:
    iot = client("iot")
    members = {"roleAlias": "a", "roleArn": f"{ROLE}device", member: good}
    iot.create_role_alias(**members)
    iot.update_role_alias(**members)
    calls = [iot.create_role_alias, iot.update_role_alias]
    for call in calls:
        with pytest.raises(iot.exceptions.InvalidRequestException) as caught:
            call(**{**members, member: bad})
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
        assert f"Value at '{member}'" in caught.value.response["Error"]["Message"]


@pytest.mark.parametrize("verb", ["describe", "delete"])
def test_a_role_alias_is_named_well(client: Client, verb: str) -> None:
    iot = client("iot")
    with pytest.raises(iot.exceptions.InvalidRequestException, match="'roleAlias'"):
        getattr(iot, f"{verb}_role_alias")(roleAlias="a" * 129)
