"""What rolevet promises: every built-in rule, by family."""

from pathlib import Path
from typing import Final

from rolevet import Rule, declared_rules
from rolevet_rules import alias, anchor, crl, inv, iotp, profile, trust
from rolevet_rules import alias
from rolevet_rules import alias, alias_lifetime
from rolevet_rules.anchor import constraints, expiry, keys, policy, private_ca, public, rotation
from rolevet_rules.anchor import state as anchor_state
from rolevet_rules.crl import freshness, issuer, reference, revocation
from rolevet_rules.crl import state as crl_state
from rolevet_rules.perm import (
    administrator,
    devices,
    escalation,
    iot_admin,
    iot_variables,
    passing,
    role_variables,
    security,
    session_variables,
    thing_name,
)
from rolevet_rules.profile import duration, policies, roles, scope, state

__all__ = ["PACKS", "rules"]

PACKS: Final = Path(__file__).parent / "packs"
"""The rules that are data; all of them are opt-in."""

_FAMILIES: Final = (alias, profile, anchor, crl, trust, iotp, inv)


def rules() -> list[Rule]:
    """Every built-in rule, in the order of the catalogue."""
    return [*(rule for family in _FAMILIES for rule in family.RULES), *declared_rules(PACKS)]
    return [
        alias.duration_exceeds_role_max,
        alias.role_arn_invalid,
        alias.role_missing,
        alias_lifetime.privileged_too_long,
        alias_lifetime.too_long,
        duration.duration_exceeds_role_max,
        duration.latent_duration_exceeds_role_max,
        roles.role_arn_invalid,
        roles.role_arn_duplicated,
        policies.managed_policies_over_session_limit,
        policies.managed_policies_over_api_limit,
        scope.unscoped_privileged_role,
        roles.role_missing,
        roles.every_role_missing,
        state.disabled,
        state.disabled_and_stale,
        *_anchors(),
        *_crls(),
        *_permissions(),
        *declared_rules(PACKS),
    ]


def _anchors() -> list[Rule]:
    return [
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
        anchor_state.disabled,
        anchor_state.disabled_and_stale,
        anchor_state.notification_off,
        policy.against_policy,
    ]


def _crls() -> list[Rule]:
    return [
        freshness.out_of_date,
        freshness.soon_out_of_date,
        freshness.without_next_update,
        freshness.from_the_future,
        crl_state.disabled,
        crl_state.unreadable,
        issuer.of_another_ca,
        issuer.issuer_without_usage,
        revocation.not_configured,
        reference.of_missing_anchor,
        reference.anchor_arn_invalid,
        reference.too_many_crls,
    ]


def _permissions() -> list[Rule]:
    return [
        administrator.administrator,
        administrator.latent_administrator,
        escalation.can_escalate,
        escalation.latent_can_escalate,
        escalation.may_escalate,
        security.security_service_write,
        security.latent_security_service_write,
        security.security_service_read,
        devices.not_device_scoped,
        devices.not_device_scoped_in_iot,
        thing_name.deny_depends_on_thing_name,
        role_variables.variable_without_value,
        role_variables.variable_leaves_open,
        session_variables.variable_without_value,
        session_variables.variable_leaves_open,
        iot_variables.variable_without_value,
        iot_variables.variable_leaves_open,
        iot_admin.iot_admin_actions,
        iot_admin.iot_admin_read,
        passing.passes_any_role,
    ]
