"""What a template leaves open: what is found all the same, and what is not decided, and why."""

import pytest
from scanner.cloudformation.made import (
    TRUSTS_IOT,
    alias,
    profile,
    resource,
    role,
    said,
    template,
    verdicts,
    worlds,
)

from rolevet.check import check_worlds
from rolevet.definition import Hit, rule
from rolevet.finding import Severity, Trouble
from rolevet.inventory import AliasBinding, Inventory
from rolevet.reached import permissions_through
from rolevet.resources import Role
from rolevet.unknown import Doubt

PROD = """
Parameters: {Env: {Type: String, Default: dev}}
Conditions: {IsProd: !Equals [!Ref Env, prod]}
"""
UNCLEAR = "Conditions: {Unclear: !Equals [!ImportValue x, y]}"
LONG = "CredentialDurationSeconds: 43200\nRoleArn: !GetAtt Role.Arn"
TOO_LONG = (
    "Role alias 'Alias' asks for sessions of {} seconds, but role 'Role' allows at most 3600: "
    "devices cannot ask for less."
)


def lasting(value: str) -> str:
    return alias(f"CredentialDurationSeconds: {value}\nRoleArn: !GetAtt Role.Arn")


@pytest.mark.parametrize(
    ("value", "sections", "found", "reason"),
    [
        ("43200", "", TOO_LONG.format(43200), ""),
        ("!If [IsProd, 43200, 7200]", PROD, TOO_LONG.format(7200), ""),
        (
            "!If [IsProd, 43200, 900]",
            PROD,
            "",
            f"this is so only where condition IsProd is true: {TOO_LONG.format(43200)}",
        ),
        ("!If [IsProd, 43200, 900]", PROD.replace("dev", "prod"), "", "this is so only where"),
        ("!Ref Seconds", "Parameters: {Seconds: {Type: Number, Default: 7200}}", "7200", ""),
        (
            "!Ref Seconds",
            "Parameters: {Seconds: {Type: Number}}",
            "",
            "CredentialDurationSeconds is parameter Seconds",
        ),
        (
            "!Ref Seconds",
            "Parameters: {Seconds: {Type: Number, AllowedValues: [7200, 43200]}}",
            TOO_LONG.format(7200),
            "",
        ),
        (
            "!Ref Seconds",
            "Parameters: {Seconds: {Type: Number, AllowedValues: [900, 43200]}}",
            "",
            "this is so only where parameter Seconds is '43200': ",
        ),
        (
            "!If [Unclear, 43200, 7200]",
            UNCLEAR,
            "as",
            "",
        ),
        (
            "!If [Unclear, 43200, 900]",
            UNCLEAR,
            "",
            "this is so only where condition Unclear is true: ",
        ),
        (
            "!If [Circle, 43200, 7200]",
            "Conditions: {Circle: !Not [!Condition Circle]}",
            "",
            "condition Circle",
        ),
    ],
)
def test_a_finding_stands_if_it_arises_in_any_case(
    value: str, sections: str, found: str, reason: str
) -> None:
    findings, doubts = said(template(role(), lasting(value), sections=sections), "ALIAS001")
    assert [found in each for each in findings] == ([True] if found else [])
    assert [reason in each for each in doubts] == ([True] if reason else [])


def test_a_finding_tells_on_what_its_resource_depends() -> None:
    text = template(role(), alias(LONG, more="Condition: IsProd\n"), sections=PROD)
    findings, doubts = said(text, "ALIAS001")
    assert findings == [
        f"ALIAS001 Alias: {TOO_LONG.format(43200)} (Only where condition IsProd is true.)"
    ]
    assert doubts == []


def test_conditions_that_exclude_each_other_do_not_hold_together() -> None:
    sections = """
    Parameters: {Env: {Type: String, AllowedValues: [dev, prod]}}
    Conditions:
      IsDev: !Equals [!Ref Env, dev]
      IsProd: !Equals [prod, !Ref Env]
      Both: !And [!Condition IsDev, !Condition IsProd]
      Either: !Or [!Condition IsDev, {Condition: IsProd}]
    """
    text = template(
        role(),
        alias(LONG, more="Condition: Both\n"),
        alias(LONG, "Other", more="Condition: Either\n"),
        sections=sections,
    )
    findings, _ = said(text, "ALIAS001")
    assert [each.split(":")[0] for each in findings] == ["ALIAS001 Other"]


