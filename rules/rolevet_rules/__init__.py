"""What rolevet promises: every built-in rule, one module a family."""

from rolevet import Rule
from rolevet_rules import alias, profile

__all__ = ["rules"]


def rules() -> list[Rule]:
    """Every built-in rule, in the order of the catalogue."""
    return [
        alias.duration_exceeds_role_max,
        alias.role_arn_invalid,
        alias.role_missing,
        profile.duration_exceeds_role_max,
        profile.latent_duration_exceeds_role_max,
        profile.role_arn_invalid,
        profile.role_arn_duplicated,
        profile.managed_policies_over_session_limit,
        profile.managed_policies_over_api_limit,
        profile.role_missing,
        profile.every_role_missing,
        profile.disabled,
        profile.disabled_and_stale,
    ]
