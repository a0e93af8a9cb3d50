"""An expression as it was compiled, and what it says of a subject.

JMESPath is imported where an expression is evaluated: a rule that is data can be listed, and sent
to another machine, without it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from rolevet.declare.values import View, plainly, some
from rolevet.text import plain
from rolevet.unknown import Doubt, Undecided

Named = tuple[str, str]
"""What has a field, as in "role" or "binding", and the field."""

EVERYTHING: Final = "*"
"""In the place of a field: all of them, as in `keys(role)`."""


@dataclass(frozen=True, slots=True)
class Expression:
    """`part` is the field of the rule that it stands in, `tree` what JMESPath makes of it, `named`
    the fields that it can look at, in its order."""

    part: str
    text: str
    tree: Mapping[str, Any]
    named: tuple[Named, ...]

    def value(self, about: View, now: datetime) -> Any:
        """Raises Undecided where a fact is missing or of a type that it cannot be."""
        from rolevet.declare.strict import evaluated

        try:
            return plainly(evaluated(self.tree, about, now))
        except Undecided as doubt:
            # What could not be read is told in the same words for every rule that asks for it.
            if doubt.doubt is Doubt.COVERAGE:
                raise
            raise Undecided(f"in {self.part}, {plain(doubt.reason)}") from None

    def holds(self, about: View, now: datetime) -> bool:
        """Raises Undecided also for a value that is neither true nor false."""
        value = self.value(about, now)
        if not isinstance(value, bool):
            raise Undecided(f"{self.part} gives {some(value)}, not true or false")
        return value
