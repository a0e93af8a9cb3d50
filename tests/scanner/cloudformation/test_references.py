"""What a template refers to and does not declare, and where that stands."""

from textwrap import dedent

import pytest
from scanner.cloudformation.made import (
    TRUSTS_IOT,
    alias,
    profile,
    resource,
    role,
    template,
    verdicts,
)

from rolevet.place import Span

REFERS = "Parameters: {Known: {Type: String}}"


def found(text: str, *ids: str) -> list[tuple[str, str]]:
    """The path of each finding, and what of the file is marked."""
    told = []
    for finding in verdicts(text, *(ids or ("FILE001", "TRUST008-UNESCAPED"))).findings:
        place = finding.place
        assert isinstance(place, Span)
        line = text.splitlines()[place.line - 1]
        told.append((finding.path, line[place.column - 1 : place.end_column - 1]))
    return told


PATH = "Resources.Alias.Properties.RoleArn"


@pytest.mark.parametrize(
    ("value", "marked"),
    [
        ("!GetAtt Rolle.Arn", "!GetAtt Rolle.Arn"),
        ("{'Fn::GetAtt': [Rolle, Arn]}", "{'Fn::GetAtt': [Rolle, Arn]}"),
        ("!Ref Rolle", "!Ref Rolle"),
        ("!Ref AWS::AcountId", "!Ref AWS::AcountId"),
        ("!Sub 'arn:aws:iam::${AWS::AccountId}:role/${Rolle}'", "${Rolle}"),
        ("!Sub '${Rolle.Arn}'", "${Rolle.Arn}"),
        ("!Sub ['${A}', {A: !GetAtt Rolle.Arn}]", "!GetAtt Rolle.Arn"),
        ("!Join ['', [!If [C, !Ref Rolle, x]]]", "!Ref Rolle"),
        ("!GetAtt Role.Arn", ""),
        ("!Sub ['${A}${Known}', {A: !GetAtt Role.Arn}]", ""),
        ("!Sub '${!Rolle}'", ""),
        ("!Ref Known", ""),
        ("{Ref: [Rolle]}", ""),
    ],
)
def test_a_reference_to_nothing_is_found_where_it_stands(value: str, marked: str) -> None:
    text = template(role(), alias(f"RoleArn: {value}"), sections=REFERS)
    told = found(text)
    assert [mark for _, mark in told] == ([marked] if marked else [])
    assert all(path.startswith(PATH) for path, _ in told)


@pytest.mark.parametrize(
    "sections",
    [
        "Transform: AWS::Serverless-2016-10-31",
        "Parameters: {'Fn::Transform': {Name: AWS::Include}}",
    ],
)
def test_what_a_transform_may_declare_is_not_missing(sections: str) -> None:
    told = verdicts(template(role(), alias("RoleArn: !Ref Rolle"), sections=sections), "FILE001")
    assert told.findings == ()
    (doubt,) = told.inconclusive
    assert "may declare more than the template does" in doubt.reason


def test_a_module_declares_resources_of_its_own() -> None:
    module = "Module:\n  Type: Own::Some::Kind::MODULE\n"
    told = verdicts(template(alias("RoleArn: !Ref ModuleRole"), module), "FILE001")
    (doubt,) = told.inconclusive
    assert "module Module declares resources of its own" in doubt.reason


def test_loops_know_their_variables() -> None:
    loop = dedent("""\
        Fn::ForEach::Each:
          - Name
          - [One, Two]
          - Alias${Name}:
              Type: AWS::IoT::RoleAlias
              Properties: {RoleArn: !Sub "${Name}", RoleAlias: !Ref Name}
        """)
    assert found(template(role(), loop)) == []


def test_what_a_loop_makes_is_looked_at_once() -> None:
    loop = dedent("""\
        Fn::ForEach::Each:
          - Name
          - [One, Two]
          - Alias${Name}:
              Type: AWS::IoT::RoleAlias
              Properties: {RoleArn: !Ref Rolle}
        """)
    assert found(template(loop)) == [("Resources.AliasOne.Properties.RoleArn", "!Ref Rolle")]


def test_one_name_in_one_resource_is_told_once() -> None:
    text = template(profile("RoleArns: [!Ref No, !Ref No, !Ref Nothing]"))
    assert found(text) == [
        ("Resources.Profile.Properties.RoleArns[0]", "!Ref No"),
        ("Resources.Profile.Properties.RoleArns[2]", "!Ref Nothing"),
    ]


def test_resources_that_are_not_read_are_not_looked_at() -> None:
    other = resource("Other", "SNS::Topic", "TopicName: !Ref Nothing")
    assert found(template(role(), alias(), other)) == []


VARIABLE = "aws:PrincipalTag/x509Subject/CN"
ANYWHERE = TRUSTS_IOT.replace("credentials.iot", "rolesanywhere")


def bound(value: str) -> str:
    """A role that binds the session's name."""
    condition = f"  Condition:\n    StringEquals:\n      sts:RoleSessionName: {value}\n"
    return template(role(trust=ANYWHERE + condition))


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (f"!Sub '${{{VARIABLE}}}'", [("TRUST008-UNESCAPED", f"${{{VARIABLE}}}")]),
        (f"!Sub '${{!{VARIABLE}}}'", []),
        (f"'${{{VARIABLE}}}'", []),
        (f"$({VARIABLE}}}", [("TRUST008", f"$({VARIABLE}}}")]),
        (f"!Sub '$({VARIABLE}}}'", [("TRUST008", f"!Sub '$({VARIABLE}}}'")]),
        (f"!Sub 'x${{!{VARIABLE}'", [("TRUST008", f"!Sub 'x${{!{VARIABLE}'")]),
        (
            "'${aws:PrincipalTag.x509Subject/CN}'",
            [("TRUST008", "'${aws:PrincipalTag.x509Subject/CN}'")],
        ),
    ],
)
def test_what_is_wrong_with_a_policy_variable_is_found_where_it_stands(
    value: str, told: list[tuple[str, str]]
) -> None:
    ids = ("TRUST008", "TRUST008-UNESCAPED")
    marked = {rule: mark for rule in ids for _, mark in found(bound(value), rule)}
    assert marked == dict(told)
    assert all("sts:RoleSessionName" in path for path, _ in found(bound(value), *ids))
