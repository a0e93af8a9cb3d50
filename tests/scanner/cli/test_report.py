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


@pytest.mark.parametrize("command", [("lint", "t.yaml"), ("report", "r.json")])
def test_a_query_prints_what_it_makes_of_the_report(
    rolevet: Run, saved: Path, command: tuple[str, str]
) -> None:
    def made(query: str, *words: str) -> object:
        ended = rolevet(*command, "--isolated", "--query", query, *words)
        assert (ended.returncode, ended.stderr) == (1, "")
        return json.loads(ended.stdout)

    whole = json.loads((saved / "r.json").read_text())
    assert made("@") == whole
    assert made("findings[?severity=='high'].rule | sort(@)") == sorted(
        row["rule"] for row in whole["findings"] if row["severity"] == "high"
    )
    assert made("tool.name", "-o", "text=again.text") == "rolevet"
    assert made("nothing.there") is None
    assert (saved / "again.text").read_bytes() == (saved / "r.text").read_bytes()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("findings[", "--query is wrong at character 10: it ends too soon"),
        ("findings[].(", "--query is wrong at character 12: "),
        ("", "--query is wrong at character 1: it is empty"),
        ("lengths(@)", "there is no function 'lengths': did you mean length?"),
        ("present(findings)", "there is no function 'present'"),
        ("sum(findings)", "--query does not fit the report: In function sum()"),
        ("&rule", "--query does not fit the report: "),
    ],
)
def test_a_query_that_is_wrong_ends_with_2(
    rolevet: Run, saved: Path, query: str, said: str
) -> None:
    ended = rolevet("report", "r.json", "--isolated", "--query", query)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert said in ended.stderr


def test_a_query_and_a_report_cannot_both_have_stdout(rolevet: Run, saved: Path) -> None:
    ended = rolevet("report", "r.json", "--isolated", "--query", "@", "-o", "text")
    assert ended.returncode == 2
    assert "two reports would be written to stdout" in ended.stderr
