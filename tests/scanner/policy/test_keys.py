"""What statements come to where a request lacks condition keys, or has them."""

from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scanner.policy.made import Json, allow, allowed_by, deny, policy, without
from scanner.policy.reference import ACTIONS, KEYS, RESOURCES, WORLDS, allowed
from scanner.policy.test_permissions import QUICK, SETS, permissions_of, statement

from rolevet.policy.keys import (
    NAMED,
    NAMED_KEYS,
    NAMELESS,
    Keys,
    beyond_own,
    having,
    lacking,
    widest,
)
from rolevet.policy.permissions import Permissions
from rolevet.policy.sets import PolicySet
from rolevet.policy.statements import Statement

NAME = "${credentials-iot:ThingName}"
KEY = "credentials-iot:thingname"
ID = "${credentials-iot:AwsCertificateId}"
BUCKET = "arn:aws:s3:::fleet"
NOT_OWN = without(deny("s3:*"), "Resource") | {"NotResource": f"{BUCKET}/{NAME}/*"}


def on(operator: str, key: str, *values: str) -> Json:
    return {"Condition": {operator: {key: list(values)}}}


def anonymous(*statements: Json, keys: Keys = NAMED_KEYS) -> Permissions:
    return allowed_by(*statements).revised(lambda each: lacking(each, keys))


@pytest.mark.parametrize(
    ("statements", "resource", "expected"),
    [
        ([allow("s3:*", f"{BUCKET}/{NAME}/*")], f"{BUCKET}/x/y", False),
        ([allow("s3:*", f"{BUCKET}/{NAME.upper()}/*")], f"{BUCKET}/x/y", False),
        ([allow("s3:*", f"{BUCKET}/{ID}/*")], f"{BUCKET}/x/y", None),
        ([allow("s3:*", f"{BUCKET}/x/*")], f"{BUCKET}/x/y", True),
        # A default is a value.
        ([allow("s3:*", BUCKET + "/${credentials-iot:ThingName, 'x'}/*")], f"{BUCKET}/x/y", None),
        # Beside a resource without a value no other is certain.
        ([allow("s3:*", [f"{BUCKET}/x/*", f"{BUCKET}/{NAME}"])], f"{BUCKET}/x/y", None),
        ([allow("s3:*", [f"{BUCKET}/x/*", f"{BUCKET}/{NAME}"])], f"{BUCKET}/z", False),
        ([allow("s3:*"), NOT_OWN], f"{BUCKET}/x/y", None),
        ([allow("s3:*"), deny("s3:*", f"{BUCKET}/{NAME}")], f"{BUCKET}/x", True),
        # The key itself is absent.
        ([allow("s3:*", **on("StringEquals", KEY, "a"))], BUCKET, False),
        ([allow("s3:*", **on("StringNotEquals", KEY, "a"))], BUCKET, True),
        ([allow("s3:*", **on("StringEqualsIfExists", KEY, "a"))], BUCKET, True),
        ([allow("s3:*", **on("ForAllValues:StringLike", KEY, "a"))], BUCKET, True),
        ([allow("s3:*", **on("ForAnyValue:StringLike", KEY, "a"))], BUCKET, False),
        ([allow("s3:*", **on("Null", KEY, "true"))], BUCKET, True),
        ([allow("s3:*", **on("Null", KEY, "false"))], BUCKET, False),
        ([allow("s3:*"), deny("s3:*", **on("Null", KEY, "true"))], BUCKET, False),
        ([allow("s3:*", **on("StringEquals", "credentials-iot:AwsCertificateId", "a"))],
         BUCKET, None),
        # Values without a value: nothing equals them.
        ([allow("s3:*", **on("StringEquals", "s3:prefix", NAME))], BUCKET, False),
        ([allow("s3:*", **on("StringNotEquals", "s3:prefix", NAME))], BUCKET, True),
        ([allow("s3:*", **on("StringLike", "s3:prefix", NAME, "public"))], BUCKET, None),
        ([allow("s3:*", **on("ForAnyValue:StringEquals", "s3:prefix", NAME))], BUCKET, False),
        ([allow("s3:*", **on("ForAllValues:StringEquals", "s3:prefix", NAME))], BUCKET, None),
        ([allow("s3:*", **on("StringEqualsIfExists", "s3:prefix", NAME))], BUCKET, None),
        ([allow("s3:*", **on("StringEquals", "s3:prefix", ID))], BUCKET, None),
    ],
)  # fmt: skip
def test_without_the_name_of_a_thing(
    statements: list[Json], resource: str, expected: bool | None
) -> None:
    assert anonymous(*statements).allows_some("s3:GetObject", resource).known is expected


def test_the_certificate_counts_where_it_is_asked_for() -> None:
    own = allow("s3:*", f"{BUCKET}/{ID}/*")
    assert anonymous(own, keys=NAMED.has).allows_some("s3:GetObject").known is False


def test_an_old_version_replaces_no_variable() -> None:
    (made,) = policy(allow("s3:*", f"{BUCKET}/{NAME}"), version="2008-10-17").statements
    assert lacking(made, NAMED_KEYS) is made
    assert having(made, NAMED_KEYS).resources == made.resources


