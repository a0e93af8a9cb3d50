"""`rolevet collect` and `rolevet lint` from the outside: what a scan says, a snapshot says too."""

import gzip
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from scanner.cli.conftest import Run, client, environment, restricted, scan_words, unhurried
from scanner.cli.test_scan import (
    NO_GET_ROLE,
    closed_port,
    healthy,
    told,
)
from scanner.test_snapshot import everything
from world import ACCOUNT, NOW, alias, inventory, role

from rolevet import Cell, CellState, Scope
from rolevet.simulate.company import found
from rolevet.sources.snapshot import packed, snapshot_of

FORMATS = ("json", "sarif", "text")


def collect_words(url: str, path: str | Path, *words: str) -> list[str]:
    rest = ["--endpoint-url", url, "--region", "eu-west-1", *words]
    return ["collect", "-o", str(path), *rest]


def outputs(folder: Path) -> list[str]:
    folder.mkdir()
    return [word for name in FORMATS for word in ("-o", f"{name}={folder / name}")]


def reports(folder: Path) -> dict[str, str]:
    return {name: unhurried((folder / name).read_text()) for name in FORMATS}


def test_a_snapshot_gives_the_reports_of_a_scan(
    aws: str, rolevet_program: Run, tmp_path: Path
) -> None:
    found(aws, "eu-west-1")
    plain, small = tmp_path / "s.json", tmp_path / "s.json.gz"
    collected = rolevet_program(*collect_words(aws, plain))
    assert (collected.returncode, collected.stdout) == (0, "")
    assert collected.stderr == (
        f"rolevet: collected from account {ACCOUNT} in eu-west-1: managed-policy 17, profile 6, "
        "role 7, role-alias 4, trust-anchor 1\n"
    )
    assert json.loads(plain.read_bytes())["complete"] is True
    small.write_bytes(packed(plain.read_bytes()))
    scanned = rolevet_program(*scan_words(aws, *outputs(tmp_path / "scan")))
    assert scanned.returncode == 1
    for path in (plain, small):
        linted = rolevet_program("lint", str(path), *outputs(tmp_path / f"lint-{path.name}"))
        assert (linted.returncode, linted.stdout, linted.stderr) == (1, "", "")
        assert reports(tmp_path / f"lint-{path.name}") == reports(tmp_path / "scan")


def test_what_was_denied_is_denied_in_the_snapshot_too(
    guarded: str, rolevet: Run, tmp_path: Path
) -> None:
    healthy(guarded)
    key = restricted(guarded, *NO_GET_ROLE)
    path = tmp_path / "s.json"
    collected = rolevet(*collect_words(guarded, path), **key)
    assert collected.returncode == 3
    denied = f"was denied (AccessDenied) in {ACCOUNT}/global"
    assert collected.stderr.splitlines() == [
        f"rolevet: collected from account {ACCOUNT} in eu-west-1: role-alias 1",
        f"rolevet: warning: not whole: iam:GetRole {denied}",
        f"rolevet: warning: not whole: iam:ListRoles {denied}",
    ]
    allowed = rolevet(*collect_words(guarded, path, "--allow-incomplete"), **key)
    assert allowed.returncode == 0
    assert rolevet(*scan_words(guarded, *outputs(tmp_path / "scan")), **key).returncode == 3
    assert rolevet("lint", str(path), *outputs(tmp_path / "lint")).returncode == 3
    assert reports(tmp_path / "lint") == reports(tmp_path / "scan")
    assert rolevet("lint", str(path), "--allow-incomplete").returncode == 0


def test_from_one_to_the_other_without_a_file(aws: str, rolevet_program: Run) -> None:
    found(aws, "eu-west-1")
    collected = rolevet_program(*collect_words(aws, "-"))
    linted = rolevet_program("lint", "-", "-o", "json", stdin=collected.stdout)
    assert linted.returncode == 1
    scanned = rolevet_program(*scan_words(aws, "-o", "json"))
    assert unhurried(linted.stdout) == unhurried(scanned.stdout)


def test_the_name_decides_whether_it_is_packed(aws: str, rolevet: Run, tmp_path: Path) -> None:
    healthy(aws)
    path = tmp_path / "s.json.gz"
    assert rolevet(*collect_words(aws, path)).returncode == 0
    assert json.loads(gzip.decompress(path.read_bytes()))["format"] == "rolevet-snapshot"
    assert rolevet("lint", str(path)).returncode == 0


