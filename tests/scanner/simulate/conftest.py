"""The simulated AWS twice: under mock_aws in this process, and as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.request import Request, urlopen

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from rolevet.simulate import install

Process = subprocess.Popen[str]

DUMMY = {"AccessKeyId": "testing", "SecretAccessKey": "testing", "SessionToken": None}

SOURCE = {"sourceType": "CERTIFICATE_BUNDLE", "sourceData": {"x509CertificateData": "PEM"}}


def _foreign(name: str) -> bool:
    return name.startswith(("AWS_", "MOTO_", "INITIAL_NO_AUTH", "TEST_SERVER"))


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in filter(_foreign, list(os.environ)):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)


@cache
def _session() -> boto3.Session:
    install()  # a session that is older than moto would not see its handlers
    return boto3.Session(region_name="eu-west-1")


@dataclass(frozen=True)
class World:
    """Where the simulated AWS is: at an address, or in this process."""

    address: str | None

    def client(
        self, service: str, *, region: str = "eu-west-1", credentials: dict[str, Any] = DUMMY
    ) -> Any:
        """A client that asks once and leaves every judgement to the other side."""
        return _session().client(  # type: ignore[call-overload]
            service,
            region_name=region,
            endpoint_url=self.address,
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials["SessionToken"],
            config=Config(parameter_validation=False, retries={"total_max_attempts": 1}),
        )

    @contextmanager
    def enforced(self) -> Iterator[None]:
        """IAM is asked about every request meanwhile."""
        if self.address is None:
            from moto.core import enable_iam_authentication

            with enable_iam_authentication():
                yield
            return
        post(f"{self.address}/moto-api/reset-auth", b"0")
        try:
            yield
        finally:
            post(f"{self.address}/moto-api/reset-auth", b"inf")


def post(url: str, body: bytes = b"") -> None:
    """moto cannot read a body that claims to be a form."""
    with urlopen(Request(url, body, {"Content-Type": "text/plain"}), timeout=10):
        pass


@pytest.fixture(name="post")
def _post() -> Callable[..., None]:
    """Posts to moto's own doors."""
    return post


def start(*arguments: str, measured: bool = False) -> Process:
    """The simulated AWS as a program; if its coverage is measured, it is half as slow again."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not _foreign(name) and (measured or not name.startswith("COVERAGE_"))
    }
    return subprocess.Popen(
        [sys.executable, "-m", "rolevet.simulate", *arguments],
        env=environment,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@contextmanager
def ended(process: Process) -> Iterator[Process]:
    """Whatever happens, the process is gone afterwards."""
    with process:
        try:
            yield process
            process.terminate()
            process.wait(timeout=10)
        finally:
            process.kill()


@pytest.fixture
def program() -> Iterator[Callable[..., Process]]:
    """Starts the program with the given arguments."""
    processes: list[Process] = []

    def started(*arguments: str) -> Process:
        processes.append(start(*arguments, measured=True))
        return processes[-1]

    yield started
    for process in processes:
        with ended(process):
            pass


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a server whose state is that of whoever asked last; see `over_http`."""
    with ended(start("--while-stdin-open", measured=True)) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()


@pytest.fixture
def world_of() -> Callable[[str], World]:
    """The simulated AWS at an address."""
    return World


@pytest.fixture
def in_process() -> Iterator[World]:
    """An empty AWS under mock_aws."""
    install()
    from moto import mock_aws

    with mock_aws():
        yield World(address=None)


@pytest.fixture
def over_http(server: str) -> World:
    """An empty AWS behind real HTTP."""
    post(f"{server}/moto-api/reset")
    return World(address=server)


@pytest.fixture(params=["in_process", "over_http"])
def world(request: pytest.FixtureRequest) -> Any:
    """Each test runs against both."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def client(world: World) -> Callable[..., Any]:
    """Makes clients: `client("iot", region=..., credentials=...)`."""
    return world.client


@pytest.fixture
def enforced(world: World) -> Callable[[], AbstractContextManager[None]]:
    """Turns IAM enforcement on for the length of a with statement."""
    return world.enforced


@pytest.fixture
def rolesanywhere(client: Callable[..., Any]) -> Any:
    """IAM Roles Anywhere in the default account and region."""
    return client("rolesanywhere")


@dataclass(frozen=True)
class Kind:
    """One of the three kinds, by the names its operations and members have."""

    word: str
    noun: str
    member: str
    create_operation: str

    def call(self, service: Any, verb: str, **members: Any) -> Any:
        """The resource in the answer of, for example, `get_crl`."""
        return getattr(service, f"{verb}_{self.noun}")(**members)[self.member]

    def create(self, service: Any, **members: Any) -> Any:
        """A resource with whatever its kind requires."""
        if self.word == "profile":
            required: dict[str, Any] = {"roleArns": []}
        elif self.word == "trust-anchor":
            required = {"source": SOURCE}
        else:
            anchor = service.create_trust_anchor(name="a", source=SOURCE)["trustAnchor"]
            required = {"crlData": b"CRL", "trustAnchorArn": anchor["trustAnchorArn"]}
        given = {"name": "one", **required, **members}
        return getattr(service, self.create_operation)(**given)[self.member]

    def page(self, service: Any, **members: Any) -> tuple[list[str], str | None]:
        """The ids of a listing's page, and the token for the next."""
        answer = getattr(service, f"list_{self.noun}s")(**members)
        return [row[self.id_member] for row in answer[f"{self.member}s"]], answer.get("nextToken")

    @property
    def id_member(self) -> str:
        return f"{self.member}Id"

    @property
    def arn_member(self) -> str:
        return f"{self.member}Arn"


KINDS = (
    Kind("profile", "profile", "profile", "create_profile"),
    Kind("trust-anchor", "trust_anchor", "trustAnchor", "create_trust_anchor"),
    Kind("crl", "crl", "crl", "import_crl"),
)


@pytest.fixture(params=KINDS, ids=[kind.word for kind in KINDS])
def kind(request: pytest.FixtureRequest) -> Any:
    """Each in turn."""
    return request.param


@pytest.fixture
def refusal() -> Callable[..., tuple[str, int, str]]:
    """Calls, expects an error, and returns its code, HTTP status and message."""

    def told(call: Callable[..., Any], **members: Any) -> tuple[str, int, str]:
        with pytest.raises(ClientError) as caught:
            call(**members)
        response = caught.value.response
        return (
            response["Error"]["Code"],
            response["ResponseMetadata"]["HTTPStatusCode"],
            response["Error"]["Message"],
        )

    return told
