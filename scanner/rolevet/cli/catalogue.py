"""Rules as rows of a table."""

from collections.abc import Iterable, Iterator, Set
from typing import Final

from rolevet.finding import RuleInfo

UNVERIFIED: Final = (
    "Numbers of controls that are not marked as verified have not been compared with the "
    "framework's own text."
)


def rows(infos: Iterable[RuleInfo], chosen: Set[str]) -> Iterator[str]:
    """One for each rule; those that are not among the ids that are chosen say so."""
    listed = tuple(infos)
    width = max((len(info.id) for info in listed), default=0)
    for info in listed:
        mark = "" if info.id in chosen else "  (opt-in)" if info.opt_in else "  (not chosen)"
        yield f"{info.id:<{width}}  {info.severity.label:<8}  {info.summary}{mark}"
