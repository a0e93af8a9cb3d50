"""One table of cases for each rule of the family INV."""

import hashlib
import json
from typing import Any

from cryptography import x509
from grants import document, granting, trusts
from pki import (
    LEAF,
    USUAL,
    bundle,
    ca,
    crl_of,
    ec_key,
    leaf,
    pem,
    rsa_key,
    signed_with,
    usage,
    without,
)
from rules.cases import ACCEPTS, NOT_APPLICABLE, REJECTS, UNDECIDED, Case
from scanner.policy.made import Json, allow, deny
from world import (
    ACCOUNT,
    DENIED,
    REGION,
    alias,
    anchor,
    authority,
    crl,
    inventory,
    iot_policy,
    listed,
    mapped,
    profile,
    subject,
)

from rolevet.authorities import CertificateSubject, Crl, TrustAnchor
from rolevet.inventory import Inventory
from rolevet.policies import IotPolicy
from rolevet.resources import Profile, Resource, Role

_OFF: dict[str, Any] = {"enabled": False}
_ON, _OTHER = ca(), ca("Other CA", key=ec_key(2))
_SHA = hashlib.sha256(_ON).hexdigest()
_ARN = authority().arn
_PCA = {"sourceType": "AWS_ACM_PCA", "sourceData": {"acmPcaArn": _ARN}}
_WHOLE = [listed(kind) for kind in (TrustAnchor, Crl, CertificateSubject, IotPolicy, Profile)]


def _anchor(*certificates: bytes, **fields: Any) -> TrustAnchor:
    return anchor(**{"source": bundle(pem(*(certificates or (_ON,)))), **fields})


def _approved(**fields: Any) -> list[Case]:
    """Cases of an allow-list, for anchors with these fields."""
    hashes, arns = {"allowed_anchor_sha256": (_SHA,)}, {"allowed_pca_arns": (_ARN,)}

    def seen(*certificates: bytes) -> Inventory:
        return inventory(_anchor(*certificates, **fields))

    private = inventory(anchor(source=_PCA, **fields))
    return [
        Case("approved", ACCEPTS, seen(), settings=hashes),
        Case(
            "as tools write hashes",
            ACCEPTS,
            seen(),
            settings={"allowed_anchor_sha256": (":".join([_SHA[:2].upper(), _SHA[2:]]),)},
        ),
        Case("an approved private CA", ACCEPTS, private, settings=arns),
        Case(
            "another",
            REJECTS,
            seen(_OTHER),
            "believes the CA 'CN=Other CA', whose certificate is not approved; its SHA-256 is",
            settings=hashes,
        ),
        Case("another behind it", REJECTS, seen(_ON, _OTHER), "'CN=Other CA'", settings=hashes),
        Case("the same name, another key", REJECTS, seen(ca(key=ec_key(3))), settings=hashes),
        Case("only private CAs are approved", REJECTS, seen(), settings=arns),
        Case("only bundles are approved", REJECTS, private, f"CA '{_ARN}', which", settings=hashes),
        Case(
            "another, beside what cannot be read",
            REJECTS,
            inventory(anchor(source=bundle(pem(_OTHER, b"x")), **fields)),
            settings=hashes,
        ),
        Case(
            "what cannot be read",
            UNDECIDED,
            inventory(anchor(source=bundle(pem(_ON, b"x")), **fields)),
            "block 2 is not an X.509 certificate",
            settings=hashes,
        ),
        Case(
            "no certificate",
            UNDECIDED,
            inventory(anchor(source=bundle(""), **fields)),
            settings=hashes,
        ),
        Case("no source", UNDECIDED, inventory(anchor(**fields)), settings=hashes),
        Case("no lists", NOT_APPLICABLE, seen(_OTHER)),
    ]


_GIVEN = {"allowed_anchor_sha256": (_SHA,)}
_ANCHORS = {
    "INV001": [
        *_approved(),
        Case("disabled", NOT_APPLICABLE, inventory(_anchor(**_OFF)), settings=_GIVEN),
        Case("enabled or not", UNDECIDED, inventory(_anchor(enabled=None)), settings=_GIVEN),
    ],
    "INV001-LATENT": [
        *_approved(**_OFF),
        Case("enabled", NOT_APPLICABLE, inventory(_anchor()), settings=_GIVEN),
        Case("enabled or not", UNDECIDED, inventory(_anchor(enabled=None)), settings=_GIVEN),
    ],
}

