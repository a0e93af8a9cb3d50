"""The options that a configuration file can set, and that file."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any

import click

from rolevet.config import FAIL_ON, Config, read, rule_files
from rolevet.config_file import load, nearest
from rolevet.errors import UsageError
from rolevet.plugins import load_rules
from rolevet.selection import Choice
from rolevet.tables import Entry


def configured(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options that reach the command as one `config`."""

    @click.option(
        "--config",
        "file",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Configuration to read.  [default: the nearest rolevet.toml, or pyproject.toml with "
        "[tool.rolevet]]",
    )
    @click.option("--isolated", is_flag=True, help="Read no configuration file.")
    @click.option(
        "--rules",
        "rule_files",
        metavar="PATH",
        type=click.Path(path_type=Path),
        multiple=True,
        help="A YAML file of rules, or a folder of them, to judge by as well; may be given several "
        "times.",
    )
    @wraps(command)
    def gathered(
        file: Path | None, isolated: bool, rule_files: tuple[Path, ...], **others: Any
    ) -> Any:
        if isolated and file:
            raise UsageError("--config and --isolated contradict each other", hint="drop one")
        entry = None if isolated else nearest() if file is None else load(file)
        return command(config=_config(entry, rule_files), **others)

    return gathered


def _config(entry: Entry | None, asked: tuple[Path, ...]) -> Config:
    paths = (*(rule_files(entry) if entry else ()), *asked)
    rules = load_rules()
    if paths:
        from rolevet.declare.files import with_files  # YAML and JMESPath come with it

        rules = with_files(rules, paths)
    config = Config(rules=rules) if entry is None else read(entry, rules)
    return replace(config, asked_rule_files=tuple(map(str, asked)))


def chooses(command: Callable[..., Any]) -> Callable[..., Any]:
    """Those of `configured`, and which rules to judge by."""

    @configured
    @click.option(
        "--select",
        metavar="RULES",
        multiple=True,
        help="Only these rules: an id, the beginning of ids, class:exposure, severity:high (or "
        "worse), or all; with commas, or several times.",
    )
    @click.option(
        "--extend-select",
        metavar="RULES",
        multiple=True,
        help="These rules as well, in the same words.",
    )
    @click.option(
        "--ignore", metavar="RULES", multiple=True, help="Not these rules, in the same words."
    )
    @wraps(command)
    def gathered(
        config: Config,
        select: tuple[str, ...],
        extend_select: tuple[str, ...],
        ignore: tuple[str, ...],
        **others: Any,
    ) -> Any:
        asked = Choice(_words(select) if select else None, _words(extend_select), _words(ignore))
        return command(config=replace(config, asked=asked), **others)

    return gathered


def _words(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.strip() for words in given for word in words.split(","))


def gates(command: Callable[..., Any]) -> Callable[..., Any]:
    """What else the file can set, told to a `config` that is there already."""

    @click.option(
        "--fail-on",
        type=click.Choice(FAIL_ON),
        help="Exit with 1 for findings of at least this severity.  [default: medium]",
    )
    @click.option(
        "--require-coverage",
        metavar="PATTERN",
        multiple=True,
        help="Exit with 3 only where this was not read whole: an action such as iam:GetRole or "
        "'rolesanywhere:*', or ACCOUNT/REGION/ACTION; may be given several times.",
    )
    @click.option(
        "--strict/--no-strict",
        default=None,
        help="Exit with 3 also where what was read does not tell.  [default: no-strict]",
    )
    @wraps(command)
    def gathered(
        config: Config,
        fail_on: str | None,
        require_coverage: tuple[str, ...],
        strict: bool | None,
        **others: Any,
    ) -> Any:
        told = config.told(
            fail_on=fail_on, require_coverage=require_coverage or None, strict=strict
        )
        return command(config=told, **others)

    return gathered
