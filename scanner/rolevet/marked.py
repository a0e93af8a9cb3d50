"""YAML in which every value knows its place, and a text stays a text.

An account number that begins with a zero would be another number to YAML.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import yaml

from rolevet.document import scalar
from rolevet.errors import InputError
from rolevet.text import did_you_mean, plain

MAX_BYTES: Final = 16 * 1024 * 1024
MAX_DEPTH: Final = 100
"""Levels; libyaml itself would go on until the process dies."""

_EVENT: Final = yaml.events


@dataclass(frozen=True, slots=True)
class Marked:
    """One value of a file; lines and columns count from 1."""

    value: "str | tuple[Marked, ...] | dict[str, Marked]"
    file: str
    line: int
    column: int
    bare: bool = False
    """Whether it is a text without quotes, which may stand for a number, true, false or null."""
    subject: str = ""
    """What it is a part of, as an error names that."""

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def wrong(self, message: str, hint: str) -> InputError:
        """An error that says where."""
        subject = f"{self.subject}: " if self.subject else ""
        return InputError(f"{self.place}: {subject}{message}", hint=hint)

    def within(self, subject: str) -> "Marked":
        """The same, and all that is in it, as parts of that."""
        value = self.value
        if isinstance(value, dict):
            value = {name: one.within(subject) for name, one in value.items()}
        elif isinstance(value, tuple):
            value = tuple(one.within(subject) for one in value)
        return replace(self, value=value, subject=subject)

    def text(self, hint: str) -> str:
        """Raises InputError for what is no text that says something."""
        if not isinstance(self.value, str) or not self.value:
            raise self.wrong("this is not a text", hint)
        return self.value

    def items(self, hint: str) -> "tuple[Marked, ...]":
        """Raises InputError for what is no list."""
        if not isinstance(self.value, tuple):
            raise self.wrong("this is not a list", hint)
        return self.value

    def mapping(self, hint: str) -> "dict[str, Marked]":
        """Raises InputError for what is none."""
        if not isinstance(self.value, dict):
            raise self.wrong("this is not a mapping", hint)
        return self.value

    def fields(self, known: Collection[str], hint: str) -> "dict[str, Marked]":
        """Raises InputError for what is no mapping, or has a field that is not known."""
        for name, value in self.mapping(hint).items():
            if name not in known:
                message = f"there is no field '{plain(name, 40)}'"
                raise value.wrong(message, did_you_mean(name, known))
        return self.mapping(hint)

    def data(self) -> Any:
        """As JSON has it: what stands without quotes is a number, true, false or null where JSON
        would read it so."""
        if isinstance(self.value, dict):
            return {name: one.data() for name, one in self.value.items()}
        if isinstance(self.value, tuple):
            return [one.data() for one in self.value]
        return scalar(self.value) if self.bare else self.value


class _Reader:
    """Builds values from libyaml's events, none of which is trusted."""

    def __init__(self, data: bytes, file: str) -> None:
        self._file = file
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._events: Iterator[yaml.Event] = yaml.parse(data, Loader=loader)

    def document(self) -> Marked | None:
        found: Marked | None = None
        for event in self._events:
            if isinstance(event, _EVENT.DocumentStartEvent):
                if found is not None:
                    raise self._wrong(event, "a second document begins", "keep one document")
                found = self._value(next(self._events), 1)
        return found

    def _value(self, event: yaml.Event, depth: int) -> Marked:
        if depth > MAX_DEPTH:
            raise self._wrong(event, f"this is nested deeper than {MAX_DEPTH} levels", "unnest it")
        if isinstance(event, _EVENT.AliasEvent):
            raise self._wrong(event, "an alias (*) is not read here", "write the value out")
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            raise self._wrong(event, f"the tag {plain(tag, 100)} is not read here", "drop it")
        value: str | tuple[Marked, ...] | dict[str, Marked]
        if isinstance(event, _EVENT.ScalarEvent):
            value = event.value
        elif isinstance(event, _EVENT.SequenceStartEvent):
            value = tuple(self._value(item, depth + 1) for item in self._items())
        else:
            value = self._mapping(depth)
        return self._marked(event, value)

    def _items(self) -> Iterator[yaml.Event]:
        for event in self._events:
            if isinstance(event, _EVENT.SequenceEndEvent | _EVENT.MappingEndEvent):
                return
            yield event

    def _mapping(self, depth: int) -> dict[str, Marked]:
        members: dict[str, Marked] = {}
        for event in self._items():
            key = self._value(event, depth + 1)
            if not isinstance(key.value, str):
                raise key.wrong("a key is not a text", "name it with a word")
            if key.value in members:
                raise key.wrong(f"'{plain(key.value, 100)}' is there twice", "keep one of them")
            members[key.value] = self._value(next(self._events), depth + 1)
        return members

    def _marked(
        self, event: yaml.Event, value: "str | tuple[Marked, ...] | dict[str, Marked]"
    ) -> Marked:
        mark: Any = event.start_mark  # the stubs think that it may be missing
        bare = isinstance(event, _EVENT.ScalarEvent) and event.implicit[0]
        return Marked(value, self._file, mark.line + 1, mark.column + 1, bare)

    def _wrong(self, event: yaml.Event, message: str, hint: str) -> InputError:
        return self._marked(event, "").wrong(message, hint)


def parsed(data: bytes, file: str) -> Marked:
    """The one document of a file; raises InputError that says where it is not fit to be read."""
    if len(data) > MAX_BYTES:
        size = MAX_BYTES // 1024**2
        raise InputError(f"{file} holds more than {size} MiB", hint="split it")
    try:
        found = _Reader(data, file).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise InputError(
            f"{file}{where}: {plain(error.problem or 'this is no YAML')}", hint="mend the YAML"
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        raise InputError(
            f"{file} is no YAML: {plain(str(error), 200)}", hint="save it as UTF-8 text"
        ) from error
    if found is None:
        raise InputError(f"{file} is empty", hint="see the documentation for what it holds")
    return found
