"""Calls side by side."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Final

from rolevet.sources.aws.parts import Each
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
