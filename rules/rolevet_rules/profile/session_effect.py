"""What the session policies of a profile leave of what its roles may do."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    PERMISSIONS,
    Answer,
    Binding,
    Confidence,
    Hit,
    Inventory,
    NotApplicable,
    PolicySet,
    Profile,
    ProfileBinding,
    Role,
    Severity,
    Trouble,
    all_of,
    once,
    permissions_through,
    role_permissions,
    rule,
)
from rolevet_rules.profile.words import cut, must_be_enabled, session_set

_SOURCE: Final = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session"
)
_EVERYTHING: Final = ("*:*", "*")
_SHOWN: Final = 10


@rule(
    "PROF007",
    "profile-session-grants-nothing",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=Profile,
    needs=PERMISSIONS,
    source=_SOURCE,
)
def grants_nothing(profile: Profile, inventory: Inventory) -> Iterator[Hit]:
    """A profile's session policies leave none of its roles any permission.

    ## Why it matters

    A session may do what the role allows and the session policies allow as well. Session policies
    are no list of exceptions: with nothing but Deny they leave nothing, and so they do where what
    they allow has nothing in common with what the roles allow. Clients get credentials, and every
    call that they make with them is denied.

    ## Example

    A session policy whose only statement denies `s3:DeleteObject`.

    ## How to mend it

    Allow what the sessions are for, beside what is denied:

        aws rolesanywhere update-profile --profile-id ID --session-policy file://policy.json

    ## False positives

    A resource-based policy may allow something to the session itself, whatever session policies
    say; and where it allows something to the role, what the session policies allow of that is left
    though the role's own policies do not have it.

    ## What it cannot see

    Resource-based policies, and which actions exist. Service control policies can take away what is
    left. Conditions and variables that would decide leave it undecided. A role that allows nothing
    by itself, or does not exist, is passed over. Disabled profiles are not looked at.
    """
    must_be_enabled(profile)
    empty = _empty(session_set(profile, inventory))
    if empty is not None:
        reason, clause = empty
        yield cut(profile, f"cuts its sessions down to nothing: {clause}", reason=reason)
        return
    roles = _disjoint(profile, inventory)
    if roles:
        yield cut(
            profile,
            "cuts its sessions down to nothing: what its session policies allow has nothing in "
            f"common with what its roles allow, of which there {_count(len(roles))}",
            Confidence.MEDIUM,
            reason="DISJOINT",
            roles=roles[:_SHOWN],
            count=len(roles),
        )


@rule(
    "PROF007-SOME",
    "profile-session-grants-nothing-of-one-role",
    severity=Severity.MEDIUM,
    trouble=Trouble.FAILS,
    kind=ProfileBinding,
    needs=PERMISSIONS,
    source=_SOURCE,
    confidence=Confidence.MEDIUM,
    yields_to=["PROF007"],
)
def grants_nothing_of_one_role(binding: ProfileBinding, inventory: Inventory) -> Iterator[Hit]:
    """A profile's session policies leave one of its roles no permission.

    ## Why it matters

    Session policies are the same for all roles of a profile. What they allow has nothing in common
    with what this role allows, so that every call of its sessions is denied.

    ## Example

    A profile with a session policy for a bucket, to which a role for a queue was added later.

    ## How to mend it

    Give the role a profile of its own, or allow in the session policy what it is for:

        aws rolesanywhere update-profile --profile-id ID --role-arns ARN ...

    ## False positives

    A resource-based policy may allow something to the role or to the session.

    ## What it cannot see

    What PROF007 cannot see. Where it reports the whole profile, this rule says nothing.
    """
    profile = binding.broker
    must_be_enabled(profile)
    if _empty(session_set(profile, inventory)) is not None:
        raise NotApplicable("PROF007 reports it")
    role = binding.role
    if not _allows_something(role, inventory).possible:
        raise NotApplicable("the role allows nothing by itself")
    if _nothing_left(binding, inventory):
        yield cut(
            profile,
            f"leaves role '{role.name}' nothing: what its session policies allow has nothing in "
            "common with what the role allows",
            roleArn=role.arn,
        )


def _empty(session: PolicySet) -> tuple[str, str] | None:
    """Why the set allows nothing whatever the role allows, as code and clause."""
    if session.refuses(*_EVERYTHING):
        return "DENY_STAR", "a statement of its session policies denies everything"
    if not session.allows and not session.unknown:
        return "DENY_ONLY", "its session policies only deny, and allow nothing"
    return None


def _disjoint(profile: Profile, inventory: Inventory) -> tuple[str, ...]:
    """The ARNs of the roles that allow something by themselves, if nothing is left of any."""
    usable = [b for b in inventory.bindings_of(profile) if b.role_arn_fault is None]
    there = [b for b in usable if isinstance(b.role_fact, Role)]
    granting = [b for b in there if _allows_something(b.role, inventory).possible]
    nothing = all_of(_nothing_left(b, inventory) for b in granting)
    if nothing.known is False:
        return ()
    # Only now does it matter what nobody could look at.
    unseen = [b for b in usable if not isinstance(b.role_fact, Role) and not b.role_missing]
    if not granting and not unseen:
        raise NotApplicable("the profile lists no role that allows anything")
    return tuple(b.role_arn for b in granting) if nothing else ()


@once
def _allows_something(role: Role, inventory: Inventory) -> Answer:
    return role_permissions(role, inventory).allows_some()


def _nothing_left(binding: Binding, inventory: Inventory) -> Answer:
    return ~permissions_through(binding, inventory).allows_some()


def _count(roles: int) -> str:
    return "is one" if roles == 1 else f"are {roles}"
