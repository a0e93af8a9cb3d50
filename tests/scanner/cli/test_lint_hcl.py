"""`rolevet lint` on folders with Terraform configurations, in this process."""

from pathlib import Path

import pytest
from scanner.cli.test_lint import Lint, lint
from scanner.terraform.made_hcl import TRUSTS, alias, role

__all__ = ["lint"]

ROLE = role(f'name = "n"\nassume_role_policy = {TRUSTS}')
LONG = alias("role_arn = aws_iam_role.r.arn\ncredential_duration = 43200")
CALLS = 'module "m" {\n source = "../mod"\n arn = aws_iam_role.r.arn\n}\n'
CALLED = 'variable "arn" {}\n' + alias("role_arn = var.arn\ncredential_duration = 43200")


def found(report: dict[str, list[dict[str, object]]]) -> list[object]:
    return [each["resource"] for each in report["findings"] if each["rule"] == "ALIAS001"]


@pytest.mark.parametrize("path", ["infra", "infra/b.tf", "infra/a.tf"])
def test_all_files_of_a_folder_are_one_input(lint: Lint, path: str) -> None:
    code, report, err = lint(path, files={"infra/a.tf": ROLE, "infra/b.tf": LONG})
    assert (code, err) == (1, [])
    assert found(report) == ["infra#aws_iot_role_alias.a"]
    (location,) = (e["location"] for e in report["findings"] if e["rule"] == "ALIAS001")
    assert (location["file"], location["line"]) == ("infra/b.tf", 4)


def test_the_same_folder_is_read_once(lint: Lint) -> None:
    files = {"infra/a.tf": ROLE, "infra/b.tf": LONG, "infra/t.json": "{}"}
    _, shown, _ = lint("infra/a.tf", "infra/b.tf", "infra", "--show-files", files=files)
    assert shown == "configuration  infra\n"


def test_modules_are_read_where_they_are_called(lint: Lint) -> None:
    files = {"prod/main.tf": ROLE + CALLS, "mod/x.tf": CALLED}
    _, report, _ = lint(".", files=files)
    assert found(report) == ["prod#module.m.aws_iot_role_alias.a"]
    _, report, _ = lint("prod")  # below the working directory, all may be read
    assert found(report) == ["prod#module.m.aws_iot_role_alias.a"]
    _, shown, _ = lint("mod", "--show-files")
    assert shown == "configuration  mod\n"


def test_what_names_nothing_is_left_out(lint: Lint) -> None:
    code, _, err = lint(".", files={"a/x.tf": 'resource "aws_s3_bucket" "b" {}\n', "b/y.tf": "{{"})
    assert code == 3
    assert "there is nothing to judge" in err[0]


def test_what_is_no_hcl_is_told_with_its_line(lint: Lint) -> None:
    code, report, err = lint("ok", "bad", files={"ok/a.tf": ROLE + LONG, "bad/b.tf": LONG + "]\n"})
    assert code == 1
    assert found(report) == ["ok#aws_iot_role_alias.a"]
    assert "bad/b.tf:6:1: " in err[0]


def test_a_link_out_of_the_folder_is_not_followed(lint: Lint, tmp_path: Path) -> None:
    outside = tmp_path.parent / "outside.tf"
    outside.write_text(LONG, "utf-8")
    (tmp_path / "x").mkdir()
    (tmp_path / "x/a.tf").symlink_to(outside)
    code, _, err = lint("x")
    assert code == 3
    assert "is no file of this folder" in err[0]
