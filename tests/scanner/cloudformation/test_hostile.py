"""Templates that mean harm: each ends soon, in worlds or in one error that says where."""

import os
from contextlib import suppress
from pathlib import Path

import pytest
from scanner.cloudformation.made import worlds
from world import NOW

from rolevet.check import check_worlds, together
from rolevet.sources.cloudformation import read_worlds
from rolevet.tree import BadTree, read_documents
from rolevet.unknown import Doubt
from rolevet_rules import rules

ALIAS = "Resources:\n  A:\n    Type: AWS::IoT::RoleAlias\n    Properties:\n      RoleArn: {}\n"
POLICY = "Resources:\n  P:\n    Type: AWS::IoT::Policy\n    Properties:\n      PolicyDocument: {}\n"


LOOP = "{'Fn::ForEach::A': [X, [a], "


def many(count: int, row: str) -> str:
    return "".join(row.replace("%", str(number)) for number in range(count))


CHAINED = "  R%: {Type: 'AWS::IAM::Role', Properties: {RoleName: !Ref S%, Path: !Ref R%}}\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            f"x: &a {'a' * 100_000}\n" + ALIAS.format(f"!Join ['', [{','.join(['*a'] * 1000)}]]"),
            "the texts of this template grow too long",
        ),
        (
            ALIAS.format(
                "!Sub ['{0}', {{x: !Sub ['{0}', {{x: !Sub ['{0}', {{x: aaa}}]}}]}}]".format(
                    "${x}" * 1000
                )
            ),
            "the texts of this template grow too long",
        ),
        (
            "Conditions:\n"
            + "".join(f"  C{n}: !Not [!Condition C{n + 1}]\n" for n in range(500))
            + ALIAS.format("!If [C0, a, b]"),
            "this refers to itself, or is nested too deep",
        ),
        (
            "Resources:\n"
            + "".join(
                f"  R{n}: {{Type: 'AWS::IAM::Role', Properties: {{RoleName: !Ref R{n + 1}}}}}\n"
                for n in range(500)
            ),
            "this refers to itself, or is nested too deep",
        ),
        (
            ALIAS.format("[" * 150 + "]" * 150),
            "this refers to itself, or is nested too deep",
        ),
        (
            "Resources:\n  Fn::ForEach::A: [X, [{0}], {{'Fn::ForEach::B': [Y, [{0}], "
            "{{'Fn::ForEach::C': [Z, [{0}], {{}}]}}]}}]\n".format(",".join("a" * 100)),
            "loops take more than 1000 turns",
        ),
        ("Resources:\n  Fn::ForEach::A: [X]\n", "Fn::ForEach has not three parts"),
        (
            ALIAS.format("[" * 75 + LOOP * 40 + "{}" + "]}" * 40 + "]" * 75),
            "loops are nested too deep",
        ),
        (f"Resources:\n  Fn::ForEach::A: [X, [{'a' * 2000}], {{}}]\n", "a text that is too long"),
        (
            f'{{"Resources": {{"Fn::ForEach::A": ["X", ["a"], {{"${{X}}{"a" * 2000}": {{}}}}]}}}}',
            "this name is too long for a loop",
        ),
        (
            "Resources:\n  Fn::ForEach::A: [X, [{}], {{'{}': {{}}}}]\n".format(
                ",".join([f"'{'${X}' * 200}'"] * 300), "${X}" * 200
            ),
            "the names that loops make grow too long",
        ),
    ],
)
def test_what_does_not_end_is_refused(text: str, says: str) -> None:
    with pytest.raises(BadTree, match=says):
        worlds(text)


@pytest.mark.parametrize(
    "text",
    [
        ALIAS.format("!Ref A"),
        ALIAS.format("!GetAtt A.RoleAliasArn"),
        ALIAS.format("!GetAtt ''"),
        ALIAS.format("!Sub '" + "${A}" * 10_000 + "'"),
        ALIAS.format("!If [" + "C, a, !If [" * 40 + "C, a, b" + "]" * 41),
        ALIAS.format('"\\0\\ud7ff\\U0001F600"'),
        ALIAS.format("'{{resolve:ssm:" + "a" * 10_000 + "'"),
        "Resources:\n" + many(2, CHAINED),
        "Conditions: {C: !Condition C, D: {Condition: E}, E: !Not [!Condition D]}\n"
        + ALIAS.format("!If [C, !If [D, a, b], c]"),
        "Parameters:\n"
        + many(99, "  P%: {Type: String, AllowedValues: [1, 2, 3, 4, 5, 6, 7, 8, 9]}\n")
        + "Conditions:\n"
        + many(99, "  C%: !Equals [!Ref P%, '1']\n")
        + "Resources:\n"
        + many(
            99,
            "  A%: {Type: 'AWS::IoT::RoleAlias', Condition: C%, Properties: {RoleArn: !Ref P%}}\n",
        ),
        "Conditions:\n"
        + many(99, "  C%: !Equals [!ImportValue a, '1']\n")
        + "Resources:\n"
        + many(99, "  A%: {Type: 'AWS::IoT::RoleAlias', Condition: C%}\n"),
        ALIAS.format("'" + many(20_000, "arn:aws:iam::1%:role/x arn:aws:x:eu-west-1: @A%@ ") + "'"),
        POLICY.format("'" + "[" * 10_000 + "'"),
        POLICY.format('\'{"Statement": [' + ",".join(['{"Effect":"Allow"}'] * 50_000) + "]}'"),
        POLICY.format("{Statement: [" + many(2000, "{Action: !Ref X%, Resource: !Ref Y%},") + "]}"),
        POLICY.format(
            "{Statement: {Action: [1, {a: b}, [c]], Condition: {a: [b], c: {d: {e: f}}}}}"
        ),
        '{"Resources": {"A\\ud800": {"Type": "AWS::IoT::RoleAlias", '
        '"Properties": {"RoleArn": "\\ud800", "RoleAlias": "\\udfff"}}}}',
    ],
)
def test_what_ends_is_judged(text: str) -> None:
    chosen = [rule for rule in rules() if not rule.info.opt_in]
    found = worlds(text)
    assert 0 < len(found) <= 16
    verdicts = check_worlds(chosen, found)
    assert {doubt.doubt for doubt in verdicts.inconclusive} <= {Doubt.BY_NATURE}


CORPUS = Path(os.environ.get("ROLEVET_CORPUS", "/nowhere"))
FILES = sorted(path for path in CORPUS.glob("**/*") if path.suffix in (".yaml", ".yml", ".json"))


@pytest.mark.skipif(not FILES, reason="ROLEVET_CORPUS names no folder of templates")
def test_real_templates_are_read_and_judged() -> None:
    """Also those that are none: they are told apart, or refused with a line."""
    chosen = [rule for rule in rules() if not rule.info.opt_in]
    parts = []
    for path in FILES:
        with suppress(BadTree):  # which says where
            documents = read_documents(path.read_bytes(), path.name)
            templates = read_worlds(documents, path.name, NOW)
            parts += [check_worlds(chosen, each) for each in templates or ()]
    verdicts = together(parts)
    assert {doubt.doubt for doubt in verdicts.inconclusive} == {Doubt.BY_NATURE}
