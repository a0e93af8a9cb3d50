"""What rolevet promises: every built-in rule, by family."""

from rolevet import Rule
from rolevet_rules import alias
from rolevet_rules.profile import duration, policies, roles, state

__all__ = ["rules"]


def rules() -> list[Rule]:
    """Every built-in rule, in the order of the catalogue."""
    return [
        alias.duration_exceeds_role_max,
        alias.role_arn_invalid,
        alias.role_missing,
        duration.duration_exceeds_role_max,
        duration.latent_duration_exceeds_role_max,
        roles.role_arn_invalid,
        roles.role_arn_duplicated,
        policies.managed_policies_over_session_limit,
        policies.managed_policies_over_api_limit,
        roles.role_missing,
        roles.every_role_missing,
        state.disabled,
        state.disabled_and_stale,
    ]
