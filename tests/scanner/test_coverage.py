"""What a cell says of itself."""

import pytest

from rolevet import Cell, CellState
from rolevet.coverage import refused_by

USER = "User: arn:aws:iam::123456789012:user/x is not authorized to perform: iam:GetRole"


@pytest.mark.parametrize(
    ("message", "by"),
    [
        (
            f"{USER} because no identity-based policy allows the iam:GetRole action",
            "identity-based policy",
        ),
        (f"{USER} with an explicit deny in an identity-based policy", "identity-based policy"),
        (f"{USER} with an explicit deny in a service control policy", "service control policy"),
        (f"{USER} with an explicit deny in a resource control policy", "resource control policy"),
        (f"{USER} with an explicit deny in a resource-based policy", "resource-based policy"),
        (f"{USER} because no session policy allows the iam:GetRole action", "session policy"),
        (f"{USER} because no permissions boundary allows the action", "permissions boundary"),
        (f"{USER} because no VPC endpoint policy allows the action", "VPC endpoint policy"),
        (USER, ""),
        ("", ""),
    ],
)
def test_who_refused_is_read_from_the_message(message: str, by: str) -> None:
    assert refused_by(message) == by


def test_a_shortfall_tells_who_refused() -> None:
    cell = Cell("1", "global", "iam:GetRole", CellState.DENIED, error="AccessDenied", message=USER)
    assert cell.shortfall == "iam:GetRole was denied (AccessDenied) in 1/global"
    message = f"{USER} with an explicit deny in a service control policy"
    told = Cell("1", "r", "x:Y", CellState.DENIED, error="AccessDenied", message=message)
    assert told.shortfall == "x:Y was denied (AccessDenied by service control policy) in 1/r"


@pytest.mark.parametrize("state", CellState)
def test_every_state_has_its_words(state: CellState) -> None:
    assert state.verb
    missed = ("partial", "denied", "throttled", "failed")
    assert state.settled is (state.value not in missed)
