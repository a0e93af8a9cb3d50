"""ALIAS: promises about IoT role aliases, a module for each thing that they are about."""

from typing import Final

from rolevet import Rule
from rolevet_rules.alias import change, duration, lifetime, request, role, trust

RULES: Final[tuple[Rule, ...]] = (
    duration.duration_exceeds_role_max,
    request.shape_invalid,
    request.member_unknown,
    request.name_outside_guide,
    role.role_arn_invalid,
    role.role_missing,
    trust.not_trusting,
    trust.excluded,
    lifetime.privileged_too_long,
    lifetime.too_long,
    change.two_call_update,
    change.transient,
)
