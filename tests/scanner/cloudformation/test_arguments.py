"""What parameters are given: every form of the file, what is refused, and what follows from it."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scanner.cloudformation.made import FILE, alias, role, template
from world import NOW

from rolevet.check import Verdicts, check_worlds, together
from rolevet.errors import ExitCode, InputError
from rolevet.sources.cloudformation import Deployment, read_arguments, read_worlds
from rolevet.sources.cloudformation.patterns import matches
from rolevet.tree import BadTree, read_documents
from rolevet.worlds import World
from rolevet_rules import rules

SECRET = "hunter2"


def arguments(content: object, name: str = "p.json") -> dict[str, str | None]:
    text = content if isinstance(content, str) else json.dumps(content)
    return {key: each.text for key, each in read_arguments(text.encode(), name).items()}


CLI = {"ParameterKey": "A", "ParameterValue": "a"}


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ([], {}),
        ({}, {}),
        ([CLI], {"A": "a"}),
        ([{**CLI, "ResolvedValue": "x", "UsePreviousValue": False}], {"A": "a"}),
        ([{"ParameterKey": "A", "UsePreviousValue": True}], {"A": None}),
        ([CLI, "B=b=c", "C="], {"A": "a", "B": "b=c", "C": ""}),
        ({"A": "a", "N": 900, "T": True, "E": ""}, {"A": "a", "N": "900", "T": "true", "E": ""}),
        ({"Parameters": {"A": "a"}, "Tags": {"t": 1}, "StackPolicy": {}}, {"A": "a"}),
        ({"Parameters": [CLI], "StackName": "s"}, {"A": "a"}),
        ({"Parameters": "plain"}, {"Parameters": "plain"}),
        ({"A": {"Fn::GetParam": ["a", "b", "c"]}}, {"A": None}),
        ("A: a\nN: 0900\nQ: 'yes'\n", {"A": "a", "N": "0900", "Q": "yes"}),
        ("- ParameterKey: A\n  UsePreviousValue: true\n- B=b\n", {"A": None, "B": "b"}),
        ("", {}),
    ],
)
def test_every_form_is_read(content: object, found: dict[str, str | None]) -> None:
    assert arguments(content) == found


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("'text'", "1:1: this is no list or mapping of parameters"),
        ([SECRET], "1:2: this is not NAME=VALUE"),
        ([[SECRET]], "1:2: this has no ParameterKey"),
        ([{"ParameterValue": SECRET}], "1:2: this has no ParameterKey"),
        ([{"ParameterKey": "A"}], "1:2: this needs a ParameterValue or UsePreviousValue, and not"),
        ([{**CLI, "UsePreviousValue": True}], "1:2: this needs a ParameterValue or"),
        ([{**CLI, "Value": SECRET}], "there is no field 'Value'"),
        ({"A": [SECRET]}, "1:7: this value is not a text"),
        ({"A": {"B": SECRET}}, "1:7: this value is not a text"),
        ({"A": {"Fn::A": 1, "Fn::B": SECRET}}, "this value is not a text"),
        ({"A": None}, "1:7: this value is not a text"),
        ("A:\n", "1:3: this value is not a text"),
        ("A: !Ref b\n", "1:4: this value is not a text"),
        ("A: &a x\nB: *a\n", "2:4: this is neither JSON nor YAML that is read here"),
        ([CLI, CLI], "1:65: parameter 'A' is there twice, first in line 1"),
        (["A=1", f"A={SECRET}"], "1:9: parameter 'A' is there twice"),
        ([f"={SECRET}"], "this is not the name of a parameter"),
        ({"": SECRET}, "this is not the name of a parameter"),
        ({"a" * 256: SECRET}, "this is not the name of a parameter"),
        ({f"A={SECRET}": ""}, "a name holds no '='"),
        ({"A": "é" * 2049}, "1:7: this value has more than 4096 bytes"),
        (f'{{"A": {SECRET}}}', "1:7: this is neither JSON nor YAML that is read here"),
        ("A: a\n---\nB: b\n", "3:1: a second document begins"),
        ("[" * 100_000, "1:21: this is neither JSON nor YAML"),
        (json.dumps(["A=1"] * 30_000), "this is neither JSON nor YAML"),
    ],
)
def test_what_is_none_of_them_is_told_with_its_place(content: object, says: str) -> None:
    with pytest.raises(BadTree) as caught:
        arguments(content)
    assert says in caught.value.message
    assert SECRET not in caught.value.message + caught.value.hint


def given_worlds(text: str, values: Mapping[str, Any]) -> tuple[World, ...]:
    known = read_arguments(json.dumps(values).encode(), "p.json")
    found = read_worlds(read_documents(text.encode(), FILE), FILE, NOW, Deployment(known))
    assert found is not None
    return tuple(world for each in found for world in each)


@pytest.mark.parametrize(
    ("declared", "value", "problem"),
    [
        ("Type: String", "anything at all", ""),
        ("Type: Number", "900", ""),
        ("Type: Number", "-1.5", ""),
        ("Type: Number", "x", "is not a number"),
        ("Type: Number", "9" * 200, "is not a number"),
        ("Type: List<Number>", "1, 2", ""),
        ("Type: List<Number>", "1,x", "is not a number"),
        ("Type: String, AllowedValues: [a, b]", "a", ""),
        ("Type: String, AllowedValues: [a, b]", SECRET, "is not among AllowedValues"),
        ("Type: String, AllowedValues: [!Ref b]", SECRET, "is not among AllowedValues"),
        ("Type: String, AllowedValues: [{a: b}]", "x", ""),
        ("Type: String, AllowedValues: []", "x", ""),
        ("Type: Number, AllowedValues: [1, 2]", "1.0", ""),
        ("Type: Number, AllowedValues: [1, 2]", "3", "is not among AllowedValues"),
        ("Type: CommaDelimitedList, AllowedValues: [a, b]", "b, a", ""),
        ("Type: CommaDelimitedList, AllowedValues: [a, b]", "a,c", "is not among AllowedValues"),
        ("Type: String, AllowedPattern: '[a-z]+'", "abc", ""),
        ("Type: String, AllowedPattern: '[a-z]+'", "abc1", "does not match AllowedPattern"),
        ("Type: String, AllowedPattern: '(a+)+'", "a" * 50 + "b", ""),
        ("Type: CommaDelimitedList, AllowedPattern: '[a-z]'", "a,b", ""),
        ("Type: CommaDelimitedList, AllowedPattern: '[a-z]'", "a,bb", "does not match"),
        ("Type: Number, AllowedPattern: '[a-z]'", "1", ""),
        ("Type: String, MinLength: 2, MaxLength: 3", "ab", ""),
        ("Type: String, MinLength: 2, MaxLength: 3", "a", "is too short or too long"),
        ("Type: String, MinLength: 2, MaxLength: '3'", "abcd", "is too short or too long"),
        ("Type: String, MinLength: many", "", ""),
        ("Type: Number, MinValue: 900, MaxValue: 3600", "3600", ""),
        ("Type: Number, MinValue: 900, MaxValue: 3600", "0", "is too small or too large"),
        ("Type: Number, MinValue: 900, MaxValue: 3600", "3600.1", "is too small or too large"),
        ("Type: AWS::EC2::VPC::Id, AllowedValues: [a]", "b", "is not among AllowedValues"),
        ("Type: 'AWS::SSM::Parameter::Value<String>', AllowedValues: [a]", "/x", ""),
        ("Default: x", "y", ""),
    ],
)
def test_what_cloudformation_would_refuse_is_an_error(
    declared: str, value: str, problem: str
) -> None:
    text = template(alias(), sections=f"Parameters:\n  P: {{{declared}}}")
    if not problem:
        assert given_worlds(text, {"P": value})
        return
    with pytest.raises(InputError) as caught:
        given_worlds(text, {"P": value})
    assert caught.value.exit_code is ExitCode.USAGE
    assert f"p.json:1:7: the value of parameter 'P' {problem}" in caught.value.message
    assert caught.value.hint.startswith("see t.yaml:2:")
    assert SECRET not in caught.value.message + caught.value.hint


SECTIONS = """
Parameters:
  Env: {Type: String, Default: dev, AllowedValues: [dev, prod]}
  Seconds: {Type: Number, AllowedValues: [900, 43200]}
  Names: {Type: CommaDelimitedList, Default: a}
  Password: {Type: String, NoEcho: true}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
  IsSet: !Equals [!Ref Password, hunter2]
