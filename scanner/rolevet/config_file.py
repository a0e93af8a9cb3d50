"""Where the configuration stands: `rolevet.toml`, or `[tool.rolevet]` of a pyproject.toml."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rolevet.errors import InputError
from rolevet.tables import MAX_BYTES, Entry, parsed
from rolevet.text import plain

_OWN: Final = "rolevet.toml"
_SHARED: Final = "pyproject.toml"
_TABLE: Final = ("tool", "rolevet")


def nearest() -> Entry | None:
    """The file of the nearest of the folders; raises InputError."""
    for folder in folders():
        for name in (_OWN, _SHARED):
            path = folder / name
            data = _data(path)
            found = None if data is None else _parsed(path, data)
            if found is not None:
                return found
    return None


def folders() -> Iterator[Path]:
    """The working directory, as ".", and those above it up to the root of the git repository, or
    of the file system where there is none; raises InputError."""
    try:
        start = Path.cwd()
    except OSError as error:
        raise InputError(
            f"the working directory cannot be told: {error.strerror}", hint="go to another folder"
        ) from error
    for folder in (start, *start.parents):
        yield Path() if folder == start else folder
        if (folder / ".git").exists():
            break


def load(path: Path) -> Entry:
    """The file that was named; raises InputError."""
    data = _data(path)
    if data is None:
        raise InputError(f"there is no file {plain(str(path))}", hint="name a TOML file")
    found = _parsed(path, data)
    if found is None:
        raise InputError(f"{plain(str(path))} has no table [tool.rolevet]", hint="add one")
    return found


def _data(path: Path) -> bytes | None:
    try:
        if not path.is_file():
            return None
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"{plain(str(path))} cannot be read: {error.strerror}",
            hint="mend it, or do without: --isolated",
        ) from error


def _parsed(path: Path, data: bytes) -> Entry | None:
    return parsed(data, plain(str(path)), *(_TABLE if path.name == _SHARED else ()))
