"""`rolevet preflight`, in this process: alone, against a snapshot, and what can be wrong."""

import gzip
import json
import os
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from world import (
    alias,
    anchor,
    inventory,
    iot_policy,
    listed,
    missing,
    profile,
    role,
    role_arn,
    whole,
)

from rolevet.cli import run
from rolevet.coverage import CellState
from rolevet.inventory import Inventory, Scope
from rolevet.resources import Profile, RoleAlias
from rolevet.sources.snapshot import snapshot_of

Preflight = Callable[..., tuple[int, Any, list[str]]]
Request = dict[str, Any]

UUID = "01234567-89ab-cdef-0123-456789abcdef"
FINE: Request = {"roleAlias": "new", "roleArn": role_arn(), "credentialDurationSeconds": 3600}
LONG: Request = {"roleAlias": "fleet", "credentialDurationSeconds": 43200}
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "credentials.iot.amazonaws.com"},
        }
    ],
}
DEVICE = role(AssumeRolePolicyDocument=TRUST, RolePolicyList=[], AttachedManagedPolicies=[])
SELECT = ("--select", "ALIAS,PROF,ANCH,TRUST,IOTP,CRL", "--ignore", "ALIAS006,TRUST010")


@pytest.fixture
def preflight(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Preflight:
    """`preflight(operation, request, *words, against=...)`: exit code, JSON report, stderr."""
    monkeypatch.chdir(tmp_path)

    def judged(
        operation: str, request: Any, *words: str, against: Inventory | None = None
    ) -> tuple[int, Any, list[str]]:
        text = request if isinstance(request, str) else json.dumps(request, indent=1)
        (tmp_path / "r.json").write_text(text)
        more: list[str] = []
        if against is not None:
            (tmp_path / "s.json").write_bytes(snapshot_of(against, "1").data)
            more = ["--against", "s.json"]
        chosen = () if "--select" in words else SELECT
        code = run(["preflight", operation, "r.json", *more, *chosen, *words, "-o", "json"])
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out else None, told.err.splitlines()

    return judged


def found(report: Any) -> list[tuple[str, str | None]]:
    return [(row["rule"], row.get("change")) for row in report["findings"]]


def mended(report: Any) -> list[str]:
    return [row["rule"] for row in report.get("mended", [])]


def reasons(report: Any, rule: str) -> list[str]:
    return [row["reason"] for row in report["inconclusive"] if row["rule"] == rule]


def test_a_refusal_has_its_place(preflight: Preflight) -> None:
    code, report, err = preflight("create-role-alias", {**FINE, "credentialDurationSeconds": 899})
    assert code == 1
    (finding,) = report["findings"]
    assert finding["rule"] == "ALIAS002"
    assert finding["location"] == {
        "file": "r.json",
        "line": 4,
        "column": 31,
        "end_line": 4,
        "end_column": 34,
    }
    assert finding["resource"] == "r.json#role-alias"
    assert (finding["account"], finding["region"]) == ("<AccountId>", "<Region>")
    assert err == [
        "rolevet: warning: AWS would refuse the request: Role alias 'new': "
        "credentialDurationSeconds is 899, and CreateRoleAlias takes 900 to 43200"
    ]


def test_a_refusal_ends_with_1_whatever_is_chosen(preflight: Preflight) -> None:
    words = ("--fail-on", "never", "--ignore", "ALIAS002")
    code, report, _ = preflight(
        "CreateRoleAlias", {"roleAlias": "a b", "roleArn": "x" * 20}, *words
    )
    assert code == 1
    assert "ALIAS002" not in {row["rule"] for row in report["findings"]}


def test_what_a_request_does_not_tell_is_unknown(preflight: Preflight) -> None:
    code, report, err = preflight("UpdateRoleAlias", LONG)
    assert (code, report["findings"], err) == (0, [], [])
    assert reasons(report, "ALIAS001") == [
        "the request does not tell roleArn, and what AWS has stored may"
    ]
    assert {row["kind"] for row in report["inconclusive"]} == {"by-nature"}


def test_an_update_is_merged_with_what_is_stored(preflight: Preflight) -> None:
    stored = whole(alias(), DEVICE)
    code, report, err = preflight("UpdateRoleAlias", LONG, against=stored)
    assert (code, err) == (1, [])
    assert found(report) == [("ALIAS001", "new")]
    (finding,) = report["findings"]
    assert finding["resource"] == alias().arn
    assert finding["location"]["file"] == "r.json"
    assert mended(report) == []
    code, report, _ = preflight("UpdateRoleAlias", LONG, "--fail-on", "critical", against=stored)
    assert code == 0


def test_what_was_so_before_does_not_fail_and_what_is_mended_is_told(
    preflight: Preflight,
) -> None:
    stored = whole(alias(credentialDurationSeconds=43200), DEVICE)
    code, report, _ = preflight("UpdateRoleAlias", LONG, against=stored)
    assert (code, found(report)) == (0, [("ALIAS001", "unchanged")])
    short = {**LONG, "credentialDurationSeconds": 900}
    code, report, _ = preflight("UpdateRoleAlias", short, against=stored)
    assert (code, found(report), mended(report)) == (0, [], ["ALIAS001"])


def test_a_role_that_is_made_mends_what_lacked_it(preflight: Preflight) -> None:
    stored = whole(alias(), missing())
    request = {"RoleName": "Device", "AssumeRolePolicyDocument": json.dumps(TRUST)}
    code, report, _ = preflight("CreateRole", request, against=stored)
    assert (code, found(report), mended(report)) == (0, [], ["ALIAS004"])


def test_a_trust_policy_is_judged_with_the_brokers_that_hang_on_it(preflight: Preflight) -> None:
    other = json.dumps(TRUST).replace("credentials.iot", "ec2")
    request = {"RoleName": "Device", "PolicyDocument": other}
    stored = whole(alias(), DEVICE)
    code, report, _ = preflight("update-assume-role-policy", request, against=stored)
    assert (code, found(report)) == (1, [("ALIAS005", "new")])


def test_a_role_policy_takes_the_place_of_its_namesake(preflight: Preflight) -> None:
    document = {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
    rows = [{"PolicyName": "own", "PolicyDocument": document}]
    stored = whole(alias(), role(**{**DEVICE.raw, "RolePolicyList": rows}))
    words = ("--select", "PERM001")
    small = json.dumps({"Statement": {**document["Statement"], "Action": "s3:GetObject"}})
    for name, gone in (("own", ["PERM001"]), ("other", [])):
        request = {"RoleName": "Device", "PolicyName": name, "PolicyDocument": small}
        code, report, _ = preflight("PutRolePolicy", request, *words, against=stored)
        assert (code, mended(report)) == (0, gone)


def test_what_aws_leaves_open_is_not_asserted(preflight: Preflight) -> None:
    """Whether UpdateProfile without a duration keeps it, is not documented."""
    stored = profile(durationSeconds=43200)
    identifier = stored.arn.rpartition("/")[2]
    request = {"profileId": identifier, "name": "other"}
    words = ("--select", "PROF001")
    code, report, _ = preflight("UpdateProfile", request, *words, against=whole(stored, role()))
    assert (code, mended(report)) == (0, [])
    assert "PROF001" not in {rule for rule, _ in found(report)}
    assert reasons(report, "PROF001") == [
        "AWS does not say what UpdateProfile makes of durationSeconds if it is not sent"
    ]
    same = whole(profile(), role())
    assert reasons(preflight("UpdateProfile", request, *words, against=same)[1], "PROF001") == []


@pytest.mark.parametrize(
    "identifier",
    [
        profile().arn,
        profile().arn.rpartition("/")[2],
        "arn:aws:rolesanywhere:eu-west-1:123456789012:alias/profile/mine",
    ],
)
def test_a_profile_is_found_by_each_of_its_names(preflight: Preflight, identifier: str) -> None:
    named = "arn:aws:rolesanywhere:eu-west-1:123456789012:alias/profile/mine"
    stored = whole(profile(aliasArn=named), role())
    request = {"profileId": identifier, "durationSeconds": 43200}
    code, report, _ = preflight("UpdateProfile", request, against=stored)
    assert (code, ("PROF001", "new") in found(report)) == (1, True)


def test_what_is_not_there_cannot_be_updated(preflight: Preflight) -> None:
    code, report, err = preflight("UpdateRoleAlias", LONG, against=whole(role()))
    assert (code, report) == (2, None)
    assert err == [
        "rolevet: error: AWS would find nothing to update: the snapshot, which holds every role "
        "alias there, has no 'fleet'",
        "  what to do: check roleAlias, or collect the account again",
    ]
    gone = {"RoleName": "Device", "MaxSessionDuration": 3600}
    assert preflight("UpdateRole", gone, against=whole(missing()))[0] == 2


def test_an_update_that_names_nothing_is_refused(preflight: Preflight) -> None:
    code, report, _ = preflight("UpdateProfile", {"name": "x"}, against=whole(profile(), role()))
    assert code == 1
    assert ("PROF002", "new") in found(report)


def test_what_may_be_there_is_unknown(preflight: Preflight) -> None:
    cells = [listed(RoleAlias, CellState.PARTIAL), listed(Profile)]
    stored = inventory(role(), coverage=cells)
    words = ("--select", "ALIAS001", "--allow-incomplete")
    code, report, _ = preflight("UpdateRoleAlias", LONG, *words, against=stored)
    assert (code, found(report)) == (0, [])
    assert reasons(report, "ALIAS001")[0].startswith("the request does not tell roleArn")


def test_what_is_there_cannot_be_made_again(preflight: Preflight) -> None:
    stored = whole(alias(), DEVICE, iot_policy())
    for operation, request, what in (
        ("CreateRoleAlias", {**FINE, "roleAlias": "fleet"}, "role alias 'fleet'"),
        ("CreatePolicy", {"policyName": "device", "policyDocument": "{}"}, "IoT policy 'device'"),
        ("CreateRole", {"RoleName": "Device"}, "role 'Device'"),
    ):
        code, _, err = preflight(operation, request, against=stored)
        assert (code, f"AWS would refuse it: {what} is there already" in err[0]) == (2, True)


def test_one_name_in_two_regions_must_be_told_apart(preflight: Preflight) -> None:
    other = replace(alias(), region="eu-west-2", arn=alias().arn.replace("eu-west-1", "eu-west-2"))
    stored = whole(alias(), other, DEVICE)
    code, _, err = preflight("UpdateRoleAlias", LONG, against=stored)
    assert code == 2
    assert err[0].endswith("of that name: 123456789012/eu-west-1, 123456789012/eu-west-2")
    two = replace(stored, scopes=(Scope("aws", "123456789012", ("eu-west-1", "eu-west-2")),))
    code, _, err = preflight("CreateRoleAlias", {**FINE, "roleAlias": "fleet"}, against=two)
    assert (code, "several accounts or Regions" in err[0]) == (2, True)
    code, report, _ = preflight("UpdateRoleAlias", LONG, "--region", "eu-west-2", against=stored)
    assert (code, [row["region"] for row in report["findings"]]) == (1, ["eu-west-2"])


def test_a_new_resource_is_in_the_account_of_the_snapshot(preflight: Preflight) -> None:
    foreign = {**FINE, "roleArn": role_arn(account="210987654321")}
    code, report, _ = preflight("CreateRoleAlias", foreign, against=whole(alias(), DEVICE))
    assert (code, found(report)) == (1, [("ALIAS003", "new")])
    (finding,) = report["findings"]
    assert "it belongs to account 210987654321, not to 123456789012" in finding["message"]
    assert (finding["resource"], finding["account"]) == ("r.json#role-alias", "123456789012")
    code, report, _ = preflight("CreateRoleAlias", FINE, against=whole(alias(), DEVICE))
    assert (code, found(report)) == (0, [])


def test_a_role_that_nothing_named_is_not_known(preflight: Preflight) -> None:
    request = {**FINE, "roleArn": role_arn("Unseen")}
    code, report, _ = preflight("CreateRoleAlias", request, against=whole(alias(), DEVICE))
    assert code == 0
    assert reasons(report, "ALIAS004") == [
        "nothing named role arn:aws:iam::123456789012:role/Unseen when the snapshot was collected"
    ]


def test_where_it_goes_must_be_clear(preflight: Preflight) -> None:
    stored = whole(alias(), DEVICE)
    code, _, err = preflight("CreateRoleAlias", FINE, "--region", "eu-west-2", against=stored)
    assert (code, err[0]) == (2, "rolevet: error: the snapshot holds no such account and Region")
    words = ("--region", "eu-west-1", "--account", "123456789012")
    assert preflight("CreateRoleAlias", FINE, *words, against=stored)[0] == 0


def test_a_profile_that_is_made_says_whether_it_is_enabled(preflight: Preflight) -> None:
    request = {"name": "p", "roleArns": [role_arn()]}
    code, report, _ = preflight("CreateProfile", request)
    assert (code, found(report)) == (1, [("PROF015", None)])
    assert "disabled" not in report["findings"][0]["message"]


@pytest.mark.parametrize(
    ("operation", "request_", "code", "says"),
    [
        ("CreateRoleAlais", FINE, 2, "'CreateRoleAlais' is no operation whose requests are read"),
        ("iam:CreateRoleAlias", FINE, 2, "is no operation"),
        ("x" * 9999 + "\x1b", FINE, 2, "is no operation"),
        ("CreateRoleAlias", "[]", 2, "r.json is not a JSON object"),
        ("CreateRoleAlias", "", 3, "r.json:1:1: it ends too early"),
        ("CreateRoleAlias", '{"a": 1,}', 3, "r.json:1:8: JSON has no comma after the last value"),
        ("CreateRoleAlias", '{"a": 1, "a": 2}', 3, "is there twice"),
        ("CreateRoleAlias", {"Resources": {}}, 2, "holds nothing that CreateRoleAlias takes"),
    ],
)
def test_what_can_be_wrong(
    preflight: Preflight, operation: str, request_: Any, code: int, says: str
) -> None:
    ended, report, err = preflight(operation, request_)
    assert (ended, report) == (code, None)
    assert says in err[0]
    assert err[1].startswith("  what to do: ")


def test_an_empty_object_lacks_what_is_required(preflight: Preflight) -> None:
    code, report, _ = preflight("CreateRoleAlias", {})
    assert code == 1
    assert {row["path"] for row in report["findings"]} == {"roleAlias", "roleArn"}


def test_the_nearest_operation_is_told(preflight: Preflight) -> None:
    _, _, err = preflight("CreateRoleAlais", FINE)
    assert "CreateRoleAlias" in err[1]


@pytest.mark.parametrize(
    ("content", "code"), [(b"{}", 2), (b"not JSON", 3), (gzip.compress(b"{", mtime=0)[:9], 3)]
)
def test_a_snapshot_that_is_none(
    preflight: Preflight, tmp_path: Path, content: bytes, code: int
) -> None:
    (tmp_path / "bad.json").write_bytes(content)
    ended, report, err = preflight("CreateRoleAlias", FINE, "--against", "bad.json")
    assert (ended, report) == (code, None)
    assert "bad.json" in err[0]
    assert preflight("CreateRoleAlias", FINE, "--against", "none.json")[0] == 2


def test_it_reads_stdin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "piped").write_text(json.dumps(FINE))
    keep = os.dup(0)
    try:
        with (tmp_path / "piped").open("rb") as stream:
            os.dup2(stream.fileno(), 0)
        code = run(["preflight", "CreateRoleAlias", "-", "--select", "ALIAS002"])
    finally:
        os.dup2(keep, 0)
        os.close(keep)
    assert (code, capsys.readouterr().err) == (0, "")


def test_no_network_is_needed(preflight: Preflight, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert preflight("UpdateRoleAlias", LONG, against=whole(alias(), DEVICE))[0] == 1


def test_an_anchor_that_is_updated_keeps_what_is_not_sent(preflight: Preflight) -> None:
    source = {"sourceType": "CERTIFICATE_BUNDLE", "sourceData": {"x509CertificateData": "x"}}
    kept = anchor(UUID, updatedAt="2026-05-20T12:00:00Z", source=source, notificationSettings=[])
    request = {"trustAnchorId": UUID, "name": "renamed"}
    code, report, _ = preflight("UpdateTrustAnchor", request, against=whole(kept))
    assert code == 0
    assert ("ANCH002", "unchanged") in found(report)
