"""What profiles, trust anchors and CRLs have in common: pages, places and tags."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

Client = Callable[..., Any]
Refusal = Callable[..., tuple[str, int, str]]

ACCOUNT = "123456789012"
PLACE = f"arn:aws:rolesanywhere:eu-west-1:{ACCOUNT}"


@pytest.mark.parametrize("page_size", [1, 2, 50])
def test_pages_in_the_order_of_creation(rolesanywhere: Any, kind: Any, page_size: int) -> None:
    made = [kind.create(rolesanywhere)[kind.id_member] for _ in range(5)]
    kind.call(rolesanywhere, "update", **{kind.id_member: made[1], "name": "changed"})
    sizes: list[int] = []
    seen: list[str] = []
    token: dict[str, str] = {}
    while True:
        ids, following = kind.page(rolesanywhere, pageSize=page_size, **token)
        sizes.append(len(ids))
        seen += ids
        if following is None:
            break
        token = {"nextToken": following}
    assert seen == made
    assert sizes == {1: [1] * 5, 2: [2, 2, 1], 50: [5]}[page_size]


def test_the_models_paginator(rolesanywhere: Any, kind: Any) -> None:
    made = [kind.create(rolesanywhere)[kind.id_member] for _ in range(3)]
    pages = rolesanywhere.get_paginator(f"list_{kind.noun}s").paginate(pageSize=2)
    found = [row[kind.id_member] for page in pages for row in page[f"{kind.member}s"]]
    assert found == made


def test_rows_that_go_between_two_pages_hide_no_other(rolesanywhere: Any, kind: Any) -> None:
    made = [kind.create(rolesanywhere)[kind.id_member] for _ in range(4)]
    first, token = kind.page(rolesanywhere, pageSize=2)
    for gone in first:
        kind.call(rolesanywhere, "delete", **{kind.id_member: gone})
    assert kind.page(rolesanywhere, nextToken=token) == (made[2:], None)


@pytest.mark.parametrize("token", ["1", "e30=", "not base64", "W10=", "\u00e9"])
def test_a_token_that_was_not_given_out(
    refusal: Refusal, rolesanywhere: Any, kind: Any, token: str
) -> None:
    listing = getattr(rolesanywhere, f"list_{kind.noun}s")
    assert refusal(listing, nextToken=token) == (
        "ValidationException",
        400,
        "The next token is not valid",
    )


def test_a_token_of_another_listing(refusal: Refusal, client: Client) -> None:
    here, there = client("rolesanywhere"), client("rolesanywhere", region="eu-west-2")
    for service in (here, there):
        for _ in range(2):
            service.create_profile(name="n", roleArns=[])
    token = here.list_profiles(pageSize=1)["nextToken"]
    for listing in (here.list_trust_anchors, there.list_profiles):
        assert refusal(listing, nextToken=token)[0] == "ValidationException"
    assert len(here.list_profiles(nextToken=token)["profiles"]) == 1


@pytest.mark.parametrize("page_size", [0, -1])
def test_a_page_holds_at_least_one_row(
    refusal: Refusal, rolesanywhere: Any, page_size: int
) -> None:
    for listing in ("profiles", "trust_anchors", "crls", "subjects"):
        code, status, _ = refusal(getattr(rolesanywhere, f"list_{listing}"), pageSize=page_size)
        assert (code, status) == ("ValidationException", 400)


def test_regions_are_apart(refusal: Refusal, client: Client, kind: Any) -> None:
    here, there = client("rolesanywhere"), client("rolesanywhere", region="us-east-1")
    made = kind.create(here)
    assert kind.page(there) == ([], None)
    assert refusal(getattr(there, f"get_{kind.noun}"), **{kind.id_member: made[kind.id_member]})[
        :2
    ] == ("ResourceNotFoundException", 404)
    assert kind.create(there)[kind.arn_member].startswith(
        f"arn:aws:rolesanywhere:us-east-1:{ACCOUNT}:{kind.word}/"
    )


def test_accounts_are_apart(client: Client, kind: Any) -> None:
    sts = client("sts")
    role = "arn:aws:iam::210987654321:role/auditor"
    session = sts.assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    ours, theirs = client("rolesanywhere"), client("rolesanywhere", credentials=session)
    made = kind.create(theirs, aliasName="same")
    assert made[kind.arn_member].startswith("arn:aws:rolesanywhere:eu-west-1:210987654321:")
    assert kind.page(ours) == ([], None)
    assert kind.create(ours, aliasName="same")["aliasArn"] != made["aliasArn"]


@pytest.mark.parametrize(
    ("partition", "region"),
    [("aws", "us-east-1"), ("aws-cn", "cn-north-1"), ("aws-us-gov", "us-gov-west-1")],
)
def test_every_partition_has_its_own_arns(
    client: Client, kind: Any, partition: str, region: str
) -> None:
    service = client("rolesanywhere", region=region)
    made = kind.create(service, aliasName="one")
    place = f"arn:{partition}:rolesanywhere:{region}:{ACCOUNT}"
    assert made[kind.arn_member] == f"{place}:{kind.word}/{made[kind.id_member]}"
    assert made["aliasArn"] == f"{place}:alias/{kind.word}/one"
    assert kind.call(service, "get", **{kind.id_member: made["aliasArn"]}) == made


def test_tags(rolesanywhere: Any, kind: Any) -> None:
    made = kind.create(rolesanywhere, tags=[{"key": "team", "value": "a"}])
    arn = made[kind.arn_member]

    def tags() -> dict[str, str]:
        answer = rolesanywhere.list_tags_for_resource(resourceArn=arn)
        return {tag["key"]: tag["value"] for tag in answer["tags"]}

    assert tags() == {"team": "a"}
    rolesanywhere.tag_resource(
        resourceArn=arn, tags=[{"key": "team", "value": "b"}, {"key": "empty", "value": ""}]
    )
    assert tags() == {"team": "b", "empty": ""}
    rolesanywhere.untag_resource(resourceArn=arn, tagKeys=["team", "unknown"])
    assert tags() == {"empty": ""}


def test_tags_belong_to_an_arn_that_contains_an_id(
    refusal: Refusal, rolesanywhere: Any, kind: Any
) -> None:
    made = kind.create(rolesanywhere, aliasName="one")
    listing = rolesanywhere.list_tags_for_resource
    for arn in (made["aliasArn"], f"{PLACE}:{kind.word}/{uuid.uuid4()}"):
        assert refusal(listing, resourceArn=arn)[:2] == ("ResourceNotFoundException", 404)
    assert refusal(listing, resourceArn=made[kind.id_member])[0] == "ValidationException"


def test_too_many_tags(rolesanywhere: Any) -> None:
    arn = rolesanywhere.create_profile(name="n", roleArns=[])["profile"]["profileArn"]

    def tag(first: int, last: int) -> None:
        tags = [{"key": str(number), "value": ""} for number in range(first, last)]
        rolesanywhere.tag_resource(resourceArn=arn, tags=tags)

    tag(0, 150)
    tag(100, 200)
    with pytest.raises(rolesanywhere.exceptions.TooManyTagsException) as caught:
        tag(200, 201)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert len(rolesanywhere.list_tags_for_resource(resourceArn=arn)["tags"]) == 200
