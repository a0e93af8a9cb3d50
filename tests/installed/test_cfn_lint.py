"""cfn-lint, which others wrote, makes the same of templates; it needs an environment of its own."""

import json
import random
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scanner.cli.conftest import environment
from scanner.cli.test_lint import FINE, LONG
from scanner.cloudformation.made import FILE, alias, profile, role, template
from world import NOW

from rolevet.sources.cloudformation import Deployment, read_worlds
from rolevet.tree import read_documents

pytestmark = pytest.mark.installed

HERE = Path(__file__).parent
FLEET = HERE.parent / "scanner/cloudformation/fleet.yaml"
SECTIONS = """
Transform: AWS::LanguageExtensions
Parameters:
  Plain: {Type: String, Default: told}
  Other: {Type: String, Default: a-b-c}
  Number: {Type: Number, Default: 900}
  Chosen: {Type: String, AllowedValues: [dev, prod]}
  List: {Type: CommaDelimitedList, Default: 'x, y,z'}
Mappings:
  Of:
    dev: {One: first, Many: [m, n]}
    told: {One: second, Many: [o, p]}
    prod: {One: third, Many: [q, r]}
    lone: {One: fourth}
Conditions:
  IsDev: !Equals [!Ref Chosen, dev]
  Always: !Equals [a, a]
"""

Made = Callable[[random.Random, int], str]


def ask(python: Path, **asked: list[str]) -> dict[str, list[Any]]:
    done = subprocess.run(
        [str(python), str(HERE / "cfn_lint_says.py")],
        input=json.dumps({"values": [], "errors": []} | asked),
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, list[Any]] = json.loads(done.stdout)
    return told


