"""All facts, from a simulated AWS that pages and asks IAM about every call."""

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scanner.aws.conftest import Hurried
from scanner.cli.conftest import CLEAN, Run, restricted
from scanner.cli.estate import build, crowd
from scanner.cli.test_snapshot import collect_words
from scanner.simulate.conftest import post
from world import NOW, REGION

from rolevet import (
    CellState,
    CertificateSubject,
    Detail,
    Hit,
    Role,
    Rule,
    Severity,
    Trouble,
    cli,
    rule,
)
from rolevet.inventory import Inventory
from rolevet.simulate import install
from rolevet.sources.aws.access import Access, open_access
from rolevet.sources.aws.assume import Told
from rolevet.sources.aws.collect import collect
from rolevet.sources.aws.plan import ACTIONS, actions_for
from rolevet.sources.aws.regions import Wish
from rolevet.sources.aws.shared import Connection, open_shared
from rolevet.sources.aws.target import Target
from rolevet.sources.aws.trial import try_all
from rolevet.sources.snapshot import load, snapshot_of

WITH_ALL = ("--with", "subjects", "--with", "tags")


@pytest.fixture
def in_this_process() -> Iterator[str]:
    """The address of a simulated AWS whose page size can be changed while it runs."""
    install()
    from rolevet.simulate.paging import LIMIT
    from rolevet.simulate.server import behind

    with socket.create_server(("127.0.0.1", 0)) as listener, behind(listener) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        LIMIT.set(50)
        server.shutdown()
        thread.join()


def opened(url: str, monkeypatch: pytest.MonkeyPatch, **key: str) -> Access:
    for name, value in (CLEAN | key).items():
        monkeypatch.setenv(name, value)
    wish = Wish((REGION,))
    shared = open_shared(Connection(endpoint_url=url), wish, clock=Hurried())
    return open_access(shared, Target(shared.own.account), wish, Told("test"), ())


def facts(inventory: Inventory) -> dict[str, Any]:
    """As a snapshot says them, without what it took to collect them."""
    body = json.loads(snapshot_of(inventory, "1").data)
    return {name: body[name] for name in ("resources", "roles", "managed_policies", "authorities")}


