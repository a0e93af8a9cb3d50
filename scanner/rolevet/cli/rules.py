"""`rolevet rules`: the catalogue as it is installed."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from click.core import ParameterSource

from rolevet.cli.catalogue import rows
from rolevet.cli.configured import chooses
from rolevet.cli.framework import told
from rolevet.cli.rule_files import new, test
from rolevet.cli.talk import verbose
from rolevet.config import Config
from rolevet.errors import UsageError
from rolevet.finding import Severity


def _alone(listing: Callable[..., None]) -> Callable[..., None]:
    """What the listing takes and reads is not for a command below it."""

    @wraps(listing)
    def called(**words: Any) -> None:
        context = click.get_current_context()
        if context.invoked_subcommand is None:
            listing(**words)
            return
        for name in words:
            if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
                raise UsageError(
                    f"an option stands before '{context.invoked_subcommand}'",
                    hint=f"write it behind: rolevet rules {context.invoked_subcommand} …",
                )

    return called


@click.group(name="rules", invoke_without_command=True)
@_alone
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@click.option(
    "--framework",
    metavar="NAME",
    help="By the controls of a compliance framework, with what no rule tests.",
)
@chooses
@verbose
def command(as_json: bool, framework: str | None, config: Config) -> None:
    """List the rules that are installed, those of other packages too.

    Severities and settings are those of the configuration, and rules that it does not choose are
    marked.

    \b
    Examples:
      rolevet rules
      rolevet rules --select class:exposure --ignore ALIAS
      rolevet rules --framework nist-800-53-r5
    """
    if framework is not None:
        click.echo(told(framework, config, as_json))
        return
    infos = [rule.info for rule in config.rules]
    chosen = {rule.info.id for rule in config.chosen}
    if as_json:
        listed = [
            {
                "id": info.id,
                "name": info.name,
                "severity": info.severity.label,
                "declared_severity": _label(info.declared_severity),
                "class": info.trouble.value,
                "summary": info.summary,
                "source": info.source,
                "opt_in": info.opt_in,
                "chosen": info.id in chosen,
                "settings": dict(info.settings),
            }
            for info in infos
        ]
        click.echo(json.dumps(listed, indent=2))
        return
    for row in rows(infos, chosen):
        click.echo(row)


def _label(severity: Severity | None) -> str | None:
    return None if severity is None else severity.label


command.add_command(test)
command.add_command(new)
