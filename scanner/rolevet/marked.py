"""YAML in which every value knows its place, and a text stays a text.

An account number that begins with a zero would be another number to YAML.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Final

from rolevet.document import scalar
from rolevet.errors import InputError
from rolevet.text import did_you_mean, plain
from rolevet.tree import BadTree, Kind, Limits, Node, read_yaml

MAX_BYTES: Final = 16 * 1024 * 1024
MAX_DEPTH: Final = 100

_LIMITS: Final = Limits(size=MAX_BYTES, depth=MAX_DEPTH, nodes=2_000_000, aliases=False)


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


def parsed(data: bytes, file: str) -> Marked:
    """The one document of a file; raises InputError that says where it is not fit to be read."""
    try:
        documents = read_yaml(data, file, _LIMITS)
        for second in documents[1:]:
            raise second.wrong("a second document begins", "keep one document")
        if not documents:
            raise InputError(f"{file} is empty", hint="see the documentation for what it holds")
        return _marked(documents[0])
    except BadTree as bad:
        raise InputError(bad.message, hint=bad.hint) from bad


def _marked(node: Node) -> Marked:
    if node.tag:
        raise node.wrong(f"the tag {plain(node.tag, 100)} is not read here", "drop it")
    value: str | tuple[Marked, ...] | dict[str, Marked] = node.text
    if node.kind is Kind.LIST:
        value = tuple(map(_marked, node.items))
    elif node.kind is Kind.MAPPING:
        for member in node.members.values():
            _marked(member.key)  # which may have a tag
        value = {name: _marked(member.value) for name, member in node.members.items()}
    span = node.span
    return Marked(value, span.file, span.line, span.column, node.bare)
