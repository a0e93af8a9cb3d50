"""One or many accounts that a command reads: the options, and going through them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from rolevet.cli.account import Account, check_role, reads_account
from rolevet.cli.progress import shown
from rolevet.cli.talk import Talk
from rolevet.errors import UsageError
from rolevet.needs import Need
from rolevet.tasks import Task

if TYPE_CHECKING:
    from rolevet.sources.aws.accounts_file import Listed
    from rolevet.sources.aws.roster import Roster
    from rolevet.sources.aws.shared import Shared

ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class Accounts:
    """Which accounts to read, as the user said it; none of it means the one of `account`."""

    account: Account
    org: bool
    units: tuple[str, ...]
    tags: tuple[str, ...]
    accounts_file: Path | None
    excluded_accounts: tuple[str, ...]
    role_name: str
    jobs: int
    cluster: str | None

    @property
    def many(self) -> bool:
        """Whether there may be more than one."""
        return self.org or self.accounts_file is not None


_OPTIONS: Final = (
    click.option(
        "--org", is_flag=True, help="Read every account of the organization, each through a role."
    ),
    click.option(
        "--ou",
        "units",
        metavar="UNIT",
        multiple=True,
        help="Only accounts in this organizational unit, by id or path, and those below it.",
    ),
    click.option(
        "--account-tag",
        "tags",
        metavar="KEY[=VALUE]",
        multiple=True,
        help="Only accounts with this tag.",
    ),
    click.option(
        "--accounts",
        "accounts_file",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Read the accounts that this YAML file lists, each through a role.",
    ),
    click.option(
        "--exclude-account",
        "excluded_accounts",
        metavar="ID",
        multiple=True,
        help="Account to leave out; may be given several times.",
    ),
    click.option(
        "--role-name",
        metavar="NAME",
        default="RolevetAudit",
        show_default=True,
        help="The role that every account has for --org or --accounts, with its path if any.",
    ),
    click.option(
        "--jobs",
        metavar="N",
        type=click.IntRange(1, 64),
        default=8,
        show_default=True,
        help="Accounts to read at a time on this machine.",
    ),
    click.option(
        "--dask",
        "cluster",
        metavar="ADDRESS",
        help="Read them on a Dask cluster, whose scheduler is there.",
    ),
)
"""Each gives the field of Accounts that bears its name."""


def reads_accounts(command: Callable[..., int]) -> Callable[..., int]:
    """Options that reach the command as one `accounts`."""

    @wraps(command)
    def gathered(account: Account, **words: Any) -> int:
        names = [field.name for field in fields(Accounts) if field.name != "account"]
        accounts = Accounts(account, **{name: words.pop(name) for name in names})
        _refuse_contradiction(accounts)
        return command(accounts=accounts, **words)

    for option in reversed(_OPTIONS):
        option(gathered)
    return reads_account(gathered)


def _refuse_contradiction(accounts: Accounts) -> None:
    if accounts.org and accounts.accounts_file:
        raise UsageError("--org and --accounts are two answers to one question", hint="drop one")
    if accounts.many and accounts.account.role_arn:
        raise UsageError(
            "--assume-role is one role of one account",
            hint="name the role that every account has: --role-name NAME",
        )
    if (accounts.units or accounts.tags) and not accounts.org:
        raise UsageError("--ou and --account-tag choose among --org", hint="add --org")
    if accounts.excluded_accounts and not accounts.many:
        raise UsageError(
            "--exclude-account leaves out one of many", hint="add --org or --accounts FILE"
        )


@contextmanager
def toured(
    accounts: Accounts,
    needs: frozenset[Need],
    task: Task[ResultT],
    talk: Talk,
    resume: Path | None = None,
) -> Iterator[Iterator[ResultT]]:
    """What the task makes of the facts of each account, as of now; progress is told meanwhile."""
    # boto3 takes half a second to import.
    from rolevet.fleet import Order, tour
    from rolevet.sources.aws.accounts_file import load_accounts
    from rolevet.sources.aws.meter import Tally
    from rolevet.sources.aws.shared import open_shared

    account = accounts.account
    check_role(account, has_role=accounts.many or account.role_arn is not None)
    listed = load_accounts(accounts.accounts_file) if accounts.accounts_file else ()
    shared = open_shared(account.connection, account.wish)
    now = datetime.now(UTC)
    order = Order(account.connection, account.wish, account.told, needs, now, resume)
    with shown(talk, shared.meter):
        roster = _roster(shared, accounts, listed)
        known = len(roster.coverage)
        shared.meter.add(Tally(accounts=len(roster.targets), cells=known, cells_done=known))
        if accounts.cluster is None:
            yield tour(shared, order, roster, task, accounts.jobs)
        else:
            yield _tour_on()(accounts.cluster, shared, order, roster, task)


def _tour_on() -> Callable[..., Iterator[Any]]:
    try:
        from rolevet.cluster import tour_on
    except ModuleNotFoundError as missing:
        raise UsageError(
            f"--dask needs a package that is not installed: {missing.name}",
            hint="pip install 'rolevet[dask]'",
        ) from missing
    return tour_on


def _roster(shared: "Shared", accounts: Accounts, listed: "tuple[Listed, ...]") -> "Roster":
    from rolevet.sources.aws.organization import Members, survey
    from rolevet.sources.aws.roster import alone, of_file, of_organization

    words = accounts.role_name, accounts.account.external_id, accounts.excluded_accounts
    if listed:
        return of_file(shared, listed, *words)
    if accounts.org:
        found = survey(shared, Members(accounts.units, accounts.tags))
        return of_organization(shared, found, *words)
    return alone(shared, accounts.account.assumption)
