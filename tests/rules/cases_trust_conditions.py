"""One table of cases for the rules on what conditions say: TRUST005 to TRUST010."""

from dataclasses import replace
from typing import Any

import setups
from grants import ANCHOR, ASSUME, DEVICES, HERE, IDENTITY, granting, trusts
from rules.cases import ACCEPTS, NOT_APPLICABLE, REJECTS, UNDECIDED, Case
from rules.trusting import (
    CN,
    ELSEWHERE,
    EVERYONE,
    FOREIGN,
    NAMED,
    NOT_TRUSTING,
    UNREADABLE,
    denies,
    having,
    source,
    split,
    trusting,
)
from scanner.policy.made import Json
from world import ACCOUNT, DENIED, STATED, alias, inventory, profile, whole

from rolevet.inventory import Inventory

OU, SAN = "aws:PrincipalTag/x509Subject/OU", "aws:PrincipalTag/x509SAN/DNS"
NAME, SOURCE_IDENTITY = "sts:RoleSessionName", "sts:SourceIdentity"
_REFUSED: Json = {"StringNotEquals": {CN: "guest"}}
_PRESENT: Json = {"Null": {CN: "false"}}
_GUESTS: Json = {"StringEquals": {CN: "guest"}}


def _like(value: Any, key: str = CN) -> Inventory:
    return having({"StringLike": {key: value}})


def _equals(value: Any, key: str) -> Inventory:
    return having({"StringEquals": {key: value}})


def _deny(condition: Json) -> Inventory:
    return trusting(trusts(), denies("sts:*", condition))


def _named(value: Any = f"${{{CN}}}", operator: str = "StringEquals") -> Json:
    return {operator: {NAME: value}}


def _listed_by(*profiles: Any, trust: Json | list[Json] | None = None) -> Inventory:
    return whole(*profiles, granting(trust=trust or trusts(condition=_named())))


def _stated(*profiles: Any) -> Inventory:
    stated = replace(granting(trust=trusts(condition=_named())), unknown=STATED)
    return inventory(*profiles, stated)


def _old(value: str, version: str | None = "2008-10-17") -> Inventory:
    made = trusts(condition={"StringEquals": {NAME: value}})
    document = {"Version": version} if version else {}
    return whole(granting(AssumeRolePolicyDocument=document | {"Statement": [made]}))


_ELSEWHERE_ALIAS = f"arn:aws:iot:*:{ACCOUNT}:rolealias/fleet"


def _devices(condition: Json | None = None, *more: Json) -> Inventory:
    return whole(alias(), granting(trust=[trusts(DEVICES, condition=condition), *more]))


