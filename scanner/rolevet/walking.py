"""The files below a folder that are worth a look."""

import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from rolevet.errors import DamagedError
from rolevet.ignored import Ignored
from rolevet.text import plain

_NAMES: Final = (".json", ".yaml", ".yml", ".template", ".tf", ".tfstate", ".json.gz")
_NEVER: Final = frozenset({".git"})


def files_below(
    folder: Path, is_whole: Callable[[Path], bool] = lambda _: False
) -> Iterator[Path | DamagedError]:
    """Sorted, without what git ignores and without pipes; links to folders are not followed.

    What cannot be listed is an error in the place of its files. A folder that is to be taken whole
    stands for them.
    """
    waiting = [(folder, Ignored.above(folder))]
    base = folder.resolve()
    while waiting:
        where, ignored = waiting.pop()
        if is_whole(where):
            yield where
            continue
        here = base / where.relative_to(folder)
        ignored = ignored.within(here)
        try:
            entries = [(entry, _is_folder(entry)) for entry in sorted(where.iterdir())]
        except OSError as error:
            yield _unreadable(where, error)
            continue
        folders: list[tuple[Path, Ignored]] = []
        for entry, is_folder in entries:
            if entry.name in _NEVER or ignored.covers(here / entry.name, is_folder):
                continue
            if is_folder:
                folders.append((entry, ignored))
            elif _is_worth(entry):
                yield entry
        waiting += reversed(folders)


def _is_folder(path: Path) -> bool:
    return stat.S_ISDIR(path.lstat().st_mode)


def _is_worth(path: Path) -> bool:
    """A link that leads nowhere, or in a circle, is no file."""
    if not path.name.lower().endswith(_NAMES):
        return False
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def _unreadable(path: Path, error: OSError) -> DamagedError:
    reason = error.strerror or str(error)
    return DamagedError(
        f"{plain(str(path))} cannot be read: {reason}", hint="make it readable, or ignore it"
    )


def mentions(data: bytes | bytearray, needles: Iterable[bytes]) -> bool:
    """Whether one of the words is in it, in whatever encoding a byte order mark tells."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.replace(b"\0", b"")
    return any(needle in data for needle in needles)
