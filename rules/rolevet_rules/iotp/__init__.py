"""IOTP: promises about IoT policies, which say whose certificates may use which role alias.

Each resource of a policy is told by one rule at most: one that is no role alias by IOTP004, one
that names an alias which is not there by IOTP003, a pattern by IOTP001. So none of them yields to
another, though one policy may break several: under the lesser a graver one would be overlooked.
"""

from typing import Final

from rolevet import Rule
from rolevet_rules.iotp import implied, misnamed, missing, named, request

RULES: Final[tuple[Rule, ...]] = (
    named.any_role_alias,
    named.role_alias_by_pattern,
    implied.implicit_access,
    implied.implicit_privileged_access,
    implied.latent_access,
    missing.dangling,
    missing.in_another_case,
    missing.by_thing_variable,
    misnamed.malformed,
    misnamed.partly_malformed,
    request.shape_invalid,
)
