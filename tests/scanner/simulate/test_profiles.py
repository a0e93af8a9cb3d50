"""What a profile does as the real ones do."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

ROLE = "arn:aws:iam::123456789012:role/device"
POLICY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
DEFAULT_MAPPINGS = {
    "x509Issuer": ["*"],
    "x509SAN": ["DNS", "URI", "Name/*"],
    "x509Subject": ["*"],
}


@pytest.fixture
def update(rolesanywhere: Any) -> Callable[..., Any]:
    """Updates one profile, which has none of its members left at the default."""
    made = rolesanywhere.create_profile(
        name="full",
        roleArns=[ROLE],
        managedPolicyArns=[POLICY],
        sessionPolicy="{}",
        durationSeconds=900,
        requireInstanceProperties=True,
        acceptRoleSessionName=True,
        enabled=True,
        aliasName="full",
    )["profile"]

    def updated(**members: Any) -> tuple[Any, Any]:
        after = rolesanywhere.update_profile(profileId=made["profileId"], **members)["profile"]
        return made, after

    return updated


def mappings(profile: Any) -> dict[str, list[str]]:
    return {
        mapping["certificateField"]: [rule["specifier"] for rule in mapping["mappingRules"]]
        for mapping in profile["attributeMappings"]
    }


def test_defaults(rolesanywhere: Any) -> None:
    profile = rolesanywhere.create_profile(name="bare", roleArns=[])["profile"]
    rest = {
        name: value
        for name, value in profile.items()
        if name not in {"profileId", "profileArn", "createdAt", "updatedAt", "attributeMappings"}
    }
    assert rest == {
        "name": "bare",
        "enabled": False,
        "durationSeconds": 3600,
        "roleArns": [],
        "managedPolicyArns": [],
        "requireInstanceProperties": False,
        "acceptRoleSessionName": False,
        "createdBy": "arn:aws:iam::123456789012:root",
    }
    assert mappings(profile) == DEFAULT_MAPPINGS


def test_nobody_asks_about_the_role(rolesanywhere: Any) -> None:
    profile = rolesanywhere.create_profile(name="any", roleArns=[ROLE])["profile"]
    assert profile["roleArns"] == [ROLE]


def test_an_empty_session_policy_can_be_created(rolesanywhere: Any) -> None:
    profile = rolesanywhere.create_profile(name="any", roleArns=[], sessionPolicy="")["profile"]
    assert profile["sessionPolicy"] == ""


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("name", "renamed"),
        ("sessionPolicy", '{"Statement":[]}'),
        ("roleArns", []),
        ("managedPolicyArns", []),
        ("durationSeconds", 43200),
        ("acceptRoleSessionName", False),
    ],
)
def test_an_update_changes_what_is_present(
    update: Callable[..., Any], member: str, value: object
) -> None:
    before, after = update(**{member: value})
    assert after == {**before, member: value, "updatedAt": after["updatedAt"]}
    assert after["updatedAt"] > before["updatedAt"]


def test_an_update_of_nothing(update: Callable[..., Any]) -> None:
    before, after = update()
    assert after == {**before, "updatedAt": after["updatedAt"]}


def test_an_update_cannot_enable_or_disable(rolesanywhere: Any, update: Callable[..., Any]) -> None:
    def smuggle(params: dict[str, Any], **_: Any) -> None:
        params["body"] = json.dumps({"enabled": False, "requireInstanceProperties": False}).encode()

    rolesanywhere.meta.events.register("before-call.rolesanywhere.UpdateProfile", smuggle)
    _, after = update()
    assert after["enabled"] is True
    assert after["requireInstanceProperties"] is True


def test_a_session_policy_can_be_replaced_but_not_emptied(update: Callable[..., Any]) -> None:
    with pytest.raises(ClientError, match=r"'sessionPolicy'.* greater than or equal to 1"):
        update(sessionPolicy="")
    _, after = update(name="still")
    assert after["sessionPolicy"] == "{}"


def test_a_refused_update_changes_nothing(rolesanywhere: Any, update: Callable[..., Any]) -> None:
    with pytest.raises(ClientError):
        update(name="other", durationSeconds=1)
    with pytest.raises(ClientError):
        update(name="other", aliasName="aws/x")
    (profile,) = rolesanywhere.list_profiles()["profiles"]
    assert profile["name"] == "full"


@pytest.fixture
def profile_id(rolesanywhere: Any) -> str:
    profile = rolesanywhere.create_profile(name="mapped", roleArns=[], aliasName="m")["profile"]
    identifier: str = profile["aliasArn"]
    return identifier


def put(rolesanywhere: Any, profile_id: str, field: str, *specifiers: str) -> Any:
    return rolesanywhere.put_attribute_mapping(
        profileId=profile_id,
        certificateField=field,
        mappingRules=[{"specifier": specifier} for specifier in specifiers],
    )["profile"]


def test_putting_attaches_rules(rolesanywhere: Any, profile_id: str) -> None:
    after = put(rolesanywhere, profile_id, "x509Subject", "CN", "OU", "CN")
    assert mappings(after) == {**DEFAULT_MAPPINGS, "x509Subject": ["*", "CN", "OU"]}
    assert rolesanywhere.get_profile(profileId=profile_id)["profile"] == after


def test_deleting_takes_the_named_rules(rolesanywhere: Any, profile_id: str) -> None:
    after = rolesanywhere.delete_attribute_mapping(
        profileId=profile_id, certificateField="x509SAN", specifiers=["URI", "Name/*", "none"]
    )["profile"]
    assert mappings(after) == {**DEFAULT_MAPPINGS, "x509SAN": ["DNS"]}


def test_deleting_the_last_rule_takes_the_field(rolesanywhere: Any, profile_id: str) -> None:
    after = rolesanywhere.delete_attribute_mapping(
        profileId=profile_id, certificateField="x509Issuer", specifiers=["*"]
    )["profile"]
    assert mappings(after).keys() == {"x509SAN", "x509Subject"}


def test_deleting_without_specifiers_takes_the_field(rolesanywhere: Any, profile_id: str) -> None:
    for _ in range(2):
        after = rolesanywhere.delete_attribute_mapping(
            profileId=profile_id, certificateField="x509SAN"
        )["profile"]
        assert mappings(after).keys() == {"x509Issuer", "x509Subject"}
    again = put(rolesanywhere, profile_id, "x509SAN", "DNS")
    assert mappings(again)["x509SAN"] == ["DNS"]


@pytest.mark.parametrize("member", ["roleArns", "managedPolicyArns"])
def test_lists_keep_their_order_and_repetitions(rolesanywhere: Any, member: str) -> None:
    arns = [f"{ROLE}-{letter}" for letter in "bab"]
    profile = rolesanywhere.create_profile(**{"name": "n", "roleArns": [], member: arns})["profile"]
    assert profile[member] == arns
