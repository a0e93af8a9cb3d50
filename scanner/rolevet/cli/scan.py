"""`rolevet scan`: collect from a live account, judge, report."""

import sys
from datetime import UTC, datetime

import click

from rolevet import __version__
from rolevet.check import check
from rolevet.cli.options import FAIL_ON, selected, severity_of, verbose
from rolevet.cli.output import parse_outputs, write_all
from rolevet.cli.talk import tell_warning, wants_traceback
from rolevet.finding import Report
from rolevet.plugins import load_rules
from rolevet.settle import Gate, settle
from rolevet.sources.aws.plan import kinds_for
from rolevet.text import plain
from rolevet.unknown import Doubt


@click.command(name="scan")
@click.option("--profile", metavar="NAME", help="Profile of the AWS config file to use.")
@click.option(
    "--region",
    "regions",
    metavar="NAME",
    multiple=True,
    help="Region to scan; may be given several times.  [default: the session's own]",
)
@click.option("--endpoint-url", metavar="URL", help="Send every call there instead of to AWS.")
@click.option(
    "-o",
    "--output",
    "outputs",
    metavar="FORMAT[=PATH]",
    multiple=True,
    help="Report to write, to stdout or a file; may be given several times.  [default: text]",
)
@click.option("--select", metavar="RULE", multiple=True, help="Run this rule and no other.")
@click.option("--ignore", metavar="RULE", multiple=True, help="Do not run this rule.")
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    default="medium",
    show_default=True,
    help="Exit with 1 for findings of at least this severity.",
)
@click.option(
    "--allow-incomplete",
    is_flag=True,
    help="Do not exit with 3 where something could not be read.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Exit with 3 also where what was read does not tell.",
)
@verbose
def command(
    profile: str | None,
    regions: tuple[str, ...],
    endpoint_url: str | None,
    outputs: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    allow_incomplete: bool,
    strict: bool,
) -> int:
    """Collect from a live account and judge what is there.

    Credentials, profiles and Regions are found as the AWS CLI finds them. Nothing is ever written
    to AWS. A call that is denied costs only the rules that needed it: they are listed as
    undecided, and the exit code is 3 unless there are findings.

    \b
    Examples:
      rolevet scan
      rolevet scan --profile audit --region eu-west-1 --region us-east-1
      rolevet scan -o text -o json=report.json -o sarif=report.sarif
    """
    targets = parse_outputs(outputs)
    rules = selected(load_rules(), select, ignore)

    # boto3 takes half a second to import.
    from rolevet.sources.aws.access import open_access
    from rolevet.sources.aws.collect import collect

    access = open_access(
        profile=profile,
        regions=regions,
        endpoint_url=endpoint_url,
        user_agent=f"rolevet/{__version__}",
    )
    inventory = collect(access, kinds_for(rules), now=datetime.now(UTC))
    gate = Gate(severity_of(fail_on), allow_incomplete, strict)
    report = settle(check(rules, inventory), inventory, gate, version=__version__)
    write_all(targets, report)
    _tell_of_broken_rules(report)
    return report.exit_code


def _tell_of_broken_rules(report: Report) -> None:
    broken = {d.rule.id: d for d in report.inconclusive if d.doubt is Doubt.RULE_ERROR}
    for rule_id, doubt in sorted(broken.items()):
        tell_warning(f"{rule_id}: {doubt.reason}")
        if wants_traceback(sys.argv):
            for line in doubt.traceback.splitlines():
                click.echo(plain(line), err=True)
