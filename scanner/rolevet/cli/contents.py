"""What a file holds, which decides what it is."""

import io
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypeAlias

from rolevet.cli.inputs import Input, data_of
from rolevet.errors import DamagedError
from rolevet.ignores import Ignores
from rolevet.inventory import Inventory
from rolevet.sources import cloudformation, request, snapshot, terraform
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


def content_of(given: Input, now: datetime) -> Content | str:
    """What it holds; a clause that says why, if that is nothing that is read.

    Raises DamagedError for what should have been read, and could not be, and InputError for a
    parameter that is given what its template does not allow.
    """
    data = data_of(given)
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


def _request(documents: tuple[Node, ...], given: Input, now: datetime) -> Content | None:
    worlds = request.read_worlds(documents, given.name, now)
    return None if worlds is None else Content("request", worlds)


_READERS: Final = (_terraform, _template, _request)
"""Each says what documents hold, if they are what it reads."""
