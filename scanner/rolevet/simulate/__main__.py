"""The simulated AWS as a program: prints its address, then serves until it is told to end."""

import argparse
import contextlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from typing import NoReturn

from rolevet.simulate import install

_STANDARD_INPUT = 0
_POLL_SECONDS = 0.05
_ENDING = (signal.SIGINT, signal.SIGTERM)


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns 2 if the server cannot start; every other end is by a signal or standard input."""
    options = _parser().parse_args(arguments)
    for number in _ENDING:
        signal.signal(number, _end)
    if options.while_stdin_open:
        main_thread = threading.get_ident()
        threading.Thread(target=_end_with_standard_input, args=(main_thread,), daemon=True).start()
    try:
        listener = socket.create_server((options.host, options.port))
    except OSError as error:
        sys.stderr.write(
            f"rolevet.simulate: cannot listen on {options.host}:{options.port}: {error.strerror}\n"
        )
        return 2
    with listener:
        _serve(listener, options)
    return 0


def _serve(listener: socket.socket, options: argparse.Namespace) -> None:
    # moto asks boto3 for the regions, and boto3 fails on a profile that is not configured.
    for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE"):
        os.environ.pop(name, None)
    install(options.page_size)

    from rolevet.simulate import company, organization, server

    host, port = listener.getsockname()
    address = f"http://{host}:{port}"
    told = sys.stdout
    # moto prints what it does not know.
    with server.behind(listener) as running, contextlib.redirect_stdout(sys.stderr):
        serving = threading.Thread(target=running.serve_forever, args=(_POLL_SECONDS,))
        # A signal while it starts would leave a thread that nobody ends.
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
        serving.start()
        try:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
            if options.company:
                company.found(address, options.company)
            if options.organization:
                organization.found(address)
            told.write(f"{address}\n")
            told.flush()
            while serving.is_alive():  # a wait without end can miss the signal that ends it
                serving.join(_POLL_SECONDS)
        finally:
            running.shutdown()


def _end(*_: object) -> NoReturn:
    # A terminal interrupts the parent too, whose own signal may then come while this one ends.
    for number in _ENDING:
        signal.signal(number, lambda *_: None)
    sys.exit(0)


def _end_with_standard_input(thread: int) -> None:
    # By descriptor: a reader of sys.stdin holds a lock that the interpreter wants at its end.
    with contextlib.suppress(OSError):
        while os.read(_STANDARD_INPUT, 4096):
            pass
    signal.pthread_kill(thread, signal.SIGTERM)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m rolevet.simulate", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", type=_port, default=0, help="0, the default, is any free port")
    parser.add_argument(
        "--page-size",
        type=_page_size,
        default=50,
        metavar="N",
        help="the most a listing answers with at once",
    )
    beginning = parser.add_mutually_exclusive_group()
    beginning.add_argument(
        "--company",
        metavar="REGION",
        help="begin with the small company that `rolevet demo` shows, in that Region",
    )
    beginning.add_argument(
        "--organization",
        action="store_true",
        help="begin with an organization of five accounts in nested OUs, which any key manages as "
        "account 123456789012, with brokers in eu-south-1, eu-west-1 and us-east-1; the role "
        "RolevetAudit of each trusts that account with the external id rolevet-organization, but "
        "not in 777788889999; 444455556666 has not enabled eu-south-1; 222222222222 is suspended",
    )
    parser.add_argument(
        "--while-stdin-open",
        action="store_true",
        help="end when standard input ends, and so with the parent process",
    )
    return parser


def _port(text: str) -> int:
    return _within(text, 0, 65535)


def _page_size(text: str) -> int:
    return _within(text, 1, 1_000_000)


def _within(text: str, low: int, high: int) -> int:
    number = int(text) if text.isdecimal() else -1
    if not low <= number <= high:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from {low} to {high}")
    return number


if __name__ == "__main__":
    sys.exit(main())
