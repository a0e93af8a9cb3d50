"""What all accounts of a run have in common: whose credentials begin it, and the way to AWS."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

import botocore.exceptions as boto
import botocore.session
from botocore.config import Config
from botocore.credentials import Credentials

from rolevet.coverage import GLOBAL
from rolevet.errors import UsageError
from rolevet.sources.aws.calls import Caller, Patience
from rolevet.sources.aws.clients import Clients
from rolevet.sources.aws.identity import Identity, credentials_of, identify
from rolevet.sources.aws.meter import Meter
from rolevet.sources.aws.once import Once
from rolevet.sources.aws.rate import Bucket, Buckets, Clock, SystemClock
from rolevet.sources.aws.regions import Wish, check_wish, is_pattern
from rolevet.sources.aws.transport import Transport
from rolevet.text import did_you_mean, plain

_WHO: Final = "sts:GetCallerIdentity"
_DEFAULT_PARTITION: Final = "aws"


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach AWS, as the user said it; what is missing is found as the AWS CLI finds it."""

    profile: str | None = None
    partition: str | None = None
    endpoint_url: str | None = None
    user_agent: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """The clients, the rates and the patience of a run, and the credentials that it begins with."""

    own: Identity
    home: str
    """The Region whose endpoints answer what has no Region."""
    clients: Clients
    buckets: Buckets
    """Of the own account; those of another end with the visit to it."""
    clock: Clock
    patience: Patience
    meter: Meter
    offered: Callable[[str], frozenset[str]]
    """The Regions of the partition in which the installed botocore knows the service."""
    known: Mapping[str, str]
    """The partition of every Region that it knows."""
    aws_policies: Once[dict[str, Any]] = field(default_factory=Once)
    """The managed policies that AWS owns, by ARN: they are the same for every account."""

    @property
    def partition(self) -> str:
        return self.own.partition

    def offers(self, action: str, region: str) -> bool:
        """Whether AWS offers the service of an IAM action there, as far as botocore knows.

        Of a Region that is newer than the installed botocore nothing is known: it is worth a try.
        """
        return region in self.offered(service_of(action)) or region not in self.known

    def caller(self, action: str, region: str, credentials: Credentials, bucket: Bucket) -> Caller:
        """Asks for one cell with these credentials; its time runs from now."""
        where = self.home if region == GLOBAL else region
        return Caller(
            action=action,
            client=self.clients.of(service_of(action), where),
            credentials=credentials,
            bucket=bucket,
            clock=self.clock,
            patience=self.patience,
            meter=self.meter,
            until=self.clock.now() + self.patience.cell,
        )


def service_of(action: str) -> str:
    """The service that IAM's name of an action begins with."""
    return action.partition(":")[0]


def open_shared(
    connection: Connection,
    wish: Wish,
    *,
    patience: Patience | None = None,
    clock: Clock | None = None,
) -> Shared:
    """Raises UsageError for what the user has to set right, CollectError where AWS is silent."""
    if connection.endpoint_url is not None:
        _check_endpoint(connection.endpoint_url)
    core = _session(connection.profile)
    known = _partition_by_region(core)
    home = _home(core, connection.partition, wish)
    check_wish(wish, known, known.get(home, ""))
    clock = clock or SystemClock()
    patience = patience or _patience(core)
    clients = _clients(core, connection, patience)
    buckets = Buckets(clock)
    meter = Meter()
    # A session of its own: the other one's clients leave the choice of credentials to each call.
    given = credentials_of(_session(connection.profile), connection.profile)
    own = identify(
        Caller(
            action=_WHO,
            client=_first_client(clients, home),
            credentials=given,
            bucket=buckets.of(home, _WHO),
            clock=clock,
            # Where the first call finds nobody, a user at a terminal waits for the answer.
            patience=replace(patience, attempts=min(3, patience.attempts)),
            meter=meter,
            until=clock.now() + patience.call,
        ),
        connection.profile,
    )
    _check_partition(connection.partition, own.partition)
    check_wish(wish, known, own.partition)
    return Shared(
        own=own,
        home=home,
        clients=clients,
        buckets=buckets,
        clock=clock,
        patience=patience,
        meter=meter,
        offered=cache(
            lambda service: frozenset(core.get_available_regions(service, own.partition))
        ),
        known=known,
    )


def _check_partition(wanted: str | None, found: str) -> None:
    if wanted not in (None, found):
        raise UsageError(
            f"--partition is '{wanted}', but the credentials belong to partition '{found}'",
            hint="use credentials of that partition; each is a world of its own",
        )


def _home(core: botocore.session.Session, partition: str | None, wish: Wish) -> str:
    plain_names = [name for name in wish.wanted if not is_pattern(name)]
    configured = None if partition else core.get_config_variable("region")
    if plain_names or configured:
        return str([*plain_names, configured][0])
    homes = {
        entry["id"]: entry["outputs"]["implicitGlobalRegion"]
        for entry in core.get_component("data_loader").load_data("partitions")["partitions"]
    }
    wanted = partition or _DEFAULT_PARTITION
    if wanted not in homes:
        raise UsageError(
            f"there is no partition '{plain(wanted)}'", hint=did_you_mean(wanted, homes)
        )
    return str(homes[wanted])


def _clients(core: botocore.session.Session, connection: Connection, patience: Patience) -> Clients:
    config = Config(
        user_agent_extra=connection.user_agent,
        # Calls are tried again by the caller, who counts them and knows when to give up.
        retries={"total_max_attempts": 1},
    )
    transport = Transport(core, (patience.connect, patience.read))
    return Clients(core, connection.endpoint_url, config, transport)


def _first_client(clients: Clients, region: str) -> Any:
    try:
        return clients.of("sts", region)
    except (boto.BotoCoreError, ValueError) as error:
        raise UsageError(
            f"the AWS configuration cannot be used: {plain(str(error))}",
            hint="mend the AWS config file or the AWS_ variable that it names",
        ) from error


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
