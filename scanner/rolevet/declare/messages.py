"""What a finding says: a text with expressions in braces."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from rolevet.declare.expressions import Expression
from rolevet.declare.values import View, size_of
from rolevet.document import is_deeper_than
from rolevet.pem import masked
from rolevet.text import plain
from rolevet.unknown import NotApplicable, Undecided

SHOWN: Final = 200
"""Characters of one value."""

UNKNOWN: Final = "(unknown)"

_LARGEST: Final = 1_000_000
_DEEPEST: Final = 100


@dataclass(frozen=True, slots=True)
class Message:
    """Texts, and the expressions whose values stand between them."""

    pieces: tuple[str | Expression, ...]

    def told(self, about: View, now: datetime) -> str:
        """A value that cannot be told is called unknown: what was found stays found."""
        return "".join(
            piece if isinstance(piece, str) else _told(piece, about, now) for piece in self.pieces
        )

    @property
    def expressions(self) -> Iterator[Expression]:
        yield from (piece for piece in self.pieces if isinstance(piece, Expression))


def _told(piece: Expression, about: View, now: datetime) -> str:
    try:
        return shown(piece.value(about, now))
    except (Undecided, NotApplicable):
        return UNKNOWN


def shown(value: Any) -> str:
    """A text as it is, anything else as JSON, cut where it is long, and without private keys."""
    return plain(masked(written(value)), SHOWN)


def written(value: Any) -> str:
    """A text as it is, anything else as JSON; raises Undecided for what is too large for that."""
    if isinstance(value, str):
        return value
    if size_of(value, _LARGEST) > _LARGEST or is_deeper_than(_DEEPEST, value):
        raise Undecided("a value is too large to be written")
    return json.dumps(value, separators=(",", ":"), default=lambda raw: f"{len(raw)} bytes")
