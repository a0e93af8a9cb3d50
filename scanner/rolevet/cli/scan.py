"""`rolevet scan`: collect from a live account, judge, report."""

import click

from rolevet.cli.account import Account, collected, reads_account
from rolevet.cli.judging import Judging, judged, judges
from rolevet.cli.talk import verbose
from rolevet.sources.aws.plan import kinds_for


@click.command(name="scan")
@reads_account
@judges
@verbose
def command(account: Account, judging: Judging) -> int:
    """Collect from a live account and judge what is there.

    Credentials and profiles are found as the AWS CLI finds them, and every Region is read that the
    account has enabled. Nothing is ever written to AWS. A call that is denied costs only the rules
    that needed it: they are listed as undecided, and the exit code is 3 unless there are findings.

    \b
    Examples:
      rolevet scan
      rolevet scan --profile audit --region 'eu-*' --region us-east-1
      rolevet scan -o text -o json=report.json -o sarif=report.sarif
    """
    return judged(judging, [collected(account, kinds_for(judging.rules))])
