"""A text from a file, where its lines begin, and what can be wrong with it."""

import codecs
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rolevet.errors import DamagedError
from rolevet.place import Span
from rolevet.text import plain

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may ask of whoever reads it."""

    size: int = 5 * 1024 * 1024
    """Bytes."""
    depth: int = 200
    """Levels; libyaml itself would go on until the process dies."""
    nodes: int = 200_000
    """Values, each counted as often as an alias repeats it."""
    aliases: bool = True
    """Whether YAML's aliases and merge keys are followed; if not, an alias is an error."""


class BadTree(ValueError):
    """The text cannot be read; `problem` is a clause, `hint` says what to do."""

    def __init__(self, problem: str, span: Span, hint: str) -> None:
        super().__init__(problem)
        self.problem = plain(problem, 300)
        self.span = span
        self.hint = hint

    @property
    def message(self) -> str:
        """With file, line and column, as compilers and editors write them."""
        return f"{plain(self.span.file)}:{self.span.line}:{self.span.column}: {self.problem}"

    @property
    def error(self) -> DamagedError:
        """For where the file had to be read, so that the run is incomplete."""
        return DamagedError(self.message, hint=self.hint)


@dataclass(frozen=True, eq=False)
class Source:
    """A text whose characters are told by their offset, in code points from 0.

    A line ends with a line feed, as editors and GitHub count; libyaml knows other ends.
    """

    file: str
    text: str

    def span(self, start: int, end: int) -> Span:
        """Where the text from `start` up to `end` stands in the file."""
        line, column = self._place(start)
        end_line, end_column = self._place(end)
        return Span(self.file, line, column, end_line, end_column)

    def wrong(self, problem: str, start: int, hint: str, end: int | None = None) -> BadTree:
        """An error that says where."""
        return BadTree(problem, self.span(start, start if end is None else end), hint)

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        starts = [0]
        while (found := self.text.find("\n", starts[-1])) >= 0:
            starts.append(found + 1)
        return tuple(starts)


@dataclass(frozen=True, eq=False)
class Inner(Source):
    """A text that is written inside another one, perhaps with escapes."""

    outer: Source
    starts: tuple[int, ...]
    """Where in the outer text each character begins; last, where there is none any more."""
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """In the file that holds the outer text."""
        begin = self.starts[start]
        return self.outer.span(begin, self.ends[end - 1] if end > start else begin)


def decoded(data: bytes, file: str, limits: Limits) -> Source:
    """From UTF-8, or UTF-16 with a byte order mark; raises BadTree for what is neither."""
    if len(data) > limits.size:
        size = limits.size // 1024**2
        raise Source(file, "").wrong(f"it holds more than {size} MiB", 0, "split the file")
    mark, encoding = next(
        ((mark, name) for mark, name in _BOMS if data.startswith(mark)), (b"", "utf-8")
    )
    body = data[len(mark) :]
    try:
        return Source(file, body.decode(encoding))
    except UnicodeDecodeError as error:
        before = Source(file, body[: error.start].decode(encoding))
        raise before.wrong(
            "this byte is no text in UTF-8" if encoding == "utf-8" else "this is no UTF-16",
            len(before.text),
            "save the file as UTF-8 text",
        ) from None
