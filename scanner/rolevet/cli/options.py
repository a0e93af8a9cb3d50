"""The options that commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from rolevet.files import refuse_unwritable_folder
from rolevet.sources.aws.plan import OPT_IN

CommandT = TypeVar("CommandT", bound=Callable[..., Any])


def allow_incomplete(command: CommandT) -> CommandT:
    """For every command that ends with 3 where something could not be read."""
    return click.option(
        "--allow-incomplete",
        is_flag=True,
        help="Do not exit with 3 where something could not be read.",
    )(command)


def extra_facts(command: CommandT) -> CommandT:
    """`--with`, the facts that are collected only on demand."""
    return click.option(
        "--with",
        "extras",
        type=click.Choice(sorted(OPT_IN)),
        multiple=True,
        help="These facts too, which take a call for each resource; may be given several times.",
    )(command)


def saves(command: CommandT) -> CommandT:
    """`--save DIR`, found usable before anything is read."""
    return click.option(
        "--save",
        metavar="DIR",
        type=click.Path(path_type=Path),
        callback=_usable_folder,
        help="Folder to write a snapshot of each account to, as rolevet lint reads it.",
    )(command)


def _usable_folder(_: click.Context, __: click.Parameter, folder: Path | None) -> Path | None:
    if folder is not None:
        refuse_unwritable_folder(folder)
    return folder
