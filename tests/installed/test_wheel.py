"""The wheel and the source archive as a user gets them, with a third-party package beside."""

import json
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from scanner.cli.conftest import environment
from scanner.simulate.conftest import ended

pytestmark = pytest.mark.installed

ROOT = Path(__file__).parents[2]


def run(*words: str | Path) -> str:
    done = subprocess.run(
        [str(word) for word in words],
        env=environment(),
        cwd="/",
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with both archives."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)], cwd=ROOT, check=True
    )
    return folder


@pytest.fixture(scope="session")
def wheel(dist: Path) -> Path:
    (found,) = dist.glob("*.whl")
    return found


@pytest.fixture(scope="session")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment that holds the wheel and Acme's package."""
    home = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(home)
    interpreter = home / "bin" / "python"
    # By the pip that is there, and without compiling the thousands of modules that nobody imports.
    pip = (sys.executable, "-m", "pip", "--python", interpreter)
    run(*pip, "install", "--quiet", "--no-compile", f"{wheel}[demo]", ROOT / "tests/plugin")
    return interpreter


def test_the_wheel_holds_the_three_packages_whole(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert {name.partition("/")[0] for name in names} == {
        "rolevet",
        "rolevet_rules",
        "rolevet_reports",
    }
    tracked = subprocess.run(
        [
            "git",
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
            "scanner",
            "rules",
            "reports",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert names == {path.partition("/")[2] for path in tracked}
    for package in ("rolevet", "rolevet_rules", "rolevet_reports"):
        assert f"{package}/py.typed" in names


def test_the_source_archive_holds_the_tests(dist: Path) -> None:
    (found,) = dist.glob("*.tar.gz")
    with tarfile.open(found) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"tests/world.py", "Makefile", "LICENSE", "pyproject.toml"} <= names
    assert not any(name.startswith((".venv", ".git/")) for name in names)


def test_a_third_party_rule_and_format_come_in_by_the_same_door(python: Path) -> None:
    rules = json.loads(run(python, "-m", "rolevet", "rules", "--json"))
    assert {"ACME001", "PROF001"} <= {rule["id"] for rule in rules}
    assert "Nobody knows whom to ask." in run(python, "-m", "rolevet", "explain", "acme001")


def test_the_frameworks_are_in_the_wheel(python: Path) -> None:
    told = run(python, "-m", "rolevet", "rules", "--framework", "soc2")
    of_control = told.partition("\nCC6.2\n")[2].partition("\n\n")[0]
    assert "\n  PROF014 " in of_control


@pytest.fixture
def company(python: Path) -> Iterator[str]:
    """The address of the demo's company, served by the installed wheel."""
    with ended(
        subprocess.Popen(
            [
                *(str(python), "-m", "rolevet.simulate"),
                *("--company", "eu-west-1", "--while-stdin-open"),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment(),
            text=True,
        )
    ) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()


def test_they_run(python: Path, company: str, tmp_path: Path) -> None:
    made = tmp_path / "r.json"
    done = subprocess.run(
        [
            *(str(python), "-m", "rolevet", "scan", "--endpoint-url", company),
            *("--region", "eu-west-1", "-o", "acme-count", "-o", f"json={made}"),
        ],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "9\n", "")
    findings = json.loads(made.read_text())["findings"]
    assert [f["resource_name"] for f in findings if f["rule"] == "ACME001"] == ["warehouse"]


def test_the_demo_runs_from_the_wheel(python: Path) -> None:
    assert "9 findings" in run(python.parent / "rolevet", "demo")
