"""Counting in many threads."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from rolevet.coverage import Effort
from rolevet.sources.aws.meter import Meter, Tally
from rolevet.sources.aws.parts import GivenT, MadeT
from rolevet.sources.aws.threads import Metered

THREADS, TIMES = 16, 500


def test_no_count_is_lost_between_threads() -> None:
    meter = Meter()
    one = Tally(1, 1, 2, 1, Effort(1, 1, 1, 0.5))

    def count(_: int) -> None:
        for _ in range(TIMES):
            meter.add(one)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(count, range(THREADS)))
    times = THREADS * TIMES
    assert meter.read() == Tally(
        times, times, 2 * times, times, Effort(times, times, times, times / 2)
    )


def test_what_was_read_stays_as_it_was() -> None:
    meter = Meter()
    before = meter.read()
    meter.add(Tally(cells=1))
    assert (before, meter.read()) == (Tally(), Tally(cells=1))


def in_turn(function: Callable[[GivenT], MadeT], items: Iterable[GivenT], /) -> Iterable[MadeT]:
    return map(function, items)


def test_cells_are_known_before_they_are_done() -> None:
    meter = Meter()
    each = Metered(in_turn, meter)
    results = iter(each(str, (number for number in (1, 2, 3))))
    assert meter.read() == Tally(cells=3)
    assert next(results) == "1"
    assert meter.read() == Tally(cells=3, cells_done=1)
    assert list(results) == ["2", "3"]
    each.settle(5)
    assert meter.read() == Tally(cells=5, cells_done=5)
