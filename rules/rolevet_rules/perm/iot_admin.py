"""Roles of devices that administer AWS IoT."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    ANY_THING,
    DEVICE_KEYS,
    IOT_DATA_PLANE,
    IOT_DATA_PLANE_SINCE,
    PERMISSIONS,
    THING_ADMIN_READ,
    THING_ADMIN_WRITE,
    Answer,
    Effect,
    Hit,
    Inventory,
    NotApplicable,
    Parameter,
    Permissions,
    Role,
    Severity,
    Statement,
    Trouble,
    all_but,
    any_of,
    device_views,
    escalations_in,
    having,
    role_permissions,
    rule,
    sessions_of,
)
from rolevet_rules.perm.paths import Found, allowing, certain, device_paths, hit, listed

_DEFENDER: Final = (
    "https://docs.aws.amazon.com/iot-device-defender/latest/devguide/"
    "audit-chk-iot-role-alias-permissive.html"
)
_WRITES: Final = "ALLOWS_ACCESS_TO_IOT_THING_ADMIN_WRITE_ACTIONS"
_OTHERS: Final = "ALLOWS_ACCESS_TO_IOT_NON_THING_ADMIN_ACTIONS"
_READS: Final = "ALLOWS_BROAD_ACCESS_TO_IOT_THING_ADMIN_READ_ACTIONS"
_OF_THINGS: Final = THING_ADMIN_WRITE | THING_ADMIN_READ | IOT_DATA_PLANE | IOT_DATA_PLANE_SINCE
_EXEMPT: Final = {
    "exempt_roles": Parameter((), "names or ARNs of roles whose work is to provision devices")
}
_ALLOWED: Final = {
    "allowed_actions": Parameter(
        ("iot:DescribeCertificate", "iot:DescribeEndpoint"),
        "actions of AWS IoT that tell a device of nothing but itself and the account's endpoint",
    )
}


@rule(
    "PERM007",
    "device-role-iot-admin-actions",
    severity=Severity.HIGH,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    needs=PERMISSIONS,
    source=_DEFENDER,
    yields_to=["PERM001"],
    parameters=_EXEMPT | _ALLOWED,
)
def iot_admin_actions(
    role: Role,
    inventory: Inventory,
    *,
    exempt_roles: tuple[str, ...],
    allowed_actions: tuple[str, ...],
) -> Iterator[Hit]:
    """A role of devices can administer AWS IoT.

    ## Why it matters

    A device uses the topics, the shadow and the jobs of its thing. One that can also make or change
    things, groups, certificates, rules or jobs decides for others what they are and what they run.
    The reasons are those of AWS IoT Device Defender:
    `ALLOWS_ACCESS_TO_IOT_THING_ADMIN_WRITE_ACTIONS` for actions that write things, or list all of
    them, be it on one resource;
    `ALLOWS_ACCESS_TO_IOT_NON_THING_ADMIN_ACTIONS` for all that is neither about things nor of the
    data plane. Actions by which PERM002 says that the role escalates are left to it.

    ## Example

    `iot:*` on `*`; or `iot:UpdateThing` on the device's own thing, whose attributes a policy
    elsewhere relies on.

    ## How to mend it

    Leave to the role what devices need, and give provisioning to a role of its own, to fleet
    provisioning or to a service behind an API:

        aws iam put-role-policy --role-name NAME --policy-name NAME --policy-document FILE

    ## False positives

    A role by which a gateway registers the devices behind it; `exempt_roles` names such roles.
    `iot:DescribeCertificate`, which older versions of Greengrass ask for, and
    `iot:DescribeEndpoint` are let pass; `allowed_actions` is the list.

    ## What it cannot see

    Service control policies. Device Defender publishes its lists on the page about Cognito; that
    they hold for role aliases too follows from the names of the reasons.
    """
    found = _devices_of(role, inventory, exempt_roles)
    permissions = _of_devices(role, inventory)
    writes = permissions.allowed_of(sorted(THING_ADMIN_WRITE))
    others = permissions.within(all_but({*_OF_THINGS, *allowed_actions, *_told(role, inventory)}))
    answers = {_WRITES: any_of(writes.values()), _OTHERS: others.allows_some("iot:*")}
    reasons = certain(answers)
    if reasons:
        yield _hit(role, found, inventory, reasons, writes)


@rule(
    "PERM007-READ",
    "device-role-iot-admin-read",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    needs=PERMISSIONS,
    source=_DEFENDER,
    yields_to=["PERM001", "PERM007"],
    parameters=_EXEMPT,
)
def iot_admin_read(
    role: Role, inventory: Inventory, *, exempt_roles: tuple[str, ...]
) -> Iterator[Hit]:
    """A role of devices can look up things that are not the device's own.

    ## Why it matters

    Attributes of things tell where devices are, whose they are and how to reach them, and their
    principals which certificates to look for. AWS IoT Device Defender reports it as
    `ALLOWS_BROAD_ACCESS_TO_IOT_THING_ADMIN_READ_ACTIONS`.

    ## Example

    `iot:DescribeThing` on `*`.

    ## How to mend it

    Put the thing's name into the resource, as in `thing/${credentials-iot:ThingName}`:

        aws iam put-role-policy --role-name NAME --policy-name NAME --policy-document FILE

    ## False positives

    A gateway that looks up the devices behind it; a prefix of their names as resource is enough for
    this rule.

    ## What it cannot see

    How many devices may use the alias, and service control policies.
    """
    found = _devices_of(role, inventory, exempt_roles)
    views = device_views(role, inventory)
    answers: dict[str, Answer] = {
        action: any_of(view.allows_some(action, ANY_THING) for view in views)
        for action in sorted(THING_ADMIN_READ)
    }
    actions = certain(answers)
    if actions:
        yield hit(
            role,
            f"lets each of its devices use {listed(actions)} on things that are not its own",
            found,
            allowing(role, inventory, actions),
            actions=actions,
            reason=_READS,
        )


def _devices_of(role: Role, inventory: Inventory, exempt: tuple[str, ...]) -> Found:
    found = device_paths(role, inventory)
    if role.arn in exempt or role.name in exempt:
        raise NotApplicable("the role is exempt")
    return found


def _of_devices(role: Role, inventory: Inventory) -> Permissions:
    """What a device may do that sends the name of its thing, to its own thing at the least."""
    return role_permissions(role, inventory).revised(_with_a_name)


def _with_a_name(statement: Statement) -> Statement:
    return having(statement, DEVICE_KEYS) if statement.effect is Effect.ALLOW else statement


def _told(role: Role, inventory: Inventory) -> Iterator[str]:
    """By which actions PERM002 says that sessions of devices escalate."""
    for session in sessions_of(role, inventory):
        if session.profile is None:
            found = escalations_in(session, inventory)
            yield from (action for action, answer in found.items() if answer.certain)


def _hit(
    role: Role,
    found: Found,
    inventory: Inventory,
    reasons: tuple[str, ...],
    writes: dict[str, Answer],
) -> Hit:
    actions = tuple(sorted(action for action, answer in writes.items() if answer.certain))
    clauses = {
        _WRITES: f"change things by {listed(actions)}",
        _OTHERS: "use actions of AWS IoT that are not about things",
    }
    clause = " and ".join(clauses[reason] for reason in reversed(reasons))
    return hit(
        role,
        f"lets its devices {clause}",
        found,
        allowing(role, inventory, actions or ["iot:*"]),
        actions=actions,
        reasons=reasons,
    )
