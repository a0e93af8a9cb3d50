"""One account that a command reads: its options, and how they are told to the collector."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

import click

from rolevet import __version__
from rolevet.errors import UsageError

if TYPE_CHECKING:
    from rolevet.sources.aws.assume import Assumption, Told
    from rolevet.sources.aws.regions import Wish
    from rolevet.sources.aws.shared import Connection


@dataclass(frozen=True, slots=True)
class Account:
    """Where to read, as the user gave it; what is missing is found as the AWS CLI finds it."""

    profile: str | None
    partition: str | None
    regions: tuple[str, ...]
    excluded: tuple[str, ...]
    endpoint_url: str | None
    role_arn: str | None
    external_id: str | None
    session_name: str
    source_identity: str | None
    duration: int | None

    # What these words mean to the collector; boto3 takes half a second to import.

    @property
    def connection(self) -> "Connection":
        from rolevet.sources.aws.shared import Connection

        user_agent = f"rolevet/{__version__}"
        return Connection(self.profile, self.partition, self.endpoint_url, user_agent)

    @property
    def wish(self) -> "Wish":
        from rolevet.sources.aws.regions import Wish

        return Wish(self.regions, self.excluded)

    @property
    def assumption(self) -> "Assumption | None":
        from rolevet.sources.aws.assume import Assumption

        return Assumption(self.role_arn, self.external_id) if self.role_arn else None

    @property
    def told(self) -> "Told":
        from rolevet.sources.aws.assume import Told

        return Told(self.session_name, self.source_identity, self.duration)


_OPTIONS: Final = (
    click.option("--profile", metavar="NAME", help="Profile of the AWS config file to use."),
    click.option(
        "--partition",
        metavar="NAME",
        help="Partition of the credentials, such as aws-cn, where no Region is configured.",
    ),
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
    click.option(
        "--source-identity", metavar="NAME", help="Who stands behind the session, for CloudTrail."
    ),
    click.option(
        "--duration",
        metavar="SECONDS",
        type=int,
        help="How long the role's credentials last; they are fetched again in time.",
    ),
)
"""Each gives the field of an Account that bears its name."""


def reads_account(command: Callable[..., int]) -> Callable[..., int]:
    """Options that reach the command as one `account`."""

    @wraps(command)
    def gathered(**words: Any) -> int:
        return command(
            account=Account(**{field.name: words.pop(field.name) for field in fields(Account)}),
            **words,
        )

    for option in reversed(_OPTIONS):
        option(gathered)
    return gathered


def check_role(account: Account, *, has_role: bool) -> None:
    """Raises UsageError for words about a role where none is assumed, or that AWS would refuse."""
    from rolevet.sources.aws.assume import check_assumption, check_external_id, check_told

    words = {
        "--external-id": account.external_id,
        "--source-identity": account.source_identity,
        "--duration": account.duration,
    }
    for name, word in words.items():
        if word is not None and not has_role:
            raise UsageError(
                f"{name} goes with a role", hint="add --assume-role ARN, --org or --accounts FILE"
            )
    check_told(account.told)
    check_external_id(account.external_id)
    if account.assumption is not None:
        check_assumption(account.assumption, "--assume-role")
