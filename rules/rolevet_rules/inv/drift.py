"""Whether accounts have what files state.

What can be mended in another way than the rest, or not at all, is a rule of its own; INV007 as a
prefix means them all.
"""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    Crl,
    Detail,
    Hit,
    Inventory,
    IotPolicy,
    ManagedPolicy,
    NotApplicable,
    Profile,
    Related,
    Resource,
    Role,
    RoleAlias,
    Severity,
    Tagged,
    Trouble,
    TrustAnchor,
    differences,
    rule,
)

_DRIFT: Final = (
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html"
)
_MAPPING: Final = (
    "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/attribute-mapping.html"
)
_NOTIFICATIONS: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/customize-notification-settings.html"
_ENABLE: Final = (
    "https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_EnableProfile.html"
)
_PROFILE: Final = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rolesanywhere-profile.html"
_FIELDS: Final[dict[type[Resource], tuple[str, ...]]] = {
    RoleAlias: ("roleArn", "credentialDurationSeconds"),
    Profile: (
        *("roleArns", "managedPolicyArns", "sessionPolicy"),
        *("durationSeconds", "acceptRoleSessionName"),
    ),
    TrustAnchor: ("source",),
    Crl: ("crlData", "trustAnchorArn"),
}
_ROLE: Final = (
    *("AssumeRolePolicyDocument", "MaxSessionDuration", "PermissionsBoundary"),
    *("AttachedManagedPolicies", "RolePolicyList"),
)


@rule(
    "INV007",
    "declared-vs-live-drift",
    severity=Severity.MEDIUM,
    trouble=Trouble.HYGIENE,
    kind=Tagged,
    source=_DRIFT,
)
def drifted(resource: Tagged, inventory: Inventory) -> Iterator[Hit]:
    """An account has a role alias, profile, trust anchor or CRL that is not as its file says.

    ## Why it matters

    Somebody changed it by hand, or the file was never deployed. Whoever reads the file believes
    something else of who gets in, and the next deployment undoes what may have been meant.

    ## Example

    A profile with a role that was added in an incident, of which the template knows nothing.

    ## How to mend it

    Deploy the file, or write into it what is right:

        aws cloudformation deploy --template-file FILE --stack-name STACK

    ## False positives

    A file that is ahead of the account, because it is not deployed yet.

    ## What it cannot see

    Which of the two is right. It needs `rolevet lint --against SNAPSHOT`; tags are not compared,
    and what a file does not tell, such as the name that a role will have, is undecided.
    """
    yield from _drift(resource, inventory, *_FIELDS.get(type(resource), ()))


