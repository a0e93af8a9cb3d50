"""Whether the roles of a profile exist."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    Binding,
    Hit,
    Inventory,
    Missing,
    NotApplicable,
    Profile,
    ProfileBinding,
    Related,
    Role,
    Severity,
    Trouble,
    once,
    rule,
)
from rolevet_rules import bindings

_API: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_UpdateProfile.html"


@rule(
    "PROF011",
    "profile-role-missing",
    severity=Severity.MEDIUM,
    trouble=Trouble.FAILS,
    kind=ProfileBinding,
    needs=[Role],
    source=_API,
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

    ## False positives

    A role that is created after the profile, in a roll-out of two steps.

    ## What it cannot see

    Whether any client asks for this role. A role that nobody was allowed to look up is never taken
    for a missing one: the rule is then undecided.
    """
    if all(isinstance(other.role_fact, Missing) for other in _named(binding.broker, inventory)):
        raise NotApplicable("PROF011-ALL reports the profile as a whole")
    yield from bindings.role_gone(binding, "sessions for it are refused", at="roleArns")


@rule(
    "PROF011-ALL",
    "profile-every-role-missing",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=Profile,
    needs=[Role],
    source=_API,
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

    ## False positives

    Roles that are created after the profile, in a roll-out of two steps.

    ## What it cannot see

    Entries of the list that PROF003 reports, which are not counted. As long as one role could not
    be looked up and none was found, the rule is undecided.
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


@once
def _named(profile: Profile, inventory: Inventory) -> tuple[Binding, ...]:
    """The bindings that PROF003 has nothing against."""
    return tuple(b for b in inventory.bindings_of(profile) if b.role_arn_fault is None)


def _roles(count: int) -> str:
    return "one role" if count == 1 else f"{count} roles"
