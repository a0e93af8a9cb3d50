"""CRL: promises about revocation, a module for each thing that they are about."""

from typing import Final

from rolevet import Rule
from rolevet_rules.crl import freshness, issuer, reference, request, revocation, state

RULES: Final[tuple[Rule, ...]] = (
    freshness.out_of_date,
    freshness.soon_out_of_date,
    freshness.without_next_update,
    freshness.from_the_future,
    state.disabled,
    state.unreadable,
    issuer.of_another_ca,
    issuer.issuer_without_usage,
    revocation.not_configured,
    revocation.long_lived,
    revocation.blind,
    reference.of_missing_anchor,
    reference.anchor_arn_invalid,
    reference.too_many_crls,
    request.shape_invalid,
)
