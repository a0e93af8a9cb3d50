"""The account that a command reads: its options, and collecting from it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

import click

from rolevet import __version__
from rolevet.errors import UsageError
from rolevet.inventory import Inventory
from rolevet.resources import Resource
from rolevet.sources.aws.plan import actions_for

if TYPE_CHECKING:
    from rolevet.sources.aws.access import Access


@dataclass(frozen=True, slots=True)
class Account:
    """Where to read, as the user gave it; what is missing is found as the AWS CLI finds it."""

    profile: str | None
    regions: tuple[str, ...]
    excluded: tuple[str, ...]
    endpoint_url: str | None
    role_arn: str | None
    external_id: str | None
    session_name: str


_OPTIONS: Final = (
    click.option("--profile", metavar="NAME", help="Profile of the AWS config file to use."),
    click.option(
        "--region",
        "regions",
        metavar="NAME",
        multiple=True,
        help="Region to read, or a pattern such as 'eu-*'; may be given several times.  "
        "[default: all that the account has enabled]",
    ),
    click.option(
        "--exclude-region",
        "excluded",
        metavar="NAME",
        multiple=True,
        help="Region or pattern to leave out; may be given several times.",
    ),
    click.option("--endpoint-url", metavar="URL", help="Send every call there instead of to AWS."),
    click.option(
        "--assume-role",
        "role_arn",
        metavar="ARN",
        help="Read through this role, cut down to what is read by a session policy.",
    ),
    click.option("--external-id", metavar="TEXT", help="What the role's trust policy asks for."),
    click.option(
        "--session-name",
        metavar="NAME",
        default="rolevet",
        show_default=True,
        help="What CloudTrail shows of the assumed role.",
    ),
)
"""Each gives the field of an Account that bears its name."""


def reads_account(command: Callable[..., int]) -> Callable[..., int]:
    """Options that reach the command as one `account`."""

    @wraps(command)
    def gathered(**words: Any) -> int:
        account = Account(**{field.name: words.pop(field.name) for field in fields(Account)})
        if account.external_id is not None and account.role_arn is None:
            raise UsageError("--external-id goes with a role", hint="add --assume-role ARN")
        return command(account=account, **words)

    for option in reversed(_OPTIONS):
        option(gathered)
    return gathered


def opened(account: Account, kinds: Collection[type[Resource]]) -> "Access":
    """Access for reading these kinds; raises as `open_access` does."""
    # boto3 takes half a second to import.
    from rolevet.sources.aws.access import open_access
    from rolevet.sources.aws.assume import Assumption
    from rolevet.sources.aws.regions import Wish

    assumption = None
    if account.role_arn is not None:
        assumption = Assumption(account.role_arn, account.external_id, account.session_name)
    return open_access(
        profile=account.profile,
        wish=Wish(account.regions, account.excluded),
        endpoint_url=account.endpoint_url,
        user_agent=f"rolevet/{__version__}",
        assumption=assumption,
        actions=actions_for(kinds),
    )


def collected(account: Account, kinds: Collection[type[Resource]]) -> Inventory:
    """The account's facts of these kinds, as of now."""
    access = opened(account, kinds)

    from rolevet.sources.aws.collect import collect

    return collect(access, kinds, now=datetime.now(UTC))
