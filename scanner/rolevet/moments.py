"""Timestamps as AWS sends them."""

from datetime import UTC, datetime
from typing import Any

from rolevet.unknown import Undecided


def moment_of(sent: Any, what: str) -> datetime:
    """AWS sends some timestamps as ISO 8601 and some as seconds since 1970; raises Undecided for
    what is neither."""
    try:
        if not isinstance(sent, str):
            return datetime.fromtimestamp(sent, UTC)
        moment = datetime.fromisoformat(sent)
    except (TypeError, ValueError, OverflowError, OSError):
        raise Undecided(f"{what} is not a timestamp") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
