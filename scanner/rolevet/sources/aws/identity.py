"""Who is calling: the first question, and the one that shows whether there are credentials."""

from dataclasses import replace
from typing import Final

import botocore.exceptions as boto
import botocore.session
from botocore.client import BaseClient
from botocore.credentials import Credentials

from rolevet.arn import BadArn, parse_arn
from rolevet.errors import CollectError, UsageError
from rolevet.sources.aws.calls import Caller, CallFailed, Patience
from rolevet.sources.aws.clients import Clients
from rolevet.sources.aws.rate import Buckets, Clock
from rolevet.text import plain

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


def identify(
    clients: Clients, clock: Clock, patience: Patience, region: str, profile: str | None
) -> tuple[str, str]:
    """Account and partition; raises UsageError without credentials, CollectError without answer."""
    caller = Caller(
        action="sts:GetCallerIdentity",
        client=_client(clients, region, profile),
        bucket=Buckets(clock).of("", region, "sts:GetCallerIdentity"),
        clock=clock,
        # Where the first call finds nobody, a user at a terminal waits for the answer.
        patience=replace(patience, attempts=min(3, patience.attempts)),
        until=clock.now() + patience.call,
    )
    try:
        answer = caller.ask("get_caller_identity").body
        return answer["Account"], parse_arn(answer["Arn"]).partition
    except (BadArn, KeyError) as error:
        raise CollectError(
            "sts:GetCallerIdentity answered without an account and an ARN",
            hint="check --endpoint-url; nothing was read",
        ) from error
    except CallFailed as failed:
        if isinstance(failed.__cause__, _CREDENTIAL_ERRORS):
            raise _no_credentials(profile, failed.fault.message) from failed
        raise CollectError(
            f"AWS did not say whose credentials these are: {failed}",
            hint="check the credentials, the network and --endpoint-url; nothing was read",
        ) from failed


def credentials_of(session: botocore.session.Session, profile: str | None) -> Credentials:
    """Those that botocore's own chain finds; raises UsageError where it finds none."""
    try:
        found: Credentials | None = session.get_credentials()
    except _CREDENTIAL_ERRORS as error:
        raise _no_credentials(profile, str(error)) from error
    if found is None:
        raise _no_credentials(profile, "none were found")
    return found


def _client(clients: Clients, region: str, profile: str | None) -> BaseClient:
    try:
        return clients.of("sts", region)
    except _CREDENTIAL_ERRORS as error:
        raise _no_credentials(profile, str(error)) from error
    except (boto.BotoCoreError, ValueError) as error:
        raise UsageError(
            f"the AWS configuration cannot be used: {plain(str(error))}",
            hint="mend the AWS config file or the AWS_ variable that it names",
        ) from error


def _no_credentials(profile: str | None, why: str) -> UsageError:
    whose = f"of profile '{plain(profile)}'" if profile else "in this environment"
    return UsageError(
        f"there are no usable AWS credentials {whose}: {plain(why)}",
        hint="sign in, or set AWS_PROFILE or AWS_ACCESS_KEY_ID; try: aws sts get-caller-identity",
    )
