"""What rolevet promises: every built-in rule, by family."""

from pathlib import Path
from typing import Final

from rolevet import Rule, declared_rules
from rolevet_rules import alias, alias_trust
from rolevet_rules.anchor import (
    broken,
    constraints,
    expiry,
    keys,
    policy,
    private_ca,
    public,
    rotation,
)
from rolevet_rules.anchor import state as anchor_state
from rolevet_rules.crl import freshness, issuer, reference, revocation
from rolevet_rules.crl import state as crl_state
from rolevet_rules.inv import dormant
from rolevet_rules.inv import anchors, subject_lifetime, subject_names, subjects, tags, unused
from rolevet_rules.iotp import implied, misnamed, missing, named
from rolevet_rules.profile import (
    duration,
    mapping,
    policies,
    roles,
    session_effect,
    session_name,
    session_policy,
    session_scope,
    session_size,
    session_space,
    state,
)
from rolevet_rules.profile import trust as profile_trust
from rolevet_rules.trust import (
    actions,
    anchors,
    attributes,
    credential_provider,
    fails_open,
    matches,
    source,
    source_identity,
    tags,
    variables,
)
from rolevet_rules.trust import session_name as trust_session_name

__all__ = ["PACKS", "rules"]

PACKS: Final = Path(__file__).parent / "packs"
"""The rules that are data; all of them are opt-in."""


def rules() -> list[Rule]:
    """Every built-in rule, in the order of the catalogue."""
    return [
        alias.duration_exceeds_role_max,
        alias.role_arn_invalid,
        alias.role_missing,
        alias_trust.not_trusting,
        alias_trust.excluded,
        duration.duration_exceeds_role_max,
        duration.latent_duration_exceeds_role_max,
        roles.role_arn_invalid,
        roles.role_arn_duplicated,
        policies.managed_policies_over_session_limit,
        policies.managed_policies_over_api_limit,
        roles.role_missing,
        roles.every_role_missing,
        profile_trust.not_trusting,
        profile_trust.latent_not_trusting,
        state.disabled,
        state.disabled_and_stale,
        session_name.session_name_unbound,
        mapping.breaks_condition,
        mapping.bypasses_condition,
        mapping.latent_bypass,
        *_sessions(),
        *_anchors(),
        *_crls(),
        *_trust(),
        dormant.dormant,
        dormant.dormant_and_exposed,
        *_iot_policies(),
        *_inventory(),
        *declared_rules(PACKS),
    ]


def _sessions() -> list[Rule]:
    return [
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
        policies.managed_policy_unusable,
        roles.without_roles,
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
        broken.bound_to_unusable,
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
        revocation.long_lived,
        revocation.blind,
        reference.of_missing_anchor,
        reference.anchor_arn_invalid,
        reference.too_many_crls,
    ]


def _trust() -> list[Rule]:
    return [
        anchors.without_anchors,
        anchors.privileged_without_anchors,
        tags.bound_by_tags,
        tags.bound_by_missing_tags,
        attributes.any_certificate,
        attributes.any_certificate_privileged,
        attributes.any_certificate_of_an_issuer,
        actions.required_actions_missing,
        source.no_usable_source,
        source.some_unusable_source,
        fails_open.fails_open,
        fails_open.anchors_refused_by_name,
        fails_open.needlessly_optional,
        matches.too_loose,
        source_identity.prefix_missing,
        source_identity.never_denied,
        variables.variable_malformed,
        variables.variable_malformed_in_guard,
        trust_session_name.session_name_unsatisfiable,
        credential_provider.source_unbound,
def _iot_policies() -> list[Rule]:
    return [
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
    ]


def _inventory() -> list[Rule]:
    return [
        anchors.not_in_allow_list,
        anchors.latent_not_in_allow_list,
        unused.alias_open_to_no_device,
        unused.role_unused,
        unused.anchor_never_seen,
        subjects.last_request_failed,
        subjects.unfit_for_clients,
        subject_lifetime.expires_soon,
        subject_lifetime.long_lived,
        subject_names.outside_tag_characters,
        subject_names.too_long_for_prefix,
        tags.required_tags_missing,
    ]
