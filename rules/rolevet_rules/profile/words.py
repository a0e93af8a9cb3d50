"""What the rules on profiles ask first, and how they tell of session policies."""

from typing import Final

from rolevet import (
    BadPolicy,
    Confidence,
    Evidence,
    Hit,
    Inventory,
    Missing,
    NotApplicable,
    PolicySet,
    Profile,
    minified,
    policy_arn_fault,
    session_policies,
    session_policy,
)

SESSION_MAX: Final = 2048
"""Characters that STS takes of inline and managed session policies together.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
"""

API_MAX: Final = 100_000
"""Characters that rolesanywhere:UpdateProfile takes; CreateProfile states no limit."""


def must_be_enabled(profile: Profile) -> None:
    """A disabled profile gives nobody a session."""
    if not profile.enabled:
        raise NotApplicable("the profile is disabled")


def must_be_disabled(profile: Profile) -> None:
    """For what enabling the profile would bring about."""
    if profile.enabled:
        raise NotApplicable("the profile is enabled")


def inline_session_policy(profile: Profile) -> str:
    """The text, which may be no policy at all."""
    text = profile.session_policy
    if text is None:
        raise NotApplicable("the profile has no inline session policy")
    return text


def is_gone(arn: str, inventory: Inventory) -> bool:
    """Whether IAM says that there is no such managed policy."""
    return isinstance(inventory.managed_policies.get(arn), Missing)


def session_set(profile: Profile, inventory: Inventory) -> PolicySet:
    """What its sessions are cut down to; there are none where one of the policies is of no use."""
    if isinstance(session_policy(profile, inventory), BadPolicy):
        raise NotApplicable("PROF006 reports it")
    arns = profile.managed_policy_arns
    if any(policy_arn_fault(arn, profile) or is_gone(arn, inventory) for arn in arns):
        raise NotApplicable("PROF010 reports it")
    session = session_policies(profile, inventory)
    if session is None:
        raise NotApplicable("the profile has no session policies")
    return session


def needed(text: str) -> int:
    """Characters of a session policy that are not mere white space."""
    return len(minified(text))


def sized(profile: Profile, clause: str, **more: Evidence) -> Hit:
    """About the length of the inline session policy."""
    text = inline_session_policy(profile)
    sizes = {"characters": len(text), "minified": needed(text)}
    return Hit(f"{profile.label} {clause}.", at="sessionPolicy", evidence=sizes | more)


def cut(
    profile: Profile, clause: str, confidence: Confidence | None = None, **evidence: Evidence
) -> Hit:
    """About all session policies together."""
    at = "managedPolicyArns" if profile.session_policy is None else "sessionPolicy"
    return Hit(f"{profile.label} {clause}.", at=at, evidence=evidence, confidence=confidence)
