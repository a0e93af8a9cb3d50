"""Clients that can only read, one for each service and Region."""

import threading
from typing import Any, Final

import boto3
import botocore.session
from botocore.client import BaseClient
from botocore.config import Config

from rolevet.sources.aws.calls import refuse_garbage

WORKERS: Final = 16
"""Threads that ask; more are slower, because they wait for the interpreter and not for AWS."""

_READING_VERBS: Final = ("Describe", "Get", "List")


class WriteRefused(Exception):
    """The scanner tried to call an operation that is not a Get, List or Describe."""


class Clients:
    """One client for each service and Region: making one costs more than most calls.

    Sessions are not thread-safe while they make clients, clients are.
    """

    def __init__(
        self, core: botocore.session.Session, endpoint_url: str | None, config: Config
    ) -> None:
        self._session = boto3.Session(botocore_session=core)
        self._endpoint_url = endpoint_url
        self._config = config
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
        client.meta.events.register("before-call", _refuse_writes)
        client.meta.events.register("before-parse", refuse_garbage)
        return client


def _refuse_writes(model: Any, **_: object) -> None:
    if not model.name.startswith(_READING_VERBS):
        raise WriteRefused(model.name)
