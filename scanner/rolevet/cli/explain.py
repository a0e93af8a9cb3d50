"""`rolevet explain RULE`: one rule's help page."""

import click

from rolevet.cli.configured import configured
from rolevet.cli.talk import verbose
from rolevet.config import Config
from rolevet.selection import find_rule
from rolevet.tables import written


@click.command(name="explain")
@click.argument("rule", metavar="RULE")
@configured
@verbose
def command(rule: str, config: Config) -> None:
    """Tell what a rule says, why it matters, and how to mend what it finds.

    \b
    Example:
      rolevet explain ALIAS001
    """
    found = find_rule(config.rules, rule)
    info = found.info
    click.echo(f"{click.style(info.id, bold=True)} {info.name}")
    when = "only where it is selected" if info.opt_in else "by default"
    before = info.declared_severity
    severity = (
        info.severity.label
        if before is None
        else f"{info.severity.label} instead of {before.label}"
    )
    click.echo(f"severity {severity}, class {info.trouble.value}, judges {when}\n")
    click.echo(f"{info.help}\n")
    for name, setting in info.settings:
        parameter = found.parameters[name]
        value = written(setting)
        if setting != parameter.default:
            value = f"{value} instead of {written(parameter.default)}"
        click.echo(f"Parameter {name} ({value}): {parameter.help}")
    click.echo(f"Source: {info.source}")
