"""Collecting, measured in processes of their own: seconds, calls, processor time and memory.

Each is set against a plain serial boto3 loop and against the floor: what the calls must take, at
the latency and by the connections, or at the rate that AWS allows.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

SHARED: Final = Path(__file__).parents[2].parent / "shared" / "bench"
CANNED: Final = Path(os.environ.get("CANNED_AWS", SHARED)) / "cannedaws.py"
SIZES: Final = tuple(
    int(size) for size in os.environ.get("BENCH_SIZES", "100,1000,5000").split(",")
)
FLEETS: Final = tuple(int(size) for size in os.environ.get("BENCH_FLEETS", "100,1000").split(","))
LATENCY: Final = 0.03
CONNECTIONS: Final = 16
RATE, BURST = 10, 10
OF_BROKERS: Final = "ALIAS001,ALIAS003,ALIAS004,PROF001,PROF003,PROF004,PROF011,PROF014"
"""Rules that read no more than the stand-in has: brokers and the roles that they name."""
LONGEST_SERIAL: Final = 1000
"""Aliases; a longer loop would take minutes, and is as many times as long."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took: seconds, requests, seconds of processor time, and MiB at most."""

    seconds: float
    calls: int
    cpu: float
    memory: float


def main() -> None:
    """All tables; without the canned AWS, a word instead."""
    if not CANNED.exists():
        print(f"collecting is left out: there is no {CANNED.name}; set CANNED_AWS to its folder")
        return
    heading("aliases", "ms/call")
    for size in SIZES:
        without_limits(size)
    within_limits()
    heading("accounts of 17 Regions", "s/acc.")
    for size in FLEETS:
        fleet(size)


def heading(what: str, each: str) -> None:
    print(f"\n{what:<24}{'seconds':>9}{'calls':>8}{'CPU s':>8}{each:>9}{'MiB':>6}")


def without_limits(size: int) -> None:
    """Against the loop, and against the calls at their latency by all connections."""
    with canned(size) as url:
        own = measured("own", url, "unlimited")
        looped = min(size, LONGEST_SERIAL)
        serial = measured("serial", url, str(looped))
    row(f"{size:,} without limits", own)
    row(f"  serial loop of {looped:,}", serial)
    floor = own.calls * LATENCY / CONNECTIONS
    times = serial.seconds * size / looped / own.seconds
    print(f"  {times:.1f} times as fast as the loop", end=", ")
    print(f"{own.seconds / floor:.2f} times the floor of {floor:.1f} s")


def within_limits() -> None:
    """All sizes side by side, because most of the time is waiting."""
    with ExitStack() as stack:
        urls = [stack.enter_context(canned(size, "--aws-limits")) for size in SIZES]
        begun = [start("own", url, "limited") for url in urls]
        for size, process in zip(SIZES, begun, strict=True):
            own = ended(process)
            row(f"{size:,} within AWS's limits", own)
            floor = max(0.0, (size - BURST) / RATE)
            if floor:
                print(f"  {own.seconds / floor:.3f} times the floor of {floor:.1f} s")


def fleet(size: int) -> None:
    """Accounts of which one Region in fifty holds something."""
    few = ("--aliases", "2", "--roles", "30", "--profiles", "2", "--populated", "0.02")
    with tempfile.TemporaryDirectory() as folder, canned(0, "--aws-limits", *few) as url:
        accounts = Path(folder, "accounts.yaml")
        entries = (f"- {{id: '{number:012d}', role: Audit}}\n" for number in range(1, size + 1))
        accounts.write_text("accounts:\n" + "".join(entries))
        spent = measured("fleet", url, str(accounts))
    print(
        f"{size:<24,}{spent.seconds:>9.1f}{spent.calls:>8,}{spent.cpu:>8.1f}"
        f"{spent.cpu / size:>9.3f}{spent.memory:>6.0f}"
    )


def row(what: str, spent: Spent) -> None:
    """One process."""
    print(
        f"{what:<24}{spent.seconds:>9.1f}{spent.calls:>8,}{spent.cpu:>8.1f}"
        f"{spent.cpu / spent.calls * 1000:>9.2f}{spent.memory:>6.0f}"
    )


