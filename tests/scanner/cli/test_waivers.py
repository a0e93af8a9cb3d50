"""Waivers beside what is judged, in this process."""

import json
from pathlib import Path
from typing import Any

import pytest
from scanner.cloudformation.made import alias, role, template

from rolevet.cli import run

LONG = template(
    role(), alias("RoleArn: !GetAtt Role.Arn\nCredentialDurationSeconds: 43200", "Long")
)
EXPIRES = "2999-12-31"


def entry(rule: str, expires: str = EXPIRES) -> str:
    return (
        f"waivers:\n- {{rule: {rule}, resource: 't.yaml#Long', owner: me, reason: why, "
        f"expires: {expires}}}\n"
    )


@pytest.fixture
def found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> dict[str, Any]:
    """The one finding, unwaived."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.yaml").write_text(LONG)
    assert run(["lint", "t.yaml", "-o", "json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert finding["status"] == "open"
    return dict(finding)


def test_a_waiver_beside_it_is_found(
    found: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "rolevet.waivers.yaml").write_text(entry(found["rule"]))
    assert run(["lint", "t.yaml", "-o", "json", "-o", "sarif=r.sarif", "-o", "text=r.txt"]) == 0
    said = capsys.readouterr()
    report = json.loads(said.out)
    assert [one["status"] for one in report["findings"]] == ["waived"]
    assert report["summary"]["waived"] == 1
    (told,) = report["waivers"]
    assert (told["state"], told["fingerprints"]) == ("active", [found["fingerprint"]])
    assert told["expires"] == EXPIRES
    assert said.err == ""
    assert json.loads((tmp_path / "r.sarif").read_text())["runs"][0]["results"] == []
    assert "not counted for the exit code: 1." in (tmp_path / "r.txt").read_text()
    assert run(["lint", "t.yaml", "--no-waivers"]) == 1


def test_one_that_has_expired_is_told(
    found: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "w.yaml").write_text(entry(found["rule"], "2020-01-01"))
    assert run(["lint", "t.yaml", "--waivers", "w.yaml"]) == 1
    said = capsys.readouterr()
    assert "w.yaml:2:3: this waiver does not hold: it held until 2020-01-01" in said.err
    assert "Waivers that do not hold" in said.out


def test_a_mandatory_rule_is_not_waived(
    found: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "rolevet.waivers.yaml").write_text(entry(found["rule"]))
    (tmp_path / "rolevet.toml").write_text(f'mandatory = ["{found["rule"]}"]')
    assert run(["lint", "t.yaml"]) == 1
    assert "lets nobody waive this rule" in capsys.readouterr().err


def test_a_broken_file_ends_the_run(
    found: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "w.yaml").write_text("waivers: x\n")
    assert run(["lint", "t.yaml", "--waivers", "w.yaml"]) == 2
    assert "w.yaml:1:10: this is not a list" in capsys.readouterr().err
    assert run(["lint", "t.yaml", "--waivers", "none.yaml"]) == 2
    assert run(["lint", "t.yaml", "--waivers", "w.yaml", "--no-waivers"]) == 2


@pytest.mark.parametrize(
    ("said", "code", "err"),
    [
        ("ignore[{rule}] shared", 0, ""),
        ("ignore[{rule}] shared, until=2020-01-01", 1, "it held until 2020-01-01"),
        ("ignore[PROF001] shared", 1, "nothing is found that it is for"),
        ("ignore[{rule}]", 1, "this tells no reason"),
    ],
)
def test_what_a_template_accepts(
    found: dict[str, Any],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    said: str,
    code: int,
    err: str,
) -> None:
    comment = said.format(rule=found["rule"])
    (tmp_path / "t.yaml").write_text(LONG.replace("43200", f"43200 # rolevet: {comment}"))
    assert run(["lint", "t.yaml"]) == code
    told = capsys.readouterr().err
    assert err in told
    assert bool(err) is ("warning: t.yaml:18:" in told)
    assert run(["lint", "t.yaml", "--no-waivers"]) == 1


def test_a_link_that_leads_nowhere_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rolevet.waivers.yaml").symlink_to("gone.yaml")
    assert run(["lint", ".", "--allow-empty"]) == 2
    assert "rolevet.waivers.yaml" in capsys.readouterr().err
