"""The syntax of HCL, as tree-sitter finds it, and nodes with places made of it."""

from bisect import bisect_right
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rolevet.text import plain
from rolevet.tree.hcl_text import Pieced, Run
from rolevet.tree.node import Kind, Node, Style
from rolevet.tree.source import BadTree, Limits, Source

if TYPE_CHECKING:
    from tree_sitter import Node as Syntax
    from tree_sitter import Parser

DEPTH_MAX: Final = 80
"""Levels: each takes several calls."""

_HINT: Final = "run: terraform validate"


class Tag(StrEnum):
    """What a node is that is no literal; it begins with what begins functions in YAML."""

    NAME = "!name"
    """Its text is that of a variable."""
    ATTRIBUTE = "!attribute"
    """Of its first item, called as the second says."""
    INDEX = "!index"
    """Of its first item, by the second."""
    SPLAT = "!splat"
    """Of each of its first item, what the second makes of EACH."""
    EACH = "!each"
    CALL = "!call"
    """Of what its first item names, with the others."""
    EXPANDED = "!expanded"
    """The last argument of a call, of which the items are arguments."""
    IF = "!if"
    OPERATION = "!operation"
    """Its first item is the sign."""
    TEMPLATE = "!template"
    """The texts of its items, one after the other."""
    OBJECT = "!object"
    """Keys and values by turns, where a key is an expression."""
    FOR = "!for"
    """Of two names, a collection, a key, a value and a condition, of which some are VOID."""
    GROUPED = "!grouped"
    """The same, in which values with the same key make a list."""
    VOID = "!void"
    UNREAD = "!unread"


class Ends(NamedTuple):
    """Offsets in the text of the file."""

    start: int
    end: int


class Maker:
    """Makes nodes of the syntax of one file; raises BadTree past the limits."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self.source = source
        self._limits = limits
        self._count = 0
        self._depth = 0
        self._wide = _wide_characters(source.text)

    def deepen(self, start: int) -> None:
        """Whoever calls it comes up again, unless that is an error."""
        self._depth += 1
        deepest = min(self._limits.depth, DEPTH_MAX)
        if self._depth > deepest:
            problem = f"this is nested deeper than {deepest} levels"
            raise self.source.wrong(problem, start, "unnest it")

    def come_up(self) -> None:
        self._depth -= 1

    def name(self, syntax: "Syntax", tag: str = "") -> Node:
        return self.node(self.ends(syntax), Kind.TEXT, self.text(syntax), tag)

    def tagged(self, tag: str, ends: Ends, *items: Node) -> Node:
        return self.node(ends, Kind.LIST, items, tag)

    def unread(self, syntax: "Syntax") -> Node:
        return self.tagged(Tag.UNREAD, self.ends(syntax))

    def pieced(self, ends: Ends, runs: Sequence[Run], style: Style) -> Node:
        self._spend(ends.start)
        text = "".join(run.text for run in runs)
        return Pieced(Kind.TEXT, text, self.source, *ends, style, runs=tuple(runs))

    def node(self, ends: Ends, kind: Kind, value: Any, tag: str = "") -> Node:
        self._spend(ends.start)
        return Node(kind, value, self.source, *ends, tag=tag)

    def text(self, syntax: "Syntax") -> str:
        ends = self.ends(syntax)
        return self.source.text[ends.start : ends.end]

    def ends(self, syntax: "Syntax") -> Ends:
        start, end = syntax.start_byte, syntax.end_byte
        if not self._wide:
            return Ends(start, end)
        return Ends(self._offset(start), self._offset(end))

    def error(self, root: "Syntax") -> BadTree:
        """What is wrong where there is something that tree-sitter could not read."""
        found, waiting = root, [root]
        while waiting:
            found = waiting.pop()
            if found.is_error or found.is_missing:
                break
            waiting += [child for child in reversed(found.children) if child.has_error]
        start = self.ends(found).start
        if found == root:  # nothing of it could be read: the last that could be is near
            start = max((self.ends(child).end for child in found.children), default=start)
        shown = self.source.text[start : start + 20].split("\n")[0].strip()
        if found.is_missing or not shown:
            return self.source.wrong("something is missing here", start, _HINT)
        return self.source.wrong(f"this is not HCL: '{plain(shown)}'", start, _HINT)

    def _spend(self, start: int) -> None:
        self._count += 1
        if self._count > self._limits.nodes:
            problem = f"there are more than {self._limits.nodes} values"
            raise self.source.wrong(problem, start, "split the file")

    def _offset(self, byte: int) -> int:
        """tree-sitter counts bytes."""
        number = bisect_right(self._wide, byte, key=lambda wide: wide[0]) - 1
        return byte - self._wide[number][1] if number >= 0 else byte


def _wide_characters(text: str) -> list[tuple[int, int]]:
    """After which byte how many more bytes than characters there were."""
    if text.isascii():
        return []
    found: list[tuple[int, int]] = []
    more = 0
    for number, character in enumerate(text):
        if character > "\x7f":
            more += len(character.encode()) - 1
            found.append((number + 1 + more, more))
    return found


@cache
def _parser() -> "Parser":
    import tree_sitter
    import tree_sitter_hcl

    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_hcl.language()))


def parsed(text: str) -> "Syntax":
    """All of it; errors are parts of what is found."""
    return _parser().parse(text.encode()).root_node
