"""Whether a new profile says if it is enabled."""

from collections.abc import Iterator
from typing import Final

from rolevet import Confidence, Hit, Inventory, Profile, Severity, Trouble, rule
from rolevet_rules import requests

_CREATE: Final = (
    "https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_CreateProfile.html"
)
_CREATES: Final = "rolesanywhere:CreateProfile"


@rule(
    "PROF015",
    "profile-enabled-not-declared",
    severity=Severity.MEDIUM,
    trouble=Trouble.FAILS,
    kind=Profile,
    source=_CREATE,
    confidence=Confidence.MEDIUM,
)
def enabled_not_declared(profile: Profile, _: Inventory) -> Iterator[Hit]:
    """A new profile does not say whether it is enabled.

    ## Why it matters

    AWS does not document what a profile is that is created without `enabled`. From how Terraform's
    provider treats it, omitted means disabled: then every session is refused until somebody calls
    EnableProfile.

    ## Example

    A template with `Name` and `RoleArns` and nothing else.

    ## How to mend it

    State it, whichever is meant: `Enabled: true` in a template, `enabled = true` in Terraform,
    `"enabled": true` in a request. Of a profile that is there already:

        aws rolesanywhere enable-profile --profile-id ID

    ## False positives

    A change of a stack leaves the profile as it is, and a step of its own may enable it.

    ## What it cannot see

    Whether the profile exists already, and whether it is enabled.
    """
    consequence = "a profile that is not enabled gives nobody a session"
    yield from requests.enabled_unstated(profile, _CREATES, consequence)
