"""The way to AWS that all clients share: one pool of connections, and one SSL context.

botocore gives each client its own and reads the CA bundle again for every connection. With a client
for each service and Region, that alone costs more than all that a scan of a small account does.
"""

import os
from collections.abc import Callable, Mapping
from typing import Any, Final

import botocore.session
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.httpsession import URLLib3Session, create_urllib3_context, get_cert_path
from botocore.utils import get_environ_proxies

from rolevet.errors import UsageError
from rolevet.text import plain

_HOSTS: Final = 512
"""More than a partition has endpoints of the services that are read."""

_CONNECTIONS: Final = 64
"""To one host; only with an endpoint of the user's does one host see more than a few."""

Send = Callable[..., Any]


class _Pools(URLLib3Session):
    """botocore's own session, but for the SSL context, which it is given."""

    def __init__(self, context: Any, **settings: Any) -> None:
        self._context = context
        super().__init__(**settings)

    def _get_ssl_context(self) -> Any:
        return self._context

    def _get_pool_manager_kwargs(self, **more: Any) -> dict[str, Any]:
        kept: dict[str, Any] = super()._get_pool_manager_kwargs(  # type: ignore[misc]
            num_pools=_HOSTS, **more
        )
        return kept

    def _setup_ssl_cert(self, conn: Any, *_: object) -> None:
        conn.cert_reqs = "CERT_REQUIRED"
        conn.ca_certs = None  # the context has them


class Transport:
    """Sends what every client asks; `timeout` is for connecting and for reading, in seconds."""

    def __init__(self, core: botocore.session.Session, timeout: tuple[float, float]) -> None:
        self._context = _context(core)
        self._timeout = timeout
        self._by_proxies: dict[tuple[tuple[str, str], ...], _Pools] = {}

    def sender(self, endpoint_url: str) -> Send:
        """A handler of botocore's `before-send` for requests to this endpoint.

        Not thread-safe; the handler is.
        """
        proxies: Mapping[str, str] = get_environ_proxies(endpoint_url)
        key = tuple(sorted(proxies.items()))
        if key not in self._by_proxies:
            self._by_proxies[key] = _Pools(
                self._context,
                proxies=dict(proxies),
                timeout=self._timeout,
                max_pool_connections=_CONNECTIONS,
            )
        pools = self._by_proxies[key]

        def send(request: AWSPreparedRequest, **_: object) -> AWSResponse:
            answer: AWSResponse = pools.send(request)
            return answer

        return send


def _context(core: botocore.session.Session) -> Any:
    """With the CA bundle that botocore would use, read once."""
    named = core.get_config_variable("ca_bundle") or os.environ.get("REQUESTS_CA_BUNDLE")
    context = create_urllib3_context()
    try:
        context.load_verify_locations(named or get_cert_path(True))
    except OSError as error:
        raise UsageError(
            f"the CA bundle {plain(str(named))} cannot be used: {plain(str(error))}",
            hint="mend AWS_CA_BUNDLE, REQUESTS_CA_BUNDLE or ca_bundle in the AWS config file",
        ) from error
    return context
