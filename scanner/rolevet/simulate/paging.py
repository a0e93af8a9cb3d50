"""Pages of a listing, and the opaque tokens that lead from one to the next."""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Generic, TypeVar

T = TypeVar("T")


class BadTokenError(ValueError):
    """The token was not given out by this listing."""


class Limit:
    """The largest page any listing of the simulated AWS answers with, whatever a request asks."""

    def __init__(self) -> None:
        self.page_size = 50

    def set(self, page_size: int) -> None:
        """Takes effect for the next request, also in a server that is running."""
        if page_size < 1:
            raise ValueError(f"a page holds at least one row, not {page_size}")
        self.page_size = page_size


LIMIT = Limit()


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows of a listing; the token is there only if rows follow."""

    rows: tuple[T, ...]
    token: str | None


def turn_to(
    listing: str,
    rows: Iterable[tuple[str, T]],
    *,
    token: str | None,
    wanted: int | None,
    descending: bool = False,
) -> Page[T]:
    """One page of the rows in the order of their keys.

    A token names the last key that was seen and not a count, so rows that come and go between two
    pages make no other row appear twice or not at all.
    """
    ordered = sorted(rows, key=itemgetter(0), reverse=descending)
    if token is not None:
        last = _key_in(token, listing)
        ordered = [row for row in ordered if (row[0] < last if descending else row[0] > last)]
    size = min(wanted or LIMIT.page_size, LIMIT.page_size)
    page = ordered[:size]
    return Page(
        rows=tuple(row for _, row in page),
        token=_token(listing, page[-1][0]) if len(ordered) > size else None,
    )


def _token(listing: str, key: str) -> str:
    return base64.b64encode(json.dumps([listing, key]).encode()).decode()


def _key_in(token: str, listing: str) -> str:
    try:
        match json.loads(base64.b64decode(token, validate=True)):
            case [str(of), str(key)] if of == listing:
                return key
    except ValueError as error:
        raise BadTokenError(token) from error
    raise BadTokenError(token)
