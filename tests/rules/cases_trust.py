"""One table of cases for the rules on what a role is bound to: TRUST001 to TRUST004."""

from typing import Any

from grants import ANCHOR, ASSUME, HERE, IDENTITY, TAG, granting, trusts
from rules.cases import ACCEPTS, NOT_APPLICABLE, REJECTS, UNDECIDED, Case
from rules.trusting import (
    ADMINISTRATOR,
    ANY_ANCHOR,
    CN,
    EVERYONE,
    EVERYTHING,
    FOREIGN,
    NAMED,
    NOT_TRUSTING,
    UNMAPPED,
    UNREAD,
    denies,
    having,
    source,
    split,
    trusting,
)
from scanner.policy.made import Json, allow, without
from world import (
    ACCOUNT,
    DENIED,
    anchor,
    inventory,
    listed,
    profile,
    whole,
)

from rolevet.authorities import TrustAnchor
from rolevet.coverage import CellState
from rolevet.finding import Setting
from rolevet.inventory import Inventory

_TAGS_ONLY = split(HERE, [TAG])
_ISSUER: Json = {"StringEquals": {"aws:PrincipalTag/x509Issuer/CN": "Company CA"}}
_ECHO: Json = {"StringEquals": {"sts:RoleSessionName": f"${{{CN}}}"}}
_SHARED: dict[str, Setting] = {"dedicated_anchors": (ANCHOR,)}


_GONE = ANCHOR.replace("company", "gone")


def _other(resource: str) -> str:
    return ANCHOR.replace("trust-anchor/company-ca", resource)


def _not(condition: Json) -> Json:
    return {operator.replace("String", "StringNot"): each for operator, each in condition.items()}


def _both(one: Json, other: Json) -> Json:
    """Two conditions of one operator."""
    return {operator: keys | other[operator] for operator, keys in one.items()}


def _excepting(action: str) -> Json:
    return without(trusts(), "Action") | {"NotAction": action}


_UNUSABLE = [
    ("a profile", _other("profile/1"), "ArnEquals", "is a profile"),
    ("a CRL", _other("crl/1"), "ArnLike", "is a CRL"),
    ("a subject", _other("subject/1"), "StringEquals", "is a subject"),
    ("an alias", _other("alias/trust-anchor/company-ca"), "ArnEquals", "is an alias"),
    ("a role", f"arn:aws:iam::{ACCOUNT}:role/x", "ArnEquals", "is a role"),
    ("an id", "0f7e0f7e-0f7e-4f7e-8f7e-0f7e0f7e0f7e", "StringEquals", "is an id and no ARN"),
    ("another account's", FOREIGN, "ArnEquals", "belongs to another account"),
    ("a star that is one", ANY_ANCHOR, "StringEquals", "holds a wildcard, which the operator"),
    ("of China", ANCHOR.replace("arn:aws:", "arn:aws-cn:"), "ArnEquals", "in another partition"),
    ("no Region", ANCHOR.replace("eu-west-1", ""), "ArnEquals", "names no Region"),
    ("a country", ANCHOR.replace("eu-west-1", "Ireland"), "ArnEquals", "names no Region"),
    ("in capitals", ANCHOR.upper(), "StringEquals", "is not the ARN of a trust anchor"),
    ("its name", "company-ca", "StringEquals", "is not the ARN of a trust anchor"),
    ("nothing", "", "StringEquals", "is not the ARN of a trust anchor"),
    ("one that is gone", _GONE, "ArnEquals", "does not exist"),
    ("one that is gone, if it is said", _GONE, "ArnEqualsIfExists", "does not exist"),
    ("gone from every Region", _GONE.replace("eu-west-1", "*"), "ArnEquals", "does not exist"),
]


def _shared(condition: Json | None, *statements: Json, **fields: Any) -> Inventory:
    """The role beside one that is not looked at, and may accept the same anchor."""
    made = granting(*statements, trust=trusts(condition=condition), **fields)
    return whole(profile(), made, denied=["Other"])


