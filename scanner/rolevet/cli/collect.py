"""`rolevet collect`: what a scan would read, in a file that can be judged later and elsewhere."""

import sys
from pathlib import Path

import click

from rolevet import __version__
from rolevet.cli.account import Account, collected, reads_account
from rolevet.cli.options import allow_incomplete
from rolevet.cli.output import refuse_unwritable, write_file
from rolevet.cli.talk import tell, tell_warning, verbose
from rolevet.errors import ExitCode
from rolevet.inventory import Interrupted, Inventory
from rolevet.sources.aws.plan import ACTIONS
from rolevet.sources.snapshot import Snapshot, packed, snapshot_of
from rolevet.text import plain


@click.command(name="collect")
@click.option(
    "-o",
    "--output",
    "output",
    metavar="FILE",
    required=True,
    help="Snapshot to write, or - for stdout; packed with gzip if its name ends in .gz.",
)
@reads_account
@allow_incomplete
@verbose
def command(output: str, account: Account, allow_incomplete: bool) -> int:
    """Collect from a live account into a snapshot, and judge nothing.

    Collects all that rolevet knows of, whichever rules are installed. rolevet lint judges the
    snapshot, now or later, here or where there are no credentials, and says what rolevet scan would
    have said at the moment of collecting. Where a call was denied or you broke it off, the snapshot
    tells so; it is written all the same, and the exit code is 3. Private keys are kept out of it.

    \b
    Examples:
      rolevet collect -o snapshot.json
      rolevet collect -o snapshot.json.gz --profile audit --region eu-west-1
      rolevet collect -o - | rolevet lint -
    """
    path = None if output == "-" else Path(output)
    if path is not None:
        refuse_unwritable(path)
    inventory, whole = _collected(account)
    snapshot = snapshot_of(inventory, __version__)
    if path is None:
        sys.stdout.buffer.write(snapshot.data)
        sys.stdout.buffer.flush()
    else:
        write_file(path, [packed(snapshot.data) if path.suffix == ".gz" else snapshot.data])
    _tell(inventory, snapshot)
    if not whole:
        tell_warning("interrupted: the snapshot holds what had been read until then")
        return ExitCode.INCOMPLETE
    return ExitCode.CLEAN if snapshot.complete or allow_incomplete else ExitCode.INCOMPLETE


def _collected(account: Account) -> tuple[Inventory, bool]:
    """What could be read, and whether nobody broke it off."""
    try:
        return collected(account, ACTIONS), True
    except Interrupted as interrupted:
        return interrupted.inventory, False


def _tell(inventory: Inventory, snapshot: Snapshot) -> None:
    what = ", ".join(f"{kind} {count}" for kind, count in snapshot.counts) or "nothing"
    where = "; ".join(
        f"account {scope.account} in {', '.join(scope.regions)}" for scope in inventory.scopes
    )
    tell(f"collected from {where}: {what}")
    for cell in sorted(inventory.coverage):
        if not cell.state.settled:
            tell_warning(f"not whole: {plain(cell.shortfall)}")
    for arn in snapshot.masked:
        tell_warning(f"a private key was kept out of the snapshot: {plain(arn)}")
