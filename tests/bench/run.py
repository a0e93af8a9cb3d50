"""Timings as ratios against a baseline of the same run: on a shared machine only those last.

Run it with `make bench`; it takes about eleven minutes, of which most is waiting at AWS's rates:
BENCH_SIZES=100,1000 and BENCH_FLEETS=100 make it three. Collecting is measured against a canned AWS
on loopback, `cannedaws.py` in the folder that CANNED_AWS names; without it those rows are left out.
Linting is measured against cfn-lint and checkov, which are installed where they are not there.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import collecting, judging, linting
from world import alias, inventory, profile, role, role_arn

from rolevet import Report
from rolevet.check import check
from rolevet.inventory import Inventory
from rolevet.settle import Gate, settle
from rolevet_reports import json as json_format
from rolevet_reports import sarif as sarif_format
from rolevet_reports import text as text_format
from rolevet_rules import rules

RESOURCES = 10_000
BARE = "import click; click.command()(click.version_option('1')(lambda: None))(['--version'])"


def main() -> None:
    print(f"{'what':<58}{'this':>10}{'baseline':>10}{'ratio':>8}")
    start_up()
    world = many(RESOURCES)
    report = checking(world)
    writing(report)
    judging.main()
    linting.main()
    collecting.main()


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
