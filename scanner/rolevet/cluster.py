"""The same tour on a Dask cluster, when one machine is not enough.

distributed does what is hard about it: it hands the accounts to the workers, and an account whose
worker dies is visited again by another. No credentials travel: each worker finds its own, and
assumes the roles itself.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, Final, TypeVar
from uuid import uuid4

from distributed import CancelledError, Client, KilledWorker, as_completed

from rolevet.coverage import CellState
from rolevet.errors import CollectError, UsageError
from rolevet.fleet import Order, before, untouched, visit
from rolevet.sources.aws.calls import Fault
from rolevet.sources.aws.meter import Meter, Tally
from rolevet.sources.aws.regions import Wish
from rolevet.sources.aws.roster import Roster
from rolevet.sources.aws.shared import Connection, Shared, open_shared
from rolevet.sources.aws.target import Target
from rolevet.tasks import Task
from rolevet.text import plain

ResultT = TypeVar("ResultT")

_PATIENCE: Final = 10.0
"""Seconds for the scheduler to answer."""

_KILLED: Final = Fault(
    CellState.FAILED, "KilledWorker", "the workers that tried to read the account died"
)


def tour_on(
    address: str, shared: Shared, order: Order, roster: Roster, task: Task[ResultT]
) -> Iterator[ResultT]:
    """As `fleet.tour`; raises UsageError where no scheduler answers at the address.

    The task's files are written where the workers are.
    """
    with _client(address) as client:
        yield from before(shared.partition, order, roster, task)
        run = uuid4().hex
        targets = {
            client.submit(
                _visit_there,
                order,
                task,
                target,
                key=f"rolevet-{run}-{target.account}",
                pure=False,
            ): target
            for target in roster.targets
        }
        for future in as_completed(targets, loop=client.loop):
            try:
                made, counted = future.result()
                shared.meter.add(counted)
                yield made
            except KilledWorker:
                target = targets[future]
                shared.meter.add(Tally(accounts_done=1, cells=1, cells_done=1))
                yield task(target.account, untouched(shared.partition, order, target, _KILLED))
            except CancelledError as lost:
                raise CollectError(
                    f"the Dask scheduler at {plain(address)} went away",
                    hint="start it again and run the command again; nothing was written",
                ) from lost
            future.release()


def _client(address: str) -> Any:
    try:
        return Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"no Dask scheduler answers at {plain(address)}: {plain(str(error), 300)}",
            hint="give it as tcp://HOST:8786; start one with: dask scheduler",
        ) from error


def _visit_there(order: Order, task: Task[ResultT], target: Target) -> tuple[ResultT, Tally]:
    """What a worker does, and what it takes for this account."""
    shared = replace(_shared_by_all_tasks(order.connection, order.wish), meter=Meter())
    made = task(target.account, visit(shared, order, target))
    return made, shared.meter.read() + Tally(accounts_done=1)


@cache
def _shared_by_all_tasks(connection: Connection, wish: Wish) -> Shared:
    """Of this worker: its clients and credentials outlive a task."""
    return open_shared(connection, wish)
