"""Which roles a profile hands out."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from rolevet import (
    Hit,
    Inventory,
    NotApplicable,
    Parameter,
    Profile,
    ProfileBinding,
    Severity,
    Trouble,
    rule,
)
from rolevet_rules import bindings
from rolevet_rules.profile.words import must_be_enabled

_API: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_UpdateProfile.html"


@rule(
    "PROF003",
    "profile-role-arn-invalid",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=ProfileBinding,
    source="https://docs.aws.amazon.com/rolesanywhere/latest/userguide/introduction.html",
)
def role_arn_invalid(binding: ProfileBinding, _: Inventory) -> Iterator[Hit]:
    """A profile lists something that is not a role of its own account.

    ## Why it matters

    The pattern that the API states for role ARNs also fits texts that name no role: an instance
    profile, a name with wildcards, an account that is not a number. Roles Anywhere uses roles,
    profiles and trust anchors of one account together; a role of another account cannot be passed
    to the profile, because `iam:PassRole` does not cross accounts. The trust policy of
    service-linked and IAM Identity Center roles cannot be edited, so they can never trust Roles
    Anywhere.

    ## Example

    `arn:aws:iam::210987654321:role/Reports` in a profile of account 123456789012.

    ## How to mend it

    Write the list again without it (the list is replaced as a whole):

        aws rolesanywhere update-profile --profile-id ID --role-arns ARN ...

    ## False positives

    A role of another account is told with medium confidence: that sessions fail follows from how
    `iam:PassRole` works.

    ## What it cannot see

    Whether the role exists (PROF011), and whether its trust policy lets Roles Anywhere in.
    """
    yield from bindings.unusable_role_arn(binding, at="roleArns")


@rule(
    "PROF003-DUPLICATE",
    "profile-role-arn-duplicated",
    severity=Severity.LOW,
    trouble=Trouble.HYGIENE,
    kind=Profile,
    source=_API,
)
def role_arn_duplicated(profile: Profile, _: Inventory) -> Iterator[Hit]:
    """A profile lists the same role more than once.

    ## Why it matters

    It changes nothing for sessions. It takes places in a list of at most 250 (an older edition of
    the API's document says 50), and whoever removes the role once may believe that it is gone.

    ## Example

    `roleArns` that holds `arn:aws:iam::123456789012:role/Backup` twice.

    ## How to mend it

    Write the list again with each role once:

        aws rolesanywhere update-profile --profile-id ID --role-arns ARN ...

    ## False positives

    It does no harm by itself.

    ## What it cannot see

    Duplicates in Terraform, which keeps the list as a set, so that they never reach AWS.
    """
    for arn, count in sorted(Counter(profile.role_arns).items()):
        if count > 1:
            yield Hit(
                f"{profile.label} lists role '{arn}' {count} times.",
                at="roleArns",
                key=arn,
                evidence={"roleArn": arn, "count": count},
            )


@rule(
    "PROF013",
    "profile-without-roles",
    severity=Severity.LOW,
    trouble=Trouble.HYGIENE,
    kind=Profile,
    source=_API,
    parameters={
        "grace_days": Parameter(
            7, "days after its last change in which a profile may have no roles", low=0, high=3650
        )
    },
)
def without_roles(profile: Profile, inventory: Inventory, *, grace_days: int) -> Iterator[Hit]:
    """An enabled profile lists no role, and has not for days, or is written down without any.

    ## Why it matters

    The API allows it, and such a profile gives nobody a session. It is often the first of two
    steps, of which the second was forgotten; or all its roles were taken out, and it was left.
    Whoever may update it, and may pass a role to it, makes it a way in.

    ## Example

    A profile that was set up for a project that never came.

    ## How to mend it

    List the roles that it is for, or delete it:

        aws rolesanywhere update-profile --profile-id ID --role-arns ARN ...
        aws rolesanywhere delete-profile --profile-id ID

    ## False positives

    A profile that waits for roles which another team brings. Raise `grace_days` for it.

    ## What it cannot see

    Since when the list is empty: any change of the profile begins the days anew. For a profile that
    a file states there are no days. Disabled profiles are told by PROF014.
    """
    must_be_enabled(profile)
    if profile.lists_roles:
        return
    if not profile.is_made:
        yield Hit(
            f"{profile.label} lists no role: it gives nobody a session.",
            at="roleArns",
            evidence={"roleArns": ()},
        )
        return
    if inventory.now - profile.updated_at <= timedelta(days=grace_days):
        raise NotApplicable("it was changed only lately")
    yield Hit(
        f"{profile.label} lists no role, and was last changed on "
        f"{profile.updated_at.date().isoformat()}: it gives nobody a session.",
        at="roleArns",
        evidence={"roleArns": (), "updatedAt": profile.updated_at.isoformat()},
    )
