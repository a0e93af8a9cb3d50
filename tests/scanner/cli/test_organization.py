"""Many accounts in one run, against a simulated organization in a process of its own."""

import json
from pathlib import Path
from typing import Any

import pytest
from scanner.cli.conftest import Run

from rolevet_rules import rules

BY_DEFAULT = [rule for rule in rules() if not rule.info.opt_in]
AUDIT, FACTORY, WAREHOUSE = "123456789012", "111122223333", "444455556666"
LABORATORY, OLD_SHOP = "777788889999", "222222222222"
REGIONS = ("eu-south-1", "eu-west-1", "us-east-1")


def words(url: str, *more: str) -> list[str]:
    regions = [word for region in REGIONS for word in ("--region", region)]
    return ["--endpoint-url", url, *regions, "--external-id", "rolevet-organization", *more]


def scanned(rolevet: Run, *given: str) -> dict[str, Any]:
    done = rolevet("scan", *given, "-o", "json")
    assert done.stderr == ""
    report: dict[str, Any] = json.loads(done.stdout)
    assert report["summary"]["exit_code"] == done.returncode
    return report


def gaps(report: dict[str, Any]) -> set[tuple[str, str, str, str]]:
    """The cells that are not complete."""
    return {
        (cell["account"], cell["region"], cell["api"], cell["state"])
        for cell in report["coverage"]
        if cell["state"] not in ("complete", "not-needed")
    }


def test_exactly_what_could_not_be_read_is_said(company: str, rolevet: Run) -> None:
    report = scanned(rolevet, *words(company, "--org"))
    assert gaps(report) == {
        (LABORATORY, "global", "sts:AssumeRole", "denied"),
        (OLD_SHOP, "global", "sts:AssumeRole", "account-not-active"),
        (WAREHOUSE, "eu-south-1", "iot:ListRoleAliases", "region-not-enabled"),
        (WAREHOUSE, "eu-south-1", "iot:ListPolicies", "region-not-enabled"),
        (WAREHOUSE, "eu-south-1", "rolesanywhere:ListProfiles", "region-not-enabled"),
        (WAREHOUSE, "eu-south-1", "rolesanywhere:ListCrls", "region-not-enabled"),
        (WAREHOUSE, "eu-south-1", "rolesanywhere:ListTrustAnchors", "region-not-enabled"),
    }
    found = [
        (f["rule"], f["account"], f["region"], f["account_name"], f["organizational_unit"])
        for f in report["findings"]
    ]
    assert found == [
        ("ALIAS004", FACTORY, "eu-south-1", "factory", "Root/Production/Plants"),
        ("ALIAS001", FACTORY, "eu-west-1", "factory", "Root/Production/Plants"),
        ("PROF001", WAREHOUSE, "us-east-1", "warehouse", "Root/Production"),
    ]
    undecided = {(d["rule"], d["resource"]) for d in report["inconclusive"]}
    assert undecided == {(rule["id"], f"{LABORATORY}/global") for rule in report["rules"]}
    assert (report["summary"]["exit_code"], report["summary"]["coverage"]) == (1, "incomplete")


def test_what_was_saved_says_the_same(company: str, rolevet: Run, tmp_path: Path) -> None:
    live = scanned(rolevet, *words(company, "--org", "--save", str(tmp_path), "--jobs", "2"))
    names = [AUDIT, FACTORY, WAREHOUSE, LABORATORY, "organization"]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(f"{n}.json.gz" for n in names)
    later = rolevet("lint", *map(str, sorted(tmp_path.iterdir())), "-o", "json")
    assert json.loads(later.stdout) == live


def test_the_saved_files_are_those_that_collect_writes(
    company: str, rolevet: Run, tmp_path: Path
) -> None:
    done = rolevet("collect", *words(company, "--org", "--save", str(tmp_path)))
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.splitlines()[0].startswith(
        f"rolevet: collected from account {FACTORY} in eu-south-1, eu-west-1, us-east-1; account"
    )
    assert f"not whole: sts:AssumeRole was denied (AccessDenied) in {LABORATORY}" in done.stderr
    assert len(list(tmp_path.iterdir())) == 5


def test_a_second_run_reads_what_the_first_could_not(
    company: str, rolevet: Run, tmp_path: Path
) -> None:
    whole, half = tmp_path / "whole", tmp_path / "half"
    whole.mkdir()
    half.mkdir()
    assert rolevet("collect", *words(company, "--org", "--save", str(whole))).returncode == 3
    wrong = [*words(company, "--org", "--save", str(half)), "--external-id", "wrong"]
    assert rolevet("collect", *wrong).returncode == 3, "nobody lets us in but our own account"
    mended = words(company, "--org", "--save", str(half), "--resume", str(half))
    assert rolevet("collect", *mended).returncode == 3
    ignored = ["--ignore", "PROF014", "-o", "json"]
    first, second = (
        json.loads(rolevet("lint", *map(str, sorted(folder.iterdir())), *ignored).stdout)
        for folder in (whole, half)
    )
    assert second == first


