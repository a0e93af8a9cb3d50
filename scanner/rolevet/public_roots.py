"""The certificate authorities that sell certificates to anybody, as browsers know them."""

from dataclasses import dataclass
from functools import cache

from rolevet.certificates import Certificate, quiet, read_bundle


@dataclass(frozen=True, slots=True)
class PublicCas:
    """The roots; `spkis` are the hashes of their public keys, by which a cross-signed one is the
    same."""

    spkis: frozenset[str]
    by_subject: dict[str, tuple[Certificate, ...]]

    def root_of(self, certificate: Certificate) -> str | None:
        """The name of the root that the certificate is, or that issued it."""
        if certificate.key is not None and certificate.key.spki in self.spkis:
            return certificate.subject
        issuers = self.by_subject.get(certificate.issuer, ())
        return next((root.subject for root in issuers if _is_issued_by(certificate, root)), None)


@cache
def public_cas() -> PublicCas:
    """Those of Mozilla's list, as certifi packs it."""
    import certifi

    text = certifi.contents()
    roots = read_bundle(text, max_length=len(text), max_blocks=len(text)).certificates
    by_subject: dict[str, tuple[Certificate, ...]] = {}
    for root in roots:
        by_subject[root.subject] = (*by_subject.get(root.subject, ()), root)
    return PublicCas(frozenset(root.key.spki for root in roots if root.key), by_subject)


def _is_issued_by(certificate: Certificate, issuer: Certificate) -> bool:
    """Whether the issuer's name and key made it."""
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    with quiet():
        try:
            child = x509.load_der_x509_certificate(certificate.der)
            child.verify_directly_issued_by(x509.load_der_x509_certificate(issuer.der))
        except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
            return False
    return True
