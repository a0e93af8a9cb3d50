"""The templates that the bench lints: of the size asked for, and with what was planted in them."""

from collections.abc import Callable
from typing import Any

import pytest
from bench.templates import as_json, as_yaml, template
from pki import ca, pem
from scanner.cloudformation.made import verdicts, worlds

from rolevet import Role

WRITTEN = pytest.mark.parametrize("written", [as_yaml, as_json])


def made(size: int) -> dict[str, Any]:
    return template(size, pem(ca()))


@pytest.mark.parametrize("size", [1, 100])
def test_a_template_declares_as_many_resources_as_it_should(size: int) -> None:
    assert len(made(size)["Resources"]) == size


@WRITTEN
def test_what_was_planted_is_all_that_is_found(written: Callable[[dict[str, Any]], str]) -> None:
    told = verdicts(written(made(120)))
    found = [(finding.rule.id, finding.resource_name) for finding in told.findings]
    assert found == [
        *(("ALIAS001", f"fleet{number}-prod") for number in (13, 3)),
        *(("PROF014", f"fleet{number}-profile") for number in (17, 7)),
    ]


@WRITTEN
def test_every_function_comes_to_something(written: Callable[[dict[str, Any]], str]) -> None:
    (world,) = worlds(written(made(60)))
    inventory = world.inventory
    assert [alias.role_arn in inventory.roles for alias in inventory.aliases] == [True] * 10
    assert [profile.enabled for profile in inventory.profiles].count(False) == 1
    assert all(isinstance(role, Role) for role in inventory.roles.values())
    assert len(inventory.roles) == 20
