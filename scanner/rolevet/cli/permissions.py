"""`rolevet permissions`: the least IAM policy for the chosen rules."""

import click

from rolevet.cli.audit_role import AUDITOR_FORMS, FORMS
from rolevet.cli.configured import chooses
from rolevet.cli.options import extra_facts
from rolevet.cli.talk import verbose
from rolevet.config import Config
from rolevet.sources.aws.plan import (
    OPT_IN,
    USUAL,
    actions_for,
    auditor_policy,
    needs_for,
    read_policy,
)


@click.command(name="permissions")
@chooses
@click.option(
    "--collect",
    "everything",
    is_flag=True,
    help="For rolevet collect, which reads all facts, instead of for the rules.",
)
@extra_facts
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMS)),
    default="json",
    show_default=True,
    help="The policy alone, or with a role that another account may assume.",
)
@click.option(
    "--auditor",
    is_flag=True,
    help="For whoever scans an organization with --org, instead of for each account in it.",
)
@click.option(
    "--role-name",
    metavar="NAME",
    default="RolevetAudit",
    show_default=True,
    help="With --auditor: the role that every account has.",
)
@verbose
def command(
    config: Config,
    everything: bool,
    extras: tuple[str, ...],
    form: str,
    auditor: bool,
    role_name: str,
) -> None:
    """Print the least that a scan must be allowed to do.

    The policy holds the actions that the chosen rules need, and no other is ever called.
    cloudformation and terraform wrap it in a role that the auditing account may assume, ready for
    one account or for a StackSet. With --auditor it is the policy of whoever assumes these roles:
    to list the accounts, to enter them, and to read the own one without a role.

    \b
    Examples:
      rolevet permissions
      rolevet permissions --select PROF014
      rolevet permissions --collect --format cloudformation > audit-role.json
      rolevet permissions --auditor --format terraform > auditor.tf
    """
    rules = config.chosen
    needs = USUAL if everything else needs_for(rules)
    actions = actions_for(needs | {OPT_IN[extra] for extra in extras})
    if auditor:
        click.echo(AUDITOR_FORMS[form](auditor_policy(actions, role_name)), nl=False)
    else:
        click.echo(FORMS[form](read_policy(actions)), nl=False)
