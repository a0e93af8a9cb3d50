"""Reading through a role of the account that is read, with no more rights than the plan needs."""

import json
import string
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from botocore.credentials import RefreshableCredentials

from rolevet.arn import BadArn, parse_role
from rolevet.coverage import CellState
from rolevet.errors import UsageError
from rolevet.sources.aws.calls import Caller, CallFailed, Fault
from rolevet.sources.aws.plan import read_policy
from rolevet.text import plain

# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
_SESSION_NAME: Final = frozenset(string.ascii_letters + string.digits + "_+=,.@-")
_EXTERNAL_ID: Final = _SESSION_NAME | frozenset(":/")
_SHORTEST, _LONGEST = 900, 43200


@dataclass(frozen=True, slots=True)
class Told:
    """What AWS is told with every role that is assumed; the duration is in seconds."""

    session_name: str
    source_identity: str | None = None
    duration: int | None = None


@dataclass(frozen=True, slots=True)
class Assumption:
    """The role to assume, and what its trust policy may ask for."""

    role_arn: str
    external_id: str | None = None


def check_told(told: Told) -> None:
    """Raises UsageError for what AWS would refuse."""
    _check_name("--session-name", told.session_name)
    if told.source_identity is not None:
        _check_name("--source-identity", told.source_identity)
    if told.duration is not None and not _SHORTEST <= told.duration <= _LONGEST:
        raise UsageError(
            f"--duration {told.duration} is not a duration of a session",
            hint=f"use {_SHORTEST} to {_LONGEST} seconds",
        )


def check_assumption(assumption: Assumption, what: str) -> None:
    """Raises UsageError for what cannot be a role or an external ID; `what` names the option."""
    try:
        parse_role(assumption.role_arn)
    except BadArn as bad:
        raise UsageError(
            f"{what} '{plain(assumption.role_arn, limit=300)}' is no role: {bad}",
            hint="give it as arn:aws:iam::ACCOUNT:role/NAME",
        ) from bad
    check_external_id(assumption.external_id)


def check_external_id(given: str | None) -> None:
    """Raises UsageError for what AWS would refuse."""
    if given is not None and not (2 <= len(given) <= 1224 and _EXTERNAL_ID.issuperset(given)):
        raise UsageError(
            f"'{plain(given, limit=100)}' is not an external ID",
            hint="use 2 to 1224 letters, digits and _+=,.@:/-",
        )


def _check_name(option: str, name: str) -> None:
    if not (2 <= len(name) <= 64 and _SESSION_NAME.issuperset(name)):
        raise UsageError(
            f"{option} '{plain(name, limit=100)}' is not a name that AWS takes",
            hint="use 2 to 64 letters, digits and _+=,.@-",
        )


def assume(
    assumption: Assumption,
    told: Told,
    actions: Collection[str],
    caller: Callable[[], Caller],
) -> RefreshableCredentials:
    """The role's credentials, fetched now, and again before they expire, each time by a `caller`.

    A session policy cuts them down to the actions of the plan, so that nothing could be written
    even if the role allowed it. Raises CallFailed, as does every later call that needs new ones.
    """
    words: dict[str, Any] = {
        "RoleArn": assumption.role_arn,
        "RoleSessionName": told.session_name,
        "Policy": json.dumps(read_policy(actions), separators=(",", ":")),
        "ExternalId": assumption.external_id,
        "SourceIdentity": told.source_identity,
        "DurationSeconds": told.duration,
    }
    given = {name: word for name, word in words.items() if word is not None}

    def fetch() -> dict[str, str]:
        return _fetched(caller(), given)

    return RefreshableCredentials.create_from_metadata(
        metadata=fetch(), refresh_using=fetch, method="assume-role"
    )


def _fetched(caller: Caller, given: dict[str, Any]) -> dict[str, str]:
    answer = caller.ask("assume_role", **given)
    found = answer.body.get("Credentials", {})
    try:
        datetime.fromisoformat(found["Expiration"])
        return {
            "access_key": found["AccessKeyId"],
            "secret_key": found["SecretAccessKey"],
            "token": found["SessionToken"],
            "expiry_time": found["Expiration"],
        }
    except (KeyError, TypeError, ValueError) as error:
        fault = Fault(CellState.FAILED, "MalformedAnswer", f"the answer holds no {error}")
        raise CallFailed(fault, answer.effort) from error
