"""`rolevet scan` from the outside: words in, reports and exit code out."""

import json
import socket
import stat
from pathlib import Path
from typing import Any

import pytest
from scanner.cli.conftest import Run, client, restricted, scan_words, unhurried
from scanner.simulate.conftest import ended, start

from rolevet.simulate.company import found
from rolevet.sources.aws.plan import actions_for, needs_for
from rolevet_rules import rules as all_rules

EXPECTED = {
    ("ALIAS001", "turbine-camera-upload"),
    ("ALIAS003", "partner-weather-mast"),
    ("ALIAS004", "turbine-gateway-v1"),
    ("PROF001", "nightly-backup"),
    ("PROF003", "acquired-subsidiary"),
    ("PROF004", "warehouse"),
    ("PROF011", "erp-bridge"),
    ("PROF014", "old-datacentre"),
}


def found_in(report: Any) -> set[tuple[str, str]]:
    return {(finding["rule"], finding["resource_name"]) for finding in report["findings"]}


def test_three_reports_in_one_run(aws: str, rolevet_program: Run, tmp_path: Path) -> None:
    found(aws, "eu-west-1")
    made, sarif = tmp_path / "r.json", tmp_path / "r.sarif"
    words = scan_words(aws, "-o", "text", "-o", f"json={made}", "-o", f"sarif={sarif}")
    ended = rolevet_program(*words)
    assert (ended.returncode, ended.stderr) == (1, "")
    report = json.loads(made.read_text())
    assert found_in(report) == EXPECTED
    assert report["summary"]["exit_code"] == 1
    assert report["summary"]["coverage"] == "complete"
    assert len(json.loads(sarif.read_text())["runs"][0]["results"]) == len(EXPECTED)
    assert all(rule in ended.stdout and name in ended.stdout for rule, name in EXPECTED)
    for healthy in ("turbine-telemetry", "build-runners"):
        assert healthy not in ended.stdout

    before = unhurried(made.read_text()), sarif.read_bytes(), ended.stdout
    again = rolevet_program(*words)
    assert (unhurried(made.read_text()), sarif.read_bytes(), again.stdout) == before


def test_one_item_a_page_changes_nothing(rolevet: Run) -> None:
    with ended(start("--while-stdin-open", "--page-size", "1")) as server:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        found(url, "eu-west-1")
        report = json.loads(rolevet(*scan_words(url, "-o", "json")).stdout)
    assert found_in(report) == EXPECTED
    calls = {cell["api"]: cell["calls"] for cell in report["coverage"]}
    assert calls["iot:ListRoleAliases"] == 4
    assert calls["rolesanywhere:ListProfiles"] == 6


def healthy(url: str) -> None:
    client("iam", url).create_role(
        RoleName="Device", AssumeRolePolicyDocument="{}", MaxSessionDuration=7200
    )
    client("iot", url).create_role_alias(
        roleAlias="fleet",
        roleArn="arn:aws:iam::123456789012:role/Device",
        credentialDurationSeconds=7200,
    )


def test_a_clean_account(aws: str, rolevet: Run) -> None:
    healthy(aws)
    ended = rolevet(*scan_words(aws, "-o", "sarif"))
    assert ended.returncode == 0
    assert json.loads(ended.stdout)["runs"][0]["results"] == []


NO_GET_ROLE = ("iot:*", "rolesanywhere:*", "sts:*")


def test_denied_get_role_is_no_pass_and_no_finding(guarded: str, rolevet: Run) -> None:
    healthy(guarded)
    key = restricted(guarded, *NO_GET_ROLE)
    words = scan_words(guarded, "-o", "json", "--select", "ALIAS001,ALIAS004")
    ended = rolevet(*words, **key)
    report = json.loads(ended.stdout)
    assert ended.returncode == 3
    assert report["summary"] == {
        "exit_code": 3,
        "exit_code_without_findings": 3,
        "waived": 0,
        "fail_on": "medium",
        "findings": {"critical": 0, "high": 0, "medium": 0, "low": 0, "info": 0},
        "inconclusive": 2,
        "coverage": "incomplete",
        "coverage_required_and_missing": [],
    }
    assert {(d["rule"], d["kind"], d["reason"]) for d in report["inconclusive"]} == {
        (rule, "coverage", "iam:GetRole for role 'Device' was denied (AccessDenied)")
        for rule in ("ALIAS001", "ALIAS004")
    }
    results = {rule["id"]: rule for rule in report["rules"]}
    for rule in ("ALIAS001", "ALIAS004"):
        assert (results[rule]["passed"], results[rule]["failed"]) == (0, 0)
        assert results[rule]["inconclusive"] == 1
    (cell,) = [cell for cell in report["coverage"] if cell["api"] == "iam:GetRole"]
    assert (cell["state"], cell["error"]) == ("denied", "AccessDenied")
    assert "iam:GetRole" in cell["message"]


