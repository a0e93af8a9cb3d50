"""Roles that may do everything."""

from collections.abc import Iterator, Mapping
from typing import Final

from rolevet import (
    FRESH,
    PERMISSIONS,
    Answer,
    Hit,
    Inventory,
    Role,
    Session,
    Severity,
    Tier,
    Trouble,
    reaches_in,
    rule,
)
from rolevet_rules.perm.paths import ASLEEP, Found, allowing, hit, latent_with, open_with

_DEFENDER: Final = (
    "https://docs.aws.amazon.com/iot-device-defender/latest/devguide/"
    "audit-chk-iot-role-alias-permissive.html"
)


@rule(
    "PERM001",
    "broker-role-administrator",
    severity=Severity.CRITICAL,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    needs=PERMISSIONS,
    source=_DEFENDER,
)
def administrator(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A role with the permissions of an administrator is handed out for certificates.

    ## Why it matters

    One certificate with its private key is then the whole account: a stolen device, a copied file.
    Whoever has it reads and deletes what there is, makes users and keys, and stays after the
    certificate is revoked.

    ## Example

    A role with AWS's AdministratorAccess, in the list of a profile that has no session policy.

    ## How to mend it

    Give the role what its devices or workloads use, and nothing else; until that is written, a
    permissions boundary holds:

        aws iam detach-role-policy --role-name NAME --policy-arn ARN
        aws iam put-role-permissions-boundary --role-name NAME --permissions-boundary ARN

    ## False positives

    A role for emergencies, whose only certificate is kept as well as the root user's password.

    ## What it cannot see

    Service and resource control policies, which may take from the role what its own policies grant.
    Whether its trust policy lets anybody in, and who has which certificate. A role that lacks a
    single one of the actions by which IAM is changed is no administrator here; PERM002 tells of it.
    """
    found = open_with(lambda session: _administers(session, inventory), role, inventory)
    if found.paths:
        yield _administrator(role, found, inventory)


@rule(
    "PERM001-LATENT",
    "latent-broker-role-administrator",
    severity=Severity.HIGH,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    needs=PERMISSIONS,
    source=_DEFENDER,
)
def latent_administrator(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A role with the permissions of an administrator is in a disabled profile.

    ## Why it matters

    One call of EnableProfile, whoever makes it, turns every certificate that the profile's trust
    anchors believe into the whole account. PERM001 says what that means.

    ## Example

    A profile of a migration that was disabled when it was over, with AdministratorAccess behind it.

    ## How to mend it

    Delete the profile, or take the role out of it:

        aws rolesanywhere delete-profile --profile-id ID
        aws rolesanywhere update-profile --profile-id ID --role-arns ARN ...

    ## False positives

    A profile for emergencies that is enabled only while it is needed.

    ## What it cannot see

    Who may enable the profile, and what PERM001 cannot see either.
    """
    found = latent_with(lambda s: _administers(s, inventory), role, inventory, "PERM001")
    if found.paths:
        yield _administrator(role, found, inventory, ASLEEP)


def _administers(session: Session, inventory: Inventory) -> Mapping[str, Answer]:
    return {"*": reaches_in(session, Tier.ADMINISTRATOR, inventory)}


def _administrator(role: Role, found: Found, inventory: Inventory, end: str = "") -> Hit:
    clause = f"has the permissions of an administrator{end}"
    return hit(role, clause, found, allowing(role, inventory, [f"{FRESH}:{FRESH}"]))
