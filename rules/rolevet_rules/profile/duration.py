"""How long the sessions of a profile last."""

from collections.abc import Iterator
from typing import Final

from rolevet import Hit, Inventory, ProfileBinding, Role, Severity, Trouble, rule
from rolevet_rules import bindings
from rolevet_rules.profile.words import must_be_disabled, must_be_enabled

_SESSIONS: Final = (
    "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-create-session.html"
)


@rule(
    "PROF001",
    "profile-duration-exceeds-role-max",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=ProfileBinding,
    needs=[Role],
    source=_SESSIONS,
    yields_to=["PROF012"],
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

    ## False positives

    Where every client asks for a shorter session itself, none of them fails.

    ## What it cannot see

    What the clients ask for. Disabled profiles are left to PROF001-LATENT.
    """
    must_be_enabled(binding.broker)
    yield from bindings.duration_over_role_max(
        binding, "only clients that ask for a shorter session get one"
    )


@rule(
    "PROF001-LATENT",
    "disabled-profile-duration-exceeds-role-max",
    severity=Severity.INFO,
    trouble=Trouble.FAILS,
    kind=ProfileBinding,
    needs=[Role],
    source=_SESSIONS,
    yields_to=["PROF012-LATENT"],
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

    ## False positives

    A profile that is never enabled again, or whose clients would all ask for shorter sessions.

    ## What it cannot see

    Whether anybody means to enable the profile.
    """
    must_be_disabled(binding.broker)
    yield from bindings.duration_over_role_max(binding, "enabling the profile brings this to light")
