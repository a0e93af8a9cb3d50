"""One account: the credentials that read it, and the Regions that are read."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from botocore.credentials import Credentials

from rolevet.coverage import Cell, CellState
from rolevet.sources.aws.assume import Told, assume
from rolevet.sources.aws.calls import Caller, CallFailed
from rolevet.sources.aws.plan import ASSUME, DISCOVERY
from rolevet.sources.aws.rate import Buckets
from rolevet.sources.aws.regions import Choice, Wish, choose, regions_of
from rolevet.sources.aws.shared import Shared
from rolevet.sources.aws.target import Target

_NOWHERE: Final = Choice(())


@dataclass(frozen=True, slots=True)
class Access:
    """A way into one account, with the credentials that every one of its calls is signed by."""

    shared: Shared
    target: Target
    credentials: Credentials
    buckets: Buckets
    choice: Choice = _NOWHERE
    found_by: Cell | None = None
    """How the Regions were found, where AWS was asked for them."""

    @property
    def account(self) -> str:
        return self.target.account

    @property
    def partition(self) -> str:
        return self.shared.partition

    @property
    def home(self) -> str:
        return self.shared.home

    def offers(self, action: str, region: str) -> bool:
        """As `Shared.offers`."""
        return self.shared.offers(action, region)

    def caller(self, action: str, region: str) -> Caller:
        """Asks for one cell; its time runs from now."""
        bucket = self.buckets.of(region, action)
        return self.shared.caller(action, region, self.credentials, bucket)


def open_access(
    shared: Shared, target: Target, wish: Wish, told: Told, actions: Collection[str]
) -> Access:
    """`actions` is all that an assumed role is left with; raises CallFailed where it is refused."""
    wanted = Wish(target.regions or wish.wanted, wish.unwanted)
    # Whoever enters another account by a role cannot know which Regions it has enabled.
    at_their_word = target.assumption is None and not wanted.needs_list
    credentials = _credentials(shared, target, told, actions)
    own = target.account == shared.own.account
    access = Access(shared, target, credentials, shared.buckets if own else Buckets(shared.clock))
    if at_their_word:
        return replace(access, choice=choose(wanted, wanted.wanted, ()))
    enabled, disabled, cell = _regions(access)
    return replace(access, choice=choose(wanted, enabled, disabled), found_by=cell)


def _credentials(
    shared: Shared, target: Target, told: Told, actions: Collection[str]
) -> Credentials:
    own = shared.own
    if target.assumption is None:
        return own.credentials

    def asking() -> Caller:
        # AWS counts these calls against the account that makes them.
        bucket = shared.buckets.of(shared.home, ASSUME)
        return shared.caller(ASSUME, shared.home, own.credentials, bucket)

    return assume(target.assumption, told, actions, asking)


def _regions(access: Access) -> tuple[list[str], list[str], Cell]:
    """The Regions that the account has enabled, those it has not, and how that was learnt.

    Where AWS does not tell, every Region of the partition that botocore knows is worth a try.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html
    """
    cell = Cell(access.account, access.home, DISCOVERY, CellState.COMPLETE)
    known = access.shared.known
    here = regions_of(known, access.partition)
    try:
        answer = access.caller(DISCOVERY, access.home).ask("describe_regions", AllRegions=True)
        status = {r["RegionName"]: r.get("OptInStatus") for r in answer.body["Regions"]}
    except CallFailed as failed:
        wrong = replace(cell, state=failed.fault.state, effort=failed.effort)
        return here, [], failed.fault.told_in(wrong)
    except (KeyError, TypeError):
        return here, [], replace(cell, state=CellState.FAILED, error="MalformedAnswer")
    told = [name for name in status if known.get(name, access.partition) == access.partition]
    disabled = [name for name in told if status[name] == "not-opted-in"]
    enabled = [name for name in told if name not in disabled]
    return enabled, disabled, replace(cell, items=len(told), effort=answer.effort)
