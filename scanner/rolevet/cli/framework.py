"""`rolevet rules --framework NAME`: what the rules test of a framework, and what not."""

import json
from collections.abc import Iterator, Set
from textwrap import fill
from typing import Any, Final

from rolevet.cli.catalogue import UNVERIFIED, rows
from rolevet.config import Config
from rolevet.finding import RuleInfo
from rolevet.frameworks import Claim, Framework, find_framework, is_meant
from rolevet.plugins import load_frameworks

_WIDTH: Final = 100
_CAVEAT: Final = (
    "Each control is tested in part only: a finding tells where it may not be met, and no run "
    f"shows that it is met. {UNVERIFIED}"
)


def told(name: str, config: Config, as_json: bool) -> str:
    """By control; raises UsageError for a framework that no package describes."""
    framework = find_framework(load_frameworks(), name)
    infos = tuple(rule.info for rule in config.rules)
    chosen = frozenset(rule.info.id for rule in config.chosen)
    if as_json:
        return json.dumps(_members(framework, infos, chosen), indent=2)
    return "\n".join(_lines(framework, infos, chosen))


def _by(claim: Claim, infos: tuple[RuleInfo, ...]) -> tuple[RuleInfo, ...]:
    return tuple(info for info in infos if claim.by(info.id))


def _not_installed(claim: Claim, infos: tuple[RuleInfo, ...]) -> list[str]:
    return [one for one in claim.rules if not any(is_meant(one, info.id) for info in infos)]


def _members(framework: Framework, infos: tuple[RuleInfo, ...], chosen: Set[str]) -> dict[str, Any]:
    return {
        "name": framework.name,
        "title": framework.title,
        "note": framework.note,
        "caveat": _CAVEAT,
        "controls": [
            {
                "control": claim.control.control,
                "verified": claim.control.verified,
                "note": claim.control.note,
                "rules": [
                    {"id": info.id, "chosen": info.id in chosen} for info in _by(claim, infos)
                ],
                "not_installed": _not_installed(claim, infos),
                "not_tested": claim.not_tested,
            }
            for claim in framework.claims
        ],
    }


def _lines(framework: Framework, infos: tuple[RuleInfo, ...], chosen: Set[str]) -> Iterator[str]:
    yield f"{framework.title} ({framework.name})"
    yield fill(f"{framework.note} {_CAVEAT}", _WIDTH)
    for claim in framework.claims:
        control = claim.control
        yield f"\n{control.control}{'  (verified)' if control.verified else ''}"
        yield from (f"  {row}" for row in rows(_by(claim, infos), chosen))
        absent = _not_installed(claim, infos)
        if absent:
            yield _indented(f"Not installed: {', '.join(absent)}.")
        if control.note:
            yield _indented(control.note)
        yield _indented(f"Not tested: {claim.not_tested}")


def _indented(text: str) -> str:
    return fill(text, _WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
