"""One table of cases for each rule of the family ANCH."""

import hashlib
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from pki import (
    USUAL,
    bundle,
    ca,
    crl_of,
    dsa_key,
    ec_key,
    ed25519_key,
    mldsa_key,
    pem,
    private_pem,
    rsa_key,
    signed_with,
    spki,
    usage,
    without,
    wrapped,
)
from rules.cases import ACCEPTS, NOT_APPLICABLE, REJECTS, UNDECIDED, Case
from world import DENIED, anchor, authority, crl, inventory

from rolevet.inventory import AuthorityFact, Inventory, Missing
from rolevet.public_roots import public_cas

_GOOD = bundle(pem(ca()))
_OFF: dict[str, Any] = {"enabled": False}
_OLD: dict[str, Any] = {"updatedAt": "2026-01-01T00:00:00Z"}
_NEW: dict[str, Any] = {"updatedAt": "2026-05-20T12:00:00Z"}
_UNSEEN = {"source": DENIED}
_JUNK = bundle(pem(b"junk"))
_PCA = authority().arn


def _holding(*certificates: bytes, **fields: Any) -> Inventory:
    return inventory(anchor(source=bundle(pem(*certificates)), **fields))


def _days(begin: float, end: float, number: int = 1) -> bytes:
    return ca(days=(begin, end), key=ec_key(number))


def _of_pca(fact: AuthorityFact | None = None, arn: str = _PCA, **fields: Any) -> Inventory:
    source = {"sourceType": "AWS_ACM_PCA", "sourceData": {"acmPcaArn": arn}}
    return inventory(anchor(source=source, **fields), authorities={arn: fact} if fact else {})


def _pca(**fields: Any) -> AuthorityFact:
    return authority(Certificate=pem(ca()), **fields)


_GONE = Missing(_PCA, authority().place)


def _unreadable_key() -> bytes:
    """A certificate whose elliptic curve has no name that anybody knows."""
    curve = bytes.fromhex("06082a8648ce3d030107")
    return ca().replace(curve, curve[:-1] + b"\x7f")


def _unreadable_extension() -> bytes:
    return ca(
        extensions=(*USUAL, x509.UnrecognizedExtension(x509.SubjectKeyIdentifier.oid, b"\xff"))
    )


_PUBLIC = next(iter(public_cas().by_subject.values()))[0].der
_SPKI = hashlib.sha256(spki(ec_key())).hexdigest()

_DATES_UNDECIDED = [
    Case("the source is unknown", UNDECIDED, inventory(anchor(unknown=_UNSEEN)), "denied"),
    Case("a block is junk", UNDECIDED, inventory(anchor(source=_JUNK)), "not an X.509"),
    Case("no block", UNDECIDED, inventory(anchor(source=bundle("none"))), "no certificate in PEM"),
    Case("no data", UNDECIDED, inventory(anchor(source={})), "no certificate and no private CA"),
    Case(
        "too much data",
        UNDECIDED,
        inventory(anchor(source=bundle("x" * 204801))),
        "more than 204800 characters",
    ),
    Case("the private CA was not looked at", UNDECIDED, _of_pca(), "was not collected"),
    Case("the private CA is gone", UNDECIDED, _of_pca(_GONE), "does not exist"),
]

