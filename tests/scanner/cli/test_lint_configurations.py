"""`rolevet lint` on Terraform configurations, in this process."""

import json
import os
from pathlib import Path

import pytest
from scanner.cli.conftest import Run
from scanner.terraform.made import alias, plan, role

ROLE = """
resource "aws_iam_role" "device" {
  name               = "Device"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "credentials.iot.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}
"""
ALIAS = """
resource "aws_iot_role_alias" "fleet" {
  alias               = "fleet"
  role_arn            = aws_iam_role.device.arn
  credential_duration = 43200
}
"""
CALLED = """
variable "role" {}
resource "aws_iot_role_alias" "this" {
  alias               = "fleet"
  role_arn            = var.role
  credential_duration = 43200
}
"""


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("infra").mkdir()
    Path("infra/roles.tf").write_text(ROLE)
    Path("infra/fleet.tf").write_text(ALIAS)


@pytest.mark.parametrize("named", [".", "infra", "infra/fleet.tf", "infra/roles.tf"])
def test_the_files_of_a_folder_are_one_configuration(rolevet: Run, named: str) -> None:
    done = rolevet("lint", named, "-o", "json")
    (found,) = json.loads(done.stdout)["findings"]
    assert (done.returncode, found["rule"]) == (1, "ALIAS001")
    assert found["resource"] == "infra#aws_iot_role_alias.fleet"
    place = found["location"]
    assert (place["file"], place["line"], place["column"]) == ("infra/fleet.tf", 5, 25)
    shown = rolevet("lint", named, "--show-files")
    assert shown.stdout == "configuration  infra\n"


def test_a_module_is_judged_with_those_who_call_it(rolevet: Run) -> None:
    Path("infra/fleet.tf").write_text(
        'module "fleet" {\n  source = "./fleet"\n  role = aws_iam_role.device.arn\n}\n'
    )
    Path("infra/fleet").mkdir()
    Path("infra/fleet/main.tf").write_text(CALLED)
    done = rolevet("lint", ".", "-o", "json")
    (found,) = json.loads(done.stdout)["findings"]
    assert found["resource"] == "infra#module.fleet.aws_iot_role_alias.this"
    assert found["location"]["file"] == "infra/fleet/main.tf"
    assert rolevet("lint", ".", "--show-files").stdout == "configuration  infra\n"
    alone = json.loads(rolevet("lint", "infra/fleet", "-o", "json").stdout)
    assert not alone["findings"]
    assert "role_arn is variable role" in {each["reason"] for each in alone["inconclusive"]}


def test_a_broken_file_costs_its_configuration_only(rolevet: Run) -> None:
    Path("other").mkdir()
    Path("other/main.tf").write_text('resource "aws_iot_role_alias" "x" {\n  alias = [\n}\n')
    done = rolevet("lint", ".", "-o", "json")
    assert done.returncode == 1
    assert len(json.loads(done.stdout)["findings"]) == 1
    assert "rolevet: error: other/main.tf:" in done.stderr
    assert "what to do: run: terraform validate" in done.stderr
    assert rolevet("lint", "other").returncode == 3


def test_stdin_is_a_configuration_if_its_name_says_so(rolevet: Run) -> None:
    Path("piped").write_text(ROLE + ALIAS)
    keep = os.dup(0)
    try:
        with Path("piped").open("rb") as stream:
            os.dup2(stream.fileno(), 0)
        done = rolevet("lint", "-", "--stdin-filename", "x.tf")
    finally:
        os.dup2(keep, 0)
        os.close(keep)
    assert done.returncode == 1
    assert "at x.tf:" in done.stdout


def test_what_names_nothing_that_is_read_is_left_out_of_a_folder(rolevet: Run) -> None:
    Path("net").mkdir()
    Path("net/main.tf").write_text('resource "aws_vpc" "x" {')
    assert rolevet("lint", ".", "--show-files").stdout == "configuration  infra\n"


def test_a_plan_decides_values_and_its_configuration_places(rolevet: Run) -> None:
    Path("plan.json").write_text(plan(role(), alias(credential_duration=43100)))
    done = rolevet("lint", "plan.json", "infra", "-o", "json")
    (found,) = json.loads(done.stdout)["findings"]
    assert "43100 seconds" in found["message"]
    assert found["resource"] == "plan.json#aws_iot_role_alias.fleet"
    assert (found["location"]["file"], found["location"]["line"]) == ("infra/fleet.tf", 5)


def test_a_configuration_that_is_not_the_plan_s_is_judged_for_itself(rolevet: Run) -> None:
    Path("plan.json").write_text(plan(alias("aws_iot_role_alias.other", alias="other")))
    done = rolevet("lint", "plan.json", "infra", "-o", "json")
    (found,) = json.loads(done.stdout)["findings"]
    assert found["resource"] == "infra#aws_iot_role_alias.fleet"
