"""`rolevet lint` on templates and folders, in this process."""

import gzip
import json
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from grants import granting, trusts
from scanner.cloudformation.made import alias, role, template
from scanner.test_snapshot import everything
from world import alias as live_alias
from world import role_arn, whole

from rolevet.cli import run
from rolevet.sources.snapshot import snapshot_of

LONG = template(
    role(), alias("RoleArn: !GetAtt Role.Arn\nCredentialDurationSeconds: 43200", "Long")
)
FINE = template(role(), alias())
BAD = "Resources:\n  A:\n    Type: AWS::IoT::RoleAlias\n    Type: AWS::IoT::RoleAlias\n"

Lint = Callable[..., tuple[int, Any, list[str]]]


@pytest.fixture
def lint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Lint:
    """`lint(*words, **files)`: exit code, JSON report, and what stderr says."""
    monkeypatch.chdir(tmp_path)

    def linted(*words: str, files: dict[str, str | bytes] | None = None) -> Any:
        for name, content in (files or {}).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        show = "--show-files" in words
        code = run(["lint", *words, *([] if show else ["-o", "json"])])
        told = capsys.readouterr()
        report = told.out if show or not told.out else json.loads(told.out)
        return code, report, told.err.splitlines()

    return linted


def test_a_template_is_judged_with_its_lines(lint: Lint) -> None:
    code, report, err = lint("infra/t.yaml", files={"infra/t.yaml": LONG})
    assert (code, err) == (1, [])
    (finding,) = report["findings"]
    assert finding["resource"] == "infra/t.yaml#Long"
    assert finding["location"] == {
        "file": "infra/t.yaml",
        "line": 18,
        "column": 34,
        "end_line": 18,
        "end_column": 39,
    }
    assert (finding["account"], finding["region"]) == ("<AccountId>", "<Region>")
    assert report["scopes"][0]["account"] == "<AccountId>"
    assert report["summary"]["coverage"] == "complete"


def test_several_files_and_folders_give_one_report(lint: Lint) -> None:
    files = {"a.yaml": LONG, "b/c.json": json.dumps({"Resources": {}}), "b/d.template": LONG}
    code, report, err = lint("a.yaml", "b", "a.yaml", files=files)
    assert (code, err) == (1, [])
    assert [finding["resource"] for finding in report["findings"]] == [
        "a.yaml#Long",
        "b/d.template#Long",
    ]
    assert len(report["scopes"]) == 1


REQUEST = {
    "roleAlias": "fleet",
    "roleArn": "arn:aws:iam::123456789012:role/Device",
    "credentialDurationSeconds": 899,
}


def test_a_request_is_known_by_its_members(lint: Lint) -> None:
    files = {"r.json": json.dumps(REQUEST, indent=1), "t.yaml": FINE}
    code, report, err = lint(".", files=files)
    assert (code, err) == (1, [])
    (finding,) = report["findings"]
    assert (finding["rule"], finding["resource"]) == ("ALIAS002", "r.json#role-alias")
    assert (finding["location"]["line"], finding["location"]["column"]) == (4, 31)
    code, shown, _ = lint(".", "--show-files")
    assert (code, shown) == (0, "request  r.json\ntemplate  t.yaml\n")


def test_a_role_in_a_request_is_not_judged_by_what_others_grant(lint: Lint) -> None:
    trust = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "rolesanywhere.amazonaws.com"},
        },
    }
    request = {"RoleName": "Device", "AssumeRolePolicyDocument": json.dumps(trust)}
    code, report, _ = lint("r.json", files={"r.json": json.dumps(request)})
    assert code == 1
    assert {row["resource"] for row in report["findings"]} == {"r.json#role"}
    reasons = {row["reason"] for row in report["inconclusive"]}
    assert "the request does not tell RolePolicyList" in reasons


@pytest.mark.parametrize(
    "content",
    [
        {"roleAlias": "a", "roleAliasArn": "arn:aws:iot:eu-west-1:123456789012:rolealias/a"},
        {"roleAliasDescription": REQUEST},
        {"profileId": "01234567-89ab-cdef-0123-456789abcdef"},
        {"profile": {"profileId": "x", "name": "x", "roleArns": []}},
        {"RoleName": "a", "PolicyName": "b", "PolicyDocument": {"Statement": []}},
        {"policyName": "a", "policyArn": "b", "policyDocument": "{}", "defaultVersionId": "1"},
        {"name": "a", "source": "https://example.com", "version": "1", "description": "x"},
        [REQUEST],
        "roleAlias",
    ],
)
def test_what_aws_answers_and_what_others_write_is_no_request(lint: Lint, content: Any) -> None:
    code, report, err = lint("r.json", "--allow-empty", files={"r.json": json.dumps(content)})
    assert (code, report["findings"]) == (0, [])
    assert err == ["rolevet: warning: r.json is left out: it holds nothing that is read"]


