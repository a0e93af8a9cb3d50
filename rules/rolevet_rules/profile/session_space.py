"""What the inline session policy of a profile shares its space with."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    Confidence,
    Hit,
    Inventory,
    Parameter,
    Profile,
    Severity,
    Trouble,
    mapped_attributes,
    plain,
    rule,
)
from rolevet_rules.profile.words import (
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
    "PROF005-COMBINED",
    "profile-session-policies-too-long-together",
    severity=Severity.MEDIUM,
    trouble=Trouble.FAILS,
    kind=Profile,
    source=_STS,
    confidence=Confidence.MEDIUM,
    yields_to=["PROF006"],
)
def too_long_together(profile: Profile, _: Inventory) -> Iterator[Hit]:
    """A profile's session policy and managed policy ARNs may be too long together.

    ## Why it matters

    The 2048 characters that STS takes are for inline and managed session policies together. Its
    documentation does not say how managed ones are counted; by the length of their ARNs, these are
    too long, and sessions through the profile may fail.

    ## Example

    An inline policy of 1700 characters beside seven managed policies.

    ## How to mend it

    Move what the inline policy says into one of the managed policies, or the other way round.

    ## False positives

    Where STS counts managed policies otherwise, nothing fails. A session that works is proof.

    ## What it cannot see

    How STS counts. Disabled profiles are not looked at.
    """
    must_be_enabled(profile)
    text = inline_session_policy(profile)
    arns = sorted(set(profile.managed_policy_arns))
    length = needed(text) + sum(map(len, arns))
    if len(text) <= SESSION_MAX < length:
        yield sized(
            profile,
            f"has a session policy and {len(arns)} managed policy ARNs of {length} characters "
            f"together, and STS takes {SESSION_MAX} for both",
            managedPolicyArns=len(arns),
        )


@rule(
    "PROF005-PACKED",
    "profile-session-policy-leaves-tags-little-room",
    severity=Severity.INFO,
    trouble=Trouble.FAILS,
    kind=Profile,
    source="https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-create-session.html",
    confidence=Confidence.LOW,
    yields_to=["PROF006"],
    parameters={
        "min_length": Parameter(
            1500,
            "characters without white space from which on room may be short",
            low=1,
            high=SESSION_MAX,
        )
    },
)
def leaves_tags_little_room(profile: Profile, _: Inventory, *, min_length: int) -> Iterator[Hit]:
    """A profile's long session policy shares its space with tags from whole certificates.

    ## Why it matters

    STS packs session policies and session tags into one space. A profile that maps every attribute
    of the subject or the issuer makes a tag of each, so that a certificate with long names can make
    a session fail that works for others. CreateSession returns how full the space is, as
    `packedPolicySize`.

    ## Example

    A session policy of 1900 characters, and the attribute mappings that AWS sets up.

    ## How to mend it

    Look at `packedPolicySize` in the answers to your clients. Map only the attributes that policies
    ask for, or shorten the policy:

        aws rolesanywhere put-attribute-mapping --profile-id ID --certificate-field x509Subject --mapping-rules specifier=CN

    ## False positives

    Often: how much fits depends on how well it can be packed, which nobody but STS can tell.

    ## What it cannot see

    The packed size, and the certificates of the clients.
    """  # noqa: E501 - a command that is copied
    must_be_enabled(profile)
    length = needed(inline_session_policy(profile))
    if not min_length < length <= SESSION_MAX:
        return
    whole = sorted(field for field, rules in mapped_attributes(profile).items() if "*" in rules)
    if whole:
        yield sized(
            profile,
            f"has a session policy of {length} characters, and maps every attribute of "
            f"{' and '.join(plain(field, 100) for field in whole)} to a session tag: a certificate "
            "with long names may leave too little room for both",
        )
