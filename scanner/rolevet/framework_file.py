"""A framework as a YAML file describes it."""

from collections.abc import Iterable, Mapping
from typing import Final

from rolevet.finding import Control
from rolevet.frameworks import Claim, Framework
from rolevet.marked import Marked, parsed

_HINT: Final = "see: docs/compliance.md"
_MEMBERS: Final = ("name", "title", "note", "mapping", "controls")
_ROW: Final = ("rules", "controls")
_CONTROL: Final = ("not_tested", "note", "verified")


def read_framework(data: bytes, file: str) -> Framework:
    """Raises InputError that says where it is not what it should be."""
    document = parsed(data, file)
    members = _whole(document, _MEMBERS)
    name = members["name"].text(_HINT)
    described = members["controls"].mapping(_HINT)
    rules = _rules_by_control(members["mapping"].items(_HINT), described)
    return Framework(
        name=name,
        title=members["title"].text(_HINT),
        note=members["note"].text(_HINT),
        claims=tuple(_claim(name, one, rules, node) for one, node in described.items()),
    )


def _rules_by_control(
    rows: Iterable[Marked], described: Mapping[str, Marked]
) -> dict[str, tuple[str, ...]]:
    rules: dict[str, tuple[str, ...]] = {}
    for row in rows:
        members = _whole(row, _ROW)
        ids = tuple(item.text(_HINT) for item in members["rules"].items(_HINT))
        for item in members["controls"].items(_HINT):
            control = item.text(_HINT)
            if control not in described:
                raise item.wrong("this control is not described below", _HINT)
            rules[control] = (*rules.get(control, ()), *ids)
    return rules


def _claim(
    framework: str, control: str, rules: Mapping[str, tuple[str, ...]], node: Marked
) -> Claim:
    members = node.fields(_CONTROL, _HINT)
    if not rules.get(control) or "not_tested" not in members:
        raise node.wrong("no rule tests this control, or it has no not_tested", _HINT)
    verified = members["verified"].text(_HINT) if "verified" in members else "false"
    if verified not in ("true", "false"):
        raise members["verified"].wrong("this is not true or false", _HINT)
    note = members["note"].text(_HINT) if "note" in members else None
    return Claim(
        Control(framework, control, verified == "true", note),
        rules[control],
        members["not_tested"].text(_HINT),
    )


def _whole(node: Marked, known: tuple[str, ...]) -> dict[str, Marked]:
    members = node.fields(known, _HINT)
    for name in known:
        if name not in members:
            raise node.wrong(f"there is no {name} here", _HINT)
    return members