def test_a_condition_on_a_region_is_open() -> None:
    sections = "Conditions: {Here: !Equals [!Ref AWS::Region, eu-west-1]}"
    _, doubts = said(
        template(role(), lasting("!If [Here, 900, 43200]"), sections=sections), "ALIAS001"
    )
    assert doubts == [
        "ALIAS001 Alias: this is so only where condition Here is false: " + TOO_LONG.format(43200)
    ]


def test_more_conditions_than_can_be_gone_through_are_not_known() -> None:
    names = [f"C{number}" for number in range(40)]
    sections = (
        "Parameters: {"
        + ", ".join(f"P{name}: {{Type: String, Default: x}}" for name in names)
        + "}\nConditions: {"
        + ", ".join(f"{name}: !Equals [!Ref P{name}, y]" for name in names)
        + "}\n"
    )
    aliases = [
        alias(
            f"RoleArn: !GetAtt Role.Arn\nCredentialDurationSeconds: !If [{name}, 43200, 7200]",
            f"A{name}",
        )
        for name in names
    ]
    text = template(role(), *aliases, sections=sections)
    assert len(worlds(text)) <= 16
    findings, doubts = said(text, "ALIAS001")
    assert len(findings) + len(doubts) == 40
    assert "CredentialDurationSeconds is what depends on condition" in doubts[0]


SOMETIMES = "!If [Unclear, !Ref One, !Ref 'AWS::NoValue']"


@pytest.mark.parametrize(
    ("roles", "found", "reason"),
    [
        ("[]", True, ""),
        ("[!GetAtt Role.Arn, !Ref One]", False, ""),
        ("[!Ref One]", False, ""),
        ("!Ref Several", False, "RoleArns is parameter Several"),
        ("[!Ref Several]", False, "RoleArns is parameter Several"),
        ("[!ImportValue x]", False, ""),
        (f"[{SOMETIMES}]", False, "this is so only where condition Unclear is false"),
        (f"[!Ref One, {SOMETIMES}]", False, ""),
    ],
)
def test_a_list_has_roles_if_one_is_there_for_certain(roles: str, found: bool, reason: str) -> None:
    sections = "Parameters: {One: {Type: String}, Several: {Type: CommaDelimitedList}}\n" + UNCLEAR
    text = template(role(), profile(f"RoleArns: {roles}"), sections=sections)
    findings, doubts = said(text, "PROF013")
    assert len(findings) == found
    assert [reason in each for each in doubts] == ([True] if reason else [])


LITERAL = "arn:aws:iam::111122223333:{}/Other"


def test_an_account_that_is_named_may_be_the_own_one() -> None:
    findings, doubts = said(template(alias(f"RoleArn: {LITERAL.format('role')}")), "ALIAS003")
    assert findings == []
    assert doubts == [
        "ALIAS003 Alias: this is so only where account 111122223333 is not the stack's own: Role "
        "alias 'Alias' names 'arn:aws:iam::111122223333:role/Other', which is not a role that it "
        "can hand out: it belongs to account 111122223333, not to <AccountId>."
    ]


def test_what_is_wrong_in_any_account_is_found() -> None:
    findings, doubts = said(template(alias(f"RoleArn: {LITERAL.format('user')}")), "ALIAS003")
    (finding,) = findings
    assert finding.endswith("it does not name an IAM role.")
    assert doubts == []


def test_a_role_of_elsewhere_is_not_missing() -> None:
    text = template(alias("RoleArn: !Sub arn:aws:iam::${AWS::AccountId}:role/Other"))
    assert said(text, "ALIAS004") == (
        [],
        [
            "ALIAS004 Alias: role arn:aws:iam::<AccountId>:role/Other is not declared in the "
            "template"
        ],
    )


def test_a_role_that_is_not_made_is_not_missing() -> None:
    conditional = role().replace("  Type:", "  Condition: IsProd\n  Type:")
    _, doubts = said(template(conditional, alias(), sections=PROD), "ALIAS004")
    assert doubts == [
        "ALIAS004 Alias: role arn:aws:iam::<AccountId>:role/<Role> is not made unless condition "
        "IsProd holds"
    ]


def test_absence_from_a_template_is_no_absence() -> None:
    """A template lists nothing: whatever concludes from a listing is undecided by nature."""
    text = template(
        resource(
            "List",
            "RolesAnywhere::CRL",
            "Name: x\nEnabled: true\nCrlData: x\nTrustAnchorArn: !Sub arn:aws:rolesanywhere:"
            "${AWS::Region}:${AWS::AccountId}:trust-anchor/0",
        ),
        resource("Anchor", "RolesAnywhere::TrustAnchor", "Name: ca\nEnabled: true"),
    )
    found = verdicts(text, "CRL004", "CRL004-QUOTA")
    assert found.findings == ()
    assert {doubt.doubt for doubt in found.inconclusive} == {Doubt.BY_NATURE}
    assert {doubt.rule.id for doubt in found.inconclusive} == {"CRL004", "CRL004-QUOTA"}


