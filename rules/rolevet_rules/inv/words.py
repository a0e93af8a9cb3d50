"""What the rules on subjects ask first."""

from typing import Final

from rolevet import Certificate, CertificateSubject, Inventory, NotApplicable, certificate_in_use

AT: Final = "credentials.x509CertificateData"


def in_use(subject: CertificateSubject, inventory: Inventory) -> Certificate:
    """The certificate with which the subject asked last, if it can still ask with it."""
    certificate = certificate_in_use(subject, inventory)
    if certificate is None:
        raise NotApplicable("no certificate of the subject is told")
    if certificate.not_after < inventory.now:
        raise NotApplicable("the certificate has expired")
    return certificate
