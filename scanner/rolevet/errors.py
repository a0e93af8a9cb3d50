"""Every way a run can end, and the one root of the errors that end it."""

from enum import IntEnum
from functools import partial
from typing import Any, ClassVar


class ExitCode(IntEnum):
    """What the process says to its caller; the same for every command and format."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    INCOMPLETE = 3
    BUG = 4


class RolevetError(Exception):
    """Something the user can mend: the message says what is wrong, the hint what to do next."""

    exit_code: ClassVar[ExitCode] = ExitCode.USAGE

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(type(self), hint=self.hint), self.args


class UsageError(RolevetError):
    """The command cannot be carried out as it was given."""


class PluginError(RolevetError):
    """A package that offers rules or formats cannot be used; the message names the package."""


class OutputError(RolevetError):
    """A report cannot be written where it was asked for."""


class InputError(RolevetError):
    """A file that was named is not there, or is not what the command reads."""


class DamagedError(InputError):
    """A file should have been read and could not be, so that the run is incomplete."""

    exit_code = ExitCode.INCOMPLETE


class CollectError(RolevetError):
    """Nothing at all could be read, so that there is nothing to report on."""

    exit_code = ExitCode.INCOMPLETE
