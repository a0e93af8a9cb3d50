"""X.509 certificates as small frozen values; whoever wrote the bytes is not trusted.

Nothing here is a judgement, and nothing keeps or returns key material but public keys.
"""

import base64
import binascii
import hashlib
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Final

from rolevet.identities import Identity, identity_of
from rolevet.public_keys import PublicKey, public_key

if TYPE_CHECKING:
    from cryptography import x509

MAX_LENGTH: Final = 204_800
"""Characters; what the model of rolesanywhere:CreateTrustAnchor admits in a bundle."""

MAX_BLOCKS: Final = 64
"""PEM blocks that are read; a trust anchor can hold two certificates."""

# The label is bounded, so that a hostile text costs no more than its length.
_BEGIN: Final = re.compile(r"-----BEGIN ([A-Za-z0-9 ()]{1,80})-----")

# The filters of warnings belong to the process, so that only one thread may change them.
_FILTERS: Final = Lock()


class BadCertificate(ValueError):
    """There is no such certificate, or none that can be read; the message is a clause."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Names are written as in RFC 4514; `sha256` is the hash of the DER, in hexadecimal."""

    der: bytes
    sha256: str
    version: int
    subject: str
    issuer: str
    not_before: datetime
    not_after: datetime
    signature_hash: str | None
    """As sha256; empty where the algorithm has none of its own, None where it is not known."""
    key: PublicKey | None
    """As public_key tells it."""
    is_ca: bool
    path_length: int | None
    """How many authorities may stand below it; None where nothing bounds them."""
    key_usage: frozenset[str] | None
    """Of digitalSignature, keyCertSign and cRLSign those that are set; None where it does not
    state any usage."""
    subject_key_id: str
    """In hexadecimal, or empty."""
    name_constrained: bool
    identity: Identity
    names_crls: bool
    """Whether it has CRL distribution points."""

    @property
    def lifetime(self) -> timedelta:
        return self.not_after - self.not_before

    def valid_at(self, moment: datetime) -> bool:
        """Whether the moment lies in the time that it is valid for."""
        return self.not_before <= moment <= self.not_after


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a text of PEM blocks holds.

    `faults` are clauses about blocks that are no certificates, `doubts` about certificates that
    are there and cannot be read through. `wrapped` says that the whole text was base64.
    """

    certificates: tuple[Certificate, ...]
    faults: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    wrapped: bool = False


def unwrapped(text: str) -> str:
    """The text inside, if the whole is the base64 of a text with PEM blocks; else the text."""
    if "-----BEGIN " in text or len(text) > MAX_LENGTH:
        return text
    try:
        inner = base64.b64decode("".join(text.split()), validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return text
    return inner if "-----BEGIN " in inner else text


def read_bundle(text: str, max_length: int = MAX_LENGTH, max_blocks: int = MAX_BLOCKS) -> Bundle:
    """Raises BadCertificate for a text that is too long or holds too many blocks to be read."""
    if len(text) > max_length:
        raise BadCertificate(f"it has more than {max_length} characters")
    inner = unwrapped(text)
    blocks = tuple(islice(_blocks(inner), max_blocks + 1))
    if len(blocks) > max_blocks:
        raise BadCertificate(f"it holds more than {max_blocks} PEM blocks")
    certificates: list[Certificate] = []
    faults: list[str] = []
    doubts: list[str] = []
    for number, (label, body) in enumerate(blocks, 1):
        if label != "CERTIFICATE":
            faults.append(f"block {number} is labelled '{label}', not 'CERTIFICATE'")
            continue
        loaded = None if body is None else _loaded(body)
        if loaded is None:
            faults.append(f"block {number} is not an X.509 certificate")
            continue
        try:
            certificates.append(read_certificate(loaded))
        except BadCertificate as bad:
            doubts.append(f"in block {number} {bad}")
    return Bundle(tuple(certificates), tuple(faults), tuple(doubts), inner is not text)


def _blocks(text: str) -> Iterator[tuple[str, bytes | None]]:
    """Label and content of each block; no content where it does not end or is not base64."""
    position = 0
    while begin := _BEGIN.search(text, position):
        end = f"-----END {begin[1]}-----"
        stop = text.find(end, begin.end())
        position = begin.end() if stop < 0 else stop + len(end)
        yield begin[1], None if stop < 0 else _content(text[begin.end() : stop])


def _content(body: str) -> bytes | None:
    try:
        return base64.b64decode("".join(body.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _loaded(der: bytes) -> "x509.Certificate | None":
    from cryptography import x509

    with quiet():
        try:
            return x509.load_der_x509_certificate(der)
        except (ValueError, TypeError, x509.InvalidVersion):
            return None


@contextmanager
def quiet() -> Iterator[None]:
    """Without the warnings of cryptography, which anybody could call forth by what they wrote."""
    with _FILTERS, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def read_certificate(loaded: "x509.Certificate") -> Certificate:
    """Raises BadCertificate where a name or an extension cannot be read."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    der = loaded.public_bytes(Encoding.DER)
    with quiet():
        try:
            extensions = {extension.oid: extension.value for extension in loaded.extensions}
            subject, issuer = loaded.subject.rfc4514_string(), loaded.issuer.rfc4514_string()
            alternatives = extensions.get(x509.SubjectAlternativeName.oid)
            identity = identity_of(loaded.subject, loaded.issuer, alternatives)
        except (ValueError, TypeError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
            raise BadCertificate("a name or an extension cannot be read") from None
    basic = extensions.get(x509.BasicConstraints.oid)
    key_id = extensions.get(x509.SubjectKeyIdentifier.oid)
    return Certificate(
        der=der,
        sha256=hashlib.sha256(der).hexdigest(),
        version=loaded.version.value + 1,
        subject=subject,
        issuer=issuer,
        not_before=loaded.not_valid_before_utc,
        not_after=loaded.not_valid_after_utc,
        signature_hash=_signature_hash(loaded),
        key=public_key(loaded),
        is_ca=isinstance(basic, x509.BasicConstraints) and basic.ca,
        path_length=basic.path_length if isinstance(basic, x509.BasicConstraints) else None,
        key_usage=_usage(extensions.get(x509.KeyUsage.oid)),
        subject_key_id=(
            key_id.digest.hex() if isinstance(key_id, x509.SubjectKeyIdentifier) else ""
        ),
        name_constrained=x509.NameConstraints.oid in extensions,
        identity=identity,
        names_crls=x509.CRLDistributionPoints.oid in extensions,
    )


def _usage(usage: "x509.ExtensionType | None") -> frozenset[str] | None:
    from cryptography import x509

    if not isinstance(usage, x509.KeyUsage):
        return None
    flags = {
        "digitalSignature": usage.digital_signature,
        "keyCertSign": usage.key_cert_sign,
        "cRLSign": usage.crl_sign,
    }
    return frozenset(name for name, is_set in flags.items() if is_set)


def _signature_hash(loaded: "x509.Certificate") -> str | None:
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        algorithm = loaded.signature_hash_algorithm
    except (ValueError, UnsupportedAlgorithm):
        return None
    return algorithm.name if algorithm else ""
