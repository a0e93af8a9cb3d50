"""The managed policies that sessions of a profile are cut down to."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    Hit,
    Inventory,
    ManagedPolicy,
    Parameter,
    Profile,
    Severity,
    Trouble,
    plain,
    policy_arn_fault,
    rule,
)
from rolevet_rules.profile.words import is_gone, must_be_enabled

SESSION_POLICIES_MAX: Final = 10
"""Managed session policies that STS takes, and that the Roles Anywhere console offers.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
"""

API_POLICIES_MAX: Final = 50
"""Managed policies that the Roles Anywhere API takes in one profile, which nobody can raise."""

_API: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_UpdateProfile.html"


@rule(
    "PROF004",
    "profile-managed-policies-over-session-limit",
    severity=Severity.MEDIUM,
    trouble=Trouble.FAILS,
    kind=Profile,
    source="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html",
    parameters={
        "soft_limit": Parameter(
            SESSION_POLICIES_MAX,
            "managed policies that a session is known to take",
            low=SESSION_POLICIES_MAX,
            high=API_POLICIES_MAX,
        )
    },
)
def managed_policies_over_session_limit(
    profile: Profile, _: Inventory, *, soft_limit: int
) -> Iterator[Hit]:
    """A profile lists more managed policies than a session can have.

    ## Why it matters

    STS takes at most 10 managed session policies, and the Roles Anywhere console offers no more.
    The Roles Anywhere API accepts 50. What becomes of a session with more than 10 is not
    documented; since CreateSession calls AssumeRole, it is expected to fail.

    ## Example

    A profile with 12 different ARNs in `managedPolicyArns`.

    ## How to mend it

    Merge them into one customer managed policy. Nobody but the owner can tell how: the session may
    do what any of the policies allows and none denies.

    ## False positives

    What happens above 10 is not documented. Where you have seen sessions with more, raise
    `soft_limit`.

    ## What it cannot see

    How large the policies are together. STS limits that too, packed with the session tags that
    Roles Anywhere adds, and nobody can compute it beforehand.
    """
    count = len(set(profile.managed_policy_arns))
    if soft_limit < count <= API_POLICIES_MAX:
        yield Hit(
            f"{profile.label} lists {count} managed policies. AWS documents {SESSION_POLICIES_MAX} "
            f"for a session; the API accepts {API_POLICIES_MAX}, and what happens to sessions "
            f"above {SESSION_POLICIES_MAX} is not documented.",
            at="managedPolicyArns",
            evidence=_policy_counts(profile),
        )


@rule(
    "PROF004-REJECTED",
    "profile-managed-policies-over-api-limit",
    severity=Severity.HIGH,
    trouble=Trouble.REJECTED,
    kind=Profile,
    source=_API,
)
def managed_policies_over_api_limit(profile: Profile, _: Inventory) -> Iterator[Hit]:
    """A profile lists more managed policies than the API accepts.

    ## Why it matters

    CreateProfile and UpdateProfile take at most 50 managed policy ARNs: the request is refused.

    ## Example

    A profile with 51 different ARNs in `managedPolicyArns`.

    ## How to mend it

    Merge them into one customer managed policy; see PROF004 for why even 11 are too many.

    ## False positives

    What was read from an account has been accepted: a hit there says that AWS has raised the limit.

    ## What it cannot see

    How long the ARNs are, of which the API takes at most 200 characters each.
    """
    count = len(set(profile.managed_policy_arns))
    if count > API_POLICIES_MAX:
        yield Hit(
            f"{profile.label} lists {count} managed policies, and the API accepts at most "
            f"{API_POLICIES_MAX}.",
            at="managedPolicyArns",
            evidence=_policy_counts(profile),
        )


def _policy_counts(profile: Profile) -> dict[str, int]:
    arns = profile.managed_policy_arns
    return {"distinct": len(set(arns)), "listed": len(arns)}


@rule(
    "PROF010",
    "profile-managed-policy-unusable",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=Profile,
    needs=[ManagedPolicy],
    source="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html",
)
def managed_policy_unusable(profile: Profile, inventory: Inventory) -> Iterator[Hit]:
    """A profile lists a managed policy that its sessions cannot have.

    ## Why it matters

    Managed session policies must be in the account of the role, or be AWS's own. STS refuses a
    session with one that is not there, so that no client gets credentials through the profile. The
    Roles Anywhere API takes any text of 1 to 200 characters, and a policy can be deleted while
    profiles list it.

    ## Example

    `arn:aws:iam::123456789012:policy/Backup` in `managedPolicyArns`, after the policy was renamed.

    ## How to mend it

    Write the list again without it (the list is replaced as a whole). Taking the last one out lets
    sessions do whatever the roles may, so put another in its place:

        aws rolesanywhere update-profile --profile-id ID --managed-policy-arns ARN ...

    ## False positives

    None known.

    ## What it cannot see

    Whether a policy of AWS is still recommended. Disabled profiles are not looked at.
    """
    must_be_enabled(profile)
    arns = sorted(set(profile.managed_policy_arns))
    usable: list[str] = []
    for arn in arns:
        fault = policy_arn_fault(arn, profile)
        if fault is None:
            usable.append(arn)
        else:
            clause = f"is none that its sessions can have: {fault}"
            yield _policy_hit(profile, arn, clause, fault.fault.value)
    for arn in usable:
        if is_gone(arn, inventory):
            yield _policy_hit(profile, arn, "does not exist", "MISSING")
    for arn in usable:
        inventory.managed_policy(arn)  # which says so where nobody could look


def _policy_hit(profile: Profile, arn: str, clause: str, reason: str) -> Hit:
    shown = plain(arn, 200)
    return Hit(
        f"{profile.label} lists managed policy '{shown}', which {clause}.",
        at="managedPolicyArns",
        key=arn,
        evidence={"policyArn": shown, "reason": reason},
    )
