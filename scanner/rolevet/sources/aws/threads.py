"""Calls side by side."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Final

from rolevet.sources.aws.meter import Meter, Tally
from rolevet.sources.aws.parts import Each, GivenT, MadeT
from rolevet.sources.aws.rate import Clock

WORKERS: Final = 16
"""Threads that ask for one account; more wait for the interpreter and not for AWS."""


@contextmanager
def side_by_side(clock: Clock) -> Iterator[Each]:
    """Threads of its own; whatever breaks off the work inside stops the clock, so that it ends."""
    with ThreadPoolExecutor(WORKERS) as pool, ExitStack() as broken_off:
        broken_off.callback(clock.stop)
        yield pool.map
        broken_off.pop_all()


class Metered:
    """Works through cells, and tells the meter of each when it is known and when it is done."""

    def __init__(self, each: Each, meter: Meter) -> None:
        self._each = each
        self._meter = meter
        self._told = 0

    def __call__(
        self, function: Callable[[GivenT], MadeT], items: Iterable[GivenT], /
    ) -> Iterable[MadeT]:
        known = tuple(items)
        self._told += len(known)
        self._meter.add(Tally(cells=len(known)))

        def metered(item: GivenT) -> MadeT:
            made = function(item)
            self._meter.add(Tally(cells_done=1))
            return made

        return self._each(metered, known)

    def settle(self, cells: int) -> None:
        """At the end there were so many: work on one may have given more, or none."""
        late = cells - self._told
        self._meter.add(Tally(cells=late, cells_done=late))
