"""Whether a profile is in use at all."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    Hit,
    Inventory,
    NotApplicable,
    Parameter,
    Profile,
    Severity,
    Trouble,
    rule,
)
from rolevet_rules.ages import unchanged_for

_DISABLE: Final = (
    "https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_DisableProfile.html"
)
_STALE: Final = {
    "stale_days": Parameter(90, "days without a change that make it stale", low=1, high=3650)
}


@rule(
    "PROF014",
    "profile-disabled",
    severity=Severity.INFO,
    trouble=Trouble.HYGIENE,
    kind=Profile,
    source=_DISABLE,
    parameters=_STALE,
)
def disabled(profile: Profile, inventory: Inventory, *, stale_days: int) -> Iterator[Hit]:
    """A profile is disabled, so that it gives nobody a session.

    ## Why it matters

    Requests that name a disabled profile fail. Everything that the profile would allow comes back
    with one call of EnableProfile, whoever makes it.

    ## Example

    A profile that was created without `enabled`: by all that has been seen, it is then disabled.

    ## How to mend it

    Enable it if it is meant to be used, delete it if it is not:

        aws rolesanywhere delete-profile --profile-id ID

    ## False positives

    A profile that is kept disabled on purpose, or that is about to be enabled.

    ## What it cannot see

    Whether clients still try to use it.
    """
    if profile.enabled:
        return
    if unchanged_for(stale_days, profile, inventory):
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
    source=_DISABLE,
    parameters=_STALE,
)
def disabled_and_stale(profile: Profile, inventory: Inventory, *, stale_days: int) -> Iterator[Hit]:
    """A profile is disabled and has not been changed for long.

    ## Why it matters

    Nobody waits for it any more, and everything that it would allow comes back with one call of
    EnableProfile, whoever makes it.

    ## Example

    A profile whose last update, in spring, disabled it.

    ## How to mend it

        aws rolesanywhere delete-profile --profile-id ID

    ## False positives

    A profile that is kept for an emergency: ignore the rule, or raise `stale_days`.

    ## What it cannot see

    When it was disabled: only the date of the last change is known, whatever was changed.
    """
    if profile.enabled:
        return
    if not unchanged_for(stale_days, profile, inventory):
        raise NotApplicable("PROF014 reports it")
    yield Hit(
        f"{profile.label} is disabled and was last changed on "
        f"{profile.updated_at.date().isoformat()}, more than {stale_days} days ago.",
        at="enabled",
        evidence={"enabled": False, "updatedAt": profile.updated_at.isoformat()},
    )
