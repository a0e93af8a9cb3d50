"""Where a fact was read."""

from dataclasses import dataclass


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


Place = ApiCall | Span
