"""AWS IoT's role aliases: constraints are in `test_constraints`, the rest is here."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

Client = Callable[..., Any]

ROLE = "arn:aws:iam::123456789012:role/device"


@pytest.fixture
def iot(client: Client) -> Any:
    return client("iot")


@pytest.fixture
def letters(iot: Any) -> str:
    """The names of the role aliases there are, as one string in alphabetical order."""
    for name in "daCeb":
        iot.create_role_alias(roleAlias=name, roleArn=ROLE)
    return "Cabde"


def test_a_life(iot: Any) -> None:
    arn = "arn:aws:iot:eu-west-1:123456789012:rolealias/one"
    made = iot.create_role_alias(roleAlias="one", roleArn=ROLE)
    assert (made["roleAlias"], made["roleAliasArn"]) == ("one", arn)
    before = iot.describe_role_alias(roleAlias="one")["roleAliasDescription"]
    assert before["credentialDurationSeconds"] == 3600
    assert (before["roleArn"], before["owner"]) == (ROLE, "123456789012")

    time.sleep(0.002)  # the service's dates count milliseconds
    changed = iot.update_role_alias(roleAlias="one", credentialDurationSeconds=900)
    assert changed["roleAliasArn"] == arn
    after = iot.describe_role_alias(roleAlias="one")["roleAliasDescription"]
    assert after["lastModifiedDate"] > before["lastModifiedDate"]
    unchanged = {"credentialDurationSeconds": 3600, "lastModifiedDate": before["lastModifiedDate"]}
    assert after["credentialDurationSeconds"] == 900
    assert {**after, **unchanged} == before

    iot.update_role_alias(roleAlias="one", roleArn=f"{ROLE}-2")
    after = iot.describe_role_alias(roleAlias="one")["roleAliasDescription"]
    assert (after["roleArn"], after["credentialDurationSeconds"]) == (f"{ROLE}-2", 900)

    with pytest.raises(iot.exceptions.ResourceAlreadyExistsException):
        iot.create_role_alias(roleAlias="one", roleArn=ROLE)
    iot.delete_role_alias(roleAlias="one")
    for call in (iot.describe_role_alias, iot.update_role_alias, iot.delete_role_alias):
        with pytest.raises(iot.exceptions.ResourceNotFoundException) as caught:
            call(roleAlias="one")
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404


@pytest.mark.parametrize("page_size", [1, 2, 50])
@pytest.mark.parametrize("ascending", [True, False, None])
def test_pages(iot: Any, letters: str, page_size: int, ascending: bool | None) -> None:
    order = {} if ascending is None else {"ascendingOrder": ascending}
    answers = list(iot.get_paginator("list_role_aliases").paginate(pageSize=page_size, **order))
    names = [name for answer in answers for name in answer["roleAliases"]]
    assert "".join(names) == (letters[::-1] if ascending is False else letters)
    sizes = [len(answer["roleAliases"]) for answer in answers]
    assert sizes == {1: [1] * 5, 2: [2, 2, 1], 50: [5]}[page_size]
    assert "nextMarker" not in answers[-1]


def test_aliases_that_come_and_go_hide_no_other(iot: Any, letters: str) -> None:
    first = iot.list_role_aliases(pageSize=2)
    iot.delete_role_alias(roleAlias=first["roleAliases"][0])
    iot.create_role_alias(roleAlias="A", roleArn=ROLE)
    second = iot.list_role_aliases(pageSize=2, marker=first["nextMarker"])
    assert "".join(first["roleAliases"] + second["roleAliases"]) == letters[:4]


@pytest.mark.parametrize("page_size", [0, -1, 251])
def test_a_page_size_out_of_bounds(iot: Any, page_size: int) -> None:
    with pytest.raises(iot.exceptions.InvalidRequestException, match="'pageSize'") as caught:
        iot.list_role_aliases(pageSize=page_size)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


@pytest.mark.parametrize("page_size", [1, 250])
def test_a_page_size_at_its_bounds(iot: Any, page_size: int) -> None:
    assert iot.list_role_aliases(pageSize=page_size)["roleAliases"] == []


def test_no_page_is_larger_than_the_service_allows(iot: Any) -> None:
    for number in range(51):
        iot.create_role_alias(roleAlias=str(number), roleArn=ROLE)
    for members in ({}, {"pageSize": 250}):
        answer = iot.list_role_aliases(**members)
        assert len(answer["roleAliases"]) == 50
        rest = iot.list_role_aliases(marker=answer["nextMarker"])
        assert len(rest["roleAliases"]) == 1


@pytest.mark.parametrize("marker", ["1", "W10=", "!", "A" * 1025])
def test_a_marker_that_was_not_given_out(iot: Any, letters: str, marker: str) -> None:
    with pytest.raises(ClientError) as caught:
        iot.list_role_aliases(marker=marker)
    assert caught.value.response["Error"]["Code"] == "InvalidRequestException"


def test_a_marker_belongs_to_its_order(iot: Any, letters: str) -> None:
    marker = iot.list_role_aliases(pageSize=1)["nextMarker"]
    with pytest.raises(ClientError, match="marker"):
        iot.list_role_aliases(ascendingOrder=False, marker=marker)


def test_regions_and_accounts_are_apart(client: Client, iot: Any, letters: str) -> None:
    role = "arn:aws:iam::210987654321:role/auditor"
    session = client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    for elsewhere in (client("iot", region="us-east-1"), client("iot", credentials=session)):
        assert elsewhere.list_role_aliases()["roleAliases"] == []
    made = client("iot", credentials=session).create_role_alias(roleAlias="a", roleArn=ROLE)
    assert made["roleAliasArn"] == "arn:aws:iot:eu-west-1:210987654321:rolealias/a"
    assert "".join(iot.list_role_aliases()["roleAliases"]) == letters


@pytest.mark.parametrize(
    ("partition", "region"),
    [("aws", "us-east-1"), ("aws-cn", "cn-north-1"), ("aws-us-gov", "us-gov-west-1")],
)
def test_partitions(client: Client, partition: str, region: str) -> None:
    made = client("iot", region=region).create_role_alias(roleAlias="a", roleArn=ROLE)
    assert made["roleAliasArn"] == f"arn:{partition}:iot:{region}:123456789012:rolealias/a"
