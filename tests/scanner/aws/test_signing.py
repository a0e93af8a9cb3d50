"""All accounts share the clients, and no call is ever signed by another account's key."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count

import pytest
from botocore.credentials import Credentials
from scanner.aws.conftest import Answer, Endpoint, Hurried
from scanner.aws.test_assume import credentials
from scanner.aws.test_collect import listed_profile
from world import NOW

from rolevet import Profile
from rolevet.fleet import Order, tour
from rolevet.inventory import Inventory
from rolevet.sources.aws.assume import Assumption, Told
from rolevet.sources.aws.calls import Patience
from rolevet.sources.aws.regions import Wish
from rolevet.sources.aws.roster import Roster
from rolevet.sources.aws.shared import Connection, Shared, open_shared
from rolevet.sources.aws.signing import Chosen, signed_by
from rolevet.sources.aws.target import Target

ACCOUNTS = tuple(f"{number:012d}" for number in range(1, 25))


def shared(endpoint: Endpoint) -> Shared:
    return open_shared(
        Connection(endpoint_url=endpoint.url),
        Wish(),
        patience=Patience(attempts=2),
        clock=Hurried(),
    )


def play(endpoint: Endpoint, numbers: Iterator[int]) -> None:
    """AssumeRole answers with credentials that must be fetched again for each call, ListProfiles by
    the account that the key belongs to."""

    def script(operation: str, told: dict[str, str]) -> Answer | None:
        if operation != "AssumeRole":
            return None
        account = told["RoleArn"].split(":")[4]
        return credentials(f"ASIA{next(numbers):06d}{account}", timedelta(minutes=5))

    def by_key(operation: str, key: str) -> Answer | None:
        if operation != "ListProfiles" or not key.startswith("ASIA"):
            return None
        return 200, json.dumps({"profiles": [listed_profile(0, name=key[-12:])]})

    endpoint.script = script
    endpoint.by_key = by_key


def test_every_account_s_calls_are_signed_by_its_own_key(endpoint: Endpoint) -> None:
    play(endpoint, count())
    targets = tuple(
        Target(account, Assumption(f"arn:aws:iam::{account}:role/Audit")) for account in ACCOUNTS
    )
    order = Order(Connection(), Wish(("eu-*",)), Told("nightly"), frozenset({Profile}), NOW)

    def seen(name: str, inventory: Inventory) -> tuple[str, set[str]]:
        return name, {profile.name for profile in inventory.profiles}

    results = dict(tour(shared(endpoint), order, Roster(targets), seen, jobs=8))
    assert results == {account: {account} for account in ACCOUNTS}
    keys = [key for operation, key in endpoint.signed if operation == "ListProfiles"]
    assert len(set(keys)) > len(ACCOUNTS), "they were fetched again while others were under way"
    assert {key for operation, key in endpoint.signed if operation == "AssumeRole"} == {"x"}


def test_a_call_for_which_nobody_chose_credentials_is_not_made(endpoint: Endpoint) -> None:
    client = shared(endpoint).clients.of("rolesanywhere", "eu-west-1")
    sent = len(endpoint.calls)
    with pytest.raises(LookupError):
        client.list_profiles()  # type: ignore[attr-defined] # it has what the service has
    assert len(endpoint.calls) == sent


def test_the_choice_ends_with_its_block_and_is_the_thread_s_own() -> None:
    outer, inner = Credentials("outer", "s", account_id="1"), Credentials("inner", "s")
    chosen = Chosen()

    def key() -> str | None:
        return chosen.get_frozen_credentials().access_key

    with signed_by(outer):
        with signed_by(inner):
            assert key() == "inner"
        assert key() == "outer"
        assert chosen.get_deferred_property("account_id")() == "1"
        with ThreadPoolExecutor(1) as pool, pytest.raises(LookupError):
            pool.submit(key).result()
    with pytest.raises(LookupError):
        key()
