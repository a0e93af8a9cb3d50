"""Many accounts in one run: what one of them lacks costs itself only."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from scanner.aws.conftest import ENABLED, Answer, Endpoint, Hurried, iam_error, regions
from scanner.aws.test_assume import credentials
from scanner.aws.test_collect import listed_profile
from world import NOW

from rolevet import Profile
from rolevet.check import check, together
from rolevet.coverage import Cell, CellState
from rolevet.fleet import ORGANIZATION, Order, tour
from rolevet.inventory import Inventory
from rolevet.sources.aws.assume import Assumption, Told
from rolevet.sources.aws.calls import Patience
from rolevet.sources.aws.regions import Wish
from rolevet.sources.aws.roster import Roster
from rolevet.sources.aws.shared import Connection, Shared, open_shared
from rolevet.sources.aws.target import Target
from rolevet_rules import rules

OWN, PAY, WEB, OLD = "123456789012", "111122223333", "444455556666", "777788889999"
DENIED = iam_error(403, "AccessDenied", "x is not authorized to perform: sts:AssumeRole")


@pytest.fixture
def shared(endpoint: Endpoint) -> Shared:
    return open_shared(
        Connection(endpoint_url=endpoint.url),
        Wish(),
        patience=Patience(attempts=1),
        clock=Hurried(),
    )


def target(account: str, *wanted: str) -> Target:
    role = Assumption(f"arn:aws:iam::{account}:role/Audit")
    return Target(account, role, wanted, f"name of {account}", "Root/Work")


ORDER = Order(Connection(), Wish(("eu-*",)), Told("nightly"), frozenset({Profile}), NOW)


def play(endpoint: Endpoint, *denied: str) -> None:
    def script(operation: str, asked: dict[str, str]) -> Answer | None:
        if operation != "AssumeRole":
            return None
        account = asked["RoleArn"].split(":")[4]
        return DENIED if account in denied else credentials(f"ASIA{account}", timedelta(hours=1))

    def by_key(operation: str, key: str) -> Answer | None:
        if operation == "ListProfiles":
            return 200, json.dumps({"profiles": [listed_profile(1, enabled=False)]})
        if operation == "DescribeRegions" and key.endswith(WEB):
            return regions(("us-east-1",), ("eu-west-1",))
        return None

    endpoint.script, endpoint.by_key = script, by_key


def named(name: str, inventory: Inventory) -> tuple[str, Inventory]:
    return name, inventory


def states(inventory: Inventory) -> dict[str, str]:
    return {f"{cell.region} {cell.api}": cell.state.value for cell in inventory.coverage}


def test_each_account_is_read_and_told_apart(endpoint: Endpoint, shared: Shared) -> None:
    play(endpoint, PAY)
    left_out = Cell(OLD, "global", "sts:AssumeRole", CellState.INACTIVE, lists=True)
    roster = Roster((Target(OWN), target(PAY), target(WEB)), (target(OLD),), (left_out,))
    seen = dict(tour(shared, ORDER, roster, named, jobs=2))
    assert set(seen) == {ORGANIZATION, OWN, PAY, WEB}
    assert seen[ORGANIZATION].coverage == (left_out,)
    assert [(s.account, s.name, s.regions) for s in seen[ORGANIZATION].scopes] == [
        (OLD, f"name of {OLD}", ())
    ]
    assert seen[OWN].scopes[0].regions == ("eu-north-1", "eu-west-1")
    assert states(seen[PAY]) == {"global sts:AssumeRole": "denied"}
    assert states(seen[WEB]) == {
        "us-east-1 ec2:DescribeRegions": "complete",
        "eu-west-1 rolesanywhere:ListProfiles": "region-not-enabled",
    }, "a Region that this account has not enabled is not tried"
    assert (seen[WEB].scopes[0].name, seen[WEB].scopes[0].unit) == (f"name of {WEB}", "Root/Work")


def test_an_account_that_cannot_be_entered_leaves_every_rule_undecided(
    endpoint: Endpoint, shared: Shared
) -> None:
    play(endpoint, PAY)
    roster = Roster((Target(OWN), target(PAY)))
    parts = tour(shared, ORDER, roster, lambda _, found: check(rules(), found), jobs=2)
    verdicts = together(parts)
    undecided = [doubt for doubt in verdicts.inconclusive if doubt.account == PAY]
    assert {doubt.rule.id for doubt in undecided} == {rule.info.id for rule in rules()}
    assert {doubt.reason for doubt in undecided} == {
        f"sts:AssumeRole was denied (AccessDenied) in {PAY}/global"
    }
    assert {finding.account for finding in verdicts.findings} == {OWN}


def test_an_account_of_its_own_regions(endpoint: Endpoint, shared: Shared) -> None:
    play(endpoint)
    roster = Roster((target(PAY, "ap-*", "us-east-1"), target(OLD)))
    seen = dict(tour(shared, ORDER, roster, named, jobs=1))
    assert seen[PAY].scopes[0].regions == ("ap-south-1", "us-east-1")
    assert seen[OLD].scopes[0].regions == tuple(r for r in ENABLED if r.startswith("eu-"))


@pytest.mark.parametrize("answer", ["<AssumeRoleResponse/>", "no xml"])
def test_credentials_that_are_none(endpoint: Endpoint, shared: Shared, answer: str) -> None:
    endpoint.script = lambda operation, _: (200, answer) if operation == "AssumeRole" else None
    (found,) = tour(shared, ORDER, Roster((target(PAY),)), lambda _, found: found, jobs=1)
    (cell,) = found.coverage
    assert (cell.state, cell.error) == (CellState.FAILED, "MalformedAnswer")


def test_breaking_off_tells_of_every_account(endpoint: Endpoint, shared: Shared) -> None:
    """What has come comes first, then what had not begun, and then the interruption."""
    play(endpoint)

    def broken(name: str, inventory: Inventory) -> tuple[str, Inventory]:
        if name == OWN:
            raise KeyboardInterrupt
        return name, inventory

    roster = Roster((Target(OWN), target(PAY), target(WEB)))
    seen: dict[str, Inventory] = {}
    with pytest.raises(KeyboardInterrupt):
        seen.update(tour(shared, ORDER, roster, broken, jobs=1))
    assert set(seen) == {PAY, WEB}
    assert {cell.error for cell in seen[WEB].coverage} == {"Interrupted"}
    assert shared.clock.stopped


def test_whoever_stops_listening_ends_the_run(endpoint: Endpoint, shared: Shared) -> None:
    play(endpoint)
    roster = Roster(tuple(target(f"{number:012d}") for number in range(1, 50)))
    going: Iterator[tuple[str, Inventory]] = tour(shared, ORDER, roster, named, jobs=2)
    next(going)
    going.close()  # type: ignore[attr-defined]
    assert shared.clock.stopped
    assert len([name for name, _ in endpoint.calls if name == "AssumeRole"]) < 10
