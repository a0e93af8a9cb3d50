"""Ctrl-C and SIGTERM while AWS is slow: an end that is soon, told, and loses nothing."""

import json
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from scanner.cli.conftest import environment


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
    assert "interrupted: what had been read until then is kept" in said
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
