"""Whether the session policies of a profile take anything away."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    Hit,
    Inventory,
    ManagedPolicy,
    Permissions,
    Profile,
    Severity,
    Trouble,
    rule,
)
from rolevet_rules.profile.words import cut, must_be_disabled, must_be_enabled, session_set

_SOURCE: Final = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session"
)
_EVERYTHING: Final = ("*:*", "*")
_SHOWN: Final = 10


@rule(
    "PROF008",
    "profile-session-policy-ineffective",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=Profile,
    needs=[ManagedPolicy],
    source=_SOURCE,
    yields_to=["PROF006"],
)
def ineffective(profile: Profile, inventory: Inventory) -> Iterator[Hit]:
    """A profile has session policies that allow everything.

    ## Why it matters

    All session policies of a profile, the inline one and the managed ones, are taken together: what
    one of them allows is allowed. One that allows everything makes all others mean nothing, and the
    sessions may do whatever the role may.

    ## Example

    AdministratorAccess in `managedPolicyArns`, beside an inline policy for one bucket.

    ## How to mend it

    Take out the policy that allows everything:

        aws rolesanywhere update-profile --profile-id ID --managed-policy-arns ARN ...

    ## False positives

    Where the sessions are meant to have all of the role, a session policy is not needed.

    ## What it cannot see

    What the roles allow: with narrow roles nothing is lost. Session policies that allow nearly
    everything are passed over.
    """
    must_be_enabled(profile)
    yield from _widened(profile, inventory)


@rule(
    "PROF008-LATENT",
    "disabled-profile-session-policy-ineffective",
    severity=Severity.LOW,
    trouble=Trouble.EXPOSURE,
    kind=Profile,
    needs=[ManagedPolicy],
    source=_SOURCE,
    yields_to=["PROF006"],
)
def latent_ineffective(profile: Profile, inventory: Inventory) -> Iterator[Hit]:
    """A disabled profile has session policies that allow everything.

    ## Why it matters

    One call of EnableProfile, and its sessions may do whatever the role may: see PROF008.

    ## Example

    A disabled profile with AdministratorAccess in `managedPolicyArns`.

    ## How to mend it

    Take out the policy that allows everything, or delete the profile:

        aws rolesanywhere update-profile --profile-id ID --managed-policy-arns ARN ...

    ## False positives

    As for PROF008.

    ## What it cannot see

    As for PROF008.
    """
    must_be_disabled(profile)
    yield from _widened(profile, inventory)


def _widened(profile: Profile, inventory: Inventory) -> Iterator[Hit]:
    session = session_set(profile, inventory)
    if not Permissions((session,)).allows_every():
        return
    widening = [each for each in session.allows if each.covers(*_EVERYTHING)]
    names = tuple(each.label for each in widening[:_SHOWN])
    yield cut(
        profile,
        f"has session policies that allow everything, by {' and '.join(names)}: they take nothing "
        "from what its roles may do",
        statements=names,
        count=len(widening),
    )
