"""Files of infrastructure code, and what their own language refuses in them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from rolevet.resources import Resource


class Fault(StrEnum):
    """What is wrong, by what it is about."""

    DANGLING = "DANGLING"
    """A reference to what the file does not declare."""

    UNESCAPED = "UNESCAPED"
    """A policy variable that the language takes for a variable of its own."""


@dataclass(frozen=True, slots=True)
class WrittenFault:
    """`name` is what is referred to; `owner` is the part of the file that does, and `path` leads to
    the place. Where `doubt` is not empty, it says why it may yet be right."""

    fault: Fault
    name: str
    owner: str
    path: str
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFile(Resource):
    """A file that states resources; its `raw` is empty but for its name."""

    KIND: ClassVar[str] = "file"
    LABEL: ClassVar[str] = "File"
    NAME_FIELD: ClassVar[str] = "file"

    faults: tuple[WrittenFault, ...] = ()
