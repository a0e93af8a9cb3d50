"""What sessions of a role may do, by the broker through which they come."""

import json
from dataclasses import replace

import pytest
from grants import document, granting, managed_of
from scanner.policy.made import Json, allow
from world import DENIED, alias, inventory, profile, role_arn

from rolevet.granted import role_permissions, session_policies
from rolevet.policy.tiers import Tier
from rolevet.reached import (
    controls_its_broker,
    escalations_in,
    is_open,
    open_bindings,
    paths_to,
    permissions_through,
    reaches_through,
    role_reaches,
    sessions_of,
)
from rolevet.resources import Role
from rolevet.unknown import Doubt, Undecided

READS = "s3:GetObject"


def test_a_profile_without_session_policies_cuts_nothing_down() -> None:
    made, broker = granting(allow("*")), profile()
    world = inventory(made, broker)
    (binding,) = world.bindings_of(broker)
    assert session_policies(broker, world) is None
    assert reaches_through(binding, Tier.ADMINISTRATOR, world)
    assert permissions_through(binding, world) is role_permissions(made, world)


def test_a_session_policy_takes_the_tier_away_from_its_own_path_only() -> None:
    made = granting(allow("*"))
    cut = profile("cut", sessionPolicy=json.dumps(document(allow(READS))))
    world = inventory(made, cut, alias())
    through = {
        binding.broker.name: reaches_through(binding, Tier.ESCALATION, world).known
        for binding in world.bindings_to(made)
    }
    assert through == {"fleet": True, "cut": False}


def test_what_could_not_be_read_is_a_maybe_where_it_matters_only() -> None:
    unseen = granting(attached=(role_arn(),), RolePolicyList=None)
    cut = profile(sessionPolicy=json.dumps(document(allow(READS))))
    world = inventory(unseen, cut, alias())
    answers = {
        binding.broker.name: reaches_through(binding, Tier.ADMINISTRATOR, world)
        for binding in world.bindings_to(unseen)
    }
    assert answers["fleet"].known is None
    assert answers["fleet"].doubt is Doubt.COVERAGE
    assert "was not collected" in answers["fleet"].reason
    assert answers["backup"].known is False


def test_disabled_profiles_hand_out_nothing_today() -> None:
    made = granting()
    on, off = profile("on"), profile("off", enabled=False)
    world = inventory(made, on, off, alias())
    assert [b.broker.name for b in open_bindings(made, world)] == ["fleet", "on"]
    unseen = inventory(made, profile(unknown={"enabled": DENIED}))
    with pytest.raises(Undecided, match="was denied"):
        open_bindings(made, unseen)


def test_whether_a_disabled_profile_is_one_may_not_be_known() -> None:
    made = granting()
    off, unseen = profile("off", enabled=False), profile("unseen", unknown={"enabled": DENIED})
    world = inventory(made, alias(), off, unseen)
    answers = {b.broker.name: is_open(b).known for b in world.bindings_to(made)}
    assert answers == {"fleet": True, "off": False, "unseen": None}


def test_a_broker_that_cannot_hand_out_the_role_is_no_path() -> None:
    linked = granting(name="aws-service-role/x.amazonaws.com/AWSServiceRoleForX")
    world = inventory(linked, alias(roleArn=linked.arn))
    assert world.bindings_to(linked)
    assert paths_to(linked, world) == open_bindings(linked, world) == ()


def tiers(made: Role, *others: Role, action: str) -> tuple[bool | None, bool | None]:
    """Whether the role escalates, and what is said of the action."""
    world = inventory(made, alias(roleArn=made.arn), profile(roleArns=[made.arn]), *others)
    binding, *_ = world.bindings_to(made)
    escalates = role_reaches(made, Tier.ESCALATION, world).known
    assert reaches_through(binding, Tier.ESCALATION, world).known is escalates
    (session,) = sessions_of(made, world)
    found = escalations_in(session, world).get(action)
    return escalates, False if found is None else found.known


