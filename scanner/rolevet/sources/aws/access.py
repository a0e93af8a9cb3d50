"""Who is calling, from where, and the clients that can only read."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final
from urllib.parse import urlsplit

import botocore.exceptions as boto
import botocore.session
from botocore.config import Config

from rolevet.coverage import Cell, CellState
from rolevet.errors import UsageError
from rolevet.sources.aws.assume import Assumption, assume, check_assumption
from rolevet.sources.aws.calls import Caller, CallFailed, Patience
from rolevet.sources.aws.clients import WORKERS, Clients
from rolevet.sources.aws.identity import credentials_of, identify
from rolevet.sources.aws.plan import DISCOVERY
from rolevet.sources.aws.rate import Buckets, Clock, SystemClock
from rolevet.sources.aws.regions import Choice, Wish, check_wish, choose, is_pattern, regions_of
from rolevet.text import did_you_mean, plain

GLOBAL: Final = "global"
"""The Region of services that have none."""

_ANYWHERE: Final = "us-east-1"


@dataclass(frozen=True, slots=True)
class Access:
    """Credentials that work, the account they belong to, and the way to ask with them."""

    account: str
    partition: str
    home: str
    choice: Choice
    clients: Clients
    buckets: Buckets
    clock: Clock
    patience: Patience
    offered: Callable[[str], frozenset[str]]
    """The Regions of the partition in which the installed botocore knows the service."""
    known: Mapping[str, str]
    """The partition of every Region that it knows."""
    found_by: Cell | None = None
    """How the Regions were found, where AWS was asked for them."""

    def offers(self, action: str, region: str) -> bool:
        """Whether AWS offers the service of an IAM action there, as far as botocore knows.

        Of a Region that is newer than the installed botocore nothing is known: it is worth a try.
        """
        return region in self.offered(_service(action)) or region not in self.known

    def caller(self, action: str, region: str) -> Caller:
        """Asks for one cell; its time runs from now."""
        where = self.home if region == GLOBAL else region
        return Caller(
            action=action,
            client=self.clients.of(_service(action), where),
            bucket=self.buckets.of(self.account, region, action),
            clock=self.clock,
            patience=self.patience,
            until=self.clock.now() + self.patience.cell,
        )


def _service(action: str) -> str:
    return action.partition(":")[0]


def open_access(
    *,
    profile: str | None,
    wish: Wish,
    endpoint_url: str | None,
    user_agent: str,
    assumption: Assumption | None = None,
    actions: Collection[str] = (),
    patience: Patience | None = None,
    clock: Clock | None = None,
) -> Access:
    """Raises UsageError for what the user has to set right, CollectError where AWS is silent.

    `actions` is all that an assumed role is left with.
    """
    if endpoint_url is not None:
        _check_endpoint(endpoint_url)
    if assumption is not None:
        check_assumption(assumption)
    core = _session(profile)
    known = _partition_by_region(core)
    home = _home(core, wish)
    check_wish(wish, known, known.get(home, ""))
    clock = clock or SystemClock()
    patience = patience or _patience(core)
    config = _config(user_agent, patience)
    if assumption is not None:
        through = {"endpoint_url": endpoint_url, "region_name": home, "config": config}
        source = _session(profile)
        assume(assumption, actions, source, credentials_of(source, profile), core, **through)
    clients = Clients(core, endpoint_url, config)
    account, partition = identify(clients, clock, patience, home, profile)
    check_wish(wish, known, partition)
    access = Access(
        account=account,
        partition=partition,
        home=home,
        choice=Choice(wish.wanted),
        clients=clients,
        buckets=Buckets(clock),
        clock=clock,
        patience=patience,
        offered=cache(lambda service: frozenset(core.get_available_regions(service, partition))),
        known=known,
    )
    return _with_regions(access, wish)


def _with_regions(access: Access, wish: Wish) -> Access:
    if not wish.needs_list:
        return replace(access, choice=choose(wish, wish.wanted, ()))
    enabled, disabled, cell = _regions(access)
    return replace(access, choice=choose(wish, enabled, disabled), found_by=cell)


def _home(core: botocore.session.Session, wish: Wish) -> str:
    """The Region whose endpoints answer what has no Region: who is calling, and where to look."""
    plain_names = [name for name in wish.wanted if not is_pattern(name)]
    return (plain_names or [core.get_config_variable("region") or _ANYWHERE])[0]


def _regions(access: Access) -> tuple[list[str], list[str], Cell]:
    """The Regions that the account has enabled, those it has not, and how that was learnt.

    Where AWS does not tell, every Region of the partition that botocore knows is worth a try.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html
    """
    cell = Cell(access.account, access.home, DISCOVERY, CellState.COMPLETE)
    here = regions_of(access.known, access.partition)
    try:
        answer = access.caller(DISCOVERY, access.home).ask("describe_regions", AllRegions=True)
        status = {r["RegionName"]: r.get("OptInStatus") for r in answer.body["Regions"]}
    except CallFailed as failed:
        wrong = replace(cell, state=failed.fault.state, effort=failed.effort)
        return here, [], failed.fault.told_in(wrong)
    except (KeyError, TypeError):
        return here, [], replace(cell, state=CellState.FAILED, error="MalformedAnswer")
    told = [name for name in status if access.known.get(name, access.partition) == access.partition]
    disabled = [name for name in told if status[name] == "not-opted-in"]
    enabled = [name for name in told if name not in disabled]
    return enabled, disabled, replace(cell, items=len(told), effort=answer.effort)


def _config(user_agent: str, patience: Patience) -> Config:
    return Config(
        user_agent_extra=user_agent,
        connect_timeout=patience.connect,
        read_timeout=patience.read,
        max_pool_connections=WORKERS,
        # Calls are tried again by the caller, who counts them and knows when to give up.
        retries={"total_max_attempts": 1},
    )


def _patience(core: botocore.session.Session) -> Patience:
    """The user's own number of attempts where one is configured, as botocore reads it."""
    try:
        attempts = core.get_config_variable("max_attempts")
    except ValueError as error:
        raise UsageError(
            f"max_attempts of the AWS configuration is not a number: {plain(str(error))}",
            hint="mend AWS_MAX_ATTEMPTS or the AWS config file",
        ) from error
    return Patience(attempts=max(1, int(attempts))) if attempts else Patience()


def _session(profile: str | None) -> botocore.session.Session:
    core = botocore.session.Session(profile=profile)
    try:
        core.get_config_variable("region")
    except boto.ProfileNotFound as error:
        names = core.full_config.get("profiles", {})
        raise UsageError(plain(str(error)), hint=did_you_mean(profile or "", names)) from error
    except boto.ConfigParseError as error:
        raise UsageError(plain(str(error)), hint="mend the AWS config file") from error
    # Facts keep timestamps as AWS sent them; parsing them is two thirds of a listing's cost.
    core.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=_as_sent)
    return core


def _as_sent(timestamp: object) -> object:
    return timestamp


def _partition_by_region(core: botocore.session.Session) -> Mapping[str, str]:
    endpoints = core.get_component("data_loader").load_data("endpoints")
    return {
        region: partition["partition"]
        for partition in endpoints["partitions"]
        for region in partition["regions"]
    }


def _check_endpoint(url: str) -> None:
    hint = "give it as http://HOST:PORT or https://HOST"
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise UsageError(f"--endpoint-url '{plain(url)}' is not an endpoint", hint=hint)
