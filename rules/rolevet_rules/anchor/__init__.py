"""ANCH: promises about trust anchors, a module for each thing that they are about."""

from typing import Final

from rolevet import Rule
from rolevet_rules.anchor import (
    broken,
    constraints,
    enabled,
    expiry,
    keys,
    policy,
    private_ca,
    public,
    request,
    rotation,
    state,
)

RULES: Final[tuple[Rule, ...]] = (
    expiry.without_valid_certificate,
    expiry.expiring_soon,
    rotation.not_yet_valid,
    rotation.superseded,
    expiry.latent_expiry,
    constraints.source_unacceptable,
    constraints.source_type_undocumented,
    constraints.wrapped_in_base64,
    keys.weak_key,
    keys.small_exponent,
    keys.private_key_in_bundle,
    keys.private_key_in_crl,
    public.public_ca,
    public.latent_public_ca,
    private_ca.private_ca_unusable,
    private_ca.private_ca_renewed_since,
    state.disabled,
    state.disabled_and_stale,
    enabled.enabled_not_declared,
    broken.bound_to_unusable,
    state.notification_off,
    policy.against_policy,
    request.shape_invalid,
)
