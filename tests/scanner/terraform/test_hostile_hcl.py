"""Configurations that mean harm, or were made by nobody: each ends in worlds or in one error."""

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scanner.terraform.made_hcl import CHOSEN, FILE, LONG_WORDS, configuration
from world import NOW

from rolevet.check import check_worlds, together
from rolevet.sources.terraform import read_file
from rolevet.tree import BadTree
from rolevet.unknown import Doubt


def read(text: str) -> None:
    """Raises nothing but BadTree."""
    for worlds in read_file(text.encode(), FILE, NOW):
        together([check_worlds(CHOSEN, worlds)])


DOUBLED = "".join(f"l{n + 1} = [local.l{n}, local.l{n}]\n" for n in range(60))
GROWN = "".join(f'l{n + 1} = "${{local.l{n}}}${{local.l{n}}}"\n' for n in range(60))
CHAINED = "".join(f"l{n + 1} = local.l{n}\n" for n in range(3000))
USES = 'resource "aws_iot_role_alias" "a" {\n alias = "a"\n role_arn = %s\n}\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"locals {{\nl0 = 1\n{DOUBLED}}}\n" + USES % "jsonencode(local.l60)", "too long"),
        (f"locals {{\nl0 = 1\n{DOUBLED}}}\n" + USES % "flatten([local.l60])", "too long"),
        (f'locals {{\nl0 = "abc"\n{GROWN}}}\n' + USES % "local.l60", "grow too long"),
        ('resource "aws_iam_role" "r" {\n count = 100000\n}\n', "makes more than 1000"),
        ("a = " + "[" * 500 + "]" * 500, "nested deeper than 80 levels"),
        ("a = 1" + " + 1" * 500, "nested deeper than 80 levels"),
        ("a = b" + ".c" * 500, "nested deeper than 80 levels"),
        ("a {\n" * 500 + "}\n" * 500, "nested deeper than 80 levels"),
        ("a = 1\na = 2\n", "'a' is there twice"),
        ("a = \0", "U\\+0000"),
        ('resource "a" {', "something is missing here"),
        ("a = x?\na = x?\n", "this is not HCL"),
    ],
)
def test_what_is_too_much_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(BadTree, match=says) as bad:
        read(text)
    assert bad.value.message.startswith(f"{FILE}:")


def test_long_chains_are_not_known() -> None:
    text = f"locals {{\nl0 = 1\n{CHAINED}}}\n" + USES % "local.l3000"
    (found,) = configuration(text).resources()
    assert found.values["role_arn"].gaps


@given(
    st.text(max_size=200) | st.text(st.sampled_from(list('{}[]()"=.*\n $%<-EOT,:?')), max_size=80)
)
@settings(max_examples=300, deadline=None)
def test_any_text_ends(text: str) -> None:
    with suppress(BadTree, UnicodeEncodeError):
        read(text)


@given(st.lists(st.sampled_from(LONG_WORDS), max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_words_end(words: list[str]) -> None:
    with suppress(BadTree):
        read(USES % " ".join(words))


@pytest.mark.skipif(not os.environ.get("ROLEVET_CORPUS"), reason="ROLEVET_CORPUS names no folder")
def test_real_files_are_judged() -> None:
    files = sorted(Path(os.environ["ROLEVET_CORPUS"]).glob("terraform-hcl/*.tf"))
    assert files
    for file in files:
        for worlds in read_file(file.read_bytes(), file.name, NOW):
            report = together([check_worlds(CHOSEN, worlds)])
            assert all(each.doubt is not Doubt.RULE_ERROR for each in report.inconclusive), file
