"""One table of cases for each rule of the family CRL."""

from typing import Any

from cryptography import x509
from pki import LEAF, USUAL, bundle, ca, crl_der, crl_of, ec_key, leaf, pem, usage, without
from rules.cases import ACCEPTS, NOT_APPLICABLE, REJECTS, UNDECIDED, Case
from world import DENIED, anchor, authority, crl, inventory, listed, subject

from rolevet.authorities import CertificateSubject, Crl, TrustAnchor
from rolevet.coverage import CellState
from rolevet.inventory import AuthorityFact, Inventory, Missing
from rolevet.resources import Resource

_WHOLE = (listed(TrustAnchor), listed(Crl))
_ENDLESS = without(crl_der(crl_of()), [0], [4])
_OTHER = "arn:aws:rolesanywhere:eu-west-1:123456789012:trust-anchor/gone"
_LEAF_CA = (x509.BasicConstraints(ca=True, path_length=0), usage())
_OFF: dict[str, Any] = {"enabled": False}
_PCA = {"sourceType": "AWS_ACM_PCA", "sourceData": {"acmPcaArn": authority().arn}}
_SHORT: dict[str, Any] = {"UsageMode": "SHORT_LIVED_CERTIFICATE"}
_POINTS: dict[str, Any] = {"crlDpRevocationEnabled": True}


def _anchor(*certificates: bytes, **fields: Any) -> TrustAnchor:
    return anchor(**{"source": bundle(pem(*(certificates or (ca(),)))), **fields})


def _seen(*resources: Resource, **facts: Any) -> Inventory:
    return inventory(*resources, **{"coverage": _WHOLE, **facts})


def _in_force(data: bytes, *certificates: bytes) -> Inventory:
    return _seen(crl(crlData=data), _anchor(*certificates))


def _lasting(begin: float, end: float) -> Inventory:
    return _in_force(crl_of(days=(begin, end)))


def _idle(data: bytes) -> list[Case]:
    """What no rule about lists in force has anything to say of."""
    return [
        Case("disabled", NOT_APPLICABLE, _seen(crl(crlData=data, **_OFF), _anchor())),
        Case("no anchor", NOT_APPLICABLE, _seen(crl(crlData=data))),
        Case("a disabled anchor", NOT_APPLICABLE, _seen(crl(crlData=data), _anchor(**_OFF))),
    ]


_DOUBTS = [
    Case("no list", UNDECIDED, _in_force(b"<html>"), "is not an X.509 revocation list"),
    Case("enabled or not is unknown", UNDECIDED, _seen(crl(unknown={"enabled": DENIED}))),
    Case(
        "the anchors were not listed",
        UNDECIDED,
        inventory(crl(crlData=crl_of()), coverage=[listed(Crl)]),
        "Trust anchors of 123456789012/eu-west-1 were not listed",
    ),
    Case(
        "the anchors were listed in part",
        UNDECIDED,
        inventory(crl(crlData=crl_of()), coverage=[listed(TrustAnchor, CellState.PARTIAL)]),
        "came back only in part",
    ),
]

