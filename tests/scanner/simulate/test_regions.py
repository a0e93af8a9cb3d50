"""Each account enables Regions of its own."""

from collections.abc import Callable
from typing import Any

import pytest

Refusal = Callable[..., tuple[str, int, str]]

HERE, THERE = "123456789012", "444455556666"
OPTIONAL = "eu-south-1"


@pytest.fixture
def there(over_http: Any) -> dict[str, Any]:
    """Keys in the other account."""
    entered: dict[str, Any] = over_http.client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{THERE}:role/Bootstrap", RoleSessionName="setup"
    )["Credentials"]
    return entered


@pytest.fixture
def account(over_http: Any) -> Any:
    """AWS Account Management, asked by the default account."""
    return over_http.client("account")


def states(world: Any, *credentials: dict[str, Any], **members: Any) -> dict[str, str]:
    given = {"credentials": credentials[0]} if credentials else {}
    regions = world.client("ec2", **given).describe_regions(**members)["Regions"]
    return {region["RegionName"]: region["OptInStatus"] for region in regions}


def test_one_account_disables_a_region(over_http: Any, account: Any, there: dict[str, Any]) -> None:
    before = states(over_http, AllRegions=True)
    over_http.client("account", credentials=there).disable_region(RegionName=OPTIONAL)
    after = states(over_http, there, AllRegions=True)
    assert after == {**before, OPTIONAL: "not-opted-in"}
    assert states(over_http, AllRegions=True) == before


def test_enabled_regions_are_told_unasked(over_http: Any, account: Any) -> None:
    before = set(states(over_http))
    account.disable_region(RegionName=OPTIONAL)
    assert set(states(over_http)) == before - {OPTIONAL}
    assert states(over_http, RegionNames=[OPTIONAL]) == {OPTIONAL: "not-opted-in"}
    account.enable_region(RegionName=OPTIONAL)
    assert set(states(over_http)) == before
    assert states(over_http)[OPTIONAL] == "opted-in"


def test_regions_of_every_partition(over_http: Any, account: Any) -> None:
    account.disable_region(RegionName=OPTIONAL)
    china = over_http.client("account", region="cn-north-1")
    names = {region["RegionName"] for region in china.list_regions()["Regions"]}
    assert names == {"cn-north-1", "cn-northwest-1"}


def test_one_region(account: Any) -> None:
    def status(name: str) -> str:
        answer = account.get_region_opt_status(RegionName=name)
        assert answer["RegionName"] == name
        told: str = answer["RegionOptStatus"]
        return told

    assert status("eu-west-1") == "ENABLED_BY_DEFAULT"
    account.disable_region(RegionName=OPTIONAL)
    assert status(OPTIONAL) == "DISABLED"
    account.enable_region(RegionName=OPTIONAL)
    assert status(OPTIONAL) == "ENABLED"


def test_pages(refusal: Refusal, account: Any) -> None:
    wanted = ["ENABLED_BY_DEFAULT"]
    paginator = account.get_paginator("list_regions")
    pages = list(
        paginator.paginate(RegionOptStatusContains=wanted, PaginationConfig={"PageSize": 7})
    )
    assert [len(page["Regions"]) for page in pages] == [7, 7, 3]
    assert {row["RegionOptStatus"] for page in pages for row in page["Regions"]} == set(wanted)
    token = pages[0]["NextToken"]
    assert refusal(account.list_regions, NextToken=token)[:2] == ("ValidationException", 400)


@pytest.mark.parametrize("name", ["eu-west-1", "eu-nowhere-1", ""])
def test_what_cannot_be_disabled(refusal: Refusal, account: Any, name: str) -> None:
    assert refusal(account.disable_region, RegionName=name)[:2] == ("ValidationException", 400)


def test_only_the_management_account_sets_another_s(
    refusal: Refusal, over_http: Any, account: Any, there: dict[str, Any]
) -> None:
    ask = {"AccountId": THERE, "RegionName": OPTIONAL}
    assert refusal(account.disable_region, **ask)[:2] == ("AccessDeniedException", 403)
    management = over_http.client("organizations")
    management.create_organization(FeatureSet="ALL")
    member = management.create_account(AccountName="one", Email="one@example.com")
    theirs = {"AccountId": member["CreateAccountStatus"]["AccountId"], "RegionName": OPTIONAL}
    account.disable_region(**theirs)
    assert account.get_region_opt_status(**theirs)["RegionOptStatus"] == "DISABLED"
    assert states(over_http)[OPTIONAL] != "not-opted-in"
    assert refusal(account.disable_region, **ask)[0] == "AccessDeniedException"


def test_a_reset_forgets(over_http: Any, account: Any, post: Callable[..., None]) -> None:
    before = states(over_http)
    account.disable_region(RegionName=OPTIONAL)
    post(f"{over_http.address}/moto-api/reset")
    assert states(over_http) == before
