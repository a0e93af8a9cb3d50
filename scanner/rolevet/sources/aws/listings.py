"""A listing, page by page to its end."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rolevet.coverage import CellState, Effort
from rolevet.sources.aws.calls import Answer, Caller, CallFailed, Fault


@dataclass(frozen=True, slots=True)
class Api:
    """A listing operation: its method on the client, and how it hands out pages."""

    action: str
    method: str
    items: str
    next_sent: str
    next_received: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    more_items: str = ""
    """A second list that the same pages hold."""

    def of(self, **named: object) -> "Api":
        """The listing of what belongs to one thing."""
        return replace(self, parameters={**self.parameters, **named})


@dataclass(frozen=True, slots=True)
class Listing:
    """What a listing gave before it ended; whole unless `fault` says why not."""

    items: tuple[Any, ...]
    pages: int
    effort: Effort
    fault: Fault | None = None


def list_all(caller: Caller, api: Api) -> Listing:
    """Every page. A token that comes back a second time ends the listing as failed."""
    items: list[Any] = []
    pages = 0
    effort = Effort()
    try:
        for page in _pages(caller, api):
            pages += 1
            effort += page.effort
            for name in (api.items, api.more_items):
                items.extend(page.body.get(name, ()))
    except CallFailed as failed:
        return Listing(tuple(items), pages, effort + failed.effort, failed.fault)
    return Listing(tuple(items), pages, effort)


def _pages(caller: Caller, api: Api) -> Iterator[Answer]:
    seen: set[str] = set()
    token: dict[str, str] = {}
    while True:
        page = caller.ask(api.method, **api.parameters, **token)
        yield page
        received = page.body.get(api.next_received)
        if not received:
            return
        if received in seen:
            fault = Fault(CellState.FAILED, "RepeatedToken", "the same page token came back twice")
            raise CallFailed(fault, Effort())
        seen.add(received)
        token = {api.next_sent: received}