_FRESHNESS = {
    "CRL001": [
        Case("of today", ACCEPTS, _lasting(-1, 7)),
        Case("to the second", ACCEPTS, _lasting(-1, 0)),
        Case("endless", ACCEPTS, _in_force(_ENDLESS)),
        Case("overdue", REJECTS, _lasting(-9, -1), "a new list was due on 2026-05-31"),
        *_DOUBTS,
        *_idle(crl_of(days=(-9, -1))),
    ],
    "CRL001-SOON": [
        Case("in three days", ACCEPTS, _lasting(-1, 3)),
        Case("CRL001 reports it", ACCEPTS, _lasting(-9, -1)),
        Case("in two days", REJECTS, _lasting(-1, 2), "out of date on 2026-06-03, within 2 days"),
        *_DOUBTS,
        *_idle(crl_of(days=(-1, 1))),
    ],
    "CRL001-ENDLESS": [
        Case("of today", ACCEPTS, _lasting(-1, 7)),
        Case("endless", REJECTS, _in_force(_ENDLESS), "of 2026-05-31 does not say when the next"),
        *_DOUBTS,
        *_idle(_ENDLESS),
    ],
    "CRL001-EARLY": [
        Case("of today", ACCEPTS, _lasting(0, 7)),
        Case("of tomorrow", REJECTS, _lasting(1, 7), "issued on 2026-06-02, in the future"),
        *_DOUBTS,
        *_idle(crl_of(days=(1, 7))),
    ],
    "CRL001-DISABLED": [
        Case("enabled", ACCEPTS, _seen(crl(), _anchor())),
        Case("disabled", REJECTS, _seen(crl(**_OFF), _anchor()), "still get sessions"),
        Case("unknown", UNDECIDED, _seen(crl(unknown={"enabled": DENIED}))),
        Case("a disabled anchor", NOT_APPLICABLE, _seen(crl(**_OFF), _anchor(**_OFF))),
        Case("no anchor", NOT_APPLICABLE, _seen(crl(**_OFF))),
    ],
    "CRL001-UNREADABLE": [
        Case("PEM", ACCEPTS, inventory(crl(crlData=crl_of()))),
        Case("a web page", REJECTS, inventory(crl(crlData=b"<html>")), "it is not an X.509"),
        Case("a certificate", REJECTS, inventory(crl(crlData=pem(ca()).encode()))),
        Case("too long", REJECTS, inventory(crl(crlData=b"x" * 300_001)), "more than 300000 bytes"),
        Case(
            "PEM that is none",
            REJECTS,
            inventory(crl(crlData=b"-----BEGIN X509 CRL-----\nA\n-----END X509 CRL-----")),
            "its PEM is not base64",
        ),
        Case("unknown", UNDECIDED, inventory(crl(unknown={"crlData": DENIED}))),
    ],
}

_IDP = x509.IssuingDistributionPoint(None, None, True, False, None, False, False)

_ISSUER = {
    "CRL002": [
        Case("of the CA", ACCEPTS, _in_force(crl_of())),
        Case("of one of two", ACCEPTS, _in_force(crl_of(), ca(key=ec_key(2)), ca())),
        Case("in another case", ACCEPTS, _in_force(crl_of("COMPANY ca"))),
        Case(
            "of another key",
            REJECTS,
            _in_force(crl_of(key=ec_key(2))),
            "by 'CN=Company CA' is not signed with the key of the CA that it names",
        ),
        Case(
            "of a stranger",
            REJECTS,
            _in_force(crl_of("Other"), ca(extensions=_LEAF_CA)),
            "is of no CA of its trust anchor",
        ),
        Case(
            "perhaps of a CA below", UNDECIDED, _in_force(crl_of("Other")), "may be of a CA below"
        ),
        Case(
            "a difference",
            UNDECIDED,
            _in_force(crl_of(extensions=[x509.DeltaCRLIndicator(1)])),
            "only a part",
        ),
        Case("only for users", UNDECIDED, _in_force(crl_of(extensions=[_IDP])), "only a part"),
        Case(
            "an extension that is broken",
            UNDECIDED,
            _in_force(crl_of(extensions=[x509.UnrecognizedExtension(x509.CRLNumber.oid, b"\xff")])),
            "the extensions of CRL 'revoked' cannot be read",
        ),
        Case(
            "a key that cannot be read",
            UNDECIDED,
            _in_force(
                crl_of(),
                ca().replace(
                    bytes.fromhex("06082a8648ce3d030107"), bytes.fromhex("06082a8648ce3d03017f")
                ),
            ),
            "the signature of CRL 'revoked' cannot be verified",
        ),
        *_DOUBTS,
        *_idle(crl_of(key=ec_key(2))),
    ],
    "CRL002-USAGE": [
        Case("cRLSign", ACCEPTS, _in_force(crl_of())),
        Case("no usage", ACCEPTS, _in_force(crl_of(), ca(extensions=()))),
        Case("CRL002 reports it", ACCEPTS, _in_force(crl_of(key=ec_key(2)))),
        Case(
            "keyCertSign alone",
            REJECTS,
            _in_force(crl_of(), ca(extensions=[USUAL[0], usage(crl_sign=False)])),
            "has no keyUsage cRLSign",
        ),
        *_DOUBTS,
        *_idle(crl_of()),
    ],
}


