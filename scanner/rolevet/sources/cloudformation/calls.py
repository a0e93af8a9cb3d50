"""Where a template calls a function, in whichever form."""

from dataclasses import dataclass, replace
from typing import Final

from rolevet.sources.cloudformation.loops import FOR_EACH
from rolevet.tree import Kind, Node, Style

_STRING: Final = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True)
class Call:
    """A function and what it is given; `node` is where the call is written."""

    name: str
    given: Node
    node: Node

    def parts(self, count: int, most: int | None = None) -> tuple[Node, ...]:
        """So many; raises Untold unless it is given a list of at least these and at most `most`."""
        if not count <= len(self.given.items) <= (most or count):
            raise Untold
        return self.given.items[:count]


class Untold(Exception):
    """The template does not tell what a function results in."""


def call_of(node: Node) -> Call | None:
    """Of the short form, which is a tag, and of the long one, which is a mapping with one entry."""
    if node.tag and node.tag != _STRING:
        name = node.tag.removeprefix("!")
        long = name if name in ("Ref", "Condition") else f"Fn::{name}"
        # What a tag stands before is a text, even if it looks like null.
        style = Style.QUOTED if node.style is Style.PLAIN else node.style
        return Call(long, replace(node, tag="", style=style), node)
    if node.kind is Kind.MAPPING and len(node.members) == 1:
        ((name, member),) = node.members.items()
        if name == "Ref" or (name.startswith("Fn::") and not name.startswith(FOR_EACH)):
            return Call(name, member.value, node)
    return None
