"""HCL as trees: blocks, with what is written in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rolevet.tree.hcl_expressions import expression, quoted
from rolevet.tree.hcl_syntax import Ends, Maker, parsed
from rolevet.tree.node import Kind, Member, Node, without_twice
from rolevet.tree.source import Limits, Source

if TYPE_CHECKING:
    from tree_sitter import Node as Syntax


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """What stands in a file or between the braces of a block."""

    attributes: Mapping[str, Member]
    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """`key` is where its type and its labels stand."""

    type: str
    labels: tuple[str, ...]
    key: Node
    body: Body


def read(source: Source, limits: Limits) -> Body:
    """Raises BadTree for what is no HCL, says an argument twice, or goes past the limits."""
    if (found := source.text.find("\0")) >= 0:
        raise source.wrong("character U+0000 cannot stand in HCL", found, "drop it")
    root = parsed(source.text)
    make = Maker(source, limits)
    if root.has_error:
        raise make.error(root)
    body = next((c for c in root.named_children if c.type == "body"), None)
    return _body(make, body)


def _body(make: Maker, syntax: "Syntax | None") -> Body:
    attributes: list[Member] = []
    blocks: list[Block] = []
    for child in syntax.named_children if syntax is not None else ():
        if child.type == "attribute":
            parts = [c for c in child.named_children if c.type != "comment"]
            attributes.append(Member(make.name(parts[0]), expression(make, parts[-1])))
        elif child.type == "block":
            blocks.append(_block(make, child))
    return Body(without_twice(attributes), tuple(blocks))


def _block(make: Maker, syntax: "Syntax") -> Block:
    named = syntax.named_children
    heads = [
        make.name(c) if c.type == "identifier" else quoted(make, c)
        for c in named
        if c.type in ("identifier", "string_lit")
    ]
    key = make.node(Ends(heads[0].start, heads[-1].end), Kind.TEXT, heads[-1].text)
    make.deepen(key.start)
    inner = _body(make, next((c for c in named if c.type == "body"), None))
    make.come_up()
    return Block(heads[0].text, tuple(head.text for head in heads[1:]), key, inner)