_USE = "iot:AssumeRoleWithCertificate"
_SPACE = f"arn:aws:iot:{REGION}:{ACCOUNT}:rolealias/"
_OLD, _YOUNG = "2026-05-18T00:00:00Z", "2026-05-18T00:00:01Z"
_FLEET = alias(creationDate=_OLD)
_IF = {"Bool": {"iot:Connection.Thing.IsAttached": "true"}}


def _opened(*statements: Json, made: Any = _FLEET, whole: bool = True) -> Inventory:
    text = json.dumps(document(*statements))
    policies = [iot_policy(policyDocument=text)] if statements else []
    return inventory(made, *policies, coverage=_WHOLE if whole else [])


_UNUSED_ALIAS = [
    Case("by its ARN", ACCEPTS, _opened(allow(_USE, f"{_SPACE}fleet"), whole=False)),
    Case("by a wildcard", ACCEPTS, _opened(allow("iot:*"))),
    Case("on a condition", ACCEPTS, _opened(allow(_USE, Condition=_IF))),
    Case("by a variable", ACCEPTS, _opened(allow(_USE, f"{_SPACE}${{iot:ClientId}}"))),
    Case("denied on a condition", ACCEPTS, _opened(allow(_USE), deny(_USE, Condition=_IF))),
    Case(
        "allowed, beside what cannot be read",
        ACCEPTS,
        inventory(
            _FLEET,
            iot_policy("a", policyDocument=json.dumps(document(allow("*")))),
            iot_policy("b"),
        ),
    ),
    Case("no policies", REJECTS, _opened(), f"no IoT policy of {REGION} allows it"),
    Case("another one", REJECTS, _opened(allow(_USE, f"{_SPACE}camera"))),
    Case("messages", REJECTS, _opened(allow("iot:Connect"))),
    Case("denied", REJECTS, _opened(allow(_USE), deny("iot:*"))),
    Case(
        "young, as it is asked",
        REJECTS,
        _opened(made=alias(creationDate=_YOUNG)),
        settings={"grace_days": 13},
    ),
    Case("the policies were not listed", UNDECIDED, _opened(whole=False), "IoT policies of"),
    Case("a policy cannot be read", UNDECIDED, inventory(_FLEET, iot_policy(), coverage=_WHOLE)),
    Case("its age is unknown", UNDECIDED, _opened(made=alias()), "creationDate"),
    Case("young", NOT_APPLICABLE, _opened(made=alias(creationDate=_YOUNG))),
    Case(
        "young, and a policy cannot be read",
        NOT_APPLICABLE,
        inventory(alias(creationDate=_YOUNG), iot_policy()),
    ),
]


def _role(used: str | None, **fields: Any) -> Role:
    last = {"RoleLastUsed": {"LastUsedDate": used} if used else {}}
    trust = trusts()
    return granting(trust=trust, **{"CreateDate": "2020-01-01T00:00:00Z"} | last | fields)


_RECENT, _LONG_AGO = "2026-03-03T00:00:00Z", "2026-03-02T23:59:59Z"
_BROKER = profile(createdAt=_OLD)


def _used(used: str | None, *others: Resource, whole: bool = True, **fields: Any) -> Inventory:
    return inventory(_role(used, **fields), *others, coverage=_WHOLE if whole else [])


def _asking(when: str | None) -> CertificateSubject:
    return subject(lastSeenAt=when)


