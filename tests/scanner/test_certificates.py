"""Certificates and CRLs that anybody may have written, and what is read of them."""

import hashlib
import random
from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from pki import (
    LEAF,
    USUAL,
    bundle,
    ca,
    crl_der,
    crl_of,
    ec_key,
    leaf,
    pem,
    private_pem,
    rsa_key,
    spki,
    wrapped,
)
from world import NOW, anchor, crl, inventory, listed

from rolevet import Crl, Undecided, believed_by, can_revoke, public_cas, readable_of
from rolevet.certificates import BadCertificate, read_bundle, unwrapped
from rolevet.public_keys import PublicKey
from rolevet.revocation import BadRevocationList, is_signed_by, read_revocation_list


def test_what_is_read_of_a_certificate() -> None:
    der = ca(
        days=(-1, 9),
        extensions=[
            x509.BasicConstraints(ca=True, path_length=3),
            USUAL[1],
            x509.SubjectKeyIdentifier(b"\x01\xff"),
        ],
        issuer=("Root CA", ec_key(2)),
    )
    (read,) = read_bundle(pem(der)).certificates
    assert (read.der, read.sha256) == (der, hashlib.sha256(der).hexdigest())
    assert (read.version, read.subject, read.issuer) == (3, "CN=Company CA", "CN=Root CA")
    assert read.not_before == NOW - timedelta(days=1)
    assert read.not_after == NOW + timedelta(days=9)
    assert read.valid_at(read.not_after)
    assert not read.valid_at(read.not_after + timedelta(seconds=1))
    assert read.key == PublicKey("EC", 256, 0, hashlib.sha256(spki(ec_key())).hexdigest())
    assert (read.is_ca, read.path_length, read.subject_key_id) == (True, 3, "01ff")
    assert read.key_usage == frozenset({"keyCertSign", "cRLSign"})
    assert (read.signature_hash, read.name_constrained) == ("sha256", False)
    assert (read.names_crls, read.lifetime) == (False, timedelta(days=10))
    assert read.identity == (("x509Subject/CN", "Company CA"), ("x509Issuer/CN", "Root CA"))


def test_what_a_certificate_says_of_its_holder() -> None:
    unit, oid = x509.NameOID.ORGANIZATIONAL_UNIT_NAME, x509.NameOID.COMMON_NAME
    attributes = [(oid, "host"), (unit, "a"), (unit, "b"), (x509.ObjectIdentifier("1.2.3"), "x")]
    named = x509.Name([x509.NameAttribute(*each) for each in attributes])
    alternatives = [
        *(x509.DNSName("one"), x509.DNSName("two"), x509.RFC822Name("a@b")),
        *(x509.UniformResourceIdentifier("spiffe://x"), x509.DirectoryName(named)),
    ]
    der = leaf(named, extensions=[*LEAF, x509.SubjectAlternativeName(alternatives)])
    (read,) = read_bundle(pem(der)).certificates
    own = [("CN", "host"), ("OU", "a/b"), ("1.2.3", "x")]
    assert read.identity == (
        *((f"x509Subject/{name}", value) for name, value in own),
        ("x509Issuer/CN", "Company CA"),
        ("x509SAN/DNS", "one"),
        ("x509SAN/URI", "spiffe://x"),
        *((f"x509SAN/Name/{name}", value) for name, value in own),
    )
    assert read.key_usage == frozenset({"digitalSignature"})


def test_distribution_points_are_noticed() -> None:
    uri = x509.UniformResourceIdentifier("http://crl.example/ca.crl")
    points = x509.CRLDistributionPoints([x509.DistributionPoint([uri], None, None, None)])
    (read,) = read_bundle(pem(leaf(extensions=[*LEAF, points]))).certificates
    assert read.names_crls


def test_what_can_be_read_is_told_before_what_cannot() -> None:
    holder = anchor(source=bundle(pem(ca(), b"x")))
    readable = readable_of(holder, inventory(holder))
    assert next(readable).subject == "CN=Company CA"
    with pytest.raises(Undecided, match="cannot all be read"):
        next(readable)


