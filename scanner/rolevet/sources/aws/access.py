"""Who is calling, from where, and the clients that can only read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import boto3
import botocore.exceptions as boto
import botocore.session
from botocore.client import BaseClient
from botocore.config import Config

from rolevet.arn import parse_arn
from rolevet.errors import CollectError, UsageError
from rolevet.sources.aws.calls import CallFailed, ask, refuse_garbage
from rolevet.text import did_you_mean, plain

_READING_VERBS: Final = ("Describe", "Get", "List")

# What botocore raises while it looks for credentials, before anything is sent to a service of ours.
_CREDENTIAL_ERRORS: Final = (
    boto.NoCredentialsError,
    boto.PartialCredentialsError,
    boto.CredentialRetrievalError,
    boto.LoginError,
    boto.SSOError,
    boto.TokenRetrievalError,
    boto.NoAuthTokenError,
    boto.InfiniteLoopConfigError,
    boto.UnknownCredentialError,
    boto.InvalidConfigError,
)


class WriteRefused(Exception):
    """The scanner tried to call an operation that is not a Get, List or Describe."""


@dataclass(frozen=True, slots=True)
class Access:
    """Credentials that work, the account they belong to, and clients made with them."""

    account: str
    partition: str
    regions: tuple[str, ...]
    client: Callable[[str, str], BaseClient]
    """From service and Region."""
    offers: Callable[[str, str], bool]
    """Whether AWS offers the service in the Region, as far as the installed botocore knows."""


def open_access(
    *,
    profile: str | None,
    regions: Iterable[str],
    endpoint_url: str | None,
    user_agent: str,
) -> Access:
    """Raises UsageError for what the user has to set right, CollectError where AWS does not answer.

    Without regions, the session's own is taken.
    """
    if endpoint_url is not None:
        _check_endpoint(endpoint_url)
    core = _session(profile)
    asked = _asked_regions(core, tuple(sorted(set(regions))))
    session = boto3.Session(botocore_session=core)
    config = Config(user_agent_extra=user_agent)

    def client(service: str, region: str) -> BaseClient:
        made: BaseClient = session.client(
            service,  # type: ignore[call-overload] # the stubs know one overload per service
            region_name=region,
            endpoint_url=endpoint_url,
            config=config,
        )
        made.meta.events.register("before-call", _refuse_writes)
        made.meta.events.register("before-parse", refuse_garbage)
        return made

    account, partition = _identity(client, asked[0], profile)
    _check_partition(core, asked, partition)
    return Access(
        account=account,
        partition=partition,
        regions=asked,
        client=client,
        offers=lambda service, region: region in core.get_available_regions(service, partition),
    )


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


def _asked_regions(core: botocore.session.Session, regions: tuple[str, ...]) -> tuple[str, ...]:
    if not regions:
        own = core.get_config_variable("region")
        if not own:
            raise UsageError(
                "no Region is given, and the session has none",
                hint="add --region NAME, or set AWS_DEFAULT_REGION",
            )
        regions = (own,)
    known = _partition_by_region(core)
    for region in regions:
        if region not in known:
            raise UsageError(
                f"there is no Region '{plain(region)}' that the installed botocore knows",
                hint=did_you_mean(region, known),
            )
    return regions


def _partition_by_region(core: botocore.session.Session) -> Mapping[str, str]:
    endpoints = core.get_component("data_loader").load_data("endpoints")
    return {
        region: partition["partition"]
        for partition in endpoints["partitions"]
        for region in partition["regions"]
    }


def _check_partition(
    core: botocore.session.Session, regions: tuple[str, ...], partition: str
) -> None:
    known = _partition_by_region(core)
    for region in regions:
        if known[region] != partition:
            raise UsageError(
                f"Region '{region}' is in partition '{known[region]}', "
                f"but the credentials belong to partition '{partition}'",
                hint="scan each partition with credentials of its own",
            )


def _check_endpoint(url: str) -> None:
    hint = "give it as http://HOST:PORT or https://HOST"
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise UsageError(f"--endpoint-url '{plain(url)}' is not an endpoint", hint=hint)


def _identity(
    client: Callable[[str, str], BaseClient], region: str, profile: str | None
) -> tuple[str, str]:
    try:
        answer = ask(client("sts", region), "get_caller_identity")
        return answer["Account"], parse_arn(answer["Arn"]).partition
    except _CREDENTIAL_ERRORS as error:
        raise _no_credentials(profile, str(error)) from error
    except (boto.BotoCoreError, ValueError, KeyError) as error:
        raise UsageError(
            f"the AWS configuration cannot be used: {plain(str(error))}",
            hint="mend the AWS config file or the AWS_ variable that it names",
        ) from error
    except CallFailed as failed:
        if isinstance(failed.__cause__, _CREDENTIAL_ERRORS):
            raise _no_credentials(profile, failed.fault.message) from failed
        raise CollectError(
            f"AWS did not say whose credentials these are: {failed}",
            hint="check the credentials, the network and --endpoint-url; nothing was read",
        ) from failed


def _no_credentials(profile: str | None, why: str) -> UsageError:
    whose = f"of profile '{plain(profile)}'" if profile else "in this environment"
    return UsageError(
        f"there are no usable AWS credentials {whose}: {plain(why)}",
        hint="sign in, or set AWS_PROFILE or AWS_ACCESS_KEY_ID; try: aws sts get-caller-identity",
    )


def _refuse_writes(model: Any, **_: object) -> None:
    if not model.name.startswith(_READING_VERBS):
        raise WriteRefused(model.name)
