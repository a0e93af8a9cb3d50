"""TOML in which every value knows the line on which the statement begins that sets it."""

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rolevet.document import is_deeper_than
from rolevet.errors import InputError
from rolevet.text import did_you_mean, plain

HINT: Final = "see docs/configuration.md, or do without a file: --isolated"

MAX_BYTES: Final = 256 * 1024
MAX_DEPTH: Final = 32
"""Levels; tomllib itself would take minutes for a key of many parts."""

_TOKEN: Final = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"""+|\\?\Z)'
    r"|'''.*?(?:'''+|\Z)"
    r'|"(?:\\[^\n]|[^"\\\n])*"?'
    r"|'[^'\n]*'?"
    r"|\#[^\n]*"
    r"""|[^"'#\[\]{}=,.\n]+"""
    r"|.",
    re.DOTALL,
)
"""Strings, comments, single signs, and what is between them; it takes every text, in one pass."""

_Key = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a file; lines count from 1."""

    value: Any
    """A dict or a tuple of entries, or what tomllib makes of anything else."""
    file: str
    line: int

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"

    def wrong(self, message: str, hint: str) -> InputError:
        """An error that says where."""
        return InputError(f"{self.place}: {message}", hint=hint)

    def table(self, known: Iterable[str]) -> "dict[str, Entry]":
        """Raises InputError for what is none, or has a key that is not known."""
        if not isinstance(self.value, dict):
            raise self.wrong("this is not a table", HINT)
        names = tuple(known)
        for name, one in self.value.items():
            if name not in names:
                hint = did_you_mean(name, names) if names else "drop it: there is none to be set"
                raise one.wrong(f"there is no key '{plain(name, 100)}' here", hint)
        return dict(self.value)

    def items(self) -> "tuple[Entry, ...]":
        """Raises InputError for what is no list."""
        if not isinstance(self.value, tuple):
            raise self.wrong("this is not a list", HINT)
        return self.value

    def texts(self) -> tuple[str, ...]:
        """Raises InputError for what is no list of texts that say something."""
        values = tuple(item.value for item in self.items())
        if not all(isinstance(value, str) and value for value in values):
            raise self.wrong("this is not a list of texts", HINT)
        return values

    def one_of(self, known: Sequence[str]) -> str:
        """Raises InputError for what is no text, or another."""
        if not isinstance(self.value, str):
            raise self.wrong("this is not a text", HINT)
        if self.value not in known:
            raise self.wrong(
                f"there is no '{plain(self.value, 100)}'", did_you_mean(self.value, known)
            )
        return self.value

    def flag(self) -> bool:
        """Raises InputError for what is neither true nor false."""
        if not isinstance(self.value, bool):
            raise self.wrong("this is not true or false", "write true or false, without quotes")
        return self.value


def parsed(data: bytes, file: str, *table: str) -> Entry | None:
    """The file, or a table of it, None where it has no such table; raises InputError for what is
    not fit to be read."""
    if len(data) > MAX_BYTES:
        raise InputError(f"{file} holds more than {MAX_BYTES // 1024} KiB", hint="shorten it")
    try:
        text = data.decode().replace("\r\n", "\n")
        _refuse_long_keys(text)
        found: Any = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{file} is no TOML that can be read: {plain(str(error), 200)}", hint="mend the TOML"
        ) from error
    if is_deeper_than(MAX_DEPTH, found):
        raise InputError(f"{file} is nested deeper than {MAX_DEPTH} levels", hint="unnest it")
    for name in table:
        if not isinstance(found, dict) or name not in found:
            return None
        found = found[name]
    return _entry(found, table, _lines(text), file, 1)


def _entry(value: Any, at: _Key, lines: Mapping[_Key, int], file: str, outer: int) -> Entry:
    line = lines.get(at, outer)
    if isinstance(value, dict):
        inner = {name: _entry(one, (*at, name), lines, file, line) for name, one in value.items()}
        return Entry(inner, file, line)
    if isinstance(value, list):
        items = (_entry(one, (*at, index), lines, file, line) for index, one in enumerate(value))
        return Entry(tuple(items), file, line)
    return Entry(value, file, line)


def _lines(text: str) -> dict[_Key, int]:
    """Where each key begins that has a statement of its own; the text is known to be TOML."""
    lines: dict[_Key, int] = {(): 1}
    latest: dict[_Key, int] = {}
    table: _Key = ()
    for line, statement in _statements(text):
        names, is_array = _names(tomllib.loads(statement))
        is_header = statement.lstrip().startswith("[")
        at: _Key = () if is_header else table
        for position, name in enumerate(names):
            at = (*at, name)
            lines.setdefault(at, line)
            if is_header and is_array and position == len(names) - 1:
                latest[at] = latest.get(at, -1) + 1
            if is_header and at in latest:
                at = (*at, latest[at])
                lines.setdefault(at, line)
        if is_header:
            table = at
    return lines


def _names(said: Any) -> tuple[list[str], bool]:
    """The parts of the key that a statement sets, and whether a list is what it sets."""
    names: list[str] = []
    while isinstance(said, dict) and len(said) == 1:
        ((name, said),) = said.items()
        names.append(name)
    return names, isinstance(said, list)


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Headers, keys with their values, and the empty lines and comments between them."""
    start, first, line, depth = 0, 1, 1, 0
    for token in _TOKEN.finditer(text):
        word = token.group()
        line += word.count("\n")
        if word in ("[", "{"):
            depth += 1
        elif word in ("]", "}"):
            depth -= 1
        elif word == "\n" and not depth:
            yield first, text[start : token.end()]
            start, first = token.end(), line
    yield first, text[start:]


def _refuse_long_keys(text: str) -> None:
    """Raises ValueError."""
    dots = 0
    for token in _TOKEN.finditer(text):
        word = token.group()
        dots = dots + 1 if word == "." else 0 if word in ("[", "{", "=", ",", "\n") else dots
        if dots >= MAX_DEPTH:
            line = text.count("\n", 0, token.start()) + 1
            raise ValueError(f"a key has more than {MAX_DEPTH} parts (at line {line})")


def written(value: str | int | bool | tuple[str, ...]) -> str:
    """As TOML writes it, fit to be shown."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(written, value))}]"
    if not isinstance(value, str):
        return json.dumps(value)
    return f'"{"".join(map(_escaped, value))}"'


def _escaped(character: str) -> str:
    if character in ('"', "\\"):
        return f"\\{character}"
    hidden = unicodedata.category(character)[0] in ("C", "Z") and character != " "
    return f"\\U{ord(character):08x}" if hidden else character
