"""What the parts of a file come to."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rolevet.tree import Node


@dataclass(frozen=True, slots=True)
class Gap:
    """What a file does not tell; `what` names it, as "parameter RoleArn".

    `token` stands for it in texts. A `wild` one may be any text, also one with wildcards. One that
    is `other` differs from every text that the file's conditions compare it with. A `loose` one may
    be nothing, or several, where it is an item of a list.
    """

    token: str
    what: str
    wild: bool = True
    other: bool = False
    loose: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """What a node comes to: a text, a list, or a mapping; `node` is where that is written.

    Numbers, true and false are the texts that they are written with, as CloudFormation takes them.
    `gaps` are those of which a text holds the tokens. `holds` is what a text says as JSON, where
    more is known of its parts than the text tells.
    """

    node: Node
    data: "str | tuple[Value, ...] | Mapping[str, Value]"
    gaps: tuple[Gap, ...] = ()
    holds: "Value | None" = None

    @property
    def gap(self) -> Gap | None:
        """The gap that the whole value is."""
        return self.gaps[0] if self.gaps and self.data == self.gaps[0].token else None

    @property
    def text(self) -> str | None:
        """None for a list or mapping."""
        return self.data if isinstance(self.data, str) else None

    @property
    def items(self) -> "tuple[Value, ...]":
        """Of a list; a single value is taken for a list of one, as CloudFormation does."""
        if isinstance(self.data, tuple):
            return self.data
        return (self,)

    @property
    def members(self) -> "Mapping[str, Value]":
        """Of a mapping; of anything else, none."""
        return self.data if isinstance(self.data, Mapping) else {}

    def at(self, node: Node) -> "Value":
        """The same, said to be written there."""
        return replace(self, node=node)


def plain_data(value: Value) -> Any:
    """As JSON has it, with texts for numbers."""
    if isinstance(value.data, str):
        return value.data
    if isinstance(value.data, tuple):
        return [plain_data(item) for item in value.data]
    return {name: plain_data(item) for name, item in value.data.items()}


def gaps_in(value: Value) -> Iterator[Gap]:
    """Every gap, however deep."""
    yield from value.gaps
    if isinstance(value.data, tuple):
        for item in value.data:
            yield from gaps_in(item)
    elif isinstance(value.data, Mapping):
        for item in value.data.values():
            yield from gaps_in(item)


def as_json(value: Value) -> str:
    """The text that is sent where a text is wanted and an object is given."""
    return value.data if isinstance(value.data, str) else json.dumps(plain_data(value))
