"""The same resources in a template, in a plan and in an account give the same findings."""

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
from scanner.terraform.made import LINKED, change, configured, plan, refers
from scanner.terraform.made import alias as planned_alias
from scanner.terraform.made import role as planned_role
from scanner.terraform.made import verdicts as planned_verdicts
from world import alias as live_alias
from world import anchor as live_anchor
from world import inventory, role_arn
from world import profile as live_profile
from world import role as live_role

from rolevet.check import check
from rolevet.finding import Finding
from rolevet.inventory import Inventory
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


def test_the_fingerprint_hangs_on_the_file_and_the_logical_id_only() -> None:
    long = "RoleArn: !GetAtt Role.Arn\nCredentialDurationSeconds: 43200"
    one = verdicts(template(role(), alias(long)), "ALIAS001").findings
    moved = verdicts("# moved\n" + template(alias(long), role(), role("More")), "ALIAS001").findings
    literal = template(role(), alias(long), alias("RoleArn: '000000000000 @Role@'", "Other"))
    other = verdicts(literal, "ALIAS001").findings
    assert {f.fingerprint for f in one} == {f.fingerprint for f in moved}
    assert {f.fingerprint for f in one} == {f.fingerprint for f in other}
