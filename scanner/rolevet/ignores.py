"""What files say of the rules that are to leave a part of them alone: read here, not applied."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from rolevet.comments import Comment
from rolevet.place import Span
from rolevet.text import plain
from rolevet.tree import BadTree, Kind, Node

NEEDLE: Final = "rolevet:"
_HINT: Final = "write it as  rolevet: ignore[RULE] reason, until=YYYY-MM-DD"
_FIELDS: Final = ("rules", "reason", "until")
_LENGTH_MAX: Final = 1000
_RULES_MAX: Final = 50
_RULE: Final = re.compile(r"[A-Z]{2,16}[0-9]{1,5}(?:-[A-Z]{1,20}){0,4}")
_DIRECTIVE: Final = re.compile(r"\s*+rolevet:\s*+ignore\[([^\]]*+)\]([^\n]*+)")
_UNTIL: Final = re.compile(r",?\s*+\buntil\s*+=\s*+([^\s,]*+)\s*+\Z")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Ignore:
    """Rules that are to be silent about `target`, up to and with the day `until`, if there is one.

    `span` is where that is said.
    """

    rules: tuple[str, ...]
    reason: str
    until: date | None
    span: Span
    target: Span


@dataclass(frozen=True, slots=True)
class Ignores:
    """Those of one file; `faults` are what was meant to be one, and is not well formed."""

    found: tuple[Ignore, ...] = ()
    faults: tuple[BadTree, ...] = ()


def ignores_from(
    comments: Iterable[Comment] = (), stated: Iterable[tuple[Node, Span]] = ()
) -> Ignores:
    """From comments, and from lists that are stated for a resource, which stands at the place."""
    found: list[Ignore] = []
    faults: list[BadTree] = []
    entries = ((each, place) for node, place in stated for each in node.items or (node,))
    said = (each for each in comments if each.text.lstrip().startswith(NEEDLE))
    for read in (
        *(partial(_of_comment, each) for each in said),
        *(partial(_of_entry, each, place) for each, place in entries),
    ):
        try:
            found.append(read())
        except BadTree as bad:
            faults.append(bad)
    return Ignores(tuple(found), tuple(faults))


def _of_comment(comment: Comment) -> Ignore:
    def wrong(problem: str) -> BadTree:
        return BadTree(problem, comment.span, _HINT)

    if len(comment.text) > _LENGTH_MAX:
        raise wrong(f"this comment has more than {_LENGTH_MAX} characters")
    directive = _DIRECTIVE.fullmatch(comment.text.rstrip())
    if directive is None:
        raise wrong("this comment is not understood")
    rest = directive[2]
    until = _UNTIL.search(rest)
    reason = rest[: until.start()] if until else rest
    if until and not until[1]:
        raise wrong("this tells no day")
    return _ignore(
        directive[1].split(","),
        reason,
        until[1] if until else "",
        wrong,
        comment.span,
        comment.target,
    )


def _of_entry(entry: Node, target: Span) -> Ignore:
    for name, member in entry.members.items():
        if name not in _FIELDS:
            raise member.key.wrong(f"there is no field '{plain(name, 40)}'", _HINT)
    rules, reason, until = (entry.get(name) for name in _FIELDS)
    if entry.kind is not Kind.MAPPING or rules is None or reason is None:
        raise entry.wrong("this has no rules and reason", _HINT)

    def wrong(problem: str) -> BadTree:
        return entry.wrong(problem, _HINT)

    names = [item.text for item in rules.items] if rules.kind is Kind.LIST else [rules.text]
    told = until.text if until is not None else ""
    if until is not None and not told:
        raise until.wrong("this tells no day", _HINT)
    return _ignore(names, reason.text, told, wrong, entry.span, target)


def _ignore(
    names: list[str],
    reason: str,
    until: str,
    wrong: Callable[[str], BadTree],
    span: Span,
    target: Span,
) -> Ignore:
    rules = tuple(dict.fromkeys(name.strip().upper() for name in names))
    if len(rules) > _RULES_MAX or not all(_is_rule(name) for name in rules) or not rules:
        raise wrong("this names no rules")
    said = reason.strip()
    if not said or len(said) > _LENGTH_MAX:
        raise wrong("this tells no reason, or one that is too long")
    return Ignore(rules, plain(said), _day(until, wrong), span, target)


def _is_rule(name: str) -> bool:
    return len(name) <= _LENGTH_MAX and _RULE.fullmatch(name) is not None


def _day(text: str, wrong: Callable[[str], BadTree]) -> date | None:
    if not text:
        return None
    try:
        if len(text) > _LENGTH_MAX or not _DATE.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise wrong(f"'{plain(text, 20)}' is not a day") from None
