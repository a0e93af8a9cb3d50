"""ALIAS: promises about IoT role aliases, a module for each thing that they are about."""

from typing import Final

from rolevet import Rule
from rolevet_rules.alias import change, duration, lifetime, role, trust

RULES: Final[tuple[Rule, ...]] = (
    duration.duration_exceeds_role_max,
    role.role_arn_invalid,
    role.role_missing,
    trust.not_trusting,
    trust.excluded,
    lifetime.privileged_too_long,
    lifetime.too_long,
    change.two_call_update,
    change.transient,
)
