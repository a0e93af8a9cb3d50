"""PROF: promises about IAM Roles Anywhere profiles, a module for each thing that they are about."""

from typing import Final

from rolevet import Rule
from rolevet_rules.profile import (
    duration,
    mapping,
    policies,
    roles,
    scope,
    session_effect,
    session_name,
    session_policy,
    session_scope,
    session_size,
    session_space,
    state,
    trust,
)

RULES: Final[tuple[Rule, ...]] = (
    duration.duration_exceeds_role_max,
    duration.latent_duration_exceeds_role_max,
    roles.role_arn_invalid,
    roles.role_arn_duplicated,
    policies.managed_policies_over_session_limit,
    policies.managed_policies_over_api_limit,
    session_size.too_long,
    session_size.over_api_limit,
    session_size.too_long_by_white_space,
    session_size.foreign_characters,
    session_space.too_long_together,
    session_space.leaves_tags_little_room,
    session_policy.invalid,
    session_policy.literal_variables,
    session_effect.grants_nothing,
    session_effect.grants_nothing_of_one_role,
    session_scope.ineffective,
    session_scope.latent_ineffective,
    scope.unscoped_privileged_role,
    policies.managed_policy_unusable,
    roles.role_missing,
    roles.every_role_missing,
    trust.not_trusting,
    trust.latent_not_trusting,
    roles.without_roles,
    state.disabled,
    state.disabled_and_stale,
    session_name.session_name_unbound,
    mapping.breaks_condition,
    mapping.bypasses_condition,
    mapping.latent_bypass,
)
