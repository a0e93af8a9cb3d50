"""What a rule file becomes: a rule like any other."""

from dataclasses import replace
from typing import Any

import pytest
from scanner.declare.made import RULE, Make, some_cases
from world import (
    DENIED,
    alias,
    crl,
    inventory,
    iot_policy,
    managed_policy,
    missing,
    profile,
    role,
    role_arn,
)

from rolevet.check import check
from rolevet.declare.named import KINDS, needs_of
from rolevet.definition import Rule
from rolevet.finding import Finding, Severity, Trouble
from rolevet.inventory import Inventory
from rolevet.needs import Detail
from rolevet.settle import Gate, settle
from rolevet.unknown import Doubt, Unknown


def found(rule: Rule, seen: Inventory) -> list[Finding]:
    return list(check([rule], seen).findings)


def test_all_of_a_rule(make: Make) -> None:
    rule = make(version=3, opt_in=True, help="## Why\n\nBecause.", **{"class": "fails"}).rule
    assert (rule.info.id, rule.info.name) == ("ACME001", "a-role-alias-lasts-too-long")
    assert rule.info.summary == "A role alias lasts too long."
    assert (rule.info.severity, rule.info.trouble) == (Severity.HIGH, Trouble.FAILS)
    assert (rule.info.version, rule.info.opt_in) == (3, True)
    assert rule.info.source == "https://example.com/"
    assert rule.info.help == (
        "A role alias lasts too long.\n\n"
        "    kind: role-alias\n    must: credentialDurationSeconds <= `3600`\n\n"
        "## Why\n\nBecause."
    )


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A role's name.", "a-roles-name"),
        ("PCA & 2 CAs", "pca-2-cas"),
        ("x" * 118, "x" * 118),
        ("word " * 20, "-".join(["word"] * 20)),
        ("証明書", "acme001"),
    ],
)
def test_the_name_is_made_of_the_title(make: Make, title: str, name: str) -> None:
    assert make(title=title).rule.info.name == name


def test_a_finding(make: Make) -> None:
    rule = make(must="credentialDurationSeconds <= `3600` && enabled != `7`").rule
    (finding,) = found(rule, inventory(alias(credentialDurationSeconds=7200, enabled=[1, "x"])))
    assert finding.message == "Role alias fleet lasts 7200 s"
    assert finding.path == "credentialDurationSeconds"
    assert finding.evidence == {"credentialDurationSeconds": 7200, "enabled": '[1,"x"]'}


def test_a_finding_of_a_binding(make: Make) -> None:
    rule = make(
        kind="binding",
        must="role.MaxSessionDuration > session.durationSeconds || length(trust) == `0`",
        message="{role.RoleName} {session.durationSeconds}",
        key="role.RoleName",
        cases=[
            {
                "name": "a",
                "verdict": "accepts",
                "profile": {},
                "role": {"MaxSessionDuration": 7200},
            },
            {"name": "b", "verdict": "rejects", "role-alias": {}, "role": {}},
        ],
    ).rule
    trust = {"Statement": ["x" * 300]}
    seen = inventory(
        profile(roleArns=[role_arn(), role_arn("Gone")]),
        role(longest=3600, AssumeRolePolicyDocument=trust),
        missing("Gone"),
        alias(roleArn=role_arn("Unseen")),
    )
    (finding,) = found(rule, seen)
    assert (finding.message, finding.path) == ("Device 3600", "durationSeconds")
    assert finding.evidence == {
        "MaxSessionDuration": 3600,
        "durationSeconds": 3600,
        "trust": finding.evidence["trust"],
        "roleArn": role_arn(),
    }
    assert str(finding.evidence["trust"]).startswith("sha256:")
    (result,) = check([rule], seen).results
    assert (result.failed, result.not_applicable, result.inconclusive) == (1, 1, 1)


@pytest.mark.parametrize(
    ("kind", "must", "seen", "at"),
    [
        ("crl", "length(keys(@)) == `0`", inventory(crl(tags=[])), "name"),
        ("role", "RoleName != 'Device'", inventory(role()), "RoleName"),
        ("alias-binding", "role.RoleName != 'Device'", inventory(alias(), role()), "roleArn"),
        ("binding", "role.RoleName != 'Device'", inventory(profile(), role()), "roleArns"),
        ("binding", "present(session.policy)", inventory(profile(), role()), "sessionPolicy"),
        ("binding", "length(keys(broker)) == `0`", inventory(alias(tags=[]), role()), "roleArn"),
    ],
)
def test_where_a_finding_is(make: Make, kind: str, must: str, seen: Inventory, at: str) -> None:
    rule = make(kind=kind, must=must, message="x", cases=some_cases(kind)).rule
    assert [finding.path for finding in found(rule, seen)] == [at]


def test_a_binding_whose_role_nobody_knows_is_undecided(make: Make) -> None:
    rule = make(
        kind="binding", must="broker.enabled", message="x", cases=some_cases("binding")
    ).rule
    seen = inventory(profile(enabled=False, unknown={"roleArns": Unknown("no roles")}))
    verdicts = check([rule], seen)
    assert [doubt.reason for doubt in verdicts.inconclusive] == ["no roles"]
    assert not verdicts.findings


