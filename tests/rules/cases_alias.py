"""One table of cases for each rule of the family ALIAS."""

from rules.cases import ACCEPTS, NOT_APPLICABLE, REJECTS, UNDECIDED, Case
from world import DENIED, alias, inventory, missing, role, role_arn

_UNSEEN = {"roleArn": DENIED, "credentialDurationSeconds": DENIED}

CASES = {
    "ALIAS001": [
        Case("as long as the role allows", ACCEPTS, inventory(alias(), role(longest=3600))),
        Case(
            "twelve hours where the role allows twelve",
            ACCEPTS,
            inventory(alias(credentialDurationSeconds=43200), role(longest=43200)),
        ),
        Case(
            "an hour is safe whatever the role says",
            ACCEPTS,
            inventory(alias(credentialDurationSeconds=3600), denied=["Device"]),
        ),
        Case(
            "no duration means an hour",
            ACCEPTS,
            inventory(alias(credentialDurationSeconds=None), denied=["Device"]),
        ),
        Case(
            "one second too long",
            REJECTS,
            inventory(alias(credentialDurationSeconds=3601), role(longest=3600)),
            "asks for sessions of 3601 seconds, but role 'Device' allows at most 3600",
        ),
        Case(
            "a role with a path",
            REJECTS,
            inventory(
                alias(credentialDurationSeconds=43200, roleArn=role_arn("fleet/Device")),
                role("fleet/Device", longest=7200),
            ),
            "role 'Device' allows at most 7200",
        ),
        Case(
            "the role could not be looked at",
            UNDECIDED,
            inventory(alias(credentialDurationSeconds=3601), denied=["Device"]),
            "iam:GetRole for role 'Some' was denied (AccessDenied)",
        ),
        Case(
            "the role was not looked at",
            UNDECIDED,
            inventory(alias(credentialDurationSeconds=3601)),
            "was not collected",
        ),
        Case(
            "the alias could not be described",
            UNDECIDED,
            inventory(alias(unknown=_UNSEEN), role()),
            "was denied",
        ),
        Case(
            "a duration that is not a number",
            UNDECIDED,
            inventory(alias(credentialDurationSeconds="3601"), role()),
            "'credentialDurationSeconds' of Role alias 'fleet' is not of the documented type",
        ),
        Case(
            "true is not a number either",
            UNDECIDED,
            inventory(alias(credentialDurationSeconds=True), role()),
        ),
        Case(
            "a role without a maximum",
            UNDECIDED,
            inventory(alias(credentialDurationSeconds=3601), role(longest=None)),
            "no field 'MaxSessionDuration'",
        ),
        Case(
            "ALIAS004 reports a role that is gone",
            NOT_APPLICABLE,
            inventory(alias(credentialDurationSeconds=43200), missing()),
        ),
        Case(
            "ALIAS003 reports a role of another account",
            NOT_APPLICABLE,
            inventory(
                alias(credentialDurationSeconds=43200, roleArn=role_arn(account="210987654321"))
            ),
        ),
    ],
    "ALIAS003": [
        Case("a role of the account", ACCEPTS, inventory(alias())),
        Case(
            "a role with a path",
            ACCEPTS,
            inventory(alias(roleArn=role_arn("devices/eu/Fleet+Role=1,2.3@x-y_z"))),
        ),
        Case(
            "a role of another account",
            REJECTS,
            inventory(alias(roleArn=role_arn(account="210987654321"))),
            "it belongs to account 210987654321, not to 123456789012",
        ),
        Case(
            "a role of another partition",
            REJECTS,
            inventory(alias(roleArn=role_arn(partition="aws-cn"))),
            "it is in partition 'aws-cn', not in 'aws'",
        ),
        Case(
            "a partition that does not exist",
            REJECTS,
            inventory(alias(roleArn=role_arn(partition="aws-mars"))),
            "there is no partition 'aws-mars'",
        ),
        Case("a bare name", REJECTS, inventory(alias(roleArn="DeviceRoleOfTheFleet"))),
        Case(
            "an instance profile",
            REJECTS,
            inventory(alias(roleArn="arn:aws:iam::123456789012:instance-profile/a:role/b")),
            "it does not name an IAM role",
        ),
        Case(
            "an assumed role",
            REJECTS,
            inventory(alias(roleArn="arn:aws:sts::123456789012:assumed-role/Device/session")),
        ),
        Case(
            "another role alias",
            REJECTS,
            inventory(alias(roleArn="arn:aws:iot:eu-west-1:123456789012:rolealias/fleet")),
        ),
        Case("a wildcard", REJECTS, inventory(alias(roleArn=role_arn("Device*")))),
        Case(
            "what the documented pattern takes",
            REJECTS,
            inventory(alias(roleArn="arn:aws:iam::123456789012:rolex")),
        ),
        Case(
            "a role without a name",
            REJECTS,
            inventory(alias(roleArn="arn:aws:iam::123456789012:role/")),
        ),
        Case("a newline behind it", REJECTS, inventory(alias(roleArn=role_arn() + "\n"))),
        Case("a space before it", REJECTS, inventory(alias(roleArn=" " + role_arn()))),
        Case("a name of 65 characters", REJECTS, inventory(alias(roleArn=role_arn("x" * 65)))),
        Case("letters that are not ASCII", REJECTS, inventory(alias(roleArn=role_arn("Gerät")))),
        Case(
            "more than 2048 characters",
            REJECTS,
            inventory(alias(roleArn=role_arn("x" * 3000))),
            "…'",
        ),
        Case(
            "a service-linked role",
            REJECTS,
            inventory(
                alias(roleArn=role_arn("aws-service-role/x.amazonaws.com/AWSServiceRoleForX"))
            ),
            "nobody can edit a trust policy",
        ),
        Case(
            "a role of IAM Identity Center",
            REJECTS,
            inventory(alias(roleArn=role_arn("aws-reserved/sso.amazonaws.com/AWSReservedSSO_x"))),
        ),
        Case(
            "the alias could not be described",
            UNDECIDED,
            inventory(alias(unknown=_UNSEEN)),
            "was denied",
        ),
        Case(
            "an alias without a role",
            UNDECIDED,
            inventory(alias(roleArn=None)),
            "no field 'roleArn'",
        ),
    ],
    "ALIAS004": [
        Case("the role exists", ACCEPTS, inventory(alias(), role())),
        Case(
            "the role is gone",
            REJECTS,
            inventory(alias(), missing()),
            "hands out role 'arn:aws:iam::123456789012:role/Device', which does not exist",
        ),
        Case(
            "nobody was allowed to look",
            UNDECIDED,
            inventory(alias(), denied=["Device"]),
            "was denied (AccessDenied)",
        ),
        Case("the alias could not be described", UNDECIDED, inventory(alias(unknown=_UNSEEN))),
        Case(
            "ALIAS003 reports an ARN that names no role here",
            NOT_APPLICABLE,
            inventory(alias(roleArn=role_arn(account="210987654321"))),
        ),
    ],
}
