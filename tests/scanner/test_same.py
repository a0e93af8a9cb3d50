"""The same resources in a template, a plan, a configuration, a request and an account give the same
findings."""

import json
from collections.abc import Iterable

import pytest
from scanner.cloudformation.made import (
    alias,
    profile,
    resource,
    role,
    template,
    verdicts,
)
from scanner.request.test_facts import judged as requested
from scanner.terraform.made import LINKED, change, configured, plan, refers
from scanner.terraform.made import alias as planned_alias
from scanner.terraform.made import role as planned_role
from scanner.terraform.made import verdicts as planned_verdicts
from world import NOW, inventory, role_arn
from world import alias as live_alias
from world import anchor as live_anchor
from world import profile as live_profile
from world import role as live_role

from rolevet import Profile, RoleAlias
from rolevet.check import check, check_worlds
from rolevet.finding import Finding
from rolevet.inventory import Inventory
from rolevet.sources.terraform import read_file
from rolevet_rules import rules

OWN = "arn:${AWS::Partition}:iam::${AWS::AccountId}"
POLICIES = [f"arn:aws:iam::aws:policy/P{number}" for number in range(12)]
TRUST = {
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Allow",
        "Principal": {"Service": "credentials.iot.amazonaws.com"},
        "Action": "sts:AssumeRole",
    },
}
DEVICE = live_role("Device", AssumeRolePolicyDocument=TRUST)
DECLARED = role(properties="RoleName: Device")
ACCOUNT = "123456789012"
ME = change("data.aws_caller_identity.me", {"account_id": ACCOUNT}, actions="no-op")
USER = f"arn:aws:iam::{ACCOUNT}:user/x"
RESOURCES = (
    LINKED,
    configured("aws_rolesanywhere_profile.p", role_arns=refers("aws_iam_role.device.arn")),
    configured("aws_iam_role.device"),
    configured("data.aws_caller_identity.me"),
)


def planned_profile(**more: object) -> dict[str, object]:
    unknown = ["arn"] + ["role_arns"] * ("role_arns" not in more)
    after = {"name": "backup", "enabled": True, **more}
    return change("aws_rolesanywhere_profile.p", after, unknown)


def told(findings: Iterable[Finding]) -> list[tuple[str, str, str, str]]:
    return sorted((f.rule.id, f.resource_type, f.resource_name, f.path) for f in findings)


@pytest.mark.parametrize(
    ("declared", "planned", "live", "ids"),
    [
        (
            (
                DECLARED,
                alias(
                    "RoleAlias: fleet\nRoleArn: !GetAtt Role.Arn\nCredentialDurationSeconds: 43200"
                ),
            ),
            (planned_role(), planned_alias(credential_duration=43200)),
            inventory(live_alias(credentialDurationSeconds=43200), DEVICE),
            {"ALIAS001"},
        ),
        (
            (alias(f"RoleAlias: fleet\nRoleArn: !Sub {OWN}:user/Device"),),
            (ME, planned_alias(role_arn=USER)),
            inventory(live_alias(roleArn="arn:aws:iam::123456789012:user/Device")),
            {"ALIAS003"},
        ),
        (
            (DECLARED, profile("DurationSeconds: 43200")),
            (planned_role(), planned_profile(duration_seconds=43200)),
            inventory(live_profile(durationSeconds=43200), DEVICE),
            {"PROF001"},
        ),
        (
            (DECLARED, profile("DurationSeconds: 43200").replace("Enabled: true", "Enabled: no")),
            (planned_role(), planned_profile(duration_seconds=43200, enabled=False)),
            inventory(live_profile(durationSeconds=43200, enabled=False), DEVICE),
            {"PROF001-LATENT"},
        ),
        (
            (DECLARED, profile(f"ManagedPolicyArns: {POLICIES}")),
            (planned_role(), planned_profile(managed_policy_arns=POLICIES)),
            inventory(live_profile(managedPolicyArns=POLICIES), DEVICE),
            {"PROF004"},
        ),
        (
            (DECLARED, profile(f"RoleArns: [!GetAtt Role.Arn, !Sub '{OWN}:user/x']")),
            (ME, planned_role(), planned_profile(role_arns=[role_arn(), USER])),
            inventory(
                live_profile(roleArns=[role_arn(), "arn:aws:iam::123456789012:user/x"]), DEVICE
            ),
            {"PROF003"},
        ),
        (
            (
                resource(
                    "Anchor",
                    "RolesAnywhere::TrustAnchor",
                    """
                    Name: company-ca
                    Enabled: true
                    NotificationSettings: [{Event: CA_CERTIFICATE_EXPIRY, Enabled: false}]
                    """,
                ),
            ),
            (
                change(
                    "aws_rolesanywhere_trust_anchor.ca",
                    {
                        "name": "company-ca",
                        "enabled": True,
                        "notification_settings": [
                            {"event": "CA_CERTIFICATE_EXPIRY", "enabled": False}
                        ],
                    },
                ),
            ),
            inventory(
                live_anchor(
                    notificationSettings=[{"event": "CA_CERTIFICATE_EXPIRY", "enabled": False}]
                )
            ),
            {"ANCH008"},
        ),
    ],
)
def test_a_rule_does_not_know_where_its_facts_come_from(
    declared: tuple[str, ...],
    planned: tuple[dict[str, object], ...],
    live: Inventory,
    ids: set[str],
) -> None:
    chosen = [rule for rule in rules() if rule.info.id in ids]
    found = told(verdicts(template(*declared), *ids).findings)
    assert found == told(check(chosen, live).findings)
    assert found == told(planned_verdicts(plan(*planned, resources=RESOURCES), *ids).findings)
    assert {rule for rule, *_ in found} == ids