STAR = rule(
    "TEST001",
    "test-rule",
    severity=Severity.LOW,
    trouble=Trouble.EXPOSURE,
    kind=AliasBinding,
    source="https://example.com/",
)


@STAR
def may_write_anywhere(binding: AliasBinding, inventory: Inventory):  # type: ignore[no-untyped-def]
    """A test rule."""
    if permissions_through(binding, inventory).allows_every("s3:PutObject", "*"):
        yield Hit("it may write anywhere", at="roleArn")


def inline(statement: str) -> str:
    return role(
        properties=f"Policies: [{{PolicyName: p, PolicyDocument: {{Statement: {statement}}}}}]"
    )


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        ("{Effect: Allow, Action: 's3:*', Resource: '*'}", "found"),
        ("{Effect: Allow, Action: 's3:*', Resource: !GetAtt Table.Arn}", "passed"),
        ("{Effect: Allow, Action: 's3:*', Resource: !Ref Any}", "doubt"),
        ("{Effect: Allow, Action: 's3:*', Resource: !Sub 'arn:aws:s3:::${Any}/*'}", "passed"),
        ("{Effect: Allow, Action: !Ref Any, Resource: '*'}", "doubt"),
        ("{Effect: Allow, Action: [!Ref Any, 's3:Put*'], Resource: '*'}", "found"),
        ("{Effect: Allow, NotAction: !Ref Any, Resource: '*'}", "doubt"),
        (
            "[{Effect: Allow, Action: '*', Resource: '*'}, {Effect: Deny, Action: !Ref Any, "
            "Resource: '*'}]",
            "doubt",
        ),
        (
            "[{Effect: Allow, Action: '*', Resource: '*'}, {Effect: Deny, Action: 's3:*', "
            "Resource: !Ref Any}]",
            "passed",
        ),
        ("!Ref Any", "unknown"),
        ("[!Ref Any]", "unknown"),
        ("{Effect: !Ref Any, Action: '*', Resource: '*'}", "unknown"),
        ("{Effect: Allow, Action: '*', Resource: '*', Condition: !Ref Any}", "unknown"),
    ],
)
def test_what_is_not_known_in_a_policy_may_be_a_wildcard(statement: str, verdict: str) -> None:
    text = template(
        inline(statement),
        alias(),
        resource("Table", "DynamoDB::Table", "TableName: t"),
        sections="Parameters: {Any: {Type: String}}",
    )
    found = check_worlds([may_write_anywhere], worlds(text))
    (result,) = found.results
    assert result.failed == (verdict == "found")
    assert result.passed == (verdict == "passed")
    reasons = [doubt.reason for doubt in found.inconclusive]
    if verdict == "doubt":
        assert reasons[0].startswith("this is so only where parameter Any holds ")
    elif verdict == "unknown":
        assert "is parameter Any" in reasons[0]


@pytest.mark.parametrize("principal", ["{Service: !Ref Any}", "{AWS: !Ref Any}", "!Ref Any"])
def test_a_role_of_which_nobody_knows_whom_it_trusts_is_left_out(principal: str) -> None:
    trust = TRUSTS_IOT.replace("{Service: credentials.iot.amazonaws.com}", principal)
    sections = "Parameters: {Any: {Type: String}}"
    (alone,) = worlds(template(role(trust=trust), sections=sections))
    assert alone.inventory.roles == {}
    named = worlds(template(role(trust=trust), alias(), sections=sections))
    assert [len(each.inventory.roles) for each in named] == [1, 1]


def test_a_trust_policy_with_an_unknown_condition_is_judged() -> None:
    trust = TRUSTS_IOT + "  Condition: {StringLike: {'aws:x': !Ref Any}, Bool: {'aws:y': true}}\n"
    text = template(role(trust=trust), alias(), sections="Parameters: {Any: {Type: String}}")
    seen = [next(iter(world.inventory.roles.values())) for world in worlds(text)]
    conditions = []
    for fact in seen:
        assert isinstance(fact, Role)
        conditions.append(fact.trust["Statement"]["Condition"])
    assert conditions == [
        {"StringLike": {"aws:x": "@Any@"}, "Bool": {"aws:y": "true"}},
        {"StringLike": {"aws:x": "*"}, "Bool": {"aws:y": "true"}},
    ]