def _by_pca(*others: Resource, **fields: Any) -> Inventory:
    pca: AuthorityFact = authority(Certificate=pem(ca()), **fields)
    return _seen(anchor(source=_PCA), *others, authorities={authority().arn: pca})


def _asked(*certificates: bytes, name: str = "CN=host") -> CertificateSubject:
    """A subject that has asked for sessions with these."""
    rows = [{"x509CertificateData": pem(each)} for each in certificates]
    return subject(name, credentials=rows)


_YEAR = leaf(days=(-10, 355))
_URI = x509.UniformResourceIdentifier("http://crl.example/ca.crl")
_POINT = x509.DistributionPoint([_URI], None, None, None)
_POINTING = leaf("two", extensions=[*LEAF, x509.CRLDistributionPoints([_POINT])])
_NO_PCA = Missing(authority().arn, authority().place)
_REVOCATION = {
    "CRL003": [
        Case(
            "distribution points, whatever else",
            ACCEPTS,
            inventory(_anchor(crlDpRevocationEnabled=True)),
        ),
        Case(
            "an enabled list, whatever else there is",
            ACCEPTS,
            inventory(_anchor(), crl("a", **_OFF), crl("b")),
        ),
        Case(
            "an enabled list, whatever of distribution points",
            ACCEPTS,
            inventory(_anchor(unknown={"crlDpRevocationEnabled": DENIED}), crl()),
        ),
        Case("a disabled list", REJECTS, _seen(_anchor(), crl(**_OFF)), "has no enabled CRL"),
        Case("no list", REJECTS, _seen(_anchor()), "has no enabled CRL"),
        Case("a private CA for all purposes", REJECTS, _by_pca(UsageMode="GENERAL_PURPOSE")),
        Case("a private CA that does not say", REJECTS, _by_pca()),
        Case("the lists were not listed", UNDECIDED, inventory(_anchor()), "CRLs of 123456789012"),
        Case("short-lived", NOT_APPLICABLE, _by_pca(**_SHORT)),
        Case("disabled", NOT_APPLICABLE, _seen(_anchor(**_OFF))),
    ],
    "CRL003-LONGLIVED": [
        Case("distribution points", ACCEPTS, _seen(_anchor(**_POINTS), _asked(_YEAR))),
        Case("an enabled list", ACCEPTS, _seen(_anchor(), crl(), _asked(_YEAR))),
        Case(
            "a certificate of a year",
            REJECTS,
            _seen(_anchor(), _asked(leaf(), _YEAR)),
            "certificate 'CN=host' of its CA is valid for 365 days",
        ),
        Case("a disabled list", REJECTS, _seen(_anchor(), crl(**_OFF), _asked(_YEAR))),
        Case("the name in another case", REJECTS, _seen(_anchor(ca("COMPANY ca")), _asked(_YEAR))),
        Case("90 days and a bit", REJECTS, _seen(_anchor(), _asked(leaf(days=(-10, 80.1))))),
        Case(
            "asked for less",
            REJECTS,
            _seen(_anchor(), _asked(leaf())),
            settings={"max_unrevocable_days": 89},
        ),
        Case(
            "a private CA for all purposes",
            REJECTS,
            _by_pca(UsageMode="GENERAL_PURPOSE"),
            "its private CA may issue certificates that are valid for years",
        ),
        Case("a certificate of a private CA", REJECTS, _by_pca(_asked(_YEAR), **_SHORT), "365"),
        Case("the lists were not listed", UNDECIDED, inventory(_anchor()), "CRLs of 123456789012"),
        Case(
            "the private CA is unseen",
            UNDECIDED,
            _seen(anchor(source=_PCA), authorities={authority().arn: DENIED}),
        ),
        Case("the CA cannot be read", UNDECIDED, _seen(anchor(source=bundle("x")), _asked(_YEAR))),
        Case("enabled or not is unknown", UNDECIDED, _seen(_anchor(enabled=None))),
        Case("ninety days", NOT_APPLICABLE, _seen(_anchor(), _asked(leaf()))),
        Case("nothing seen", NOT_APPLICABLE, _seen(_anchor())),
        Case("expired", NOT_APPLICABLE, _seen(_anchor(), _asked(leaf(days=(-400, -1))))),
        Case("of another CA", NOT_APPLICABLE, _seen(_anchor(ca("Other CA")), _asked(_YEAR))),
        Case("what is none", NOT_APPLICABLE, _seen(_anchor(), _asked(b"x"))),
        Case("short-lived", NOT_APPLICABLE, _by_pca(**_SHORT)),
        Case(
            "the private CA is gone",
            NOT_APPLICABLE,
            _seen(anchor(source=_PCA), authorities={authority().arn: _NO_PCA}),
        ),
        Case("disabled", NOT_APPLICABLE, _seen(_anchor(**_OFF), _asked(_YEAR))),
    ],
    "CRL003-BLIND": [
        Case("named", ACCEPTS, _seen(_anchor(**_POINTS), _asked(_POINTING))),
        Case("a list as well", ACCEPTS, _seen(_anchor(**_POINTS), crl(), _asked(leaf()))),
        Case(
            "not named",
            REJECTS,
            _seen(_anchor(**_POINTS), _asked(leaf("one")), _asked(_POINTING, name="CN=two")),
            "1 of 2 certificates seen name none, 'CN=one' among them",
        ),
        Case("a disabled list", REJECTS, _seen(_anchor(**_POINTS), crl(**_OFF), _asked(leaf()))),
        Case(
            "the lists were not listed",
            UNDECIDED,
            inventory(_anchor(**_POINTS), _asked(leaf())),
            "CRLs of",
        ),
        Case("nothing seen", NOT_APPLICABLE, _seen(_anchor(**_POINTS))),
        Case("no distribution points", NOT_APPLICABLE, _seen(_anchor(), _asked(leaf()))),
        Case("disabled", NOT_APPLICABLE, _seen(_anchor(**_POINTS, **_OFF))),
    ],
}