_EXPIRY = {
    "ANCH001": [
        Case("valid", ACCEPTS, _holding(ca())),
        Case("valid to the second", ACCEPTS, _holding(_days(-9, 0))),
        Case("one of two is valid", ACCEPTS, _holding(_days(-9, -1), _days(-1, 9, 2))),
        Case("that of the private CA is valid", ACCEPTS, _of_pca(_pca())),
        Case(
            "expired yesterday",
            REJECTS,
            _holding(_days(-9, -1)),
            "certificate 'CN=Company CA' expired on 2026-05-31",
        ),
        Case(
            "neither of two",
            REJECTS,
            _holding(_days(-9, -1), _days(1, 9, 2)),
            "is not valid before 2026-06-02",
        ),
        Case(
            "that of the private CA",
            REJECTS,
            _of_pca(authority(Certificate=pem(_days(-9, -1)))),
            "expired on",
        ),
        Case("no subject", REJECTS, _holding(ca("", days=(-9, -1))), "certificate 'sha256:"),
        *_DATES_UNDECIDED,
        Case("disabled", NOT_APPLICABLE, _holding(_days(-9, -1), **_OFF)),
    ],
    "ANCH001-SOON": [
        Case("46 days", ACCEPTS, _holding(_days(-9, 46))),
        Case("the next is valid too", ACCEPTS, _holding(_days(-9, 9), _days(-1, 400, 2))),
        Case("the next follows", ACCEPTS, _holding(_days(-9, 9), _days(8, 400, 2))),
        Case(
            "45 days", REJECTS, _holding(_days(-9, 45)), "after 2026-07-16, which is 45 days away"
        ),
        Case("a gap", REJECTS, _holding(_days(-9, 9), _days(10, 400, 2)), "9 days away"),
        Case("one day", REJECTS, _holding(_days(-9, 1.5)), "a day away"),
        Case("hours", REJECTS, _holding(_days(-9, 0.5)), "less than a day away"),
        Case("set to 7", ACCEPTS, _holding(_days(-9, 8)), settings={"warn_days": 7}),
        *_DATES_UNDECIDED,
        Case("expired", NOT_APPLICABLE, _holding(_days(-9, -1))),
        Case("disabled", NOT_APPLICABLE, _holding(_days(-9, 9), **_OFF)),
    ],
    "ANCH001-EARLY": [
        Case("both are valid", ACCEPTS, _holding(_days(-9, 9), _days(-1, 9, 2))),
        Case(
            "one of two",
            REJECTS,
            _holding(_days(-9, 9), _days(1, 9, 2)),
            "is not valid before 2026-06-02",
        ),
        *_DATES_UNDECIDED,
        Case("none is valid", NOT_APPLICABLE, _holding(_days(1, 9))),
        Case("disabled", NOT_APPLICABLE, _holding(_days(-9, 9), _days(1, 9, 2), **_OFF)),
    ],
    "ANCH001-OLD": [
        Case("one, for long", ACCEPTS, _holding(ca())),
        Case(
            "one has expired",
            REJECTS,
            _holding(_days(-9, -1), _days(-1, 400, 2)),
            "expired on 2026-05-31; another of its certificates is valid until 2027-07-06",
        ),
        Case(
            "one will soon, and is there twice",
            REJECTS,
            _holding(_days(-9, 9), _days(-9, 9), _days(-1, 400, 2)),
            "expires on 2026-06-10",
        ),
        *_DATES_UNDECIDED,
        Case("SOON reports it", NOT_APPLICABLE, _holding(_days(-9, 9))),
        Case("ANCH001 reports it", NOT_APPLICABLE, _holding(_days(-9, -1))),
        Case("disabled", NOT_APPLICABLE, _holding(_days(-9, 9), ca(key=ec_key(2)), **_OFF)),
    ],
    "ANCH001-LATENT": [
        Case("valid for long", ACCEPTS, _holding(ca(), **_OFF)),
        Case("expired", REJECTS, _holding(_days(-9, -1), **_OFF), "no valid certificate today"),
        Case("soon", REJECTS, _holding(_days(-9, 9), **_OFF), "certificate after 2026-06-10"),
        Case("junk", UNDECIDED, inventory(anchor(source=_JUNK, **_OFF))),
        Case("enabled", NOT_APPLICABLE, _holding(_days(-9, -1))),
    ],
}