@pytest.mark.parametrize(
    ("fields", "lists", "revokes"),
    [
        ({}, [], False),
        ({"crlDpRevocationEnabled": True}, [], True),
        ({}, [crl()], True),
        ({}, [crl(enabled=False)], False),
        ({}, [crl("a", enabled=False), crl("b")], True),
        ({}, [crl(trustAnchorArn="another")], False),
    ],
)
def test_what_can_revoke(fields: dict[str, Any], lists: list[Crl], revokes: bool) -> None:
    holder = anchor(**fields)
    assert can_revoke(holder, inventory(holder, *lists, coverage=[listed(Crl)])) is revokes


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", ()),
        ("-----BEGIN CERTIFICATE-----", ("block 1 is not an X.509 certificate",)),
        ("-----BEGIN CERTIFICATE-----\n%\n-----END CERTIFICATE-----", ("block 1 is not",)),
        (pem(b""), ("block 1 is not",)),
        (pem(ca()[:-1]), ("block 1 is not",)),
        (pem(ca(), label="X509 CERTIFICATE"), ("block 1 is labelled 'X509 CERTIFICATE'",)),
        (private_pem(), ("block 1 is labelled 'PRIVATE KEY'",)),
    ],
)
def test_what_is_no_certificate(text: str, faults: tuple[str, ...]) -> None:
    read = read_bundle(text)
    assert (read.certificates, read.doubts, len(read.faults)) == ((), (), len(faults))
    assert all(map(str.startswith, read.faults, faults))


def test_base64_around_the_whole_is_taken_off() -> None:
    read = read_bundle(wrapped(pem(ca())))
    assert (len(read.certificates), read.wrapped) == (1, True)
    for text in ("x", "%", wrapped("x"), wrapped("-----BEGIN é"), pem(ca())):
        assert unwrapped(text) == text


def test_bundles_are_bounded() -> None:
    with pytest.raises(BadCertificate, match="more than 204800 characters"):
        read_bundle("x" * 204_801)
    with pytest.raises(BadCertificate, match="more than 64 PEM blocks"):
        read_bundle("-----BEGIN A-----" * 65)
    assert len(read_bundle("-----BEGIN A-----" * 64).faults) == 64


def test_each_certificate_is_believed_once() -> None:
    holder = anchor(source=bundle(pem(ca(), ca())))
    assert len(believed_by(holder, inventory(holder))) == 1


def test_any_bytes_are_read_or_refused_without_a_word() -> None:
    """A warning would fail the test too: anybody could call it forth."""
    chance = random.Random(1)
    certificate = ca(extensions=[*USUAL, x509.NameConstraints([x509.DNSName("a")], None)])
    crl = crl_der(crl_of(extensions=[x509.CRLNumber(3)]))
    (signer,) = read_bundle(pem(ca())).certificates
    for _ in range(3000):
        read = read_bundle(pem(_damaged(certificate, chance)))
        assert len((*read.certificates, *read.faults, *read.doubts)) == 1
        try:
            assert is_signed_by(read_revocation_list(_damaged(crl, chance)), signer) is not None
        except BadRevocationList as bad:
            assert str(bad) == "it is not an X.509 revocation list"  # noqa: PT017


def _damaged(der: bytes, chance: random.Random) -> bytes:
    changed = bytearray(der)
    for _ in range(chance.randint(1, 3)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def test_a_name_that_no_name_can_be_is_a_doubt() -> None:
    """A text where X.500 wants one, tagged as a string of bits."""
    der = ca().replace(b"\x0c\nCompany CA", b"\x03\nCompany CA")
    read = read_bundle(pem(der))
    assert read.certificates == ()
    assert len((*read.faults, *read.doubts)) == 1


def test_what_is_read_of_a_list() -> None:
    for data in (crl_of(), crl_der(crl_of()), b"text before\n" + crl_of() + b"and after"):
        read = read_revocation_list(data)
        assert (read.issuer, read.partial) == ("CN=Company CA", False)
        assert (read.this_update, read.next_update) == (
            NOW - timedelta(days=1),
            NOW + timedelta(days=7),
        )


def test_whose_signature_a_list_bears() -> None:
    read = read_revocation_list(crl_of())
    signers = read_bundle(pem(ca(), ca(key=ec_key(2)), ca(key=rsa_key()))).certificates
    assert [is_signed_by(read, signer) for signer in signers] == [True, False, False]


def test_public_cas_are_known_by_key_and_by_signature() -> None:
    known = public_cas()
    assert len(known.spkis) > 50
    (root, *_) = next(iter(known.by_subject.values()))
    assert known.root_of(root) == root.subject
    (own,) = read_bundle(pem(ca())).certificates
    assert known.root_of(own) is None


def test_what_a_public_ca_has_issued_is_public() -> None:
    from rolevet.public_roots import PublicCas

    root, below, alike = read_bundle(
        pem(
            ca("Root", key=ec_key(2)),
            ca("Below", issuer=("Root", ec_key(2))),
            ca("Alike", key=ec_key(4), issuer=("Root", ec_key(3))),
        )
    ).certificates
    assert root.key is not None
    known = PublicCas(frozenset({root.key.spki}), {root.subject: (root,)})
    assert [known.root_of(one) for one in (root, below, alike)] == ["CN=Root", "CN=Root", None]
