"""X.509 revocation lists as small frozen values; whoever wrote the bytes is not trusted."""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from rolevet.certificates import Certificate, quiet

if TYPE_CHECKING:
    from cryptography import x509

MAX_BYTES: Final = 300_000
"""What the model of rolesanywhere:ImportCrl admits."""

_PEM: Final = re.compile(
    rb"-----BEGIN X509 CRL-----([A-Za-z0-9+/=\s]{1,400000})-----END X509 CRL-----"
)


class BadRevocationList(ValueError):
    """The bytes are no revocation list; the message is a clause about "it"."""


@dataclass(frozen=True, slots=True)
class RevocationList:
    """What a CRL says of itself; its issuer is written as in RFC 4514.

    `partial` says that it does not list all that its issuer has revoked: it is the difference to
    another list, or covers only what its issuing distribution point says. It is None where its
    extensions cannot be read, and `next_update` is None where it promises no other list.
    """

    der: bytes
    issuer: str
    this_update: datetime
    next_update: datetime | None
    partial: bool | None


def read_revocation_list(data: bytes) -> RevocationList:
    """From PEM or DER; raises BadRevocationList for what is neither, or is too large."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    if len(data) > MAX_BYTES:
        raise BadRevocationList(f"it has more than {MAX_BYTES} bytes")
    der = _der(data)
    with quiet():
        try:
            loaded = x509.load_der_x509_crl(der)
            issuer = loaded.issuer.rfc4514_string()
        except (ValueError, TypeError, x509.InvalidVersion):
            raise BadRevocationList("it is not an X.509 revocation list") from None
        return RevocationList(
            der=loaded.public_bytes(Encoding.DER),
            issuer=issuer,
            this_update=loaded.last_update_utc,
            next_update=loaded.next_update_utc,
            partial=_is_partial(loaded),
        )


def _der(data: bytes) -> bytes:
    block = _PEM.search(data)
    if block is None:
        return data
    try:
        return base64.b64decode(b"".join(block[1].split()), validate=True)
    except binascii.Error:
        raise BadRevocationList("its PEM is not base64") from None


def _is_partial(loaded: "x509.CertificateRevocationList") -> bool | None:
    from cryptography import x509

    try:
        found = {extension.oid for extension in loaded.extensions}
    except (ValueError, TypeError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
        return None
    return not found.isdisjoint({x509.DeltaCRLIndicator.oid, x509.IssuingDistributionPoint.oid})


def is_signed_by(crl: RevocationList, certificate: Certificate) -> bool | None:
    """Whether the certificate's key made the list's signature; None where nobody can verify it."""
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm

    with quiet():
        try:
            key = x509.load_der_x509_certificate(certificate.der).public_key()
            loaded = x509.load_der_x509_crl(crl.der)
            return loaded.is_signature_valid(key)  # type: ignore[arg-type] # a TypeError tells
        except (ValueError, TypeError, UnsupportedAlgorithm):
            return None
