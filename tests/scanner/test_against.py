"""What of an account is compared with what of a file."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from scanner.cloudformation.made import alias as stated_alias
from scanner.cloudformation.made import inventory as stated_by
from scanner.cloudformation.made import profile as stated_profile
from scanner.cloudformation.made import role as stated_role
from scanner.cloudformation.made import template
from world import ACCOUNT, REGION, alias, inventory, listed, managed_policy, profile, role, whole

from rolevet.against import Home, home_of, joined
from rolevet.coverage import CellState
from rolevet.inventory import Inventory
from rolevet.resources import Profile, Resource, RoleAlias
from rolevet.unknown import Doubt, Unknown

HOME = Home(ACCOUNT, REGION)
FLEET = "RoleAlias: fleet\nRoleArn: !GetAtt Role.Arn"
READ = "arn:aws:iam::aws:policy/Read"


def elsewhere(each: RoleAlias) -> RoleAlias:
    return replace(each, arn=each.arn.replace(REGION, "us-east-1"), region="us-east-1")


def beside(text: str, *live: Inventory) -> Mapping[str, Resource | Unknown]:
    """What is compared, by the address of what the file states."""
    stated = stated_by(text)
    found = joined(stated, live).live
    return {stated.symbols.identify(arn).partition("#")[2]: fact for arn, fact in found.items()}


def test_a_name_that_only_one_has_is_the_same() -> None:
    live = whole(alias("other"), alias("fleet"), profile(), role("Device"))
    found = beside(template(stated_role(properties="RoleName: Device"), stated_alias(FLEET)), live)
    assert {name: fact.name for name, fact in found.items() if isinstance(fact, Resource)} == {
        "Alias": "fleet",
        "Role": "Device",
    }


def test_what_is_not_there_may_not_be_made_yet() -> None:
    found = beside(template(stated_role(), stated_profile()), whole())
    assert set(found) == {"Role"}


def test_a_name_that_several_have_is_none() -> None:
    one = alias("fleet")
    fact = beside(template(stated_alias(FLEET)), whole(one), whole(elsewhere(one)))["Alias"]
    assert isinstance(fact, Unknown)
    assert fact.doubt is Doubt.BY_NATURE
    assert "rolealias/fleet, arn:aws:iot:us-east-1" in fact.reason


def test_a_name_that_is_made_up_is_none() -> None:
    fact = beside(template(stated_role(), stated_alias()), whole(alias("Alias")))["Alias"]
    assert isinstance(fact, Unknown)
    assert "CloudFormation makes the name up" in fact.reason


@pytest.mark.parametrize("state", [CellState.DENIED, CellState.PARTIAL])
def test_what_was_not_all_listed_may_hold_more(state: CellState) -> None:
    live = inventory(profile(), coverage=[listed(Profile, state)])
    fact = beside(template(stated_profile()), live)["Profile"]
    assert isinstance(fact, Unknown)
    assert fact.doubt is Doubt.COVERAGE


def test_an_arn_that_the_file_tells_is_looked_up() -> None:
    stated = inventory(alias("fleet"), alias("gone"))
    live = whole(elsewhere(alias("fleet")), alias("fleet", credentialDurationSeconds=900))
    found = joined(stated, [live]).live
    assert {
        arn.rpartition("/")[2]: fact.raw["credentialDurationSeconds"]
        for arn, fact in found.items()
        if isinstance(fact, Resource)
    } == {"fleet": 900}


def test_home_is_where_the_only_counterparts_are() -> None:
    stated = stated_by(template(stated_alias(FLEET)))
    two = replace(whole(alias("fleet")), scopes=whole().scopes * 2)
    assert home_of(stated, [two]) == HOME
    assert home_of(stated, [whole()]) == HOME
    assert home_of(stated, [whole(elsewhere(alias("fleet")))]) == Home(ACCOUNT, "us-east-1")
    assert home_of(stated, []) is None


def test_only_of_the_own_account_are_roles_taken_that_a_file_names() -> None:
    arn = role("Device").arn
    named = "RoleArn: !Sub arn:aws:iam::${AWS::AccountId}:role/Device"
    stated = stated_by(template(stated_alias(named)))
    assert arn not in joined(stated, [whole(role("Device"))]).roles
    own = inventory(alias())
    own = replace(own, roles={arn: Unknown("it is not declared")})
    assert joined(own, [whole(role("Device"))]).roles[arn] == role("Device")


def test_policies_of_aws_are_the_same_everywhere() -> None:
    text = template(stated_profile(f"ManagedPolicyArns: [{READ}]\nRoleArns: []"))
    policy = replace(managed_policy(), arn=READ)
    live = whole(managed_policies={READ: policy, managed_policy().arn: managed_policy()})
    assert joined(stated_by(text), [live]).managed_policies == {READ: policy}
