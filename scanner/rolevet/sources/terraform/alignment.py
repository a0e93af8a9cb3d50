"""Which block of a configuration an object of a plan was made of."""

from collections.abc import Sequence

from rolevet.sources.terraform.configuration import is_expression
from rolevet.tree import Kind, Node


def aligned(expression: Node | None, objects: Sequence[Node]) -> list[Node | None]:
    """For each object its block; None where that is not clear.

    Terraform sorts what its schema calls a set, so that only what blocks say of themselves tells
    which is which. What is no list of blocks has one expression for all.
    """
    if expression is None or is_expression(expression):
        return [expression] * len(objects)
    if expression.kind is Kind.MAPPING:
        return [expression if len(objects) == 1 else None] * len(objects)
    blocks = expression.items
    if len(blocks) == len(objects) and all(map(_may_be, blocks, objects)):
        return list(blocks)
    return [_only(blocks, each) for each in objects]


def _only(blocks: Sequence[Node], made: Node) -> Node | None:
    found = [block for block in blocks if _may_be(block, made)]
    return found[0] if len(found) == 1 else None


def _may_be(block: Node, made: Node) -> bool:
    """Whether nothing that the block writes out is another thing in the object."""
    for name, member in block.members.items():
        constant = member.value.get("constant_value")
        value = made.get(name)
        if constant is not None and (value is None or _plain(constant) != _plain(value)):
            return False
    return True


def _plain(node: Node) -> tuple[str, ...]:
    """Texts, in no order."""
    return tuple(sorted(item.text for item in node.items)) if node.items else (node.text,)
