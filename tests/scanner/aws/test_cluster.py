"""The same report from a Dask cluster, with a worker killed in the middle of it."""

import json
import pickle
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from scanner.aws.conftest import Answer, Endpoint
from scanner.aws.test_assume import credentials
from scanner.aws.test_collect import listed_profile
from scanner.cli.conftest import environment, unhurried
from scanner.simulate.conftest import ended
from world import NOW, alias, inventory

from rolevet import Inventory, Profile, tasks
from rolevet import cluster as cluster_module
from rolevet.cluster import tour_on
from rolevet.declare.files import declared_rules
from rolevet.declare.skeleton import skeleton
from rolevet.errors import CollectError, UsageError
from rolevet.finding import Control, Overlay, Severity
from rolevet.fleet import Order
from rolevet.sources.aws.assume import Told
from rolevet.sources.aws.meter import Meter, Tally
from rolevet.sources.aws.regions import Wish
from rolevet.sources.aws.roster import Roster
from rolevet.sources.aws.shared import Connection
from rolevet.sources.aws.target import Target
from rolevet.tasks import Judge
from rolevet_rules import rules

ACCOUNTS = tuple(f"{number:012d}" for number in range(1, 31))


def play(endpoint: Endpoint, slowness: float) -> None:
    """Each account has a profile that is disabled; the fifth lets nobody in."""

    def script(operation: str, asked: dict[str, str]) -> Answer | None:
        if operation != "AssumeRole":
            return None
        account = asked["RoleArn"].split(":")[4]
        if account == ACCOUNTS[4]:
            return 403, "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>"
        return credentials(f"ASIA{account}", timedelta(hours=1))

    def by_key(operation: str, key: str) -> Answer | None:
        if operation != "ListProfiles":
            return None
        time.sleep(slowness)
        arn = f"arn:aws:rolesanywhere:eu-west-1:{key[-12:]}:profile/1"
        profile = listed_profile(1, name=key[-12:], enabled=False, profileArn=arn)
        return 200, json.dumps({"profiles": [profile]})

    endpoint.script, endpoint.by_key = script, by_key


@pytest.fixture
def words(endpoint: Endpoint, tmp_path: Path) -> list[str]:
    path = tmp_path / "accounts.yaml"
    path.write_text("accounts:\n" + "".join(f"- {{id: '{a}', role: Audit}}\n" for a in ACCOUNTS))
    return ["scan", "--endpoint-url", endpoint.url, "--accounts", str(path), "-o", "json"]


def rolevet(*words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "rolevet", *words],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def part_of_a_cluster(*given: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *given],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with ended(process) as running:
        yield running