_UNUSED_ROLE = [
    Case("ninety days to the second", ACCEPTS, _used(_RECENT, _BROKER, whole=False)),
    Case("used, by whomever", ACCEPTS, _used("2026-05-31T00:00:00Z", _FLEET, whole=False)),
    Case(
        "ninety days and a second",
        REJECTS,
        _used(_LONG_AGO, _BROKER),
        "has not been used since 2026-03-02, though one broker hands it out",
    ),
    Case(
        "never",
        REJECTS,
        _used(None, _BROKER, _FLEET),
        "in the 400 days that IAM remembers, though 2 brokers hand it out",
    ),
    Case("by a role alias alone", REJECTS, _used(None, _FLEET, whole=False)),
    Case("asked for less", REJECTS, _used(_RECENT, _FLEET), settings={"days": 89}),
    Case("a certificate of long ago", REJECTS, _used(None, _BROKER, _asking(_LONG_AGO))),
    Case("one broker is old", REJECTS, _used(None, _FLEET, alias("new", creationDate=_YOUNG))),
    Case(
        "a certificate of today",
        UNDECIDED,
        _used(None, _BROKER, _asking("2026-05-31T00:00:00Z")),
        f"certificates have asked for sessions in {REGION}, and AWS does not say of which role",
    ),
    Case("subjects were not listed", UNDECIDED, _used(None, _BROKER, whole=False), "Subjects of"),
    Case("when they asked is unknown", UNDECIDED, _used(None, _BROKER, _asking(None))),
    Case("when it was used is no date", UNDECIDED, _used("lately", _FLEET)),
    Case("its age is unknown", UNDECIDED, _used(None, _FLEET, CreateDate=None)),
    Case("enabled or not is unknown", UNDECIDED, _used(None, profile(enabled=None))),
    Case("no broker", NOT_APPLICABLE, _used(None)),
    Case("a disabled profile", NOT_APPLICABLE, _used(None, profile(**_OFF))),
    Case("young", NOT_APPLICABLE, _used(None, _FLEET, CreateDate=_YOUNG)),
    Case("handed out lately", NOT_APPLICABLE, _used(None, alias(creationDate=_YOUNG))),
]


def _credential(der: bytes = b"", **fields: Any) -> Json:
    usual = {"x509CertificateData": pem(der), "seenAt": "2026-05-31T00:00:00Z", "failed": False}
    return {name: value for name, value in (usual | fields).items() if value is not None}


def _asked(*credentials: Json, name: str = "CN=host", **fields: Any) -> CertificateSubject:
    return subject(name, credentials=list(credentials), **fields)


_ANCHOR = _anchor(createdAt=_OLD)
_BOUND = ca(extensions=[x509.BasicConstraints(ca=True, path_length=0), usage()])


def _watched(*subjects: CertificateSubject, made: Any = _ANCHOR, whole: bool = True) -> Inventory:
    return inventory(made, *subjects, coverage=_WHOLE if whole else [])


_STRANGER = _asked(_credential(leaf(issuer="Sub CA")))
_UNUSED_ANCHOR = [
    Case("seen", ACCEPTS, _watched(_asked(_credential(leaf())), whole=False)),
    Case("seen, and failed", ACCEPTS, _watched(_asked(_credential(leaf(), failed=True)))),
    Case("seen long ago", ACCEPTS, _watched(_asked(_credential(leaf(days=(-900, -500)))))),
    Case(
        "seen under the name in another case",
        ACCEPTS,
        _watched(_asked(_credential(leaf(issuer="COMPANY ca")))),
    ),
    Case(
        "seen, beside what cannot be read",
        ACCEPTS,
        _watched(_asked(_credential(b"x"), name="CN=a"), _asked(_credential(leaf()), name="CN=b")),
    ),
    Case("nobody has come", REJECTS, _watched(), "has let nobody in"),
    Case(
        "nobody below it can have come",
        REJECTS,
        _watched(_STRANGER, made=_anchor(_BOUND, createdAt=_OLD)),
    ),
    Case(
        "from a CA that nobody holds",
        UNDECIDED,
        _watched(_STRANGER),
        "whose issuer no trust anchor of the Region holds",
    ),
    Case("what cannot be read", UNDECIDED, _watched(_asked(_credential(b"x"))), "not an X.509"),
    Case("no certificate told", UNDECIDED, _watched(_asked({}))),
    Case("subjects were not listed", UNDECIDED, _watched(whole=False), "Subjects of"),
    Case(
        "its CA cannot be read",
        UNDECIDED,
        _watched(_asked(_credential(leaf())), made=anchor(source=bundle("x"), createdAt=_OLD)),
    ),
    Case("its age is unknown", UNDECIDED, _watched(made=_anchor())),
    Case("enabled or not is unknown", UNDECIDED, _watched(made=_anchor(enabled=None))),
    Case("young", NOT_APPLICABLE, _watched(made=_anchor(createdAt=_YOUNG))),
    Case("disabled", NOT_APPLICABLE, _watched(made=_anchor(createdAt=_OLD, **_OFF))),
]
_UNUSED = {
    "INV004-ALIAS": _UNUSED_ALIAS,
    "INV004-ROLE": _UNUSED_ROLE,
    "INV004-ANCHOR": _UNUSED_ANCHOR,
}


