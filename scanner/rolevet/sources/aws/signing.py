"""Whose credentials sign a call: chosen for each call, so that all accounts share the clients."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from botocore.credentials import Credentials, ReadOnlyCredentials

_chosen: Final[ContextVar[Credentials]] = ContextVar("credentials of the call under way")


@contextmanager
def signed_by(credentials: Credentials) -> Iterator[None]:
    """Every call that this thread makes inside is signed by these credentials."""
    before = _chosen.set(credentials)
    try:
        yield
    finally:
        _chosen.reset(before)


class Chosen(Credentials):
    """Stands for the credentials that were chosen; LookupError where none were."""

    def __init__(self) -> None:
        super().__init__("", "", method="chosen for each call")

    def get_frozen_credentials(self) -> ReadOnlyCredentials:
        return _chosen.get().get_frozen_credentials()

    def get_deferred_property(self, property_name: str) -> Callable[[], Any]:
        return lambda: getattr(self.get_frozen_credentials(), property_name, None)


class Signing:
    """A session's credential provider that leaves the choice to the call."""

    def load_credentials(self) -> Credentials:
        return Chosen()
