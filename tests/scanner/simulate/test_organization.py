"""The organization that the program can begin with."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from scanner.simulate.conftest import World, ended, start

Refusal = Callable[..., tuple[str, int, str]]

MANAGEMENT = "123456789012"
FACTORY, WAREHOUSE, LABORATORY = "111122223333", "444455556666", "777788889999"
OLD_SHOP = "222222222222"
OPTIONAL = "eu-south-1"


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Nothing here changes it. Its pages hold one row."""
    words = ("--organization", "--page-size", "1", "--while-stdin-open")
    with ended(start(*words, measured=True)) as process:
        assert process.stdout is not None
        yield World(process.stdout.readline().strip())


@pytest.fixture
def audited(world: World) -> Callable[..., dict[str, Any]]:
    """The keys of the audit role of an account."""

    def keys(account: str, **members: str) -> dict[str, Any]:
        given = {"ExternalId": "rolevet-organization", **members}
        session: dict[str, Any] = world.client("sts").assume_role(
            RoleArn=f"arn:aws:iam::{account}:role/RolevetAudit", RoleSessionName="scan", **given
        )["Credentials"]
        return session

    return keys


def rows(client: Any, listing: str, member: str, **members: str) -> list[Any]:
    pages = list(client.get_paginator(listing).paginate(**members))
    assert all(len(page[member]) <= 1 for page in pages)
    return [row for page in pages for row in page[member]]


def tree(client: Any, parent: str) -> dict[str, Any]:
    """Names of accounts to their states, and of OUs to their trees."""
    accounts = rows(client, "list_accounts_for_parent", "Accounts", ParentId=parent)
    units = rows(
        client, "list_organizational_units_for_parent", "OrganizationalUnits", ParentId=parent
    )
    return {account["Name"]: account["State"] for account in accounts} | {
        unit["Name"]: tree(client, unit["Id"]) for unit in units
    }


def test_accounts_stand_in_nested_units(world: World) -> None:
    client = world.client("organizations")
    (root,) = rows(client, "list_roots", "Roots")
    assert tree(client, root["Id"]) == {
        "audit": "ACTIVE",
        "old-shop": "SUSPENDED",
        "Production": {"warehouse": "ACTIVE", "Plants": {"factory": "ACTIVE"}},
        "Sandbox": {"laboratory": "ACTIVE"},
    }
    numbers = {row["Name"]: row["Id"] for row in rows(client, "list_accounts", "Accounts")}
    assert numbers == {
        "audit": MANAGEMENT,
        "factory": FACTORY,
        "warehouse": WAREHOUSE,
        "laboratory": LABORATORY,
        "old-shop": OLD_SHOP,
    }


@pytest.mark.parametrize("account", [MANAGEMENT, FACTORY, WAREHOUSE])
def test_the_audit_gets_in(
    refusal: Refusal, world: World, audited: Callable[..., dict[str, Any]], account: str
) -> None:
    identity = world.client("sts", credentials=audited(account)).get_caller_identity()
    assert identity["Account"] == account
    assert refusal(audited, account=account, ExternalId="another")[0] == "AccessDenied"


def test_but_not_everywhere(refusal: Refusal, audited: Callable[..., dict[str, Any]]) -> None:
    assert refusal(audited, account=LABORATORY)[:2] == ("AccessDenied", 403)


@pytest.mark.parametrize(
    ("account", "region", "aliases", "profiles"),
    [
        (MANAGEMENT, "us-east-1", {}, {"report-upload": 3600}),
        (FACTORY, "eu-west-1", {"press-line": 3600, "paint-line": 43200}, {}),
        (FACTORY, "us-east-1", {}, {"plant-backup": 3600}),
        (FACTORY, OPTIONAL, {"press-line-v1": 3600}, {}),
        (WAREHOUSE, "eu-west-1", {"forklift-tracker": 3600}, {}),
        (WAREHOUSE, "us-east-1", {}, {"stock-ledger": 43200}),
        (OLD_SHOP, "eu-west-1", {"till-terminal": 43200}, {}),
    ],
)
def test_brokers(
    world: World,
    audited: Callable[..., dict[str, Any]],
    account: str,
    region: str,
    aliases: dict[str, int],
    profiles: dict[str, int],
) -> None:
    keys = audited(account)
    with world.enforced():
        iot = world.client("iot", region=region, credentials=keys)
        anywhere = world.client("rolesanywhere", region=region, credentials=keys)
        described = [
            iot.describe_role_alias(roleAlias=name)["roleAliasDescription"]
            for name in rows(iot, "list_role_aliases", "roleAliases")
        ]
        found = rows(anywhere, "list_profiles", "profiles")
    assert {row["roleAlias"]: row["credentialDurationSeconds"] for row in described} == aliases
    assert {row["name"]: row["durationSeconds"] for row in found} == profiles
    assert all(f":{account}:role/" in row["roleArn"] for row in described)


def test_one_role_is_gone(
    refusal: Refusal, world: World, audited: Callable[..., dict[str, Any]]
) -> None:
    iam = world.client("iam", credentials=audited(FACTORY))
    assert iam.get_role(RoleName="PressLine")["Role"]["MaxSessionDuration"] == 3600
    assert refusal(iam.get_role, RoleName="PressLineV1")[0] == "NoSuchEntity"


def test_one_account_has_not_enabled_a_region(
    world: World, audited: Callable[..., dict[str, Any]]
) -> None:
    for account, off in ((FACTORY, False), (WAREHOUSE, True)):
        ec2 = world.client("ec2", credentials=audited(account))
        (region,) = ec2.describe_regions(AllRegions=True, RegionNames=[OPTIONAL])["Regions"]
        assert (region["OptInStatus"] == "not-opted-in") is off
