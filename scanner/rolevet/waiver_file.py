"""`rolevet.waivers.yaml`: who accepts which finding, why, and until when."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from rolevet.errors import InputError
from rolevet.marked import MAX_BYTES, Marked, parsed
from rolevet.text import plain
from rolevet.waiver import Waiver

_HINT: Final = "an entry has rule, resource, owner, reason and expires; see docs/waivers.md"
_REQUIRED: Final = ("rule", "resource", "owner", "reason", "expires")
_FIELDS: Final = (*_REQUIRED, "count", "ticket", "evidence")
_TEXT_MAX: Final = 2048
_WILDCARDS_MAX: Final = 20
_COUNT_MAX: Final = 10_000
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HASH: Final = re.compile(r"[0-9a-f]{16}")


def load_waivers(path: Path) -> tuple[Waiver, ...]:
    """Raises InputError, with the place where the file is not what it should be."""
    name = plain(str(path))
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"{name} cannot be read: {error.strerror}", hint="mend it, or give --no-waivers"
        ) from error
    return read_waivers(data, name)


def read_waivers(data: bytes, file: str) -> tuple[Waiver, ...]:
    """Raises InputError, with the place where the file is not what it should be."""
    members = parsed(data, file).fields(("waivers",), _HINT)
    if "waivers" not in members:
        raise InputError(f"{file}:1:1: there is no list 'waivers'", hint=_HINT)
    return tuple(_unrepeated(members["waivers"].items(_HINT)))


def _unrepeated(entries: tuple[Marked, ...]) -> Iterator[Waiver]:
    known: dict[object, str] = {}
    for entry in entries:
        waiver = _waiver(entry)
        key = waiver.rule, waiver.resource, tuple(sorted((waiver.evidence or {}).items()))
        if key in known:
            raise entry.wrong(f"the same is waived at {known[key]}", "keep one of the two")
        known[key] = waiver.place
        yield waiver


def _waiver(entry: Marked) -> Waiver:
    members = entry.fields(_FIELDS, _HINT)
    for name in _REQUIRED:
        if name not in members:
            raise entry.wrong(f"this waiver has no {name}", _HINT)
    rule, resource, owner, reason = (_text(members[name]) for name in _REQUIRED[:-1])
    count = _count(members["count"]) if "count" in members else None
    _refuse_pattern(members["resource"], resource, count)
    return Waiver(
        rule=rule.upper(),
        resource=resource,
        count=count,
        owner=owner,
        reason=reason,
        expires=_day(members["expires"]),
        ticket=_text(members["ticket"]) if "ticket" in members else "",
        evidence=_evidence(members["evidence"]) if "evidence" in members else None,
        place=entry.place,
    )


def _text(value: Marked) -> str:
    text = value.text(_HINT)
    if not text.strip() or len(text) > _TEXT_MAX:
        raise value.wrong(f"this is empty, or longer than {_TEXT_MAX} characters", _HINT)
    return text


def _refuse_pattern(value: Marked, resource: str, count: int | None) -> None:
    wildcards = resource.count("*") + resource.count("?")
    if wildcards and count is None:
        raise value.wrong(
            "this is a pattern", "give it a count: the most findings that it may match"
        )
    if wildcards > _WILDCARDS_MAX:
        raise value.wrong(f"a pattern has more than {_WILDCARDS_MAX} * and ?", "name the resource")


def _count(value: Marked) -> int:
    count = value.data()
    if type(count) is not int or not 0 < count <= _COUNT_MAX:
        raise value.wrong(f"a count is a number from 1 to {_COUNT_MAX}", _HINT)
    return count


def _day(value: Marked) -> date:
    text = _text(value)
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        message = f"'{plain(text, 20)}' is not a day"
        raise value.wrong(message, "write it as YYYY-MM-DD") from None


def _evidence(value: Marked) -> dict[str, str]:
    hashes = {name: _text(one) for name, one in value.mapping(_HINT).items()}
    for name, text in hashes.items():
        if not _HASH.fullmatch(text):
            one = value.mapping(_HINT)[name]
            raise one.wrong("this is not the hash of a fact", "drop evidence")
    return hashes
