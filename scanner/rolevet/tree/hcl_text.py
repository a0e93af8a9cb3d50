"""Texts of HCL: what stands between quotes, or in the lines of a heredoc, character by character.

https://developer.hashicorp.com/terraform/language/expressions/strings
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from rolevet.tree.node import Node
from rolevet.tree.source import Inner, Source

# What stands for something else; no alternative can match what another one matches.
_QUOTED: Final = re.compile(
    r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[^\n])|\$\$(?=\{)|%%(?=\{)", re.DOTALL
)
_HEREDOC: Final = re.compile(r"\$\$(?=\{)|%%(?=\{)")
_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t"}
_HIGHEST: Final = 0x10FFFF


class Run(NamedTuple):
    """A part of a text, and where in the file it is written.

    Of the same length, it is written as it is; else all of it stands for all of that.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Pieced(Node):
    """A text that knows where each of its characters is written."""

    runs: tuple[Run, ...] = ()


def runs_in(source: Source, start: int, end: int, *, quoted: bool) -> Iterator[Run]:
    """What is written from offset to offset, with the escapes of quoted texts or of heredocs."""
    raw = source.text
    for found in (_QUOTED if quoted else _HEREDOC).finditer(raw, start, end):
        if found.start() > start:
            yield Run(raw[start : found.start()], start, found.start())
        yield Run(_meant(found[0]), *found.span())
        start = found.end()
    if end > start:
        yield Run(raw[start:end], start, end)


def _meant(escape: str) -> str:
    if escape[0] != "\\":
        return escape[0]
    if digits := escape[2:]:
        number = int(digits, 16)
        return chr(number) if number <= _HIGHEST else "\ufffd"
    return _ESCAPES.get(escape[1], escape[1])


def unindented(parts: Iterable[Run | Node]) -> list[Run | Node]:
    """The lines of a heredoc that begins with `<<-`, without the white space that all of them
    share; lines with nothing else do not count, and keep theirs."""
    lines = list(_by_line(parts))
    begin = True
    indented: list[bool] = []
    for part in lines:
        is_blank = isinstance(part, Run) and part.text.isspace() and part.text.endswith("\n")
        indented.append(begin and not is_blank)
        begin = isinstance(part, Run) and part.text.endswith("\n")
    shared = min((_indent(p) for p, at in zip(lines, indented, strict=True) if at), default=0)
    return [
        Run(part.text[shared:], part.start + shared, part.end)
        if at and isinstance(part, Run)
        else part
        for part, at in zip(lines, indented, strict=True)
    ]


def _indent(part: Run | Node) -> int:
    return len(part.text) - len(part.text.lstrip()) if isinstance(part, Run) else 0


def _by_line(parts: Iterable[Run | Node]) -> Iterator[Run | Node]:
    for part in parts:
        if not isinstance(part, Run) or len(part.text) != part.end - part.start:
            yield part
            continue
        at = part.start
        for line in part.text.split("\n"):
            end = min(at + len(line) + 1, part.end)
            if end > at:
                yield Run(part.text[at - part.start : end - part.start], at, end)
            at = end


def source_of(runs: Iterable[Run], source: Source, end: int) -> Inner:
    """A text as a source of its own, whose places are those of the outer file."""
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for run in runs:
        texts.append(run.text)
        length = len(run.text)
        if length == run.end - run.start:
            starts += range(run.start, run.end)
            ends += range(run.start + 1, run.end + 1)
        else:
            starts += [run.start] * length
            ends += [run.end] * length
    starts.append(ends[-1] if ends else end)
    return Inner(source.file, "".join(texts), source, tuple(starts), tuple(ends))