CASES = {
    "TRUST005": [
        Case("who may come in", NOT_APPLICABLE, having(NAMED)),
        Case("nothing", NOT_APPLICABLE, having()),
        Case(
            "who may not, beside who may",
            ACCEPTS,
            having({"StringEquals": {OU: "Servers"}, **_REFUSED}),
        ),
        Case(
            "who may not, beside the issuer",
            ACCEPTS,
            having({"StringEquals": {"aws:PrincipalTag/x509Issuer/CN": "x"}, **_REFUSED}),
        ),
        Case("who may not, and the key must be there", ACCEPTS, having(_REFUSED | _PRESENT)),
        Case(
            "who may not, and a Deny wants the key",
            ACCEPTS,
            trusting(trusts(condition=_REFUSED), denies("sts:*", {"Null": {CN: "true"}})),
        ),
        Case(
            "who may not, of those who have one",
            NOT_APPLICABLE,
            having({"ForAnyValue:StringNotEquals": {CN: "guest"}}),
        ),
        Case("a Deny of all but some", NOT_APPLICABLE, _deny(_REFUSED)),
        Case("a Deny of the absent", NOT_APPLICABLE, _deny({"Null": {CN: "true"}})),
        Case("a Deny of who has it", NOT_APPLICABLE, _deny(_PRESENT)),
        Case(
            "a Deny also of the absent", NOT_APPLICABLE, _deny({"StringEqualsIfExists": {CN: "x"}})
        ),
        Case("a Deny of a source", NOT_APPLICABLE, _deny(source(ANCHOR))),
        Case(
            "a Deny of an address", NOT_APPLICABLE, _deny({"IpAddress": {"aws:SourceIp": "::/0"}})
        ),
        Case(
            "a Deny, and the key must be there",
            ACCEPTS,
            trusting(trusts(condition=_PRESENT), denies("sts:*", _GUESTS)),
        ),
        Case(
            "a Deny, and each way names who may come in",
            ACCEPTS,
            trusting(
                trusts(condition=NAMED),
                trusts(condition={"StringLike": {CN: "web-*"}}),
                denies("sts:*", _GUESTS),
            ),
        ),
        Case("who may not", REJECTS, having(_REFUSED), "lets in whoever does not bring it"),
        *(
            Case(f"who may not: {operator}", REJECTS, having({operator: {CN: "guest"}}))
            for operator in (
                *("StringNotLike", "StringNotEqualsIgnoreCase", "StringNotEqualsIfExists"),
                *("ForAllValues:StringEquals", "StringEqualsIfExists", "ForAllValues:StringLike"),
                "ForAnyValue:StringNotEqualsIfExists",
            )
        ),
        Case("who is nobody", REJECTS, having({"Null": {CN: "true"}})),
        Case(
            "the source identity", REJECTS, having({"StringNotEquals": {SOURCE_IDENTITY: "CN=x"}})
        ),
        Case("the session name", REJECTS, having({"StringEqualsIfExists": {NAME: "x"}})),
        Case("beside a session name", REJECTS, having(_named() | _REFUSED)),
        Case("beside an anchor", REJECTS, having(HERE | _REFUSED)),
        Case("in one of two ways", REJECTS, trusting(trusts(condition=_REFUSED), trusts())),
        Case(
            "a Deny",
            REJECTS,
            _deny(_GUESTS),
            f"the condition of a Deny on '{CN}' does not refuse those who do not bring it",
        ),
        Case("a Deny of any", REJECTS, _deny({"ForAnyValue:StringLike": {CN: "g*"}})),
        Case(
            "a Deny of all but some that must be there",
            REJECTS,
            _deny({"ForAnyValue:StringNotEquals": {CN: "x"}}),
        ),
        Case(
            "a Deny for everyone", REJECTS, trusting(trusts(), denies("*", _GUESTS, Principal="*"))
        ),
        Case("a Deny of two conditions", REJECTS, _deny(_GUESTS | {"Null": {OU: "true"}})),
        Case(
            "a Deny of the issuer",
            REJECTS,
            _deny({"StringEquals": {"aws:PrincipalTag/x509Issuer/CN": "x"}}),
        ),
        Case(
            "a Deny beside who may come in",
            REJECTS,
            trusting(trusts(condition={"StringEquals": {OU: "x"}}), denies("sts:*", _GUESTS)),
        ),
        Case(
            "a Deny that may be for others",
            UNDECIDED,
            trusting(trusts(), denies("sts:*", _GUESTS) | {"Principal": {"AWS": "*"}}),
            '{"AWS": "*"}',
        ),
        Case(
            "a Deny may want the key",
            UNDECIDED,
            trusting(
                trusts(condition=_REFUSED), denies("sts:*", {"Null": {CN: "true", OU: "true"}})
            ),
            "a statement may demand aws:principaltag/x509subject/cn",
        ),
        *NOT_TRUSTING,
    ],
    "TRUST005-BLOCKLIST": [
        Case("bound as well", ACCEPTS, having(HERE | source(FOREIGN, "ArnNotEquals"))),
        Case(
            "refused", REJECTS, having(source(FOREIGN, "ArnNotEquals")), "accepts every other one"
        ),
        Case("refused by pattern", REJECTS, having(source("*x*", "StringNotLike"))),
        Case(
            "in one of two ways",
            REJECTS,
            trusting(trusts(condition=HERE), trusts(condition=source(FOREIGN, "ArnNotLike"))),
        ),
        Case(
            "a variable",
            UNDECIDED,
            having(source(FOREIGN, "ArnNotEquals") | source("${aws:x}")),
            "a policy variable",
        ),
        Case("named", NOT_APPLICABLE, having(HERE)),
        Case("a Deny", NOT_APPLICABLE, _deny(source(FOREIGN, "ArnNotEquals"))),
        *NOT_TRUSTING,
    ],
    "TRUST005-HARMLESS": [
        Case("as it should be", ACCEPTS, having(HERE)),
        Case("on a tag", ACCEPTS, having({"StringEqualsIfExists": {CN: "x"}})),
        Case("refused", ACCEPTS, having(source(FOREIGN, "ArnNotEqualsIfExists"))),
        Case("ForAllValues", ACCEPTS, having(source(ANCHOR, "ForAllValues:ArnEqualsIfExists"))),
        Case("the anchor", REJECTS, having(source(ANCHOR, "ArnEqualsIfExists")), "'aws:sourcearn'"),
        Case(
            "the account",
            REJECTS,
            having({"StringEqualsIfExists": {"aws:SourceAccount": ACCOUNT}}),
            "'aws:sourceaccount'",
        ),
        Case(
            "for somebody else, perhaps",
            UNDECIDED,
            trusting(EVERYONE | {"Condition": source(ANCHOR, "ArnEqualsIfExists")}),
            '{"AWS": "*"}',
        ),
        *NOT_TRUSTING,
    ],
    "TRUST006": [
        Case("a name", ACCEPTS, having(NAMED)),
        Case("a name with a star that is one", ACCEPTS, _equals("*example.com", CN)),
        Case("the beginning", ACCEPTS, _like("backup-*")),
        Case("the middle", ACCEPTS, _like("backup-?.example.com")),
        Case(
            "a SPIFFE path",
            ACCEPTS,
            _like("spiffe://example.com/backup/*", "aws:PrincipalTag/x509SAN/URI"),
        ),
        Case("a unit", ACCEPTS, _equals("Servers", OU)),
        Case(
            "a coarse one beside a name",
            ACCEPTS,
            having({"StringEquals": {CN: "x", "aws:PrincipalTag/x509Subject/O": "Company"}}),
        ),
        Case(
            "a coarse one beside the issuer",
            ACCEPTS,
            having(
                {
                    "StringEquals": {
                        "aws:PrincipalTag/x509Issuer/CN": "x",
                        "aws:PrincipalTag/x509Subject/C": "DE",
                    }
                }
            ),
        ),
        Case("a loose one beside a name", ACCEPTS, having(NAMED | {"StringLike": {OU: "*x*"}})),
        Case(
            "one of the actions is tight",
            ACCEPTS,
            trusting(*split(NAMED, [IDENTITY], {"StringLike": {CN: "*"}})),
        ),
        Case(
            "a pattern that the user takes",
            ACCEPTS,
            _like("*.example.com"),
            settings={"allow_patterns": ("*.example.com",)},
        ),
        Case("who is refused", NOT_APPLICABLE, having({"StringNotLike": {CN: "*x"}})),
        Case("who may be absent", NOT_APPLICABLE, having({"StringLikeIfExists": {CN: "*x"}})),
        Case("that there is one", NOT_APPLICABLE, having(_PRESENT)),
        Case("no attribute", NOT_APPLICABLE, having(HERE)),
        *(
            Case(f"{key.rpartition('/')[2]} {value}", REJECTS, _like(value, key), f"'{value}'")
            for key, value in (
                (CN, "*"),
                (CN, "?*"),
                (CN, "*example.com"),
                (CN, "*.example.com"),
                (CN, "????.example.com"),
                (SAN, "*-backup"),
                (OU, "*Servers*"),
                (OU, "*/Servers"),
                ("aws:PrincipalTag/x509Issuer/CN", "*CA"),
                ("aws:PrincipalTag/x509SAN/URI", "spiffe://*"),
                ("aws:PrincipalTag/x509SAN/URI", "spiffe://example*/backup"),
                (SOURCE_IDENTITY, "CN=*"),
                (SOURCE_IDENTITY, "*x"),
            )
        ),
        Case("one of several", REJECTS, _like(["backup", "*x"]), "'*x'"),
        Case(
            "one of two ways",
            REJECTS,
            trusting(trusts(condition=NAMED), trusts(condition={"StringLike": {CN: "*x"}})),
        ),
        Case("a Deny of all but some", REJECTS, _deny({"StringNotLike": {CN: "*x"}})),
        *(
            Case(
                f"only {rdn}",
                REJECTS,
                _equals("x", f"aws:PrincipalTag/x509Subject/{rdn}"),
                "is the same for most certificates of a CA",
            )
            for rdn in ("C", "L", "O", "ST", "o")
        ),
        Case(
            "only the organization of a name",
            REJECTS,
            _equals("x", "aws:PrincipalTag/x509SAN/Name/O"),
        ),
        Case(
            "organization and country",
            REJECTS,
            having(
                {
                    "StringEquals": {
                        "aws:PrincipalTag/x509Subject/O": "x",
                        "aws:PrincipalTag/x509Subject/C": "DE",
                    }
                }
            ),
        ),
        Case(
            "another pattern than the user takes",
            REJECTS,
            _like("*.example.org"),
            settings={"allow_patterns": ("*.example.com",)},
        ),
        Case(
            "a Deny may say more",
            UNDECIDED,
            trusting(
                trusts(condition={"StringLike": {CN: "*x"}}),
                denies(ASSUME, {"StringNotEquals": {OU: "a"}} | HERE),
            ),
            "Statement[1] may demand it",
        ),
        *NOT_TRUSTING,
    ],
    "TRUST007": [
        Case("a common name", ACCEPTS, _equals("CN=backup", SOURCE_IDENTITY)),
        Case("a serial number", ACCEPTS, _equals("ID=0af3", SOURCE_IDENTITY)),
        Case("one of several", ACCEPTS, _equals(["backup", "CN=backup"], SOURCE_IDENTITY)),
        Case("64 characters", ACCEPTS, _equals("x" * 64, SOURCE_IDENTITY)),
        Case("62 characters", ACCEPTS, _equals("x" * 62, SOURCE_IDENTITY)),
        Case(
            "whatever the case",
            ACCEPTS,
            having({"StringEqualsIgnoreCase": {SOURCE_IDENTITY: "cn=backup"}}),
        ),
        Case("no prefix", REJECTS, _equals("backup", SOURCE_IDENTITY), "names 'backup' as source"),
        Case("61 characters", REJECTS, _equals("x" * 61, SOURCE_IDENTITY)),
        Case("65 characters", REJECTS, _equals("x" * 65, SOURCE_IDENTITY)),
        Case("65 characters, with the prefix", REJECTS, _equals("CN=" + "x" * 62, SOURCE_IDENTITY)),
        Case("the prefix in other letters", REJECTS, _equals("cn=backup", SOURCE_IDENTITY)),
        Case("a star that is one", REJECTS, _equals("*", SOURCE_IDENTITY)),
        Case("like it, and spelt out", REJECTS, _like("backup", SOURCE_IDENTITY)),
        Case("a Deny of all but it", REJECTS, _deny({"StringNotEquals": {SOURCE_IDENTITY: "x"}})),
        Case(
            "for somebody else, perhaps",
            UNDECIDED,
            trusting(EVERYONE | {"Condition": {"StringEquals": {SOURCE_IDENTITY: "x"}}}),
            '{"AWS": "*"}',
        ),
        Case("a pattern", NOT_APPLICABLE, _like("backup*", SOURCE_IDENTITY)),
        Case("a variable", NOT_APPLICABLE, _equals(f"${{{CN}}}", SOURCE_IDENTITY)),
        Case("a number", NOT_APPLICABLE, having({"NumericEquals": {SOURCE_IDENTITY: "1"}})),
        Case("no source identity", NOT_APPLICABLE, having(NAMED)),
        Case("-DENY judges it", NOT_APPLICABLE, _deny({"StringEquals": {SOURCE_IDENTITY: "x"}})),
        *NOT_TRUSTING,
    ],
    "TRUST007-DENY": [
        Case("with the prefix", ACCEPTS, _deny({"StringEquals": {SOURCE_IDENTITY: "CN=x"}})),
        Case("no prefix", REJECTS, _deny({"StringEquals": {SOURCE_IDENTITY: "x"}}), "names 'x'"),
        Case(
            "an Allow of all but it", REJECTS, having({"StringNotEquals": {SOURCE_IDENTITY: "x"}})
        ),
        Case(
            "for somebody else, perhaps",
            UNDECIDED,
            trusting(
                trusts(),
                denies("sts:*", {"StringEquals": {SOURCE_IDENTITY: "x"}})
                | {"Principal": {"AWS": "*"}},
            ),
            '{"AWS": "*"}',
        ),
        Case("TRUST007 judges it", NOT_APPLICABLE, _equals("x", SOURCE_IDENTITY)),
        *NOT_TRUSTING,
    ],
    "TRUST008": [
        Case("as it should be", ACCEPTS, setups.eks_hybrid_nodes()),
        *(
            Case(f"well spelt: {text}", ACCEPTS, _equals(text, NAME))
            for text in (
                "plain",
                "${*}",
                "${?}${$}",
                "$",
                "a$b",
                "$(x)",
                "100$",
                "${aws:userid}",
                "${aws:PrincipalTag/team}",
                "${aws:principaltag/X509subject/cn}",
                "${aws:PrincipalTag/x509SAN/URI}",
                "${aws:PrincipalTag/x509Issuer/CN, 'none'}",
                "${saml:sub}",
                "${ aws:SourceAccount }",
                "${aws:RequestTag/x}",
            )
        ),
        Case("nothing of the kind", ACCEPTS, having()),
        Case(
            "EKS's other offer",
            REJECTS,
            setups.eks_hybrid_nodes(setups.SAN),
            "its brackets do not match",
        ),
        *(
            Case(f"misspelt: {text}", REJECTS, _equals(text, NAME), says)
            for text, says in (
                ("$(aws:PrincipalTag/x509Subject/CN)", "its brackets do not match"),
                ("${aws:PrincipalTag/x509Subject/CN)", "no } closes it"),
                ("${aws:PrincipalTag/x509Subject/CN", "no } closes it"),
                ("${aws:userid) and ${aws:userid}", "its brackets do not match"),
                ("${aws:PrincipalTag.x509Subject/CN}", "there is no such key"),
                ("${aws:PrincipalTag}", "there is no such key"),
                ("${aws:PrincipalTag/}", "there is no such key"),
                ("${aws:PrincipleTag/x509Subject/CN}", "there is no such key"),
                ("${aws:PrincipalTag/x509Subject}", "there is no such key"),
                ("${aws:PrincipalTag/x509Subject.CN}", "there is no such key"),
                ("${aws:PrincipalTag/x509San/Name}", "there is no such key"),
                ("${aws:PrincipalTag/x509SAN/DNS/x}", "there is no such key"),
                ("${aws:PrincipalTag/x509SAN/IP}", "there is no such key"),
                ("${aws:RequestTag/}", "there is no such key"),
                ("${aws:userid, none}", "there is no such key"),
                ("${trust_anchor_arn}", "there is no such key"),
                ("${:x}", "there is no such key"),
                ("${}", "there is no such key"),
                ("a-${aws:userid}-$(aws:userid}", "its brackets do not match"),
            )
        ),
        Case("two of them", REJECTS, _equals(["${x}", "${y}"], NAME), "There are 1 more."),
        Case("the old version", REJECTS, _old("${aws:userid}"), "only version 2012-10-17"),
        Case("no version", REJECTS, _old("${aws:userid}", None), "only version 2012-10-17"),
        Case("the old version, without one", ACCEPTS, _old("backup")),
        Case("any key", REJECTS, having(source("${x}"))),
        Case("a Deny of all but it", REJECTS, _deny({"StringNotEquals": {NAME: "${x}"}})),
        Case("of the other broker", REJECTS, _devices({"StringEquals": {"aws:x": "${x}"}})),
        Case(
            "for somebody else",
            ACCEPTS,
            trusting(trusts(), trusts("ec2.amazonaws.com", ASSUME, _named("${x}"))),
        ),
        Case(
            "for somebody else, perhaps",
            UNDECIDED,
            trusting(trusts(), EVERYONE | {"Condition": _named("${x}")}),
            '{"AWS": "*"}',
        ),
        Case("no trust policy can be read", UNDECIDED, inventory(UNREADABLE)),
        Case("-OPENS judges it", ACCEPTS, _deny({"StringEquals": {NAME: "${x}"}})),
        Case("it trusts another service", NOT_APPLICABLE, inventory(ELSEWHERE)),
    ],
    "TRUST008-OPENS": [
        Case("as it should be", ACCEPTS, _deny(_GUESTS)),
        Case("a Deny", REJECTS, _deny({"StringEquals": {NAME: "${x}"}}), "there is no such key"),
        Case("an Allow of all but it", REJECTS, having({"StringNotEquals": {NAME: "${x}"}})),
        Case(
            "for somebody else, perhaps",
            UNDECIDED,
            trusting(trusts(), denies("sts:*", _named("${x}")) | {"Principal": {"AWS": "*"}}),
        ),
        Case("TRUST008 judges it", ACCEPTS, _equals("${x}", NAME)),
        Case("it trusts another service", NOT_APPLICABLE, inventory(ELSEWHERE)),
    ],
    "TRUST009": [
        Case("as it should be", ACCEPTS, setups.eks_hybrid_nodes()),
        Case("no session name", ACCEPTS, having()),
        Case(
            "of a role that is only stated, its file tells the profiles",
            REJECTS,
            _stated(profile()),
            "no enabled profile that lists it accepts another",
        ),
        Case("it is only stated, without a profile", UNDECIDED, _stated(), "no enabled profile"),
        Case(
            "one of two profiles lets clients choose",
            ACCEPTS,
            _listed_by(profile(), profile("other", acceptRoleSessionName=True)),
        ),
        Case(
            "one of two ways",
            ACCEPTS,
            _listed_by(profile(), trust=[trusts(), trusts(condition=_named())]),
        ),
        *(
            Case(
                f"a serial number: {value}",
                ACCEPTS,
                _listed_by(profile(), trust=trusts(condition=_named(value, operator))),
            )
            for value, operator in (
                ("0aF3", "StringEquals"),
                (["backup", "0AF3"], "StringEquals"),
                ("0a*", "StringLike"),
                ("*", "StringLike"),
            )
        ),
        Case(
            "who may be absent",
            ACCEPTS,
            _listed_by(profile(), trust=trusts(condition=_named(operator="StringEqualsIfExists"))),
        ),
        Case(
            "who is refused",
            ACCEPTS,
            _listed_by(profile(), trust=trusts(condition=_named(operator="StringNotEquals"))),
        ),
        Case(
            "nobody lets clients choose",
            REJECTS,
            _listed_by(profile()),
            "waits for a session name that no serial number",
        ),
        Case("said outright", REJECTS, _listed_by(profile(acceptRoleSessionName=False))),
        *(
            Case(
                f"no serial number: {value[:9]}",
                REJECTS,
                _listed_by(profile(), trust=trusts(condition=_named(value, operator))),
            )
            for value, operator in (
                ("backup", "StringEquals"),
                ("0a*", "StringEquals"),
                ("web-*", "StringLike"),
                ("a" * 65, "StringEquals"),
                ("", "StringEquals"),
            )
        ),
        Case(
            "only a disabled profile does",
            REJECTS,
            _listed_by(profile(), profile("off", enabled=False, acceptRoleSessionName=True)),
        ),
        Case(
            "by a Deny",
            REJECTS,
            _listed_by(
                profile(), trust=[trusts(), denies(ASSUME, _named(operator="StringNotLike"))]
            ),
        ),
        Case("no profile lists it", UNDECIDED, _listed_by(), "no enabled profile is known"),
        Case(
            "only a disabled one lists it",
            UNDECIDED,
            _listed_by(profile(enabled=False)),
            "no enabled profile is known",
        ),
        Case(
            "enabled or not is unknown",
            UNDECIDED,
            _listed_by(profile(), profile("x", enabled=None, acceptRoleSessionName=True)),
            "no field 'enabled'",
        ),
        Case(
            "whether it does is unknown",
            UNDECIDED,
            _listed_by(profile(unknown={"acceptRoleSessionName": DENIED})),
            "was denied",
        ),
        Case(
            "there may be other profiles",
            UNDECIDED,
            inventory(profile(), granting(trust=trusts(condition=_named()))),
            "not every Region",
        ),
        Case(
            "for somebody else, perhaps",
            UNDECIDED,
            _listed_by(profile(), trust=[EVERYONE, trusts(condition=_named())]),
            '{"AWS": "*"}',
        ),
        *NOT_TRUSTING,
    ],
    "TRUST010": [
        Case("the account", ACCEPTS, _devices({"StringEquals": {"aws:SourceAccount": ACCOUNT}})),
        Case("the alias", ACCEPTS, _devices(source(_ELSEWHERE_ALIAS, "ArnLike"))),
        Case(
            "by a Deny",
            ACCEPTS,
            _devices(
                None,
                denies(
                    ASSUME, source(_ELSEWHERE_ALIAS, "ArnNotLike"), Principal={"Service": DEVICES}
                ),
            ),
        ),
        Case(
            "as AWS shows it",
            REJECTS,
            setups.credential_provider_walkthrough(),
            "whatever role alias or account it acts for",
        ),
        Case("behind no alias", REJECTS, inventory(granting(trust=trusts(DEVICES)))),
        Case(
            "if it is there",
            REJECTS,
            _devices({"StringEqualsIfExists": {"aws:SourceAccount": ACCOUNT}}),
        ),
        Case(
            "one of two ways",
            REJECTS,
            _devices({"StringEquals": {"aws:SourceAccount": ACCOUNT}}, trusts(DEVICES)),
        ),
        Case(
            "for somebody else, perhaps", UNDECIDED, whole(granting(trust=EVERYONE)), '{"AWS": "*"}'
        ),
        Case("no trust policy can be read", UNDECIDED, inventory(UNREADABLE)),
        Case("it trusts the other broker", NOT_APPLICABLE, having()),
        Case("it trusts another service", NOT_APPLICABLE, inventory(ELSEWHERE)),
    ],
}
