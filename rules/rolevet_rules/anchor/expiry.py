"""Whether the certificates of a trust anchor are valid, and for how long."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from rolevet import (
    Certificate,
    CertificateAuthority,
    Hit,
    Inventory,
    NotApplicable,
    Parameter,
    Severity,
    Trouble,
    TrustAnchor,
    believed_by,
    rule,
)
from rolevet_rules.anchor.words import (
    dated,
    day,
    days,
    field_of,
    must_be_disabled,
    must_be_enabled,
    validity,
)

SOURCE: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/customize-notification-settings.html"
WARN_DAYS: Final = {
    "warn_days": Parameter(45, "days before the end of validity that it is told", low=1, high=3650)
}


@rule(
    "ANCH001",
    "anchor-without-valid-certificate",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=TrustAnchor,
    needs=[CertificateAuthority],
    source=SOURCE,
)
def without_valid_certificate(anchor: TrustAnchor, inventory: Inventory) -> Iterator[Hit]:
    """An enabled trust anchor has no certificate that is valid today.

    ## Why it matters

    A certificate is validated up to the certificate of its trust anchor. Where that one has
    expired, or is not valid yet, no client of the anchor gets a session.

    ## Example

    A trust anchor whose only certificate ended last night.

    ## How to mend it

    Have the CA's certificate renewed, and give the anchor the new one:

        aws rolesanywhere update-trust-anchor --trust-anchor-id ID --source SOURCE

    ## False positives

    An anchor that no client uses fails nobody.

    ## What it cannot see

    The certificates of clients, and of CAs below the anchor. Of a private CA it sees the
    certificate of today, while Roles Anywhere goes by the validity that it found when the anchor
    was last updated: see ANCH006-STALE.
    """
    must_be_enabled(anchor)
    believed = believed_by(anchor, inventory)
    if covered_until(believed, inventory.now) is None:
        latest = max(believed, key=lambda certificate: certificate.not_after)
        yield Hit(
            f"{anchor.label} has no certificate that is valid: {dated(latest, inventory.now)}.",
            at=field_of(anchor),
            evidence=validity(latest),
        )


@rule(
    "ANCH001-SOON",
    "anchor-certificates-expire-soon",
    severity=Severity.MEDIUM,
    trouble=Trouble.FAILS,
    kind=TrustAnchor,
    needs=[CertificateAuthority],
    source=SOURCE,
    parameters=WARN_DAYS,
)
def expiring_soon(anchor: TrustAnchor, inventory: Inventory, *, warn_days: int) -> Iterator[Hit]:
    """An enabled trust anchor will soon have no certificate that is valid.

    ## Why it matters

    On that day every client of the anchor stops getting sessions. 45 days, which AWS notifies by
    default too, leave time to issue another CA certificate and to hand it out.

    ## Example

    A trust anchor with one certificate that is valid for 30 more days.

    ## How to mend it

    An anchor can hold two certificates: add the next one beside the present one, and drop the old
    one when no client needs it any more.

        aws rolesanywhere update-trust-anchor --trust-anchor-id ID --source SOURCE

    ## False positives

    Where a shorter notice is enough, lower `warn_days`.

    ## What it cannot see

    Whether the next CA certificate has been issued already. Of a private CA it sees what ANCH001
    sees.
    """
    must_be_enabled(anchor)
    end = covered_until(believed_by(anchor, inventory), inventory.now)
    if end is None:
        raise NotApplicable("ANCH001 reports it")
    if end - inventory.now <= timedelta(days=warn_days):
        yield Hit(
            f"{anchor.label} has no valid certificate after {day(end)}, which is "
            f"{days(end - inventory.now)} away.",
            at=field_of(anchor),
            evidence={"until": end.isoformat(), "warnDays": warn_days},
        )


@rule(
    "ANCH001-LATENT",
    "disabled-anchor-certificates-expire",
    severity=Severity.LOW,
    trouble=Trouble.FAILS,
    kind=TrustAnchor,
    needs=[CertificateAuthority],
    source=SOURCE,
    parameters=WARN_DAYS,
)
def latent_expiry(anchor: TrustAnchor, inventory: Inventory, *, warn_days: int) -> Iterator[Hit]:
    """A disabled trust anchor has no certificate that is valid for much longer.

    ## Why it matters

    Nothing fails while it is disabled. Whoever enables it gets what ANCH001 or ANCH001-SOON tells.

    ## Example

    A disabled trust anchor whose only certificate ended last year.

    ## How to mend it

    Delete the anchor if nobody means to enable it again:

        aws rolesanywhere delete-trust-anchor --trust-anchor-id ID

    ## False positives

    An anchor that nobody means to enable again.

    ## What it cannot see

    Whether anybody does.
    """
    must_be_disabled(anchor)
    end = covered_until(believed_by(anchor, inventory), inventory.now)
    if end is None or end - inventory.now <= timedelta(days=warn_days):
        when = f"after {day(end)}" if end else "today"
        yield Hit(
            f"{anchor.label} is disabled, and has no valid certificate {when}.",
            at=field_of(anchor),
            evidence={"until": end.isoformat() if end else None, "warnDays": warn_days},
        )


def covered_until(believed: tuple[Certificate, ...], now: datetime) -> datetime | None:
    """Until when one certificate or another is valid without a gap; None if none is now."""
    end: datetime | None = None
    for certificate in sorted(believed, key=lambda one: one.not_before):
        if certificate.not_before <= (end or now) and now <= certificate.not_after:
            end = max(end or now, certificate.not_after)
    return end
