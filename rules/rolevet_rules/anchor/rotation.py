"""What becomes of a trust anchor's certificates while one takes over from another."""

from collections.abc import Iterator
from datetime import timedelta

from rolevet import (
    CertificateAuthority,
    Hit,
    Inventory,
    NotApplicable,
    Severity,
    Trouble,
    TrustAnchor,
    believed_by,
    rule,
)
from rolevet_rules.anchor.expiry import SOURCE, WARN_DAYS, covered_until
from rolevet_rules.anchor.words import dated, day, field_of, must_be_enabled, validity


@rule(
    "ANCH001-EARLY",
    "anchor-certificate-not-yet-valid",
    severity=Severity.MEDIUM,
    trouble=Trouble.FAILS,
    kind=TrustAnchor,
    needs=[CertificateAuthority],
    source=SOURCE,
)
def not_yet_valid(anchor: TrustAnchor, inventory: Inventory) -> Iterator[Hit]:
    """A trust anchor holds, beside a valid certificate, one that is not valid yet.

    ## Why it matters

    Clients whose certificates the second CA issued get no session until then.

    ## Example

    The next CA certificate, valid from the first of next month, was added today.

    ## How to mend it

    If clients already use it, have it issued with an earlier begin. Otherwise wait.

    ## False positives

    A certificate that was added ahead of its time, and that nobody uses yet.

    ## What it cannot see

    Whether any client has a certificate of that CA.
    """
    must_be_enabled(anchor)
    believed = believed_by(anchor, inventory)
    if covered_until(believed, inventory.now) is None:
        raise NotApplicable("ANCH001 reports it")
    for certificate in believed:
        if inventory.now < certificate.not_before:
            yield Hit(
                f"{anchor.label}: {dated(certificate, inventory.now)}.",
                at=field_of(anchor),
                key=certificate.sha256,
                evidence=validity(certificate),
            )


@rule(
    "ANCH001-OLD",
    "anchor-certificate-superseded",
    severity=Severity.LOW,
    trouble=Trouble.HYGIENE,
    kind=TrustAnchor,
    needs=[CertificateAuthority],
    source=SOURCE,
    parameters=WARN_DAYS,
)
def superseded(anchor: TrustAnchor, inventory: Inventory, *, warn_days: int) -> Iterator[Hit]:
    """A trust anchor holds an old certificate beside one that is valid for longer.

    ## Why it matters

    It looks like the end of a change from one CA certificate to the next. Clients that still depend
    on the old one stop getting sessions when it ends, and its place is wanted for the next change:
    an anchor holds two certificates.

    ## Example

    A bundle of a certificate that expired in March, and of one that is valid for ten years.

    ## How to mend it

    Drop the old one when no client needs it any more:

        aws rolesanywhere update-trust-anchor --trust-anchor-id ID --source SOURCE

    ## False positives

    While clients change from one CA certificate to the next, both are meant to be there.

    ## What it cannot see

    Whether the newer certificate is that of the same CA. If it is that of another, the clients of
    the old one lose their sessions when it ends.
    """
    must_be_enabled(anchor)
    believed = believed_by(anchor, inventory)
    soon = inventory.now + timedelta(days=warn_days)
    end = covered_until(believed, inventory.now)
    if end is None or end <= soon:
        raise NotApplicable("ANCH001 or ANCH001-SOON reports it")
    for certificate in believed:
        if certificate.not_after <= soon:
            yield Hit(
                f"{anchor.label}: {dated(certificate, inventory.now)}; another of its "
                f"certificates is valid until {day(end)}. If that one has taken over, drop this "
                "one.",
                at=field_of(anchor),
                key=certificate.sha256,
                evidence=validity(certificate),
            )