@contextmanager
def canned(size: int, *words: str) -> Iterator[str]:
    """The address of a stand-in for AWS with so many aliases, roles, and ten profiles."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    served = [sys.executable, str(CANNED), "--port", str(port), "--latency", str(LATENCY)]
    counts = ["--aliases", str(size), "--roles", str(size), "--profiles", "10"] if size else []
    with subprocess.Popen([*served, *counts, *words], stdout=subprocess.DEVNULL) as server:
        try:
            while not listens(port):
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def measured(*words: str) -> Spent:
    """This module in a process of its own."""
    return ended(start(*words))


def start(*words: str) -> "subprocess.Popen[str]":
    environment = os.environ | {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
    return subprocess.Popen(
        [sys.executable, __file__, *words], stdout=subprocess.PIPE, text=True, env=environment
    )


def ended(process: "subprocess.Popen[str]") -> Spent:
    """Raises CalledProcessError for one that failed."""
    assert process.stdout is not None
    told = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    calls, seconds, cpu = told.split()
    return Spent(float(seconds), int(calls), float(cpu), usage.ru_maxrss / 1024)


def own(url: str, limits: str) -> Iterator[int | None]:
    """Aliases, profiles and roles of one account."""
    from rolevet import Profile, Role, RoleAlias
    from rolevet.sources.aws.access import open_access
    from rolevet.sources.aws.assume import Told
    from rolevet.sources.aws.collect import collect
    from rolevet.sources.aws.rate import Bucket, Buckets, SystemClock
    from rolevet.sources.aws.regions import Wish
    from rolevet.sources.aws.shared import Connection, open_shared
    from rolevet.sources.aws.target import Target

    class Unbounded(Buckets):
        """For an AWS without limits."""

        def of(self, region: str, action: str) -> Bucket:
            return Bucket(1e9, SystemClock())

    wish = Wish(("eu-west-1",))
    shared = open_shared(Connection(endpoint_url=url, user_agent="rolevet/bench"), wish)
    if limits == "unlimited":
        shared = replace(shared, buckets=Unbounded(shared.clock))  # of the own account
    access = open_access(shared, Target(shared.own.account), wish, Told("bench"), ())
    yield None
    found = collect(access, (RoleAlias, Profile, Role), datetime.now(UTC))
    assert found.aliases
    assert all(cell.state.settled for cell in found.coverage)
    assert not any(cell.effort.throttled for cell in found.coverage)
    yield sum(cell.effort.calls for cell in found.coverage)


def serial(url: str, size: str) -> Iterator[int | None]:
    """What a plain script does: a page, a call for each alias, a call for each role."""
    import boto3

    iot = boto3.client("iot", endpoint_url=url, region_name="eu-west-1")
    iam = boto3.client("iam", endpoint_url=url, region_name="eu-west-1")
    yield None
    calls = done = 0
    for page in iot.get_paginator("list_role_aliases").paginate():
        calls += 1
        for name in page["roleAliases"]:
            alias = iot.describe_role_alias(roleAlias=name)["roleAliasDescription"]
            iam.get_role(RoleName=alias["roleArn"].rpartition("/")[2])
            calls, done = calls + 2, done + 1
            if done == int(size):
                break
    yield calls


def fleet_run(url: str, accounts: str) -> Iterator[int | None]:
    """The command itself."""
    from rolevet import cli

    yield None
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "r.json")
        words = ["scan", "--endpoint-url", url, "--accounts", accounts, "-o", f"json={report}"]
        assert cli.run([*words, "--isolated", "--select", OF_BROKERS]) in (0, 1)
        cells = report.read_text().partition('"coverage": [')[2]
        yield sum(int(count) for count in re.findall(r'"calls": (\d+)', cells))


def timed(run: Iterator[int | None]) -> str:
    """What it took after it was ready, which it says by giving nothing: calls, and two times."""
    next(run)
    begun, busy = time.perf_counter(), time.process_time()
    calls = next(run)
    return f"{calls} {time.perf_counter() - begun} {time.process_time() - busy}"


if __name__ == "__main__":
    print(timed({"own": own, "serial": serial, "fleet": fleet_run}[sys.argv[1]](*sys.argv[2:])))
