"""How far a run has come, told on stderr while it lasts."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

import click

from rolevet.cli.talk import AUTO, JSON, Talk

if TYPE_CHECKING:
    from rolevet.sources.aws.meter import Meter, Tally

_EVERY: Final = 5.0
"""Seconds between two lines of JSON."""
_REDRAWN: Final = 0.25
"""Seconds between two states of the line on a terminal."""


def shown(talk: Talk, meter: "Meter") -> AbstractContextManager[None]:
    """Tells what the meter says until the block ends, however it ends."""
    if talk.progress == JSON:
        return _as_json(meter)
    if talk.progress == AUTO and sys.stderr.isatty():
        return _as_line(meter)
    return nullcontext()


@contextmanager
def _as_json(meter: "Meter") -> Iterator[None]:
    begun = time.monotonic()

    def write() -> None:
        with suppress(OSError):  # whoever listened has gone, which need not end the run
            click.echo(_json(meter.read(), time.monotonic() - begun), err=True)

    try:
        with _again_and_again(_EVERY, write):
            yield
    finally:
        write()


def _json(tally: "Tally", elapsed: float) -> str:
    return json.dumps(
        {
            "elapsed_seconds": round(elapsed, 1),
            "accounts_done": tally.accounts_done,
            "accounts": tally.accounts,
            "cells_done": tally.cells_done,
            "cells": tally.cells,
            "calls": tally.effort.calls,
            "throttled": tally.effort.throttled,
            "waited_seconds": round(tally.effort.waited, 1),
        }
    )


@contextmanager
def _as_line(meter: "Meter") -> Iterator[None]:
    from rolevet.cli.progress_line import line  # only a terminal is worth importing rich for

    with line(meter) as live, _again_and_again(_REDRAWN, live.refresh):
        yield


@contextmanager
def _again_and_again(seconds: float, act: Callable[[], None]) -> Iterator[None]:
    """Acts in a thread of its own, which ends with this block."""
    ended = Event()

    def go_on() -> None:
        while not ended.wait(seconds):
            act()

    thread = Thread(target=go_on, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