@pytest.mark.parametrize(
    ("action", "resource", "expected"),
    [
        ("iam:PutRolePolicy", role_arn("Device"), True),
        ("iam:PutRolePolicy", role_arn("Dev*"), True),
        ("iam:PutRolePolicy", role_arn("Other"), None),
        ("iam:UpdateAssumeRolePolicy", role_arn("Other"), None),
        ("iam:UpdateAssumeRolePolicy", role_arn("Admin"), True),
        ("iam:PutRolePolicy", role_arn("Admin"), None),
        ("rolesanywhere:UpdateProfile", profile().arn, True),
        ("rolesanywhere:UpdateProfile", profile("another").arn, False),
        ("rolesanywhere:EnableProfile", profile().arn, False),
        ("iot:UpdateRoleAlias", alias().arn, False),
    ],
)
def test_a_role_that_controls_itself_escalates(
    action: str, resource: str, expected: bool | None
) -> None:
    made = granting(allow(action, resource))
    admin = granting(allow("*"), name="Admin")
    assert tiers(made, admin, action=action) == (expected, expected)


def test_whoever_changes_its_own_alias_must_pass_a_role() -> None:
    own = allow("iot:UpdateRoleAlias", alias().arn)
    made = granting(own, allow("iam:PassRole", role_arn("Spare")))
    assert tiers(made, action="iot:UpdateRoleAlias") == (True, True)


@pytest.mark.parametrize(("boundary", "expected"), [(None, None), ("Bound", True)])
def test_whoever_writes_its_own_policies_escalates(
    boundary: str | None, expected: bool | None
) -> None:
    policies = managed_of(Bound=document(allow("*")), Own=document(allow(READS)))
    bound, own = policies
    for arn, answer in ((own, True), (bound, expected)):
        made = granting(
            allow("iam:CreatePolicyVersion", arn),
            attached=(own,),
            boundary=bound if boundary else None,
        )
        world = inventory(made, alias(), managed_policies=policies)
        assert role_reaches(made, Tier.ESCALATION, world).known is answer


@pytest.mark.parametrize("name", ["AttachedManagedPolicies", "PermissionsBoundary"])
def test_policies_that_could_not_be_listed_are_a_doubt(name: str) -> None:
    own = allow("iam:PutRolePolicy", role_arn())
    made = replace(granting(own), unknown={name: DENIED})
    assert role_reaches(made, Tier.ESCALATION, inventory(made, alias())).doubt is Doubt.COVERAGE


def test_paths_that_do_not_cut_the_role_down_lead_to_one_session() -> None:
    made = granting(allow("s3:*"))
    cut = profile("cut", sessionPolicy=json.dumps(document(allow(READS))))
    broken = profile("broken", sessionPolicy="{")
    world = inventory(made, alias("one"), alias("two"), profile("whole"), cut, broken)
    found = {
        tuple(path.broker.name for path in each.paths): each.permissions.allows_some("s3:Put*")
        for each in sessions_of(made, world)
    }
    assert {names: answer.known for names, answer in found.items()} == {
        ("one", "two", "whole"): True,
        ("cut",): False,
        ("broken",): None,
    }


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (allow("rolesanywhere:UpdateProfile"), True),
        (allow("rolesanywhere:PutAttributeMapping", profile().arn), True),
        (allow("rolesanywhere:UpdateProfile", profile("another").arn), False),
        (allow("iot:UpdateRoleAlias"), False),
        (allow(["iot:UpdateRoleAlias", "iam:PassRole"]), True),
        (allow("iam:PutRolePolicy"), False),
    ],
)
def test_whether_a_session_controls_its_own_broker(statement: Json, expected: bool) -> None:
    made = granting(statement)
    world = inventory(made, alias(), profile(), profile("another", roleArns=[]))
    (session,) = sessions_of(made, world)
    assert controls_its_broker(session, world).known is expected


def test_what_could_not_be_read_may_be_left_out() -> None:
    mfa = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    made = granting(allow("iam:PutRolePolicy", Condition=mfa), attached=(role_arn("x"),))
    world = inventory(made, alias())
    (session,) = sessions_of(made, world)
    assert set(escalations_in(session, world)) > {"iam:PutRolePolicy", "sts:AssumeRole"}
    assert set(escalations_in(session, world, as_read=True)) == {"iam:PutRolePolicy"}