def test_a_private_key_is_kept_out_and_told(aws: str, rolevet: Run, tmp_path: Path) -> None:
    block = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----"
    policy = json.dumps({"Version": "2012-10-17", "Statement": [], "Id": block})
    made = client("rolesanywhere", aws).create_profile(
        name="oops", roleArns=[], sessionPolicy=policy
    )
    arn = made["profile"]["profileArn"]
    path = tmp_path / "s.json"
    collected = rolevet(*collect_words(aws, path))
    assert collected.returncode == 0
    assert collected.stderr.splitlines()[1:] == [
        f"rolevet: warning: a private key was kept out of the snapshot: {arn}"
    ]
    assert "c2VjcmV0" not in path.read_text()
    assert json.loads(path.read_text())["masked"] == [arn]
    assert rolevet("lint", str(path)).returncode == 0


def silent_port() -> socket.socket:
    """A server that takes calls and never answers them."""
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen()
    return server


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_leaves_no_file(number: signal.Signals, tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    with (
        silent_port() as server,
        subprocess.Popen(
            [
                *(sys.executable, "-m", "rolevet"),
                *collect_words(f"http://127.0.0.1:{server.getsockname()[1]}", path),
            ],
            env=environment(),
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        call, _ = server.accept()
        with call:
            process.send_signal(number)
            assert process.stderr is not None
            assert told(process.stderr.read().strip()) == (
                "interrupted; nothing was written",
                "run the command again",
            )
    assert process.returncode == 3
    assert list(tmp_path.iterdir()) == []


def test_an_older_snapshot_stays_where_nothing_could_be_read(rolevet: Run, tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_text("yesterday")
    ended = rolevet(*collect_words(f"http://127.0.0.1:{closed_port()}", path))
    assert ended.returncode == 3
    assert path.read_text() == "yesterday"


@pytest.mark.parametrize(
    ("words", "says", "hint"),
    [
        (["collect"], "where should it go?", "give either -o FILE or --save DIR"),
        (["collect", "-o", "a", "--org"], "-o holds one account", "give --save DIR"),
        (["collect", "--save", "missing"], "there is no folder missing", "make it: mkdir -p"),
        (["collect", "-o", "/nowhere/s"], "there is no folder /nowhere", "make it: mkdir -p"),
        (["collect", "-o", "/"], "/ is a folder, not a file", "name a file in it"),
        (["lint"], "Missing argument 'PATH...'.", "see: rolevet lint --help"),
        (["lint", "x", "-o", "jsn"], "there is no format 'jsn'", "did you mean json or jsonl?"),
    ],
)
def test_words_that_are_wrong(rolevet: Run, words: list[str], says: str, hint: str) -> None:
    ended = rolevet(*words)
    assert (ended.returncode, ended.stdout) == (2, "")
    wrong, todo = told(ended.stderr)
    assert (wrong, todo[: len(hint)]) == (says, hint)


DATA = snapshot_of(everything(), "1.2.3").data
COPY = "it is not whole: copy it again, or collect it again"
COLLECT = "collect it again: rolevet collect -o FILE"
NEVER = "rolevet never writes this; collect it again: rolevet collect -o FILE"
WRITTEN = "a snapshot is written by: rolevet collect -o FILE"
UPDATE = "update rolevet: pip install --upgrade rolevet"
MODERN = json.dumps({"format": "rolevet-snapshot", "version": "2"}).encode()


@pytest.mark.parametrize(
    ("make", "code", "says", "hint"),
    [
        (None, 2, "does not exist", "check the name"),
        (os.mkfifo, 2, "is a pipe or a device, not a file", "give it as stdin, named -"),
        (DATA[:-9], 3, "ends too early: line 42, column 12: Unterminated string starting at", COPY),
        (packed(DATA)[:-20], 3, "is a gzip file that ends too early", COPY),
        (
            b'{"format":"rolevet-snapshot",\n"a":2,"a":2}',
            3,
            'is refused: line 2, column 7: the key "a" stands twice',
            NEVER,
        ),
        (
            DATA.replace(b'"complete":false', b'"complete":true'),
            3,
            "was changed after it was written: its checksum does not match",
            COLLECT,
        ),
        (MODERN, 3, "is a snapshot of version 2; this rolevet reads up to 1", UPDATE),
    ],
)
def test_what_is_no_whole_snapshot_is_told_in_two_lines(
    rolevet: Run,
    tmp_path: Path,
    make: bytes | Callable[[Path], Any] | None,
    code: int,
    says: str,
    hint: str,
) -> None:
    path = tmp_path / "s.json"
    if isinstance(make, bytes):
        path.write_bytes(make)
    elif make is not None:
        make(path)
    ended = rolevet("lint", str(path))
    assert (ended.returncode, ended.stdout) == (code, "")
    assert ended.stderr == f"rolevet: error: {path} {says}\n  what to do: {hint}\n"


def test_a_gzip_bomb_does_not_fill_the_memory(rolevet: Run, tmp_path: Path) -> None:
    path = tmp_path / "s.json.gz"
    with gzip.open(path, "wb", compresslevel=1) as stream:
        for _ in range(300):
            stream.write(bytes(1024**2))
    ended = rolevet("lint", str(path))
    assert ended.returncode == 3
    assert told(ended.stderr)[0] == f"{path} holds more than 256 MiB"


def test_stdin_that_is_closed_is_told(tmp_path: Path) -> None:
    done = subprocess.run(
        f"exec {sys.executable} -m rolevet lint - <&-",
        shell=True,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert told(done.stderr) == (
        "stdin cannot be read: Bad file descriptor",
        "pipe a file into it",
    )


LISTED = ("role-alias", "profile", "trust-anchor", "crl")


def written(path: Path, account: str, region: str, **more: Any) -> str:
    """A snapshot of one alias that outlives its role."""
    seen = inventory(alias("long", credentialDurationSeconds=43200), role())
    other = type(seen)(
        now=more.get("now", NOW),
        scopes=(Scope("aws", account, (region,)),),
        aliases=seen.aliases,
        roles=seen.roles,
        coverage=tuple(
            Cell(account, region, "x:ListY", CellState.COMPLETE, kind, lists=True)
            for kind in more.get("kinds", LISTED)
        ),
    )
    path.write_bytes(snapshot_of(other, "1").data)
    return str(path)


def test_several_make_one_report(rolevet: Run, tmp_path: Path) -> None:
    one = written(tmp_path / "a", ACCOUNT, "eu-west-1")
    other = written(tmp_path / "b", "210987654321", "eu-west-1", now=NOW - timedelta(days=9))
    ended = rolevet("lint", one, other, "-o", "json", "--select", "ALIAS001")
    report = json.loads(ended.stdout)
    assert ended.returncode == 1
    assert [scope["account"] for scope in report["scopes"]] == [ACCOUNT, "210987654321"]
    assert report["rules"][0]["failed"] == 2
    assert rolevet("lint", other, one, "-o", "json", "--select", "ALIAS001").stdout == ended.stdout


def test_the_same_region_of_the_same_account_twice(rolevet: Run, tmp_path: Path) -> None:
    one = written(tmp_path / "a", ACCOUNT, "eu-west-1")
    other = written(tmp_path / "b", ACCOUNT, "eu-west-1")
    chosen = ("--select", "ALIAS001")
    third = written(tmp_path / "c", ACCOUNT, "us-east-1")
    assert rolevet("lint", one, third, *chosen).returncode == 1
    assert rolevet("lint", one, one, *chosen).returncode == 1
    ended = rolevet("lint", one, other, *chosen)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert told(ended.stderr) == (
        f"account {ACCOUNT} in eu-west-1 is in {one} and again in {other}",
        "leave one of the two out",
    )


def test_what_was_never_listed_is_not_taken_for_clean(rolevet: Run, tmp_path: Path) -> None:
    without = tuple(kind for kind in LISTED if kind != "profile")
    path = written(tmp_path / "a", ACCOUNT, "eu-west-1", kinds=without)
    ended = rolevet("lint", path, "--select", "ALIAS001,PROF001")
    assert (ended.returncode, ended.stdout) == (3, "")
    assert told(ended.stderr) == (
        f"{path} was collected without any profile, which rule PROF001 needs",
        "collect it again, or --ignore PROF001",
    )
    assert rolevet("lint", path, "--select", "ALIAS001").returncode == 1


@pytest.mark.parametrize("rule", ["ALIAS003", "PROF014", "PROF011"])
def test_chosen_rules_see_of_a_snapshot_what_they_see_of_an_account(
    aws: str, rolevet: Run, tmp_path: Path, rule: str
) -> None:
    """The snapshot holds more than they read; none of it may show but in the number of calls."""
    found(aws, "eu-west-1")
    snapshot = tmp_path / "s.json"
    assert rolevet(*collect_words(aws, snapshot)).returncode == 0
    words = ["--select", rule, "-o", "json"]
    live = json.loads(rolevet("scan", *at(aws), *words).stdout)
    later = json.loads(rolevet("lint", str(snapshot), *words).stdout)
    cells = [[(c["api"], c["state"]) for c in report.pop("coverage")] for report in (live, later)]
    assert cells[0] == cells[1]
    assert later == live


def at(url: str) -> list[str]:
    return ["--endpoint-url", url, "--region", "eu-west-1"]
