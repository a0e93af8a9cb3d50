"""Whether a trust anchor is in use, and whether somebody is told before it ends."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    Hit,
    Inventory,
    NotApplicable,
    Parameter,
    Severity,
    Trouble,
    TrustAnchor,
    Undecided,
    rule,
)
from rolevet_rules.ages import unchanged_for
from rolevet_rules.anchor.words import must_be_enabled

_DISABLE: Final = (
    "https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_DisableTrustAnchor.html"
)
_NOTIFICATIONS: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/customize-notification-settings.html"
_STALE: Final = {
    "stale_days": Parameter(90, "days without a change that make it stale", low=1, high=3650)
}


@rule(
    "ANCH007",
    "anchor-disabled",
    severity=Severity.INFO,
    trouble=Trouble.HYGIENE,
    kind=TrustAnchor,
    source=_DISABLE,
    parameters=_STALE,
)
def disabled(anchor: TrustAnchor, inventory: Inventory, *, stale_days: int) -> Iterator[Hit]:
    """A trust anchor is disabled, so that it lets nobody in.

    ## Why it matters

    Requests that name a disabled anchor fail. Everything that it would let in comes back with one
    call of EnableTrustAnchor, whoever makes it.

    ## Example

    An anchor that was created without `enabled`: by all that has been seen, it is then disabled.

    ## How to mend it

    Enable it if it is meant to be used, delete it if it is not:

        aws rolesanywhere delete-trust-anchor --trust-anchor-id ID

    ## False positives

    An anchor that is kept disabled on purpose, or that is about to be enabled.

    ## What it cannot see

    Whether a role or a client still depends on it.
    """
    if anchor.enabled:
        return
    if unchanged_for(stale_days, anchor, inventory):
        raise NotApplicable("ANCH007-STALE reports it")
    yield Hit(
        f"{anchor.label} is disabled: sessions that name it are refused.",
        at="enabled",
        evidence={"enabled": False},
    )


@rule(
    "ANCH007-STALE",
    "anchor-disabled-and-stale",
    severity=Severity.LOW,
    trouble=Trouble.HYGIENE,
    kind=TrustAnchor,
    source=_DISABLE,
    parameters=_STALE,
)
def disabled_and_stale(
    anchor: TrustAnchor, inventory: Inventory, *, stale_days: int
) -> Iterator[Hit]:
    """A trust anchor is disabled and has not been changed for long.

    ## Why it matters

    Nobody waits for it any more, and everything that it would let in comes back with one call of
    EnableTrustAnchor, whoever makes it.

    ## Example

    An anchor whose last update, in spring, disabled it.

    ## How to mend it

        aws rolesanywhere delete-trust-anchor --trust-anchor-id ID

    ## False positives

    An anchor that is kept for an emergency: ignore the rule, or raise `stale_days`.

    ## What it cannot see

    When it was disabled: only the date of the last change is known, whatever was changed.
    """
    if anchor.enabled:
        return
    if not unchanged_for(stale_days, anchor, inventory):
        raise NotApplicable("ANCH007 reports it")
    yield Hit(
        f"{anchor.label} is disabled and was last changed on "
        f"{anchor.updated_at.date().isoformat()}, more than {stale_days} days ago.",
        at="enabled",
        evidence={"enabled": False, "updatedAt": anchor.updated_at.isoformat()},
    )


@rule(
    "ANCH008",
    "anchor-expiry-notification-off",
    severity=Severity.LOW,
    trouble=Trouble.HYGIENE,
    kind=TrustAnchor,
    source=_NOTIFICATIONS,
    parameters={
        "min_days": Parameter(14, "days before expiry that are early enough", low=1, high=360)
    },
)
def notification_off(anchor: TrustAnchor, _: Inventory, *, min_days: int) -> Iterator[Hit]:
    """An enabled trust anchor does not tell in time that certificates expire.

    ## Why it matters

    IAM Roles Anywhere tells 45 days before a CA's or a client's certificate expires, unless somebody
    has changed that. Without it, the first sign is that sessions fail.

    ## Example

    CA_CERTIFICATE_EXPIRY with a threshold of 3 days.

    ## How to mend it

        aws rolesanywhere reset-notification-settings --trust-anchor-id ID --notification-setting-keys event=CA_CERTIFICATE_EXPIRY

    Terraform's provider has been seen to apply `notification_settings` to a new anchor only.

    ## False positives

    Where something else watches the certificates.

    ## What it cannot see

    Whether anybody reads the notifications. Settings that are not listed are taken for AWS's
    defaults, which are on.
    """  # noqa: E501 - a command that is copied
    must_be_enabled(anchor)
    settings = {str(setting.get("event")): setting for setting in anchor.notification_settings}
    for event, setting in sorted(settings.items()):
        enabled, days = setting.get("enabled"), setting.get("threshold")
        if enabled is False:
            clause = "is switched off"
        elif not (enabled is True and type(days) is int):
            raise Undecided(f"the setting of {event} of {anchor.label} is not as documented")
        elif days < min_days:
            clause = f"comes {days} days before; {min_days} are asked for"
        else:
            continue
        yield Hit(
            f"{anchor.label}: the notification {event} {clause}.",
            at="notificationSettings",
            key=event,
            evidence={"event": event, "enabled": enabled, "threshold": days},
        )
