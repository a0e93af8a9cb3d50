"""Reading through a role of the account that is read, with no more rights than the plan needs."""

import json
import string
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import botocore.session
from botocore.credentials import (
    AssumeRoleCredentialFetcher,
    CredentialProvider,
    CredentialResolver,
    Credentials,
    DeferredRefreshableCredentials,
)

from rolevet.arn import BadArn, parse_role
from rolevet.errors import UsageError
from rolevet.sources.aws.plan import read_policy
from rolevet.text import plain

_METHOD: Final = "assume-role"
# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
_SESSION_NAME: Final = frozenset(string.ascii_letters + string.digits + "_+=,.@-")


@dataclass(frozen=True, slots=True)
class Assumption:
    """The role to assume, and what AWS is told with it."""

    role_arn: str
    external_id: str | None
    session_name: str


class _Provider(CredentialProvider):
    METHOD = _METHOD

    def __init__(self, credentials: DeferredRefreshableCredentials) -> None:
        self._credentials = credentials

    def load(self) -> DeferredRefreshableCredentials:
        return self._credentials


def check_assumption(assumption: Assumption) -> None:
    """Raises UsageError for what cannot be the ARN of a role or the name of a session."""
    name = assumption.session_name
    if not (2 <= len(name) <= 64 and _SESSION_NAME.issuperset(name)):
        raise UsageError(
            f"--session-name '{plain(name, limit=100)}' is not a session name",
            hint="use 2 to 64 letters, digits and _+=,.@-",
        )
    try:
        parse_role(assumption.role_arn)
    except BadArn as bad:
        raise UsageError(
            f"--assume-role '{plain(assumption.role_arn, limit=300)}' is no role: {bad}",
            hint="give it as arn:aws:iam::ACCOUNT:role/NAME",
        ) from bad


def assume(
    assumption: Assumption,
    actions: Collection[str],
    source: botocore.session.Session,
    given: Credentials,
    target: botocore.session.Session,
    **client: Any,
) -> None:
    """From now on `target` uses the role's credentials, fetched with those `given`.

    They are fetched when the first call needs them, and again before they expire. A session policy
    cuts them down to the actions of the plan, so that nothing could be written even if the role
    allowed it.
    """
    told = {
        "RoleSessionName": assumption.session_name,
        "Policy": json.dumps(read_policy(actions), separators=(",", ":")),
    }
    if assumption.external_id is not None:
        told["ExternalId"] = assumption.external_id
    fetcher = AssumeRoleCredentialFetcher(
        client_creator=partial(source.create_client, **client),
        source_credentials=given,
        role_arn=assumption.role_arn,
        extra_args=told,
    )
    credentials = DeferredRefreshableCredentials(fetcher.fetch_credentials, _METHOD)
    resolver = CredentialResolver([_Provider(credentials)])
    target.register_component("credential_provider", resolver)
