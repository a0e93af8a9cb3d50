"""TRUST: promises about trust policies, a module for each thing that they are about."""

from typing import Final

from rolevet import Rule
from rolevet_rules.trust import (
    actions,
    anchors,
    attributes,
    credential_provider,
    fails_open,
    malformed,
    matches,
    request,
    session_name,
    source,
    source_identity,
    tags,
    unescaped,
    variables,
)

RULES: Final[tuple[Rule, ...]] = (
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
    unescaped.unescaped,
    session_name.session_name_unsatisfiable,
    credential_provider.source_unbound,
    malformed.malformed,
    request.shape_invalid,
)
