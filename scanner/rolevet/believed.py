"""What a trust anchor believes: the certificates behind it, and the lists that revoke others."""

from collections.abc import Iterator

from rolevet.authorities import Crl, TrustAnchor
from rolevet.certificates import BadCertificate, Bundle, Certificate, read_bundle
from rolevet.inventory import Inventory
from rolevet.kept import once
from rolevet.listed import must_be_listed
from rolevet.policy.answers import answer_of
from rolevet.revocation import BadRevocationList, RevocationList, read_revocation_list
from rolevet.unknown import NotApplicable, Undecided


def believed_by(anchor: TrustAnchor, inventory: Inventory) -> tuple[Certificate, ...]:
    """Those of its bundle, or that of its private CA as it is now; each once, never none.

    Raises Undecided where one of them cannot be read.
    """
    return tuple(readable_of(anchor, inventory))


def readable_of(anchor: TrustAnchor, inventory: Inventory) -> Iterator[Certificate]:
    """The same one by one; raises Undecided at the end if not all could be read."""
    bundle = _bundle(anchor, inventory)
    yield from dict.fromkeys(bundle.certificates)
    for reason in (*bundle.faults, *bundle.doubts):
        raise Undecided(f"the certificates of {anchor.label} cannot all be read: {reason}")
    if not bundle.certificates:
        raise Undecided(f"{anchor.label} holds no certificate in PEM")


@once
def _bundle(anchor: TrustAnchor, inventory: Inventory) -> Bundle:
    pca = anchor.acm_pca_arn
    if pca is None:
        text = anchor.certificate_data
    else:
        authority = inventory.authority(pca)
        if authority is None:
            raise Undecided(f"the private CA of {anchor.label} does not exist")
        text = authority.certificate
    if text is None:
        raise Undecided(f"{anchor.label} names no certificate and no private CA")
    try:
        return read_bundle(text)
    except BadCertificate as bad:
        raise Undecided(f"the certificates of {anchor.label} cannot be read: {bad}") from None


def revocation_list(crl: Crl) -> RevocationList:
    """Raises Undecided where the data is no revocation list."""
    try:
        return read_revocation_list(crl.data)
    except BadRevocationList as bad:
        raise Undecided(f"the data of {crl.label} cannot be read: {bad}") from None


def anchor_of(crl: Crl, inventory: Inventory) -> TrustAnchor | None:
    """The trust anchor that a CRL names; None where the whole listing does not hold it."""
    arn = crl.trust_anchor_arn
    for anchor in inventory.anchors:
        if anchor.arn == arn:
            return anchor
    must_be_listed(TrustAnchor, crl.account, crl.region, inventory)
    return None


def revoking_anchor(crl: Crl, inventory: Inventory) -> TrustAnchor:
    """The enabled trust anchor of an enabled CRL; any other CRL revokes nothing at present."""
    if not crl.enabled:
        raise NotApplicable("the CRL is disabled")
    anchor = anchor_of(crl, inventory)
    if anchor is None:
        raise NotApplicable("the trust anchor of the CRL does not exist")
    if not anchor.enabled:
        raise NotApplicable("the trust anchor is disabled")
    return anchor


def crls_of(anchor: TrustAnchor, inventory: Inventory) -> Iterator[Crl]:
    """Every CRL that names the trust anchor; raises Undecided at the end if not all were listed."""
    yield from (crl for crl in inventory.crls if crl.trust_anchor_arn == anchor.arn)
    must_be_listed(Crl, anchor.account, anchor.region, inventory)


def can_revoke(anchor: TrustAnchor, inventory: Inventory) -> bool:
    """Whether it knows of revoked certificates, by an enabled CRL or by distribution points."""
    enabled = answer_of(lambda: any(crl.enabled for crl in crls_of(anchor, inventory)))
    return bool(enabled | answer_of(lambda: anchor.checks_distribution_points))