@pytest.fixture(scope="session")
def cfn_lint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment that holds cfn-lint."""
    home = tmp_path_factory.mktemp("cfn-lint") / "venv"
    venv.create(home)
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    # What it resolves with is not promised to stay as it is.
    words = [*pip, "install", "--quiet", "--no-compile", "cfn-lint>=1.58,<1.59"]
    subprocess.run(words, env=environment(), check=True, timeout=300)
    return python


def text(chance: random.Random, depth: int) -> str:
    """An expression that comes to a text."""
    if depth == 0:
        return chance.choice(
            [
                *("lit", "'a-b'", "!Ref Plain", "!Ref Other", "!Ref Number", "!Ref Chosen"),
                *("!Ref AWS::Region", "!Ref AWS::AccountId", "!Ref AWS::Partition"),
                "!Sub '${Plain}'",
            ]
        )
    made: list[Made] = [
        lambda c, d: f"!Join ['-', [{text(c, d)}, {text(c, d)}]]",
        lambda c, d: f"{{'Fn::Join': ['', {many(c, d)}]}}",
        lambda c, d: f"!Sub ['${{A}}/${{Plain}}', {{A: {text(c, d)}}}]",
        lambda c, d: "!Sub 'x-${Number}-${AWS::Region}'",
        lambda c, d: f"!Select [{c.randrange(2)}, {many(c, d)}]",
        lambda c, d: f"!FindInMap [Of, {c.choice(['dev', '!Ref Plain', '!Ref Chosen'])}, One]",
        lambda c, d: f"{{'Fn::FindInMap': [Of, gone, One, {{DefaultValue: {text(c, 0)}}}]}}",
        lambda c, d: f"!If [IsDev, {text(c, d)}, {text(c, d)}]",
        lambda c, d: "{'Fn::ToJsonString': {a: lit, b: [x, y]}}",
    ]
    return chance.choice(made)(chance, depth - 1)


def many(chance: random.Random, depth: int) -> str:
    """An expression that comes to a list of two or more."""
    made: list[Made] = [
        lambda c, d: f"[{text(c, d)}, {text(c, d)}]",
        lambda c, d: "!Ref List",
        lambda c, d: "!Split ['-', !Ref Other]",
        lambda c, d: "!FindInMap [Of, dev, Many]",
    ]
    return chance.choice(made)(chance, max(depth - 1, 0))


def in_template(expression: str) -> str:
    """As the name of a role alias."""
    named = alias(f"RoleAlias: {expression}\nRoleArn: !GetAtt Role.Arn")
    return template(role(), named, sections=SECTIONS)


def ours(written: str) -> set[str] | None:
    """What a name comes to in any way; None where that is not known in one of them."""
    known = Deployment(account="123456789012", region="us-east-1")
    worlds = read_worlds(read_documents(written.encode(), FILE), FILE, NOW, known)
    assert worlds
    found = [each for world in worlds[0] for each in world.inventory.aliases]
    if any("roleAlias" in each.unknown for each in found):
        return None
    return {each.name for each in found}


def test_both_come_to_the_same_values(cfn_lint: Path) -> None:
    chance = random.Random(20261125)
    expressions = [text(chance, depth) for depth in (0, 1, 2, 3) for _ in range(60)]
    expressions = list(dict.fromkeys(expressions))
    written = [in_template(each) for each in expressions]
    told = ask(cfn_lint, values=written)["values"]
    differing: dict[str, tuple[set[str] | None, set[str]]] = {}
    for expression, one, other in zip(expressions, map(ours, written), told, strict=True):
        theirs = {str(each) for each in other}
        # cfn-lint does not always see that a value and a condition exclude each other.
        more = "IsDev" in expression and one is not None and one < theirs
        if one != theirs and not more:
            differing[expression] = one, theirs
    assert differing == {}


# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html
DIFFERENCES = [
    # AWS documents that the exclamation mark is dropped.
    ("!Sub 'x-${!Not}'", {"x-${Not}"}, {"x-${!Not}"}),
    # AWS documents that functions in it are resolved; cfn-lint writes them as they stand.
    (
        "{'Fn::ToJsonString': {a: !Ref Plain}}",
        {'{"a": "told"}'},
        {'{"a": {"Ref": "Plain"}}'},
    ),
    # cfn-lint takes conditions both ways, even those that nothing can change.
    ("!If [Always, one, two]", {"one"}, {"one", "two"}),
    # A row without the key cannot be meant; cfn-lint guesses that another is.
    ("!FindInMap [Of, lone, Many]", None, set()),
    # A variable that nobody says the value of: cfn-lint has one in mind for every pseudo-parameter.
    ("!Ref AWS::StackName", None, {"teststack"}),
]


def test_where_they_differ_the_reason_is_known(cfn_lint: Path) -> None:
    written = [in_template(expression) for expression, _, _ in DIFFERENCES]
    told = ask(cfn_lint, values=written)["values"]
    for (expression, one, theirs), text, other in zip(DIFFERENCES, written, told, strict=True):
        assert (ours(text), {str(each) for each in other}) == (one, theirs), expression


def test_both_unroll_the_same_loops(cfn_lint: Path) -> None:
    looped = (
        "Fn::ForEach::L:\n- X\n- {}\n- '{}':\n    Type: AWS::IoT::RoleAlias\n"
        "    Properties: {{RoleAlias: {}, RoleArn: x}}\n"
    )
    cases = [
        ("[ias]", "Al${X}", "!Sub 'n-${X}'", "n-ias"),
        ("[i-a/s]", "Al&{X}", "!Sub 'n-${X}-&{X}'", "n-i-a/s-ias"),
        ("!Ref Ends", "Al${X}", "!Join ['-', [!Ref X, x]]", "ias-x"),
        ("!FindInMap [Ends, at, Of]", "Al${X}", "!Ref X", "ias"),
    ]
    ends = """
    Transform: AWS::LanguageExtensions
    Mappings: {Ends: {at: {Of: [ias]}}}
    Parameters:
      Ends: {Type: CommaDelimitedList, Default: ias}
    """
    written = [template(looped.format(*each[:3]), sections=ends) for each in cases]
    told = ask(cfn_lint, values=written)["values"]
    for case, text, other in zip(cases, written, told, strict=True):
        assert (ours(text), other) == ({case[3]}, [case[3]]), case


def test_templates_that_are_taken_for_valid_are(cfn_lint: Path) -> None:
    """And what AWS refuses is refused for that alone."""
    valid = [FINE, LONG, FLEET.read_text(), *(in_template(each) for each in ("lit", "!Ref Plain"))]
    policies = ", ".join(f"arn:aws:iam::aws:policy/P{number}" for number in range(51))
    seconds = "RoleArn: !GetAtt Role.Arn\nCredentialDurationSeconds: 43201"
    refused = {
        template(role(), alias(seconds)): "E3034",
        template(role(), profile(f"ManagedPolicyArns: [{policies}]")): "E3032",
    }
    told = ask(cfn_lint, errors=[*valid, *refused])["errors"]
    assert told[: len(valid)] == [[]] * len(valid)
    rules = [[error.partition(" ")[0] for error in each] for each in told[len(valid) :]]
    assert rules == [[rule] for rule in refused.values()]
