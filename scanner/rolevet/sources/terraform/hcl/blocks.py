"""The arguments of a block, and of the blocks in it.

https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from rolevet.sources.terraform.hcl.module import attribute
from rolevet.sources.terraform.hcl.words import is_null, without_null
from rolevet.stated.values import Value
from rolevet.tree import Block, Body, Tag

if TYPE_CHECKING:
    from rolevet.sources.terraform.hcl.evaluator import Evaluator

_META: Final = frozenset(
    {"count", "for_each", "provider", "depends_on", "lifecycle", "provisioner", "connection"}
)
_DYNAMIC: Final = "dynamic"
_TURNS_MAX: Final = 1000


def values_of(body: Body, local: Mapping[str, Value], evaluator: "Evaluator") -> dict[str, Value]:
    """Without what is null; a block that repeats is a list of mappings."""
    values: dict[str, Value] = {}
    for name, member in body.attributes.items():
        if name not in _META:
            value = without_null(evaluator.weighed(member.value, local))
            if value is not None:
                values[name] = value
    many: dict[str, list[Value]] = {}
    for block in body.blocks:
        if block.type == _DYNAMIC and len(block.labels) == 1:
            many.setdefault(block.labels[0], []).extend(_dynamic(block, local, evaluator))
        elif block.type not in _META:
            made = Value(block.key, values_of(block.body, local, evaluator))
            many.setdefault(block.type, []).append(made)
    return values | {name: Value(rows[0].node, tuple(rows)) for name, rows in many.items() if rows}


def _dynamic(block: Block, local: Mapping[str, Value], evaluator: "Evaluator") -> Iterator[Value]:
    over, named = attribute(block, "for_each"), attribute(block, "iterator")
    content = next((each for each in block.body.blocks if each.type == "content"), None)
    found = evaluator.weighed(over, local) if over is not None else None
    if found is None or content is None or is_null(found):
        return
    if found.gap is not None:
        yield evaluator.work.unread(block.key, f"blocks {block.labels[0]}", found.gaps)
        return
    name = named.text if named is not None and named.tag == Tag.NAME else block.labels[0]
    for turn, (key, item) in enumerate(evaluator.items(block.key, found)):
        if turn >= _TURNS_MAX:
            raise block.key.wrong(f"this makes more than {_TURNS_MAX} blocks", "make fewer")
        if item.gap is not None:
            yield evaluator.work.unread(block.key, f"blocks {block.labels[0]}", item.gaps)
            continue
        each = Value(item.node, {"key": key, "value": item})
        yield Value(content.key, values_of(content.body, {**local, name: each}, evaluator))