HCL_ROLE = f"""
resource "aws_iam_role" "device" {{
  name = "Device"
  assume_role_policy = jsonencode({json.dumps(TRUST)})
}}
"""


@pytest.mark.parametrize(
    ("configured", "declared", "ids"),
    [
        (
            """
            resource "aws_iot_role_alias" "fleet" {
              alias               = "fleet"
              role_arn            = aws_iam_role.device.arn
              credential_duration = 43200
            }
            """,
            alias("RoleAlias: fleet\nRoleArn: !GetAtt Role.Arn\nCredentialDurationSeconds: 43200"),
            {"ALIAS001"},
        ),
        (
            """
            data "aws_caller_identity" "me" {}
            resource "aws_iot_role_alias" "fleet" {
              alias    = "fleet"
              role_arn = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:user/Device"
            }
            """,
            alias(f"RoleAlias: fleet\nRoleArn: !Sub {OWN}:user/Device"),
            {"ALIAS003"},
        ),
        (
            """
            resource "aws_rolesanywhere_profile" "p" {
              name             = "backup"
              enabled          = false
              duration_seconds = 43200
              role_arns        = [aws_iam_role.device.arn]
            }
            """,
            profile("DurationSeconds: 43200").replace("Enabled: true", "Enabled: no"),
            {"PROF001-LATENT", "PROF014"},
        ),
    ],
)
def test_a_configuration_says_what_a_template_says(
    configured: str, declared: str, ids: set[str]
) -> None:
    chosen = [rule for rule in rules() if rule.info.id in ids]
    (worlds,) = read_file(f"{HCL_ROLE}{configured}".encode(), "main.tf", NOW)
    found = told(check_worlds(chosen, worlds).findings)
    assert found == told(verdicts(template(DECLARED, declared), *ids).findings)
    assert {rule for rule, *_ in found} == ids


@pytest.mark.parametrize(
    ("operation", "members", "configured", "declared", "live", "ids"),
    [
        (
            "CreateProfile",
            {"name": "backup", "enabled": True, "roleArns": [], "managedPolicyArns": POLICIES},
            f"""
            resource "aws_rolesanywhere_profile" "p" {{
              name                = "backup"
              enabled             = true
              role_arns           = []
              managed_policy_arns = {json.dumps(POLICIES)}
            }}
            """,
            profile(f"RoleArns: []\nManagedPolicyArns: {POLICIES}"),
            live_profile(roleArns=[], managedPolicyArns=POLICIES),
            {"PROF004", "PROF013"},
        ),
        (
            "CreateRoleAlias",
            {"roleAlias": "fleet", "roleArn": "arn:aws:iam::123456789012:group/Device"},
            """
            resource "aws_iot_role_alias" "fleet" {
              alias    = "fleet"
              role_arn = "arn:aws:iam::123456789012:group/Device"
            }
            """,
            alias("RoleAlias: fleet\nRoleArn: arn:aws:iam::123456789012:group/Device"),
            live_alias(roleArn="arn:aws:iam::123456789012:group/Device"),
            {"ALIAS003"},
        ),
    ],
)
def test_a_request_says_what_all_others_say(
    operation: str,
    members: dict[str, object],
    configured: str,
    declared: str,
    live: RoleAlias | Profile,
    ids: set[str],
) -> None:
    chosen = [rule for rule in rules() if rule.info.id in ids]
    (worlds,) = read_file(configured.encode(), "main.tf", NOW)
    found = told(check_worlds(chosen, worlds).findings)
    assert found == told(requested(operation, members, *ids).findings)
    assert found == told(verdicts(template(declared), *ids).findings)
    assert found == told(check(chosen, inventory(live)).findings)
    assert {rule for rule, *_ in found} == ids


def test_the_fingerprint_hangs_on_the_file_and_the_logical_id_only() -> None:
    long = "RoleArn: !GetAtt Role.Arn\nCredentialDurationSeconds: 43200"
    one = verdicts(template(role(), alias(long)), "ALIAS001").findings
    moved = verdicts("# moved\n" + template(alias(long), role(), role("More")), "ALIAS001").findings
    literal = template(role(), alias(long), alias("RoleArn: '000000000000 @Role@'", "Other"))
    other = verdicts(literal, "ALIAS001").findings
    assert {f.fingerprint for f in one} == {f.fingerprint for f in moved}
    assert {f.fingerprint for f in one} == {f.fingerprint for f in other}
