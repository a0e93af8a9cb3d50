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
    info = find_rule(load_rules(), rule).info
    click.echo(f"{click.style(info.id, bold=True)} {info.name}")
    click.echo(f"severity {info.severity.label}, class {info.trouble.value}\n")
    click.echo(f"{info.help}\n\nSource: {info.source}")
