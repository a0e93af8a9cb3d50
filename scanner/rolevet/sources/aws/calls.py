"""One call and one listing: tried again where that can help, and what went wrong otherwise."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from botocore.client import BaseClient
from botocore.credentials import Credentials
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,  # noqa: A004 - botocore's own, which is not the built-in one
    HTTPClientError,
    SSLError,
)
from botocore.parsers import ResponseParserError

from rolevet.coverage import Cell, CellState, Effort
from rolevet.sources.aws.meter import Meter, Tally
from rolevet.sources.aws.rate import Bucket, Clock
from rolevet.sources.aws.signing import signed_by
from rolevet.text import plain

_DENIED: Final = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "AuthorizationError",
        "ForbiddenException",
        "UnauthorizedException",
        "UnauthorizedOperation",
    }
)
_THROTTLED: Final = frozenset(
    {
        "BandwidthLimitExceeded",
        "LimitExceededException",
        "PriorRequestNotComplete",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)

# What botocore's own parsers raise on an answer of another shape than the model's.
_MALFORMED: Final = (
    ResponseParserError,
    AttributeError,
    KeyError,
    RecursionError,
    TypeError,
    ValueError,
)

_PASSING: Final = (ConnectionError, HTTPClientError)

_FIRST_PAUSE: Final = 0.3
_LONGEST_PAUSE: Final = 10.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a call and a cell may take, in seconds, and how often a call is tried."""

    attempts: int = 8
    call: float = 60.0
    cell: float = 3600.0
    connect: float = 5.0
    read: float = 20.0


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong with a call; `code` is AWS's own, or the name of botocore's exception."""

    state: CellState
    code: str
    message: str
    passing: bool = False
    """Whether the same call may be answered a moment later."""

    def told_in(self, cell: Cell) -> Cell:
        """The cell with AWS's words; its state may be another, where only a part went wrong."""
        return replace(cell, error=self.code, message=self.message)


_INTERRUPTED: Final = Fault(CellState.FAILED, "Interrupted", "the run was interrupted")
_OUT_OF_TIME: Final = Fault(CellState.FAILED, "OutOfTime", "no time was left to call this API")


class CallFailed(Exception):
    """A call that gave no answer, however often it was tried."""

    def __init__(self, fault: Fault, effort: Effort) -> None:
        super().__init__(f"{fault.code}: {fault.message}")
        self.fault = fault
        self.effort = effort


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call gave, and what it took."""

    body: dict[str, Any]
    effort: Effort


@dataclass(frozen=True, slots=True)
class Caller:
    """All that calls of one cell have in common; `until` is the clock's time when it gives up."""

    action: str
    client: BaseClient
    credentials: Credentials
    bucket: Bucket
    clock: Clock
    patience: Patience
    meter: Meter
    until: float

    def ask(self, method: str, **parameters: object) -> Answer:
        """The answer of one operation; raises CallFailed, and nothing else, where there is none."""
        effort = Effort()
        fault, cause = _OUT_OF_TIME, None
        deadline = self.clock.now() + self.patience.call
        for attempt in range(self.patience.attempts):
            turn, pause = self.bucket.take(), _backoff(attempt)
            deadline += turn  # waiting for our own turn is nothing that AWS is slow at
            begins = self.clock.now() + turn + pause
            if begins > self.until or (attempt and begins > deadline):
                break
            self.clock.sleep(turn + pause)
            if self.clock.stopped:
                fault, cause = _INTERRUPTED, None
                break
            retries = int(attempt > 0)
            effort += self._counted(Effort(calls=1, retries=retries, waited=turn + pause))
            try:
                with signed_by(self.credentials):
                    body = _once(self.client, method, parameters)
            except _Faulty as faulty:
                fault, cause = faulty.fault, faulty.__cause__
            else:
                self.bucket.answered()
                return Answer(body, effort)
            if fault.state is CellState.THROTTLED:
                self.bucket.throttled()
                effort += self._counted(Effort(throttled=1))
            if not fault.passing:
                break
        raise CallFailed(fault, effort) from cause

    def _counted(self, spent: Effort) -> Effort:
        self.meter.add(Tally(effort=spent))
        return spent


class _Faulty(Exception):
    def __init__(self, fault: Fault) -> None:
        self.fault = fault


def _backoff(attempt: int) -> float:
    """Full jitter: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/"""
    if not attempt:
        return 0.0
    return random.uniform(0, min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0**attempt))  # noqa: S311


def _once(client: BaseClient, method: str, parameters: Mapping[str, object]) -> dict[str, Any]:
    try:
        body: dict[str, Any] = getattr(client, method)(**parameters)
    except ClientError as error:
        raise _Faulty(_fault_of(error)) from error
    except BotoCoreError as error:
        passing = isinstance(error, _PASSING) and not isinstance(error, SSLError)
        raise _Faulty(_failed(type(error).__name__, error, passing=passing)) from error
    except _MALFORMED as error:
        raise _Faulty(_failed("MalformedAnswer", error, passing=True)) from error
    return body


def _failed(code: str, error: Exception, *, passing: bool) -> Fault:
    return Fault(CellState.FAILED, code, plain(str(error), limit=500), passing)


def _fault_of(error: ClientError) -> Fault:
    detail = error.response.get("Error", {})
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    code = plain(str(detail.get("Code") or "Unknown"), limit=100)
    message = plain(str(detail.get("Message") or ""), limit=500)
    if code in _THROTTLED or status == 429:
        return Fault(CellState.THROTTLED, code, message, passing=True)
    if code in _DENIED or status == 403:
        return Fault(CellState.DENIED, code, message)
    return Fault(CellState.FAILED, code, message, passing=status >= 500)
