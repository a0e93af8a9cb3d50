"""Who is calling: the first question, and the one that shows whether there are credentials."""

from dataclasses import dataclass
from typing import Final

import botocore.exceptions as boto
import botocore.session
from botocore.credentials import Credentials

from rolevet.arn import BadArn, parse_arn
from rolevet.errors import CollectError, UsageError
from rolevet.sources.aws.calls import Caller, CallFailed
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


@dataclass(frozen=True, slots=True)
class Identity:
    """Credentials that work, and the account that they belong to."""

    account: str
    partition: str
    credentials: Credentials


def identify(caller: Caller, profile: str | None) -> Identity:
    """Raises UsageError for credentials that cannot be had, CollectError without an answer."""
    try:
        answer = caller.ask("get_caller_identity").body
        return Identity(answer["Account"], parse_arn(answer["Arn"]).partition, caller.credentials)
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


def _no_credentials(profile: str | None, why: str) -> UsageError:
    whose = f"of profile '{plain(profile)}'" if profile else "in this environment"
    return UsageError(
        f"there are no usable AWS credentials {whose}: {plain(why)}",
        hint="sign in, or set AWS_PROFILE or AWS_ACCESS_KEY_ID; try: aws sts get-caller-identity",
    )
