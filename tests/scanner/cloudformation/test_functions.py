"""What CloudFormation's functions come to, and what is said of what nobody can know."""

from textwrap import dedent

import pytest
from scanner.cloudformation.made import alias, inventory, profile, resource, role, template, worlds

from rolevet.inventory import Inventory
from rolevet.unknown import Doubt, Undecided

SECTIONS = """
Parameters:
  Plain: {Type: String, Default: told}
  Number: {Type: Number, Default: 900}
  List: {Type: CommaDelimitedList, Default: 'a, b,c'}
  Untold: {Type: String}
  Many: {Type: CommaDelimitedList}
  Stored: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /path}
Mappings:
  Names:
    eu-west-1: {Name: west, Same: alike}
    us-east-1: {Name: east, Same: alike}
Conditions:
  Always: !Equals [a, a]
  Never: !Not [!Condition Always]
"""
OTHERS = (
    resource("Table", "DynamoDB::Table", "TableName: t"),
    "Custom:\n  Type: Custom::Thing\n",
    "Nested:\n  Type: AWS::CloudFormation::Stack\n",
    resource("Anchor", "RolesAnywhere::TrustAnchor", "Name: ca"),
    profile(),
    role(properties="RoleName: Device"),
    role("MadeUp"),
    resource("Managed", "IAM::ManagedPolicy", "ManagedPolicyName: Read\nPath: /x/"),
    resource("Iot", "IoT::Policy", "PolicyName: things"),
)