_SOURCES = {
    "ANCH002": [
        Case("a CA", ACCEPTS, inventory(anchor(source=_GOOD))),
        Case(
            "two, and blanks",
            ACCEPTS,
            inventory(anchor(source=bundle(" \n" + pem(ca(), ca(key=ec_key(2))) + " \n\n"))),
        ),
        Case("in base64", ACCEPTS, inventory(anchor(source=bundle(wrapped(pem(ca())))))),
        Case("ML-DSA", ACCEPTS, _holding(ca(key=mldsa_key()))),
        Case("a private CA", ACCEPTS, _of_pca()),
        Case("disabled", ACCEPTS, _holding(ca(), **_OFF)),
        Case(
            "the data of another type",
            REJECTS,
            inventory(anchor(source=bundle(pem(ca()), "AWS_ACM_PCA"))),
            "is of type AWS_ACM_PCA, and its data is not",
        ),
        Case(
            "the data of both types",
            REJECTS,
            inventory(
                anchor(
                    source={
                        "sourceType": "CERTIFICATE_BUNDLE",
                        "sourceData": {"x509CertificateData": pem(ca()), "acmPcaArn": _PCA},
                    }
                )
            ),
        ),
        Case(
            "no data",
            REJECTS,
            inventory(anchor(source={"sourceType": "CERTIFICATE_BUNDLE", "sourceData": {}})),
        ),
        Case("an empty text", REJECTS, inventory(anchor(source=bundle(""))), "no certificate in"),
        Case(
            "too long",
            REJECTS,
            inventory(anchor(source=bundle("x" * 204801))),
            "is refused: it has more than 204800 characters",
        ),
        Case("too many blocks", REJECTS, _holding(*[b"x"] * 65), "more than 64 PEM blocks"),
        Case(
            "three",
            REJECTS,
            _holding(ca(), ca(key=ec_key(2)), ca(key=ec_key(3))),
            "holds 3 certificates, and can hold 2",
        ),
        Case("junk", REJECTS, inventory(anchor(source=_JUNK)), "block 1 is not an X.509"),
        Case(
            "a key",
            REJECTS,
            inventory(anchor(source=bundle(pem(ca()) + private_pem()))),
            "block 2 is labelled 'PRIVATE KEY'",
        ),
        Case("version 1", REJECTS, _holding(without(ca(), [0], [0, 7])), "of version 1, not 3"),
        Case("no extensions", REJECTS, _holding(ca(extensions=())), "has no keyUsage"),
        Case(
            "a server",
            REJECTS,
            _holding(ca(extensions=[x509.BasicConstraints(ca=False, path_length=None), usage()])),
            "is not that of a CA",
        ),
        Case(
            "no keyCertSign",
            REJECTS,
            _holding(ca(extensions=[USUAL[0], usage(cert_sign=False)])),
            "its keyUsage lacks keyCertSign",
        ),
        Case("SHA-1", REJECTS, _holding(signed_with("05")), "is signed with sha1"),
        Case("MD5", REJECTS, _holding(signed_with("04")), "is signed with md5"),
        Case(
            "SHA-224, twice",
            REJECTS,
            _holding(*[ca(hash_=hashes.SHA224())] * 2),
            "is signed with sha224",
        ),
        Case("the source is unknown", UNDECIDED, inventory(anchor(unknown=_UNSEEN)), "denied"),
        Case("no type", UNDECIDED, inventory(anchor(source={})), "has no sourceType"),
        Case(
            "data of another kind",
            UNDECIDED,
            inventory(anchor(source={"sourceType": "AWS_ACM_PCA", "sourceData": []})),
            "not as documented",
        ),
        Case(
            "a type that came later",
            UNDECIDED,
            inventory(anchor(source={"sourceType": "QUANTUM"})),
            "of a type that is not known: QUANTUM",
        ),
        Case(
            "an extension that is broken",
            UNDECIDED,
            _holding(_unreadable_extension()),
            "in block 1 a name or an extension cannot be read",
        ),
        Case(
            "a signature that nobody knows",
            UNDECIDED,
            _holding(signed_with("7f")),
            "the signature algorithm of 'CN=Company CA' is not known",
        ),
        Case(
            "UNDOCUMENTED reports it",
            NOT_APPLICABLE,
            inventory(anchor(source={"sourceType": "SELF_SIGNED_REPOSITORY"})),
        ),
    ],
    "ANCH002-UNDOCUMENTED": [
        Case("a bundle", ACCEPTS, inventory(anchor(source=_GOOD))),
        Case(
            "the third type",
            REJECTS,
            inventory(anchor(source={"sourceType": "SELF_SIGNED_REPOSITORY"})),
            "which AWS does not document",
        ),
        Case("unknown", UNDECIDED, inventory(anchor(unknown=_UNSEEN))),
    ],
    "ANCH002-WRAPPED": [
        Case("PEM", ACCEPTS, inventory(anchor(source=_GOOD))),
        Case("base64 of something else", ACCEPTS, inventory(anchor(source=bundle(wrapped("x"))))),
        Case("no base64", ACCEPTS, inventory(anchor(source=bundle("%%")))),
        Case(
            "base64 of PEM",
            REJECTS,
            inventory(anchor(source=bundle(wrapped(pem(ca()))))),
            "are base64 of PEM",
        ),
        Case("unknown", UNDECIDED, inventory(anchor(unknown=_UNSEEN))),
        Case("a private CA", NOT_APPLICABLE, _of_pca()),
        Case("too long", NOT_APPLICABLE, inventory(anchor(source=bundle("x" * 204801)))),
    ],
}

