"""Which Regions are read, and what becomes of the others."""

from typing import Any

import pytest
from scanner.aws.conftest import ENABLED, Answer, Endpoint, iam_error, opened, regions
from world import NOW

from rolevet import Inventory, Profile
from rolevet.sources.aws.collect import collect
from rolevet.sources.aws.regions import Wish


def collected(endpoint: Endpoint, wish: Wish) -> Inventory:
    return collect(opened(endpoint, wish), (Profile,), NOW)


def states(inventory: Inventory) -> dict[str, str]:
    return {f"{cell.region} {cell.api}": cell.state.value for cell in inventory.coverage}


def test_all_that_are_enabled_and_a_word_on_the_others(endpoint: Endpoint) -> None:
    inventory = collected(endpoint, Wish())
    (scope,) = inventory.scopes
    assert (scope.regions, scope.everywhere) == (ENABLED, True)
    assert states(inventory) == {
        "us-east-1 ec2:DescribeRegions": "complete",
        "af-south-1 rolesanywhere:ListProfiles": "region-not-enabled",
        "me-south-1 rolesanywhere:ListProfiles": "region-not-enabled",
        **{f"{name} rolesanywhere:ListProfiles": "complete" for name in ENABLED},
    }


@pytest.mark.parametrize(
    ("wish", "regions", "left_out"),
    [
        (Wish(("eu-*",)), ("eu-north-1", "eu-west-1"), {}),
        (Wish(("eu-*", "us-east-1")), ("eu-north-1", "eu-west-1", "us-east-1"), {}),
        (Wish(("*-south-1",)), ("ap-south-1",), {"af-south-1": "region-not-enabled"}),
        (Wish((), ("eu-*",)), ("ap-south-1", "us-east-1"), {"eu-west-1": "excluded"}),
        (Wish(("eu-*",), ("eu-west-1",)), ("eu-north-1",), {"eu-west-1": "excluded"}),
        (Wish((), ("af-south-1",)), ENABLED, {"af-south-1": "excluded"}),
    ],
)
def test_patterns(
    endpoint: Endpoint, wish: Wish, regions: tuple[str, ...], left_out: dict[str, str]
) -> None:
    inventory = collected(endpoint, wish)
    assert inventory.scopes[0].regions == regions
    assert inventory.scopes[0].everywhere is False
    told = {cell.region: cell.state.value for cell in inventory.coverage}
    assert left_out.items() <= told.items()


def test_named_regions_need_no_list(endpoint: Endpoint) -> None:
    inventory = collected(endpoint, Wish(("af-south-1", "eu-west-1", "eu-west-1")))
    assert inventory.scopes[0].regions == ("af-south-1", "eu-west-1")
    assert "DescribeRegions" not in [name for name, _ in endpoint.calls]


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (iam_error(403, "UnauthorizedOperation"), "denied"),
        (iam_error(500, "InternalError"), "failed"),
        ((200, "<DescribeRegionsResponse/>"), "failed"),
    ],
)
def test_where_aws_does_not_tell_every_known_region_is_tried(
    endpoint: Endpoint, answer: Answer, state: str
) -> None:
    def script(operation: str, _: dict[str, str]) -> Any:
        return answer if operation == "DescribeRegions" else None

    endpoint.script = script
    inventory = collected(endpoint, Wish())
    assert states(inventory)["us-east-1 ec2:DescribeRegions"] == state
    assert set(ENABLED) < set(inventory.scopes[0].regions)
    assert len(inventory.scopes[0].regions) > 25


@pytest.mark.parametrize(
    "wish", [Wish((), ("*",)), Wish(("af-*",), ("eu-*",)), Wish(("eu-west-1",), ("eu-*",))]
)
def test_no_region_left(endpoint: Endpoint, wish: Wish) -> None:
    inventory = collected(endpoint, wish)
    (scope,) = inventory.scopes
    assert (scope.regions, scope.everywhere) == ((), False)
    assert all(cell.state.settled for cell in inventory.coverage)


def test_what_belongs_to_another_partition_is_none_of_ours(endpoint: Endpoint) -> None:
    both = regions(("eu-west-1", "cn-north-1", "mars-north-1"), ())
    endpoint.script = lambda operation, _: both if operation == "DescribeRegions" else None
    inventory = collected(endpoint, Wish())
    assert inventory.scopes[0].regions == ("eu-west-1", "mars-north-1")
    assert states(inventory)["mars-north-1 rolesanywhere:ListProfiles"] == "complete", (
        "a Region that botocore does not know yet is tried"
    )
