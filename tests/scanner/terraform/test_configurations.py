"""Resources of configurations: instances, references, documents, modules, and the ways they go."""

from pathlib import Path

import pytest
from scanner.terraform.made_hcl import (
    FILE,
    TRUSTS,
    alias,
    findings,
    resources,
    role,
    value,
)
from world import NOW

from rolevet.sources.terraform import bytes_below, called_elsewhere, read_folder
from rolevet.sources.terraform.hcl.folder import Folders
from rolevet.sources.terraform.hcl.reading import opened
from rolevet.stated.documents import read_document
from rolevet.tree import BadTree


@pytest.mark.parametrize(
    ("expression", "others"),
    [
        ("aws_iam_role.r.arn", ""),
        ("aws_iam_role.r[0].arn", "count = 1"),
        ("aws_iam_role.r[*].arn", "count = 1"),
        ("aws_iam_role.r.*.arn", "count = 1"),
        ("aws_iam_role.r[5].arn", "count = var.n"),
        ('aws_iam_role.r["k"].arn', 'for_each = toset(["k"])'),
        ('aws_iam_role.r["k"].arn', "for_each = var.n"),
        ("[for k, r in aws_iam_role.r : r.arn]", 'for_each = toset(["k"])'),
        ("values(aws_iam_role.r)[*].arn", 'for_each = toset(["k"])'),
        ("one(aws_iam_role.r)", None),
        ('"arn:aws:iam::${data.aws_caller_identity.me.account_id}:role/n"', ""),
        ('format("%s", aws_iam_role.r.arn)', ""),
        ("local.arn", ""),
    ],
)
def test_references_lead_to_the_resource(expression: str, others: str | None) -> None:
    beside = 'data "aws_caller_identity" "me" {}\nlocals {\n arn = aws_iam_role.r.arn\n}\n'
    text = role(f'name = "n"\n{others or ""}') + alias(f"role_arn = {expression}") + beside
    found = resources(text)
    arn = next(iter(found.values())).identity.arn
    (told,) = found["aws_iot_role_alias.a"].values["role_arn"].items
    assert (told.text == arn) is (others is not None)


def test_names_that_are_made_up_are_stand_ins() -> None:
    found = resources(role('name_prefix = "p"') + alias("role_arn = aws_iam_role.r.arn"))
    made = found["aws_iam_role.r"].identity
    assert not made.told
    assert found["aws_iot_role_alias.a"].values["role_arn"].text == made.arn


DOCUMENT = """
data "aws_iam_policy_document" "d" {
  source_policy_documents = [data.aws_iam_policy_document.base.json]
  statement {
    sid = "one"
    actions = ["a:B"]
    resources = ["*", "&{aws:username}"]
    principals {
      type = "Service"
      identifiers = ["x.amazonaws.com"]
    }
    condition {
      test = "StringEquals"
      variable = "k"
      values = ["v"]
    }
  }
}
data "aws_iam_policy_document" "base" {
  statement {
    sid = "one"
    effect = "Deny"
  }
  statement {
    sid = "two"
    effect = "Deny"
    actions = ["c:D"]
  }
}
"""


def test_a_policy_document_is_put_together_with_its_places() -> None:
    found = value("data.aws_iam_policy_document.d.json", DOCUMENT)
    document = read_document(found, wide=False)
    assert document.data["Version"] == "2012-10-17"
    assert [each["Sid"] for each in document.data["Statement"]] == ["one", "two"]
    assert document.data["Statement"][0]["Resource"] == ["*", "${aws:username}"]
    span = document.parts[".Statement[0].Action"]
    assert DOCUMENT.splitlines()[span.line - 5] == '    actions = ["a:B"]'
    assert found.text is not None
    assert '"Action":"c:D"' in found.text


@pytest.mark.parametrize(
    "inside",
    [
        'statement {\n condition {\n test = var.v\n variable = "a"\n values = []\n}\n}',
        'dynamic "statement" {\n for_each = var.v\n content {}\n}',
        "source_policy_documents = [var.v]",
    ],
)
def test_a_policy_document_is_not_known_where_its_shape_is_not(inside: str) -> None:
    text = f'data "aws_iam_policy_document" "d" {{\n{inside}\n}}\n'
    found = value("data.aws_iam_policy_document.d.json", text)
    assert found.gap is not None
    assert "variable v" in found.gap.what


