"""PROF: promises about IAM Roles Anywhere profiles."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from rolevet import (
    Binding,
    Hit,
    Inventory,
    MissingRole,
    NotApplicable,
    Profile,
    ProfileBinding,
    Related,
    Role,
    Severity,
    Trouble,
    rule,
)
from rolevet_rules import bindings

SESSION_POLICIES_MAX = 10
"""Managed session policies that STS takes, and that the Roles Anywhere console offers.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
"""

API_POLICIES_MAX = 50
"""Managed policies that the Roles Anywhere API takes in one profile."""

STALE_AFTER = timedelta(days=90)

_API_PROFILE = (
    "https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_UpdateProfile.html"
)
_API_DISABLE = (
    "https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_DisableProfile.html"
)
_SESSIONS = (
    "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-create-session.html"
)


@rule(
    "PROF001",
    "profile-duration-exceeds-role-max",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=ProfileBinding,
    source=_SESSIONS,
)
def duration_exceeds_role_max(binding: ProfileBinding, _: Inventory) -> Iterator[Hit]:
    """A profile asks for longer sessions than one of its roles allows.

    ## Why it matters

    CreateSession does not cut the duration down to the role's `MaxSessionDuration`: it returns an
    error. Every client that leaves the duration to the profile fails for that role. A client that
    asks for a shorter session itself still works, which is why the mistake can stay unseen.

    ## Example

    A profile with `durationSeconds` 43200 that lists a role with `MaxSessionDuration` 3600.

    ## How to mend it

    Lower the profile to the smallest maximum of its roles, or give the role a profile of its own:

        aws rolesanywhere update-profile --profile-id ID --duration-seconds 3600
    """
    if not binding.broker.enabled:
        raise NotApplicable("the profile is disabled")
    yield from bindings.duration_over_role_max(
        binding, "only clients that ask for a shorter session get one"
    )


@rule(
    "PROF001-LATENT",
    "disabled-profile-duration-exceeds-role-max",
    severity=Severity.INFO,
    trouble=Trouble.FAILS,
    kind=ProfileBinding,
    source=_SESSIONS,
)
def latent_duration_exceeds_role_max(binding: ProfileBinding, _: Inventory) -> Iterator[Hit]:
    """A disabled profile would ask for longer sessions than one of its roles allows.

    ## Why it matters

    Nothing fails while the profile is disabled. Once it is enabled, CreateSession returns an error
    to every client that does not ask for a shorter session: see PROF001.

    ## Example

    A disabled profile with `durationSeconds` 43200 and a role with `MaxSessionDuration` 3600.

    ## How to mend it

    Before you enable the profile:

        aws rolesanywhere update-profile --profile-id ID --duration-seconds 3600
    """
    if binding.broker.enabled:
        raise NotApplicable("the profile is enabled")
    yield from bindings.duration_over_role_max(binding, "enabling the profile brings this to light")


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
    """
    yield from bindings.unusable_role_arn(binding, at="roleArns")


