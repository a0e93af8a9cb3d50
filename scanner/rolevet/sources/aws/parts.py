"""What one API contributed to an inventory, and the coverage cell that says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from rolevet.coverage import Cell, CellState
from rolevet.sources.aws.calls import Fault, Listing

FactT = TypeVar("FactT")


@dataclass(frozen=True, slots=True)
class Part(Generic[FactT]):
    """Facts of one kind in one Region, in a fixed order, and how they were come by."""

    facts: tuple[FactT, ...]
    cells: tuple[Cell, ...]


def join(parts: Iterable[Part[FactT]]) -> Part[FactT]:
    """One part of several, in their order."""
    together = tuple(parts)
    return Part(
        tuple(fact for part in together for fact in part.facts),
        tuple(cell for part in together for cell in part.cells),
    )


def listed(listing: Listing, api: str, account: str, region: str, *, kind: str) -> Cell:
    """The cell of a listing; what came before it broke off counts as a part."""
    fault = listing.fault
    state = CellState.COMPLETE
    if fault is not None:
        state = CellState.PARTIAL if listing.pages else fault.state
    return Cell(
        account=account,
        region=region,
        api=api,
        state=state,
        lists=kind,
        items=len(listing.items),
        calls=listing.pages + (fault is not None),
        error=fault.code if fault else "",
        message=fault.message if fault else "",
    )


def looked_up(answers: Mapping[str, object], api: str, account: str, region: str) -> Cell:
    """The cell of calls made one by one; `answers` holds a Fault for each that gave none."""
    faults = [answer for _, answer in sorted(answers.items()) if isinstance(answer, Fault)]
    if not faults:
        state = CellState.COMPLETE
    elif len(faults) < len(answers):
        state = CellState.PARTIAL
    else:
        states = {fault.state for fault in faults}
        state = states.pop() if len(states) == 1 else CellState.FAILED
    return Cell(
        account=account,
        region=region,
        api=api,
        state=state,
        items=len(answers) - len(faults),
        calls=len(answers),
        error=faults[0].code if faults else "",
        message=faults[0].message if faults else "",
    )


def not_offered(api: str, account: str, region: str, *, kind: str) -> Cell:
    """The cell of a service that the Region does not have."""
    return Cell(account, region, api, CellState.NOT_OFFERED, lists=kind)
