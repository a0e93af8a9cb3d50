"""Where a fact was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class ApiCall:
    """A fact that a live account returned; `operation` is spelt as IAM spells the action."""

    operation: str
    account: str
    region: str


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A fact that a file states; lines and columns count from 1, the end column is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks of AWS: `operations` are those that it may be of, spelt as IAM spells the
    actions, `members` what it holds, as JSON has it."""

    operations: tuple[str, ...]
    members: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Declared(Span):
    """Where a file declares a resource, and in `parts` where it states each field.

    Fields are spelt as in AWS's answers, as `source.sourceType` or `roleArns[arn:…]`.
    """

    parts: Mapping[str, Span] = field(default_factory=dict)
    asked: Asked | None = None
    """Where it is a request that states it."""
    elsewhere: str = ""
    """What may state more of the resource than the file does."""

    def part(self, path: str, item: str = "") -> Span:
        """The narrowest place that is known for a field, or for one item of a list."""
        if item and (found := self.parts.get(f"{path}[{item}]")):
            return found
        while path:
            if found := self.parts.get(path):
                return found
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return Span(self.file, self.line, self.column, self.end_line, self.end_column)


Place = ApiCall | Span
