"""Whether accounts have what files state, in what deployments may not bring back."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    Hit,
    Inventory,
    NotApplicable,
    Profile,
    RoleAlias,
    Severity,
    Tagged,
    Trouble,
    TrustAnchor,
    rule,
)
from rolevet_rules.inv.differing import differing

_MAPPING: Final = (
    "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/attribute-mapping.html"
)
_NOTIFICATIONS: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/customize-notification-settings.html"
_ENABLE: Final = (
    "https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_EnableProfile.html"
)
_PROFILE: Final = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rolesanywhere-profile.html"


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
    yield from differing(resource, inventory, "enabled")


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
    yield from differing(anchor, inventory, "notificationSettings")


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
    yield from differing(profile, inventory, "attributeMappings")


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
    yield from differing(profile, inventory, "requireInstanceProperties")
