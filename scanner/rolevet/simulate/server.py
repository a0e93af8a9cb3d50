"""The simulated AWS behind a socket."""

import socket

from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import BaseWSGIServer, make_server


class QuietHandler(MotoRequestHandler):
    """Answers without a word on standard error."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Says nothing; errors are still told."""


def behind(listener: socket.socket) -> BaseWSGIServer:
    """A server for every service moto knows, on a socket that already listens."""
    # Headers and body go out in two writes; with Nagle's algorithm the second waits 40 ms for the
    # client's acknowledgement of the first. Every accepted connection inherits this.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    host, port = listener.getsockname()
    return make_server(
        host,
        port,
        DomainDispatcherApplication(create_backend_app),
        threaded=True,
        request_handler=QuietHandler,
        fd=listener.fileno(),
    )
