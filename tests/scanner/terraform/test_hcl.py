"""What configurations come to: expressions, blocks, modules, and the place of each value."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import NOW

from rolevet.sources.terraform import TerraformResource, declared_in, read_file
from rolevet.sources.terraform.hcl.folder import Folders
from rolevet.sources.terraform.hcl.reading import opened
from rolevet.stated.documents import read_document
from rolevet.stated.values import Value, plain_data
from rolevet.tree import BadTree

FILE = "main.tf"
TRUST = "data.aws_iam_policy_document.trust"


def declared(text: str | bytes) -> Mapping[str, TerraformResource]:
    """By address."""
    data = text if isinstance(text, bytes) else text.encode()
    found = opened(Folders(Path(), FILE, Path(), alone=data))
    return {each.address: each for each in found.resources()} if found else {}


def told(value: Value | None) -> Any:
    """As JSON has it; of what nobody knows, what that is."""
    if value is None:
        return None
    return f"? {value.gap.what}" if value.gap else plain_data(value)


def valued(expression: str, more: str = "") -> Any:
    """What an argument comes to."""
    text = f'{more}\nresource "aws_iot_role_alias" "x" {{\n  alias = {expression}\n}}\n'
    return told(declared(text)["aws_iot_role_alias.x"].values.get("alias"))


@pytest.mark.parametrize(
    ("expression", "comes_to"),
    [
        ('"a"', "a"),
        ('""', ""),
        ("3600", "3600"),
        ("true", "true"),
        ("null", None),
        ("-5", "-5"),
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("7 % 4", "3"),
        ("6 / 4", "1.5"),
        ('1 < 2 && "a" != "b"', "true"),
        ('!(1 == 1) || "a" == "b"', "false"),
        ('1 > 2 ? "a" : "b"', "b"),
        ('"$${x} %%{y} \\"q\\" \\\\ \\u00e9"', '${x} %{y} "q" \\ é'),
        ('"a-${1 + 1}-b"', "a-2-b"),
        ('"${["a", "b"][1]}"', "b"),
        ('["a", "b"]', ["a", "b"]),
        ('{a = 1, "b" : 2, ("c${1}") = 3}', {"a": "1", "b": "2", "c1": "3"}),
        ('{a = {b = ["x"]}}.a.b[0]', "x"),
        ('jsonencode({A = [1, true, "x"]})', '{"A":[1,true,"x"]}'),
        ('jsondecode("{\\"a\\": [\\"b\\"]}").a[0]', "b"),
        ('format("%s-%d", "a", 3)', "a-3"),
        ('join("/", ["a", "b"])', "a/b"),
        ('split("/", "a/b")[1]', "b"),
        ('concat(["a"], ["b"])', ["a", "b"]),
        ("merge({a = 1}, {b = 2, a = 3})", {"a": "3", "b": "2"}),
        ('lookup({a = "x"}, "b", "y")', "y"),
        ('coalesce(null, "", "z")', "z"),
        ("local.missing", "? local missing"),
        ('flatten([["a"], ["b", ["c"]]])', ["a", "b", "c"]),
        ('replace("a-b", "-", "_")', "a_b"),
        ('upper(lower("aB"))', "AB"),
        ('trimspace(" a ")', "a"),
        ("tostring(5)", "5"),
        ('toset(["b", "a", "b"])', ["a", "b"]),
        ("<<EOT\na\n  b\nEOT", "a\n  b\n"),
        ("<<-EOT\n    a\n      b\n    EOT", "a\n  b\n"),
        ('"${var.unset}"', "? variable unset"),
        ("var.set", "d"),
        ("local.made", "x-d"),
        ("each.value", "? what is called each.value"),
        ("nonsense(1)", "? function nonsense(...) in main.tf:4:11"),
        ("module.far.out", "? output out of module.far"),
    ],
)
def test_an_expression(expression: str, comes_to: Any) -> None:
    more = 'variable "set" { default = "d" }\nvariable "unset" {}\nlocals { made = "x-${var.set}" }'
    found = valued(expression, more.replace("\n", " \n"))
    if isinstance(comes_to, str) and comes_to.startswith("? "):
        assert found.partition(" in ")[0] == comes_to.partition(" in ")[0]
    else:
        assert found == comes_to


def test_what_is_not_known_is_a_part_of_a_text() -> None:
    (alias,) = declared(
        'variable "stage" {}\nresource "aws_iot_role_alias" "x" { alias = "a-${var.stage}" }'
    ).values()
    (gap,) = alias.values["alias"].gaps
    assert (gap.what, alias.values["alias"].text) == ("variable stage", f"a-{gap.token}")


def test_references_are_what_they_refer_to() -> None:
    found = declared(
        """
        resource "aws_iam_role" "device" { name = "Device" }
        resource "aws_iam_role" "made" {}
        resource "aws_iot_role_alias" "a" { role_arn = aws_iam_role.device.arn }
        resource "aws_iot_role_alias" "b" { role_arn = aws_iam_role.made.arn }
        resource "aws_iam_role_policy" "p" { role = aws_iam_role.device.id }
        resource "aws_iot_role_alias" "gone" { role_arn = aws_iam_role.elsewhere.arn }
        """
    )
    arn = {name: each.identity.arn for name, each in found.items()}
    role = told(found["aws_iot_role_alias.a"].values["role_arn"])
    assert role == arn["aws_iam_role.device"]
    assert role.endswith(":role/Device")
    assert told(found["aws_iot_role_alias.b"].values["role_arn"]) == arn["aws_iam_role.made"]
    assert told(found["aws_iam_role_policy.p"].values["role"]) == "Device"
    assert ":role/@" in told(found["aws_iot_role_alias.gone"].values["role_arn"])


@pytest.mark.parametrize(
    ("meta", "addresses"),
    [
        ("count = 2", ["x[0]", "x[1]"]),
        ("count = 0", []),
        ("count = var.on ? 1 : 0", ["x[0]"]),
        ('for_each = toset(["b", "a"])', ['x["a"]', 'x["b"]']),
        ('for_each = {k = "v"}', ['x["k"]']),
        ("count = var.many", ["x"]),
        ("for_each = var.unknown", ["x"]),
    ],
)
def test_a_block_makes_as_many_as_it_says(meta: str, addresses: list[str]) -> None:
    found = declared(
        f"""
        variable "on" {{ default = true }}
        variable "many" {{}}
        variable "unknown" {{}}
        resource "aws_iot_role_alias" "x" {{
          {meta}
          alias = "a"
        }}
        """
    )
    assert list(found) == [f"aws_iot_role_alias.{each}" for each in addresses]
    assert {each.made for each in found.values()} <= {True if "[" in "".join(addresses) else None}


def test_each_instance_has_its_own_values() -> None:
    found = declared(
        """
        resource "aws_iot_role_alias" "x" {
          for_each = { eu = "one", us = "two" }
          alias    = "${each.key}-${each.value}"
        }
        resource "aws_iot_role_alias" "y" {
          count = 2
          alias = "n${count.index}"
        }
        resource "aws_iot_role_alias" "z" { alias = aws_iot_role_alias.x["us"].alias }
        """
    )
    names = [told(each.values["alias"]) for each in found.values()]
    assert names == ["eu-one", "us-two", "n0", "n1", "us-two"]


def test_blocks_may_be_made_by_a_loop() -> None:
    (profile,) = declared(
        """
        resource "aws_iam_role" "r" {
          dynamic "inline_policy" {
            for_each = ["a", "b"]
            content { name = inline_policy.value }
          }
        }
        """
    ).values()
    assert told(profile.values["inline_policy"]) == [{"name": "a"}, {"name": "b"}]


def test_a_data_source_makes_a_policy_with_the_place_of_each_element() -> None:
    (role,) = declared(
        """data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["credentials.iot.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.me.account_id]
    }
  }
}
data "aws_caller_identity" "me" {}
resource "aws_iam_role" "r" { assume_role_policy = data.aws_iam_policy_document.trust.json }
"""
    ).values()
    policy = read_document(role.values["assume_role_policy"], wide=False)
    assert policy.data["Statement"] == [
        {
            "Effect": "Allow",
            "Principal": {"Service": ["credentials.iot.amazonaws.com"]},
            "Action": ["sts:AssumeRole"],
            "Condition": {"StringEquals": {"aws:SourceAccount": ["000000000000"]}},
        }
    ]
    assert policy.parts[".Statement[0].Action"].line == 3
    assert policy.parts[".Statement[0].Condition"].line == 8


@pytest.mark.parametrize(
    ("text", "what", "line", "column"),
    [
        ('x = "é"\nalias = "b"', "b", 4, 11),
        ("alias =   7", "7", 3, 13),
        ('alias = "${"b"}"', "b", 3, 14),
    ],
)
def test_a_value_is_told_by_its_place(text: str, what: str, line: int, column: int) -> None:
    body = "\n".join(f"  {each}" for each in text.splitlines())
    (alias,) = declared(f'\nresource "aws_iot_role_alias" "é" {{\n{body}\n}}').values()
    value = alias.values["alias"]
    assert told(value) == what
    assert (value.node.span.line, value.node.span.column) == (line, column)


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "policy",
    [
        '<<-EOT\n    {"Statement": [\n      {"Effect": "Allow", "Action": "iot:*"}]}\n  EOT',
        '"{\\"Statement\\": [{\\"Effect\\": \\"Allow\\", \\"Action\\": \\"iot:*\\"}]}"',
        'jsonencode({ Statement = [{ Effect = "Allow", Action = "iot:*" }] })',
    ],
)
def test_what_is_inside_of_a_policy_has_its_place_in_the_file(policy: str, ends: str) -> None:
    text = f'resource "aws_iam_role" "é" {{\n  assume_role_policy = {policy}\n}}\n'
    text = text.replace("\n", ends)
    (worlds,) = read_file(
        f'{text}resource "aws_iot_role_alias" "a" {{ role_arn = aws_iam_role.é.arn }}'.encode(),
        FILE,
        NOW,
    )
    (role,) = worlds[0].inventory.roles.values()
    span = role.place.parts["AssumeRolePolicyDocument.Statement[0].Action"]  # type: ignore[union-attr]
    written = text.splitlines()[span.line - 1][span.column - 1 : span.end_column - 1]
    assert written.replace("\\", "") == '"iot:*"'


def test_modules_are_read_with_what_they_are_given(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        """
        module "eu" {
          source   = "./fleet"
          name     = "eu"
          duration = 43200
        }
        module "far" { source = "registry/fleet" }
        resource "aws_iot_role_alias" "own" { alias = module.eu.alias }
        resource "aws_iot_role_alias" "other" { alias = module.far.alias }
        """
    )
    (tmp_path / "fleet").mkdir()
    (tmp_path / "fleet/main.tf").write_text(
        """
        variable "name" {}
        variable "duration" { default = 3600 }
        resource "aws_iot_role_alias" "this" {
          alias               = "fleet-${var.name}"
          credential_duration = var.duration
        }
        output "alias" { value = aws_iot_role_alias.this.alias }
        """
    )
    found = {each.address: each for each in declared_in(tmp_path, "infra", tmp_path)}
    this = found["module.eu.aws_iot_role_alias.this"].values
    assert (told(this["alias"]), told(this["credential_duration"])) == ("fleet-eu", "43200")
    assert told(found["aws_iot_role_alias.own"].values["alias"]) == "fleet-eu"
    assert told(found["aws_iot_role_alias.other"].values["alias"]) == "? output alias of module.far"
    assert found["module.eu.aws_iot_role_alias.this"].key.span.file == "infra/fleet/main.tf"


def test_variables_have_the_values_of_files_beside(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        'variable "a" {}\nvariable "b" { default = 1 }\n'
        'resource "aws_iot_role_alias" "x" { alias = "${var.a}-${var.b}" }'
    )
    (tmp_path / "terraform.tfvars").write_text('a = "one"\nb = "two"\n')
    (tmp_path / "x.auto.tfvars").write_text('b = "three"\n')
    (tmp_path / "unused.tfvars").write_text('a = "never"\n')
    (alias,) = declared_in(tmp_path, "", tmp_path)
    assert told(alias.values["alias"]) == "one-three"


def test_files_are_read_from_the_folder_only(tmp_path: Path) -> None:
    inside = tmp_path / "infra"
    inside.mkdir()
    (tmp_path / "secret").write_text("secret")
    (inside / "policy.json").write_text("{}")
    (inside / "link").symlink_to(tmp_path / "secret")
    for path, comes_to in (
        ("${path.module}/policy.json", "{}"),
        ("policy.json", "{}"),
        ("../secret", "? function"),
        ("link", "? function"),
        (str(tmp_path / "secret"), "? function"),
        ("none", "? function"),
    ):
        (inside / "main.tf").write_text(
            f'resource "aws_iot_policy" "x" {{ policy = file("{path}") }}'
        )
        (policy,) = declared_in(inside, "", inside)
        assert told(policy.values["policy"]).startswith(comes_to), path


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ('resource "a" {', "main.tf:1:", "missing"),
        ("a = [1,", "main.tf:1:", ""),
        ("locals { a = 1 }\nlocals { a = 2 }", "main.tf:2:10", "declared twice"),
        ("a = \0", "main.tf:1:5", ""),
        (b"\xff\xfe\xff", "main.tf:1:1", ""),
        (f"a = {'[' * 100_000}", "main.tf:1:", ""),
        (f"a = {'(' * 300}1{')' * 300}", "main.tf:1:", ""),
        ('variable "a" { default = ' + "f(" * 5000 + ")" * 5000 + "}", "main.tf:1:", ""),
        ("a = 1\n" * 400_000, "main.tf:", ""),
        (b"a = 1\n" * 1_000_000, "main.tf:1:1", "more than 5 MiB"),
    ],
)
def test_what_is_no_configuration_is_told_with_its_place(
    text: str | bytes, place: str, problem: str
) -> None:
    with pytest.raises(BadTree) as caught:
        declared(text)
    assert caught.value.message.startswith(place)
    assert problem in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        'resource "aws_iot_role_alias" "x" { alias = aws_iot_role_alias.x.alias }',
        "locals { a = local.b\n b = local.a }\n"
        'resource "aws_iot_role_alias" "x" { alias = local.a }',
        'module "m" { source = "./" }\nresource "aws_iot_role_alias" "x" { alias = module.m.x }',
    ],
)
def test_what_refers_to_itself_is_not_known(text: str) -> None:
    (alias,) = declared(text).values()
    assert told(alias.values["alias"]).startswith(("? ", "@"))


@given(st.text(st.sampled_from('abl"${}[]()<EOT\n=.,:?!-1% \\é'), max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(BadTree):
        declared(f'resource "aws_iot_role_alias" "x" {{\n alias = {text}\n}}\n')


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_a_text_is_what_was_written(text: str) -> None:
    written = text.replace("\\", "\\\\").replace('"', '\\"')
    written = written.replace("${", "$${").replace("%{", "%%{")
    assert valued(f'"{written}"') == text