"""


def judged(properties: str, values: Mapping[str, Any], *ids: str) -> Verdicts:
    text = template(role(), alias(f"RoleArn: !GetAtt Role.Arn\n{properties}"), sections=SECTIONS)
    chosen = [rule for rule in rules() if (rule.info.id in ids if ids else not rule.info.opt_in)]
    return together([check_worlds(chosen, given_worlds(text, values))])


@pytest.mark.parametrize(
    ("seconds", "values", "found", "doubted"),
    [
        ("!If [IsProd, 43200, 900]", {"Env": "prod"}, True, False),
        ("!If [IsProd, 43200, 900]", {"Env": "dev"}, False, False),
        ("!If [IsProd, 43200, 900]", {}, False, True),
        ("!Ref Seconds", {"Seconds": "43200"}, True, False),
        ("!Ref Seconds", {"Seconds": 900}, False, False),
        ("!Ref Seconds", {}, False, True),
        # What the stack had before is not known, even where there is a default.
        ("!If [IsProd, 43200, 900]", {"Env": {"Fn::GetParam": []}}, False, True),
        ("!If [IsSet, 43200, 900]", {"Password": SECRET}, True, False),
        ("!If [IsSet, 43200, 900]", {"Password": "other"}, False, False),
    ],
)
def test_what_is_given_is_certain(
    seconds: str, values: Mapping[str, Any], found: bool, doubted: bool
) -> None:
    verdicts = judged(f"CredentialDurationSeconds: {seconds}", values, "ALIAS001")
    assert (bool(verdicts.findings), bool(verdicts.inconclusive)) == (found, doubted)


def test_nothing_else_is_tried_than_what_is_given() -> None:
    text = template(
        role(), alias("RoleAlias: !Ref Seconds\nRoleArn: !If [IsProd, a, b]"), sections=SECTIONS
    )
    assert len(given_worlds(text, {})) == 4
    assert len(given_worlds(text, {"Env": "prod"})) == 2
    (world,) = given_worlds(text, {"Env": "prod", "Seconds": "900"})
    (found,) = world.inventory.aliases
    assert (found.name, found.raw["roleArn"]) == ("900", "a")


def test_a_list_is_given_as_one_text_and_goes_through_loops() -> None:
    loop = (
        "Fn::ForEach::L:\n- X\n- !Ref Names\n- 'A${X}':\n    Type: AWS::IoT::RoleAlias\n"
        "    Properties: {RoleAlias: !Ref X, RoleArn: !Select [1, !Ref Names]}\n"
    )
    (world,) = given_worlds(template(loop, sections=SECTIONS), {"Names": "x, y"})
    assert [(e.name, e.raw["roleArn"]) for e in world.inventory.aliases] == [("x", "y"), ("y", "y")]


def test_an_account_that_is_given_may_be_the_own_one() -> None:
    sections = "Parameters: {Arn: {Type: String}, Name: {Type: String}}"
    text = template(alias("RoleArn: !Ref Arn\nRoleAlias: !Ref Name"), sections=sections)
    values = {"Arn": "arn:aws-cn:iam::123456789012:role/x", "Name": "000000000000-@Alias@"}
    found = given_worlds(text, values)
    tokens = [set(world.inventory.symbols.words) for world in found]
    assert all("000000000000" not in each and "@Alias@" not in each for each in tokens)
    inventories = [world.inventory for world in found]
    assert {each.scopes[0].partition for each in inventories} == {"aws-cn"}
    assert {each.aliases[0].role_arn.split(":")[4] for each in inventories} == {
        "123456789012",
        inventories[0].scopes[0].account,
    }


def test_a_masked_value_is_never_told() -> None:
    for properties in (
        "RoleAlias: !Ref Password",
        "RoleAlias: !Sub 'x-${Password}'",
        "CredentialDurationSeconds: !Ref Password",
        "Tags: [{Key: !Ref Password, Value: !Join ['', [!Ref Password]]}]",
        "CredentialDurationSeconds: !If [IsSet, 43200, 900]",
    ):
        verdicts = judged(properties, {"Password": SECRET})
        assert SECRET not in repr(verdicts)
    loop = (
        "Fn::ForEach::L:\n- X\n- [!Ref Password]\n- 'A${X}':\n"
        "    Type: AWS::IoT::RoleAlias\n    Properties: {RoleArn: x}\n"
    )
    found = given_worlds(template(loop, sections=SECTIONS), {"Password": SECRET})
    assert SECRET not in repr([world.inventory for world in found])


@pytest.mark.parametrize(
    ("pattern", "text", "matched"),
    [
        (r"^arn:aws:iam::\d{12}:role/[\w+=,.@-]+$", "arn:aws:iam::123456789012:role/x", True),
        (r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}", "10.0.0.1", True),
        (r"(([0-9]|[1-9][0-9]|1[0-9]{2})(\.|$)){4}", "10.0.0.300", False),
        (r"a|b{2,}|c?", "bbb", True),
        (r"[a-z]*+", "abc", True),
        (r"\d", "٣", False),
        ("", "", True),
        # What Java means otherwise, or what may take long, is not tried.
        ("[a-z&&[^b]]", "a", None),
        (r"\p{Alpha}", "a", None),
        ("[[:alpha:]]", "a", None),
        ("[a--b]", "a", None),
        ("(?i)a", "A", None),
        ("(?=a)a", "a", None),
        (r"(a)\1", "aa", None),
        ("(a", "a", None),
        ("a)", "a", None),
        ("a{", "a", None),
        ("*", "a", None),
        ("(a*)*b", "a" * 50, None),
        ("(a|a)*b", "a" * 50, None),
        (".*" * 20 + "b", "a" * 500, None),
        ("(" * 100 + ")" * 100, "", None),
        ("a" * 501, "a", None),
        ("a{9999}{9999}", "a", None),
        (".", "\r", None),
    ],
)
def test_a_pattern_is_tried_only_where_that_ends_soon(
    pattern: str, text: str, matched: bool | None
) -> None:
    assert matches(pattern, text) is matched


@given(st.text("ab(|)*+?{}1,2[]^-\\.$d&~", max_size=12), st.text("ab1-", max_size=12))
def test_any_pattern_ends_and_what_is_told_is_so(pattern: str, text: str) -> None:
    told = matches(pattern, text)
    if told is not None:
        assert told is (re.fullmatch(pattern, text) is not None)


WORDS = st.sampled_from(["ParameterKey", "ParameterValue", "UsePreviousValue", "Parameters", "A=b"])
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=12,
)


@given(ANY)
def test_any_file_of_parameters_is_read_or_refused(content: object) -> None:
    with suppress(BadTree):
        for name, text in arguments(content).items():
            assert name
            assert text is None or isinstance(text, str)