def _using(der: bytes, *others: Resource, whole: bool = True, **facts: Any) -> Inventory:
    """A subject that asked last with this certificate."""
    seen = [_asked(_credential(der)), *others]
    return inventory(*seen, coverage=_WHOLE if whole else [], **facts)


_NOBODY = [
    Case("no certificate told", NOT_APPLICABLE, inventory(_asked())),
    Case("expired", NOT_APPLICABLE, _using(leaf(days=(-400, -1)))),
    Case("no certificate", UNDECIDED, _using(b"x"), "block 1 is not an X.509 certificate"),
    Case("two, and no dates", UNDECIDED, inventory(_asked(*[_credential(seenAt=None)] * 2))),
    Case("no PEM", UNDECIDED, inventory(_asked(_credential(x509CertificateData=None)))),
    Case("too long", UNDECIDED, inventory(_asked(_credential(x509CertificateData="x" * 300_000)))),
    Case(
        "nobody may look", UNDECIDED, inventory(_asked(unknown={"credentials": DENIED})), "denied"
    ),
]
_FAILED = _credential(failed=True)
_FIRST, _SECOND = "2026-05-01T00:00:00Z", "2026-05-30T00:00:00Z"


def _named(
    *attributes: tuple[x509.ObjectIdentifier, str], san: list[x509.GeneralName] | None = None
) -> bytes:
    name = x509.Name([x509.NameAttribute(oid, value) for oid, value in attributes])
    more = [x509.SubjectAlternativeName(san)] if san else []
    return leaf(name, extensions=[*LEAF, *more])


_CN, _O = x509.NameOID.COMMON_NAME, x509.NameOID.ORGANIZATION_NAME
_COMMA = _named((_CN, "host"), (_O, "Example, Inc."))
_STAR = _named((_CN, "host"), san=[x509.DNSName("*.example.com"), x509.DNSName("b.example.com")])
_SECOND_STAR = _named((_CN, "host"), san=[x509.DNSName("a.example.com"), x509.DNSName("*")])
_PLAIN = _named((_CN, "Prüfstand 3 +=,"[:-1]), (_O, "Example/Works:a@b.c_-"))


def _leaf_with(*extensions: x509.ExtensionType) -> bytes:
    return leaf(extensions=extensions)


