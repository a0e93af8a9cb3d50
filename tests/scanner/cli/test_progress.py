"""What a run tells on stderr while it lasts, and that stdout never shows it."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from scanner.cli.conftest import Run, client, environment, restricted, scan_words, unhurried
from scanner.cli.test_interrupt import interrupted
from scanner.cli.test_organization import words

from rolevet.cli import progress
from rolevet.cli.progress import shown
from rolevet.cli.progress_line import line
from rolevet.cli.talk import Talk, tell_warning
from rolevet.coverage import Effort
from rolevet.simulate.company import found
from rolevet.sources.aws.meter import Meter, Tally

ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
COLOUR = re.compile(r"\x1b\[[0-9;]*[39][0-7]m")
HIDDEN, ERASED, SEEN = "\x1b[?25l", "\x1b[2K", "\x1b[?25h"
FIELDS = [
    "elapsed_seconds",
    "accounts_done",
    "accounts",
    "cells_done",
    "cells",
    "calls",
    "throttled",
    "waited_seconds",
]


def last_of(stderr: str) -> dict[str, Any]:
    """The last line, after all of them are found to be whole and never to go back."""
    assert stderr.isascii()
    told = [json.loads(text) for text in stderr.splitlines()]
    assert [list(one) for one in told] == [FIELDS] * len(told)
    for field in FIELDS:
        values = [one[field] for one in told]
        assert values == sorted(values)
    last: dict[str, Any] = told[-1]
    return last


def test_the_last_line_agrees_with_the_report(aws: str, rolevet: Run) -> None:
    found(aws, "eu-west-1")
    done = rolevet(*scan_words(aws, "-o", "json", "--progress", "json"))
    again = rolevet(*scan_words(aws, "-o", "json"))
    assert unhurried(done.stdout) == unhurried(again.stdout)
    last, cells = last_of(done.stderr), json.loads(done.stdout)["coverage"]
    assert (last["accounts_done"], last["accounts"]) == (1, 1)
    assert last["cells_done"] == last["cells"] == len(cells) > 3
    assert last["calls"] == sum(cell["calls"] for cell in cells) + 1, "and who is calling"
    assert last["throttled"] == sum(cell["throttled"] for cell in cells) == 0
    assert last["waited_seconds"] == pytest.approx(
        sum(cell["waited_seconds"] for cell in cells), abs=len(cells) / 2
    )
    assert 0 < last["elapsed_seconds"] < 60


def test_many_accounts_are_told_together(company: str, rolevet: Run) -> None:
    done = rolevet("scan", *words(company, "--org", "-o", "json", "--progress", "json"))
    last, cells = last_of(done.stderr), json.loads(done.stdout)["coverage"]
    assert (last["accounts_done"], last["accounts"]) == (4, 4), "and one that is not active"
    assert last["cells_done"] == last["cells"] == len(cells)
    assert last["calls"] == sum(cell["calls"] for cell in cells) + 3, "who is calling, two entered"


def test_lines_come_at_an_interval_and_at_the_end(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_EVERY", 0.01)
    meter, before = Meter(), set(threading.enumerate())

    def break_off() -> None:
        time.sleep(0.2)
        meter.add(Tally(1, 0, 5, 2, Effort(7, 1, 3, 1.26)))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), shown(Talk("json"), meter):
        break_off()
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines()) > 3) == ("", True)
    last = last_of(err)
    assert [last[field] for field in FIELDS[1:]] == [0, 1, 2, 5, 7, 3, 1.3]
    assert set(threading.enumerate()) <= before


def test_a_listener_that_goes_away_does_not_end_the_run(aws: str, tmp_path: Path) -> None:
    target = tmp_path / "r.json"
    given = scan_words(aws, "-o", f"json={target}", "--progress", "json")
    with subprocess.Popen(
        [sys.executable, "-m", "rolevet", *given], env=environment(), stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        process.stderr.close()
    assert process.returncode == 0
    assert json.loads(target.read_text())["summary"]["coverage"] == "complete"


def on_terminal(*given: str, **variables: str) -> tuple[int, str, str]:
    """Exit code, stdout, and what a terminal got that is stderr."""
    parent, child = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "rolevet", *given],
        env=environment(COLUMNS="100", **{"TERM": "xterm", **variables}),
        stdout=subprocess.PIPE,
        stderr=child,
        text=True,
    ) as process:
        os.close(child)
        got = b"".join(chunks(parent))
        assert process.stdout is not None
        return process.wait(60), process.stdout.read(), got.decode()


def chunks(terminal: int) -> Iterator[bytes]:
    try:
        while chunk := os.read(terminal, 65536):
            yield chunk
    except OSError:  # that is how a terminal ends on Linux
        os.close(terminal)


def left_over(got: str) -> str:
    """What stands on the terminal at the end; enough of one for a single line that is redrawn."""
    lines, cursor = [""], 0
    for piece in re.findall(r"\x1b\[[0-9;?]*[A-Za-z]|\r|\n|[^\x1b\r\n]+", got):
        if piece == "\n":
            cursor += 1
            lines += [""] * (cursor == len(lines))
        elif piece == ERASED:
            lines[cursor] = ""
        elif move := re.fullmatch(r"\x1b\[(\d+)A", piece):
            cursor -= int(move[1])
        elif not ESCAPE.fullmatch(piece) and piece != "\r":
            lines[cursor] += piece
    return "\n".join(lines).rstrip("\n")


def test_a_terminal_sees_a_line_that_goes_away(aws: str, rolevet: Run) -> None:
    found(aws, "eu-west-1")
    code, out, got = on_terminal(*scan_words(aws))
    assert (code, out) == (1, rolevet(*scan_words(aws)).stdout)
    assert re.search(r"0:00:\d\d, \d+ of \d+ cells, \d+ calls", ESCAPE.sub("", got))
    assert COLOUR.search(got)
    assert left_over(got) == ""
    assert got.index(HIDDEN) < got.rindex(ERASED)
    assert got.rindex(HIDDEN) < got.rindex(SEEN)


@pytest.mark.parametrize(
    ("given", "variables"),
    [((), {"TERM": "dumb"}), (("--progress", "none"), {}), (("-q",), {})],
)
def test_a_terminal_that_wants_no_line(
    aws: str, given: tuple[str, ...], variables: dict[str, str]
) -> None:
    code, _, got = on_terminal(*scan_words(aws, *given), **variables)
    assert (code, ESCAPE.sub("", got).strip()) == (0, "")


def test_a_line_without_colours(aws: str) -> None:
    _, _, got = on_terminal(*scan_words(aws), NO_COLOR="1")
    assert " cells" in got
    assert not COLOUR.search(got)


def test_what_others_say_stands_above_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    parent, child = pty.openpty()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "_REDRAWN", 0.01)
    with os.fdopen(child, "w") as stderr:
        monkeypatch.setattr(sys, "stderr", stderr)
        with shown(Talk(), Meter()):
            time.sleep(0.1)
            tell_warning("one")
            sys.stderr.write("two\n")
            time.sleep(0.1)
        assert sys.stderr is stderr
    got = b"".join(chunks(parent)).decode()
    assert got.count("0 calls") > 4
    assert left_over(got) == "rolevet: warning: one\ntwo"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_ends_the_line(
    slow: tuple[str, threading.Event], number: signal.Signals
) -> None:
    url, asked = slow
    parent, child = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "rolevet", *scan_words(url)],
        env=environment(AWS_MAX_ATTEMPTS="50", TERM="xterm"),
        stdout=subprocess.PIPE,
        stderr=child,
    ) as process:
        os.close(child)
        assert asked.wait(20)
        time.sleep(1)
        begun = time.monotonic()
        process.send_signal(number)
        got = b"".join(chunks(parent)).decode()
        assert (process.wait(30), time.monotonic() - begun < 10) == (3, True)
        assert process.stdout is not None
        assert process.stdout.read() == b""
    assert re.search(r"[1-9]\d* throttled", got)
    last = left_over(got).strip()
    assert last.startswith("rolevet: error: interrupted; nothing was written\n")
    assert got.rindex(HIDDEN) < got.rindex(SEEN)


def test_an_interruption_is_counted_to_the_end(
    slow: tuple[str, threading.Event], tmp_path: Path
) -> None:
    given = ("collect", "-o", str(tmp_path / "s.json"), "--progress", "json")
    code, said, _ = interrupted(*slow, signal.SIGINT, *given)
    assert code == 3
    told, warned, *_ = said.strip().splitlines()
    assert warned == "rolevet: warning: interrupted: what had been read until then is kept"
    last, snapshot = json.loads(told), json.loads((tmp_path / "s.json").read_text())
    assert (last["accounts_done"], last["cells_done"]) == (1, len(snapshot["coverage"]))
    assert last["throttled"] == sum(cell["effort"]["throttled"] for cell in snapshot["coverage"])
    assert last["throttled"] > 0


def test_quiet_leaves_warnings(guarded: str, rolevet: Run, tmp_path: Path) -> None:
    collect = ("collect", *scan_words(guarded)[1:], "-o", str(tmp_path / "s.json"))
    assert rolevet(*collect).stderr.startswith("rolevet: collected from account 123456789012")
    assert rolevet(*collect, "-q").stderr == ""
    client("iot", guarded).create_role_alias(
        roleAlias="fleet", roleArn="arn:aws:iam::123456789012:role/Device"
    )
    key = restricted(guarded, "iot:*", "rolesanywhere:*", "sts:*")
    said = rolevet(*collect, "--quiet", **key).stderr.splitlines()
    assert any(line.startswith("rolevet: warning: not whole: iam:GetRole was") for line in said)
    assert all(line.startswith("rolevet: warning: ") for line in said)


def test_quiet_and_progress_are_two_words(rolevet: Run) -> None:
    done = rolevet("scan", "-q", "--progress", "json")
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        2,
        "rolevet: error: --quiet tells no progress",
    )


def test_rich_is_for_terminals(aws: str) -> None:
    program = (
        "import sys\nfrom rolevet.cli import run\n"
        f"code = run({scan_words(aws, '--progress', 'json')!r})\n"
        "assert code == 0\nassert 'boto3' in sys.modules\nassert 'rich' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], env=environment(), check=True)


def drawn(meter: Meter, monkeypatch: pytest.MonkeyPatch, seconds: float, width: int = 150) -> str:
    """The line, so many seconds after it began and accounts were first read."""
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    live = line(meter)
    live.get_renderable()
    now[0] += seconds
    console = Console(file=StringIO(), width=width)
    console.print(live.get_renderable())
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_the_rest_is_told_when_enough_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    meter = Meter()
    meter.add(Tally(100, 9, 700, 60, Effort(1234, 5, 4, 65.5)))
    text = drawn(meter, monkeypatch, 90)
    assert text.rstrip().endswith(
        "0:01:30, 9 of 100 accounts, 60 of 700 cells, 1234 calls, 4 throttled, waited 0:01:05"
    )
    meter.add(Tally(accounts_done=1))
    assert drawn(meter, monkeypatch, 100).rstrip().endswith("about 0:15:00 left")
    meter.add(Tally(accounts_done=90))
    assert "left" not in drawn(meter, monkeypatch, 900)


def test_a_narrow_terminal_gets_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    meter = Meter()
    meter.add(Tally(100, 50, 700, 60, Effort(1234, 5, 4, 65.5)))
    assert drawn(meter, monkeypatch, 90, width=40).count("\n") == 1
