"""Texts of HCL: what stands between quotes, or in the lines of a heredoc, character by character.

https://developer.hashicorp.com/terraform/language/expressions/strings
"""

import re
from collections.abc import Iterable, Iterator, Sequence
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


def unindented(parts: Sequence[Run | Node]) -> list[Run | Node]:
    """The lines of a heredoc that begins with `<<-`, without the spaces that all of them share."""
    lines = list(_by_line(parts))
    begins = [
        part.text
        for number, part in enumerate(lines)
        if isinstance(part, Run) and _begins_line(lines, number)
    ]
    shared = min((len(text) - len(text.lstrip(" ")) for text in begins if text.strip()), default=0)
    return [
        _without(part, shared) if isinstance(part, Run) and _begins_line(lines, number) else part
        for number, part in enumerate(lines)
    ]


def _by_line(parts: Iterable[Run | Node]) -> Iterator[Run | Node]:
    for part in parts:
        if not isinstance(part, Run) or len(part.text) != part.end - part.start:
            yield part
            continue
        at = part.start
        for line in part.text.splitlines(keepends=True) if "\n" in part.text else (part.text,):
            yield Run(line, at, at + len(line))
            at += len(line)


def _begins_line(lines: Sequence[Run | Node], number: int) -> bool:
    before = lines[number - 1] if number else None
    return before is None or (isinstance(before, Run) and before.text.endswith("\n"))


def _without(run: Run, spaces: int) -> Run:
    have = min(spaces, len(run.text) - len(run.text.lstrip(" ")))
    return Run(run.text[have:], run.start + have, run.end)


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
