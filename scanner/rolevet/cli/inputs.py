"""The files that a command was given, found and told apart by what they hold."""

import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, TypeAlias

from rolevet.errors import DamagedError, InputError
from rolevet.inventory import Inventory
from rolevet.sources import cloudformation, snapshot
from rolevet.symbols import Home
from rolevet.text import plain
from rolevet.tree import BadTree, read_documents
from rolevet.walking import files_below, mentions
from rolevet.worlds import World

_SNAPSHOT: Final = b'"rolevet-snapshot"'
_GZIP: Final = b"\x1f\x8b"
_NEEDLES: Final = (_SNAPSHOT, *cloudformation.NEEDLES)

Templates: TypeAlias = tuple[tuple[World, ...], ...]
"""For each template of a file, the ways in which it may turn out."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file, or stdin where there is no path; `named` if the user named it, not its folder.

    `name` is what reports call it.
    """

    path: Path | None
    name: str
    named: bool

    @property
    def said(self) -> str:
        """As the user said it."""
        return plain(str(self.path) if self.path else self.name)


def inputs_of(paths: Iterable[str], stdin_name: str) -> Iterator[Input | DamagedError]:
    """Each file once; raises InputError for a path that is no file and no folder."""
    seen: set[str] = set()
    for path in paths:
        for found in _inputs_at(path, stdin_name):
            name = found.name if isinstance(found, Input) else found.message
            if name not in seen:
                seen.add(name)
                yield found


def _inputs_at(path: str, stdin_name: str) -> Iterator[Input | DamagedError]:
    if path == "-":
        yield Input(None, stdin_name, True)
    elif Path(path).is_dir():
        for found in files_below(Path(path)):
            yield found if isinstance(found, DamagedError) else Input(found, _shown(found), False)
    else:
        yield _named(Path(path))


def _named(path: Path) -> Input | DamagedError:
    try:
        snapshot.open_file(path).close()
    except DamagedError as error:
        return error
    return Input(path, _shown(path), True)


def _shown(path: Path) -> str:
    """From the working directory on, so that nothing in a report depends on where that is."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except (OSError, ValueError):
        return path.as_posix()


def content_of(
    given: Input, now: datetime, home: Home | None = None
) -> Inventory | Templates | str:
    """What it holds; a clause that says why, if that is nothing that is read.

    `home` is where its resources are deployed, if that is known.

    Raises DamagedError for what should have been read, and could not be.
    """
    data = _data(given)
    if not given.named and not mentions(data, _NEEDLES) and data[:2] != _GZIP:
        return "it names nothing that is read"
    if data[:2] == _GZIP or (_SNAPSHOT in data and data.lstrip().startswith(b"{")):
        return snapshot.read(io.BufferedReader(io.BytesIO(data)), given.said)
    try:
        worlds = cloudformation.read_worlds(
            read_documents(bytes(data), given.name), given.name, now, home
        )
    except BadTree as bad:
        if not given.named and not mentions(data, (b"Resources",)):
            return f"it is no template: {bad.problem}"
        raise bad.error from None
    return "it is neither a snapshot nor a template" if worlds is None else worlds


def snapshot_at(path: str) -> Inventory:
    """Raises DamagedError for what is none."""
    with snapshot.open_file(Path(path)) as stream:
        return snapshot.read(stream, plain(path))


def _data(given: Input) -> bytes:
    try:
        if given.path is not None:
            with snapshot.open_file(given.path) as stream:
                return snapshot.raw_bytes(stream, given.said)
        with _stdin() as stream:
            return snapshot.raw_bytes(stream, given.said)
    except DamagedError:
        raise
    except InputError as error:
        if given.named:
            raise
        raise DamagedError(error.message, hint="lint the folder again") from None


def _stdin() -> io.BufferedReader:
    try:
        return open(0, "rb", closefd=False)
    except OSError as error:
        raise InputError(
            f"stdin cannot be read: {error.strerror}", hint="pipe a snapshot or a template into it"
        ) from error
