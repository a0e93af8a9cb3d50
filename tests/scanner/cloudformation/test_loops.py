"""Fn::ForEach wherever a template may have it, and the other extensions of the language."""

import pytest
from scanner.cloudformation.made import TRUSTS_IOT, inventory, role, said, template, worlds

from rolevet.resources import Role
from rolevet.tree import BadTree

SECTIONS = """
Parameters:
  Names: {Type: CommaDelimitedList, Default: 'a, b'}
  Untold: {Type: CommaDelimitedList}
  Env: {Type: String, Default: dev}
Mappings:
  Of:
    dev: {Names: [x, y], One: z}
"""


def looped(collection: str, key: str = "A${X}", value: str = "!Sub 'n-${X}'") -> str:
    return (
        f"Fn::ForEach::L:\n- X\n- {collection}\n- '{key}':\n"
        "    Type: AWS::IoT::RoleAlias\n"
        f"    Properties: {{RoleAlias: {value}, RoleArn: !GetAtt Role.Arn}}\n"
    )


@pytest.mark.parametrize(
    ("loop", "names"),
    [
        (looped("[a, b]"), ["n-a", "n-b"]),
        (looped("[]"), []),
        (looped("!Ref Names"), ["n-a", "n-b"]),
        (looped("{Ref: Names}"), ["n-a", "n-b"]),
        (looped("[!Ref Names, c]"), ["n-a", "n-b", "n-c"]),
        (looped("[!Ref Env]"), ["n-dev"]),
        (looped("!FindInMap [Of, dev, Names]"), ["n-x", "n-y"]),
        (looped("{'Fn::FindInMap': [Of, !Ref Env, One]}"), ["n-z"]),
        (looped("!FindInMap [Of, gone, Names]"), ["n-<X>"]),
        (looped("!FindInMap [Of]"), ["n-<X>"]),
        (looped("!Ref Untold"), ["n-<X>"]),
        (looped("[!ImportValue a]"), ["n-<X>"]),
        # Variables also stand in texts that are no Fn::Sub.
        (looped("[a, b]", value="'n-${X}'"), ["n-a", "n-b"]),
        (looped("[a, b]", value="'n-${Y}'"), ["n-${Y}", "n-${Y}"]),
        (looped("[a]", value="!Ref X"), ["a"]),
        # The form with an ampersand leaves only what logical ids are made of.
        (looped("[a/1.2]", key="A&{X}", value="!Sub 'n-&{X}-${X}'"), ["n-a12-a/1.2"]),
        (looped("[a/1.2]", key="A&{X}", value="'n-&{X}'"), ["n-a12"]),
    ],
)
def test_resources_in_a_loop(loop: str, names: list[str]) -> None:
    seen = worlds(template(role(), loop, sections=SECTIONS))[0].inventory
    assert sorted(seen.symbols.tell(each.name) for each in seen.aliases) == names


def test_loops_in_loops_refer_to_each_other() -> None:
    text = template(
        "Fn::ForEach::Outer:\n- X\n- [a, b]\n- Fn::ForEach::Inner:\n"
        "  - Y\n  - ['1', !Ref X]\n"
        "  - 'R${X}${Y}':\n"
        "      Type: AWS::IAM::Role\n"
        "      Properties: {RoleName: !Sub '${X}-${Y}', AssumeRolePolicyDocument: {}}\n"
        "    'A${X}${Y}':\n"
        "      Type: AWS::IoT::RoleAlias\n"
        "      Properties: {RoleAlias: !Sub '${X}${Y}', RoleArn: !GetAtt ['R${X}${Y}', Arn]}\n"
        "    'B${X}${Y}':\n"
        "      Type: AWS::IoT::RoleAlias\n"
        "      Properties: {RoleAlias: !Ref 'R${X}${Y}', RoleArn: !GetAtt 'R${X}${Y}.Arn'}\n"
    )
    seen = inventory(text)
    told = {each.name: each.role_arn.rpartition("/")[2] for each in seen.aliases}
    assert told == {
        "a1": "a-1",
        "aa": "a-a",
        "b1": "b-1",
        "bb": "b-b",
        "a-1": "a-1",
        "a-a": "a-a",
        "b-1": "b-1",
        "b-b": "b-b",
    }