_KEYS = {
    "ANCH003": [
        Case("P-256", ACCEPTS, _holding(ca())),
        Case("ML-DSA", ACCEPTS, _holding(ca(key=mldsa_key()))),
        Case("Ed25519", ACCEPTS, _holding(ca(key=ed25519_key()))),
        Case("RSA 2048", ACCEPTS, _holding(ca(key=rsa_key(2048)))),
        Case("RSA 1024", REJECTS, _holding(ca(key=rsa_key())), "a key of RSA with 1024 bits"),
        Case("P-192", REJECTS, _holding(ca(key=ec_key(3, ec.SECP192R1()))), "EC with 192 bits"),
        Case("DSA", REJECTS, _holding(ca(key=dsa_key())), "a key of DSA with 1024 bits"),
        Case(
            "an owner who asks for more",
            REJECTS,
            _holding(ca()),
            settings={"min_ec": 384},
        ),
        Case("a curve without a name", UNDECIDED, _holding(_unreadable_key()), "cannot be read"),
        Case("junk", UNDECIDED, inventory(anchor(source=_JUNK))),
        Case("disabled", NOT_APPLICABLE, _holding(ca(key=rsa_key()), **_OFF)),
    ],
    "ANCH003-EXPONENT": [
        Case("65537", ACCEPTS, _holding(ca(key=rsa_key()))),
        Case("no RSA", ACCEPTS, _holding(ca())),
        Case("3", REJECTS, _holding(ca(key=rsa_key(1024, 3))), "the public exponent 3"),
        Case("a curve without a name", UNDECIDED, _holding(_unreadable_key())),
        Case("disabled", NOT_APPLICABLE, _holding(ca(key=rsa_key(1024, 3)), **_OFF)),
    ],
    "ANCH004": [
        Case("certificates", ACCEPTS, inventory(anchor(source=_GOOD))),
        Case(
            "a key, in a disabled anchor",
            REJECTS,
            inventory(anchor(source=bundle(private_pem() + pem(ca())), **_OFF)),
            "holds a private key ('PRIVATE KEY')",
        ),
        Case(
            "a key inside base64, twice",
            REJECTS,
            inventory(anchor(source=bundle(wrapped(private_pem() * 2)))),
        ),
        Case("unknown", UNDECIDED, inventory(anchor(unknown=_UNSEEN))),
        Case("a private CA", NOT_APPLICABLE, _of_pca()),
    ],
    "ANCH004-CRL": [
        Case("a list", ACCEPTS, inventory(crl(crlData=crl_of()))),
        Case(
            "a list and a key",
            REJECTS,
            inventory(crl(crlData=crl_of() + private_pem().encode())),
            "CRL 'revoked' holds a private key",
        ),
        Case("unknown", UNDECIDED, inventory(crl(unknown={"crlData": DENIED}))),
    ],
}

