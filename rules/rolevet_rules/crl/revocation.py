"""Whether anything can be revoked at all."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    CertificateAuthority,
    Crl,
    Hit,
    Inventory,
    NotApplicable,
    Severity,
    Trouble,
    TrustAnchor,
    crls_of,
    rule,
)

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

    How long the certificates live that the CA issues, and whether they name a distribution point;
    whether such points are really asked: the user guide has said that they are not, while the API
    has `crlDpRevocationEnabled`, which this rule goes by. What becomes of sessions where a point
    does not answer is not documented.
    """
    if not anchor.enabled:
        raise NotApplicable("the trust anchor is disabled")
    if anchor.checks_distribution_points:
        return
    if any(crl.enabled for crl in crls_of(anchor, inventory)):
        return
    pca = anchor.acm_pca_arn
    authority = inventory.authority(pca) if pca is not None else None
    if authority is not None and authority.is_short_lived:
        raise NotApplicable("its private CA issues only certificates of at most seven days")
    yield Hit(
        f"{anchor.label} has no enabled CRL, and does not ask CRL distribution points: a revoked "
        "certificate gets sessions until it expires.",
        at="crlDpRevocationEnabled",
        evidence={"crlDpRevocationEnabled": False},
    )
