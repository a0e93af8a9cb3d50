"""`rolevet lint` on folders with Terraform configurations, in this process."""

from pathlib import Path

from scanner.cli.test_lint import Lint, lint
from scanner.terraform.made_hcl import TRUSTS, alias, role

__all__ = ["lint"]

ROLE = role(f'name = "n"\nassume_role_policy = {TRUSTS}')
LONG = alias("role_arn = aws_iam_role.r.arn\ncredential_duration = 43200")
CALLS = 'module "m" {\n source = "../mod"\n arn = aws_iam_role.r.arn\n}\n'
CALLED = 'variable "arn" {}\n' + alias("role_arn = var.arn\ncredential_duration = 43200")


def found(report: dict[str, list[dict[str, object]]]) -> list[object]:
    return [each["resource"] for each in report["findings"] if each["rule"] == "ALIAS001"]


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


def test_a_link_out_of_the_folder_is_not_followed(lint: Lint, tmp_path: Path) -> None:
    outside = tmp_path.parent / "outside.tf"
    outside.write_text(LONG, "utf-8")
    (tmp_path / "x").mkdir()
    (tmp_path / "x/a.tf").symlink_to(outside)
    code, _, err = lint("x")
    assert code == 3
    assert "is no file of this folder" in err[0]
