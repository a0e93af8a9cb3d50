"""`rolevet lint PATH…`: judge what files say."""

from datetime import UTC, datetime
from pathlib import Path

import click

from rolevet.check import together
from rolevet.cli.judging import Judging, judged, judges
from rolevet.cli.talk import verbose


@click.command(name="lint")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "--stdin-filename",
    metavar="NAME",
    default="stdin",
    help="What reports call the file that comes in as -.",
)
@click.option(
    "--parameter-file",
    "parameter_files",
    metavar="FILE",
    multiple=True,
    help="JSON or YAML of what parameters of templates are given, in a form that the AWS CLI or "
    "CodePipeline reads; may be given several times, and holds for all templates.",
)
@click.option("--show-files", is_flag=True, help="List what would be judged, and judge nothing.")
@click.option(
    "--against",
    metavar="SNAPSHOT",
    multiple=True,
    help="Compare with what accounts have, by rolevet collect; may be given several times.",
)
@click.option("--allow-empty", is_flag=True, help="Do not exit with 3 where nothing is found.")
@judges
@verbose
def command(
    paths: tuple[str, ...],
    stdin_filename: str,
    parameter_files: tuple[str, ...],
    show_files: bool,
    against: tuple[str, ...],
    allow_empty: bool,
    judging: Judging,
) -> int:
    """Judge what files say: templates, Terraform, API requests, and snapshots.

    Needs no AWS account and no network. Templates, those of SAM and in cdk.out among them, may be
    YAML or JSON; the plans and the state of Terraform are what terraform show -json writes, and all
    .tf files of a folder are one configuration. What other files hold decides what they are.
    A folder is searched for all of them, but for what git ignores; of one that the CDK wrote, the
    manifest decides. - is stdin. A file that cannot be read is told, the others are judged all the
    same, and the command ends with 3.

    A request is JSON as `aws ... --cli-input-json` takes it, see rolevet preflight.

    A snapshot, packed with gzip or not, is judged as of the moment when it was collected. Several
    give one report, if they do not hold the same Region of the same account.

    \b
    Examples:
      rolevet lint template.yaml
      rolevet lint . -o text -o sarif=report.sarif
      rolevet lint template.yaml --parameter-file prod.json
      rolevet lint team-a.json.gz team-b.json.gz
      rolevet lint template.yaml --against snapshot.json.gz
      cdk synth | rolevet lint - --stdin-filename app.template.yaml
      terraform show -json plan.out | rolevet lint - --stdin-filename plan.json
    """
    from rolevet.cli.configurations import arranged
    from rolevet.cli.inputs import inputs_of  # which knows YAML
    from rolevet.cli.linting import Linting
    from rolevet.cli.parameter_files import arguments_in
    from rolevet.sources import snapshot

    live = tuple(snapshot.load(Path(path)) for path in against)
    linting = Linting(judging.rules, datetime.now(UTC), arguments_in(parameter_files), live)
    inputs = arranged(inputs_of(paths, stdin_filename))
    if show_files:
        return linting.show(inputs)
    verdicts = together(linting.verdicts(inputs, allow_empty=allow_empty))
    return judged(judging.accepting(linting.waivers), verdicts)