_BOUND = [
    Case(f"bound by {operator}", ACCEPTS, having(source(ANCHOR, operator)))
    for operator in (
        *("ArnEquals", "ArnLike", "StringEquals", "StringLike", "ForAnyValue:ArnLike"),
        *("ArnEqualsIfExists", "ForAnyValue:StringEqualsIfExists", "stringequals"),
    )
] + [
    Case("the key in other letters", ACCEPTS, having({"ArnEquals": {"AWS:sourceARN": ANCHOR}})),
    Case("two anchors", ACCEPTS, having(source([ANCHOR, ANCHOR.replace("company", "other")]))),
    Case("another account's beside it", ACCEPTS, having(source([ANCHOR, FOREIGN]))),
    Case("by one of the actions", ACCEPTS, trusting(*split(HERE, [IDENTITY]))),
    Case("as Amazon EKS does", ACCEPTS, trusting(*split(HERE, [IDENTITY, TAG], NAMED))),
    Case("by a Deny", ACCEPTS, trusting(trusts(), denies(ASSUME, source(ANCHOR, "ArnNotEquals")))),
    Case(
        "by a Deny for everyone",
        ACCEPTS,
        trusting(trusts(), denies("*", source(ANCHOR, "ArnNotLike"), Principal="*")),
    ),
    Case("bound, in no profile", ACCEPTS, whole(granting(trust=trusts(condition=HERE)))),
]

