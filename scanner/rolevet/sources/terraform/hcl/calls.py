"""Which folders call which as modules, found without reading HCL: most files are not to be read."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

_SOURCE: Final = re.compile(rb'\bsource[ \t]*=[ \t]*"(\.{1,2}/[^"\n]{0,500})"')
_SIZE_MAX: Final = 5 * 1024 * 1024
_FOLDERS_MAX: Final = 200


def bytes_below(folder: Path, within: Path) -> Iterator[bytes]:
    """What the files of a configuration hold, with those of the modules that it calls, without what
    cannot be read."""
    waiting, seen = [folder.resolve()], {folder.resolve()}
    while waiting and len(seen) <= _FOLDERS_MAX:
        where = waiting.pop()
        for data in _files(where):
            yield data
            for called in _called(data, where):
                if called not in seen and called.is_relative_to(within.resolve()):
                    seen.add(called)
                    waiting.append(called)


def called_elsewhere(folders: Iterable[Path]) -> frozenset[Path]:
    """Those that are modules of others among them, so that reading these reads them too."""
    paths = {folder.resolve(): folder for folder in folders}
    calls = {
        where: {
            called for data in _files(where) for called in _called(data, where) if called in paths
        }
        - {where}
        for where in paths
    }
    called = frozenset[Path]().union(*calls.values())
    kept = [where for where in paths if where not in called]
    reached = _reached(kept, calls)
    for where in paths:  # those that call each other
        if where not in reached:
            kept.append(where)
            reached |= _reached([where], calls)
    return frozenset(folder for where, folder in paths.items() if where not in kept)


def _reached(begin: Iterable[Path], calls: Mapping[Path, set[Path]]) -> set[Path]:
    found, waiting = set(begin), list(begin)
    while waiting:
        more = calls[waiting.pop()] - found
        found |= more
        waiting += more
    return found


def _called(data: bytes, folder: Path) -> Iterator[Path]:
    for source in _SOURCE.findall(data):
        try:
            yield (folder / source.decode()).resolve()
        except (ValueError, OSError):
            continue


def _files(folder: Path) -> Iterator[bytes]:
    try:
        for path in sorted(folder.glob("*.tf")):
            if path.is_file():
                with path.open("rb") as stream:
                    yield stream.read(_SIZE_MAX)
    except OSError:
        return
