"""What IAM Roles Anywhere refuses of the request for a profile."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    Breach,
    Hit,
    Inventory,
    Parameter,
    Profile,
    Refusal,
    Severity,
    Trouble,
    asked_by,
    rule,
)
from rolevet_rules import requests
from rolevet_rules.profile.policies import API_POLICIES_MAX

_CREATE: Final = (
    "https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_CreateProfile.html"
)
_ROLES_MAX: Final = 250


@rule(
    "PROF002",
    "profile-request-shape-invalid",
    severity=Severity.HIGH,
    trouble=Trouble.REJECTED,
    kind=Profile,
    source=_CREATE,
)
def shape_invalid(profile: Profile, _: Inventory) -> Iterator[Hit]:
    """A profile is asked for with values that CreateProfile or UpdateProfile refuses.

    ## Why it matters

    The deployment fails. A name has 1 to 255 letters, digits, blanks, hyphens and underscores, a
    duration is a whole number of 900 to 43200 seconds, `roleArns` holds at most 250 ARNs and must
    be there for CreateProfile; UpdateProfile takes a session policy of at least one character, so
    that an empty text does not take one away.

    ## Example

    A name with a dot in it.

    ## How to mend it

    Correct the value in the template or the request; the message tells what is taken.

    ## False positives

    None known. What is taken comes from the model that the installed botocore brings. An older
    edition of AWS's page tells 50 role ARNs; the model, CloudFormation and the quotas tell 250.

    ## What it cannot see

    Whether each of `roleArns` names a role (PROF003), how many managed policies are too many
    (PROF004-REJECTED) and a session policy that is too long (PROF005-REJECTED).
    """
    yield from requests.misshapen(profile, lambda refusal: _is_told(refusal, profile))


def _is_told(refusal: Refusal, profile: Profile) -> bool:
    """By a rule that says more."""
    path, breach = refusal.fault.path, refusal.fault.breach
    if path.startswith("roleArns["):
        return breach is not Breach.TYPE
    if breach is not Breach.SIZE:
        return False
    if path == "managedPolicyArns":
        return len(set(profile.managed_policy_arns)) > API_POLICIES_MAX
    return path == "sessionPolicy" and bool(profile.raw.get(path))


@rule(
    "PROF002-UNKNOWN",
    "profile-request-member-unknown",
    severity=Severity.MEDIUM,
    trouble=Trouble.REJECTED,
    kind=Profile,
    source=_CREATE,
)
def member_unknown(profile: Profile, _: Inventory) -> Iterator[Hit]:
    """A request for a profile has a member that the operation does not know.

    ## Why it matters

    The AWS CLI and the SDKs refuse to send it. Sent by other means, nothing says that the service
    reads it: a profile whose `sessionPolicy` is mistyped has none.

    ## Example

    `enabled` in a request of UpdateProfile, which has no such member: a profile is enabled with
    EnableProfile.

    ## How to mend it

    Spell it as AWS does, or leave it out:

        aws rolesanywhere create-profile --generate-cli-skeleton

    ## False positives

    None known. A member that AWS has added since needs a newer botocore.

    ## What it cannot see

    Members of templates: CloudFormation refuses properties that it does not know by itself.
    """
    yield from requests.unknown_members(profile)


@rule(
    "PROF002-NOOP",
    "profile-asks-for-instance-properties",
    severity=Severity.INFO,
    trouble=Trouble.HYGIENE,
    kind=Profile,
    source=_CREATE,
)
def instance_properties(profile: Profile, _: Inventory) -> Iterator[Hit]:
    """A profile asks for instance properties, which the service does not use.

    ## Why it matters

    The API keeps the member `requireInstanceProperties` for later; whoever sets it may believe that
    clients must prove something, which they need not. In CloudFormation a change of it replaces the
    profile, and with it the ARN that clients name.

    ## Example

    `RequireInstanceProperties: true`.

    ## How to mend it

    Leave it out of requests and of templates that are new. In a stack that is deployed, taking it
    out replaces the profile: leave it there, or plan for that.

    ## False positives

    It does no harm by itself.

    ## What it cannot see

    Whether AWS gives it a meaning later.
    """
    asked_by(profile)
    if profile.requires_instance_properties:
        yield Hit(
            f"{profile.label} sets requireInstanceProperties, which the service does not use.",
            at="requireInstanceProperties",
            evidence={"requireInstanceProperties": True},
        )


@rule(
    "PROF002-LEGACY",
    "profile-roles-over-older-limit",
    severity=Severity.INFO,
    trouble=Trouble.REJECTED,
    kind=Profile,
    source=_CREATE,
    opt_in=True,
    parameters={
        "legacy_role_limit": Parameter(
            50, "role ARNs that the oldest tool in use takes", low=1, high=_ROLES_MAX
        )
    },
)
def over_older_limit(profile: Profile, _: Inventory, *, legacy_role_limit: int) -> Iterator[Hit]:
    """A profile lists more roles than older SDKs and tools take.

    ## Why it matters

    AWS takes 250 role ARNs today. An older edition of its page tells 50, and SDKs and providers of
    that time refuse more than that before AWS sees the request.

    ## Example

    60 roles, deployed with a pinned SDK.

    ## How to mend it

    Update the tool, or split the roles among several profiles.

    ## False positives

    Where no such tool is in use: that is why the rule must be asked for.

    ## What it cannot see

    Which tools are in use.
    """
    asked_by(profile)
    count = len(profile.role_arns)
    if legacy_role_limit < count <= _ROLES_MAX:
        yield Hit(
            f"{profile.label} lists {count} roles; AWS takes {_ROLES_MAX}, older tools "
            f"{legacy_role_limit}.",
            at="roleArns",
            evidence={"count": count},
        )
