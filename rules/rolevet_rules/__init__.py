"""What rolevet promises: every built-in rule, by family."""

from functools import cache
from pathlib import Path
from typing import Final

from rolevet import Rule, declared_rules
from rolevet_rules import alias, anchor, crl, file, inv, iotp, perm, profile, trust

__all__ = ["PACKS", "rules"]

PACKS: Final = Path(__file__).parent / "packs"
"""The rules that are data; all of them are opt-in."""

_FAMILIES: Final = (alias, profile, anchor, crl, trust, perm, iotp, inv, file)


@cache
def rules() -> tuple[Rule, ...]:
    """Every built-in rule, in the order of the catalogue; what is data is read once."""
    return (*(rule for family in _FAMILIES for rule in family.RULES), *declared_rules(PACKS))
