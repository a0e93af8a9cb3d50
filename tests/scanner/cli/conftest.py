"""The commands, run as a user runs them, against a simulated AWS in a process of its own."""

import io
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from scanner.aws.conftest import _STS
from scanner.simulate.conftest import ended, post, start

from rolevet import cli

Run = Callable[..., subprocess.CompletedProcess[str]]

CLEAN = {
    "AWS_ACCESS_KEY_ID": "x",
    "AWS_SECRET_ACCESS_KEY": "x",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_MAX_ATTEMPTS": "1",
}


def environment(**changes: str | None) -> dict[str, str]:
    """This process's, without its AWS settings and proxies; None takes a variable away."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("AWS_") and not name.lower().endswith("_proxy")
    }
    merged = kept | CLEAN | changes
    return {name: value for name, value in merged.items() if value is not None}


def _stream(errors: str) -> io.TextIOWrapper:
    """As a process has one that is no terminal."""
    return io.TextIOWrapper(io.BytesIO(), "utf-8", errors, write_through=True)


def _written(stream: io.TextIOWrapper) -> str:
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()


@pytest.fixture
def rolevet() -> Run:
    """What `rolevet(*words, **variables)` ends with and says; in this process, which is cheap."""

    def run(*words: str, **variables: str | None) -> subprocess.CompletedProcess[str]:
        command = ["rolevet", *words]
        with (
            patch.dict(os.environ, environment(**variables), clear=True),
            patch.object(sys, "argv", command),
            redirect_stdout(_stream("strict")) as out,
            redirect_stderr(_stream("backslashreplace")) as err,
        ):
            code = cli.run(words)
        return subprocess.CompletedProcess(command, code, _written(out), _written(err))

    return run


@pytest.fixture
def rolevet_program() -> Run:
    """The same as a program of its own: its stdin, its hash seed, its imports, its end."""

    def run(
        *words: str, stdin: str | None = None, **variables: str | None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "rolevet", *words],
            env=environment(**variables),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def _server() -> Iterator[str]:
    with ended(start("--while-stdin-open")) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()


@pytest.fixture
def aws(_server: str) -> str:
    """The address of an empty AWS."""
    post(f"{_server}/moto-api/reset")
    return _server


@cache
def client(service: str, url: str, **credentials: str) -> Any:
    """One that may write, for setting the scene."""
    words = {"aws_access_key_id": "x", "aws_secret_access_key": "x"} | credentials
    return boto3.client(service, region_name="eu-west-1", endpoint_url=url, **words)  # type: ignore[call-overload]


def scan_words(url: str, *words: str) -> list[str]:
    return ["scan", "--endpoint-url", url, "--region", "eu-west-1", *words]


def allow(url: str, statements: list[dict[str, Any]]) -> None:
    """From now on the auditor may do this and nothing else."""
    document = {"Version": "2012-10-17", "Statement": statements}
    post(f"{url}/moto-api/reset-auth", b"inf")
    client("iam", url).put_user_policy(
        UserName="auditor", PolicyName="read", PolicyDocument=json.dumps(document)
    )
    post(f"{url}/moto-api/reset-auth", b"0")


def restricted(url: str, *actions: str, policy: dict[str, Any] | None = None) -> dict[str, str]:
    """The key of a user who may do no more than that; from now on IAM is asked."""
    iam = client("iam", url)
    iam.create_user(UserName="auditor")
    plain = [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]
    key = iam.create_access_key(UserName="auditor")["AccessKey"]
    allow(url, policy["Statement"] if policy else plain)
    return {
        "AWS_ACCESS_KEY_ID": key["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"],
    }


@pytest.fixture
def guarded(aws: str) -> Iterator[str]:
    """An AWS whose enforcement is switched off again afterwards."""
    yield aws
    post(f"{aws}/moto-api/reset-auth", b"inf")


@pytest.fixture(scope="session")
def company() -> Iterator[str]:
    """Five accounts, of which one is suspended and one lets nobody in; a page is one item."""
    with ended(start("--organization", "--page-size", "1", "--while-stdin-open")) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()


PROFILE = {
    "profileArn": "arn:aws:rolesanywhere:eu-west-1:123456789012:profile/1",
    "name": "quick",
    "enabled": True,
    "updatedAt": "2026-01-01T00:00:00Z",
    "roleArns": [],
}


@pytest.fixture
def slow() -> Iterator[tuple[str, threading.Event]]:
    """An endpoint that answers ListProfiles and throttles every role alias for ever."""
    asked = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.path.startswith("/profiles"):
                self._answer(200, json.dumps({"profiles": [PROFILE]}))
            elif self.path.startswith("/trustanchors"):
                self._answer(200, json.dumps({"trustAnchors": []}))
            elif self.path.startswith("/policies"):
                self._answer(200, json.dumps({"policies": []}))
            elif self.path.startswith("/role-aliases"):
                asked.set()
                self._answer(429, json.dumps({"__type": "ThrottlingException", "message": "slow"}))
            else:
                self._answer(200, _STS)

        do_POST = do_GET  # noqa: N815 - the name that http.server looks for

        def _answer(self, status: int, body: str) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


def unhurried(report: str) -> str:
    """How long AWS's limits made two runs wait is not the same."""
    return re.sub(r'"waited_seconds": \d+', '"waited_seconds": 0', report)
