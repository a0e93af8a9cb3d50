"""`rolevet permissions`: the least IAM policy for the chosen rules."""

import click

from rolevet.cli.audit_role import FORMS
from rolevet.cli.options import selected
from rolevet.cli.talk import verbose
from rolevet.plugins import load_rules
from rolevet.sources.aws.plan import actions_for, kinds_for, read_policy


@click.command(name="permissions")
@click.option("--select", metavar="RULE", multiple=True, help="For this rule and no other.")
@click.option("--ignore", metavar="RULE", multiple=True, help="Without this rule.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMS)),
    default="json",
    show_default=True,
    help="The policy alone, or with a role that another account may assume.",
)
@verbose
def command(select: tuple[str, ...], ignore: tuple[str, ...], form: str) -> None:
    """Print the least that a scan must be allowed to do.

    The policy holds the actions that the chosen rules need, and no other is ever called.
    cloudformation and terraform wrap it in a role that the auditing account may assume, ready for
    one account or for a StackSet.

    \b
    Examples:
      rolevet permissions
      rolevet permissions --select PROF014
      rolevet permissions --format cloudformation > audit-role.json
    """
    rules = selected(load_rules(), select, ignore)
    policy = read_policy(actions_for(kinds_for(rules)))
    click.echo(FORMS[form](policy), nl=False)
