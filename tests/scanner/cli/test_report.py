"""`rolevet report`: saved reports in other formats."""

import json
from pathlib import Path

import pytest
from scanner.cli.conftest import Run

_TEMPLATE = """
Resources:
  Alias:
    Type: AWS::IoT::RoleAlias
    Properties:
      RoleAlias: fleet
      RoleArn: arn:aws:iam::123456789012:role/Device
      CredentialDurationSeconds: 99999
"""


@pytest.fixture
def saved(rolevet: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with r.json and, of the same run, r.text and r.sarif."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.yaml").write_text(_TEMPLATE)
    outputs = ("-o", "json=r.json", "-o", "text=r.text", "-o", "sarif=r.sarif")
    ended = rolevet("lint", "t.yaml", "--isolated", *outputs)
    assert ended.returncode == 1, ended.stderr
    return tmp_path


def test_every_format_is_written_as_the_run_wrote_it(rolevet: Run, saved: Path) -> None:
    outputs = ("-o", "sarif=again.sarif", "-o", "json=again.json")
    ended = rolevet("report", "r.json", "--isolated", "-o", "text", *outputs)
    assert (ended.returncode, ended.stderr) == (1, "")
    assert ended.stdout == (saved / "r.text").read_text()
    for ending in ("sarif", "json"):
        assert (saved / f"again.{ending}").read_bytes() == (saved / f"r.{ending}").read_bytes()


def test_another_fail_on_gives_the_exit_code_that_the_run_would_have_had(
    rolevet: Run, saved: Path
) -> None:
    for severity in ("never", "critical", "info"):
        words = ("--isolated", "--fail-on", severity)
        there = rolevet("lint", "t.yaml", *words, "-o", "json")
        here = rolevet("report", "r.json", *words, "-o", "json")
        assert (here.returncode, here.stdout) == (there.returncode, there.stdout)


def test_what_is_no_report_is_told(rolevet: Run, saved: Path) -> None:
    (saved / "damaged.json").write_bytes((saved / "r.json").read_bytes()[:1000])
    body = json.loads((saved / "r.json").read_text())
    (saved / "later.json").write_text(json.dumps(body | {"version": "2"}))
    for name, code, said in (
        ("none.json", 2, "none.json does not exist"),
        ("t.yaml", 3, "t.yaml is not JSON: line 2, column 1"),
        ("damaged.json", 3, "damaged.json ends too early: line"),
        ("later.json", 3, "what to do: update rolevet"),
    ):
        ended = rolevet("report", name, "--isolated")
        assert (ended.returncode, ended.stdout) == (code, "")
        assert said in ended.stderr
