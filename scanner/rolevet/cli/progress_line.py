"""The line that tells a terminal how far a run has come."""

import time
from datetime import timedelta
from typing import Final

from rich.console import Console
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from rolevet.sources.aws.meter import Meter, Tally

_ENOUGH: Final = 10
"""Accounts that must be done before it can be told how long the others take."""


def line(meter: Meter) -> Live:
    """Draws itself on stderr when it is refreshed, below what others write there, and goes away."""
    return Live(
        get_renderable=_Line(meter).drawn,
        console=Console(stderr=True),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
    )


class _Line:
    """A bar and words: of accounts if there are many, or else of cells."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._begun = time.monotonic()
        self._entered: float | None = None

    def drawn(self) -> Table:
        tally, now = self._meter.read(), time.monotonic()
        if self._entered is None and tally.accounts:
            self._entered = now
        known, done = tally.cells, tally.cells_done
        if tally.accounts > 1:
            known, done = tally.accounts, tally.accounts_done
        words = _words(tally, now - self._begun, now - (self._entered or now))
        grid = Table.grid(padding=(0, 1))
        grid.add_row(
            ProgressBar(total=known or None, completed=done, width=20),
            Text(words, no_wrap=True, overflow="crop"),
        )
        return grid


def _words(tally: Tally, elapsed: float, inside: float) -> str:
    """`inside` is how long accounts have been read; both in seconds."""
    many = tally.accounts > 1
    effort = tally.effort
    words = [
        _time(elapsed),
        *([f"{tally.accounts_done} of {tally.accounts} accounts"] if many else []),
        *([f"{tally.cells_done} of {tally.cells} cells"] if tally.cells else []),
        f"{effort.calls} calls",
        *([f"{effort.throttled} throttled"] if effort.throttled else []),
        *([f"waited {_time(effort.waited)}"] if effort.waited >= 1 else []),
    ]
    if tally.accounts > tally.accounts_done >= _ENOUGH:
        left = inside / tally.accounts_done * (tally.accounts - tally.accounts_done)
        words.append(f"about {_time(left)} left")
    return ", ".join(words)


def _time(seconds: float) -> str:
    return str(timedelta(seconds=int(seconds)))
