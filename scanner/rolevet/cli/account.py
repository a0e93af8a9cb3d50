"""The account that a command reads: its options, and collecting from it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from rolevet import __version__
from rolevet.inventory import Inventory
from rolevet.resources import Resource

if TYPE_CHECKING:
    from rolevet.sources.aws.access import Access


@dataclass(frozen=True, slots=True)
class Account:
    """Where to read, as the user gave it; what is missing is found as the AWS CLI finds it."""

    profile: str | None
    regions: tuple[str, ...]
    excluded: tuple[str, ...]
    endpoint_url: str | None


def reads_account(command: Callable[..., int]) -> Callable[..., int]:
    """Options that reach the command as one `account`."""

    @click.option("--profile", metavar="NAME", help="Profile of the AWS config file to use.")
    @click.option(
        "--region",
        "regions",
        metavar="NAME",
        multiple=True,
        help="Region to read, or a pattern such as 'eu-*'; may be given several times.  "
        "[default: all that the account has enabled]",
    )
    @click.option(
        "--exclude-region",
        "excluded",
        metavar="NAME",
        multiple=True,
        help="Region or pattern to leave out; may be given several times.",
    )
    @click.option("--endpoint-url", metavar="URL", help="Send every call there instead of to AWS.")
    @wraps(command)
    def gathered(
        profile: str | None,
        regions: tuple[str, ...],
        excluded: tuple[str, ...],
        endpoint_url: str | None,
        **others: Any,
    ) -> int:
        return command(account=Account(profile, regions, excluded, endpoint_url), **others)

    return gathered


def opened(account: Account) -> "Access":
    """Access with the account's credentials; raises as `open_access` does."""
    # boto3 takes half a second to import.
    from rolevet.sources.aws.access import open_access
    from rolevet.sources.aws.regions import Wish

    return open_access(
        profile=account.profile,
        wish=Wish(account.regions, account.excluded),
        endpoint_url=account.endpoint_url,
        user_agent=f"rolevet/{__version__}",
    )


def collected(account: Account, kinds: Collection[type[Resource]]) -> Inventory:
    """The account's facts of these kinds, as of now."""
    access = opened(account)

    from rolevet.sources.aws.collect import collect

    return collect(access, kinds, now=datetime.now(UTC))
