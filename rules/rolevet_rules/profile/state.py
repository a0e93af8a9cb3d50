"""Whether a profile is in use at all."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from rolevet import Hit, Inventory, NotApplicable, Profile, Severity, Trouble, rule

STALE_AFTER: Final = timedelta(days=90)

_API_DISABLE: Final = (
    "https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_DisableProfile.html"
)


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
