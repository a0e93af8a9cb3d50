"""One value of a YAML or JSON file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final, NamedTuple

from rolevet.place import Span
from rolevet.tree.source import BadTree, Source


class Kind(Enum):
    """What a value is. In YAML every scalar is a text; who asks for a number reads it as one."""

    TEXT = auto()
    NUMBER = auto()
    TRUE = auto()
    FALSE = auto()
    NULL = auto()
    LIST = auto()
    MAPPING = auto()


class Style(Enum):
    """How a scalar is written: a plain one may stand for a number, true, false or null."""

    PLAIN = auto()
    QUOTED = auto()
    LITERAL = auto()
    FOLDED = auto()


class Member(NamedTuple):
    """One entry of a mapping."""

    key: "Node"
    value: "Node"


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One value and where it stands; the place of a value with a tag or an anchor begins there.

    `value` is the text of a scalar (of a number as it is written), the items of a list, or the
    entries of a mapping by the text of their keys, in the order of the file.
    """

    kind: Kind
    value: "str | tuple[Node, ...] | Mapping[str, Member]"
    source: Source
    start: int
    """Offset in the text of `source`."""
    end: int
    style: Style = Style.PLAIN
    """Of a scalar."""
    tag: str = ""
    """As YAML has it: `!Ref`, or `tag:yaml.org,2002:str` for `!!str`."""

    @property
    def span(self) -> Span:
        return self.source.span(self.start, self.end)

    @property
    def bare(self) -> bool:
        """Whether it is a text without quotes or a tag, which YAML may take for a number."""
        return self.kind is Kind.TEXT and self.style is Style.PLAIN and not self.tag

    @property
    def text(self) -> str:
        """Of a scalar; of anything else, nothing."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def items(self) -> "tuple[Node, ...]":
        """Of a list; of anything else, none."""
        return self.value if isinstance(self.value, tuple) else ()

    @property
    def members(self) -> Mapping[str, Member]:
        """Of a mapping; of anything else, none."""
        return self.value if isinstance(self.value, Mapping) else {}

    def get(self, name: str) -> "Node | None":
        """The value of one entry."""
        member = self.members.get(name)
        return member.value if member else None

    def wrong(self, problem: str, hint: str) -> BadTree:
        """An error that says where."""
        return BadTree(problem, self.span, hint)


def _number(text: str) -> int | float:
    return int(text) if text.lstrip("-").isdecimal() else float(text)


_SCALARS: Final[dict[Kind, Callable[[str], Any]]] = {
    Kind.TEXT: str,
    Kind.NUMBER: _number,
    Kind.TRUE: lambda _: True,
    Kind.FALSE: lambda _: False,
    Kind.NULL: lambda _: None,
}


def value_of(node: Node) -> Any:
    """As the json module gives it, without places and tags; the scalars of YAML as texts."""
    # The depth was bounded when the tree was read.
    if node.kind is Kind.LIST:
        return [value_of(item) for item in node.items]
    if node.kind is Kind.MAPPING:
        return {name: value_of(member.value) for name, member in node.members.items()}
    return _SCALARS[node.kind](node.text)


def without_twice(members: "list[Member]") -> dict[str, Member]:
    """The entries by the text of their keys; raises BadTree, with both places, for a key twice."""
    made: dict[str, Member] = {}
    for member in members:
        name = member.key.text
        if name in made:
            first = made[name].key.span
            raise member.key.wrong(
                f"'{name[:100]}' is there twice, first in line {first.line}, column {first.column}",
                "keep one of them",
            )
        made[name] = member
    return made