def test_resuming_from_another_account(company: str, rolevet: Run, tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    role = ["--assume-role", f"arn:aws:iam::{FACTORY}:role/RolevetAudit"]
    assert rolevet("collect", *words(company, "-o", str(path)), *role).returncode == 0
    own = ["--endpoint-url", company, "--region", "us-east-1", "-o", "-", "--resume", str(path)]
    done = rolevet("collect", *own)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"is not a snapshot of account {AUDIT}" in done.stderr


def test_the_doctor_goes_through_a_role_too(company: str, rolevet: Run) -> None:
    def ask(account: str) -> tuple[int, str, str]:
        role = f"arn:aws:iam::{account}:role/RolevetAudit"
        done = rolevet("doctor", *words(company, "--assume-role", role))
        return done.returncode, done.stdout, done.stderr

    code, said, _ = ask(FACTORY)
    assert (code, said.splitlines()[0]) == (0, f"Account {FACTORY}, with {len(BY_DEFAULT)} rules:")
    code, said, wrong = ask(LABORATORY)
    assert (code, said) == (3, "")
    assert "the role cannot be assumed: AccessDenied" in wrong
    assert "check its trust policy, --external-id" in wrong


def test_units_and_exclusions(company: str, rolevet: Run) -> None:
    report = scanned(
        rolevet, *words(company, "--org", "--ou", "Production", "--exclude-account", FACTORY)
    )
    assert gaps(report) == {
        (FACTORY, "global", "sts:AssumeRole", "excluded"),
        (WAREHOUSE, "eu-south-1", "iot:ListRoleAliases", "region-not-enabled"),
        (WAREHOUSE, "eu-south-1", "iot:ListPolicies", "region-not-enabled"),
        (WAREHOUSE, "eu-south-1", "rolesanywhere:ListProfiles", "region-not-enabled"),
        (WAREHOUSE, "eu-south-1", "rolesanywhere:ListCrls", "region-not-enabled"),
        (WAREHOUSE, "eu-south-1", "rolesanywhere:ListTrustAnchors", "region-not-enabled"),
    }
    assert {f["account"] for f in report["findings"]} == {WAREHOUSE}
    assert report["summary"]["coverage"] == "complete"


def test_text_tells_whose_it_is_and_what_was_left_out(company: str, rolevet: Run) -> None:
    done = rolevet("scan", *words(company, "--org", "--ou", "Root/Production", "--ou", "Root"))
    assert done.returncode == 1
    assert "role alias paint-line in factory  arn:aws:iot:eu-west-1:" in done.stdout
    last = rolevet(
        "scan",
        *words(company, "--org", "--exclude-account", LABORATORY),
    ).stdout.splitlines()[-1]
    assert last == (
        f"Coverage is complete: account {FACTORY} in eu-south-1, eu-west-1, us-east-1; "
        f"account {AUDIT} in eu-south-1, eu-west-1, us-east-1; "
        f"account {WAREHOUSE} in eu-west-1, us-east-1. Not enabled: eu-south-1 in {WAREHOUSE}. "
        f"Excluded: account {LABORATORY}. Not active: account {OLD_SHOP}."
    )


def test_a_file_of_accounts(company: str, rolevet: Run, tmp_path: Path) -> None:
    path = tmp_path / "accounts.yaml"
    path.write_text(
        f"accounts:\n- {{id: {FACTORY}, name: plant, regions: [eu-west-1]}}\n"
        f"- {{id: {LABORATORY}, external_id: other}}\n- {{id: {AUDIT}}}\n"
    )
    report = scanned(rolevet, *words(company, "--accounts", str(path)))
    assert gaps(report) == {(LABORATORY, "global", "sts:AssumeRole", "denied")}
    assert [(s["account"], s["name"], len(s["regions"])) for s in report["scopes"]] == [
        (FACTORY, "plant", 1),
        (AUDIT, None, 3),
        (LABORATORY, None, 0),
    ]


def test_sarif_has_a_run_for_each_account_that_was_read(company: str, rolevet: Run) -> None:
    done = rolevet("scan", *words(company, "--org"), "-o", "sarif")
    runs = json.loads(done.stdout)["runs"]
    assert [run["automationDetails"]["id"].split("/")[3] for run in runs] == [
        FACTORY,
        AUDIT,
        WAREHOUSE,
    ]
    for run in runs:
        (invocation,) = run["invocations"]
        assert invocation["executionSuccessful"] is False
        (told,) = invocation["toolExecutionNotifications"]
        assert LABORATORY in told["message"]["text"]


@pytest.mark.parametrize(
    ("given", "says", "hint"),
    [
        (["--org", "--accounts", "a.yaml"], "two answers to one question", "drop one"),
        (["--org", "--assume-role", "arn:aws:iam::1:role/x"], "one role of one", "--role-name"),
        (["--ou", "x"], "choose among --org", "add --org"),
        (["--account-tag", "x"], "choose among --org", "add --org"),
        (["--exclude-account", AUDIT], "one of many", "--org or --accounts"),
        (["--accounts", "nowhere.yaml"], "nowhere.yaml cannot be read", "YAML file of accounts"),
        (["--org", "--ou", "Prodcution"], "no unit 'Prodcution'", "did you mean Production"),
        (["--org", "--exclude-account", "1"], "no such account", "check the number"),
        (["--org", "--role-name", "a b"], "--role-name 'arn:", "arn:aws:iam::ACCOUNT"),
        (["--org", "--duration", "5"], "--duration 5 is not", "900 to 43200"),
        (["--org", "--source-identity", "a b"], "--source-identity 'a b'", "2 to 64"),
        (["--jobs", "0"], "0 is not in the range", "scan --help"),
    ],
)
def test_words_that_are_wrong(
    company: str, rolevet: Run, given: list[str], says: str, hint: str
) -> None:
    done = rolevet("scan", "--endpoint-url", company, *given)
    assert (done.returncode, done.stdout) == (2, "")
    wrong, todo = done.stderr.splitlines()
    assert says in wrong
    assert hint in todo


def test_nothing_left_is_not_clean(company: str, rolevet: Run) -> None:
    done = rolevet("scan", "--endpoint-url", company, "--exclude-region", "*")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no Region is left to read" in done.stderr
