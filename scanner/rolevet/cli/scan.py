"""`rolevet scan`: collect from live accounts, judge, report."""

from pathlib import Path

import click

from rolevet.check import together
from rolevet.cli.accounts import Accounts, reads_accounts, toured
from rolevet.cli.judging import Judging, judged, judges
from rolevet.cli.options import saves
from rolevet.cli.talk import Talk, talks, verbose
from rolevet.sources.aws.plan import needs_for
from rolevet.tasks import Judge


@click.command(name="scan")
@reads_accounts
@saves
@judges
@talks
@verbose
def command(accounts: Accounts, save: Path | None, judging: Judging, talk: Talk) -> int:
    """Collect from live accounts and judge what is there.

    Credentials and profiles are found as the AWS CLI finds them, and every Region is read that the
    account has enabled. Nothing is ever written to AWS. A call that is denied costs only the rules
    that needed it: they are listed as undecided, and the exit code is 3 unless there are findings.
    With --org or --accounts many accounts give one report; one that cannot be entered costs itself
    only. rolevet permissions prints the role that each of them needs.

    \b
    Examples:
      rolevet scan
      rolevet scan --profile audit --region 'eu-*' --region us-east-1
      rolevet scan -o text -o json=report.json -o sarif=report.sarif
      rolevet scan --org --external-id ID --save snapshots -o json=report.json
      rolevet scan --accounts accounts.yaml --exclude-account 111122223333
    """
    task = Judge(judging.rules, save)
    with toured(accounts, needs_for(judging.rules), task, talk) as parts:
        verdicts = together(parts)
    return judged(judging, verdicts)
