"""An AWS endpoint on loopback that answers as a script says."""

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from rolevet.sources.aws.access import Access, open_access
from rolevet.sources.aws.assume import Assumption, Told
from rolevet.sources.aws.calls import Patience
from rolevet.sources.aws.regions import Wish
from rolevet.sources.aws.roster import alone
from rolevet.sources.aws.shared import Connection, open_shared

Answer = tuple[int, str]
Script = Callable[[str, dict[str, str]], Answer | None]

HANG: Answer = (0, "no answer for a second, and then none at all")
HALF: Answer = (200, '{"half":')
RESET: Answer = (0, "the connection is closed without a word")

_STS = """<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/x</Arn><UserId>x</UserId>
<Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"""


def error(status: int, code: str, message: str = "no") -> Answer:
    """An error as the JSON services word it."""
    return status, json.dumps({"__type": code, "message": message})


def iam_error(status: int, code: str, message: str = "no") -> Answer:
    """An error as IAM words it."""
    return status, (
        f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code>"
        f"<Message>{message}</Message></Error></ErrorResponse>"
    )


def iam_answer(operation: str, result: str) -> Answer:
    """An answer of IAM."""
    return 200, (
        f'<{operation}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/">'
        f"<{operation}Result>{result}</{operation}Result></{operation}Response>"
    )


def iam_role(arn: str, longest: int = 3600, more: str = "") -> Answer:
    """What iam:GetRole answers."""
    return iam_answer("GetRole", f"<Role>{role_members(arn, longest)}{more}</Role>")


def role_members(
    arn: str, longest: int = 3600, trust: str = "%7B%22Version%22%3A%222012-10-17%22%7D"
) -> str:
    """What all answers tell of a role."""
    return (
        f"<Path>/</Path><Arn>{arn}</Arn><RoleName>{arn.rpartition('/')[2]}</RoleName><RoleId>x</RoleId>"
        f"<CreateDate>2026-01-01T00:00:00Z</CreateDate><MaxSessionDuration>{longest}"
        f"</MaxSessionDuration><AssumeRolePolicyDocument>{trust}</AssumeRolePolicyDocument>"
    )


ENABLED = ("ap-south-1", "eu-north-1", "eu-west-1", "us-east-1")
DISABLED = ("af-south-1", "me-south-1")


def regions(enabled: Iterable[str], disabled: Iterable[str]) -> Answer:
    """What ec2:DescribeRegions answers."""
    states = dict.fromkeys(enabled, "opt-in-not-required") | dict.fromkeys(disabled, "not-opted-in")
    items = "".join(
        f"<item><regionName>{name}</regionName><optInStatus>{state}</optInStatus></item>"
        for name, state in states.items()
    )
    return (
        200,
        f"<DescribeRegionsResponse><regionInfo>{items}</regionInfo></DescribeRegionsResponse>",
    )


class Endpoint:
    """Answers `script(operation, parameters)`; what the script leaves out, as an empty account."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.script: Script = lambda *_: None
        self.by_key: Callable[[str, str], Answer | None] = lambda *_: None
        """What the operation answers to whoever signs with that key; asked before the script."""
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.signed: list[tuple[str, str]] = []
        self.opened: dict[Any, Any] = {}

    def answer(self, operation: str, parameters: dict[str, str], key: str) -> Answer:
        self.calls.append((operation, parameters))
        self.signed.append((operation, key))
        said = self.by_key(operation, key) or self.script(operation, parameters)
        if said is not None:
            return said
        if operation == "GetCallerIdentity":
            return 200, _STS
        if operation == "DescribeRegions":
            return regions(ENABLED, DISABLED)
        return 200, "{}"


_PATHS = {
    "/crls": "ListCrls",
    "/ListTagsForResource": "ListTagsForResource",
    "/policies": "ListPolicies",
    "/profiles": "ListProfiles",
    "/role-aliases": "ListRoleAliases",
    "/subjects": "ListSubjects",
    "/tags": "iot ListTagsForResource",
    "/trustanchors": "ListTrustAnchors",
}
_NAMED = {
    "policies": ("iot GetPolicy", "policyName"),
    "policy-targets": ("ListTargetsForPolicy", "policyName"),
    "role-aliases": ("DescribeRoleAlias", "roleAlias"),
    "subject": ("GetSubject", "subjectId"),
}


def _operation(path: str, target: str, body: str) -> tuple[str, dict[str, str]]:
    """The operation's name, after that of the service where two have one of that name."""
    parts = urlsplit(path)
    if target:
        return target.rpartition(".")[2], json.loads(body)
    parameters = {key: values[0] for key, values in parse_qs(body or parts.query).items()}
    if body:
        return parameters.pop("Action"), parameters
    kind, _, name = parts.path[1:].partition("/")
    if name:
        operation, member = _NAMED[kind]
        return operation, {member: name, **parameters}
    return _PATHS[parts.path], parameters


class Hurried:
    """A clock on which waiting takes no time."""

    def __init__(self) -> None:
        self._now = 0.0
        self.stopped = False
        self._lock = threading.Lock()

    def now(self) -> float:
        return self._now

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self._now += seconds

    def stop(self) -> None:
        self.stopped = True


def opened(
    endpoint: Endpoint,
    wish: Wish,
    *,
    profile: str | None = None,
    assumption: Assumption | None = None,
    actions: Iterable[str] = (),
    patience: Patience | None = None,
) -> Access:
    """Access to the account of the credentials, or to that of the role."""
    shared = open_shared(
        Connection(profile, endpoint_url=endpoint.url, user_agent="rolevet/test"),
        wish,
        patience=patience or Patience(attempts=1),
        clock=Hurried(),
    )
    (target,) = alone(shared, assumption).targets
    return open_access(shared, target, wish, Told("nightly"), tuple(actions))


class Server(ThreadingHTTPServer):
    """Lets more calls wait than there are threads that ask."""

    request_queue_size = 128


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    """A fresh one for each test."""
    with served() as made:
        yield made


@pytest.fixture(scope="session")
def _standing() -> Iterator[Endpoint]:
    with served() as made:
        yield made


@pytest.fixture
def standing(_standing: Endpoint) -> Endpoint:
    """The same for all tests, so that clients can be too: making them takes most of a test."""
    _standing.script = lambda *_: None
    _standing.calls.clear()
    return _standing


@contextmanager
def served() -> Iterator[Endpoint]:
    """An endpoint on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            target = self.headers.get("X-Amz-Target") or ""
            body = self.rfile.read(length).decode()
            operation, parameters = _operation(self.path, target, body)
            key = self.headers["Authorization"].partition("Credential=")[2].partition("/")[0]
            answer = made.answer(operation, parameters, key)
            self.close_connection = answer in (HANG, HALF, RESET)
            if answer == HANG:
                time.sleep(1)
            if answer in (HANG, RESET):
                return
            status, text = answer
            self.send_response(status)
            self.send_header("Content-Length", str(len(text.encode()) + 100 * (answer == HALF)))
            self.end_headers()
            with suppress(BrokenPipeError):  # whoever asked may have been killed
                self.wfile.write(text.encode())

        do_POST = do_GET  # noqa: N815 - the name that http.server looks for

        def log_message(self, *_: Any) -> None: ...

    with Server(("127.0.0.1", 0), Handler) as server:
        made = Endpoint(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("AWS_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
