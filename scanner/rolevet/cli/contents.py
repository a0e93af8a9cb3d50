"""What a file holds, which decides what it is."""

import io
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, TypeAlias

from rolevet.cli.inputs import Input, data_of
from rolevet.errors import DamagedError
from rolevet.ignores import Ignores
from rolevet.inventory import Inventory
from rolevet.sources import cloudformation, request, snapshot, terraform
from rolevet.sources.terraform import TerraformResource
from rolevet.tree import BadTree, Limits, Node, read_documents
from rolevet.walking import mentions
from rolevet.worlds import World

_SNAPSHOT: Final = b'"rolevet-snapshot"'
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
_NEEDLES: Final = (_SNAPSHOT, *cloudformation.NEEDLES, *terraform.NEEDLES)
_PLANS: Final = (b'"format_version"', b'"terraform_version"')
_WORDS: Final = (b"Resources", *_PLANS)
"""One of these is in every template, plan and state; what has none may be broken as it likes."""

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
    told_by: Path | None = None
    """The folder with the configuration of a plan, which tells its places."""


def content_of(given: Input, now: datetime) -> Content | str:
    """What it holds; a clause that says why, if that is nothing that is read.

    Raises DamagedError for what should have been read, and could not be, and InputError for a
    parameter that is given what its template does not allow.
    """
    if given.within is not None:
        return _configuration(given, given.within, now)
    data = data_of(given)
    if given.path is None and given.name.endswith(terraform.ENDING):
        return _piped(given, data, now)
    is_object = data.lstrip().startswith(b"{")
    known = data[:2] == _GZIP or mentions(data, _NEEDLES)
    if not (given.named or known or (is_object and mentions(data, request.NEEDLES))):
        return "it names nothing that is read"
    if data[:2] == _GZIP or (_SNAPSHOT in data and is_object):
        return Content("snapshot", snapshot.read(io.BufferedReader(io.BytesIO(data)), given.said))
    if data.startswith(_ZIP) and given.named:
        problem = f"{given.said} is packed, as the plan files of Terraform are"
        raise DamagedError(problem, hint=f"run: terraform show -json {given.said} > plan.json")
    try:
        return _read(given, data, now) or "it holds nothing that is read"
    except BadTree as bad:
        if not (given.named or (known and mentions(data, _WORDS))):
            return f"it is no template: {bad.problem}"
        raise bad.error from None


def _configuration(given: Input, within: Path, now: datetime) -> Content | str:
    folder = given.path or Path()
    if not given.named:
        held = terraform.bytes_below(folder, within)
        if not any(mentions(data, terraform.NEEDLES) for data in held):
            return "it names nothing that is read"
    place = given.deployment.account, given.deployment.region
    try:
        worlds = terraform.read_folder(folder, given.name, within, now, place)
    except BadTree as bad:
        raise bad.error from None
    if worlds is None:
        return "it holds nothing that is read"
    return Content("configuration", worlds)


def _piped(given: Input, data: bytes, now: datetime) -> Content | str:
    """One file of a configuration, of which nothing else is known."""
    place = given.deployment.account, given.deployment.region
    try:
        return Content("configuration", terraform.read_file(data, given.name, now, place))
    except BadTree as bad:
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
    kind = terraform.kind_of(documents[0]) if documents else ""
    folder, written = _written_for(documents[0], given) if kind == "plan" else (None, ())
    worlds = terraform.read_worlds(documents, given.name, now, written)
    return None if worlds is None else Content(kind, worlds, told_by=folder)


def _written_for(plan: Node, given: Input) -> tuple[Path | None, Sequence[TerraformResource]]:
    """The folder with the configuration of a plan, and what it declares."""
    declared: dict[Path, Sequence[TerraformResource]] = {}
    for each in given.beside:
        if each.path is not None and each.within is not None:
            # One that cannot be read says so when its own turn comes.
            with suppress(BadTree, DamagedError):
                declared[each.path] = terraform.declared_in(each.path, each.name, each.within)
    folder = terraform.configuration_of(plan, declared)
    return folder, declared[folder] if folder is not None else ()


def _request(documents: tuple[Node, ...], given: Input, now: datetime) -> Content | None:
    worlds = request.read_worlds(documents, given.name, now)
    return None if worlds is None else Content("request", worlds)


_READERS: Final = (_terraform, _template, _request)
"""Each says what documents hold, if they are what it reads."""
