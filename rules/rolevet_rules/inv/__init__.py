"""INV: promises about what an account holds as a whole, a module for each thing."""

from typing import Final

from rolevet import Rule
from rolevet_rules.inv import (
    anchors,
    dormant,
    drift,
    drift_settings,
    subject_lifetime,
    subject_names,
    subjects,
    tags,
    unused,
)

RULES: Final[tuple[Rule, ...]] = (
    anchors.not_in_allow_list,
    anchors.latent_not_in_allow_list,
    dormant.dormant,
    dormant.dormant_and_exposed,
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
    drift.drifted,
    drift.role_drifted,
    drift.iot_policy_drifted,
    drift.managed_policy_drifted,
    drift_settings.enabled_otherwise,
    drift_settings.notified_otherwise,
    drift_settings.mapped_otherwise,
    drift_settings.instance_properties_otherwise,
)
