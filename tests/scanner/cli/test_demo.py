"""`rolevet demo`: nothing to set up, and nothing left behind."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from scanner.cli.conftest import Run, environment
from scanner.cli.test_scan import EXPECTED


def simulated(marker: str) -> list[str]:
    """The processes that still carry the marker in their environment."""
    left = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if marker.encode() in (process / "environ").read_bytes():
                left.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return left


def test_it_shows_every_rule_and_no_healthy_resource(rolevet_program: Run) -> None:
    ended = rolevet_program(
        "demo",
        AWS_PROFILE="nobody",
        AWS_ACCESS_KEY_ID=None,
        HTTP_PROXY="http://127.0.0.1:9",
        ROLEVET_TEST_MARK="mark-whole",
    )
    assert ended.returncode == 0, ended.stderr
    assert all(rule in ended.stdout and name in ended.stdout for rule, name in EXPECTED)
    assert "turbine-telemetry" not in ended.stdout
    assert "build-runners" not in ended.stdout
    assert "8 findings: 5 high, 2 medium, 1 info" in ended.stdout
    assert "$ rolevet scan --isolated --endpoint-url http://127.0.0.1:" in ended.stderr
    assert "That scan exits with 1" in ended.stderr
    assert simulated("mark-whole") == []
    assert blocks(ended.stdout) == blocks(shown_in_readme())


def shown_in_readme() -> str:
    readme = (Path(__file__).parents[3] / "README.md").read_text()
    return readme.partition("prints:\n\n```\n")[2].partition("```\n")[0]


def blocks(output: str) -> list[str]:
    """The paragraphs without their ids, in an order that does not depend on these."""
    return sorted(
        re.sub(r"profile/(<id>|[0-9a-f-]{36})", "profile/…", output).strip().split("\n\n")
    )


def listens_to_signals(process: int) -> bool:
    """Whether it has installed its handler of SIGTERM."""
    status = Path(f"/proc/{process}/status").read_text()
    caught = int(re.search(r"SigCgt:\s*([0-9a-f]+)", status)[1], 16)  # type: ignore[index]
    return bool(caught >> (signal.SIGTERM - 1) & 1)


@pytest.mark.parametrize("delay", [0.0, 1.2])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_it_leaves_nothing_running_when_interrupted(number: signal.Signals, delay: float) -> None:
    mark = f"mark-{number}-{delay}"
    with subprocess.Popen(
        [sys.executable, "-m", "rolevet", "demo"],
        env=environment(ROLEVET_TEST_MARK=mark),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as demo:
        while not listens_to_signals(demo.pid):
            time.sleep(0.01)
        time.sleep(delay)
        if number is signal.SIGINT:
            os.killpg(demo.pid, number)  # as a terminal does
        else:
            demo.send_signal(number)
        assert demo.stderr is not None
        said = demo.stderr.read()
    if number is not signal.SIGKILL:
        assert "Traceback" not in said
    deadline = time.monotonic() + 10
    while simulated(mark) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert simulated(mark) == []
    if number is not signal.SIGKILL:
        assert demo.returncode == 3


def test_without_moto_it_says_what_to_install(rolevet_program: Run, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util as u\n"
        "real = u.find_spec\n"
        "u.find_spec = lambda name, *rest: None if name == 'moto' else real(name, *rest)\n"
    )
    ended = rolevet_program("demo", PYTHONPATH=str(tmp_path))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "pip install 'rolevet[demo]'" in ended.stderr


def test_a_server_that_fails_is_told(rolevet_program: Run, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys\nif 'rolevet.simulate' in sys.orig_argv:\n    os._exit(7)\n"
    )
    ended = rolevet_program("demo", PYTHONPATH=str(tmp_path))
    assert (ended.returncode, ended.stdout) == (3, "")
    assert "the simulated AWS did not start: exit code 7" in ended.stderr
