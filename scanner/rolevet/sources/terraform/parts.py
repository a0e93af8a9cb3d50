"""Parts of the arguments of planned resources, as a plan shows each of them in several places."""

from typing import NamedTuple

from rolevet.sources.terraform.changes import Marks, Planned, marks_at
from rolevet.tree import Kind, Node


class Part(NamedTuple):
    """A part of an argument, as the plan shows it; `name` is the innermost one."""

    resource: Planned
    argument: str
    name: str
    after: Node | None
    unknown: Node | None
    sensitive: Marks
    expression: Node | None

    def inner(self, key: str | int, name: str, expression: Node | None) -> "Part":
        """One of its own parts."""
        return self._replace(
            name=name,
            after=at(self.after, key),
            unknown=at(self.unknown, key),
            sensitive=marks_at(self.sensitive, key),
            expression=expression,
        )


def part_of(planned: Planned, name: str) -> Part:
    """A whole argument."""
    expressions = planned.configured.expressions if planned.configured else None
    return Part(
        planned,
        name,
        name,
        at(planned.after, name),
        at(planned.unknown, name),
        marks_at(planned.sensitive, name),
        at(expressions, name),
    )


def at(node: Node | None, key: str | int) -> Node | None:
    """One member or one item."""
    if node is None:
        return None
    if isinstance(key, str):
        return node.get(key)
    return node.items[key] if key < len(node.items) else None


def is_true(node: Node | None) -> bool:
    """Whether it is the word, as where something is not known."""
    return node is not None and node.kind is Kind.TRUE
