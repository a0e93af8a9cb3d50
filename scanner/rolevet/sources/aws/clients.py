"""Clients that can only read, one for each service and Region, for all accounts."""

import json
import threading
from typing import Any, Final

import boto3
import botocore.session
from botocore.client import BaseClient
from botocore.config import Config
from botocore.parsers import ResponseParserError

from rolevet.sources.aws.signing import Signing
from rolevet.sources.aws.transport import Transport

_READING_VERBS: Final = ("Describe", "Get", "List")
_GIVES_CREDENTIALS: Final = "AssumeRole"


class WriteRefused(Exception):
    """The scanner tried to call an operation that is not a Get, List or Describe."""


class Clients:
    """One client for each service and Region: making one costs more than most calls.

    Sessions are not thread-safe while they make clients, clients are.
    """

    def __init__(
        self,
        core: botocore.session.Session,
        endpoint_url: str | None,
        config: Config,
        transport: Transport,
    ) -> None:
        core.register_component("credential_provider", Signing())
        self._session = boto3.Session(botocore_session=core)
        self._endpoint_url = endpoint_url
        self._config = config
        self._transport = transport
        self._made: dict[tuple[str, str], BaseClient] = {}
        self._lock = threading.Lock()

    def of(self, service: str, region: str) -> BaseClient:
        """A client that refuses to write and to take garbage for an answer."""
        with self._lock:
            if (service, region) not in self._made:
                self._made[service, region] = self._make(service, region)
            return self._made[service, region]

    def _make(self, service: str, region: str) -> BaseClient:
        client: BaseClient = self._session.client(
            service,  # type: ignore[call-overload] # the stubs know one overload per service
            region_name=region,
            endpoint_url=self._endpoint_url,
            config=self._config,
        )
        events = client.meta.events
        events.register("before-call", _refuse_writes)
        events.register("before-parse", _refuse_garbage)
        events.register("before-send", self._transport.sender(client.meta.endpoint_url))
        return client


def _refuse_writes(model: Any, **_: object) -> None:
    if not model.name.startswith(_READING_VERBS) and model.name != _GIVES_CREDENTIALS:
        raise WriteRefused(model.name)


def _refuse_garbage(operation_model: Any, response_dict: dict[str, Any], **_: object) -> None:
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
