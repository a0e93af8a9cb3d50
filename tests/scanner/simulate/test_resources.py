"""What profiles, trust anchors and CRLs have in common: a life, identifiers, aliases."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

Refusal = Callable[..., tuple[str, int, str]]

ACCOUNT = "123456789012"
PLACE = f"arn:aws:rolesanywhere:eu-west-1:{ACCOUNT}"


def test_a_life(refusal: Refusal, rolesanywhere: Any, kind: Any) -> None:
    made = kind.create(rolesanywhere)
    this = {kind.id_member: made[kind.id_member]}
    assert str(uuid.UUID(made[kind.id_member])) == made[kind.id_member]
    assert made[kind.arn_member] == f"{PLACE}:{kind.word}/{made[kind.id_member]}"
    assert made["createdAt"] == made["updatedAt"]
    assert made["enabled"] is False
    assert kind.call(rolesanywhere, "get", **this) == made

    on = kind.call(rolesanywhere, "enable", **this)
    assert on["enabled"] is True
    assert on["updatedAt"] > made["updatedAt"]
    assert kind.call(rolesanywhere, "get", **this) == on
    assert kind.call(rolesanywhere, "disable", **this)["enabled"] is False

    renamed = kind.call(rolesanywhere, "update", **this, name="other")
    assert renamed["name"] == "other"
    assert renamed["createdAt"] == made["createdAt"]

    assert kind.call(rolesanywhere, "delete", **this) == renamed
    assert kind.page(rolesanywhere) == ([], None)
    for verb in ("get", "enable", "disable", "update", "delete"):
        code, status, message = refusal(getattr(rolesanywhere, f"{verb}_{kind.noun}"), **this)
        assert (code, status) == ("ResourceNotFoundException", 404)
        assert made[kind.id_member] in message


def test_created_enabled(rolesanywhere: Any, kind: Any) -> None:
    assert kind.create(rolesanywhere, enabled=True)["enabled"] is True


def test_creating_answers_201(rolesanywhere: Any) -> None:
    answer = rolesanywhere.create_profile(name="one", roleArns=[])
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 201


def test_every_identifier_names_the_resource(
    refusal: Refusal, rolesanywhere: Any, kind: Any
) -> None:
    made = kind.create(rolesanywhere, aliasName="team/one")
    kind.create(rolesanywhere, name="two")
    assert made["aliasArn"] == f"{PLACE}:alias/{kind.word}/team/one"
    for identifier in (made[kind.id_member], made[kind.arn_member], made["aliasArn"]):
        assert kind.call(rolesanywhere, "get", **{kind.id_member: identifier}) == made
    for identifier in (made[kind.id_member], made[kind.arn_member], made["aliasArn"]):
        for verb in ("enable", "disable", "update"):
            after = kind.call(rolesanywhere, verb, **{kind.id_member: identifier})
            assert after[kind.id_member] == made[kind.id_member]
    kind.call(rolesanywhere, "delete", **{kind.id_member: made["aliasArn"]})
    assert refusal(
        getattr(rolesanywhere, f"get_{kind.noun}"), **{kind.id_member: made[kind.id_member]}
    )[:2] == ("ResourceNotFoundException", 404)


def test_an_arn_of_elsewhere_names_nothing(refusal: Refusal, rolesanywhere: Any, kind: Any) -> None:
    made = kind.create(rolesanywhere, aliasName="one")
    get = getattr(rolesanywhere, f"get_{kind.noun}")
    for arn in (made[kind.arn_member], made["aliasArn"]):
        for elsewhere in (
            arn.replace("eu-west-1", "eu-west-2"),
            arn.replace(ACCOUNT, "210987654321"),
            arn.replace("arn:aws:", "arn:aws-cn:"),
        ):
            assert refusal(get, **{kind.id_member: elsewhere})[0] == "ResourceNotFoundException"


@pytest.mark.parametrize("identifier", ["one", "arn:aws:iam::123456789012:role/one", " "])
def test_what_is_no_identifier_is_invalid(
    refusal: Refusal, rolesanywhere: Any, kind: Any, identifier: str
) -> None:
    get = getattr(rolesanywhere, f"get_{kind.noun}")
    code, status, message = refusal(get, **{kind.id_member: identifier})
    assert (code, status) == ("ValidationException", 400)
    assert f"Value at '{kind.id_member}'" in message


def test_an_alias_comes_moves_and_goes(rolesanywhere: Any, kind: Any) -> None:
    made = kind.create(rolesanywhere)
    this = {kind.id_member: made[kind.id_member]}
    assert made.keys().isdisjoint({"aliasName", "aliasArn", "previousAliasName"})

    first = kind.call(rolesanywhere, "update", **this, aliasName="First")
    assert first["aliasName"] == "First"
    assert "previousAliasName" not in first

    assert "previousAliasName" not in kind.call(
        rolesanywhere, "update", **this, name="n", aliasName="First"
    )

    second = kind.call(rolesanywhere, "update", **this, aliasName="first")
    assert (second["aliasName"], second["previousAliasName"]) == ("first", "First")
    assert "previousAliasName" not in kind.call(rolesanywhere, "get", **this)
    assert "previousAliasName" not in kind.call(rolesanywhere, "enable", **this)

    kept = kind.call(rolesanywhere, "update", **this, name="kept")
    assert kept["aliasName"] == "first"

    none = kind.call(rolesanywhere, "update", **this, aliasName="")
    assert none["previousAliasName"] == "first"
    assert none.keys().isdisjoint({"aliasName", "aliasArn"})


def test_an_empty_alias_at_creation_is_none(rolesanywhere: Any, kind: Any) -> None:
    assert "aliasName" not in kind.create(rolesanywhere, aliasName="")
    assert "aliasName" not in kind.create(rolesanywhere, aliasName="")


def test_an_alias_is_unique_among_its_kind(refusal: Refusal, rolesanywhere: Any, kind: Any) -> None:
    rolesanywhere.create_profile(name="p", roleArns=[], aliasName="mine")
    rolesanywhere.create_trust_anchor(name="a", source={}, aliasName="mine")
    if kind.word == "crl":
        kind.create(rolesanywhere, aliasName="mine")
    other = kind.create(rolesanywhere)
    taken = refusal(
        getattr(rolesanywhere, f"update_{kind.noun}"),
        **{kind.id_member: other[kind.id_member], "aliasName": "mine"},
    )
    assert taken == ("ValidationException", 400, "The alias name mine is already in use")
    before = kind.page(rolesanywhere)
    with pytest.raises(ClientError, match="already in use"):
        kind.create(rolesanywhere, aliasName="mine")
    assert kind.page(rolesanywhere) == before


@pytest.mark.parametrize("name", ["aws/mine", "AWS/mine", "Aws/x"])
def test_some_alias_names_are_reserved(rolesanywhere: Any, kind: Any, name: str) -> None:
    with pytest.raises(rolesanywhere.exceptions.ValidationException, match="reserved"):
        kind.create(rolesanywhere, aliasName=name)
