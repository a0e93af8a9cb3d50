"""Configurations in HCL written out by hand, and what they come to."""

from pathlib import Path

from world import NOW

from rolevet.check import Verdicts, check_worlds, together
from rolevet.finding import Finding
from rolevet.sources.terraform import read_file, read_folder
from rolevet.sources.terraform.declared import TerraformResource
from rolevet.sources.terraform.hcl.folder import Folders
from rolevet.sources.terraform.hcl.reading import Configuration, opened
from rolevet.stated.values import Value, gaps_in, plain_data
from rolevet_rules import rules

FILE = "main.tf"
CHOSEN = [rule for rule in rules() if not rule.info.opt_in]
TRUSTS = """jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "sts:AssumeRole"
      Principal = { Service = "credentials.iot.amazonaws.com" }
    }]
  })"""


def configuration(text: str) -> Configuration:
    """Of one file in no folder."""
    found = opened(Folders(Path(), FILE, Path(), alone=text.encode()))
    assert found is not None
    return found


def resources(text: str) -> dict[str, TerraformResource]:
    return {each.address: each for each in configuration(text).resources()}


def role(arguments: str, name: str = "r") -> str:
    return f'resource "aws_iam_role" "{name}" {{\n{arguments}\n}}\n'


def alias(arguments: str, name: str = "a") -> str:
    return f'resource "aws_iot_role_alias" "{name}" {{\nalias = "a"\n{arguments}\n}}\n'


def value(expression: str, beside: str = "") -> Value:
    """What an expression comes to, as the argument of a resource."""
    found = resources(alias(f"role_arn = {expression}") + beside)
    return found["aws_iot_role_alias.a"].values["role_arn"]


def comes_to(expression: str, beside: str = "") -> object:
    """Its data, or what it is that nobody knows."""
    found = value(expression, beside)
    gap = next(gaps_in(found), None)
    return f"? {gap.what}" if gap else plain_data(found)


def findings(text: str) -> list[Finding]:
    return judged(*(check_worlds(CHOSEN, worlds) for worlds in read_file(text.encode(), FILE, NOW)))


def findings_below(folder: Path) -> list[Finding]:
    found = read_folder(folder, "f", folder, NOW)
    assert found is not None
    return judged(*(check_worlds(CHOSEN, worlds) for worlds in found))


def judged(*verdicts: Verdicts) -> list[Finding]:
    return list(together(verdicts).findings)


LONG_WORDS = (
    *("var.x", "local.l", "aws_iam_role.r.arn", "data.a.b.c", "each.key", "path.module"),
    *("[", "]", "{", "}", "(", ")", ".x", "[0]", "[*]", ".*", "=", ",", "?", ":", "...", "\n"),
    *("for k, v in", "=>", "if", "!", "-", "+", "*", "==", "&&", "||", "<", "%", "/", "null"),
    *("jsonencode(", "concat(", "merge(", "lookup(", "element(", "format(", "join(", "split("),
    *("flatten(", "file(", "templatefile(", "toset(", "length(", "try(", "replace(", "jsondecode("),
    *('"a"', '"${"', '}"', '"%s%d"', "<<EOT\n", "EOT\n", "1", "true", "0", "-1", "1.5", '"k" = 1'),
)
"""Pieces of expressions, which make some that are well formed and many that are not."""
