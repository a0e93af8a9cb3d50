"""What goes to stderr: errors, warnings and the traceback that `-v` asks for."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, TypeVar

import click

from rolevet.errors import UsageError

CommandT = TypeVar("CommandT", bound=Callable[..., Any])


AUTO: Final = "auto"
JSON: Final = "json"
NONE: Final = "none"


@dataclass(frozen=True, slots=True)
class Talk:
    """What is told besides warnings and errors."""

    progress: str = AUTO
    quiet: bool = False


def talks(command: Callable[..., int]) -> Callable[..., int]:
    """Options that reach the command as one `talk`."""

    @click.option(
        "--progress",
        type=click.Choice((AUTO, JSON, NONE)),
        default=AUTO,
        show_default=True,
        help="How progress is told on stderr: a line on a terminal and nothing elsewhere, lines of "
        "JSON, or not at all.",
    )
    @click.option(
        "-q", "--quiet", is_flag=True, help="Tell nothing but warnings and errors, no progress."
    )
    @wraps(command)
    def gathered(progress: str, quiet: bool, **others: Any) -> int:
        if quiet and progress == JSON:
            raise UsageError("--quiet tells no progress", hint="drop it, or --progress json")
        return command(talk=Talk(NONE if quiet else progress, quiet), **others)

    return gathered


def verbose(command: CommandT) -> CommandT:
    """`-v` behind the command as well as before it; what it does is decided from the bare words."""
    return click.option(
        "-v", "--verbose", is_flag=True, expose_value=False, help="Show the traceback of an error."
    )(command)


def tell_error(message: str, hint: str) -> None:
    """Two lines: what is wrong, and what to do next."""
    _say(f"rolevet: error: {message}")
    _say(f"  what to do: {hint}")


def tell(talk: Talk, message: str) -> None:
    """What was done, where stdout does not say it."""
    if not talk.quiet:
        _say(f"rolevet: {message}")


def tell_warning(message: str) -> None:
    """Something that did not end the run."""
    _say(f"rolevet: warning: {message}")


def _say(line: str) -> None:
    """Not by click, which would write into the line of progress instead of above it."""
    sys.stderr.write(f"{line}\n")


def wants_traceback(arguments: Sequence[str]) -> bool:
    """Read from the bare words: an error in them ends parsing before options have values."""
    return not {"-v", "--verbose"}.isdisjoint(arguments)