@rule(
    "PROF003-DUPLICATE",
    "profile-role-arn-duplicated",
    severity=Severity.LOW,
    trouble=Trouble.HYGIENE,
    kind=Profile,
    source=_API_PROFILE,
)
def role_arn_duplicated(profile: Profile, _: Inventory) -> Iterator[Hit]:
    """A profile lists the same role more than once.

    ## Why it matters

    It changes nothing for sessions. It takes places in a list of at most 250, and whoever removes
    the role once may believe that it is gone.

    ## Example

    `roleArns` that holds `arn:aws:iam::123456789012:role/Backup` twice.

    ## How to mend it

    Write the list again with each role once:

        aws rolesanywhere update-profile --profile-id ID --role-arns ARN ...
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
    "PROF004",
    "profile-managed-policies-over-session-limit",
    severity=Severity.MEDIUM,
    trouble=Trouble.FAILS,
    kind=Profile,
    source="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html",
)
def managed_policies_over_session_limit(profile: Profile, _: Inventory) -> Iterator[Hit]:
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
    """
    count = len(set(profile.managed_policy_arns))
    if SESSION_POLICIES_MAX < count <= API_POLICIES_MAX:
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
    source=_API_PROFILE,
)
def managed_policies_over_api_limit(profile: Profile, _: Inventory) -> Iterator[Hit]:
    """A profile lists more managed policies than the API accepts.

    ## Why it matters

    CreateProfile and UpdateProfile take at most 50 managed policy ARNs: the request is refused.

    ## Example

    A profile with 51 different ARNs in `managedPolicyArns`.

    ## How to mend it

    Merge them into one customer managed policy; see PROF004 for why even 11 are too many.
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
    "PROF011",
    "profile-role-missing",
    severity=Severity.MEDIUM,
    trouble=Trouble.FAILS,
    kind=ProfileBinding,
    source=_API_PROFILE,
)
def role_missing(binding: ProfileBinding, inventory: Inventory) -> Iterator[Hit]:
    """A profile lists a role that does not exist.

    ## Why it matters

    Every session for that role is refused. And the name lies open: whoever may create a role of
    that name with a trust policy for Roles Anywhere brings the path back to life.

    ## Example

    One of three roles of the profile was deleted in a clean-up.

    ## How to mend it

    Write the list again without it (the list is replaced as a whole):

        aws rolesanywhere update-profile --profile-id ID --role-arns ARN ...
    """
    if all(isinstance(other.role_fact, MissingRole) for other in _named(binding.broker, inventory)):
        raise NotApplicable("PROF011-ALL reports the profile as a whole")
    yield from bindings.role_gone(binding, "sessions for it are refused", at="roleArns")


@rule(
    "PROF011-ALL",
    "profile-every-role-missing",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=Profile,
    source=_API_PROFILE,
)
def every_role_missing(profile: Profile, inventory: Inventory) -> Iterator[Hit]:
    """None of the roles that a profile lists exists.

    ## Why it matters

    The profile cannot give anybody a session. And the names lie open: whoever may create a role of
    one of them with a trust policy for Roles Anywhere brings the path back to life.

    ## Example

    The only role of the profile was deleted in a clean-up.

    ## How to mend it

    List roles that exist, or delete the profile:

        aws rolesanywhere update-profile --profile-id ID --role-arns ARN ...
        aws rolesanywhere delete-profile --profile-id ID
    """
    named = _named(profile, inventory)
    if not named:
        raise NotApplicable("the profile lists no role of its account")
    if any(isinstance(binding.role_fact, Role) for binding in named):
        return
    if all(binding.role_missing for binding in named):
        arns = tuple(binding.role_arn for binding in named)
        yield Hit(
            f"{profile.label} hands out no session: it lists {_roles(len(arns))}, and none exists. "
            "Whoever may create a role of such a name takes its place.",
            at="roleArns",
            evidence={"roleArns": arns},
            related=tuple(Related(arn, "does not exist") for arn in arns),
        )


def _named(profile: Profile, inventory: Inventory) -> tuple[Binding, ...]:
    """The bindings that PROF003 has nothing against."""
    return tuple(b for b in inventory.bindings_of(profile) if b.role_arn_fault is None)


def _roles(count: int) -> str:
    return "one role" if count == 1 else f"{count} roles"


@rule(
    "PROF014",
    "profile-disabled",
    severity=Severity.INFO,
    trouble=Trouble.HYGIENE,
    kind=Profile,
    source=_API_DISABLE,
)
def disabled(profile: Profile, inventory: Inventory) -> Iterator[Hit]:
    """A profile is disabled, so that it gives nobody a session.

    ## Why it matters

    Requests that name a disabled profile fail. Everything that the profile would allow comes back
    with one call of EnableProfile, whoever makes it.

    ## Example

    A profile that was created without `enabled`: omitted means disabled.

    ## How to mend it

    Enable it if it is meant to be used, delete it if it is not:

        aws rolesanywhere delete-profile --profile-id ID
    """
    if profile.enabled:
        return
    if _is_stale(profile, inventory):
        raise NotApplicable("PROF014-STALE reports it")
    yield Hit(
        f"{profile.label} is disabled: sessions that name it are refused.",
        at="enabled",
        evidence={"enabled": False},
    )


@rule(
    "PROF014-STALE",
    "profile-disabled-and-stale",
    severity=Severity.LOW,
    trouble=Trouble.HYGIENE,
    kind=Profile,
    source=_API_DISABLE,
)
def disabled_and_stale(profile: Profile, inventory: Inventory) -> Iterator[Hit]:
    """A profile is disabled and has not been changed for more than 90 days.

    ## Why it matters

    Nobody waits for it any more, and everything that it would allow comes back with one call of
    EnableProfile, whoever makes it.

    ## Example

    A profile whose last update, in spring, disabled it.

    ## How to mend it

        aws rolesanywhere delete-profile --profile-id ID
    """
    if profile.enabled:
        return
    if not _is_stale(profile, inventory):
        raise NotApplicable("PROF014 reports it")
    yield Hit(
        f"{profile.label} is disabled and was last changed on "
        f"{profile.updated_at.date().isoformat()}, more than {STALE_AFTER.days} days ago.",
        at="enabled",
        evidence={"enabled": False, "updatedAt": profile.updated_at.isoformat()},
    )


def _is_stale(profile: Profile, inventory: Inventory) -> bool:
    return inventory.now - profile.updated_at > STALE_AFTER