def resolved(value: str) -> Inventory:
    """With one alias, whose role ARN is so written; other worlds differ in other things."""
    text = template(alias(f"RoleArn: {value}"), *OTHERS, sections=SECTIONS)
    return worlds(text)[0].inventory


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("!Ref Plain", "told"),
        ("{Ref: Plain}", "told"),
        ("!Ref Number", "900"),
        ("!Sub '${Plain}-${!aws:x}-${aws:username}'", "told-${aws:x}-${aws:username}"),
        ("!Sub ['${Plain}/${ Own }', {Own: !Ref Number}]", "told/900"),
        ("{'Fn::Sub': 'arn:${AWS::Partition}:${AWS::Region}'}", "arn:aws:<Region>"),
        ("!Join ['-', [a, !Ref Plain, !Ref AWS::AccountId]]", "a-told-<AccountId>"),
        ("!Join [':', !Ref List]", "a:b:c"),
        ("!Select [1, !Split ['/', 'x/y/z']]", "y"),
        ("!Select ['2', !Ref List]", "c"),
        ("!FindInMap [Names, eu-west-1, Name]", "west"),
        ("!FindInMap [Names, !Ref AWS::Region, Same]", "alike"),
        ("!If [Always, yes, no]", "yes"),
        ("!If [Never, yes, no]", "no"),
        ("!If [Never, yes, !Ref AWS::NoValue]", None),
        ("!Ref AWS::NoValue", None),
        ("!Ref Role", "Device"),
        ("!Ref MadeUp", "<MadeUp>"),
        ("!GetAtt Role.Arn", "arn:aws:iam::<AccountId>:role/Device"),
        ("!GetAtt [MadeUp, Arn]", "arn:aws:iam::<AccountId>:role/<MadeUp>"),
        ("!Sub '${MadeUp.Arn}'", "arn:aws:iam::<AccountId>:role/<MadeUp>"),
        (
            "!Sub arn:aws:iam::${AWS::AccountId}:role/${MadeUp}",
            "arn:aws:iam::<AccountId>:role/<MadeUp>",
        ),
        ("!Ref Managed", "arn:aws:iam::<AccountId>:policy/x/Read"),
        ("!GetAtt Managed.PolicyArn", "arn:aws:iam::<AccountId>:policy/x/Read"),
        ("!Ref Iot", "things"),
        ("!GetAtt Iot.Arn", "arn:aws:iot:<Region>:<AccountId>:policy/things"),
        # That of an anchor or a profile is an id, not an ARN.
        ("!Ref Anchor", "<Anchor>"),
        ("!GetAtt Anchor.TrustAnchorId", "<Anchor>"),
        (
            "!GetAtt Anchor.TrustAnchorArn",
            "arn:aws:rolesanywhere:<Region>:<AccountId>:trust-anchor/<Anchor>",
        ),
        ("!Ref Profile", "<Profile>"),
        ("!GetAtt Table.Arn", "arn:aws:dynamodb:<Region>:<AccountId>:<Table>"),
        ("!!str 'plain'", "plain"),
        ("{'Fn::ToJsonString': {a: !Ref Plain, b: [1]}}", '{"a": "told", "b": ["1"]}'),
    ],
)
def test_what_the_template_tells(value: str, text: str | None) -> None:
    seen = resolved(value)
    shown = seen.aliases[0].raw.get("roleArn")
    assert (seen.symbols.tell(shown) if shown else shown) == text
    assert "roleArn" not in seen.aliases[0].unknown


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("!Ref Untold", "RoleArn is parameter Untold"),
        ("!Sub 'arn:aws:iam::${AWS::AccountId}:role/${Untold}'", "RoleArn holds parameter Untold"),
        ("!Join ['', [a, !Ref Untold]]", "RoleArn holds parameter Untold"),
        ("!Select [0, !Ref Many]", "RoleArn is the result of Fn::Select"),
        ("!Ref Stored", "RoleArn is parameter Stored"),
        ("!ImportValue other-arn", "RoleArn is the import other-arn"),
        ("!ImportValue {'Fn::Sub': '${Plain}-arn'}", "RoleArn is the import told-arn"),
        ("!If [Gone, a, b]", "RoleArn is what depends on condition Gone"),
        ("!Ref AWS::StackName", "RoleArn is pseudo-parameter AWS::StackName"),
        ("!Ref Table", "RoleArn is resource Table"),
        ("!Ref Custom", "RoleArn is resource Custom"),
        ("!GetAtt Custom.Arn", "RoleArn is attribute Custom.Arn"),
        ("!GetAtt Nested.Outputs.Arn", "RoleArn is attribute Nested.Outputs.Arn"),
        ("!GetAtt Table.StreamArn", "RoleArn is attribute Table.StreamArn"),
        ("!GetAtt Gone.Arn", "RoleArn is attribute Gone.Arn"),
        ("!Ref Gone", "RoleArn is what is called Gone"),
        ("'{{resolve:ssm:role}}'", "RoleArn is the dynamic reference"),
        ("!FindInMap [Names, !Ref AWS::Region, Name]", "RoleArn is the result of Fn::FindInMap"),
        ("!FindInMap [Names, eu-west-1, Gone]", "RoleArn is the result of Fn::FindInMap"),
        ("!Select [9, !Ref List]", "RoleArn is the result of Fn::Select"),
        ("!Split ['-', !Ref AWS::Region]", "RoleArn is the result of Fn::Split"),
        ("!Base64 x", "RoleArn is the result of Fn::Base64"),
        ("!Transform {Name: x}", "RoleArn is the result of Fn::Transform"),
        ("!Wondrous x", "RoleArn is the result of Fn::Wondrous"),
        ("{'Fn::Join': [a]}", "RoleArn is the result of Fn::Join"),
        ("!Sub [a]", "RoleArn is the result of Fn::Sub"),
        ("!Sub {a: b}", "RoleArn is the result of Fn::Sub"),
        ("!If [Always, a]", "RoleArn is the result of Fn::If"),
        ("!FindInMap [Names, eu-west-1]", "RoleArn is the result of Fn::FindInMap"),
        ("!FindInMap [Gone, a, b]", "RoleArn is the result of Fn::FindInMap"),
        ("!GetAtt []", "RoleArn is the result of Fn::GetAtt"),
        ("!GetAtt [Role, !Ref Many]", "RoleArn is attribute Role.@Many@"),
        ("!ImportValue 'a b'", "RoleArn is the result of Fn::ImportValue"),
        ("!Join ['', [a, [b]]]", "RoleArn is the result of Fn::Join"),
        ("!Join ['', !Ref AWS::NoValue]", "RoleArn is the result of Fn::Join"),
        ("!Split ['', x]", "RoleArn is the result of Fn::Split"),
        ("!Select [x, [a]]", "RoleArn is the result of Fn::Select"),
        ("!Select [0, a]", "RoleArn is the result of Fn::Select"),
        ("{'Fn::ToJsonString': !Ref AWS::NoValue}", "RoleArn is the result of Fn::ToJsonString"),
    ],
)
def test_what_nobody_can_know_is_named(value: str, reason: str) -> None:
    with pytest.raises(Undecided) as caught:
        _ = resolved(value).aliases[0].role_arn
    assert caught.value.reason.startswith(reason)
    assert caught.value.doubt is Doubt.BY_NATURE


