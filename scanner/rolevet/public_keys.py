"""The public keys of certificates as small frozen values."""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cryptography import x509

# By name: cryptography's own classes are imported late, and these need no more than their names.
_KINDS: Final = {
    "Ed25519PublicKey": "Ed25519",
    "Ed448PublicKey": "Ed448",
    "MLDSA44PublicKey": "ML-DSA-44",
    "MLDSA65PublicKey": "ML-DSA-65",
    "MLDSA87PublicKey": "ML-DSA-87",
}


@dataclass(frozen=True, slots=True)
class PublicKey:
    """`kind` is RSA, DSA, EC, Ed25519, Ed448, ML-DSA-44, ML-DSA-65 or ML-DSA-87.

    `bits` counts those of the modulus or of the curve, and `exponent` is that of RSA; both are 0
    where the kind has none. `spki` is the SHA-256 of the SubjectPublicKeyInfo, in hexadecimal.
    """

    kind: str
    bits: int
    exponent: int
    spki: str


def public_key(loaded: "x509.Certificate") -> PublicKey | None:
    """None where the key is of a kind, or has parameters, that cannot be read."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    try:
        key = loaded.public_key()
    except (ValueError, UnsupportedAlgorithm):
        return None
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    spki = hashlib.sha256(der).hexdigest()
    match key:
        case rsa.RSAPublicKey():
            return PublicKey("RSA", key.key_size, key.public_numbers().e, spki)
        case ec.EllipticCurvePublicKey():
            return PublicKey("EC", key.key_size, 0, spki)
        case dsa.DSAPublicKey():
            return PublicKey("DSA", key.key_size, 0, spki)
    kind = _KINDS.get(type(key).__name__)
    return PublicKey(kind, 0, 0, spki) if kind else None