CASES = {
    "TRUST001": [
        *_BOUND,
        Case("no condition", REJECTS, having(), "no condition on aws:SourceArn holds every"),
        Case("in no profile", REJECTS, whole(granting(trust=trusts())), "no condition on"),
        Case(
            "also of a disabled one",
            REJECTS,
            whole(profile(enabled=False), granting(trust=trusts())),
        ),
        Case(
            "the account only",
            REJECTS,
            having({"StringEquals": {"aws:SourceAccount": ACCOUNT}}),
            "aws:SourceAccount is the same for every anchor of the account",
        ),
        Case(
            "the account, where that will do",
            ACCEPTS,
            having({"StringEquals": {"aws:SourceAccount": ACCOUNT}}),
            settings={"accept_account_only": True},
        ),
        Case(
            "an anchor in one statement and the account in another, where that will do",
            ACCEPTS,
            trusting(
                trusts(condition=HERE),
                trusts(condition={"StringEquals": {"aws:SourceAccount": ACCOUNT}}),
            ),
            settings={"accept_account_only": True},
        ),
        Case(
            "nothing, where the account will do",
            REJECTS,
            having(),
            settings={"accept_account_only": True},
        ),
        Case("everything", REJECTS, having(source("*", "ArnLike")), "fits more than one anchor"),
        Case("any anchor", REJECTS, having(source(ANY_ANCHOR)), "fits more than one anchor"),
        Case("one of them is wide", REJECTS, having(source([ANCHOR, ANY_ANCHOR]))),
        Case(
            "another account's only",
            REJECTS,
            having(source(FOREIGN)),
            "aws:SourceArn names only what belongs to other accounts",
        ),
        Case("ForAllValues", REJECTS, having(source(ANCHOR, "ForAllValues:ArnEquals"))),
        Case("a list of the refused", REJECTS, having(source(FOREIGN, "ArnNotEquals"))),
        Case("a Deny of one", REJECTS, trusting(trusts(), denies(ASSUME, HERE))),
        Case("one of two ways", REJECTS, trusting(trusts(condition=HERE), trusts())),
        Case("an organization", REJECTS, having({"StringEquals": {"aws:SourceOrgID": "o-1"}})),
        Case("a certificate", REJECTS, having(NAMED)),
        Case("any service", REJECTS, trusting(trusts() | {"Principal": {"Service": "*"}})),
        Case("anybody", REJECTS, trusting(trusts() | {"Principal": "*"})),
        Case("any action", REJECTS, trusting(trusts(action="sts:*"))),
        Case(
            "what it may do is not known",
            REJECTS,
            having(None, attached=(UNREAD,)),
            "no condition on",
        ),
        Case("it may be for somebody else", UNDECIDED, trusting(EVERYONE), '{"AWS": "*"}'),
        Case(
            "all but a few",
            UNDECIDED,
            trusting(without(trusts(), "Principal") | {"NotPrincipal": {"AWS": ACCOUNT}}),
            "NotPrincipal",
        ),
        Case("a variable", UNDECIDED, having(source("${aws:x}")), "a policy variable stands"),
        Case(
            "a Deny of two conditions",
            UNDECIDED,
            trusting(
                trusts(), denies(ASSUME, source(ANCHOR, "ArnNotEquals") | {"Null": {CN: "true"}})
            ),
            "Statement[1] may demand it",
        ),
        Case("-TAGGED reports it", NOT_APPLICABLE, trusting(*_TAGS_ONLY)),
        Case("-PRIVILEGED reports it", NOT_APPLICABLE, having(None, EVERYTHING)),
        *NOT_TRUSTING,
    ],
    "TRUST001-PRIVILEGED": [
        Case("bound", ACCEPTS, having(HERE, EVERYTHING)),
        Case(
            "an administrator", REJECTS, having(None, EVERYTHING), "no condition on aws:SourceArn"
        ),
        Case("by AWS's policy", REJECTS, having(None, attached=(ADMINISTRATOR,))),
        Case("it can escalate", REJECTS, having(None, allow("iam:CreatePolicyVersion"))),
        Case(
            "any anchor",
            REJECTS,
            having(source(ANY_ANCHOR), EVERYTHING),
            "fits more than one anchor",
        ),
        Case("in no profile", REJECTS, whole(granting(EVERYTHING, trust=trusts()))),
        Case(
            "the account, where that will do",
            ACCEPTS,
            having({"StringEquals": {"aws:SourceAccount": ACCOUNT}}, EVERYTHING),
            settings={"accept_account_only": True},
        ),
        Case(
            "what it may do is not known",
            UNDECIDED,
            having(None, attached=(UNREAD,)),
            "was not collected",
        ),
        Case(
            "a variable",
            UNDECIDED,
            having(source("${aws:x}"), EVERYTHING),
            "a policy variable stands",
        ),
        Case("what it may do does not matter", ACCEPTS, having(HERE, attached=(UNREAD,))),
        Case("it may do little", NOT_APPLICABLE, having(None, allow("s3:GetObject"))),
        Case(
            "-TAGGED reports it",
            NOT_APPLICABLE,
            whole(profile(), granting(EVERYTHING, trust=_TAGS_ONLY)),
        ),
        *NOT_TRUSTING,
    ],
    "TRUST001-TAGGED": [
        Case("bound", ACCEPTS, having(HERE)),
        Case(
            "only the tags are",
            REJECTS,
            trusting(*_TAGS_ONLY),
            "the condition on aws:SourceArn stands with sts:TagSession only",
        ),
        Case(
            "a mapping that nobody could read",
            REJECTS,
            whole(profile(unknown={"attributeMappings": DENIED}), granting(trust=_TAGS_ONLY)),
        ),
        Case(
            "other Regions may have profiles",
            REJECTS,
            inventory(profile(), granting(trust=_TAGS_ONLY)),
        ),
        Case(
            "the tags may be",
            UNDECIDED,
            trusting(*split(source("${aws:x}"), [TAG])),
            "a policy variable stands",
        ),
        Case("-UNTAGGED reports it", NOT_APPLICABLE, whole(granting(trust=_TAGS_ONLY))),
        Case("TRUST001 judges it", NOT_APPLICABLE, having()),
        Case(
            "TRUST003 reports it",
            NOT_APPLICABLE,
            trusting(trusts(action=[ASSUME, IDENTITY])),
        ),
        *NOT_TRUSTING,
    ],
    "TRUST001-UNTAGGED": [
        Case("bound", ACCEPTS, having(HERE)),
        Case(
            "nothing is mapped",
            REJECTS,
            whole(profile(**UNMAPPED), granting(trust=_TAGS_ONLY)),
            "stands with sts:TagSession only",
        ),
        Case(
            "by one of two profiles",
            REJECTS,
            whole(profile(), profile("other", **UNMAPPED), granting(trust=_TAGS_ONLY)),
        ),
        Case("no profile lists it", REJECTS, whole(granting(trust=_TAGS_ONLY))),
        Case(
            "a mapping that nobody could read",
            UNDECIDED,
            whole(profile(unknown={"attributeMappings": DENIED}), granting(trust=_TAGS_ONLY)),
            "was denied",
        ),
        Case(
            "other Regions may have profiles",
            UNDECIDED,
            inventory(profile(), granting(trust=_TAGS_ONLY)),
            "not every Region of account",
        ),
        Case("-TAGGED reports it", NOT_APPLICABLE, trusting(*_TAGS_ONLY)),
        Case("TRUST001 judges it", NOT_APPLICABLE, having()),
        *NOT_TRUSTING,
    ],
    "TRUST002": [
        Case("its holder", ACCEPTS, having(NAMED)),
        Case("its holder, beside the issuer", ACCEPTS, having(NAMED | HERE)),
        Case(
            "a name in the certificate",
            ACCEPTS,
            having({"StringLike": {"aws:PrincipalTag/x509SAN/URI": "spiffe://x/*"}}),
        ),
        Case(
            "the source identity",
            ACCEPTS,
            having({"StringEquals": {"sts:SourceIdentity": "CN=backup"}}),
        ),
        Case("any of several", ACCEPTS, having({"ForAnyValue:StringEquals": {CN: ["a", "b"]}})),
        Case(
            "by a Deny",
            ACCEPTS,
            trusting(trusts(), denies(TAG, _not(NAMED)), denies(ASSUME, _not(NAMED))),
        ),
        Case("by one of the actions", ACCEPTS, trusting(*split(NAMED, [IDENTITY]))),
        Case("by the tags that each session has", ACCEPTS, trusting(*split(NAMED, [TAG]))),
        Case("-ISSUER judges it", ACCEPTS, having(_ISSUER)),
        Case("named after its certificate", ACCEPTS, having(_ECHO)),
        Case("an anchor of its own", ACCEPTS, having(HERE)),
        Case(
            "an anchor of its own, beside another account's",
            ACCEPTS,
            having(source([ANCHOR, FOREIGN])),
        ),
        Case(
            "an anchor that the user gives to such roles",
            ACCEPTS,
            _shared(HERE),
            settings=_SHARED,
        ),
        Case("nothing", REJECTS, having(), "any certificate of its trust anchors can have it"),
        Case("nothing, in no profile", REJECTS, whole(granting(trust=trusts()))),
        Case("by tags that no session has", REJECTS, whole(granting(trust=split(NAMED, [TAG])))),
        Case("one of two ways", REJECTS, trusting(trusts(condition=NAMED), trusts())),
        Case("who is refused", REJECTS, having(_not(NAMED))),
        Case("who may be absent", REJECTS, having({"StringEqualsIfExists": {CN: "backup"}})),
        Case("whatever the name", REJECTS, having({"StringLike": {CN: "*"}})),
        Case("that there is a name", REJECTS, having({"Null": {CN: "false"}})),
        Case(
            "a name like another",
            REJECTS,
            having({"StringEquals": {CN: "${aws:PrincipalTag/x509SAN/DNS}"}}),
        ),
        Case(
            "a source identity like the name",
            REJECTS,
            having({"StringEquals": {"sts:SourceIdentity": f"CN=${{{CN}}}"}}),
        ),
        Case(
            "a session name that anybody can choose",
            REJECTS,
            having({"StringEquals": {"sts:RoleSessionName": "backup"}}),
        ),
        Case("any anchor", REJECTS, having(source(ANY_ANCHOR)), settings=_SHARED),
        Case(
            "what it may do is not known",
            REJECTS,
            having(None, attached=(UNREAD,)),
            "any certificate of its trust anchors",
        ),
        Case("others may accept the anchor", UNDECIDED, _shared(HERE), "was denied"),
        Case(
            "roles were not listed",
            UNDECIDED,
            inventory(profile(), granting(trust=trusts(condition=HERE))),
            "roles of 123456789012/global were not listed",
        ),
        Case("it may be for somebody else", UNDECIDED, trusting(EVERYONE), '{"AWS": "*"}'),
        Case(
            "a Deny of two conditions",
            UNDECIDED,
            trusting(trusts(), denies(ASSUME, _not(NAMED) | HERE)),
            "Statement[1] may demand it",
        ),
        Case("-PRIVILEGED judges it", NOT_APPLICABLE, having(None, EVERYTHING)),
        *NOT_TRUSTING,
    ],
    "TRUST002-PRIVILEGED": [
        Case("its holder", ACCEPTS, having(NAMED, EVERYTHING)),
        Case("its holder, whatever it may do", ACCEPTS, having(NAMED, attached=(UNREAD,))),
        Case("-ISSUER judges it", ACCEPTS, having(_ISSUER, EVERYTHING)),
        Case("an anchor of its own", ACCEPTS, having(HERE, EVERYTHING)),
        Case(
            "an anchor that the user gives to such roles",
            ACCEPTS,
            _shared(HERE, EVERYTHING),
            settings=_SHARED,
        ),
        Case("an administrator", REJECTS, having(None, EVERYTHING), "any certificate of its"),
        Case("it can escalate", REJECTS, having(None, allow("iam:PutRolePolicy"))),
        Case("it can tamper", REJECTS, having(None, allow("cloudtrail:StopLogging"))),
        Case(
            "named after its certificate",
            REJECTS,
            having(_ECHO, EVERYTHING),
            "a session is named after its certificate, and any certificate can have one",
        ),
        Case("what it may do is not known", UNDECIDED, having(None, attached=(UNREAD,))),
        Case("others may accept the anchor", UNDECIDED, _shared(HERE, EVERYTHING), "was denied"),
        Case("it may do little", NOT_APPLICABLE, having(None, allow("s3:GetObject"))),
        *NOT_TRUSTING,
    ],
    "TRUST002-ISSUER": [
        Case("the holder too", ACCEPTS, having(_both(_ISSUER, NAMED))),
        Case("named after its certificate too", ACCEPTS, having(_both(_ISSUER, _ECHO))),
        Case(
            "an anchor that the user gives to such roles",
            ACCEPTS,
            having(_ISSUER | HERE),
            settings=_SHARED,
        ),
        Case(
            "the issuer only",
            REJECTS,
            having(_ISSUER | HERE),
            "any certificate of the issuers that it names can have it",
        ),
        Case("the issuer only, whatever it may do", REJECTS, having(_ISSUER, EVERYTHING)),
        Case(
            "named after its certificate, but it may do everything",
            REJECTS,
            having(_both(_ISSUER, _ECHO), EVERYTHING),
        ),
        Case(
            "the holder in one way",
            REJECTS,
            trusting(trusts(condition=_ISSUER), trusts(condition=NAMED)),
        ),
        Case(
            "a Deny may demand the holder",
            UNDECIDED,
            trusting(trusts(condition=_ISSUER), denies(ASSUME, _not(NAMED) | HERE)),
            "Statement[1] may demand it",
        ),
        Case("TRUST002 judges it", NOT_APPLICABLE, having()),
        *NOT_TRUSTING,
    ],
    "TRUST003": [
        Case("all three", ACCEPTS, having()),
        Case("by wildcards", ACCEPTS, trusting(trusts(action=["sts:Set*", "sts:*e*"]))),
        Case("by two statements", ACCEPTS, trusting(*split(HERE, [TAG]))),
        Case("whatever their case", ACCEPTS, trusting(trusts(action=["STS:*"]))),
        Case("by all but one", ACCEPTS, trusting(_excepting("sts:GetFederationToken"))),
        Case(
            "as any other service",
            REJECTS,
            trusting(trusts(action=ASSUME)),
            "without sts:SetSourceIdentity and sts:TagSession",
        ),
        Case(
            "no source identity",
            REJECTS,
            trusting(trusts(action=[ASSUME, TAG])),
            "without sts:SetSourceIdentity,",
        ),
        Case("no tags", REJECTS, trusting(trusts(action=[ASSUME, IDENTITY])), "sts:TagSession,"),
        Case(
            "no tags, in no profile",
            REJECTS,
            whole(granting(trust=trusts(action=[ASSUME, IDENTITY]))),
        ),
        Case("by all but the tags", REJECTS, trusting(_excepting(TAG))),
        Case("a Deny of tags", REJECTS, trusting(trusts(), denies(TAG)), "sts:TagSession,"),
        Case(
            "no source identity, and no tags that one could want",
            REJECTS,
            whole(profile(**UNMAPPED), granting(trust=trusts(action=ASSUME))),
            "without sts:SetSourceIdentity and sts:TagSession",
        ),
        Case(
            "no tags, and nothing mapped",
            UNDECIDED,
            whole(profile(**UNMAPPED), granting(trust=trusts(action=[ASSUME, IDENTITY]))),
            "AWS does not say whether a session without tags needs sts:TagSession",
        ),
        Case(
            "no tags, and nobody could read the mapping",
            UNDECIDED,
            whole(
                profile(unknown={"attributeMappings": DENIED}),
                granting(trust=trusts(action=[ASSUME, IDENTITY])),
            ),
            "was denied",
        ),
        Case(
            "the rest may be for somebody else",
            UNDECIDED,
            trusting(trusts(action=ASSUME), EVERYONE | {"Action": [IDENTITY, TAG]}),
            '{"AWS": "*"}',
        ),
        Case(
            "all of it may be for somebody else",
            UNDECIDED,
            trusting(EVERYONE | {"Action": ASSUME}),
            '{"AWS": "*"}',
        ),
        *NOT_TRUSTING,
    ],
    "TRUST004": [
        Case("the anchor", ACCEPTS, having(HERE)),
        Case(
            "the anchor, in any Region", ACCEPTS, having(source(ANCHOR.replace("eu-west-1", "*")))
        ),
        Case(
            "the anchor, whatever stands before",
            ACCEPTS,
            having(source("*:trust-anchor/company-ca")),
        ),
        Case(
            "a disabled one",
            ACCEPTS,
            whole(anchor(enabled=False), granting(trust=trusts(condition=HERE))),
        ),
        Case("any anchor", ACCEPTS, having(source(ANY_ANCHOR))),
        Case("one of two", ACCEPTS, having(source([ANCHOR, _GONE]))),
        Case(
            "one of two ways",
            ACCEPTS,
            trusting(trusts(condition=HERE), trusts(condition=source(_GONE))),
        ),
        Case(
            "in other letters",
            ACCEPTS,
            having(source(ANCHOR.upper(), "StringEqualsIgnoreCase")),
        ),
        *(
            Case(name, REJECTS, having(source(value, operator)), fault)
            for name, value, operator, fault in _UNUSABLE
        ),
        Case(
            "many of them",
            REJECTS,
            having(source([_other(f"profile/{number}") for number in range(60)])),
            "; and 55 more.",
        ),
        Case(
            "by a Deny", REJECTS, trusting(trusts(), denies(ASSUME, source(_GONE, "ArnNotEquals")))
        ),
        Case("for the source identity", REJECTS, trusting(*split(source(_GONE), [IDENTITY]))),
        Case("for the tags", REJECTS, trusting(*split(source(_GONE), [TAG]))),
        Case("in each of two ways", REJECTS, trusting(*[trusts(condition=source(_GONE))] * 2)),
        Case(
            "anchors were not all listed",
            UNDECIDED,
            whole(
                granting(trust=trusts(condition=HERE)),
                coverage=[listed(TrustAnchor, CellState.PARTIAL)],
            ),
            "came back only in part",
        ),
        Case(
            "a Region that was not scanned",
            UNDECIDED,
            having(source(ANCHOR.replace("eu-west-1", "us-east-1"))),
            "123456789012/us-east-1 was not scanned",
        ),
        Case(
            "whatever Region, and not all were scanned",
            UNDECIDED,
            inventory(granting(trust=trusts(condition=source(ANCHOR.replace("eu-west-1", "*"))))),
            "not every Region of account",
        ),
        Case("a variable", UNDECIDED, having(source("${aws:x}")), "a policy variable stands"),
        Case(
            "one may be for somebody else",
            UNDECIDED,
            trusting(EVERYONE, trusts(condition=source(_GONE))),
            '{"AWS": "*"}',
        ),
        Case("no condition", NOT_APPLICABLE, having()),
        Case("who is refused", NOT_APPLICABLE, having(source(_GONE, "ArnNotEquals"))),
        *NOT_TRUSTING,
    ],
    "TRUST004-PARTLY": [
        Case("the anchor", ACCEPTS, having(HERE)),
        Case("one of two", REJECTS, having(source([ANCHOR, _GONE])), "does not exist"),
        Case(
            "beside a wide one", REJECTS, having(source([ANY_ANCHOR, FOREIGN])), "another account"
        ),
        Case(
            "one of two ways",
            REJECTS,
            trusting(trusts(condition=HERE), trusts(condition=source(_other("profile/1")))),
            "is a profile",
        ),
        Case(
            "beside one that nobody knows",
            REJECTS,
            having(source([FOREIGN, ANCHOR.replace("eu-west-1", "us-east-1")])),
            "belongs to another account",
        ),
        Case(
            "one that nobody knows",
            UNDECIDED,
            having(source([ANCHOR, ANCHOR.replace("eu-west-1", "us-east-1")])),
            "was not scanned",
        ),
        Case("TRUST004 reports it", NOT_APPLICABLE, having(source(_GONE))),
        Case("no condition", NOT_APPLICABLE, having()),
        *NOT_TRUSTING,
    ],
}