def test_json_in_a_quoted_text_has_its_places() -> None:
    text = role(r'assume_role_policy = "{\"Statement\": [{\"Action\": \"a\u003ab\", \"X\": 1}]}"')
    found = resources(text)["aws_iam_role.r"].values["assume_role_policy"]
    document = read_document(found, wide=False)
    span = document.parts[".Statement[0].Action"]
    assert document.data["Statement"][0]["Action"] == "a:b"
    assert text.splitlines()[1][span.column - 1 : span.end_column - 1] == r"\"a\u003ab\""


LONG = role(f"assume_role_policy = {TRUSTS}") + alias(
    "role_arn = aws_iam_role.r.arn\ncredential_duration = 43200"
)


def told(text: str) -> set[str]:
    return {each.rule.id for each in findings(text)}


def test_findings_stand_at_the_argument() -> None:
    (finding,) = (each for each in findings(LONG) if each.rule.id == "ALIAS001")
    line = LONG.splitlines().index("credential_duration = 43200") + 1
    assert finding.resource == f"{FILE}#aws_iot_role_alias.a"
    assert getattr(finding.place, "line", 0) == line


@pytest.mark.parametrize("count", ["var.create ? 1 : 0", "!var.create ? 0 : 1"])
def test_a_condition_that_nobody_knows_goes_both_ways(count: str) -> None:
    text = LONG.replace('"a" {', f'"a" {{\ncount = {count}', 1)
    (finding,) = (each for each in findings(text) if each.rule.id == "ALIAS001")
    assert "Only where condition 'var.create' is true" in finding.message


def test_a_default_is_what_a_variable_is() -> None:
    text = LONG.replace("43200", "var.d") + 'variable "d" {\n default = 43200\n}\n'
    assert "ALIAS001" in told(text)
    assert "ALIAS001" not in told(text.replace("default = 43200", ""))


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


CALLS = 'module "m" {\n source = "./mod"\n arn = aws_iam_role.r.arn\n}\n'
CALLED = 'variable "arn" {}\n' + alias("role_arn = var.arn\ncredential_duration = 43200")


def test_a_module_that_calls_itself_comes_to_an_end(tmp_path: Path) -> None:
    write(tmp_path, main_DOT_tf='module "m" {\n source = "./"\n}\n' + LONG)
    assert read_folder(tmp_path, "f", tmp_path, NOW)


def test_nothing_outside_is_read(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    write(tmp_path, secret_DOT_json="{}", out__x_DOT_tf=CALLED, in__ok_DOT_txt="ok")
    (inside / "link").symlink_to(tmp_path / "secret.json")
    text = 'module "m" {\n source = "../out"\n}\n' + alias(
        'role_arn = [file("../secret.json"), file("link"), file("/etc/passwd"), file("ok.txt")]'
    )
    write(inside, main_DOT_tf=text)
    found = opened(Folders(inside, "f", inside.resolve()))
    assert found is not None
    (resource,) = found.resources()  # the module's is not there
    texts = [each.text for each in resource.values["role_arn"].items if not each.gaps]
    assert texts == ["ok"]
    assert len(resource.values["role_arn"].items) == 4


def test_what_is_declared_twice_is_told_with_its_place() -> None:
    with pytest.raises(BadTree, match=r"aws_iam_role\.r is declared twice") as bad:
        resources(role("") * 2)
    assert bad.value.span.line == 4


def test_modules_are_read_with_those_that_call_them(tmp_path: Path) -> None:
    write(tmp_path, main_DOT_tf=CALLS, mod__x_DOT_tf=CALLED, other__x_DOT_tf=CALLED)
    write(tmp_path, one__x_DOT_tf='source = "../two"', two__x_DOT_tf='source = "../one"')
    folders = [tmp_path / name for name in (".", "mod", "other", "one", "two")]
    assert called_elsewhere(folders) == {tmp_path / "mod", tmp_path / "two"}
    assert b"aws_iot_role_alias" in b"".join(bytes_below(tmp_path, tmp_path))
    assert b"aws_iot_role_alias" not in b"".join(bytes_below(tmp_path, tmp_path / "none"))
