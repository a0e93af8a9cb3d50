"""JSON as RFC 8259 has it, read without recursion and without leniency."""

import json
import re
from collections.abc import Iterator
from math import isfinite
from typing import Final

from rolevet.tree.node import Kind, Member, Node, Style, without_twice
from rolevet.tree.source import BadTree, Limits, Source

_NUMBER_MAX: Final = 1000
"""Characters; Python itself refuses numbers that take it long."""

# No alternative can match what another one matches, so that nothing is tried twice.
_TOKEN: Final = re.compile(
    r"[ \t\r\n]*+(?:"
    r'(?P<text>"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})[^"\\\x00-\x1f]*+)*+")'
    r"|(?P<mark>[{}\[\],:])"
    r"|(?P<number>-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?)"
    r"|(?P<word>(?:true|false|null)\b)"
    r"|(?P<other>[^ \t\r\n]))"
)
_WORDS: Final = {"true": Kind.TRUE, "false": Kind.FALSE, "null": Kind.NULL}

# What may come next, by the group of a token or, of a mark, the mark itself.
_VALUE: Final = frozenset({"text", "number", "word", "{", "["})
_FIRST_ITEM: Final = _VALUE | {"]"}
_KEY: Final = frozenset({"text"})
_FIRST_KEY: Final = _KEY | {"}"}
_COLON: Final = frozenset({":"})
_AFTER_ITEM: Final = frozenset({",", "]"})
_AFTER_MEMBER: Final = frozenset({",", "}"})
_END: Final[frozenset[str]] = frozenset()

_PROBLEMS: Final = {
    "/": ("JSON has no comments", "drop the comment"),
    "#": ("JSON has no comments", "drop the comment"),
    "'": ("JSON writes texts between double quotes", 'use "'),
    '"': (
        "this text does not end, or holds a character or an escape that JSON does not",
        "mend it",
    ),
    "N": ("JSON has no such number", "write a number, or null"),
    "I": ("JSON has no such number", "write a number, or null"),
}


class _Open:
    """A list or mapping that has not ended yet."""

    def __init__(self, mark: str, start: int) -> None:
        self.is_list = mark == "["
        self.start = start
        self.items: list[Node] = []
        self.members: list[Member] = []
        self.key: Node | None = None

    def add(self, node: Node) -> None:
        if self.key is None:
            self.items.append(node)
        else:
            self.members.append(Member(self.key, node))
            self.key = None


class _Reader:
    def __init__(self, source: Source, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._open: list[_Open] = []
        self._expected = _VALUE
        self._root: Node | None = None
        self._count = 0

    def read(self) -> Node:
        for what, start, end in self._tokens():
            if what not in self._expected:
                raise self._unexpected(start)
            if what in ("{", "["):
                self._begin(what, start)
            elif what in ("}", "]"):
                self._close(end)
            elif what == ",":
                self._expected = _VALUE if self._open[-1].is_list else _KEY
            elif what == ":":
                self._expected = _VALUE
            else:
                self._scalar(what, start, end)
        if self._root is None or self._open:
            raise self._source.wrong("it ends too early", len(self._source.text), "copy it again")
        return self._root

    def _tokens(self) -> Iterator[tuple[str, int, int]]:
        offset = 0
        while token := _TOKEN.match(self._source.text, offset):
            group = token.lastgroup or ""
            start, offset = token.span(group)
            yield token[group] if group == "mark" else group, start, offset

    def _begin(self, mark: str, start: int) -> None:
        if len(self._open) >= self._limits.depth:
            problem = f"this is nested deeper than {self._limits.depth} levels"
            raise self._source.wrong(problem, start, "unnest it")
        self._open.append(_Open(mark, start))
        self._expected = _FIRST_ITEM if mark == "[" else _FIRST_KEY

    def _close(self, end: int) -> None:
        last = self._open.pop()
        kind = Kind.LIST if last.is_list else Kind.MAPPING
        value = tuple(last.items) if last.is_list else without_twice(last.members)
        self._add(Node(kind, value, self._source, last.start, end))

    def _scalar(self, group: str, start: int, end: int) -> None:
        written = self._source.text[start:end]
        if group == "text":
            text = json.loads(written) if "\\" in written else written[1:-1]
            node = Node(Kind.TEXT, text, self._source, start, end, Style.QUOTED)
            if self._open and not self._open[-1].is_list and self._open[-1].key is None:
                self._open[-1].key = node
                self._expected = _COLON
                return
        elif group == "number":
            self._check_number(written, start)
            node = Node(Kind.NUMBER, written, self._source, start, end)
        else:
            node = Node(_WORDS[written], written, self._source, start, end)
        self._add(node)

    def _add(self, node: Node) -> None:
        self._count += 1
        if self._count > self._limits.nodes:
            problem = f"there are more than {self._limits.nodes} values"
            raise node.wrong(problem, "split the file")
        if not self._open:
            self._root, self._expected = node, _END
            return
        self._open[-1].add(node)
        self._expected = _AFTER_ITEM if self._open[-1].is_list else _AFTER_MEMBER

    def _check_number(self, written: str, start: int) -> None:
        if len(written) > _NUMBER_MAX or not isfinite(float(written)):
            raise self._source.wrong("this number is too large", start, "write a smaller one")

    def _unexpected(self, start: int) -> BadTree:
        text = self._source.text
        if text[start] in "]}" and self._expected in (_KEY, _VALUE):
            before = text[:start].rstrip(" \t\r\n")
            if before.endswith(","):
                problem = "JSON has no comma after the last value"
                return self._source.wrong(problem, len(before) - 1, "drop the comma")
        wanted = "text" in self._expected if text[start] == '"' else text[start] in _PROBLEMS
        if wanted:
            problem, hint = _PROBLEMS[text[start]]
            return self._source.wrong(problem, start, hint)
        shown = text[start : start + 20].split("\n")[0]
        return self._source.wrong(f"this is not JSON: '{shown}'", start, "write it as JSON")


def read(source: Source, limits: Limits) -> Node:
    """Raises BadTree for what is not one JSON value, says a key twice, or goes past the limits."""
    return _Reader(source, limits).read()