def test_a_broken_request_in_a_folder_is_left_out(lint: Lint) -> None:
    files = {"r.json": json.dumps(REQUEST)[:-1], "t.yaml": FINE}
    files["n.json"] = '{"Resources": 1, "RoleName": "x", // a note\n}'
    assert lint(".", files=files)[0] == 0
    code, _, err = lint("r.json", files=files)
    assert (code, err[0]) == (3, "rolevet: error: r.json:1:108: it ends too early")


def test_a_file_that_cannot_be_read_costs_itself_only(lint: Lint) -> None:
    code, report, err = lint(".", files={"bad.yaml": BAD, "good.yaml": LONG})
    message = "bad.yaml:4:5: 'Type' is there twice, first in line 3, column 5"
    assert err == [f"rolevet: error: {message}", "  what to do: keep one of them"]
    assert code == 1
    assert report["summary"]["coverage"] == "incomplete"
    assert [cell["message"] for cell in report["coverage"] if cell["state"] == "failed"] == [
        message
    ]
    code, report, _ = lint(".", files={"good.yaml": FINE})
    assert (code, report["findings"]) == (3, [])
    assert lint(".", "--allow-incomplete")[0] == 0


def test_if_nothing_could_be_read_there_is_no_report(lint: Lint) -> None:
    code, report, err = lint("bad.yaml", files={"bad.yaml": BAD})
    assert (code, report) == (3, "")
    assert len(err) == 2


def test_a_folder_is_searched_for_what_is_of_interest(lint: Lint) -> None:
    files = {
        "t.yaml": LONG,
        "other.yaml": "kind: Deployment\n---\n? [a]\n: broken\n",
        "jinja.yaml": "{{ x }}: {{ y }}\nservice: rolesanywhere.amazonaws.com\n",
        "big.json": b"[" * 500_000,
        "binary.json": bytes(range(256)),
        "s.json.gz": gzip.compress(snapshot_of(everything(), "1").data),
    }
    words = (".", "--show-files", "--select", "ALIAS001")
    code, shown, err = lint(*words, files=files)
    assert (code, err) == (0, [])
    assert shown == "snapshot  s.json.gz\ntemplate  t.yaml\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"Resources: [AWS::IoT::RoleAlias", "t.yaml:1:32: did not find expected ',' or ']'"),
        (b"Resources:\n\tA: AWS::IoT::RoleAlias", "t.yaml:2:1: found character that cannot start"),
        (b"Resources: AWS::IoT::RoleAlias \x00", "t.yaml:1:32: character U+0000"),
        (b"Resources: AWS::IoT::RoleAlias \xff", "t.yaml:1:32: this byte is no text in UTF-8"),
        (b"[" * 500_000, "t.yaml:1:"),
        (b"#" * 6_000_000 + b"\nResources: AWS::IoT::Policy", "it holds more than 5 MiB"),
        (b"a: &a [*a]", "t.yaml:1:8: 'a' holds itself"),
    ],
)
def test_a_file_that_is_named_is_always_read(lint: Lint, content: bytes, says: str) -> None:
    code, report, err = lint("t.yaml", files={"t.yaml": content})
    assert (code, report) == (3, "")
    assert says in err[0]
    assert err[1].startswith("  what to do: ")


def test_utf_16_and_a_byte_order_mark_are_read(lint: Lint) -> None:
    files = {"a.yaml": LONG.encode("utf-16"), "b.yaml": b"\xef\xbb\xbf" + LONG.encode()}
    code, report, err = lint(".", files=files)
    assert (code, len(report["findings"]), err) == (1, 2, [])


def test_what_is_neither_is_left_out_and_told(lint: Lint) -> None:
    words = ["k8s.yaml", "empty.json", "t.yaml"]
    files: Any = {"k8s.yaml": "kind: x\n", "empty.json": "", "t.yaml": FINE}
    code, _, err = lint(*words, files=files)
    assert code == 0
    assert err == [
        "rolevet: warning: k8s.yaml is left out: it holds nothing that is read",
        "rolevet: warning: empty.json is left out: it holds nothing that is read",
    ]


def test_nothing_found_is_not_clean_unless_that_is_fine(lint: Lint) -> None:
    code, report, err = lint(".")
    assert (code, report) == (3, "")
    assert err == [
        "rolevet: error: there is nothing to judge",
        "  what to do: see --show-files, or give --allow-empty",
    ]
    code, report, err = lint(".", "--allow-empty")
    assert (code, report["findings"], err) == (0, [], [])


