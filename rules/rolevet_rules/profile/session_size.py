"""How long the session policies of a profile are."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    Confidence,
    Hit,
    Inventory,
    Profile,
    Severity,
    Trouble,
    rule,
)
from rolevet_rules.profile.words import (
    API_MAX,
    SESSION_MAX,
    inline_session_policy,
    must_be_enabled,
    needed,
    sized,
)

_STS: Final = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"
_LAST_OF_STS: Final = "\u00ff"
_SHOWN: Final = 10


@rule(
    "PROF005",
    "profile-session-policy-too-long",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=Profile,
    source=_STS,
    confidence=Confidence.MEDIUM,
    yields_to=["PROF006"],
)
def too_long(profile: Profile, _: Inventory) -> Iterator[Hit]:
    """A profile's session policy is longer than a session can have.

    ## Why it matters

    STS takes at most 2048 characters of session policies. The Roles Anywhere API takes far more
    and keeps them as they are. What becomes of such a session is not documented; since
    CreateSession calls AssumeRole, every session through the profile is expected to fail.

    ## Example

    A policy that names each of sixty objects of a bucket, in 5000 characters.

    ## How to mend it

    Say it shorter, with prefixes and wildcards, or list a managed policy in its place:

        aws rolesanywhere update-profile --profile-id ID --session-policy file://shorter.json

    ## False positives

    None known. A profile that hands out sessions all the same would be news.

    ## What it cannot see

    STS also packs policies and session tags into one space, and says how full it is only in its
    answers: see PROF005-PACKED. Disabled profiles are not looked at.
    """
    must_be_enabled(profile)
    text = inline_session_policy(profile)
    length = needed(text)
    if length > SESSION_MAX and len(text) <= API_MAX:
        yield sized(
            profile,
            f"has a session policy of {length} characters without its white space, and STS takes "
            f"{SESSION_MAX}: sessions are expected to fail",
        )


@rule(
    "PROF005-REJECTED",
    "profile-session-policy-over-api-limit",
    severity=Severity.HIGH,
    trouble=Trouble.REJECTED,
    kind=Profile,
    source="https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_UpdateProfile.html",
    yields_to=["PROF006"],
)
def over_api_limit(profile: Profile, _: Inventory) -> Iterator[Hit]:
    """A profile's session policy is longer than UpdateProfile accepts.

    ## Why it matters

    UpdateProfile takes at most 100000 characters, while CreateProfile states no limit: such a
    profile can be made, and then not be given the same policy again. No session can have it: STS
    takes 2048 characters.

    ## Example

    A generated policy of 120000 characters.

    ## How to mend it

        aws rolesanywhere update-profile --profile-id ID --session-policy file://shorter.json

    ## False positives

    None known.

    ## What it cannot see

    Nothing that matters: the length of the text decides.
    """
    text = inline_session_policy(profile)
    if len(text) > API_MAX:
        clause = (
            f"has a session policy of {len(text)} characters, and UpdateProfile takes {API_MAX}"
        )
        yield sized(profile, clause)


@rule(
    "PROF005-WHITESPACE",
    "profile-session-policy-too-long-by-white-space",
    severity=Severity.MEDIUM,
    trouble=Trouble.FAILS,
    kind=Profile,
    source=_STS,
    confidence=Confidence.MEDIUM,
    yields_to=["PROF006"],
)
def too_long_by_white_space(profile: Profile, _: Inventory) -> Iterator[Hit]:
    """A profile's session policy would be short enough without its white space.

    ## Why it matters

    STS takes at most 2048 characters of session policies, and says nothing of white space that
    does not count. A policy that is indented for readers can be too long by that alone, and
    sessions through the profile are expected to fail.

    ## Example

    A policy of 1400 characters, and 900 spaces before them.

    ## How to mend it

    Take out the white space; the policy means the same:

        aws rolesanywhere update-profile --profile-id ID --session-policy file://minified.json

    ## False positives

    If Roles Anywhere takes white space out before it calls STS, nothing fails. AWS does not say
    that it does.

    ## What it cannot see

    How full the packed space of a session gets: see PROF005-PACKED. Disabled profiles are not
    looked at.
    """
    must_be_enabled(profile)
    text = inline_session_policy(profile)
    if SESSION_MAX < len(text) <= API_MAX and needed(text) <= SESSION_MAX:
        yield sized(
            profile,
            f"has a session policy of {len(text)} characters, and STS takes {SESSION_MAX}: without "
            f"its white space they are {needed(text)}",
        )


@rule(
    "PROF005-CHARSET",
    "profile-session-policy-with-foreign-characters",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=Profile,
    source=_STS,
    confidence=Confidence.MEDIUM,
    yields_to=["PROF006"],
)
def foreign_characters(profile: Profile, _: Inventory) -> Iterator[Hit]:
    """A profile's session policy holds characters that STS does not take.

    ## Why it matters

    STS takes characters up to U+00FF in a session policy. The Roles Anywhere API keeps any text, so
    that the fault is expected to come to light only when sessions fail.

    ## Example

    A typographic dash in a `Sid` that was copied from a text document.

    ## How to mend it

    Write the character otherwise, or as a JSON escape such as `\\u2013`, which STS takes:

        aws rolesanywhere update-profile --profile-id ID --session-policy file://policy.json

    ## False positives

    None known.

    ## What it cannot see

    Whether Roles Anywhere writes such characters otherwise before it calls STS. Disabled profiles
    are not looked at.
    """
    must_be_enabled(profile)
    text = inline_session_policy(profile)
    found = sorted({character for character in text if character > _LAST_OF_STS})
    if found:
        codes = tuple(f"U+{ord(character):04X}" for character in found[:_SHOWN])
        yield sized(
            profile,
            f"has {len(found)} different characters in its session policy that STS does not take: "
            f"{', '.join(codes)}",
            characters=codes,
        )