@rule(
    "INV007-ROLE",
    "declared-role-vs-live-drift",
    severity=Severity.MEDIUM,
    trouble=Trouble.HYGIENE,
    kind=Role,
    needs=[Detail.ROLE_POLICIES, Detail.ROLE_BOUNDARY],
    source=_DRIFT,
)
def role_drifted(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """An account has a role that is not as its file says.

    ## Why it matters

    Whom a role trusts and what it may do is what certificates can get. If it was changed by hand,
    nobody who reads the file knows.

    ## Example

    AdministratorAccess, attached for an afternoon and left.

    ## How to mend it

    Deploy the file, or write into it what is right:

        aws cloudformation deploy --template-file FILE --stack-name STACK

    ## False positives

    A policy that another file attaches to the role. A file that is not deployed yet.

    ## What it cannot see

    Roles that the snapshot does not hold, because no broker names them and they trust none. Whether
    two policies that are written differently in their statements come to the same.
    """
    yield from _drift(role, inventory, *_ROLE)


@rule(
    "INV007-POLICY",
    "declared-iot-policy-vs-live-drift",
    severity=Severity.MEDIUM,
    trouble=Trouble.HYGIENE,
    kind=IotPolicy,
    source=_DRIFT,
)
def iot_policy_drifted(policy: IotPolicy, inventory: Inventory) -> Iterator[Hit]:
    """An account has an IoT policy that is not as its file says.

    ## Why it matters

    An IoT policy says which devices may use which role alias. Another version may be the default
    one than the file tells.

    ## Example

    A version with `iot:*` that was set as default to find a fault.

    ## How to mend it

    Deploy the file, or set the right version:

        aws iot set-default-policy-version --policy-name NAME --policy-version-id ID

    ## False positives

    A file that is not deployed yet.

    ## What it cannot see

    Versions that are not the default one.
    """
    yield from _drift(policy, inventory, "policyDocument")


@rule(
    "INV007-MANAGED",
    "declared-managed-policy-vs-live-drift",
    severity=Severity.MEDIUM,
    trouble=Trouble.HYGIENE,
    kind=ManagedPolicy,
    source=_DRIFT,
)
def managed_policy_drifted(policy: ManagedPolicy, inventory: Inventory) -> Iterator[Hit]:
    """An account has a managed policy that is not as its file says.

    ## Why it matters

    What the roles that it is attached to may do is not what the file says. Whoever may make another
    version the default one changes it for all of them.

    ## Example

    A version with `s3:*` that was set as default to get something done.

    ## How to mend it

    Deploy the file, or set the right version:

        aws iam set-default-policy-version --policy-arn ARN --version-id ID

    ## False positives

    A file that is not deployed yet.

    ## What it cannot see

    Versions that are not the default one, and policies that no role of the snapshot has.
    """
    yield from _drift(policy, inventory, "PolicyVersion")


@rule(
    "INV007-ENABLED",
    "declared-enabled-vs-live-drift",
    severity=Severity.MEDIUM,
    trouble=Trouble.HYGIENE,
    kind=Tagged,
    source=_ENABLE,
)
def enabled_otherwise(resource: Tagged, inventory: Inventory) -> Iterator[Hit]:
    """A profile, trust anchor or CRL is enabled in one of its file and the account, and not both.

    ## Why it matters

    What was disabled to keep somebody out lets them in, or the other way round. Deploying may not
    change it: Terraform's provider has been seen to leave `enabled` as it is on updates.

    ## Example

    `Enabled: false` in the template of a profile that somebody enabled again.

    ## How to mend it

    Call what the file says, and see that it stays so after the next deployment:

        aws rolesanywhere disable-profile --profile-id ID

    ## False positives

    What was disabled in an incident, until the file follows.

    ## What it cannot see

    Files that do not say whether it is enabled.
    """
    if isinstance(resource, RoleAlias):
        raise NotApplicable("a role alias cannot be disabled")
    yield from _drift(resource, inventory, "enabled")


@rule(
    "INV007-NOTIFICATIONS",
    "declared-notifications-vs-live-drift",
    severity=Severity.LOW,
    trouble=Trouble.HYGIENE,
    kind=TrustAnchor,
    source=_NOTIFICATIONS,
)
def notified_otherwise(anchor: TrustAnchor, inventory: Inventory) -> Iterator[Hit]:
    """A trust anchor tells of expiring certificates at other times than its file says.

    ## Why it matters

    Terraform's provider has been seen to apply `notification_settings` to a new anchor only, so
    that what was changed in the file never came to be, and no plan shows it.

    ## Example

    A threshold of 90 days in the file, and 45 in the account.

    ## How to mend it

        aws rolesanywhere put-notification-settings --trust-anchor-id ID --notification-settings SETTINGS

    ## False positives

    A file that is not deployed yet.

    ## What it cannot see

    Whether anybody reads the notifications.
    """  # noqa: E501 - a command that is copied
    yield from _drift(anchor, inventory, "notificationSettings")


@rule(
    "INV007-MAPPINGS",
    "declared-mappings-vs-live-drift",
    severity=Severity.MEDIUM,
    trouble=Trouble.HYGIENE,
    kind=Profile,
    source=_MAPPING,
)
def mapped_otherwise(profile: Profile, inventory: Inventory) -> Iterator[Hit]:
    """A profile maps other attributes of certificates than its file says, or than it would get.

    ## Why it matters

    Conditions in trust policies rely on what is mapped. Terraform's provider had no argument for it
    in the versions that were read, so that no deployment will bring the mappings back.

    ## Example

    A profile from which `x509Subject` was taken by hand.

    ## How to mend it

        aws rolesanywhere put-attribute-mapping --profile-id ID --certificate-field FIELD --mapping-rules RULES

    ## False positives

    Mappings that were changed by intent, where the file cannot say so.

    ## What it cannot see

    Profiles whose file declares mappings: AWS does not say what becomes of the default ones then.
    """  # noqa: E501 - a command that is copied
    yield from _drift(profile, inventory, "attributeMappings")


@rule(
    "INV007-UNREADABLE",
    "declared-instance-properties-vs-live-drift",
    severity=Severity.INFO,
    trouble=Trouble.HYGIENE,
    kind=Profile,
    source=_PROFILE,
)
def instance_properties_otherwise(profile: Profile, inventory: Inventory) -> Iterator[Hit]:
    """A profile's `requireInstanceProperties` is not as its file says, which no tool shows.

    ## Why it matters

    The service does not use the flag. CloudFormation can set it at creation only and cannot read it
    back: its own drift detection does not see the difference, and mending the file replaces the
    profile, whose ARN clients then no longer know.

    ## Example

    `RequireInstanceProperties: true`, added to the template of a profile that exists.

    ## How to mend it

    Write into the file what the account has.

    ## False positives

    It changes nothing for sessions.

    ## What it cannot see

    Snapshots in which the flag is not told.
    """
    yield from _drift(profile, inventory, "requireInstanceProperties")


def _drift(resource: Resource, inventory: Inventory, *fields: str) -> Iterator[Hit]:
    for each in differences(resource, inventory, *fields):
        shown = each.stated != "" and each.live != "" and not isinstance(each.live, tuple)
        values = f": {each.stated} there, {each.live} in the account" if shown else ""
        yield Hit(
            f"{resource.label} is not as its file says, by {each.field}{values}.",
            at=each.field,
            key=each.field,
            related=(Related(each.counterpart.arn, "is what the account has"),),
            evidence={"declared": each.stated, "live": each.live},
        )
