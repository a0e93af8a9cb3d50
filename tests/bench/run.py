"""Timings as ratios against a baseline of the same run: on a shared machine only those last.

Run it with `make bench`; it takes about a minute. Collecting is measured against a canned AWS on
loopback, `cannedaws.py` in the folder that CANNED_AWS names; without it those rows are left out.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import boto3

sys.path.insert(0, str(Path(__file__).parents[1]))

from world import alias, inventory, profile, role, role_arn

from rolevet import Profile, Report, Role, RoleAlias
from rolevet.check import check
from rolevet.inventory import Inventory
from rolevet.settle import Gate, settle
from rolevet.sources.aws.access import open_access
from rolevet.sources.aws.assume import Told
from rolevet.sources.aws.collect import collect
from rolevet.sources.aws.rate import Bucket, Buckets, SystemClock
from rolevet.sources.aws.regions import Wish
from rolevet.sources.aws.shared import Connection, open_shared
from rolevet.sources.aws.target import Target
from rolevet_reports import json as json_format
from rolevet_reports import sarif as sarif_format
from rolevet_reports import text as text_format
from rolevet_rules import rules

RESOURCES = 10_000
ALIASES = 200
PORT = 5617
URL = f"http://127.0.0.1:{PORT}"
SHARED = Path(__file__).parents[2].parent / "shared" / "bench"
CANNED = Path(os.environ.get("CANNED_AWS", SHARED)) / "cannedaws.py"
BARE = "import click; click.command()(click.version_option('1')(lambda: None))(['--version'])"


def main() -> None:
    print(f"{'what':<58}{'this':>10}{'baseline':>10}{'ratio':>8}")
    start_up()
    world = many(RESOURCES)
    report = checking(world)
    writing(report)
    if CANNED.exists():
        collecting()
    else:
        print(f"collecting is left out: there is no {CANNED.name}; set CANNED_AWS to its folder")


def row(what: str, this: float, baseline: float) -> None:
    """Both in seconds."""
    print(f"{what:<58}{this * 1000:>8.1f}ms{baseline * 1000:>8.1f}ms{this / baseline:>8.2f}")


def start_up() -> None:
    bare = [sys.executable, "-c", BARE]
    own = [sys.executable, "-m", "rolevet"]
    for words in (["--version"], ["rules"], ["explain", "PROF001"], ["scan", "--help"]):
        this, baseline = in_turn([*own, *words], bare)
        row(f"rolevet {' '.join(words)}, against a bare click program", this, baseline)


def in_turn(one: list[str], other: list[str], runs: int = 15) -> tuple[float, float]:
    """The median wall time of each, measured in turn so that both see the same machine."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for words, spent in zip((one, other), times, strict=True):
            begun = time.perf_counter()
            subprocess.run(words, stdout=subprocess.DEVNULL, check=True)
            spent.append(time.perf_counter() - begun)
    return statistics.median(times[0]), statistics.median(times[1])


def many(count: int) -> Inventory:
    """As many aliases as profiles; one in ten has something wrong."""
    names = [f"r{number}" for number in range(count // 2)]
    return inventory(
        *(
            alias(
                name,
                roleArn=role_arn(name),
                credentialDurationSeconds=43200 if name.endswith("7") else 3600,
            )
            for name in names
        ),
        *(
            profile(name, roleArns=[role_arn(name)], enabled=not name.endswith("7"))
            for name in names
        ),
        *(role(name) for name in names),
    )


def checking(world: Inventory) -> Report:
    once = timed(lambda: check(rules(), world))
    copied = timed(lambda: [dict(broker.raw) for broker in (*world.aliases, *world.profiles)])
    row(f"all {len(rules())} rules over {RESOURCES:,} brokers, against copying them", once, copied)
    each = once / RESOURCES / len(rules()) * 1e6
    print(f"{'  that is, for each rule and broker':<58}{each:>8.2f}µs")
    return settle(check(rules(), world), Gate(), version="0")


def writing(report: Report) -> None:
    baseline = timed(lambda: json.dumps([finding.message for finding in report.findings]))
    formats: tuple[tuple[str, Callable[[Report], Iterable[str]]], ...] = (
        ("json", json_format.render),
        ("sarif", sarif_format.render),
        ("text", text_format.render),
    )
    for name, render in formats:
        this = timed(lambda render=render: sum(map(len, render(report))))  # type: ignore[misc]
        row(
            f"{len(report.findings):,} findings as {name}, against a dump of messages",
            this,
            baseline,
        )


class Unbounded(Buckets):
    """For an AWS without limits."""

    def of(self, region: str, action: str) -> Bucket:
        return Bucket(1e9, SystemClock())


def collecting() -> None:
    """At 30 ms a call: without limits against a serial loop, with AWS's against the floor."""
    os.environ |= {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
    with canned():
        serial = timed(serial_loop, runs=1)
        own = timed(lambda: collected(limited=False), runs=1)
        row(f"collecting {ALIASES} aliases without limits, against a serial loop", own, serial)
    with canned("--aws-limits"):
        own = timed(lambda: collected(limited=True), runs=1)
        # A burst of ten, and then ten a second.
        row(f"collecting {ALIASES} aliases within AWS's limits, against the floor", own, FLOOR)


FLOOR = (ALIASES - 10) / 10


@contextmanager
def canned(*words: str) -> Iterator[None]:
    served = [sys.executable, str(CANNED), "--port", str(PORT), "--latency", "0.03", *words]
    counts = ["--aliases", str(ALIASES), "--roles", str(ALIASES), "--profiles", "10"]
    with subprocess.Popen([*served, *counts], stdout=subprocess.DEVNULL) as server:
        try:
            while not listens():
                time.sleep(0.05)
            yield
        finally:
            server.terminate()


def listens() -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", PORT)) == 0


def collected(*, limited: bool) -> Inventory:
    wish = Wish(("eu-west-1",))
    shared = open_shared(Connection(endpoint_url=URL, user_agent="rolevet/bench"), wish)
    if not limited:
        shared = replace(shared, buckets=Unbounded(shared.clock))  # of the own account
    access = open_access(shared, Target(shared.own.account), wish, Told("bench"), ())
    found = collect(access, (RoleAlias, Profile, Role), datetime.now(UTC))
    assert len(found.aliases) == ALIASES
    assert all(cell.state.settled for cell in found.coverage)
    return found


def serial_loop() -> None:
    """What a plain script does: a page, a call for each alias, a call for each role."""
    iot = boto3.client("iot", endpoint_url=URL, region_name="eu-west-1")
    iam = boto3.client("iam", endpoint_url=URL, region_name="eu-west-1")
    for page in iot.get_paginator("list_role_aliases").paginate():
        for name in page["roleAliases"]:
            alias = iot.describe_role_alias(roleAlias=name)["roleAliasDescription"]
            iam.get_role(RoleName=alias["roleArn"].rpartition("/")[2])


def timed(call: Callable[[], object], runs: int = 3) -> float:
    """Seconds of the fastest run."""
    spent = []
    for _ in range(runs):
        begun = time.perf_counter()
        call()
        spent.append(time.perf_counter() - begun)
    return min(spent)


if __name__ == "__main__":
    main()
