"""The options that commands share."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from rolevet.definition import Rule
from rolevet.errors import UsageError
from rolevet.files import refuse_unwritable_folder
from rolevet.finding import Severity
from rolevet.sources.aws.plan import OPT_IN
from rolevet.text import did_you_mean, plain

CommandT = TypeVar("CommandT", bound=Callable[..., Any])

NEVER: Final = "never"
FAIL_ON: Final = (*(severity.label for severity in sorted(Severity, reverse=True)), NEVER)


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


def severity_of(label: str) -> Severity | None:
    """None for "never"."""
    return None if label == NEVER else Severity[label.upper()]


def find_rule(rules: Sequence[Rule], wanted: str) -> Rule:
    """By id, in any case; raises UsageError for one that is not installed."""
    for rule in rules:
        if rule.info.id == wanted.upper():
            return rule
    raise UsageError(
        f"there is no rule '{plain(wanted)}'",
        hint=f"{did_you_mean(wanted, (rule.info.id for rule in rules))}; see: rolevet rules",
    )


def selected(rules: Sequence[Rule], select: Sequence[str], ignore: Sequence[str]) -> list[Rule]:
    """The rules to run: those selected, or all that are not opt-in, without those ignored."""
    wanted = {find_rule(rules, word).info.id for word in select}
    if not select:
        wanted = {rule.info.id for rule in rules if not rule.info.opt_in}
    unwanted = {find_rule(rules, word).info.id for word in ignore}
    return [rule for rule in rules if rule.info.id in wanted - unwanted]