def test_findings_win_over_incomplete_and_both_are_told(guarded: str, rolevet: Run) -> None:
    found(guarded, "eu-west-1")
    key = restricted(guarded, *NO_GET_ROLE)
    ended = rolevet(*scan_words(guarded, "-o", "json"), **key)
    report = json.loads(ended.stdout)
    assert (ended.returncode, report["summary"]["coverage"]) == (1, "incomplete")
    assert found_in(report) == {
        ("ALIAS003", "partner-weather-mast"),
        ("PROF003", "acquired-subsidiary"),
        ("PROF004", "warehouse"),
        ("PROF014", "old-datacentre"),
    }
    results = {rule["id"]: rule for rule in report["rules"]}
    assert results["PROF011"]["passed"] == results["ALIAS004"]["passed"] == 0
    sarif = json.loads(rolevet(*scan_words(guarded, "-o", "sarif"), **key).stdout)
    assert sarif["runs"][0]["invocations"][0]["executionSuccessful"] is False


@pytest.mark.parametrize(
    ("action", "rules", "untouched"),
    [
        ("iot:ListRoleAliases", {"ALIAS001", "ALIAS003", "ALIAS004"}, "PROF001"),
        ("iot:DescribeRoleAlias", {"ALIAS001", "ALIAS003", "ALIAS004"}, "PROF001"),
        ("rolesanywhere:ListProfiles", {"PROF001", "PROF004", "PROF014"}, "ALIAS001"),
    ],
)
def test_any_denied_listing_is_told(
    guarded: str, rolevet: Run, action: str, rules: set[str], untouched: str
) -> None:
    found(guarded, "eu-west-1")
    every = set(actions_for(needs_for(rule for rule in all_rules() if not rule.info.opt_in)))
    key = restricted(guarded, *sorted(every - {action}))
    report = json.loads(rolevet(*scan_words(guarded, "-o", "json"), **key).stdout)
    states = {cell["api"]: cell["state"] for cell in report["coverage"]}
    assert states[action] == "denied"
    others = {state for api, state in states.items() if api != action}
    assert others <= {"complete", "not-needed"}
    results = {rule["id"]: rule for rule in report["rules"]}
    assert all(results[rule]["inconclusive"] for rule in rules)
    assert all(results[rule]["passed"] == 0 for rule in rules)
    assert results[untouched]["failed"] == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--allow-incomplete"], 1),
        (["--allow-incomplete", "--fail-on", "never"], 0),
        (["--fail-on", "critical"], 3),
        (["--select", "PROF014"], 0),
        (["--select", "PROF011"], 3),
        (["--select", "prof014", "--allow-incomplete"], 0),
        (["--select", "PROF014", "--allow-incomplete", "--fail-on", "info"], 1),
        (["--ignore", "ALIAS003", "--ignore", "PROF003", "--ignore", "PROF004"], 3),
    ],
)
def test_what_the_gate_lets_through(
    guarded: str, rolevet: Run, words: list[str], code: int
) -> None:
    found(guarded, "eu-west-1")
    key = restricted(guarded, *NO_GET_ROLE)
    assert rolevet(*scan_words(guarded, *words), **key).returncode == code


def test_regions_one_by_one_together_and_all(aws: str, rolevet: Run) -> None:
    found(aws, "eu-west-1")
    words = ["scan", "--endpoint-url", aws, "-o", "json"]
    other = json.loads(rolevet(*words, "--region", "us-east-1").stdout)
    assert (other["scopes"][0]["regions"], found_in(other)) == (["us-east-1"], set())
    both = json.loads(rolevet(*words, "--region", "us-east-1", "--region", "eu-west-1").stdout)
    assert both["scopes"][0]["regions"] == ["eu-west-1", "us-east-1"]
    assert found_in(both) == EXPECTED
    every = json.loads(rolevet(*words).stdout)
    assert every["scopes"][0]["everywhere"] is True
    assert len(every["scopes"][0]["regions"]) > 15
    assert found_in(every) == EXPECTED
    assert every["summary"]["coverage"] == "complete"