@pytest.fixture
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """A scheduler and two workers, each a process of its own, none restarted by a nanny."""
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    with ExitStack() as stack:
        words = ("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
        stack.enter_context(part_of_a_cluster(*words))
        one = ("worker", address, "--no-nanny", "--nthreads", "2", "--no-dashboard")
        workers = [stack.enter_context(part_of_a_cluster(*one)) for _ in range(2)]
        yield address, workers


def test_a_worker_that_dies_changes_nothing(
    endpoint: Endpoint,
    words: list[str],
    cluster: tuple[str, list[subprocess.Popen[str]]],
) -> None:
    address, workers = cluster
    play(endpoint, 0.0)
    with rolevet(*words, "--region", "eu-west-1") as here:
        expected, _ = here.communicate(timeout=60)
    endpoint.signed.clear()
    play(endpoint, 0.5)
    with rolevet(*words, "--region", "eu-west-1", "--dask", address, "--progress", "json") as run:
        deadline = time.monotonic() + 60
        while len([name for name, _ in endpoint.signed if name == "ListProfiles"]) < 8:
            assert time.monotonic() < deadline, run.poll()
            time.sleep(0.05)
        workers[0].send_signal(signal.SIGKILL)
        stdout, stderr = run.communicate(timeout=90)
    assert run.returncode == 3, "the findings are only told, and one account is not"
    assert unhurried(stdout) == unhurried(expected)
    report = json.loads(stdout)
    last = json.loads(stderr.splitlines()[-1])
    assert (last["accounts_done"], last["accounts"]) == (len(ACCOUNTS), len(ACCOUNTS))
    assert last["cells_done"] == last["cells"] == len(report["coverage"])
    assert {finding["account"] for finding in report["findings"]} == set(ACCOUNTS) - {ACCOUNTS[4]}
    visits = Counter(key for name, key in endpoint.signed if name == "ListProfiles")
    assert max(visits.values()) > 1, "what the dead worker had under way was done again"
    assert {key for name, key in endpoint.signed if name == "AssumeRole"} == {"x"}


def test_nobody_schedules(words: list[str], endpoint: Endpoint) -> None:
    with rolevet(*words, "--dask", "nonsense://x") as run:
        stdout, stderr = run.communicate(timeout=60)
    assert (run.returncode, stdout) == (2, "")
    wrong, todo = stderr.splitlines()
    assert "no Dask scheduler answers at nonsense://x" in wrong
    assert "tcp://HOST:8786" in todo


class Lost:
    """A future whose result does not come."""

    def __init__(self, why: Exception) -> None:
        self.why = why

    def result(self) -> None:
        raise self.why

    def release(self) -> None: ...


class Scheduler:
    """Answers every task with the same failure."""

    loop = None

    def __init__(self, why: Exception) -> None:
        self.why = why

    def __enter__(self) -> "Scheduler":
        return self

    def __exit__(self, *_: object) -> None: ...

    def submit(self, *_: object, **__: object) -> Lost:
        return Lost(self.why)


def toured(monkeypatch: pytest.MonkeyPatch, why: Exception) -> list[Inventory]:
    monkeypatch.setattr(cluster_module, "_client", lambda _: Scheduler(why))
    monkeypatch.setattr(cluster_module, "as_completed", lambda futures, loop: list(futures))
    order = Order(Connection(), Wish(), Told("nightly"), frozenset({Profile}), NOW)
    roster = Roster((Target(ACCOUNTS[0]),))
    shared = SimpleNamespace(partition="aws", meter=Meter())
    made = list(tour_on("tcp://x:1", shared, order, roster, lambda _, found: found))  # type: ignore[arg-type]
    assert shared.meter.read() == Tally(accounts_done=1, cells=1, cells_done=1)
    return made


def test_an_account_that_kills_its_workers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import KilledWorker

    killed = KilledWorker("task", None, 3)
    (found,) = toured(monkeypatch, killed)
    (cell,) = found.coverage
    assert (cell.account, cell.state, cell.error) == (ACCOUNTS[0], "failed", "KilledWorker")


def test_a_scheduler_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import CancelledError

    with pytest.raises(CollectError, match="the Dask scheduler at tcp://x:1 went away"):
        toured(monkeypatch, CancelledError())


def test_a_worker_judges_by_its_own_rules_which_must_be_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second, *others = rules()
    overlay = Overlay(accounts=("123456789012",), ignored=True)
    told = first.configured({}, Severity.INFO).mapped([Control("acme", "4.1")])
    changed = told, second.overlaid([overlay])
    judge = Judge((*changed, *others), Path("folder"))
    there = pickle.loads(pickle.dumps(judge))
    assert there == judge
    assert [r.info.controls for r in there.rules] == [r.info.controls for r in judge.rules]
    sent = pickle.dumps(judge)
    monkeypatch.setattr(tasks, "_installed", lambda: rules()[1:])
    with pytest.raises(UsageError, match="a worker has other rules installed"):
        pickle.loads(sent)


def test_a_rule_that_is_data_is_sent_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "acme.yaml"
    path.write_text(skeleton("ACME001"))
    (rule,) = declared_rules(path)
    overlay = Overlay(aliases=("lab-*",), ignored=True)
    judge = Judge((rule.configured({}, Severity.INFO).overlaid([overlay]),))
    sent = pickle.dumps(judge)
    path.unlink()
    monkeypatch.setattr(tasks, "_installed", lambda: ())
    there = pickle.loads(sent)
    assert there == judge
    long = inventory(alias(credentialDurationSeconds=43200))
    assert there("x", long) == judge("x", long)
    assert len(there("x", long).findings) == 1


def test_errors_come_back_from_a_worker_whole() -> None:
    error = pickle.loads(pickle.dumps(UsageError("what", hint="do")))
    assert (type(error), error.message, error.hint) == (UsageError, "what", "do")
