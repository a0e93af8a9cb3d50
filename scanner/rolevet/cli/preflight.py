"""`rolevet preflight OPERATION REQUEST`: judge a request before AWS does."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from rolevet.check import check_worlds
from rolevet.cli.judging import Judging, judged, judges
from rolevet.cli.talk import verbose


@click.command(name="preflight")
@click.argument("operation", metavar="OPERATION")
@click.argument("request", metavar="REQUEST")
@click.option(
    "--against",
    metavar="SNAPSHOT",
    type=click.Path(path_type=Path),
    help="What AWS has stored, as rolevet collect tells it.",
)
@click.option("--account", metavar="ID", default="", help="Where SNAPSHOT holds several accounts.")
@click.option("--region", metavar="NAME", default="", help="Where SNAPSHOT holds several Regions.")
@judges
@verbose
def command(
    operation: str,
    request: str,
    against: Path | None,
    account: str,
    region: str,
    judging: Judging,
) -> int:
    """Judge an API request as AWS would, and what would come of it, before it is sent.

    OPERATION is one that makes or changes a role alias, a profile, a trust anchor, a CRL, an IoT
    policy or a role, such as UpdateProfile or update-profile. REQUEST is a JSON file as
    `aws ... --cli-input-json` takes it; - is stdin.

    Alone, a request is judged by what it tells. Against a snapshot it is merged with what is
    stored, and the report tells what would become wrong, what would be mended and what was so
    before. Needs no AWS account and no network, and sends nothing.

    Ends with 1 where AWS would refuse the request, whatever --fail-on says, or where findings at or
    above --fail-on would be new.

    \b
    Examples:
      rolevet preflight create-role-alias alias.json
      rolevet preflight UpdateProfile change.json --against snapshot.json
    """
    from rolevet.cli.requests import difference, refused, request_of
    from rolevet.cli.snapshots import stored_at
    from rolevet.sources.request import Place, changed, operation_named, worlds

    asked = request_of(operation_named(operation), request)
    if against is None:
        ways = worlds(asked, datetime.now(UTC))
        verdicts = check_worlds(judging.rules, ways)
        resource = asked.resource_in(ways[0].inventory)
    else:
        stored = stored_at(against, judging.rules)
        change = changed(stored, asked, Place(account, region))
        resource = change.resource
        verdicts = difference(judging.rules, stored, change)
    gate = replace(judging.gate, refused=refused(resource))
    return judged(replace(judging, gate=gate), verdicts)
