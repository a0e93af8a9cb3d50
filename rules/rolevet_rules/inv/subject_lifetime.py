"""For how long the certificates of those who ask for sessions are valid."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from rolevet import (
    CertificateAuthority,
    CertificateSubject,
    Crl,
    Hit,
    Inventory,
    NotApplicable,
    Parameter,
    Severity,
    Trouble,
    TrustAnchor,
    Undecided,
    anchors_for,
    can_revoke,
    must_be_listed,
    rule,
)
from rolevet_rules.anchor.words import day, days, validity
from rolevet_rules.inv.words import AT, in_use

_TRUST: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html"


@rule(
    "INV005-SOON",
    "subject-certificate-expires-soon",
    severity=Severity.LOW,
    trouble=Trouble.FAILS,
    kind=CertificateSubject,
    source="https://docs.aws.amazon.com/rolesanywhere/latest/userguide/customize-notification-settings.html",
    opt_in=True,
    parameters={
        "warn_days": Parameter(45, "days before the end of validity", low=1, high=3650),
    },
)
def expires_soon(
    subject: CertificateSubject, inventory: Inventory, *, warn_days: int
) -> Iterator[Hit]:
    """The certificate with which a subject last asked for a session expires soon.

    ## Why it matters

    From that day its sessions are refused. AWS tells 45 days before, if somebody listens.

    ## Example

    A host whose certificate ends in nine days, and that nobody has renewed.

    ## How to mend it

    Have it renewed, and watch it ask with the new one.

    ## False positives

    A CA whose certificates live for less than that many days: lower `warn_days`.

    ## What it cannot see

    A new certificate with which the client has not asked yet. Certificates that have expired are
    passed over: their clients are gone, or INV005-FAILED tells of them.
    """
    certificate = in_use(subject, inventory)
    left = certificate.not_after - inventory.now
    if left <= timedelta(days=warn_days):
        yield Hit(
            f"The certificate of {subject.label} expires on {day(certificate.not_after)}, in "
            f"{days(left)}.",
            at=AT,
            evidence=validity(certificate),
        )


@rule(
    "INV005-LONGLIVED",
    "subject-certificate-long-lived",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=CertificateSubject,
    needs=[TrustAnchor, Crl, CertificateAuthority],
    source=_TRUST,
    opt_in=True,
    parameters={
        "max_days": Parameter(
            397, "days that a certificate may be valid which cannot be revoked", low=1, high=36500
        ),
    },
)
def long_lived(
    subject: CertificateSubject, inventory: Inventory, *, max_days: int
) -> Iterator[Hit]:
    """The certificate of a subject is valid for long, and cannot be revoked.

    ## Why it matters

    Whoever steals its key gets sessions until it expires. The trust anchor knows of no revoked
    certificates: it has no enabled CRL, and does not ask distribution points.

    ## Example

    A certificate of three years, and an anchor without a CRL.

    ## How to mend it

    Import a CRL for the anchor, or issue certificates that live for weeks:

        aws rolesanywhere import-crl --name NAME --trust-anchor-arn ARN --enabled --crl-data fileb://crl.pem

    ## False positives

    None known.

    ## What it cannot see

    Through which anchor the certificate came. It goes by the name of the issuer; where that is none
    of an anchor's, it asks all enabled anchors of the Region, and is undecided where they differ.
    """
    certificate = in_use(subject, inventory)
    if certificate.lifetime <= timedelta(days=max_days):
        return
    place = (subject.account, subject.region)
    anchors = anchors_for(certificate, *place, inventory)
    if not anchors:
        must_be_listed(TrustAnchor, *place, inventory)
        raise NotApplicable("no enabled trust anchor can have let it in")
    revoking = {can_revoke(anchor, inventory) for anchor in anchors}
    if revoking == {True}:
        return
    if True in revoking:
        raise Undecided("certificates are revoked by some of the trust anchors that may be its own")
    yield Hit(
        f"The certificate of {subject.label} is valid for {days(certificate.lifetime)}, until "
        f"{day(certificate.not_after)}, and cannot be revoked.",
        at=AT,
        evidence=validity(certificate),
    )
