"""What is the same for every account, fetched once for all of them."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

ValueT = TypeVar("ValueT")


class Once(Generic[ValueT]):
    """Values by key; whoever asks for one that is just being fetched waits for it.

    Only a success is kept: what one account may not read another may.
    """

    def __init__(self) -> None:
        self._kept: dict[str, ValueT] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: str, fetch: Callable[[], ValueT | None]) -> ValueT | None:
        """The value that was kept, or else the one that `fetch` gives; None is a failure."""
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            if key not in self._kept:
                value = fetch()
                if value is None:
                    return None
                self._kept[key] = value
            return self._kept[key]
