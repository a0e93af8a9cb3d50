"""Files, written whole or not at all."""

import os
import secrets
import stat
from collections.abc import Iterable
from pathlib import Path

from rolevet.errors import OutputError


def refuse_unwritable(path: Path) -> None:
    """Raises OutputError before anything is read in vain."""
    if path.is_dir():
        raise OutputError(f"{path} is a folder, not a file", hint="name a file in it")
    folder = path.resolve().parent
    if not folder.is_dir():
        raise OutputError(f"there is no folder {folder}", hint=f"make it: mkdir -p {folder}")
    _refuse_read_only(path if path.exists() and not _is_replaceable(path) else folder)


def refuse_unwritable_folder(folder: Path) -> None:
    """Raises OutputError before anything is read in vain."""
    if not folder.is_dir():
        raise OutputError(f"there is no folder {folder}", hint=f"make it: mkdir -p {folder}")
    _refuse_read_only(folder)


def _refuse_read_only(place: Path) -> None:
    if not os.access(place, os.W_OK):
        raise OutputError(f"{place} cannot be written to", hint="choose another place")


def _is_replaceable(path: Path) -> bool:
    """Whether a new file may take its place; a device or a pipe is written into instead."""
    return not path.exists() or stat.S_ISREG(path.stat().st_mode)


def write_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Raises OutputError where it cannot; what was there before is then still there."""
    try:
        if _is_replaceable(path):
            _replace(path.resolve(), pieces)
        else:
            with path.open("wb") as stream:
                stream.writelines(pieces)
    except OSError as error:
        raise OutputError(
            f"{path} was not written: {error.strerror or error}", hint="choose another place"
        ) from error


def _replace(target: Path, pieces: Iterable[bytes]) -> None:
    """With the mode of the file that is there, or that which the umask gives a new one."""
    draft = target.with_name(f".{target.name[:200]}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(handle)
        if target.exists():
            draft.chmod(stat.S_IMODE(target.stat().st_mode))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