def test_a_role_that_a_name_leads_to_is_the_role() -> None:
    """However the ARN is put together."""
    text = template(
        role(properties="RoleName: !Sub '${AWS::StackName}-device'\nPath: /fleet/"),
        alias(
            "RoleArn: !Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:role/fleet/"
            "${AWS::StackName}-device"
        ),
    )
    seen = inventory(text)
    (binding,) = seen.bindings_of(seen.aliases[0])
    assert seen.symbols.tell(binding.role.name) == "<AWS::StackName>-device"
    with pytest.raises(Undecided, match="RoleName"):
        binding.role._answer("RoleName", str)


def test_of_a_list_what_is_known_is_judged() -> None:
    text = template(
        role(),
        profile("RoleArns: [!GetAtt Role.Arn, !Ref Other]"),
        sections="Parameters: {Other: {Type: String}}",
    )
    seen = inventory(text)
    known, unknown = seen.bindings_of(seen.profiles[0])
    assert known.role.name == "Role"
    with pytest.raises(Undecided, match="RoleArns is parameter Other"):
        _ = unknown.role_arn


def test_properties_that_are_included_from_elsewhere_are_not_taken_for_absent() -> None:
    text = template(alias("RoleArn: x\n'Fn::Transform': {Name: AWS::Include}"))
    (found,) = inventory(text).aliases
    with pytest.raises(Undecided, match="DurationSeconds, and Fn::Transform may"):
        _ = found.duration


def test_loops_over_resources_are_unrolled() -> None:
    loop = """\
    Fn::ForEach::Aliases:
      - Each
      - [one, two]
      - "Alias${Each}":
          Type: AWS::IoT::RoleAlias
          Properties:
            RoleAlias: !Sub "fleet-${Each}"
            RoleArn: !Ref Each
    """
    found = inventory(template(dedent(loop))).aliases
    assert [(each.name, each.role_arn) for each in found] == [
        ("fleet-one", "one"),
        ("fleet-two", "two"),
    ]
    symbols = inventory(template(dedent(loop))).symbols
    assert set(symbols.addresses.values()) == {"t.yaml#Aliasone", "t.yaml#Aliastwo"}


def test_a_loop_over_what_is_not_known_is_taken_once() -> None:
    loop = (
        "Fn::ForEach::Aliases:\n  - Each\n  - !Ref Names\n  - 'Alias${Each}':\n"
        "      Type: AWS::IoT::RoleAlias\n      Properties: {RoleArn: !Ref Each}\n"
    )
    text = template(loop, sections="Parameters: {Names: {Type: CommaDelimitedList}}")
    (found,) = inventory(text).aliases
    with pytest.raises(Undecided, match="RoleArn is variable Each"):
        _ = found.role_arn
    told = text.replace("CommaDelimitedList", "CommaDelimitedList, Default: 'a,b'")
    assert [each.role_arn for each in inventory(told).aliases] == ["a", "b"]


def test_stand_ins_are_fresh() -> None:
    text = template(
        role("A"), alias("RoleArn: !GetAtt A.Arn\nRoleAlias: '@A@ 000000000000 xx-region-0'")
    )
    (found,) = worlds(text)[0].inventory.aliases
    assert found.role_arn == "arn:aws:iam::000000000001:role/@A1@"
    assert found.region == "xx-region-1"


def test_the_partition_is_that_which_the_file_names() -> None:
    names = "RoleArn: arn:aws-cn:iam::${AWS::AccountId}:role/x"
    (found,) = inventory(template(alias(names))).aliases
    assert found.partition == "aws-cn"
    (found,) = inventory(template(alias(f"{names}\nRoleAlias: 'arn:aws:x'"))).aliases
    assert found.partition == "aws"