def test_properties_in_a_loop() -> None:
    text = template(
        "Role:\n  Type: AWS::IAM::Role\n  Properties:\n"
        "    Fn::ForEach::Ps:\n    - P\n    - [RoleName, Path]\n"
        "    - '${P}': !FindInMap [Of, !Ref P, Is]\n"
        "    AssumeRolePolicyDocument:\n"
        "      Version: 2012-10-17\n"
        "      Statement:\n"
        "        Effect: Allow\n"
        "        Principal: {Service: credentials.iot.amazonaws.com}\n"
        "        Action: sts:AssumeRole\n"
        "        Condition:\n"
        "          StringEquals:\n"
        "            Fn::ForEach::Tags:\n"
        "            - T\n"
        "            - [team, unit]\n"
        "            - 'aws:RequestTag/${T}': !Sub '${T}-1'\n",
        "Alias:\n  Type: AWS::IoT::RoleAlias\n  Properties: {RoleArn: !GetAtt Role.Arn}\n",
        sections="Mappings: {Of: {RoleName: {Is: Device}, Path: {Is: /x/}}}",
    )
    seen = inventory(text)
    (found,) = seen.roles.values()
    assert isinstance(found, Role)
    assert found.arn.endswith(":role/x/Device")
    assert found.raw["AssumeRolePolicyDocument"]["Statement"]["Condition"] == {
        "StringEquals": {"aws:RequestTag/team": "team-1", "aws:RequestTag/unit": "unit-1"}
    }


def test_conditions_in_a_loop() -> None:
    sections = """
    Parameters: {Env: {Type: String, AllowedValues: [dev, prod]}}
    Conditions:
      Fn::ForEach::Cs:
      - E
      - [dev, prod]
      - 'Is${E}': !Equals [!Ref Env, !Ref E]
        'Not${E}': !Not [!Condition 'Is${E}']
    """
    text = template(
        role(),
        "Long:\n  Type: AWS::IoT::RoleAlias\n  Condition: Notdev\n"
        "  Properties: {CredentialDurationSeconds: 43200, RoleArn: !GetAtt Role.Arn}\n",
        sections=sections,
    )
    findings, doubts = said(text, "ALIAS001")
    assert doubts == []
    (finding,) = findings
    assert "(Only where condition Isdev is false" in finding


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("{'Fn::Length': [a, b, !Ref Env]}", "3"),
        ("{'Fn::Length': !Ref Names}", "2"),
        ("{'Fn::Length': !Split ['-', 'a-b-c-d']}", "4"),
        ("{'Fn::FindInMap': [Of, gone, One, {DefaultValue: else}]}", "else"),
        ("{'Fn::FindInMap': [Of, dev, Gone, {DefaultValue: !Ref Env}]}", "dev"),
        ("{'Fn::FindInMap': [Gone, dev, One, {DefaultValue: else}]}", "else"),
        ("{'Fn::FindInMap': [Of, dev, One, {DefaultValue: else}]}", "z"),
        ("{'Fn::FindInMap': [Of, !Ref AWS::Region, One, {DefaultValue: z}]}", "z"),
        ("{'Fn::FindInMap': [!Sub Of, !Join ['', [d, ev]], One]}", "z"),
        ("!Ref {'Fn::Sub': 'E${x}', x: n}", None),
        ("!Ref {'Fn::Join': ['', [E, nv]]}", "dev"),
        ("!GetAtt [!Sub Role, Arn]", "arn:aws:iam::<AccountId>:role/<Role>"),
    ],
)
def test_other_extensions(value: str, shown: str | None) -> None:
    alias = f"A:\n  Type: AWS::IoT::RoleAlias\n  Properties: {{RoleArn: {value}}}\n"
    seen = worlds(template(role(), alias, sections=SECTIONS))[0].inventory
    found = seen.aliases[0]
    told = None if "roleArn" in found.unknown else seen.symbols.tell(str(found.raw["roleArn"]))
    assert told == shown


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("{'Fn::Length': !Ref Untold}", "the result of Fn::Length"),
        ("{'Fn::Length': [a, !Ref AWS::NoValue]}", "the result of Fn::Length"),
        ("{'Fn::Length': text}", "the result of Fn::Length"),
        (
            "{'Fn::FindInMap': [Of, !Ref AWS::Region, One, {DefaultValue: other}]}",
            "the result of Fn::FindInMap",
        ),
        ("{'Fn::GetStackOutput': {StackName: s, OutputName: o}}", "the result of Fn::GetStack"),
        ("{'Fn::Base64': a}", "the result of Fn::Base64"),
        ("{'Fn::Later': a}", "the result of Fn::Later"),
    ],
)
def test_what_is_not_worked_out_is_a_gap(value: str, reason: str) -> None:
    alias = f"A:\n  Type: AWS::IoT::RoleAlias\n  Properties: {{RoleArn: {value}}}\n"
    seen = worlds(template(role(), alias, sections=SECTIONS))[0].inventory
    assert reason in seen.aliases[0].unknown["roleArn"].reason


def test_loops_over_properties_end() -> None:
    each = ",".join("a" * 100)
    trust = (
        f"Fn::ForEach::A: [X, [{each}], {{'Fn::ForEach::B': [Y, [{each}], "
        f"{{'Fn::ForEach::C': [Z, [{each}], {{'${{X}}': 1}}]}}]}}]\n"
    )
    with pytest.raises(BadTree, match="loops take more than 10000 turns"):
        worlds(template(role(trust=trust)))
    with pytest.raises(BadTree, match="Fn::ForEach has not three parts"):
        worlds(template(role(trust="Fn::ForEach::A: [X]\n" + TRUSTS_IOT)))
