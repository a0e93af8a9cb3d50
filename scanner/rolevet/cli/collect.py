"""`rolevet collect`: what a scan would read, in files that can be judged later and elsewhere."""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final, TypeVar

import click

from rolevet import __version__
from rolevet.cli.accounts import Accounts, reads_accounts, toured
from rolevet.cli.judging import refuse_nothing
from rolevet.cli.options import allow_incomplete, extra_facts, saves
from rolevet.cli.talk import Talk, talks, tell, tell_warning, verbose
from rolevet.errors import ExitCode, UsageError
from rolevet.files import refuse_unwritable
from rolevet.inventory import Inventory
from rolevet.sources.aws.plan import OPT_IN, USUAL
from rolevet.sources.snapshot import snapshot_of
from rolevet.tasks import Keep, Kept, kept, save_to
from rolevet.text import plain

ResultT = TypeVar("ResultT")

_FEW: Final = 4


@click.command(name="collect")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Snapshot of one account, or - for stdout; packed with gzip if its name ends in .gz.",
)
@saves
@extra_facts
@click.option(
    "--resume",
    metavar="PATH",
    type=click.Path(path_type=Path, exists=True),
    help="Snapshot of an earlier run, or folder of them: what they hold whole is not read again.",
)
@reads_accounts
@allow_incomplete
@talks
@verbose
def command(
    output: str | None,
    save: Path | None,
    extras: tuple[str, ...],
    resume: Path | None,
    accounts: Accounts,
    allow_incomplete: bool,
    talk: Talk,
) -> int:
    """Collect from live accounts into snapshots, and judge nothing.

    Collects all that rolevet knows of, whichever rules are installed; only what AWS tells at one
    call a second for each resource, tags and subjects, must be asked for. rolevet lint judges the
    snapshots, now or later, here or where there are no credentials, and says what rolevet scan
    would have said at the moment of collecting. Where a call was denied or you broke it off, the
    snapshot tells so; it is written all the same, and the exit code is 3. Private keys are kept out
    of it.

    \b
    Examples:
      rolevet collect -o snapshot.json
      rolevet collect -o snapshot.json.gz --profile audit --region eu-west-1
      rolevet collect -o - | rolevet lint -
      rolevet collect --org --external-id ID --save snapshots
      rolevet collect --org --external-id ID --save snapshots --resume snapshots
    """
    _refuse_contradiction(output, save, accounts)
    needs = USUAL | {OPT_IN[extra] for extra in extras}
    if save is not None:
        collected = _read(toured(accounts, needs, Keep(save), talk, resume))
    else:
        found = _read(toured(accounts, needs, _as_it_is, talk, resume))
        collected = [_written(inventory, output or "-") for inventory in found]
    _tell(collected, talk)
    complete = not any(one.short for one in collected)
    return ExitCode.CLEAN if complete or allow_incomplete else ExitCode.INCOMPLETE


def _refuse_contradiction(output: str | None, save: Path | None, accounts: Accounts) -> None:
    if (output is None) == (save is None):
        raise UsageError("where should it go?", hint="give either -o FILE or --save DIR")
    if output is not None and accounts.many:
        raise UsageError("-o holds one account", hint="give --save DIR for a file for each")
    if output not in (None, "-"):
        refuse_unwritable(Path(output))


def _read(touring: AbstractContextManager[Iterable[ResultT]]) -> list[ResultT]:
    """All results; those that came before an interruption, if any did."""
    done: list[ResultT] = []
    try:
        with touring as results:
            done.extend(results)
    except KeyboardInterrupt:
        if not done:
            raise
        tell_warning("interrupted: what had been read until then is kept")
    return done


def _as_it_is(_: str, inventory: Inventory) -> Inventory:
    return inventory


def _written(inventory: Inventory, output: str) -> Kept:
    refuse_nothing(inventory.scopes, inventory.coverage)
    snapshot = snapshot_of(inventory, __version__)
    if output == "-":
        sys.stdout.buffer.write(snapshot.data)
        sys.stdout.buffer.flush()
    else:
        save_to(Path(output), snapshot)
    return kept(inventory, snapshot)


def _tell(collected: Sequence[Kept], talk: Talk) -> None:
    counts: Counter[str] = Counter()
    for one in collected:
        counts.update(dict(one.counts))
    what = ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items())) or "nothing"
    read = sorted(scope for one in collected for scope in one.scopes if scope.regions)
    where = "; ".join(f"account {s.account} in {', '.join(s.regions)}" for s in read)
    tell(talk, f"collected from {where if len(read) <= _FEW else f'{len(read)} accounts'}: {what}")
    for one in collected:
        for cell in one.short:
            tell_warning(f"not whole: {plain(cell.shortfall)}")
        for arn in one.masked:
            tell_warning(f"a private key was kept out of the snapshot: {plain(arn)}")
