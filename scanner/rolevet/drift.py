"""Whether a resource is in an account as a file states it, field by field."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from rolevet.finding import Evidence
from rolevet.inventory import Inventory
from rolevet.normal import NORMAL
from rolevet.policy.answers import NO, YES, Answer, all_of, any_of, maybe
from rolevet.resources import Resource
from rolevet.symbols import Symbols
from rolevet.text import plain
from rolevet.unknown import NotApplicable, Partly, Undecided, Unknown

_SHOWN: Final = 20
_WORK_MAX: Final = 2_000_000
"""Pairs of texts that are compared, at most, for one field."""

_ABSENT: Final = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that an account has otherwise; the values are empty where they are too large, or
    better not shown."""

    field: str
    stated: Evidence
    live: Evidence
    counterpart: Resource


def differences(resource: Resource, inventory: Inventory, *fields: str) -> Iterator[Difference]:
    """Those among the fields; raises Undecided at the end where one could not be compared, and
    NotApplicable where there is nothing to compare with."""
    live = inventory.live.get(resource.arn)
    if live is None:
        raise NotApplicable("there is nothing to compare it with")
    if isinstance(live, Unknown):
        raise live.undecided()
    doubts: list[Answer] = []
    for field in fields:
        same = _same(resource, live, field, inventory.symbols)
        if not same.possible:
            stated, found = _shown(resource, field), _shown(live, field)
            yield Difference(field, stated, found, live)
        elif not same.certain:
            doubts.append(same)
    for doubt in doubts:
        raise Undecided(doubt.reason, doubt.doubt)


def _same(resource: Resource, live: Resource, field: str, symbols: Symbols) -> Answer:
    if field in live.unknown:
        return maybe(live.unknown[field].reason, live.unknown[field].doubt)
    normal = NORMAL[field]
    found = live.raw.get(field, _ABSENT)
    if found is _ABSENT and normal.told:
        return maybe(f"'{field}' of {live.label} was not collected")
    other = normal.value(None if found is _ABSENT else found)
    unknown = resource.unknown.get(field)
    if unknown is None:
        stated = normal.value(resource.raw.get(field))
        if stated != other and _size(stated) * _size(other) > _WORK_MAX:
            return maybe(f"'{field}' of {resource.label} is too large to be compared")
        return _agree(stated, other, symbols)
    known = unknown.known if isinstance(unknown, Partly) else ()
    if any(not _agrees_with_one(each, other, symbols).possible for each in known):
        return NO
    return maybe(unknown.reason, unknown.doubt)


def _agree(stated: Any, live: Any, symbols: Symbols) -> Answer:
    """Whether two normal values are the same; what stands for something unknown may be."""
    if stated == live:
        return YES
    if isinstance(stated, str) and isinstance(live, str):
        return _fits(stated, live, symbols)
    if isinstance(stated, tuple) and isinstance(live, tuple):
        if len(stated) != len(live):
            return NO
        return all_of(_agree(one, other, symbols) for one, other in zip(stated, live, strict=True))
    if isinstance(stated, frozenset) and isinstance(live, frozenset):
        return _as_sets(stated - live, live - stated, symbols)
    return NO


def _size(value: Any) -> int:
    """How many texts it holds."""
    if isinstance(value, tuple | frozenset):
        return 1 + sum(map(_size, value))
    return 1


def _as_sets(missing: frozenset[Any], extra: frozenset[Any], symbols: Symbols) -> Answer:
    """Whether each that is in one only may be one of the other."""
    here = (_agrees_with_one(each, extra, symbols) for each in missing)
    there = (any_of(_agree(one, each, symbols) for one in missing) for each in extra)
    return all_of((*here, *there))


def _agrees_with_one(stated: Any, live: Any, symbols: Symbols) -> Answer:
    return any_of(_agree(stated, each, symbols) for each in live)


def _fits(stated: str, live: str, symbols: Symbols) -> Answer:
    first, *others = symbols.pieces(stated)
    if not others or not live.startswith(first):
        return NO
    *between, last = others
    at = len(first)
    for piece in between:
        at = live.find(piece, at)
        if at < 0:
            return NO
        at += len(piece)
    if len(live) - len(last) < at or not live.endswith(last):
        return NO
    return maybe(f"{symbols.tell(plain(stated, 200))} is not known before it is made")


def _shown(resource: Resource, field: str) -> Evidence:
    value = NORMAL[field].value(resource.raw.get(field))
    if isinstance(value, frozenset) and all(isinstance(each, str) for each in value):
        return tuple(plain(each, 200) for each in sorted(value)[:_SHOWN])
    if NORMAL[field].shown and isinstance(value, str | int | bool):
        return plain(value, 200) if isinstance(value, str) else value
    return ""
