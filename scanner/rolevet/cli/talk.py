"""What goes to stderr: errors, warnings and the traceback that `-v` asks for."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

CommandT = TypeVar("CommandT", bound=Callable[..., Any])


def verbose(command: CommandT) -> CommandT:
    """`-v` behind the command as well as before it; what it does is decided from the bare words."""
    return click.option(
        "-v", "--verbose", is_flag=True, expose_value=False, help="Show the traceback of an error."
    )(command)


def tell_error(message: str, hint: str) -> None:
    """Two lines: what is wrong, and what to do next."""
    click.echo(f"rolevet: error: {message}", err=True)
    click.echo(f"  what to do: {hint}", err=True)


def tell(message: str) -> None:
    """What was done, where stdout does not say it."""
    click.echo(f"rolevet: {message}", err=True)


def tell_warning(message: str) -> None:
    """Something that did not end the run."""
    click.echo(f"rolevet: warning: {message}", err=True)


def wants_traceback(arguments: Sequence[str]) -> bool:
    """Read from the bare words: an error in them ends parsing before options have values."""
    return not {"-v", "--verbose"}.isdisjoint(arguments)
