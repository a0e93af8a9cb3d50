"""A module: what all files of one folder declare together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from rolevet.tree import Block, Body, Kind, Member, Node

KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")


@dataclass(frozen=True, slots=True, eq=False)
class Module:
    """Each kind of block by the name that references have for it; resources and data sources by
    type and name. `given` are the values that files beside it give its variables.

    `folder` is where its own files are, from the root of the configuration on.
    """

    folder: str = "."
    variables: Mapping[str, Block] = field(default_factory=dict)
    locals: Mapping[str, Node] = field(default_factory=dict)
    outputs: Mapping[str, Block] = field(default_factory=dict)
    resources: Mapping[tuple[str, str], Block] = field(default_factory=dict)
    data: Mapping[tuple[str, str], Block] = field(default_factory=dict)
    calls: Mapping[str, Block] = field(default_factory=dict)
    given: Mapping[str, Node] = field(default_factory=dict)


def module_of(folder: str, bodies: Iterable[Body], given: Mapping[str, Node]) -> Module:
    """Raises BadTree for what is declared twice."""
    named: dict[str, dict[str, Block]] = {"variable": {}, "output": {}, "module": {}}
    typed: dict[str, dict[tuple[str, str], Block]] = {"resource": {}, "data": {}}
    values: dict[str, Node] = {}
    for body in bodies:
        for block in body.blocks:
            if block.type in named and len(block.labels) == 1:
                _add(named[block.type], block.labels[0], block, block.key)
            elif block.type in typed and len(block.labels) == 2:
                _add(typed[block.type], (block.labels[0], block.labels[1]), block, block.key)
            elif block.type == "locals":
                for name, member in block.body.attributes.items():
                    _add(values, name, member.value, member.key)
    return Module(
        folder,
        named["variable"],
        values,
        named["output"],
        typed["resource"],
        typed["data"],
        named["module"],
        given,
    )


def _add(known: dict[KeyT, ValueT], name: KeyT, value: ValueT, key: Node) -> None:
    if name in known:
        shown = ".".join(name) if isinstance(name, tuple) else name
        raise key.wrong(f"{shown} is declared twice", "keep one of the two")
    known[name] = value


def source_of(call: Block) -> str:
    """The folder of a local module, from the one that calls it on; nothing for all others."""
    node = call.body.attributes.get("source")
    text = node.value.text if node and node.value.kind is Kind.TEXT and not node.value.tag else ""
    return text if text.startswith(("./", "../")) else ""


def attribute(block: Block, name: str) -> Node | None:
    member: Member | None = block.body.attributes.get(name)
    return member.value if member else None
