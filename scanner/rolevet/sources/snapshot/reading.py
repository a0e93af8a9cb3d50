"""From a file that may be anybody's to an inventory, or to an error that says what is wrong."""

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from rolevet.coverage import Cell
from rolevet.errors import DamagedError, InputError
from rolevet.inventory import Inventory, Missing, Scope
from rolevet.resources import Resource
from rolevet.sources.snapshot.fault import UPDATE, Fault, foreign
from rolevet.sources.snapshot.fields import Json, decoded, exactly, list_of, object_of
from rolevet.sources.snapshot.files import open_file, unpacked, unreadable
from rolevet.sources.snapshot.strict import parse
from rolevet.sources.snapshot.writing import (
    FORMAT,
    LISTED,
    LOOKED_UP,
    VERSION,
    checksum,
    rfc3339,
)
from rolevet.text import plain
from rolevet.unknown import Unknown

_KINDS: Final = {kind.KIND: kind for kind in LISTED}
_LATER: Final = ("managed_policies", "authorities")
"""The members that the first snapshots of version 1 lack."""


def load(path: Path) -> Inventory:
    """What the file holds; raises InputError for what is no snapshot, DamagedError for a bad one.

    Its `now` is the moment of collecting, so that checking gives what checking gave then.
    """
    with open_file(path) as stream:
        return read(stream, plain(str(path)))


def read(stream: io.BufferedReader, name: str) -> Inventory:
    """As `load`; `name` is what errors call the stream."""
    try:
        body = parse(unpacked(stream))
        if not isinstance(body, dict) or body.get("format") != FORMAT:
            raise InputError(
                f"{name} is not a rolevet snapshot",
                hint="a snapshot is written by: rolevet collect -o FILE",
            )
        _check(body)
        return _inventory(body)
    except Fault as fault:
        raise DamagedError(f"{name} {fault.message}", hint=fault.hint) from fault
    except OSError as error:
        raise unreadable(name, error) from error


def _check(body: dict[str, Json]) -> None:
    """The version first: of a later one, nothing else is known."""
    version = body.get("version")
    if not (isinstance(version, str) and version.isdecimal() and int(version[:9])):
        raise Fault("has no version that a snapshot can have")
    if int(version[:9]) > VERSION:
        raise Fault(
            f"is a snapshot of version {version[:9]}; this rolevet reads up to {VERSION}", UPDATE
        )
    found = body.pop("checksum", None)
    if found != checksum(body):
        raise Fault("was changed after it was written: its checksum does not match")


def _inventory(body: dict[str, Json]) -> Inventory:
    listed: dict[str, list[Any]] = {name: [] for name in LISTED.values()}
    for where, row in _rows(body, "resources"):
        kind = _kind(row, where)
        listed[LISTED[kind]].append(decoded(kind, row, where))
    facts: dict[str, Any] = {name: tuple(rows) for name, rows in listed.items()}
    for kind, (name, word) in LOOKED_UP.items():
        facts[name] = _answers(body, kind, name, word)
    return Inventory(
        now=_moment(body.get("collected_at")),
        scopes=tuple(decoded(Scope, row, where) for where, row in _rows(body, "scopes")),
        coverage=tuple(decoded(Cell, row, where) for where, row in _rows(body, "coverage")),
        **facts,
    )


def _answers(body: dict[str, Json], kind: type[Resource], name: str, word: str) -> dict[str, Any]:
    """What AWS said of each ARN; nothing where the snapshot is older than the field."""
    answers: dict[str, Any] = {}
    for where, row in _rows(body, name, [] if name in _LATER else None):
        arn = exactly(str, row.get("arn"), f"{where}.arn")
        if arn in answers:
            raise Fault(f"{where} is a second answer for {arn}")
        answers[arn] = _answer(row, where, kind, word)
    return answers


def _rows(
    body: dict[str, Json], name: str, default: Json = None
) -> Iterator[tuple[str, dict[str, Json]]]:
    for number, row in enumerate(list_of(body.get(name, default), name)):
        yield f"{name}[{number}]", object_of(row, f"{name}[{number}]")


def _kind(row: dict[str, Json], where: str) -> type[Resource]:
    name = exactly(str, row.get("kind"), f"{where}.kind")
    if name not in _KINDS:
        raise foreign(f"{where}.kind is", name)
    return _KINDS[name]


def _answer(
    row: dict[str, Json], where: str, kind: type[Resource], word: str
) -> Resource | Missing | Unknown:
    match exactly(str, row.get("state"), f"{where}.state"):
        case "present":
            return decoded(kind, row.get(word), f"{where}.{word}")
        case "missing":
            return decoded(Missing, row, where)
        case "unknown":
            return decoded(Unknown, row, where)
        case state:
            raise foreign(f"{where}.state is", state)


def _moment(value: Json) -> datetime:
    text = exactly(str, value, "collected_at")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or rfc3339(moment) != text:
        raise Fault("says in collected_at no moment of the form 2026-06-01T00:00:00Z")
    return moment
