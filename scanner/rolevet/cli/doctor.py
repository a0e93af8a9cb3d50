"""`rolevet doctor`: what a scan with today's credentials could not read."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from rolevet.cli.account import Account, check_role, reads_account
from rolevet.cli.configured import chooses
from rolevet.cli.judging import refuse_nothing
from rolevet.cli.talk import verbose
from rolevet.config import Config
from rolevet.coverage import refused_by
from rolevet.definition import Rule
from rolevet.errors import CollectError, ExitCode
from rolevet.inventory import Scope
from rolevet.needs import Need
from rolevet.sources.aws.plan import DISCOVERY, actions_for, needs_for

if TYPE_CHECKING:
    from rolevet.sources.aws.access import Access
    from rolevet.sources.aws.trial import Trial


@click.command(name="doctor")
@reads_account
@chooses
@verbose
def command(account: Account, config: Config) -> int:
    """Try one cheap call for each action, and tell which rules could not decide.

    IAM is asked once, everything else in the first of the chosen Regions only: what a policy
    allows there it may still deny in another Region or for some resources. Exits with 3 if
    anything is missing.
    """
    rules = config.chosen
    needs = needs_for(rules)
    access = _opened(account, needs)

    from rolevet.sources.aws.trial import try_all  # boto3 takes half a second to import

    trials = try_all(access, needs)
    click.echo(f"Account {access.account}, with {len(rules)} rules:")
    for trial in trials:
        click.echo(f"  {_verdict(trial):<8} {trial.action} in {trial.region}{_reason(trial)}")
    missing = [trial for trial in trials if trial.fault]
    click.echo(_conclusion(missing, rules))
    return ExitCode.INCOMPLETE if missing else ExitCode.CLEAN


def _opened(account: Account, needs: frozenset[Need]) -> "Access":
    from rolevet.sources.aws.access import open_access
    from rolevet.sources.aws.calls import CallFailed
    from rolevet.sources.aws.roster import alone
    from rolevet.sources.aws.shared import open_shared

    check_role(account, has_role=account.role_arn is not None)
    shared = open_shared(account.connection, account.wish)
    (target,) = alone(shared, account.assumption).targets
    try:
        access = open_access(shared, target, account.wish, account.told, actions_for(needs))
    except CallFailed as failed:
        raise CollectError(
            f"the role cannot be assumed: {failed}",
            hint="check its trust policy, --external-id and what the credentials may assume",
        ) from failed
    refuse_nothing([Scope(access.partition, access.account, access.choice.regions)], ())
    return access


def _verdict(trial: "Trial") -> str:
    if not trial.offered:
        return "absent"
    return str(trial.fault.state.value) if trial.fault else "ok"


def _reason(trial: "Trial") -> str:
    if not trial.offered:
        return ": the service is not offered there, so there is nothing to read"
    if not trial.fault:
        return ""
    by = refused_by(trial.fault.message)
    return f": {trial.fault.code}" + (f", by {by}" if by else f": {trial.fault.message}")


def _conclusion(missing: Sequence["Trial"], rules: Sequence[Rule]) -> str:
    if not missing:
        return "Every rule could decide. See also: rolevet permissions"
    blind = {need for trial in missing if trial.action != DISCOVERY for need in trial.needs}
    hit = [rule.info.id for rule in rules if rule.needs & blind]
    told = f"Could not decide, or not everywhere: {', '.join(hit)}." if hit else ""
    if any(trial.action == DISCOVERY for trial in missing):
        told = f"{told} Without {DISCOVERY} a scan tries every Region that it knows.".strip()
    return f"{told}\nWhat to allow: rolevet permissions"
