"""Roles that reach the services which audit an account."""

from collections.abc import Iterator, Mapping
from typing import Final

from rolevet import (
    PERMISSIONS,
    SECURITY_SERVICES,
    TAMPERING,
    Answer,
    Hit,
    Inventory,
    Role,
    Session,
    Severity,
    Trouble,
    all_but,
    escalations_in,
    rule,
)
from rolevet_rules.perm.paths import ASLEEP, Found, allowing, hit, latent_with, listed, open_with

_DEFENDER: Final = (
    "https://docs.aws.amazon.com/iot-device-defender/latest/devguide/"
    "audit-chk-iot-role-alias-permissive.html"
)
_READING: Final = tuple(
    f"{service}:{verb}*"
    for service in SECURITY_SERVICES
    for verb in ("BatchGet", "Describe", "Get", "List", "Lookup", "Search", "Select")
)


@rule(
    "PERM003",
    "broker-role-security-service-access",
    severity=Severity.HIGH,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    needs=PERMISSIONS,
    source=_DEFENDER,
    yields_to=["PERM001"],
)
def security_service_write(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A role that is handed out for certificates can change or stop what audits the account.

    ## Why it matters

    Who holds a stolen certificate would first put out the lights: stop a trail, delete a detector,
    suppress findings, take users and roles away. AWS IoT Device Defender finds fault with any
    access of a role alias to IAM, CloudTrail, GuardDuty, Inspector and Trusted Advisor; this rule
    looks for what changes something there, and in Access Analyzer, Config, Detective, Macie,
    Security Hub and Support. Actions by which PERM002 says
    that the role escalates, or may, are left to it.

    ## Example

    `cloudtrail:StopLogging`, or `guardduty:*` in a policy that was copied from an administrator's.

    ## How to mend it

    Take the actions away; devices and workloads that only look need `Get*`, `List*` and
    `Describe*`:

        aws iam put-role-policy --role-name NAME --policy-name NAME --policy-document FILE
        aws iam create-policy-version --policy-arn ARN --policy-document FILE --set-as-default

    ## False positives

    A workload that belongs to the audit, such as one that reports to Config with
    `config:PutEvaluations`, or an agent that ends its own CIS scans with
    `inspector2:StopCisSession`.

    ## What it cannot see

    Service and resource control policies. Actions that do harm under another name than `Delete…`,
    `Disable…`, `Put…`, `Stop…` or `Update…`. Buckets and keys that a trail depends on.
    """
    found = open_with(lambda session: _tampers(session, inventory), role, inventory)
    if found.paths:
        yield _hit(role, found, inventory, "can change or stop what audits the account")


@rule(
    "PERM003-LATENT",
    "latent-broker-role-security-service-access",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    needs=PERMISSIONS,
    source=_DEFENDER,
    yields_to=["PERM001-LATENT"],
)
def latent_security_service_write(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A role that can change or stop what audits the account is in a disabled profile.

    ## Why it matters

    One call of EnableProfile, whoever makes it, hands it out again. PERM003 says what it could do.

    ## Example

    A disabled profile of a security tool that was given up.

    ## How to mend it

    Delete the profile, or take the role out of it:

        aws rolesanywhere delete-profile --profile-id ID
        aws rolesanywhere update-profile --profile-id ID --role-arns ARN ...

    ## False positives

    A profile of the audit itself that is enabled only while it is needed.

    ## What it cannot see

    Who may enable the profile, and what PERM003 cannot see either.
    """
    found = latent_with(lambda s: _tampers(s, inventory), role, inventory, "PERM003")
    if found.paths:
        yield _hit(role, found, inventory, "can change or stop what audits the account", ASLEEP)


@rule(
    "PERM003-READ",
    "broker-role-security-service-read",
    severity=Severity.LOW,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    needs=PERMISSIONS,
    source=_DEFENDER,
    opt_in=True,
    yields_to=["PERM001", "PERM003"],
)
def security_service_read(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A role that is handed out for certificates can read from what audits the account.

    ## Why it matters

    What is watched and what was found tells an intruder where to go. Few devices have a use for it;
    many workloads do, so that the rule is asked for by name.

    ## Example

    `iam:Get*` and `iam:List*` in the role of a fleet of sensors.

    ## How to mend it

    Take the actions away if nobody needs them:

        aws iam put-role-policy --role-name NAME --policy-name NAME --policy-document FILE

    ## False positives

    A workload that reports on the account, or that looks up its own role.

    ## What it cannot see

    Service and resource control policies. Whether the role uses what it may.
    """
    found = open_with(lambda session: session.permissions.allowed_of(_READING), role, inventory)
    if found.paths:
        yield _hit(role, found, inventory, "can read from what audits the account")


def _tampers(session: Session, inventory: Inventory) -> Mapping[str, Answer]:
    """What PERM002 or PERM002-CONDITIONAL tells of is not told again."""
    told = escalations_in(session, inventory, as_read=True)
    permissions = session.permissions.within(all_but(told)) if told else session.permissions
    return permissions.allowed_of(TAMPERING)


def _hit(role: Role, found: Found, inventory: Inventory, clause: str, end: str = "") -> Hit:
    return hit(
        role,
        f"{clause} by {listed(found.things)}{end}",
        found,
        allowing(role, inventory, found.things),
        actions=found.things,
        services=tuple(sorted({action.partition(":")[0] for action in found.things})),
    )
