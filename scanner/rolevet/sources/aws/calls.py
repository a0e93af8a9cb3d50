"""One call and one listing, and what went wrong with it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from botocore.client import BaseClient
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from rolevet.coverage import CellState
from rolevet.text import plain
from rolevet.unknown import Unknown

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


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong with a call; `code` is AWS's own, or the name of botocore's exception."""

    state: CellState
    code: str
    message: str

    def unknown(self, operation: str, resource: str) -> Unknown:
        """The fact that this call would have told."""
        return Unknown(f"{operation} for {resource} {self.state.verb} ({self.code})")


class CallFailed(Exception):
    """A call that gave no answer."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{fault.code}: {fault.message}")
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Api:
    """A listing operation: its method on the client, and how it hands out pages."""

    method: str
    items: str
    token_sent: str
    token_received: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Listing:
    """What a listing gave before it ended; whole unless `fault` says why not."""

    items: tuple[Any, ...]
    pages: int
    fault: Fault | None = None


def ask(client: BaseClient, method: str, **parameters: object) -> dict[str, Any]:
    """The answer of one operation; raises CallFailed, and nothing else, where there is none."""
    try:
        answer: dict[str, Any] = getattr(client, method)(**parameters)
    except ClientError as error:
        raise CallFailed(_fault_of(error)) from error
    except BotoCoreError as error:
        raise CallFailed(
            Fault(CellState.FAILED, type(error).__name__, plain(str(error)))
        ) from error
    except _MALFORMED as error:
        raise CallFailed(Fault(CellState.FAILED, "MalformedAnswer", plain(str(error)))) from error
    return answer


def list_all(client: BaseClient, api: Api) -> Listing:
    """Every page. A token that comes back a second time ends the listing as failed."""
    items: list[Any] = []
    pages = 0
    try:
        for page in _pages(client, api):
            pages += 1
            items.extend(page.get(api.items, ()))
    except CallFailed as failed:
        return Listing(tuple(items), pages, failed.fault)
    return Listing(tuple(items), pages)


def _pages(client: BaseClient, api: Api) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    token: dict[str, str] = {}
    while True:
        page = ask(client, api.method, **api.parameters, **token)
        yield page
        received = page.get(api.token_received)
        if not received:
            return
        if received in seen:
            raise CallFailed(
                Fault(CellState.FAILED, "RepeatedToken", "the same page token came back twice")
            )
        seen.add(received)
        token = {api.token_sent: received}


def _fault_of(error: ClientError) -> Fault:
    detail = error.response.get("Error", {})
    code = plain(str(detail.get("Code") or "Unknown"), limit=100)
    message = plain(str(detail.get("Message") or ""), limit=500)
    if code in _DENIED or error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 403:
        return Fault(CellState.DENIED, code, message)
    return Fault(CellState.THROTTLED if code in _THROTTLED else CellState.FAILED, code, message)


def refuse_garbage(operation_model: Any, response_dict: dict[str, Any], **_: object) -> None:
    """Raise ResponseParserError for a JSON answer that is none; a handler of `before-parse`.

    Given a success whose body is not JSON, botocore returns a result without members, which could
    not be told from an empty list.
    """
    if operation_model.service_model.resolved_protocol not in ("json", "rest-json"):
        return
    try:
        fit = isinstance(json.loads(response_dict["body"] or b""), dict)
    except ValueError:
        # botocore can show an error page that is not JSON: its status tells what happened.
        fit = response_dict["status_code"] >= 300
    if not fit:
        raise ResponseParserError("the answer is not a JSON object")