def test_stdin_has_the_name_that_it_is_given(
    lint: Lint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "piped").write_text(LONG)
    keep = os.dup(0)
    try:
        with (tmp_path / "piped").open("rb") as stream:
            os.dup2(stream.fileno(), 0)
        code, report, _ = lint("-", "--stdin-filename", "app.template.yaml")
    finally:
        os.dup2(keep, 0)
        os.close(keep)
    assert code == 1
    assert report["findings"][0]["location"]["file"] == "app.template.yaml"


def test_a_file_that_vanishes_or_cannot_be_opened_costs_itself_only(
    lint: Lint, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def gone(path: Path, *words: Any, **more: Any) -> Any:
        if path.name == "gone.yaml":
            raise FileNotFoundError(2, "No such file or directory")
        if path.name == "shut.yaml":
            raise PermissionError(13, "Permission denied")
        return opened(path, *words, **more)

    lint(".", files={"t.yaml": LONG, "shut.yaml": LONG, "gone.yaml": LONG})
    monkeypatch.setattr(Path, "open", gone)
    code, report, err = lint(".")
    assert [line for line in err if "error" in line] == [
        "rolevet: error: gone.yaml does not exist",
        "rolevet: error: shut.yaml cannot be read: Permission denied",
    ]
    assert (code, len(report["findings"])) == (1, 1)


def test_no_network_is_needed(lint: Lint, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert lint(".", files={"t.yaml": LONG})[0] == 1


def test_doubts_by_nature_count_only_where_that_is_asked_for(lint: Lint) -> None:
    text = template(alias("RoleArn: !Ref Arn"), sections="Parameters: {Arn: {Type: String}}")
    code, report, _ = lint("t.yaml", files={"t.yaml": text})
    assert (code, report["summary"]["inconclusive"] > 0) == (0, True)
    assert {doubt["kind"] for doubt in report["inconclusive"]} == {"by-nature"}
    assert lint("t.yaml", "--strict")[0] == 3


def test_what_files_declare_is_told_in_every_format(
    lint: Lint, capsys: pytest.CaptureFixture[str]
) -> None:
    lint("t.yaml", files={"t.yaml": LONG})
    assert run(["lint", "t.yaml"]) == 1
    text = capsys.readouterr().out
    assert text.startswith("role alias Long  t.yaml#Long\n")
    assert "at t.yaml:18:34 credentialDurationSeconds" in text
    assert text.endswith("Coverage is complete: what files declare.\n")
    assert run(["lint", "t.yaml", "-o", "sarif"]) == 1
    (sarif_run,) = json.loads(capsys.readouterr().out)["runs"]
    assert sarif_run["automationDetails"]["id"] == "rolevet/files/"
    (result,) = sarif_run["results"]
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "t.yaml"},
        "region": {"startLine": 18, "startColumn": 34, "endLine": 18, "endColumn": 39},
    }
    assert result["properties"]["source"] == "iac"


STATED = template(
    alias(f"RoleAlias: fleet\nRoleArn: {role_arn()}\nCredentialDurationSeconds: 7200")
)
LIVE = whole(
    live_alias("fleet", credentialDurationSeconds=43200),
    granting(trust=trusts("credentials.iot.amazonaws.com")),
)


def test_a_template_is_compared_with_what_an_account_has(lint: Lint) -> None:
    files = {"t.yaml": STATED, "s.json": snapshot_of(LIVE, "1").data}
    words = ("t.yaml", "--against", "s.json", "--select", "INV007,ALIAS001,ALIAS003,ALIAS004")
    code, report, err = lint(*words, files=files)
    assert (code, err) == (1, [])
    drift, longer = sorted(report["findings"], key=lambda finding: str(finding["rule"]))[::-1]
    assert (longer["rule"], drift["rule"]) == ("ALIAS001", "INV007")
    assert "7200 there, 43200 in the account" in drift["message"]
    assert drift["location"]["line"] == 8
    assert report["inconclusive"] == []


def test_without_a_snapshot_nothing_is_compared(lint: Lint) -> None:
    code, report, _ = lint("t.yaml", "--select", "INV007", files={"t.yaml": STATED})
    assert (code, report["findings"], report["inconclusive"]) == (0, [], [])


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [(None, 2, "does not exist"), ("{}", 2, "is not a rolevet snapshot")],
)
def test_what_is_compared_with_must_be_a_snapshot(
    lint: Lint, content: str | None, code: int, said: str
) -> None:
    files: dict[str, str | bytes] = {"t.yaml": STATED}
    if content is not None:
        files["s.json"] = content
    ended, _, err = lint("t.yaml", "--against", "s.json", files=files)
    assert ended == code
    assert said in err[0]
