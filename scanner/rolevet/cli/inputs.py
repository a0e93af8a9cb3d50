"""The files that a command was given, found and told apart by what they hold."""

import io
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final, TypeAlias

from rolevet.errors import DamagedError, InputError
from rolevet.ignores import Ignores
from rolevet.inventory import Inventory
from rolevet.sources import cloudformation, snapshot, terraform
from rolevet.sources.cloudformation import Argument, Deployment
from rolevet.text import plain
from rolevet.tree import BadTree, Limits, Node, read_documents
from rolevet.walking import files_below, mentions
from rolevet.worlds import World

_SNAPSHOT: Final = b'"rolevet-snapshot"'
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
_NEEDLES: Final = (_SNAPSHOT, *cloudformation.NEEDLES, *terraform.NEEDLES)
_PLANS: Final = (b'"format_version"', b'"terraform_version"')
_WORDS: Final = (b"Resources", *_PLANS)
"""One of these is in every template, plan and state; what has none may be broken as it likes."""

_NOTHING: Final = Deployment()

Stated: TypeAlias = tuple[tuple[World, ...], ...]
"""For each thing that a file states, the ways in which it may turn out."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds; `kind` is what --show-files calls it.

    `parameters` are the names of those that its templates have, `ignores` what is written in it of
    rules that are to leave a part of it alone.
    """

    kind: str
    facts: Inventory | Stated
    parameters: frozenset[str] = frozenset()
    ignores: Ignores = field(default_factory=Ignores)


@dataclass(frozen=True, slots=True)
class Input:
    """One file, or stdin where there is no path; `named` if the user named it, not its folder.

    `name` is what reports call it; `deployment` is what is known of its stack.
    """

    path: Path | None
    name: str
    named: bool
    deployment: Deployment = _NOTHING

    @property
    def said(self) -> str:
        """As the user said it."""
        return plain(str(self.path) if self.path else self.name)

    def deployed_to(self, account: str, region: str) -> "Input":
        """The same, where that is not known yet."""
        known = self.deployment
        place = known.account or account, known.region or region
        return replace(self, deployment=replace(known, account=place[0], region=place[1]))

    def with_arguments(self, arguments: Mapping[str, Argument]) -> "Input":
        """These before those that are known of its stack."""
        known = {**self.deployment.arguments, **arguments}
        return replace(self, deployment=replace(self.deployment, arguments=known))


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
        for found in files_below(Path(path), cloudformation.is_assembly):
            yield from _inputs_below(found)
    else:
        yield _named(Path(path))


def _inputs_below(found: Path | DamagedError) -> Iterator[Input | DamagedError]:
    if isinstance(found, DamagedError):
        yield found
    elif found.is_dir():
        for each in cloudformation.templates_of(found, _shown(found)):
            if isinstance(each, DamagedError):
                yield each
            else:
                template, deployment = each
                yield Input(template, _shown(template), False, deployment)
    else:
        yield Input(found, _shown(found), False)


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


def content_of(given: Input, now: datetime) -> Content | str:
    """What it holds; a clause that says why, if that is nothing that is read.

    Raises DamagedError for what should have been read, and could not be, and InputError for a
    parameter that is given what its template does not allow.
    """
    data = _data(given)
    if not given.named and not mentions(data, _NEEDLES) and data[:2] != _GZIP:
        return "it names nothing that is read"
    if data[:2] == _GZIP or (_SNAPSHOT in data and data.lstrip().startswith(b"{")):
        return Content("snapshot", snapshot.read(io.BufferedReader(io.BytesIO(data)), given.said))
    if data.startswith(_ZIP) and given.named:
        problem = f"{given.said} is packed, as the plan files of Terraform are"
        raise DamagedError(problem, hint=f"run: terraform show -json {given.said} > plan.json")
    try:
        return _read(given, data, now) or "it holds nothing that is read"
    except BadTree as bad:
        if not given.named and not mentions(data, _WORDS):
            return f"it is no template: {bad.problem}"
        raise bad.error from None


def _read(given: Input, data: bytes, now: datetime) -> Content | None:
    limits = terraform.LIMITS if mentions(data, _PLANS) else Limits()
    documents = read_documents(data, given.name, limits)
    for read in _READERS:
        if (found := read(documents, given, now)) is not None:
            return found
    return None


def _template(documents: tuple[Node, ...], given: Input, now: datetime) -> Content | None:
    worlds = cloudformation.read_worlds(documents, given.name, now, given.deployment)
    if worlds is None:
        return None
    parameters = cloudformation.parameters_of(documents)
    return Content("template", worlds, parameters, cloudformation.ignores_of(documents))


def _terraform(documents: tuple[Node, ...], given: Input, now: datetime) -> Content | None:
    worlds = terraform.read_worlds(documents, given.name, now)
    return None if worlds is None else Content(terraform.kind_of(documents[0]), worlds)


_READERS: Final = (_terraform, _template)
"""Each says what documents hold, if they are what it reads."""


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
