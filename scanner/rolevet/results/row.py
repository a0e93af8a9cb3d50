"""One object of a saved report, asked for what it must hold."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from rolevet.errors import ExitCode
from rolevet.sources.snapshot import Fault, exactly, foreign, list_of, object_of

# Formats write these as they are, because no rule and no kind of resource is called otherwise.
_WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")
HASH: Final = re.compile(r"(sha256:)?[0-9a-f]{64}")
_SPELT_MAX: Final = 100

_EXITS: Final = (ExitCode.CLEAN, ExitCode.FINDINGS, ExitCode.INCOMPLETE)

ChosenT = TypeVar("ChosenT")


@dataclass(frozen=True, slots=True)
class Row:
    """One object of the file; every question raises Fault where the answer does not fit."""

    members: Mapping[str, Any]
    where: str

    def path(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key

    def required(self, key: str) -> Any:
        if key not in self.members:
            raise Fault(f"is damaged: it has no {self.path(key)}")
        return self.members[key]

    def text(self, key: str) -> str:
        return exactly(str, self.required(key), self.path(key))

    def text_or_nothing(self, key: str) -> str:
        """Empty for null, and in reports that are older than the member."""
        return "" if self.members.get(key) is None else self.text(key)

    def spelt(self, key: str, pattern: re.Pattern[str] = _WORD) -> str:
        text = self.text(key)
        if len(text) > _SPELT_MAX or not pattern.fullmatch(text):
            raise Fault(f"has in {self.path(key)} what rolevet never writes there")
        return text

    def number(self, key: str, least: int = 0) -> int:
        number = exactly(int, self.required(key), self.path(key))
        if number < least:
            raise Fault(f"has in {self.path(key)} a number below {least}")
        return number

    def flag(self, key: str) -> bool:
        """False in reports that are older than the member."""
        return exactly(bool, self.members.get(key, False), self.path(key))

    def texts(self, key: str) -> tuple[str, ...]:
        path = self.path(key)
        return tuple(exactly(str, one, path) for one in list_of(self.required(key), path))

    def one_of(self, key: str, known: Mapping[str, ChosenT]) -> ChosenT:
        word = self.text(key)
        if word not in known:
            raise foreign(f"has in {self.path(key)}", word)
        return known[word]

    def exit_code(self, key: str) -> ExitCode:
        number = self.number(key)
        if number not in _EXITS:
            raise foreign(f"has in {self.path(key)}", str(number))
        return ExitCode(number)

    def row(self, key: str) -> "Row":
        return Row(object_of(self.required(key), self.path(key)), self.path(key))

    def rows(self, key: str) -> "Iterator[Row]":
        for number, row in enumerate(list_of(self.required(key), self.path(key))):
            where = f"{self.path(key)}[{number}]"
            yield Row(object_of(row, where), where)
