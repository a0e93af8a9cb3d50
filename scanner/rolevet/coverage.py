"""What a run set out to read, and how far it came."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

GLOBAL: Final = "global"
"""The Region of services that have none."""

_POLICY_KINDS: Final = (
    "identity-based policy",
    "permissions boundary",
    "resource-based policy",
    "resource control policy",
    "service control policy",
    "session policy",
    "VPC endpoint policy",
)


class CellState(StrEnum):
    """How the calls of one cell ended."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    DENIED = "denied"
    THROTTLED = "throttled"
    FAILED = "failed"
    NOT_OFFERED = "not-offered"
    """AWS does not offer the service in that Region, as far as the installed botocore knows."""

    NOT_ENABLED = "region-not-enabled"
    """The account has not opted in to the Region."""
    EXCLUDED = "excluded"
    """The user left the Region or the account out."""
    INACTIVE = "account-not-active"
    """The account is suspended or being closed; the cell's `error` is AWS's own word for it."""

    DECLARED = "declared"
    """Files declare some; what else there is, nobody looked for."""

    NOT_NEEDED = "not-needed"
    """Nothing there could matter: a whole listing says that there is nothing to belong to."""

    @property
    def settled(self) -> bool:
        """Whether nothing was missed that the user wanted read."""
        return self not in (
            CellState.PARTIAL,
            CellState.DENIED,
            CellState.THROTTLED,
            CellState.FAILED,
        )

    @property
    def verb(self) -> str:
        """What a sentence says of calls that ended so."""
        return {
            CellState.COMPLETE: "is complete",
            CellState.PARTIAL: "came back only in part",
            CellState.DENIED: "was denied",
            CellState.THROTTLED: "was throttled until it was given up",
            CellState.FAILED: "failed",
            CellState.NOT_OFFERED: "is not offered",
            CellState.NOT_ENABLED: "is not enabled",
            CellState.EXCLUDED: "is excluded",
            CellState.INACTIVE: "is not tried, because the account is not active",
            CellState.DECLARED: "is not what files tell",
            CellState.NOT_NEEDED: "is not needed",
        }[self]


@dataclass(frozen=True, slots=True, order=True)
class Effort:
    """What answers took: calls sent, those of them that were a second try or were throttled, and
    the seconds spent waiting for AWS's limits."""

    calls: int = 0
    retries: int = 0
    throttled: int = 0
    waited: float = 0.0

    def __add__(self, other: "Effort") -> "Effort":
        return Effort(
            self.calls + other.calls,
            self.retries + other.retries,
            self.throttled + other.throttled,
            self.waited + other.waited,
        )


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One account × Region × API; Region is "global" for IAM, and `api` is the IAM action.

    `kind` is the kind of resource or the detail that the API tells of, or empty where it tells of
    none; `lists` says that it is the one that enumerates them, or, without a kind, that everything
    hangs on it. `error` is AWS's own code of the first thing that went wrong.
    """

    account: str
    region: str
    api: str
    state: CellState
    kind: str = ""
    lists: bool = False
    items: int = 0
    pages: int = 0
    effort: Effort = Effort()
    error: str = ""
    message: str = ""

    @property
    def denied_by(self) -> str:
        """The kind of policy that refused the call, where AWS's message names one."""
        return refused_by(self.message)

    @property
    def shortfall(self) -> str:
        """A clause that says what could not be read."""
        if self.state is CellState.DECLARED:
            return f"files tell only what they declare, not every {self.kind} that there is"
        if not self.account:  # a file, whose message names it
            return self.message
        by = f" by {self.denied_by}" if self.denied_by else ""
        code = f" ({self.error}{by})" if self.error else ""
        return f"{self.api} {self.state.verb}{code} in {self.account}/{self.region}"


def refused_by(message: str) -> str:
    """The kind of policy that a message of denial names, or nothing.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
    """
    for kind in _POLICY_KINDS:
        if (
            f"in a {kind}" in message
            or f"in an {kind}" in message
            or f"no {kind} allows" in message
        ):
            return kind
    return ""
