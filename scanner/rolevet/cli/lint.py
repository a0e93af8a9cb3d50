"""`rolevet lint PATH…`: judge what files say."""

from collections.abc import Iterator
from pathlib import Path

import click

from rolevet.check import check, together
from rolevet.cli.judging import Judging, judged, judges
from rolevet.cli.talk import verbose
from rolevet.definition import Rule
from rolevet.errors import DamagedError, InputError, UsageError
from rolevet.inventory import Inventory
from rolevet.needs import Detail, name_of
from rolevet.sources.aws.plan import OPT_IN
from rolevet.sources.snapshot import LISTED, load, read
from rolevet.text import plain


@click.command(name="lint")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@judges
@verbose
def command(paths: tuple[str, ...], judging: Judging) -> int:
    """Judge what files say: today, the snapshots that rolevet collect writes.

    Needs no AWS account and no network. A snapshot, packed with gzip or not, is judged as of the
    moment when it was collected. Several give one report, if they do not hold the same Region of
    the same account. - is stdin. A file that is damaged ends the command with 3.

    \b
    Examples:
      rolevet lint snapshot.json
      rolevet lint team-a.json.gz team-b.json.gz -o sarif=report.sarif
    """
    inventories = _inventories(paths, judging.rules)
    parts = (check(judging.rules, inventory) for inventory in inventories)
    return judged(judging, together(parts))


def _inventories(paths: tuple[str, ...], rules: tuple[Rule, ...]) -> Iterator[Inventory]:
    """One after the other, so that no more than one is held in memory."""
    seen: dict[tuple[str, str], str] = {}
    for path in paths:
        name = "stdin" if path == "-" else plain(path)
        inventory = _loaded(path)
        _refuse_gaps(inventory, rules, name)
        for scope in inventory.scopes:
            for region in scope.regions:
                _refuse_twice(seen, scope.account, region, name)
        yield inventory


def _refuse_gaps(inventory: Inventory, rules: tuple[Rule, ...], name: str) -> None:
    """What was never listed would look as if there were none."""
    if not any(scope.regions for scope in inventory.scopes):
        return  # the account was not entered, and its coverage says so
    listed = {cell.kind for cell in inventory.coverage if cell.lists}
    for rule in rules:
        needed = (need for need in rule.needs if need in LISTED or need is Detail.TRUSTING_ROLES)
        for need in sorted(needed, key=name_of):
            if name_of(need) not in listed:
                asked = [f" --with {word}" for word, extra in OPT_IN.items() if extra is need]
                raise DamagedError(
                    f"{name} was collected without any {name_of(need)}, which rule "
                    f"{rule.info.id} needs",
                    hint=f"collect it again{''.join(asked)}, or --ignore {rule.info.id}",
                )


def _refuse_twice(seen: dict[tuple[str, str], str], account: str, region: str, name: str) -> None:
    if (account, region) in seen:
        raise UsageError(
            f"account {plain(account)} in {plain(region)} is in {seen[account, region]} "
            f"and again in {name}",
            hint="leave one of the two out",
        )
    seen[account, region] = name


def _loaded(path: str) -> Inventory:
    if path != "-":
        return load(Path(path))
    try:
        stdin = open(0, "rb", closefd=False)  # noqa: SIM115 - it is closed below
    except OSError as error:
        raise InputError(
            f"stdin cannot be read: {error.strerror}", hint="pipe a snapshot into it"
        ) from error
    with stdin:
        return read(stdin, "stdin")
