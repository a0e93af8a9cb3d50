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
from rolevet.sources import cloudformation, request, snapshot
from rolevet.text import plain
from rolevet.tree import BadTree, Node, read_documents
from rolevet.walking import files_below, mentions
from rolevet.worlds import World

_SNAPSHOT: Final = b'"rolevet-snapshot"'
_GZIP: Final = b"\x1f\x8b"
_NEEDLES: Final = (_SNAPSHOT, *cloudformation.NEEDLES)

Stated: TypeAlias = tuple[tuple[World, ...], ...]
"""For each thing that a file states, the ways in which it may turn out."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds; `kind` is what --show-files calls it."""

    kind: str
    facts: Inventory | Stated


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
        yield named_input(path, stdin_name)
    elif Path(path).is_dir():
        for found in files_below(Path(path)):
            yield found if isinstance(found, DamagedError) else Input(found, _shown(found), False)
    else:
        yield _openable(named_input(path, stdin_name))


def named_input(path: str, stdin_name: str) -> Input:
    """The file that a user named, or stdin where that is a hyphen."""
    if path == "-":
        return Input(None, stdin_name, True)
    return Input(Path(path), _shown(Path(path)), True)


def _openable(given: Input) -> Input | DamagedError:
    try:
        if given.path is not None:
            snapshot.open_file(given.path).close()
    except DamagedError as error:
        return error
    return given


def _shown(path: Path) -> str:
    """From the working directory on, so that nothing in a report depends on where that is."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except (OSError, ValueError):
        return path.as_posix()


def content_of(given: Input, now: datetime) -> Content | str:
    """What it holds; a clause that says why, if that is nothing that is read.

    Raises DamagedError for what should have been read, and could not be.
    """
    data = data_of(given)
    is_object = data.lstrip().startswith(b"{")
    known = data[:2] == _GZIP or mentions(data, _NEEDLES)
    if not (given.named or known or (is_object and mentions(data, request.NEEDLES))):
        return "it names nothing that is read"
    if data[:2] == _GZIP or (_SNAPSHOT in data and is_object):
        return Content("snapshot", snapshot.read(io.BufferedReader(io.BytesIO(data)), given.said))
    try:
        return _read(given, data, now) or "it is nothing that is read"
    except BadTree as bad:
        if not (given.named or (known and mentions(data, (b"Resources",)))):
            return f"it is no template: {bad.problem}"
        raise bad.error from None


def _read(given: Input, data: bytes, now: datetime) -> Content | None:
    documents = read_documents(data, given.name)
    for read in _READERS:
        if (found := read(documents, given.name, now)) is not None:
            return found
    return None


def _template(documents: tuple[Node, ...], name: str, now: datetime) -> Content | None:
    worlds = cloudformation.read_worlds(documents, name, now)
    return None if worlds is None else Content("template", worlds)


def _request(documents: tuple[Node, ...], name: str, now: datetime) -> Content | None:
    worlds = request.read_worlds(documents, name, now)
    return None if worlds is None else Content("request", worlds)


_READERS: Final = (_template, _request)
"""Each says what documents hold, if they are what it reads."""


def data_of(given: Input) -> bytes:
    """Raises InputError for what was named and is not there, DamagedError for the rest."""
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
            f"stdin cannot be read: {error.strerror}", hint="pipe a file into it"
        ) from error