def test_page_sizes_change_nothing(in_this_process: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from rolevet.simulate.paging import LIMIT

    build(in_this_process, 3)
    access = opened(in_this_process, monkeypatch)
    whole = collect(access, ACTIONS, NOW)
    assert all(cell.state.value == "complete" for cell in whole.coverage)
    assert {name: len(rows) for name, rows in facts(whole).items()} == {
        "resources": 18,
        "roles": 3,
        "managed_policies": 3,
        "authorities": 3,
    }
    LIMIT.set(1)
    paged = collect(access, ACTIONS, NOW)
    assert facts(paged) == facts(whole)
    assert sum(cell.pages for cell in paged.coverage) > sum(cell.pages for cell in whole.coverage)

    crowd(in_this_process)
    one_by_one = facts(collect(access, ACTIONS, NOW))
    LIMIT.set(50)
    at_once = facts(collect(access, ACTIONS, NOW))
    assert at_once == one_by_one
    before = {row["arn"]: row["role"]["raw"] for row in facts(whole)["roles"]}
    after = {row["arn"]: row["role"]["raw"] for row in at_once["roles"] if "role" in row}
    assert after == before, "whichever calls told it"


def test_what_all_of_it_is_granted_is_called(guarded: str, rolevet: Run, tmp_path: Path) -> None:
    build(guarded)
    key = restricted(guarded, *actions_for(ACTIONS))
    few, many = tmp_path / "few.json", tmp_path / "many.json"
    ended = rolevet(*collect_words(guarded, few, *WITH_ALL, "--region", "eu-west-[1]"), **key)
    assert (ended.returncode, ended.stderr.count("warning")) == (0, 0)
    assert ended.stderr == (
        "rolevet: collected from account 123456789012 in eu-west-1: certificate-authority 1, crl 1,"
        " iot-policy 1, managed-policy 1, profile 1, role 3, role-alias 1, subject 1,"
        " trust-anchor 1\n"
    )
    post(f"{guarded}/moto-api/reset-auth", b"inf")
    crowd(guarded)
    post(f"{guarded}/moto-api/reset-auth", b"0")
    assert rolevet(*collect_words(guarded, many, *WITH_ALL), **key).returncode == 0
    called = {cell.api for path in (few, many) for cell in load(path).coverage}
    assert called == set(actions_for(ACTIONS))


def test_subjects_and_tags_must_be_asked_for(aws: str, rolevet: Run, tmp_path: Path) -> None:
    build(aws)
    path = tmp_path / "s.json"
    assert rolevet(*collect_words(aws, path)).returncode == 0
    plain = load(path)
    assert plain.certificate_subjects == ()
    assert all("tags" not in resource.raw for resource in (*plain.aliases, *plain.profiles))
    assert rolevet(*collect_words(aws, path, "--with", "tags")).returncode == 0
    assert [profile.tags for profile in load(path).profiles] == [{"team": "work"}]
    assert load(path).certificate_subjects == ()
    ended = rolevet(*collect_words(aws, path, "--with", "secrets"))
    assert ended.returncode == 2


@pytest.fixture
def every_right(guarded: str, monkeypatch: pytest.MonkeyPatch) -> Access:
    return opened(guarded, monkeypatch, **restricted(guarded, *actions_for(ACTIONS)))


def test_the_doctor_can_try_every_action(every_right: Access) -> None:
    trials = try_all(every_right, ACTIONS)
    assert [trial.action for trial in trials] == list(actions_for(ACTIONS))
    assert [trial for trial in trials if trial.fault] == []


def test_the_doctor_sees_every_denial(guarded: str, monkeypatch: pytest.MonkeyPatch) -> None:
    access = opened(guarded, monkeypatch, **restricted(guarded, "sts:GetCallerIdentity"))
    trials = try_all(access, ACTIONS)
    assert [trial.action for trial in trials] == list(actions_for(ACTIONS))
    assert {trial.fault.state for trial in trials if trial.fault} == {CellState.DENIED}
    assert all(trial.fault for trial in trials)


@rule(
    "TEST001",
    "subject-is-there",
    severity=Severity.LOW,
    trouble=Trouble.HYGIENE,
    kind=CertificateSubject,
    needs=[Detail.ROLE_POLICIES],
    source="https://example.com/",
)
def subject_is_there(subject: CertificateSubject, inventory: Inventory) -> Iterator[Hit]:
    """A subject is there."""
    yield Hit(f"{subject.label} is there.", at="x509Subject")


@rule(
    "TEST002",
    "role-is-dormant",
    severity=Severity.LOW,
    trouble=Trouble.HYGIENE,
    kind=Role,
    source="https://example.com/",
)
def role_is_dormant(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A role trusts a broker's service, and no broker names it."""
    yield Hit(f"{role.label} is there.", at="RoleName")


def linted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], path: Path, own: Rule
) -> tuple[int, str, str]:
    monkeypatch.setattr("rolevet.cli.configured.load_rules", lambda: [own])
    code = cli.run(["lint", str(path), "-o", "json"])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_snapshot_without_subjects_says_how_to_get_them(
    aws: str,
    rolevet: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    build(aws)
    path = tmp_path / "s.json"
    assert rolevet(*collect_words(aws, path)).returncode == 0
    code, _, said = linted(monkeypatch, capsys, path, subject_is_there)
    assert code == 3
    assert "was collected without any subject, which rule TEST001 needs" in said
    assert "collect it again --with subjects, or --ignore TEST001" in said
    assert rolevet(*collect_words(aws, path, "--with", "subjects")).returncode == 0
    code, out, _ = linted(monkeypatch, capsys, path, subject_is_there)
    assert (code, len(json.loads(out)["findings"])) == (0, 1)


def test_roles_that_no_broker_names_are_judged(
    aws: str,
    rolevet: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    build(aws)
    path = tmp_path / "s.json"
    assert rolevet(*collect_words(aws, path)).returncode == 0
    _, out, _ = linted(monkeypatch, capsys, path, role_is_dormant)
    report = json.loads(out)
    assert [found["resource"].rpartition("/")[2] for found in report["findings"]] == [
        *("Device", "Dormant", "Workload")
    ]
    assert "iam:ListRoles" in {cell["api"] for cell in report["coverage"]}
    assert "iam:ListRolePolicies" not in {cell["api"] for cell in report["coverage"]}
