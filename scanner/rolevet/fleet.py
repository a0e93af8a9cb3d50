"""The accounts of a run, several at a time: the unit of work is one account.

What is done with an account's facts is a function of them, whose result is small: memory holds the
facts of the accounts under way, however many there are in all.
"""

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from rolevet.coverage import GLOBAL, Cell, CellState, Effort
from rolevet.errors import UsageError
from rolevet.inventory import Inventory, Scope
from rolevet.needs import Need
from rolevet.sources.aws.access import open_access
from rolevet.sources.aws.assume import Told
from rolevet.sources.aws.calls import CallFailed, Fault
from rolevet.sources.aws.collect import collect
from rolevet.sources.aws.meter import Tally
from rolevet.sources.aws.plan import ASSUME, actions_for
from rolevet.sources.aws.regions import Wish
from rolevet.sources.aws.roster import Roster
from rolevet.sources.aws.shared import Connection, Shared
from rolevet.sources.aws.target import Target
from rolevet.sources.snapshot import load
from rolevet.tasks import Task, file_of

ResultT = TypeVar("ResultT")

ORGANIZATION = "organization"
_INTERRUPTED = Fault(CellState.FAILED, "Interrupted", "the run was interrupted")


@dataclass(frozen=True, slots=True)
class Order:
    """What is read in every account; nothing in it is secret, and all of it can be pickled."""

    connection: Connection
    wish: Wish
    told: Told
    needs: frozenset[Need]
    now: datetime
    resume: Path | None = None
    """A snapshot, or a folder of them by account: what they hold whole is not read again."""


def visit(shared: Shared, order: Order, target: Target) -> Inventory:
    """The account's facts; one that cannot be entered is told in the coverage."""
    try:
        access = open_access(shared, target, order.wish, order.told, actions_for(order.needs))
    except CallFailed as failed:
        shared.meter.add(Tally(cells=1, cells_done=1))
        return _unentered(shared.partition, order, target, failed.fault, failed.effort)
    return collect(access, order.needs, order.now, _old(order, target))


def _old(order: Order, target: Target) -> Inventory | None:
    path = order.resume
    if path is None:
        return None
    if path.is_dir():
        path = file_of(path, target.account)
        return load(path) if path.exists() else None
    old = load(path)
    if {scope.account for scope in old.scopes} != {target.account}:
        raise UsageError(
            f"{path} is not a snapshot of account {target.account}",
            hint="name the one that is, or leave --resume out",
        )
    return old


def tour(
    shared: Shared, order: Order, roster: Roster, task: Task[ResultT], jobs: int
) -> Iterator[ResultT]:
    """What the task makes of each account, in the order in which they are done.

    When a KeyboardInterrupt comes, it is raised after what had come of the accounts under way.
    """
    yield from before(shared.partition, order, roster, task)

    def one(target: Target) -> ResultT:
        made = task(target.account, visit(shared, order, target))
        shared.meter.add(Tally(accounts_done=1))
        return made

    waiting = iter(roster.targets)
    with ThreadPoolExecutor(jobs) as pool:
        running = {pool.submit(one, target) for target in islice(waiting, jobs)}
        try:
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                running |= {pool.submit(one, target) for target in islice(waiting, len(done))}
                yield from (future.result() for future in done)
        except KeyboardInterrupt:
            shared.clock.stop()
            yield from (future.result() for future in running)
            for target in waiting:
                yield task(target.account, untouched(shared.partition, order, target))
            raise
        finally:
            shared.clock.stop()  # nobody waits for what is left


def before(partition: str, order: Order, roster: Roster, task: Task[ResultT]) -> Iterator[ResultT]:
    """What is known before any account is entered: how they were found, and which are left out."""
    if roster.coverage:
        scopes = tuple(_scope(partition, target) for target in roster.left_out)
        yield task(
            ORGANIZATION,
            Inventory(now=order.now, scopes=scopes, roles={}, coverage=roster.coverage),
        )


def untouched(
    partition: str, order: Order, target: Target, fault: Fault = _INTERRUPTED
) -> Inventory:
    """Of an account that was to be read and was not."""
    return _unentered(partition, order, target, fault, Effort())


def _unentered(
    partition: str, order: Order, target: Target, fault: Fault, effort: Effort
) -> Inventory:
    cell = Cell(target.account, GLOBAL, ASSUME, fault.state, lists=True, effort=effort)
    return Inventory(
        now=order.now,
        scopes=(_scope(partition, target),),
        roles={},
        coverage=(fault.told_in(cell),),
    )


def _scope(partition: str, target: Target) -> Scope:
    return Scope(partition, target.account, (), False, target.name, target.unit)
