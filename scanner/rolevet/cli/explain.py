"""`rolevet explain RULE`: one rule's help page."""

import click

from rolevet.cli.options import find_rule
from rolevet.cli.talk import verbose
from rolevet.plugins import load_rules


@click.command(name="explain")
@click.argument("rule", metavar="RULE")
@verbose
def command(rule: str) -> None:
    """Tell what a rule says, why it matters, and how to mend what it finds.

    \b
    Example:
      rolevet explain ALIAS001
    """
    found = find_rule(load_rules(), rule)
    info = found.info
    click.echo(f"{click.style(info.id, bold=True)} {info.name}")
    when = "only where it is selected" if info.opt_in else "by default"
    click.echo(f"severity {info.severity.label}, class {info.trouble.value}, judges {when}\n")
    click.echo(f"{info.help}\n")
    for name, parameter in sorted(found.parameters.items()):
        click.echo(f"Parameter {name} ({parameter.default}): {parameter.help}")
    click.echo(f"Source: {info.source}")