def test_patterns_and_what_is_left_out(aws: str, rolevet: Run) -> None:
    words = ["scan", "--endpoint-url", aws, "--region", "eu-*", "--exclude-region", "eu-west-[23]"]
    report = json.loads(rolevet(*words, "-o", "json").stdout)
    (scope,) = report["scopes"]
    assert scope["everywhere"] is False
    assert {"eu-west-1", "eu-central-1"} <= set(scope["regions"])
    assert all(name.startswith("eu-") for name in scope["regions"])
    excluded = {cell["region"] for cell in report["coverage"] if cell["state"] == "excluded"}
    assert excluded == {"eu-west-2", "eu-west-3"}
    assert "Excluded: eu-west-2, eu-west-3." in rolevet(*words).stdout


def told(stderr: str) -> tuple[str, str]:
    """The two lines, and no more, that an error may take."""
    wrong, hint = stderr.splitlines()
    assert wrong.startswith("rolevet: error: ")
    assert hint.startswith("  what to do: ")
    return wrong.removeprefix("rolevet: error: "), hint.removeprefix("  what to do: ")


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@pytest.mark.parametrize(
    ("words", "variables", "code", "says", "hint"),
    [
        (
            ["scan", "--region", "eu-west-1"],
            {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None},
            2,
            "there are no usable AWS credentials",
            "sign in",
        ),
        (
            [
                "scan",
                "--region",
                "eu-west-1",
                "--endpoint-url",
                f"http://127.0.0.1:{closed_port()}",
            ],
            {},
            3,
            "EndpointConnectionError",
            "check the credentials, the network and --endpoint-url",
        ),
        (["scan", "--region", "mars-*"], {}, 2, "matches 'mars-*'", "known are"),
        (
            ["scan", "--region", "eu-west-1", "--exclude-region", "eu-*"],
            {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"},
            3,
            "EndpointConnectionError",
            "--endpoint-url",
        ),
        (["scan", "--region", "eu-wset-1"], {}, 2, "'eu-wset-1'", "did you mean eu-west-1"),
        (["scan", "--profile", "nobody"], {}, 2, "nobody", "known are"),
        (["scan", "-o", "jsn"], {}, 2, "there is no format 'jsn'", "did you mean json or jsonl?"),
        (["scan", "-o", "json="], {}, 2, "names no file", "json=PATH"),
        (["scan", "-o", "json", "-o", "sarif"], {}, 2, "two reports", "a path of its own"),
        (["scan", "-o", "json=/nowhere/r"], {}, 2, "no folder /nowhere", "mkdir -p /nowhere"),
        (["scan", "-o", "json=/"], {}, 2, "/ is a folder", "name a file"),
        (["scan", "--select", "PRFO01"], {}, 2, "'PRFO01'", "did you mean"),
        (["scan", "--ignore", "NOPE"], {}, 2, "no rule 'NOPE'", "rolevet rules"),
        (["scan", "--external-id", "x"], {}, 2, "goes with a role", "add --assume-role ARN"),
        (["scan", "--assume-role", "x"], {}, 2, "'x' is no role", "arn:aws:iam::ACCOUNT:role/NAME"),
        (
            ["scan", "--assume-role", "arn:aws:iam::123456789012:role/x", "--session-name", "a b"],
            {},
            2,
            "--session-name 'a b' is not a name that AWS takes",
            "2 to 64",
        ),
        (["scan", "--nope"], {}, 2, "No such option", "see: rolevet scan --help"),
        (
            ["scan", "--require-coverage", "iam:*", "--allow-incomplete"],
            {},
            2,
            "contradict each other",
            "drop one",
        ),
        (["scan", "--fail-on", "hgih"], {}, 2, "'hgih' is not one of", "--help"),
        (["scna"], {}, 2, "No such command 'scna'", "see: rolevet --help"),
        (["explain", "PROF01"], {}, 2, "there is no rule 'PROF01'", "did you mean"),
        (["explain"], {}, 2, "Missing argument 'RULE'", "rolevet explain --help"),
    ],
)
def test_what_is_wrong_is_told_in_two_lines(
    rolevet: Run,
    words: list[str],
    variables: dict[str, str | None],
    code: int,
    says: str,
    hint: str,
) -> None:
    ended = rolevet(*words, **variables)
    assert (ended.returncode, ended.stdout) == (code, "")
    wrong, todo = told(ended.stderr)
    assert says in wrong
    assert hint in todo


def test_v_shows_the_traceback(rolevet: Run) -> None:
    ended = rolevet("scan", "-v", "--region", "nowhere")
    assert ended.returncode == 2
    assert "Traceback (most recent call last)" in ended.stderr
    assert rolevet("-v", "scan", "--region", "nowhere").stderr == ended.stderr


def test_a_report_that_fails_does_not_cost_the_others(
    aws: str, rolevet: Run, tmp_path: Path
) -> None:
    healthy(aws)
    whole, full = tmp_path / "whole.json", "/dev/full"
    ended = rolevet(*scan_words(aws, "-o", f"sarif={full}", "-o", f"json={whole}"))
    assert ended.returncode == 2
    assert told(ended.stderr)[0] == "/dev/full was not written: No space left on device"
    assert json.loads(whole.read_text())["summary"]["exit_code"] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["whole.json"], "no draft is left behind"


def test_a_device_is_written_into_and_not_replaced(aws: str, rolevet: Run) -> None:
    healthy(aws)
    assert rolevet(*scan_words(aws, "-o", "json=/dev/null")).returncode == 0
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_an_older_report_is_replaced_behind_its_link(
    aws: str, rolevet: Run, tmp_path: Path
) -> None:
    healthy(aws)
    (tmp_path / "kept").mkdir()
    real, link = tmp_path / "kept/r.json", tmp_path / "r.json"
    real.write_text("old")
    real.chmod(0o604)
    link.symlink_to(real)
    assert rolevet(*scan_words(aws, "-o", f"json={link}")).returncode == 0
    assert link.is_symlink()
    assert json.loads(real.read_text())["version"] == "1"
    assert stat.S_IMODE(real.stat().st_mode) == 0o604


def test_nothing_is_written_when_nothing_could_be_read(rolevet: Run, tmp_path: Path) -> None:
    target = tmp_path / "r.json"
    target.write_text("yesterday")
    url = f"http://127.0.0.1:{closed_port()}"
    assert rolevet(*scan_words(url, "-o", f"json={target}")).returncode == 3
    assert target.read_text() == "yesterday"


def test_colours_only_where_they_are_wanted(aws: str, rolevet: Run) -> None:
    found(aws, "eu-west-1")
    assert "\x1b" not in rolevet(*scan_words(aws)).stdout


def test_another_account_is_read_through_its_role(guarded: str, rolevet: Run) -> None:
    """The caller may do nothing but assume the role, which lives in the other account."""
    there = client("sts", guarded).assume_role(
        RoleArn="arn:aws:iam::210987654321:role/Bootstrap", RoleSessionName="setup"
    )["Credentials"]
    other = {
        "aws_access_key_id": there["AccessKeyId"],
        "aws_secret_access_key": there["SecretAccessKey"],
        "aws_session_token": there["SessionToken"],
    }
    audit = client("iam", guarded, **other)
    audit.create_role(RoleName="RolevetAudit", AssumeRolePolicyDocument="{}")
    audit.put_role_policy(
        RoleName="RolevetAudit", PolicyName="read", PolicyDocument=rolevet("permissions").stdout
    )
    client("rolesanywhere", guarded, **other).create_profile(
        name="theirs", roleArns=[], enabled=False
    )
    key = restricted(guarded, "sts:AssumeRole")
    words = scan_words(guarded, "--assume-role", "arn:aws:iam::210987654321:role/RolevetAudit")
    ended = rolevet(*words, "-o", "json", **key)
    assert ended.stderr == ""
    report = json.loads(ended.stdout)
    assert report["scopes"][0]["account"] == "210987654321"
    assert found_in(report) == {("PROF014", "theirs")}
    assert report["summary"]["coverage"] == "complete"
