"""Ctrl-C and SIGTERM while AWS is slow: an end that is soon, told, and loses nothing."""

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from scanner.aws.conftest import _STS
from scanner.cli.conftest import environment

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


def interrupted(
    url: str, asked: threading.Event, number: signal.Signals, *words: str
) -> tuple[int, str, float]:
    """Exit code, stderr, and the seconds that the end took."""
    with subprocess.Popen(
        [sys.executable, "-m", "rolevet", *words, "--endpoint-url", url, "--region", "eu-west-1"],
        env=environment(AWS_MAX_ATTEMPTS="50"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert asked.wait(20)
        time.sleep(0.5)
        begun = time.monotonic()
        process.send_signal(number)
        stdout, stderr = process.communicate(timeout=30)
        assert stdout == ""
        return process.returncode, stderr, time.monotonic() - begun


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_collect_keeps_what_it_had(
    slow: tuple[str, threading.Event], number: signal.Signals, tmp_path: Path
) -> None:
    target = tmp_path / "snapshot.json"
    code, said, seconds = interrupted(*slow, number, "collect", "-o", str(target))
    assert (code, seconds < 10) == (3, True)
    assert "Traceback" not in said
    assert "interrupted: what had been read until then was written" in said
    snapshot = json.loads(target.read_text())
    assert snapshot["complete"] is False
    assert [resource["raw"]["name"] for resource in snapshot["resources"]] == ["quick"]
    states = {cell["api"]: (cell["state"], cell["error"]) for cell in snapshot["coverage"]}
    assert states == {
        "iot:ListRoleAliases": ("failed", "Interrupted"),
        "rolesanywhere:ListProfiles": ("complete", ""),
        "rolesanywhere:ListTrustAnchors": ("complete", ""),
        "rolesanywhere:ListCrls": ("not-needed", ""),
        "iot:ListPolicies": ("complete", ""),
        "iam:ListRoles": ("failed", "Interrupted"),
    }


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_scan_writes_nothing(
    slow: tuple[str, threading.Event], number: signal.Signals, tmp_path: Path
) -> None:
    target = tmp_path / "r.json"
    code, said, seconds = interrupted(*slow, number, "scan", "-o", f"json={target}")
    assert (code, seconds < 10) == (3, True)
    assert said.lstrip().startswith("rolevet: error: interrupted; nothing was written\n")
    assert list(tmp_path.iterdir()) == []
