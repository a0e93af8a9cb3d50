"""Whether the trust anchors that a role waits for let anybody in."""

from collections.abc import Iterator
from operator import attrgetter

from rolevet import (
    Hit,
    Inventory,
    NotApplicable,
    ProfileBinding,
    Related,
    Role,
    Severity,
    Trouble,
    TrustAnchor,
    all_listed,
    answer_of,
    any_of,
    plain,
    rule,
)
from rolevet_rules.trust.asked import open_gate
from rolevet_rules.trust.binding import unbound
from rolevet_rules.trust.source_values import anchors_named


@rule(
    "ANCH007-BREAKS",
    "role-bound-to-unusable-anchors",
    severity=Severity.MEDIUM,
    trouble=Trouble.FAILS,
    kind=ProfileBinding,
    needs=[Role, TrustAnchor],
    source="https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_DisableTrustAnchor.html",
    yields_to=["TRUST003", "TRUST004"],
)
def bound_to_unusable(binding: ProfileBinding, inventory: Inventory) -> Iterator[Hit]:
    """An enabled profile lists a role whose trust anchors are all disabled, missing or elsewhere.

    ## Why it matters

    The trust policy of the role names its trust anchors. None of them is enabled in the account and
    Region of the profile, and an anchor, a profile and a role must be of one account and Region to
    be used together (a role has no Region). Every session for the role is refused.

    ## Example

    An anchor was disabled in an incident, and the roles that name it were left in their profiles.

    ## How to mend it

    Enable the anchor if its CA is still to be believed, or name another in the role:

        aws rolesanywhere enable-trust-anchor --trust-anchor-id ID
        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    A profile that is kept for the day when the anchor is enabled again: disable it till then.

    ## What it cannot see

    Whether anybody uses the profile.
    """
    profile = binding.broker
    if not profile.enabled:
        raise NotApplicable("the profile is disabled")
    gate = open_gate(binding.role, inventory)
    if unbound(gate):
        return
    sources = sorted(gate.sources or ())
    named_by = {source: tuple(anchors_named(source, inventory)) for source in sources}
    named = [anchor for anchors in named_by.values() for anchor in anchors]
    here = [a for a in named if (a.account, a.region) == (profile.account, profile.region)]
    if any_of(answer_of(attrgetter("enabled"), anchor) for anchor in here):
        return
    # What names an anchor that is known names no other.
    if all(named_by.values()) or all_listed(
        TrustAnchor, profile.account, profile.region, inventory
    ):
        yield Hit(
            f"{profile.label} hands out role '{binding.role.name}', which accepts no trust anchor "
            f"that is enabled in {profile.region}.",
            at="roleArns",
            evidence={
                "roleArn": binding.role.arn,
                "aws:SourceArn": tuple(plain(source, 300) for source in sources[:50]),
            },
            related=tuple(
                Related(anchor.arn, "is disabled" if anchor in here else "is in another Region")
                for anchor in named[:50]
            ),
        )