_REFERENCE = {
    "CRL004": [
        Case("it is there", ACCEPTS, _seen(crl(), _anchor())),
        Case(
            "it is gone",
            REJECTS,
            _seen(crl(trustAnchorArn=_OTHER)),
            f"names trust anchor '{_OTHER}', which does not exist",
        ),
        Case("no ARN", UNDECIDED, _seen(crl(trustAnchorArn=None)), "no field 'trustAnchorArn'"),
        Case("not listed", UNDECIDED, inventory(crl()), "were not listed"),
    ],
    "CRL004-REJECTED": [
        Case("an ARN", ACCEPTS, inventory(crl())),
        Case(
            "an alias",
            REJECTS,
            inventory(crl(trustAnchorArn=_OTHER.replace("trust-anchor", "alias/trust-anchor"))),
            "an alias is not taken here",
        ),
        Case("an id", REJECTS, inventory(crl(trustAnchorArn="0-0")), "not of the form arn:"),
        Case(
            "a profile",
            REJECTS,
            inventory(crl(trustAnchorArn=_OTHER.replace("trust-anchor", "profile"))),
            "it does not name a trust anchor",
        ),
        Case(
            "another account",
            REJECTS,
            inventory(crl(trustAnchorArn=_OTHER.replace("123456789012", "210987654321"))),
            "not of the same account and Region",
        ),
        Case("no ARN", UNDECIDED, inventory(crl(trustAnchorArn=None))),
    ],
    "CRL004-QUOTA": [
        Case("two", ACCEPTS, _seen(_anchor(), crl("a"), crl("b"))),
        Case(
            "three",
            REJECTS,
            _seen(_anchor(), crl("a"), crl("b"), crl("c")),
            "has 3 CRLs, and can have 2",
        ),
        Case(
            "three, whatever else there is",
            REJECTS,
            inventory(_anchor(), crl("a"), crl("b"), crl("c")),
        ),
        Case("none was listed", UNDECIDED, inventory(_anchor()), "were not listed"),
        Case("no list", NOT_APPLICABLE, _seen(_anchor())),
    ],
}

CASES = _FRESHNESS | _ISSUER | _REVOCATION | _REFERENCE