_SUBJECTS = {
    "INV005-FAILED": [
        Case("it got one", ACCEPTS, inventory(_asked(_credential()))),
        Case(
            "it failed before",
            ACCEPTS,
            inventory(_asked(_credential(seenAt=_SECOND), _credential(failed=True, seenAt=_FIRST))),
        ),
        Case(
            "it failed long ago",
            ACCEPTS,
            inventory(_asked(_credential(failed=True, seenAt="2026-05-01T23:59:59Z"))),
        ),
        Case("it failed", REJECTS, inventory(_asked(_FAILED)), "on 2026-05-31 and got none"),
        Case(
            "it failed at last",
            REJECTS,
            inventory(_asked(_credential(failed=True, seenAt=_SECOND), _credential(seenAt=_FIRST))),
            "on 2026-05-30",
        ),
        Case(
            "as seconds since 1970",
            REJECTS,
            inventory(_asked(_credential(failed=True, seenAt=1780185600))),
            "on 2026-05-31",
        ),
        Case(
            "it is not said whether it failed",
            UNDECIDED,
            inventory(_asked(_credential(failed=None))),
            "'failed' of a credential of Subject 'CN=host' is not as documented",
        ),
        Case("no date", UNDECIDED, inventory(_asked(_credential(failed=True, seenAt=None)))),
        Case("no certificate told", NOT_APPLICABLE, inventory(_asked())),
    ],
    "INV005-UNFIT": [
        Case("as it should be", ACCEPTS, _using(leaf())),
        Case(
            "replaced",
            ACCEPTS,
            inventory(
                _asked(
                    _credential(_leaf_with(), seenAt=_FIRST), _credential(leaf(), seenAt=_SECOND)
                )
            ),
        ),
        Case(
            "no digitalSignature",
            REJECTS,
            _using(_leaf_with(LEAF[0], usage(cert_sign=False, crl_sign=False))),
            "its keyUsage lacks digitalSignature",
        ),
        Case("no keyUsage", REJECTS, _using(_leaf_with()), "has no keyUsage"),
        Case("a CA", REJECTS, _using(_leaf_with(USUAL[0], LEAF[1])), "is that of a CA"),
        Case(
            "SHA-1",
            REJECTS,
            _using(signed_with("05", leaf(signer=rsa_key()))),
            "is signed with sha1, weaker than SHA-256",
        ),
        Case("version 1", REJECTS, _using(without(leaf(), [0], [0, 7])), "of version 1, not 3"),
        Case(
            "nobody knows how it is signed",
            UNDECIDED,
            _using(signed_with("7f", leaf(signer=rsa_key()))),
            "how the certificate of Subject 'CN=host' is signed is not known",
        ),
        *_NOBODY,
    ],
    "INV005-SOON": [
        Case("46 days", ACCEPTS, _using(leaf(days=(-10, 46)))),
        Case("45 days", REJECTS, _using(leaf(days=(-10, 45))), "on 2026-07-16, in 45 days"),
        Case("an hour", REJECTS, _using(leaf(days=(-10, 0.1))), "in less than a day"),
        Case(
            "46 days, asked for more",
            REJECTS,
            _using(leaf(days=(-10, 46))),
            settings={"warn_days": 60},
        ),
        Case(
            "renewed",
            ACCEPTS,
            inventory(
                _asked(
                    _credential(leaf(days=(-80, 9)), seenAt=_FIRST),
                    _credential(leaf(), seenAt=_SECOND),
                )
            ),
        ),
        *_NOBODY,
    ],
    "INV005-LONGLIVED": [
        Case("397 days", ACCEPTS, _using(leaf(days=(0, 397)), whole=False)),
        Case(
            "distribution points",
            ACCEPTS,
            _using(leaf(days=(0, 398)), _anchor(crlDpRevocationEnabled=True), whole=False),
        ),
        Case("a list", ACCEPTS, _using(leaf(days=(0, 398)), _anchor(), crl(crlData=crl_of()))),
        Case(
            "398 days",
            REJECTS,
            _using(leaf(days=(0, 398)), _anchor()),
            "is valid for 398 days, until 2027-07-04, and cannot be revoked",
        ),
        Case("a disabled list", REJECTS, _using(leaf(days=(0, 398)), _anchor(), crl(**_OFF))),
        Case("asked for less", REJECTS, _using(leaf(), _anchor()), settings={"max_days": 30}),
        Case("of a CA below", REJECTS, _using(leaf(days=(0, 398), issuer="Sub CA"), _anchor())),
        Case(
            "its own revokes, another does not",
            ACCEPTS,
            _using(
                leaf(days=(0, 398)),
                _anchor(crlDpRevocationEnabled=True),
                anchor("other", source=bundle(pem(_OTHER))),
            ),
        ),
        Case(
            "its own does not, another revokes",
            REJECTS,
            _using(
                leaf(days=(0, 398)),
                _anchor(),
                anchor("other", source=bundle(pem(_OTHER)), crlDpRevocationEnabled=True),
            ),
        ),
        Case(
            "of a CA below one of two",
            UNDECIDED,
            _using(
                leaf(days=(0, 398), issuer="Sub CA"),
                _anchor(),
                anchor("other", source=bundle(pem(_OTHER)), crlDpRevocationEnabled=True),
            ),
            "some of the trust anchors",
        ),
        Case(
            "the lists were not listed",
            UNDECIDED,
            _using(leaf(days=(0, 398)), _anchor(), whole=False),
            "CRLs of",
        ),
        Case(
            "the anchors were not listed",
            UNDECIDED,
            _using(leaf(days=(0, 398)), whole=False),
            "Trust anchors of",
        ),
        Case("no anchor", NOT_APPLICABLE, _using(leaf(days=(0, 398)))),
        Case("a disabled anchor", NOT_APPLICABLE, _using(leaf(days=(0, 398)), _anchor(**_OFF))),
        *_NOBODY,
    ],
    "INV005-CHARSET": [
        Case("plain", ACCEPTS, _using(_PLAIN, profile(), whole=False)),
        Case("nothing plain, and no profile", ACCEPTS, _using(_COMMA)),
        Case(
            "not mapped",
            ACCEPTS,
            _using(_COMMA, profile(attributeMappings=mapped(x509Subject=("CN",)))),
        ),
        Case("mapped by a disabled profile", ACCEPTS, _using(_COMMA, profile(**_OFF))),
        Case("in the second alternative name", ACCEPTS, _using(_SECOND_STAR, profile())),
        Case(
            "a comma",
            REJECTS,
            _using(_COMMA, profile(), whole=False),
            "has x509Subject/O 'Example, Inc.', and no session tag can hold ,",
        ),
        Case(
            "parentheses",
            REJECTS,
            _using(_named((_CN, "printer (2nd floor)")), profile()),
            "hold ( )",
        ),
        Case("a star", REJECTS, _using(_STAR, profile()), "x509SAN/DNS '*.example.com'"),
        Case("in the issuer", REJECTS, _using(leaf(issuer="CA #1"), profile()), "x509Issuer/CN"),
        Case(
            "mapped by one of two",
            REJECTS,
            _using(_COMMA, profile("a", attributeMappings=[]), profile("b")),
        ),
        Case(
            "mapped by one, the other unknown",
            REJECTS,
            _using(_COMMA, profile("a", enabled=None), profile("b")),
        ),
        Case("mappings are unknown", UNDECIDED, _using(_COMMA, profile(attributeMappings=None))),
        Case("whether it is enabled is unknown", UNDECIDED, _using(_COMMA, profile(enabled=None))),
        Case("profiles were not listed", UNDECIDED, _using(_COMMA, whole=False), "Profiles of"),
        *_NOBODY,
    ],
    "INV005-PREFIX": [
        Case("61 characters", ACCEPTS, _using(leaf("h" * 61))),
        Case("no common name", ACCEPTS, _using(_named((_O, "Example")))),
        Case("62 characters", REJECTS, _using(leaf("h" * 62)), "has 62 characters"),
        Case("64 characters", REJECTS, _using(leaf("h" * 64)), "has no prefix 'CN='"),
        *_NOBODY,
    ],
}
_TEAM: dict[str, Any] = {"tags": [{"key": "team", "value": "storage"}]}
_WANTED = {"required_tags": ("team", "stage")}
_TAGS = {
    "INV006": [
        Case(
            "all there", ACCEPTS, inventory(profile(**_TEAM)), settings={"required_tags": ("team",)}
        ),
        Case(
            "more than asked",
            ACCEPTS,
            inventory(alias(tags=[{"Key": "team", "Value": "a"}, {"Key": "stage"}, {"Key": "x"}])),
            settings=_WANTED,
        ),
        Case(
            "one lacks",
            REJECTS,
            inventory(profile(**_TEAM)),
            "Profile 'backup' lacks the tag 'stage'",
            settings=_WANTED,
        ),
        Case(
            "none",
            REJECTS,
            inventory(anchor(tags=[])),
            "lacks the tags 'stage', 'team'",
            settings=_WANTED,
        ),
        Case("of a CRL", REJECTS, inventory(crl(tags=[])), "CRL 'revoked'", settings=_WANTED),
        Case(
            "of a role alias",
            REJECTS,
            inventory(alias(tags=[{"Key": "Team", "Value": "a"}])),
            "Role alias 'fleet' lacks the tag 'team'",
            settings={"required_tags": ("team",)},
        ),
        Case(
            "AWS's own count for nothing",
            REJECTS,
            inventory(profile(tags=[{"key": "aws:team", "value": "x"}])),
            settings={"required_tags": ("aws:team",)},
        ),
        Case(
            "not collected", UNDECIDED, inventory(profile()), "was not collected", settings=_WANTED
        ),
        Case(
            "nobody may look",
            UNDECIDED,
            inventory(profile(unknown={"tags": DENIED})),
            settings=_WANTED,
        ),
        Case("none are asked for", NOT_APPLICABLE, inventory(profile(tags=[]))),
    ],
}

CASES = _ANCHORS | _UNUSED | _SUBJECTS | _TAGS
