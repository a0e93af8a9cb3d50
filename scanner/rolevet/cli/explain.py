"""`rolevet explain RULE`: one rule's help page."""

import json

import click

from rolevet.cli.configured import configured
from rolevet.cli.page import as_json, as_markdown, as_text
from rolevet.cli.talk import verbose
from rolevet.config import Config
from rolevet.errors import UsageError
from rolevet.plugins import with_controls
from rolevet.selection import find_rule


@click.command(name="explain")
@click.argument("rule", metavar="RULE")
@click.option("--json", "to_json", is_flag=True, help="Print JSON, for programs.")
@click.option("--markdown", "to_markdown", is_flag=True, help="Print Markdown, for a page.")
@configured
@verbose
def command(rule: str, to_json: bool, to_markdown: bool, config: Config) -> None:
    """Tell what a rule says, why it matters, and how to mend what it finds.

    Also when it says too much, what it cannot see, its parameters, what it reads, and which
    controls of compliance frameworks it tests.

    \b
    Examples:
      rolevet explain ALIAS001
      rolevet explain ANCH001-SOON --markdown
    """
    if to_json and to_markdown:
        raise UsageError("--json and --markdown contradict each other", hint="drop one")
    (found,) = with_controls([find_rule(config.rules, rule)])
    if to_json:
        click.echo(json.dumps(as_json(found), indent=2))
    elif to_markdown:
        click.echo(as_markdown(found), nl=False)
    else:
        click.echo(as_text(found))
