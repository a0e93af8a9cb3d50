"""Whether anything can be revoked at all.

What shows that certificates live for long is taken where it is found, and never collected for it:
asking for every subject takes a call a second.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from rolevet import (
    Certificate,
    CertificateAuthority,
    Confidence,
    Crl,
    Evidence,
    Hit,
    Inventory,
    NotApplicable,
    Parameter,
    Severity,
    Trouble,
    TrustAnchor,
    can_revoke,
    crls_of,
    rule,
    seen_through,
)
from rolevet_rules.anchor.words import days, must_be_enabled, named

_SOURCE: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html"


@rule(
    "CRL003",
    "revocation-not-configured",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=TrustAnchor,
    needs=[Crl, CertificateAuthority],
    source=_SOURCE,
    opt_in=True,
    yields_to=["CRL003-LONGLIVED"],
)
def not_configured(anchor: TrustAnchor, inventory: Inventory) -> Iterator[Hit]:
    """An enabled trust anchor has no way to know of revoked certificates.

    ## Why it matters

    A stolen certificate gets sessions until it expires. The rule is asked for by name, because CAs
    whose certificates live for hours need no revocation; a private CA in short-lived mode, whose
    certificates live for at most seven days, is passed over.

    ## Example

    An anchor without a CRL, whose clients have certificates of two years.

    ## How to mend it

    Import a list of the CA and keep it up to date, or let the anchor ask the distribution points
    that the certificates name:

        aws rolesanywhere import-crl --name NAME --trust-anchor-arn ARN --enabled --crl-data fileb://crl.pem
        aws rolesanywhere update-trust-anchor --trust-anchor-id ID --crl-dp-revocation-enabled

    ## False positives

    CAs whose certificates live for days need no revocation; the rule is opt-in for that reason.

    ## What it cannot see

    How long the certificates live that the CA issues: CRL003-LONGLIVED goes by what shows it. And
    whether distribution points are really asked: the user guide has said that they are not, while
    the API has `crlDpRevocationEnabled`, which this rule goes by. What becomes of sessions where a
    point does not answer is not documented.
    """
    must_be_enabled(anchor)
    if can_revoke(anchor, inventory):
        return
    authority = _authority(anchor, inventory)
    if authority is not None and authority.is_short_lived:
        raise NotApplicable("its private CA issues only certificates of at most seven days")
    yield _hit(anchor, "a revoked certificate gets sessions until it expires")


@rule(
    "CRL003-LONGLIVED",
    "revocation-not-configured-for-long-lived-certificates",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=TrustAnchor,
    needs=[Crl, CertificateAuthority],
    source=_SOURCE,
    parameters={
        "max_unrevocable_days": Parameter(
            90, "days that certificates may be valid which cannot be revoked", low=1, high=36500
        )
    },
)
def long_lived(
    anchor: TrustAnchor, inventory: Inventory, *, max_unrevocable_days: int
) -> Iterator[Hit]:
    """A trust anchor cannot know of revoked certificates, and those of its CA may live for long.

    ## Why it matters

    A stolen certificate gets sessions until it expires, and here that can be long: a certificate
    was seen that is valid for more than 90 days, or the private CA is not in short-lived mode, so
    that it may issue such ones.

    ## Example

    A private CA in general-purpose mode, and no CRL imported.

    ## How to mend it

    Import a list of the CA and keep it up to date, or let the anchor ask the distribution points
    that the certificates name:

        aws rolesanywhere import-crl --name NAME --trust-anchor-arn ARN --enabled --crl-data fileb://crl.pem
        aws rolesanywhere update-trust-anchor --trust-anchor-id ID --crl-dp-revocation-enabled

    ## False positives

    A private CA in general-purpose mode that is only ever asked for certificates of days.

    ## What it cannot see

    Certificates are looked at only where subjects were collected, which takes a call for each and
    is not done for this rule; INV005 and INV004 have it done. Those of a CA below that of the
    anchor are passed over. Without a sign that certificates live for long, the rule says nothing:
    CRL003 asks for revocation whatever they do.
    """
    must_be_enabled(anchor)
    if can_revoke(anchor, inventory):
        return
    longest = timedelta(days=max_unrevocable_days)
    for certificate in _valid(anchor, inventory):
        if certificate.lifetime > longest:
            yield _hit(
                anchor,
                f"certificate {named(certificate)} of its CA is valid for "
                f"{days(certificate.lifetime)}",
                reason="CERTIFICATE_LIFETIME",
                sha256=certificate.sha256,
            )
            return
    authority = _authority(anchor, inventory)
    if authority is None or authority.is_short_lived:
        raise NotApplicable("nothing shows that its CA issues long-lived certificates")
    clause = "its private CA may issue certificates that are valid for years"
    yield _hit(anchor, clause, reason="PCA_MODE", acmPcaArn=authority.arn)


@rule(
    "CRL003-BLIND",
    "anchor-asks-points-that-certificates-do-not-name",
    severity=Severity.INFO,
    trouble=Trouble.EXPOSURE,
    kind=TrustAnchor,
    needs=[Crl, CertificateAuthority],
    source=_SOURCE,
    confidence=Confidence.MEDIUM,
)
def blind(anchor: TrustAnchor, inventory: Inventory) -> Iterator[Hit]:
    """A trust anchor asks distribution points for revoked certificates, and certificates name none.

    ## Why it matters

    Revocation by distribution points rests on what each certificate names. One without any cannot
    be looked up, and what becomes of its sessions is not documented.

    ## Example

    A CA that publishes a CRL, but does not write its address into what it issues.

    ## How to mend it

    Have the CA write its distribution points into certificates, or import its list:

        aws rolesanywhere import-crl --name NAME --trust-anchor-arn ARN --enabled --crl-data fileb://crl.pem

    ## False positives

    Certificates that live too short to be revoked.

    ## What it cannot see

    Certificates of which no subject was collected, as for CRL003-LONGLIVED; and whether the points
    that others name answer.
    """
    must_be_enabled(anchor)
    if not anchor.checks_distribution_points:
        raise NotApplicable("the trust anchor asks no distribution points")
    found = _valid(anchor, inventory)
    if not found:
        raise NotApplicable("no certificate of its CA was seen")
    without = [certificate for certificate in found if not certificate.names_crls]
    if without and not any(crl.enabled for crl in crls_of(anchor, inventory)):
        yield Hit(
            f"{anchor.label} asks CRL distribution points, and {len(without)} of {len(found)} "
            f"certificates seen name none, {named(without[0])} among them.",
            at="crlDpRevocationEnabled",
            evidence={"seen": len(found), "without": len(without)},
        )


def _valid(anchor: TrustAnchor, inventory: Inventory) -> tuple[Certificate, ...]:
    """The certificates of its CA that were seen, and have not expired."""
    seen = seen_through(anchor, inventory)
    return tuple(certificate for certificate in seen if certificate.not_after >= inventory.now)


def _authority(anchor: TrustAnchor, inventory: Inventory) -> CertificateAuthority | None:
    pca = anchor.acm_pca_arn
    return None if pca is None else inventory.authority(pca)


def _hit(anchor: TrustAnchor, clause: str, **evidence: Evidence) -> Hit:
    return Hit(
        f"{anchor.label} has no enabled CRL, and does not ask CRL distribution points: {clause}.",
        at="crlDpRevocationEnabled",
        evidence={"crlDpRevocationEnabled": False, **evidence},
    )
