"""Comments, and what each stands beside, in languages whose parsers leave them out."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from rolevet.place import Span
from rolevet.tree import Kind, Node, Source, Style

_SPACE: Final = re.compile(r"\s*")
_BLOCKS: Final = (Style.LITERAL, Style.FOLDED)


class Comment(NamedTuple):
    """`text` without what begins it; `target` is the block or the property that it is about: the
    first one of its own line or, where nothing stands before it, of the next."""

    text: str
    span: Span
    target: Span


def yaml_comments(source: Source, documents: Iterable[Node], needle: str = "") -> Iterator[Comment]:
    """Those in which the needle stands."""
    found = tuple(_yaml_offsets(source.text, _scalars(documents), needle))
    if not found:
        return
    extents = sorted(set(_extents(documents)))
    for start, end in found:
        line = source.text.rfind("\n", 0, start) + 1
        alone = not source.text[line:start].strip()
        first = bisect_right(extents, (end if alone else line - 1, len(source.text) + 1))
        target = extents[first] if first < len(extents) else (start, end)
        if not alone and target[0] >= start:  # it is behind the end of what began above
            code = source.text[line:start].rstrip()
            target = _code_from(source.text, line), line + len(code)
        yield Comment(source.text[start + 1 : end], source.span(start, end), source.span(*target))


def _code_from(text: str, offset: int) -> int:
    found = _SPACE.match(text, offset)
    return found.end() if found else offset


def _nodes(documents: Iterable[Node]) -> Iterator[Node]:
    """Each once, also if aliases repeat it."""
    waiting, seen = list(documents), set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        waiting += node.items
        for member in node.members.values():
            waiting += (member.key, member.value)


def _scalars(documents: Iterable[Node]) -> list[tuple[int, int]]:
    """Where nothing is a comment."""
    found = set()
    for node in _nodes(documents):
        if node.kind is Kind.TEXT:
            start = node.start
            if node.style in _BLOCKS:  # behind whose mark a comment may stand
                start = node.source.text.find("\n", node.start, node.end) + 1 or node.end
            found.add((start, node.end))
    return sorted(found)


def _extents(documents: Iterable[Node]) -> Iterator[tuple[int, int]]:
    for node in _nodes(documents):
        yield from ((item.start, item.end) for item in node.items)
        for member in node.members.values():
            yield member.key.start, max(member.value.end, member.key.end)


def _yaml_offsets(
    text: str, scalars: list[tuple[int, int]], needle: str
) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if text.find(needle, start, end) >= 0:
            mark = _mark(text, start, end, scalars)
            if mark >= 0:
                yield mark, end
        start = end + 1


def _mark(text: str, start: int, end: int, scalars: list[tuple[int, int]]) -> int:
    """Where the comment of a line begins; -1 where it has none."""
    mark = text.find("#", start, end)
    while mark >= 0:
        before = bisect_right(scalars, (mark, len(text) + 1))
        inside = scalars[before - 1][1] if before else 0
        if inside <= mark and (mark == start or text[mark - 1].isspace()):
            break
        mark = text.find("#", max(mark + 1, inside), end)
    return mark


# What matters outside of texts, and inside of them.
_CODE: Final = re.compile(
    r'#[^\n]*+|//[^\n]*+|/\*|"|<<-?(?P<heredoc>[A-Za-z_][\w-]*)[ \t\r]*\n|[\[({\])}]'
)
_QUOTED: Final = re.compile(r'\\.|"|[$%]{2}\{|[$%]\{', re.DOTALL)
_OPENING: Final = ("[", "(", "{")


def hcl_comments(source: Source, needle: str = "") -> Iterator[Comment]:
    """Those on one line in which the needle stands."""
    lexed = _Hcl(source.text)
    for start, end in lexed.comments.items():
        if source.text.find(needle, start, end) < 0:
            continue
        line = source.text.rfind("\n", 0, start) + 1
        alone = not source.text[line:start].strip()
        target = lexed.target(end if alone else line)
        mark = 2 if source.text[start] == "/" else 1
        yield Comment(
            source.text[start + mark : end], source.span(start, end), source.span(*target)
        )


class _Hcl:
    """Comments, and brackets with those that close them, by their offsets."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.comments: dict[int, int] = {}
        self.closed: dict[int, int] = {}
        self._open: list[tuple[int, str]] = []
        offset = 0
        while found := _CODE.search(text, offset):
            offset = self._token(found)
        self._opened = sorted(self.closed)

    def target(self, offset: int) -> tuple[int, int]:
        """Of the first line with code from there on, to the bracket that closes what it opens."""
        start = _code_from(self.text, offset)
        while start in self.comments:
            start = _code_from(self.text, self.comments[start])
        line = self.text.find("\n", start)
        end = line if line >= 0 else len(self.text)
        first, last = (bisect_left(self._opened, each) for each in (start, end))
        within = self._opened[first:last]
        return start, max([end, *(self.closed[each] + 1 for each in within)])

    def _token(self, found: re.Match[str]) -> int:
        """Where to go on."""
        mark, start, end = found[0], found.start(), found.end()
        if found["heredoc"]:
            return self._heredoc(found["heredoc"], end)
        if mark == "/*":
            closing = self.text.find("*/", end)
            return len(self.text) if closing < 0 else closing + 2
        if mark[0] in "#/":
            self.comments[start] = end
        elif mark == '"':
            return self._quoted(end)
        elif mark in _OPENING:
            self._open.append((start, mark))
        elif self._open:
            begin, opening = self._open.pop()
            self.closed[begin] = start
            if opening == "${":
                return self._quoted(end)
        return end

    def _quoted(self, offset: int) -> int:
        """To the end of a text, or to what is put into it."""
        while found := _QUOTED.search(self.text, offset):
            offset = found.end()
            if found[0] == '"':
                return offset
            if found[0] in ("${", "%{"):
                self._open.append((found.start(), "${"))
                return offset
        return len(self.text)

    def _heredoc(self, word: str, offset: int) -> int:
        while offset < len(self.text):
            end = self.text.find("\n", offset)
            end = len(self.text) if end < 0 else end
            if self.text[offset:end].strip() == word:
                return end
            offset = end + 1
        return offset
