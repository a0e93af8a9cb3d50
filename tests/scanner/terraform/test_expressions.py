"""What expressions of HCL come to: as Terraform says, or not known and said so."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scanner.terraform.made_hcl import comes_to, configuration, value

from rolevet.sources.terraform.hcl.scope import Scope
from rolevet.sources.terraform.hcl.words import encoded, is_known
from rolevet.sources.terraform.hcl.work import Work
from rolevet.stated.standins import StandIns

# What Terraform 1.11 makes of each, as `terraform output -json` tells it.
EXPRESSIONS = json.loads((Path(__file__).parent / "expressions.json").read_text("utf-8"))


def output(expression: str) -> Any:
    module = configuration(f'output "x" {{\n value = {expression}\n}}\n').module
    work = Work(StandIns(""), False, {}, lambda _: None, lambda *_: None)
    found = Scope(module, "", None, work).output(module.outputs["x"].key, "x")
    assert is_known(found), found.gaps
    return json.loads(encoded(found))


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_as_terraform_says(expression: str) -> None:
    found, expected = output(expression), EXPRESSIONS[expression]
    assert (found, type(found)) == (expected, type(expected))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60))
def test_texts_come_back(text: str) -> None:
    quoted = json.dumps(text).replace("${", "$${").replace("%{", "%%{")
    quoted = quoted.replace("\\b", "\\u0008").replace("\\f", "\\u000c").replace("\\/", "/")
    if "\\ud" not in quoted:  # HCL has other escapes for these
        assert output(quoted) == text


DATA = 'data "aws_iam_role" "x" {\n name = "n"\n}\ndata "aws_region" "here" {}\n'
VARIABLE = 'variable "v" {}\nvariable "d" {\n default = ["x", "y"]\n}\n'


@pytest.mark.parametrize(
    ("expression", "beside", "expected"),
    [
        ("var.v", VARIABLE, "? variable v"),
        ("var.nowhere", "", "? variable nowhere"),
        ("var.d[1]", VARIABLE, "y"),
        ("var.d[2]", VARIABLE, "? item 2 in main.tf:3:12"),
        ("var.v.arn", VARIABLE, "? attribute arn of variable v"),
        ('var.v["k"]', VARIABLE, "? item k of variable v"),
        ("local.l", 'locals {\n l = "x"\n}\n', "x"),
        ("local.l", "locals {\n l = local.l\n}\n", "? local l, which refers to itself"),
        ("local.nowhere", "", "? local nowhere"),
        ("data.aws_iam_role.x.arn", DATA, "? attribute arn of data source aws_iam_role.x"),
        ("data.aws_iam_role.x.name", DATA, "n"),
        ("data.aws_iam_role.y.arn", "", None),
        ("module.m.arn", 'module "m" {\n source = "a/b/c"\n}\n', "? output arn of module.m"),
        ("nonsense(1)", "", "? function nonsense(...) in main.tf:3:12"),
        ("lower(var.v)", VARIABLE, "? function lower(...) of variable v"),
        ("timestamp()", "", "? function timestamp(...) in main.tf:3:12"),
        ("file(var.v)", VARIABLE, "? function file(...) of variable v"),
        ('file("x")', "", "? function file(...) in main.tf:3:12"),
        ("try(var.v, 1)", VARIABLE, "? function try(...) of variable v"),
        ("var.v + 1", VARIABLE, "? an expression of variable v"),
        ("1 / 0", "", "? an expression in main.tf:3:12"),
        ("[for x in var.v : x]", VARIABLE, "? what is made of each of variable v"),
        ("var.v ? 1 : 1", VARIABLE, "1"),
        ("var.v ? 1 : 2", VARIABLE, "? what depends on a condition in main.tf:3:12"),
        ("var.v == var.v", VARIABLE, "true"),
        ('concat(["a"], var.v)', VARIABLE, "? variable v"),
        ("terraform.workspace", "", "? terraform.workspace"),
        ('"%{ if true }a%{ endif }"', "", "? an expression in main.tf:3:13"),
        ("{(var.v) = 1}", VARIABLE, "? an object with a key of variable v"),
        ("self.x", "", None),
        ("path.module", "", "."),
    ],
)
def test_what_is_not_known_is_named(expression: str, beside: str, expected: str | None) -> None:
    found = comes_to(expression, beside)
    if expected is None:
        assert str(found).startswith("?")
    else:
        assert found == expected


def test_null_is_not_there() -> None:
    assert comes_to('[null, "a"]') == ["a"]


def test_a_text_with_a_gap_holds_its_token() -> None:
    found = value('"arn:aws:iam::1:role/${var.v}"', VARIABLE)
    (gap,) = found.gaps
    assert found.data == f"arn:aws:iam::1:role/{gap.token}"
    assert found.gap is None


def test_a_list_with_a_gap_has_the_rest() -> None:
    found = value('concat(["a"], var.v)', VARIABLE)
    assert [item.text for item in found.items if not item.gaps] == ["a"]


def test_what_names_here_is_a_stand_in() -> None:
    own = configuration("").own
    assert comes_to("data.aws_region.here.name", DATA) == own.region