_PUBLIC_CAS = {
    "ANCH005": [
        Case("a CA of one's own", ACCEPTS, _holding(ca())),
        Case(
            "one that only bears the name",
            ACCEPTS,
            _holding(ca("ISRG Root X1", issuer=("ISRG Root X1", ec_key(2)))),
        ),
        Case("a public root", REJECTS, _holding(_PUBLIC), "believes a public CA"),
        Case(
            "one that the owner names",
            REJECTS,
            _holding(ca()),
            settings={"extra_public_spki": (_SPKI.upper(),)},
        ),
        Case("junk", UNDECIDED, inventory(anchor(source=_JUNK))),
        Case("disabled", NOT_APPLICABLE, _holding(_PUBLIC, **_OFF)),
    ],
    "ANCH005-LATENT": [
        Case("a CA of one's own", ACCEPTS, _holding(ca(), **_OFF)),
        Case("a public root", REJECTS, _holding(_PUBLIC, **_OFF), "believes a public CA"),
        Case("junk", UNDECIDED, inventory(anchor(source=_JUNK, **_OFF))),
        Case("enabled", NOT_APPLICABLE, _holding(_PUBLIC)),
    ],
}


def _elsewhere(old: str, new: str) -> Inventory:
    return _of_pca(arn=_PCA.replace(old, new))


_PRIVATE_CAS = {
    "ANCH006": [
        Case("active", ACCEPTS, _of_pca(_pca())),
        Case("disabled", REJECTS, _of_pca(_pca(Status="DISABLED")), "whose status is DISABLED"),
        Case("gone", REJECTS, _of_pca(_GONE), "which does not exist"),
        Case("no ARN", REJECTS, _of_pca(arn="ca"), "and this is no ARN"),
        Case("another service", REJECTS, _elsewhere("acm-pca", "acm"), "which is no private CA"),
        Case("another Region", REJECTS, _elsewhere("eu-west-1", "eu-west-2"), "not in eu-west-1"),
        Case(
            "another account",
            UNDECIDED,
            _elsewhere("123456789012", "210987654321"),
            "is shared by another account",
        ),
        Case("not looked at", UNDECIDED, _of_pca(), "was not collected"),
        Case("a bundle", NOT_APPLICABLE, inventory(anchor(source=_GOOD))),
        Case("the anchor is disabled", NOT_APPLICABLE, _of_pca(_GONE, **_OFF)),
    ],
    "ANCH006-STALE": [
        Case("as it was", ACCEPTS, _of_pca(_pca(NotBefore="2026-05-20T12:00:00Z"), **_NEW)),
        Case(
            "renewed since",
            REJECTS,
            _of_pca(_pca(NotBefore="2026-05-20T12:00:01Z"), **_NEW),
            "the anchor was last updated on 2026-05-20",
        ),
        Case("no date", UNDECIDED, _of_pca(_pca(), **_NEW), "NotBefore"),
        Case("gone", NOT_APPLICABLE, _of_pca(_GONE, **_NEW)),
        Case("no ARN", NOT_APPLICABLE, _of_pca(arn="ca", **_NEW)),
    ],
}


def _told(*settings: object, **fields: Any) -> Inventory:
    return inventory(anchor(notificationSettings=list(settings), **fields))


def _setting(days: object, event: str = "CA_CERTIFICATE_EXPIRY") -> dict[str, object]:
    return {"event": event, "enabled": True, "threshold": days, "channel": "ALL"}


_MUTE = {"event": "END_ENTITY_CERTIFICATE_EXPIRY", "enabled": False}

