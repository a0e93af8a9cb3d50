"""What is fetched once for all accounts."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from scanner.aws.account import AWS_POLICY, Account
from scanner.aws.conftest import Endpoint, iam_error, opened

from rolevet import ManagedPolicy, Profile
from rolevet.sources.aws.collect import collect
from rolevet.sources.aws.once import Once
from rolevet.sources.aws.regions import Wish


def test_who_asks_meanwhile_waits() -> None:
    once: Once[int] = Once()
    begun, go_on = threading.Event(), threading.Event()
    fetched: list[int] = []

    def slow() -> int:
        begun.set()
        go_on.wait(5)
        fetched.append(1)
        return 7

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(once.get, "a", slow) for _ in range(4)]
        begun.wait(5)
        assert once.get("b", lambda: 8) == 8, "another key need not wait"
        go_on.set()
        assert [one.result() for one in asked] == [7] * 4
    assert fetched == [1]


def test_a_failure_is_not_kept() -> None:
    once: Once[int] = Once()
    assert once.get("a", lambda: None) is None
    assert once.get("a", lambda: 7) == 7
    assert once.get("a", lambda: 8) == 7


def test_a_run_fetches_once_what_aws_owns(endpoint: Endpoint) -> None:
    endpoint.script = Account()
    needs, now = (Profile, ManagedPolicy), datetime(2026, 6, 1, tzinfo=UTC)
    first = opened(endpoint, Wish(("eu-west-1",)))
    one = collect(first, needs, now)
    other = collect(first, needs, now)
    assert one.managed_policies == other.managed_policies
    iam = [[cell for cell in seen.coverage if cell.region == "global"] for seen in (one, other)]
    assert iam[0] == iam[1], "nobody can tell which of the two asked AWS"
    assert [name for name, _ in endpoint.calls].count("GetPolicy") == 1


def test_what_was_denied_once_is_asked_again(endpoint: Endpoint) -> None:
    account = Account()
    needs, now = (Profile, ManagedPolicy), datetime(2026, 6, 1, tzinfo=UTC)
    denied = iam_error(403, "AccessDenied")
    endpoint.script = lambda o, p: denied if o == "GetPolicyVersion" else account(o, p)
    first = opened(endpoint, Wish(("eu-west-1",)))
    refused = collect(first, needs, now)
    assert {cell.api: cell.state.value for cell in refused.coverage}[
        "iam:GetPolicyVersion"
    ] == "denied"
    endpoint.script = account
    policy = collect(first, needs, now).managed_policy(AWS_POLICY)
    assert policy is not None
    assert policy.document["Version"] == "2012-10-17"
