"""YAML 1.1 from libyaml's events: its own composer dies on deep nesting, and forgets places."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import yaml

from rolevet.text import plain
from rolevet.tree.node import Kind, Member, Node, Style, without_twice
from rolevet.tree.source import Limits, Source

_EVENT: Final = yaml.events
_STYLES: Final = {
    "'": Style.QUOTED,
    '"': Style.QUOTED,
    "|": Style.LITERAL,
    ">": Style.FOLDED,
}
_BLOCKS: Final = (Style.LITERAL, Style.FOLDED)
# What libyaml refuses without saying where in the text it stands.
_UNPRINTABLE: Final = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_MERGE: Final = "<<"
_DIRECTIVES_MAX: Final = 50
"""libyaml compares each %TAG with all others."""


class _Open:
    """A list or mapping that has not ended yet; `items` are keys and values by turns."""

    def __init__(self, event: yaml.CollectionStartEvent, begun: int) -> None:
        self.is_list = isinstance(event, _EVENT.SequenceStartEvent)
        self.anchor: str | None = event.anchor
        self.tag: str = event.tag or ""
        self.start, self.opened = _ends(event)
        self.begun = begun
        self.items: list[Node] = []


class _Reader:
    """Builds nodes from events, none of which is trusted."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._open: list[_Open] = []
        self._roots: list[Node] = []
        self._anchors: dict[str, tuple[Node, int] | None] = {}
        self._count = 0

    def documents(self) -> tuple[Node, ...]:
        for event in self._events():
            if isinstance(event, _EVENT.AliasEvent):
                self._alias(event)
            elif isinstance(event, _EVENT.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, _EVENT.CollectionStartEvent):
                self._begin(event)
            elif isinstance(event, _EVENT.CollectionEndEvent):
                self._close(event)
            elif isinstance(event, _EVENT.DocumentStartEvent):
                self._anchors.clear()
        return tuple(self._roots)

    def _events(self) -> Iterator[yaml.Event]:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            yield from yaml.parse(self._source.text, Loader=loader)
        except yaml.MarkedYAMLError as error:
            mark: Any = error.problem_mark or error.context_mark
            problem = error.problem or "this is no YAML"
            raise self._source.wrong(problem, mark.index if mark else 0, "mend the YAML") from None
        except (yaml.YAMLError, ValueError) as error:
            raise self._source.wrong(str(error), 0, "mend the YAML") from None

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        if len(self._open) >= self._limits.depth:
            problem = f"this is nested deeper than {self._limits.depth} levels"
            raise self._source.wrong(problem, _ends(event)[0], "unnest it")
        self._open.append(_Open(event, self._count))
        if event.anchor:
            self._anchors[event.anchor] = None

    def _close(self, event: yaml.CollectionEndEvent) -> None:
        last = self._open.pop()
        # The end of a block is where the next thing begins, whatever stands between.
        flow_end = _ends(event)[1] if _ends(event)[1] > _ends(event)[0] else 0
        end = flow_end or (last.items[-1].end if last.items else last.opened)
        kind = Kind.LIST if last.is_list else Kind.MAPPING
        value = tuple(last.items) if last.is_list else self._members(last.items)
        node = Node(kind, value, self._source, last.start, end, tag=last.tag)
        self._add(node, last.anchor, 1, self._count - last.begun + 1)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        start, end = _ends(event)
        style = _STYLES.get(event.style or "", Style.PLAIN)
        if style in _BLOCKS:
            end = start + len(self._source.text[start:end].rstrip())
        tag = event.tag or ""
        if tag == "!":  # which says no more than that it is a text
            style, tag = Style.QUOTED, ""
        node = Node(Kind.TEXT, event.value, self._source, start, end, style, tag)
        self._add(node, event.anchor, 1, 1)

    def _alias(self, event: yaml.AliasEvent) -> None:
        start, name = _ends(event)[0], event.anchor or ""
        if not self._limits.aliases:
            problem = "an alias (*) is not read here"
            raise self._source.wrong(problem, start, "write the value out")
        if name not in self._anchors:
            problem = f"there is no anchor '{plain(name, 100)}' before this"
            raise self._source.wrong(problem, start, "name one that is there")
        anchored = self._anchors[name]
        if anchored is None:
            problem = f"'{plain(name, 100)}' holds itself"
            raise self._source.wrong(problem, start, "write the value out")
        node, size = anchored
        self._add(node, None, size, size)

    def _add(self, node: Node, anchor: str | None, more: int, size: int) -> None:
        self._count += more
        if self._count > self._limits.nodes:
            problem = f"there are more than {self._limits.nodes} values, with those that repeat"
            raise node.wrong(problem, "split the file")
        if anchor:
            self._anchors[anchor] = (node, size)
        (self._open[-1].items if self._open else self._roots).append(node)

    def _members(self, items: list[Node]) -> dict[str, Member]:
        own, merged = [], []
        for key, value in zip(items[::2], items[1::2], strict=True):
            if key.kind is not Kind.TEXT:
                raise key.wrong("a key is not a text", "name it with a word")
            if self._limits.aliases and key.text == _MERGE and key.style is Style.PLAIN:
                merged.append(value)
            else:
                own.append(Member(key, value))
        members = without_twice(own)
        for value in merged:
            for name, member in _merged(value):
                members.setdefault(name, member)
        return members


def _merged(value: Node) -> Iterable[tuple[str, Member]]:
    """https://yaml.org/type/merge.html"""
    sources = value.items if value.kind is Kind.LIST else (value,)
    for source in sources:
        if source.kind is not Kind.MAPPING:
            raise value.wrong("only mappings can be merged", "name a mapping")
        yield from source.members.items()


def _ends(event: yaml.Event) -> tuple[int, int]:
    start: Any = event.start_mark  # the stubs think that they may be missing
    end: Any = event.end_mark
    return start.index, end.index


def read(source: Source, limits: Limits) -> tuple[Node, ...]:
    """The documents; raises BadTree for what is no YAML, says a key twice, or goes past the
    limits."""
    if found := _UNPRINTABLE.search(source.text):
        problem = f"character U+{ord(found[0]):04X} cannot stand in YAML"
        raise source.wrong(problem, found.start(), "drop it")
    if source.text.count("\n%TAG") > _DIRECTIVES_MAX:
        raise source.wrong(f"there are more than {_DIRECTIVES_MAX} directives", 0, "drop them")
    return _Reader(source, limits).documents()
