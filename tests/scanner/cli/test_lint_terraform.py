"""`rolevet lint` on plans and state, in this process."""

import json
from pathlib import Path

import pytest
from scanner.cli.conftest import Run
from scanner.terraform.made import alias, plan, role, state
from scanner.terraform.test_state import alias as kept_alias
from scanner.terraform.test_state import role as kept_role

PLAN = plan(role(), alias(credential_duration=43200))
STATE = state(kept_role(), kept_alias())


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("infra").mkdir()
    Path("infra/plan.json").write_text(PLAN)
    Path("infra/terraform.tfstate").write_text(STATE)
    Path("infra/other.json").write_text('{"format_version": "1.0", "provider_schemas": {}}')


def test_a_folder_is_searched_for_plans_and_state(rolevet: Run) -> None:
    shown = rolevet("lint", ".", "--show-files")
    assert shown.stdout.splitlines() == [
        "plan  infra/plan.json",
        "state  infra/terraform.tfstate",
    ]


def test_both_are_judged_with_their_places(rolevet: Run) -> None:
    done = rolevet("lint", "infra", "-o", "json", "--select", "ALIAS001")
    found = json.loads(done.stdout)["findings"]
    assert done.returncode == 1
    assert [(one["resource"], one["location"]["file"]) for one in found] == [
        ("arn:aws:iot:eu-west-1:123456789012:rolealias/fleet", "infra/terraform.tfstate"),
        ("infra/plan.json#aws_iot_role_alias.fleet", "infra/plan.json"),
    ]
    for one in found:
        line = Path(one["location"]["file"]).read_text().splitlines()[one["location"]["line"] - 1]
        assert "43200" in line


def test_what_files_state_of_an_account_is_a_run_of_its_own_for_github(rolevet: Run) -> None:
    done = rolevet("lint", "infra", "-o", "sarif", "--select", "ALIAS001")
    runs = json.loads(done.stdout)["runs"]
    categories = [run["automationDetails"]["id"] for run in runs]
    assert len(set(categories)) == len(categories) == 2
    assert all(category.startswith("rolevet/files/") for category in categories)


def test_a_plan_as_terraform_keeps_it_is_refused_with_what_to_do(rolevet: Run) -> None:
    Path("plan.out").write_bytes(b"PK\x03\x04" + b"\0" * 100)
    done = rolevet("lint", "plan.out")
    assert done.returncode == 3
    assert "plan.out is packed, as the plan files of Terraform are" in done.stderr
    assert "run: terraform show -json plan.out > plan.json" in done.stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (PLAN[:-2], f"infra/plan.json:{PLAN.count(chr(10))}:18: it ends too early"),
        (PLAN.replace('"1.2"', '"2.0"'), "infra/plan.json:2:20: format version '2.0' is not read"),
    ],
)
def test_a_plan_that_cannot_be_read_makes_the_run_incomplete(
    rolevet: Run, text: str, says: str
) -> None:
    Path("infra/plan.json").write_text(text)
    done = rolevet("lint", "infra", "--select", "ALIAS004")
    assert done.returncode == 3
    assert says in done.stderr


def test_a_plan_that_failed_is_judged_and_incomplete(rolevet: Run) -> None:
    Path("infra/plan.json").write_text(PLAN.replace('"errored": false', '"errored": true'))
    done = rolevet("lint", "infra/plan.json", "--select", "ALIAS004")
    assert done.returncode == 3
    assert "infra/plan.json is a plan that ended in an error" in done.stdout
