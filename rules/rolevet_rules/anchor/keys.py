"""The keys of a trust anchor: those that certify are weak, or one is there that must not be."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    Certificate,
    CertificateAuthority,
    Crl,
    Hit,
    Inventory,
    NotApplicable,
    Parameter,
    Severity,
    Trouble,
    TrustAnchor,
    Undecided,
    believed_by,
    private_keys,
    rule,
    unwrapped,
)
from rolevet_rules.anchor.words import field_of, must_be_enabled, named

_TRUST: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html"
_USUAL_EXPONENT: Final = 65537


@rule(
    "ANCH003",
    "anchor-weak-key",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=TrustAnchor,
    needs=[CertificateAuthority],
    source=_TRUST,
    parameters={
        "min_rsa": Parameter(2048, "bits of the least RSA modulus", low=1024, high=16384),
        "min_ec": Parameter(256, "bits of the least elliptic curve", low=160, high=571),
    },
)
def weak_key(
    anchor: TrustAnchor, inventory: Inventory, *, min_rsa: int, min_ec: int
) -> Iterator[Hit]:
    """An enabled trust anchor believes a key that is too weak.

    ## Why it matters

    Whoever finds the private key of a CA can issue a certificate for any client. AWS states no
    least size; NIST SP 800-131A has disallowed RSA below 2048 bits, curves below 224 bits and new
    signatures with DSA.

    ## Example

    A CA from 2009 with an RSA key of 1024 bits.

    ## How to mend it

    Set up a CA with a stronger key, and let the anchor hold both until every client has changed:

        aws rolesanywhere update-trust-anchor --trust-anchor-id ID --source SOURCE

    ## False positives

    Sessions work with such keys. A CA that is being replaced may keep its key until then.

    ## What it cannot see

    The keys of clients, and of CAs below the anchor; how well the private key is kept. Of other
    kinds than RSA, EC and DSA it asks for no size.
    """
    must_be_enabled(anchor)
    believed = believed_by(anchor, inventory)
    least = {"RSA": min_rsa, "EC": min_ec}
    for certificate in believed:
        key = certificate.key
        if key and (key.kind == "DSA" or key.bits < least.get(key.kind, 0)):
            yield Hit(
                f"{anchor.label}: certificate {named(certificate)} has a key of {key.kind} with "
                f"{key.bits} bits.",
                at=field_of(anchor),
                key=certificate.sha256,
                evidence={"sha256": certificate.sha256, "key": key.kind, "bits": key.bits},
            )
    _must_be_readable(believed)


@rule(
    "ANCH003-EXPONENT",
    "anchor-small-rsa-exponent",
    severity=Severity.LOW,
    trouble=Trouble.EXPOSURE,
    kind=TrustAnchor,
    needs=[CertificateAuthority],
    source=_TRUST,
)
def small_exponent(anchor: TrustAnchor, inventory: Inventory) -> Iterator[Hit]:
    """An enabled trust anchor believes an RSA key with a small public exponent.

    ## Why it matters

    Mistakes in the checking of signatures have been used to forge them for keys with the exponent
    3. FIPS 186-5 asks for at least 65537. No weakness of AWS's own is known.

    ## Example

    A CA whose key has the public exponent 3.

    ## How to mend it

    Set up the next CA with the exponent 65537, which every tool has as its default.

    ## False positives

    The exponent alone breaks nothing: that takes a mistake in whatever checks the signature.

    ## What it cannot see

    The keys of clients, and of CAs below the anchor.
    """
    must_be_enabled(anchor)
    believed = believed_by(anchor, inventory)
    for certificate in believed:
        key = certificate.key
        if key and 0 < key.exponent < _USUAL_EXPONENT:
            yield Hit(
                f"{anchor.label}: certificate {named(certificate)} has an RSA key with the public "
                f"exponent {key.exponent}.",
                at=field_of(anchor),
                key=certificate.sha256,
                evidence={"sha256": certificate.sha256, "exponent": key.exponent},
            )
    _must_be_readable(believed)


def _must_be_readable(believed: tuple[Certificate, ...]) -> None:
    for certificate in believed:
        if certificate.key is None:
            raise Undecided(f"the key of certificate {named(certificate)} cannot be read")


@rule(
    "ANCH004",
    "anchor-private-key-in-bundle",
    severity=Severity.CRITICAL,
    trouble=Trouble.EXPOSURE,
    kind=TrustAnchor,
    source=_TRUST,
)
def private_key_in_bundle(anchor: TrustAnchor, _: Inventory) -> Iterator[Hit]:
    """A private key stands among the certificates of a trust anchor.

    ## Why it matters

    Everybody who may list trust anchors can read it, and so can whoever reads the templates, logs
    and snapshots that it went through. If it is the key of the CA, its holder can issue a
    certificate for any client, and get any role that trusts the anchor.

    ## Example

    `cat ca.key ca.pem > bundle.pem`, and the bundle given to the anchor.

    ## How to mend it

    Take the key as known to others: set up another CA, give the anchor its certificate alone, and
    issue the certificates of the clients anew. Removing the key from the anchor is not enough.

    ## False positives

    The content of the block is never read, so that anything labelled as a private key is told.

    ## What it cannot see

    Keys that are not in PEM, and whether the key is that of the CA.
    """
    text = anchor.certificate_data
    if text is None:
        raise NotApplicable("the trust anchor holds no certificates itself")
    yield from _keys_in(text, anchor.label, at="source.sourceData.x509CertificateData")


@rule(
    "ANCH004-CRL",
    "crl-private-key-in-data",
    severity=Severity.CRITICAL,
    trouble=Trouble.EXPOSURE,
    kind=Crl,
    source=_TRUST,
)
def private_key_in_crl(crl: Crl, _: Inventory) -> Iterator[Hit]:
    """A private key stands in the data of a CRL.

    ## Why it matters

    Everybody who may list CRLs can read it. The key that signs a CRL is mostly that of the CA: its
    holder can issue a certificate for any client, and get any role that trusts the anchor.

    ## Example

    A file with the key and the list was imported.

    ## How to mend it

    Take the key as known to others: set up another CA, and issue the certificates of the clients
    anew. Importing the list again without the key is not enough.

    ## False positives

    The content of the block is never read, so that anything labelled as a private key is told.

    ## What it cannot see

    Keys that are not in PEM, and whether the key is that of the CA.
    """
    yield from _keys_in(crl.data.decode("latin-1"), crl.label, at="crlData")


def _keys_in(text: str, label: str, at: str) -> Iterator[Hit]:
    found = {key.digest: key for key in private_keys(unwrapped(text))}
    for digest, key in found.items():
        yield Hit(
            f"{label} holds a private key ('{key.label}') for everybody to read who may list it.",
            at=at,
            key=digest,
            evidence={"label": key.label, "sha256": digest},
        )
