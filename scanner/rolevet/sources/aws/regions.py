"""Which Regions a scan covers, and why it leaves out the others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from rolevet.coverage import CellState
from rolevet.errors import UsageError
from rolevet.text import did_you_mean, plain

_WILD: Final = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asked for: names or glob patterns; no pattern means every Region."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    @property
    def needs_list(self) -> bool:
        """Whether it takes AWS's own list of enabled Regions; plain names can be taken at their
        word."""
        return not self.wanted or any(is_pattern(pattern) for pattern in self.wanted)


@dataclass(frozen=True, slots=True)
class Choice:
    """The Regions to scan, and those left out with the reason; both sorted."""

    regions: tuple[str, ...]
    left_out: tuple[tuple[str, CellState], ...] = ()
    everywhere: bool = False
    """Whether every Region was wanted."""


def check_wish(wish: Wish, known: Mapping[str, str], partition: str) -> None:
    """Raises UsageError for a name that is no Region of the partition; `known` maps names to it."""
    for pattern in (*wish.wanted, *wish.unwanted):
        if is_pattern(pattern):
            if not any(fnmatchcase(name, pattern) for name in regions_of(known, partition)):
                raise UsageError(
                    f"no Region of partition '{partition}' matches '{plain(pattern)}'",
                    hint=did_you_mean(pattern.strip("*?"), regions_of(known, partition)),
                )
        elif pattern not in known:
            raise UsageError(
                f"there is no Region '{plain(pattern)}' that the installed botocore knows",
                hint=did_you_mean(pattern, known),
            )
        elif known[pattern] != partition:
            raise UsageError(
                f"Region '{pattern}' is in partition '{known[pattern]}', "
                f"but the credentials belong to partition '{partition}'",
                hint="scan each partition with credentials of its own",
            )


def choose(wish: Wish, regions: Iterable[str], disabled: Iterable[str]) -> Choice:
    """From the Regions of the partition; one that is disabled cannot be scanned, only told."""
    off = frozenset(disabled)
    asked = [name for name in sorted({*regions, *off}) if _matches(name, wish.wanted or ("*",))]
    excluded = [name for name in asked if _matches(name, wish.unwanted)]
    kept = [name for name in asked if name not in excluded]
    left_out = [(name, CellState.EXCLUDED) for name in excluded]
    left_out += [(name, CellState.NOT_ENABLED) for name in kept if name in off]
    scanned = tuple(name for name in kept if name not in off)
    return Choice(scanned, tuple(sorted(left_out)), everywhere=not wish.wanted)


def _matches(name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def is_pattern(text: str) -> bool:
    """Whether it may name several Regions."""
    return not _WILD.isdisjoint(text)


def regions_of(known: Mapping[str, str], partition: str) -> list[str]:
    """Sorted."""
    return sorted(name for name, where in known.items() if where == partition)
