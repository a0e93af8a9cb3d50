"""What happens to a profile when a plan changes it."""

from collections.abc import Iterator

from rolevet import (
    Confidence,
    Hit,
    Inventory,
    NotApplicable,
    Profile,
    Severity,
    Trouble,
    rule,
)


@rule(
    "PROF019",
    "profile-terraform-session-policy-removal",
    severity=Severity.MEDIUM,
    trouble=Trouble.REJECTED,
    kind=Profile,
    source="https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_UpdateProfile.html",
    confidence=Confidence.MEDIUM,
)
def session_policy_removed(profile: Profile, inventory: Inventory) -> Iterator[Hit]:
    """A plan takes the session policy of a profile away, which Terraform cannot do in place.

    ## Why it matters

    For a session policy that is no longer given, Terraform's provider for AWS sends an empty text.
    The API asks for at least one character, so that the apply is expected to fail, and the profile
    to keep the policy that it has.

    ## Example

    `session_policy` is deleted from an `aws_rolesanywhere_profile` that was applied with it.

    ## How to mend it

    Have the profile made anew, which gives it another ARN:

        terraform apply -replace=ADDRESS

    Or state a session policy that allows what the role allows, and mean it.

    ## False positives

    A version of the provider that leaves the field out; none is known.

    ## What it cannot see

    A change that is not made by Terraform's provider for AWS.
    """
    old = inventory.prior.get(profile.arn)
    if not isinstance(old, Profile):
        raise NotApplicable("nothing tells what the profile was before")
    if old.session_policy is not None and profile.session_policy is None:
        yield Hit(
            f"{profile.label} loses its session policy in place, for which an empty text is sent; "
            "the API asks for one character at least.",
            at="sessionPolicy",
            evidence={"before": len(old.session_policy)},
        )