def test_the_session_of_either_broker(make: Make) -> None:
    def sees(must: str, *resources: Any) -> bool:
        rule = make(kind="binding", must=must, message="x", cases=some_cases("binding")).rule
        return not found(rule, inventory(*resources, role()))

    policy = '{"Version": "2012-10-17", "Statement": []}'
    assert sees("session.durationSeconds == `3600`", alias(credentialDurationSeconds=None))
    assert sees("session.policy == `null` && session.managedPolicyArns == `[]`", alias())
    assert sees("session.policy.Statement == `[]`", profile(sessionPolicy=policy))
    assert sees('session.managedPolicyArns == `["x"]`', profile(managedPolicyArns=["x"]))
    broken = make(
        kind="binding", must="present(session.policy)", message="x", cases=some_cases("binding")
    )
    (doubt,) = check([broken.rule], inventory(profile(sessionPolicy="{"), role())).inconclusive
    assert "the session policy of Profile 'backup' cannot be read: it is not JSON" in doubt.reason


def test_the_key_is_a_part_of_the_identity(make: Make) -> None:
    def identity(key: str | None, **fields: Any) -> str:
        rule = make(must="present(never)", key=key).rule
        (finding,) = found(rule, inventory(alias(**fields)))
        return finding.fingerprint

    assert identity("roleArn") != identity("roleArn", roleArn=role_arn("Other"))
    assert identity(None) == identity(None, roleArn=role_arn("Other"))
    assert identity("never") == identity(None), "a key that cannot be told tells nothing apart"


def test_the_rule_set_changes_with_what_defines_a_rule(make: Make) -> None:
    def rule_set(**fields: Any) -> str:
        return settle(check([make(**fields).rule], inventory()), Gate(), version="1").rule_set

    sets = {rule_set(), rule_set(must="enabled"), rule_set(key="x"), rule_set(when="enabled")}
    assert len(sets) == 4
    assert rule_set() == rule_set(help="Because.", cases=RULE["cases"][::-1])


@pytest.mark.parametrize(
    ("kind", "must", "seen"),
    [
        ("role-alias", "!present(owner)", inventory(alias(unknown={"roleArn": DENIED}))),
        ("role-alias", "length(keys(@)) == `0`", inventory(alias(unknown={"roleArn": DENIED}))),
        ("binding", "present(broker.tags)", inventory(alias(), role())),
        ("iot-policy", "!present(x)", inventory(iot_policy(unknown={"policyDocument": DENIED}))),
        ("iot-policy", "default(targets, `[]`) == `[]`", inventory(iot_policy())),
        ("managed-policy", "present(Tags)", inventory(managed_policies={"x": managed_policy()})),
        ("role", "present(RolePolicyList)", inventory(role())),
        ("role", "!present(Tags)", inventory(replace(role(), unknown={"Tags": DENIED}))),
        ("crl", "!present(tags)", inventory(crl())),
    ],
)
def test_what_nobody_could_look_at_is_never_absent(
    make: Make, kind: str, must: str, seen: Inventory
) -> None:
    rule = make(kind=kind, must=must, message="x", cases=some_cases(kind)).rule
    (doubt,) = check([rule], seen).inconclusive
    assert doubt.doubt is Doubt.COVERAGE


def test_what_aws_leaves_out_is_absent(make: Make) -> None:
    rule = make(kind="role", must="present(PermissionsBoundary)", cases=some_cases("role")).rule
    assert len(found(rule, inventory(role()))) == 1


def test_what_a_crl_holds_is_not_shown(make: Make) -> None:
    rule = make(
        kind="crl", must="crlData == `null`", message="{crlData}", cases=some_cases("crl")
    ).rule
    (finding,) = found(rule, inventory(crl(crlData=b"secret")))
    assert finding.message == '"6 bytes"'
    assert str(finding.evidence["crlData"]).startswith("sha256:")


@pytest.mark.parametrize(
    ("kind", "named", "needs"),
    [
        ("role-alias", ["roleAlias"], {"role-alias"}),
        ("profile", ["tags"], {"profile", "tags", "role-alias", "trust-anchor"}),
        ("crl", ["@"], {"crl", "trust-anchor", "tags", "profile", "role-alias"}),
        ("role", ["RoleName"], {"role", "role-alias", "profile", "trusting-roles"}),
        (
            "role",
            ["Tags", "RolePolicyList"],
            {
                *("role", "role-alias", "profile"),
                "trusting-roles",
                "role-boundary",
                "role-policies",
            },
        ),
        ("iot-policy", ["targets"], {"iot-policy", "iot-policy-targets"}),
        ("certificate-authority", ["Status"], {"certificate-authority", "trust-anchor"}),
        (
            "managed-policy",
            ["Arn"],
            {"managed-policy", "role-alias", "profile", "role", "role-policies", "role-boundary"},
        ),
        ("alias-binding", ["broker.roleArn", "session"], {"role-alias"}),
        ("binding", ["trust.Statement"], {"role-alias", "profile", "role"}),
        ("profile-binding", ["role.RoleLastUsed"], {"profile", "role", "role-boundary"}),
        (
            "profile-binding",
            ["@"],
            {
                *("profile", "role", "role-boundary", "role-policies", "tags"),
                *("role-alias", "trust-anchor"),
            },
        ),
    ],
)
def test_what_it_names_is_what_it_needs(
    make: Make, kind: str, named: list[str], needs: set[str]
) -> None:
    must = " && ".join(f"present({one})" for one in named)
    told = make(kind=kind, must=must, message="x", cases=some_cases(kind)).rule.needs
    assert {need.value if isinstance(need, Detail) else need.KIND for need in told} == needs


def test_a_message_and_a_key_need_what_they_name(make: Make) -> None:
    cases = some_cases("alias-binding")
    fields: dict[str, Any] = {"kind": "alias-binding", "must": "broker.x", "cases": cases}
    assert Detail.ROLE_BOUNDARY in make(message="{role.Tags}", **fields).rule.needs
    assert Detail.TAGS in make(message="x", key="broker.tags", **fields).rule.needs
    assert needs_of(KINDS["role"], ()) < needs_of(KINDS["role"], [("role", "*")])
