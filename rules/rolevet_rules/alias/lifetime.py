"""How long the credentials of a role alias are valid."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    PERMISSIONS,
    AliasBinding,
    Hit,
    Inventory,
    NotApplicable,
    Parameter,
    Related,
    Severity,
    Tier,
    Trouble,
    reaches_through,
    rule,
)

_PROVIDER: Final = (
    "https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html"
)
_SHORTEST, _LONGEST = 900, 43200
"""Seconds; what the API admits."""


@rule(
    "ALIAS006",
    "alias-credential-lifetime-excessive",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=AliasBinding,
    needs=PERMISSIONS,
    source=_PROVIDER,
    yields_to=["ALIAS001"],
    parameters={
        "max_privileged": Parameter(
            3600,
            "seconds that credentials of a privileged role may be valid",
            low=_SHORTEST,
            high=_LONGEST,
        )
    },
)
def privileged_too_long(
    binding: AliasBinding, inventory: Inventory, *, max_privileged: int
) -> Iterator[Hit]:
    """Credentials of a powerful role are valid for longer than they should be.

    ## Why it matters

    Who revokes a certificate does not revoke the credentials that its device has: they are valid
    until they expire. Where the role may do everything, get to more than it has, or change what
    audits the account, every hour counts.

    ## Example

    An alias with `credentialDurationSeconds` 43200 and a role that may write policies.

    ## How to mend it

    Take from the role what devices do not need, or let its credentials expire sooner; devices ask
    for new ones before that:

        aws iot update-role-alias --role-alias NAME --credential-duration-seconds 3600

    ## False positives

    Devices that are seldom online and have to work on with what they have; `max_privileged` is the
    limit.

    ## What it cannot see

    Service and resource control policies, which may take from the role what makes it powerful.
    Whether somebody would revoke its sessions in time.
    """
    duration = binding.broker.duration
    if duration > max_privileged and reaches_through(binding, Tier.TAMPERING, inventory):
        tier = next(each for each in Tier if reaches_through(binding, each, inventory).certain)
        yield _hit(binding, max_privileged, f", because it {_POWERS[tier]}", tier)


@rule(
    "ALIAS006-ORDINARY",
    "alias-credential-lifetime-over-limit",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=AliasBinding,
    needs=PERMISSIONS,
    source=_PROVIDER,
    opt_in=True,
    yields_to=["ALIAS001"],
    parameters={
        "max_default": Parameter(
            14400,
            "seconds that credentials of a role may be valid that is not privileged",
            low=_SHORTEST,
            high=_LONGEST,
        )
    },
)
def too_long(binding: AliasBinding, inventory: Inventory, *, max_default: int) -> Iterator[Hit]:
    """Credentials of a role alias are valid for longer than its owner wants any to be.

    ## Why it matters

    Who revokes a certificate does not revoke the credentials that its device has: they are valid
    until they expire. AWS advertises twelve hours, so that devices can work on while they are
    offline; how many are too many is for the owner to say, and the rule is asked for by name.

    ## Example

    An alias with `credentialDurationSeconds` 43200 for cameras that are always online.

    ## How to mend it

        aws iot update-role-alias --role-alias NAME --credential-duration-seconds 3600

    ## False positives

    Devices that are seldom online; `max_default` is the limit, and a configuration can set another
    for some aliases.

    ## What it cannot see

    Whether somebody would revoke the role's sessions in time. Roles of which ALIAS006 says that
    they are powerful are left to it.
    """
    duration = binding.broker.duration
    if duration <= max_default:
        return
    if reaches_through(binding, Tier.TAMPERING, inventory).certain:
        raise NotApplicable("ALIAS006 judges it")
    yield _hit(binding, max_default, "", None)


_POWERS: Final = {
    Tier.ADMINISTRATOR: "may do everything",
    Tier.ESCALATION: "can get or give more than it has",
    Tier.TAMPERING: "can change what audits the account",
}


def _hit(binding: AliasBinding, limit: int, why: str, tier: Tier | None) -> Hit:
    alias, role = binding.broker, binding.role
    return Hit(
        f"{alias.label} gives credentials for {alias.duration} seconds, where {limit} are the "
        f"limit for role '{role.name}'{why}.",
        at=alias.DURATION_FIELD,
        evidence={
            alias.DURATION_FIELD: alias.duration,
            "limit": limit,
            "roleArn": role.arn,
            "tier": None if tier is None else tier.name,
        },
        related=(Related(role.arn, "is handed out"),),
    )