_STATES = {
    "ANCH007": [
        Case("enabled", ACCEPTS, inventory(anchor())),
        Case("disabled lately", REJECTS, inventory(anchor(**_OFF, **_NEW)), "is disabled"),
        Case("unknown", UNDECIDED, inventory(anchor(unknown={"enabled": DENIED})), "denied"),
        Case("STALE reports it", NOT_APPLICABLE, inventory(anchor(**_OFF, **_OLD))),
    ],
    "ANCH007-STALE": [
        Case("enabled", ACCEPTS, inventory(anchor(**_OLD))),
        Case(
            "disabled for long",
            REJECTS,
            inventory(anchor(**_OFF, **_OLD)),
            "was last changed on 2026-01-01, more than 90 days ago",
        ),
        Case("no date", UNDECIDED, inventory(anchor(**_OFF)), "updatedAt"),
        Case("ANCH007 reports it", NOT_APPLICABLE, inventory(anchor(**_OFF, **_NEW))),
        Case(
            "a patient owner",
            NOT_APPLICABLE,
            inventory(anchor(**_OFF, **_OLD)),
            settings={"stale_days": 365},
        ),
    ],
    "ANCH008": [
        Case("as the service has it", ACCEPTS, inventory(anchor())),
        Case("none set", ACCEPTS, _told()),
        Case("14 days", ACCEPTS, _told(_setting(14))),
        Case(
            "13 days",
            REJECTS,
            _told(_setting(13)),
            "the notification CA_CERTIFICATE_EXPIRY comes 13 days before; 14 are asked for",
        ),
        Case(
            "off",
            REJECTS,
            _told(_setting(45), _MUTE),
            "the notification END_ENTITY_CERTIFICATE_EXPIRY is switched off",
        ),
        Case("no threshold", UNDECIDED, _told(_setting(None)), "is not as documented"),
        Case("neither on nor off", UNDECIDED, _told({"event": "X", "threshold": 45})),
        Case("no objects", UNDECIDED, _told("x"), "not as documented"),
        Case("disabled", NOT_APPLICABLE, _told(_MUTE, **_OFF)),
    ],
    "ANCH009": [
        Case(
            "all that is asked for",
            ACCEPTS,
            _holding(
                ca(
                    days=(-1, 99),
                    extensions=[
                        x509.BasicConstraints(ca=True, path_length=0),
                        usage(),
                        x509.NameConstraints([x509.DNSName("example.com")], None),
                    ],
                )
            ),
            settings={
                "allowed_source_types": ("CERTIFICATE_BUNDLE",),
                "allowed_key_algorithms": ("EC",),
                "require_path_length": True,
                "require_name_constraints": True,
                "max_validity_days": 100,
            },
        ),
        Case(
            "of a type that is not allowed",
            REJECTS,
            _holding(ca()),
            "is of type CERTIFICATE_BUNDLE, which is not allowed here",
            settings={"allowed_source_types": ("AWS_ACM_PCA",)},
        ),
        Case(
            "a key that is not allowed",
            REJECTS,
            _of_pca(_pca()),
            "has a key of EC, which is not allowed here",
            settings={"allowed_key_algorithms": ("ML-DSA-65",)},
        ),
        Case(
            "CAs below it",
            REJECTS,
            _holding(ca()),
            "does not bound the CAs below it",
            settings={"require_path_length": True},
        ),
        Case(
            "any name",
            REJECTS,
            _holding(ca()),
            "has no name constraints",
            settings={"require_name_constraints": True},
        ),
        Case(
            "too long",
            REJECTS,
            _holding(_days(-1, 100)),
            "is valid for more than 100 days",
            settings={"max_validity_days": 100},
        ),
        Case(
            "a key that cannot be read",
            UNDECIDED,
            _holding(_unreadable_key()),
            settings={"allowed_key_algorithms": ("EC",)},
        ),
        Case("nothing is asked for", NOT_APPLICABLE, _holding(ca())),
        Case(
            "disabled",
            NOT_APPLICABLE,
            _holding(ca(), **_OFF),
            settings={"require_path_length": True},
        ),
    ],
}

CASES = _EXPIRY | _SOURCES | _KEYS | _PUBLIC_CAS | _PRIVATE_CAS | _STATES