@pytest.mark.parametrize(
    "made",
    [allow("s3:*"), deny("s3:*", f"{BUCKET}/${{aws:username}}/*", **on("Bool", "k", "true"))],
)
def test_what_is_not_about_the_keys_stays_as_it_is(made: Json) -> None:
    (read,) = policy(made).statements
    assert lacking(read, NAMED_KEYS) is read
    permissions = PolicySet.of([policy(made)])
    assert permissions.revised(lambda each: lacking(each, NAMED_KEYS)) is permissions


def test_with_a_value_each_variable_stands_for_something() -> None:
    owned = [f"arn:aws:iot:*:*:thing/{NAME}", "arn:aws:iot:*:*:thing/${aws:username}"]
    made = allowed_by(allow("iot:UpdateThing", owned), deny("iot:UpdateThing", f"*/{NAME}/x"))
    revised = made.revised(lambda each: having(each, NAMED_KEYS))
    assert made.allows_some("iot:UpdateThing").known is None
    assert revised.allows_some("iot:UpdateThing", f"*:thing/{'a' * 3}").known is None
    (only,) = policy(allow("iot:UpdateThing", owned[0])).statements
    assert having(only, NAMED_KEYS).applies("iot:updatething", "arn:aws:iot:r:1:thing/a").certain
    (all_but_own,) = policy(NOT_OWN).statements
    assert having(all_but_own, NAMED_KEYS) is all_but_own


def beyond(*statements: Json) -> list[bool | None]:
    """Whether a device may read what is not its own, without its thing's name and with it."""
    made = allowed_by(*statements)
    return [
        made.revised(partial(beyond_own, caller=caller))
        .allows_some("s3:GetObject", f"{BUCKET}/other")
        .known
        for caller in (NAMELESS, NAMED)
    ]


OWN = [f"{BUCKET}/{NAME}", f"{BUCKET}/{ID}/*"]


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([allow("s3:*")], [True, True]),
        ([allow("s3:*", OWN)], [False, False]),
        ([allow("s3:*", [*OWN, f"{BUCKET}/*"])], [None, True]),
        ([allow("s3:*", [OWN[1], f"{BUCKET}/*"])], [True, True]),
        ([allow("s3:*"), deny("s3:*", OWN)], [True, True]),
        ([allow("s3:*"), NOT_OWN], [None, False]),
        ([allow("s3:*", **on("StringEquals", "s3:prefix", NAME))], [False, False]),
        ([allow("s3:*", **on("ForAllValues:StringEquals", "s3:prefix", ID))], [False, False]),
        ([allow("s3:*", **on("StringEqualsIfExists", "s3:prefix", NAME))], [None, None]),
        ([allow("s3:*", **on("StringLike", "s3:prefix", NAME, "public"))], [None, None]),
        ([allow("s3:*"), deny("s3:*", **on("StringNotEquals", "s3:prefix", NAME))],
         [False, False]),
        ([allow("s3:*", **on("StringEquals", KEY, "pump"))], [False, False]),
        ([allow("s3:*", **on("StringLike", KEY, "pump-*"))], [False, False]),
        ([allow("s3:*", **on("StringLike", KEY, "*"))], [False, True]),
        ([allow("s3:*", **on("StringNotEquals", KEY, "pump"))], [True, True]),
        ([allow("s3:*", **on("StringNotLike", KEY, "*"))], [True, False]),
        ([allow("s3:*", **on("StringEquals", KEY, "${aws:username}"))], [False, None]),
        ([allow("s3:*", **on("Bool", KEY, "true"))], [False, None]),
        ([allow("s3:*", **on("Null", KEY, "false"))], [False, True]),
        ([allow("s3:*"), deny("s3:*", **on("Null", KEY, "true"))], [False, True]),
        ([allow("s3:*"), deny("s3:*", **on("StringNotEquals", KEY, "admin"))], [False, False]),
        ([allow("s3:*", **on("Bool", "aws:SecureTransport", "true"))], [None, None]),
    ],
)  # fmt: skip
def test_what_a_device_may_do_to_what_is_not_its_own(
    statements: list[Json], expected: list[bool | None]
) -> None:
    assert beyond(*statements) == expected


def revised(sets: list[list[Json]], change: Any) -> Permissions:
    return permissions_of(sets).revised(change)


@QUICK
@given(SETS, st.sampled_from(ACTIONS), st.sampled_from(RESOURCES))
def test_what_is_certain_without_a_key_is_so_by_definition(
    sets: list[list[Json]], action: str, resource: str
) -> None:
    worlds = [world for world in WORLDS if "v" not in world]
    answer = revised(sets, lambda each: lacking(each, Keys({"v"}))).allows_some(action, resource)
    outcomes = {allowed(sets, action, resource, world) for world in worlds}
    assert answer.known is None or outcomes == {answer.known}
    bare = revised(sets, lambda each: lacking(each, Keys({"v", *KEYS})))
    outcomes = {allowed(sets, action, resource, world) for world in worlds if len(world) == 0}
    assert bare.allows_some(action, resource).known in (None, *outcomes)


@QUICK
@given(statement(), st.sampled_from(ACTIONS), st.sampled_from(RESOURCES))
def test_the_widest_is_about_all_that_the_statement_can_be_about(
    made: Json, action: str, resource: str
) -> None:
    as_allow: Json = made | {"Effect": "Allow"}
    (read,) = policy(made).statements
    wide: Statement = widest(read)
    if any(allowed([[as_allow]], action, resource, world) for world in WORLDS):
        assert wide.applies(action, resource).certain
        assert having(read, Keys({"v"})).applies(action, resource).possible
