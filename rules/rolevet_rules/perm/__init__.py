"""PERM: promises about what roles may do that are handed out for certificates.

What a session policy or a boundary takes away is taken away for the paths that it stands in, and a
finding names the others. PERM001 is the root of whatever else is told of an administrator.
"""

from typing import Final

from rolevet import Rule
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

RULES: Final[tuple[Rule, ...]] = (
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
)
