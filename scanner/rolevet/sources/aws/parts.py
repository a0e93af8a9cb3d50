"""What one API contributed to an inventory, and the coverage cell that says so."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any, Final, Generic, Protocol, TypeVar

from rolevet.coverage import Cell, CellState, Effort
from rolevet.sources.aws.calls import Caller, CallFailed, Fault
from rolevet.sources.aws.listings import Api, Listing, list_all
from rolevet.unknown import Unknown

FactT = TypeVar("FactT")
GivenT = TypeVar("GivenT")
MadeT = TypeVar("MadeT")

_METADATA: Final = "ResponseMetadata"


class Each(Protocol):
    """Applies a function to each item, side by side, and gives the results in their order."""

    def __call__(
        self, function: Callable[[GivenT], MadeT], items: Iterable[GivenT], /
    ) -> Iterable[MadeT]: ...


@dataclass(frozen=True, slots=True)
class Part(Generic[FactT]):
    """Facts of one kind in one Region, in a fixed order, and how they were come by."""

    facts: tuple[FactT, ...] = ()
    cells: tuple[Cell, ...] = ()


def join(parts: Iterable[Part[FactT]]) -> Part[FactT]:
    """One part of several, in their order."""
    together = tuple(parts)
    return Part(
        tuple(fact for part in together for fact in part.facts),
        tuple(cell for part in together for cell in part.cells),
    )


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look at one thing gave: its description, nothing where it is gone, or a fault."""

    action: str
    effort: Effort
    found: dict[str, Any] | None = None
    fault: Fault | None = None

    def unknown(self, resource: str) -> Unknown | None:
        """The fact that could not be had, where there is a fault."""
        if self.fault is None:
            return None
        return Unknown(f"{self.action} for {resource} {self.fault.state.verb} ({self.fault.code})")


def look(caller: Caller, method: str, member: str, gone: str, **named: str) -> Looked:
    """Describe one thing; `gone` is the error code that says that it does not exist.

    The description is the member if that is an object, and the whole answer if it is a text.
    """
    try:
        answer = caller.ask(method, **named)
    except CallFailed as failed:
        if failed.fault.code == gone:
            return Looked(caller.action, failed.effort)
        return Looked(caller.action, failed.effort, fault=failed.fault)
    found = answer.body.get(member)
    if isinstance(found, dict):
        return Looked(caller.action, answer.effort, found)
    if isinstance(found, str):
        whole = {name: value for name, value in answer.body.items() if name != _METADATA}
        return Looked(caller.action, answer.effort, whole)
    fault = Fault(CellState.FAILED, "MalformedAnswer", f"the answer has no {member}")
    return Looked(caller.action, answer.effort, fault=fault)


def look_through(caller: Caller, api: Api, gone: str, **named: str) -> Looked:
    """List what belongs to one thing; found is a single member, as the API calls it."""
    listing = list_all(caller, api.of(**named))
    if listing.fault is None:
        return Looked(caller.action, listing.effort, {api.items: list(listing.items)})
    fault = None if listing.fault.code == gone else listing.fault
    return Looked(caller.action, listing.effort, fault=fault)


def listed(
    listing: Listing, api: str, account: str, region: str, *, kind: str, lists: bool = True
) -> Cell:
    """The cell of a listing; what came before it broke off counts as a part."""
    fault = listing.fault
    state = CellState.COMPLETE
    if fault is not None:
        state = CellState.PARTIAL if listing.pages else fault.state
    cell = Cell(
        account=account,
        region=region,
        api=api,
        state=state,
        kind=kind,
        lists=lists,
        items=len(listing.items),
        pages=listing.pages,
        effort=listing.effort,
    )
    return fault.told_in(cell) if fault else cell


def looked_up(
    looks: Mapping[str, Looked], api: str, account: str, region: str, *, kind: str
) -> Cell:
    """The cell of calls made one by one."""
    faults = [look.fault for _, look in sorted(looks.items()) if look.fault]
    if not faults:
        state = CellState.COMPLETE
    elif len(faults) < len(looks):
        state = CellState.PARTIAL
    else:
        states = {fault.state for fault in faults}
        state = states.pop() if len(states) == 1 else CellState.FAILED
    cell = Cell(
        account=account,
        region=region,
        api=api,
        state=state,
        kind=kind,
        items=len(looks) - len(faults),
        effort=reduce(add, (look.effort for look in looks.values()), Effort()),
    )
    return faults[0].told_in(cell) if faults else cell


def not_offered(api: str, account: str, region: str, *, kind: str) -> Cell:
    """The cell of a service that the Region does not have."""
    return Cell(account, region, api, CellState.NOT_OFFERED, kind=kind, lists=True)
