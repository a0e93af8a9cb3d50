"""How far a run has come: counted where it happens, read by whoever wants to tell it."""

import threading
from dataclasses import dataclass, field

from rolevet.coverage import Effort


@dataclass(frozen=True, slots=True)
class Tally:
    """What is known of so far, and how much of that is done.

    Cells that follow from what is found become known late. `effort` holds also the calls that
    find out who is calling and that enter accounts, which have no cell where they are answered.
    """

    accounts: int = 0
    accounts_done: int = 0
    cells: int = 0
    cells_done: int = 0
    effort: Effort = field(default_factory=Effort)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.accounts + other.accounts,
            self.accounts_done + other.accounts_done,
            self.cells + other.cells,
            self.cells_done + other.cells_done,
            self.effort + other.effort,
        )


class Meter:
    """The tally of a run, for all of its threads."""

    def __init__(self) -> None:
        self._tally = Tally()
        self._lock = threading.Lock()

    def add(self, tally: Tally) -> None:
        with self._lock:
            self._tally += tally

    def read(self) -> Tally:
        return self._tally
