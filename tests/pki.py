"""Certificates and CRLs for tests: keys that are always the same, and dates counted from NOW."""

import base64
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, mldsa, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from world import NOW

Key = Any
_RSA = "2a864886f70d0101"
DAYS = (-365, 3650)


def ec_key(number: int = 1, curve: ec.EllipticCurve | None = None) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(number, curve or ec.SECP256R1())


@cache
def rsa_key(bits: int = 1024, exponent: int = 65537) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(exponent, bits)


@cache
def dsa_key() -> dsa.DSAPrivateKey:
    return dsa.generate_private_key(1024)


def ed25519_key() -> ed25519.Ed25519PrivateKey:
    return ed25519.Ed25519PrivateKey.from_private_bytes(b"1" * 32)


def mldsa_key() -> mldsa.MLDSA44PrivateKey:
    return mldsa.MLDSA44PrivateKey.from_seed_bytes(b"1" * 32)


def name(common: str | x509.Name) -> x509.Name:
    if isinstance(common, x509.Name):
        return common
    attributes = [x509.NameAttribute(x509.NameOID.COMMON_NAME, common)] if common else []
    return x509.Name(attributes)


def usage(
    *, cert_sign: bool = True, crl_sign: bool = True, signature: bool = False
) -> x509.KeyUsage:
    flags = "content_commitment key_encipherment data_encipherment key_agreement"
    others = dict.fromkeys((*flags.split(), "encipher_only", "decipher_only"), False)
    return x509.KeyUsage(
        **others, digital_signature=signature, key_cert_sign=cert_sign, crl_sign=crl_sign
    )


USUAL: tuple[x509.ExtensionType, ...] = (
    x509.BasicConstraints(ca=True, path_length=None),
    usage(),
)


LEAF: tuple[x509.ExtensionType, ...] = (
    x509.BasicConstraints(ca=False, path_length=None),
    usage(cert_sign=False, crl_sign=False, signature=True),
)


def ca(
    common: str | x509.Name = "Company CA",
    days: tuple[float, float] = DAYS,
    key: Key = None,
    extensions: Sequence[x509.ExtensionType] = USUAL,
    hash_: hashes.SHA224 | None = None,
    issuer: tuple[str, Key] | None = None,
) -> bytes:
    """The DER of a CA certificate that is valid from and until so many days after NOW."""
    key = key or ec_key()
    issuer_name, issuer_key = issuer or (common, key)
    plain = isinstance(issuer_key, ed25519.Ed25519PrivateKey | mldsa.MLDSA44PrivateKey)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(common))
        .issuer_name(name(issuer_name))
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW + timedelta(days=days[0]))
        .not_valid_after(NOW + timedelta(days=days[1]))
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    certificate = builder.sign(
        issuer_key,
        None if plain else hash_ or hashes.SHA256(),
        ecdsa_deterministic=True if isinstance(issuer_key, ec.EllipticCurvePrivateKey) else None,
    )
    return certificate.public_bytes(Encoding.DER)


def leaf(
    common: str | x509.Name = "host",
    days: tuple[float, float] = (-10, 80),
    extensions: Sequence[x509.ExtensionType] = LEAF,
    issuer: str = "Company CA",
    signer: Key = None,
) -> bytes:
    """The DER of a client's certificate, which `ca` issued unless another issuer is named."""
    return ca(common, days, ec_key(9), extensions, issuer=(issuer, signer or ec_key()))


def signed_with(algorithm: str, der: bytes | None = None) -> bytes:
    """An RSA certificate that says that it is signed with another algorithm than it is."""
    der = der or ca(key=rsa_key())
    return der.replace(bytes.fromhex(_RSA + "0b"), bytes.fromhex(_RSA + algorithm))


def pem(*contents: bytes, label: str = "CERTIFICATE") -> str:
    return "".join(
        f"-----BEGIN {label}-----\n{base64.encodebytes(der).decode()}-----END {label}-----\n"
        for der in contents
    )


def private_pem() -> str:
    return ec_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def wrapped(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def bundle(text: str, kind: str = "CERTIFICATE_BUNDLE") -> dict[str, Any]:
    """The `source` of an anchor that holds certificates."""
    return {"sourceType": kind, "sourceData": {"x509CertificateData": text}}


def crl_of(
    issuer: str = "Company CA",
    key: ec.EllipticCurvePrivateKey | None = None,
    days: tuple[float, float] = (-1, 7),
    extensions: Sequence[x509.ExtensionType] = (),
) -> bytes:
    """The PEM of a list that is valid from and until so many days after NOW."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(name(issuer))
        .last_update(NOW + timedelta(days=days[0]))
        .next_update(NOW + timedelta(days=days[1]))
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=True)
    signed = builder.sign(key or ec_key(), hashes.SHA256(), ecdsa_deterministic=True)
    return signed.public_bytes(Encoding.PEM)


def crl_der(data: bytes) -> bytes:
    return x509.load_pem_x509_crl(data).public_bytes(Encoding.DER)


def without(der: bytes, path: Sequence[int], which: Sequence[int]) -> bytes:
    """The DER with some members left out of the sequence at a path of indexes."""
    members = _members(der)
    if path:
        members[path[0]] = without(members[path[0]], path[1:], which)
    else:
        members = [member for at, member in enumerate(members) if at not in which]
    content = b"".join(members)
    return der[:1] + _length(len(content)) + content


def _members(der: bytes) -> list[bytes]:
    position = _header(der)
    found = []
    while position < len(der):
        header = _header(der[position:])
        size = _header_value(der[position:]) + header
        found.append(der[position : position + size])
        position += size
    return found


def _header(der: bytes) -> int:
    return 2 + (der[1] & 0x7F if der[1] & 0x80 else 0)


def _header_value(der: bytes) -> int:
    return int.from_bytes(der[2 : _header(der)], "big") if der[1] & 0x80 else der[1]


def _length(size: int) -> bytes:
    if size < 0x80:
        return bytes([size])
    sized = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(sized)]) + sized


def spki(key: Key) -> bytes:
    """The DER of the SubjectPublicKeyInfo."""
    encoded: bytes = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return encoded
