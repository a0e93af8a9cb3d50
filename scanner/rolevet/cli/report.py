"""`rolevet report RESULTS.json`: a saved report in other formats."""

import click

from rolevet.cli.configured import configured
from rolevet.cli.output import parse_outputs, write_all, writes
from rolevet.cli.talk import verbose
from rolevet.config import FAIL_ON, Config


@click.command(name="report")
@click.argument("results", metavar="RESULTS.json")
@writes
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    help="Exit with 1 for findings of at least this severity.  [default: as the saved run]",
)
@configured
@verbose
def command(
    results: str,
    outputs: tuple[str, ...],
    query: str | None,
    fail_on: str | None,
    config: Config,
) -> int:
    """Write a saved JSON report in other formats, with the bytes that the run would have written.

    RESULTS.json is what -o json wrote; - is stdin. Nothing is judged again. What a report does not
    hold, the help of its rules, is that of the installed rules of the same version; where there is
    none, it is the summary and the source.

    Ends as the saved run ended, or as it would have with another --fail-on.

    \b
    Examples:
      rolevet report report.json
      rolevet report report.json -o sarif=report.sarif -o text
      rolevet report report.json --query 'findings[].resource'
      rolevet lint . -o json | rolevet report - --fail-on high
    """
    from rolevet.cli.inputs import data_of, named_input  # which knows YAML
    from rolevet.results import read_report
    from rolevet.settle import held_to

    targets = parse_outputs(outputs, query)
    given = named_input(results, "stdin")
    report = read_report(data_of(given), given.said, (rule.info for rule in config.rules))
    if fail_on is not None:
        report = held_to(report, config.told(fail_on=fail_on).gate)
    write_all(targets, report)
    return report.exit_code
