"""One table of cases for the rules on how trust policies, brokers and anchors go together."""

from dataclasses import replace
from typing import Any

import setups
from grants import ANCHOR, ASSUME, DEVICES, HERE, IDENTITY, TAG, WORKLOADS, granting, trusts
from rules.cases import ACCEPTS, NOT_APPLICABLE, REJECTS, UNDECIDED, Case
from rules.trusting import (
    CN,
    ELSEWHERE,
    EVERYONE,
    NAMED,
    UNREADABLE,
    denies,
    source,
    split,
)
from scanner.policy.made import Json
from world import (
    ACCOUNT,
    DENIED,
    alias,
    anchor,
    inventory,
    listed,
    mapped,
    missing,
    profile,
    role_arn,
    whole,
)

from rolevet.authorities import TrustAnchor
from rolevet.coverage import CellState
from rolevet.inventory import Inventory
from rolevet.resources import Profile

_OFF: dict[str, Any] = {"enabled": False}
_ALIAS = alias().arn
_OU = "aws:PrincipalTag/x509Subject/OU"


def _devices(condition: Json | None = None, *more: Json) -> Inventory:
    return whole(alias(), granting(trust=[trusts(DEVICES, condition=condition), *more]))


def _trusted_by(*statements: Json) -> Inventory:
    return whole(alias(), granting(trust=list(statements)))


def _mapping(*specifiers: str) -> dict[str, Any]:
    return {"attributeMappings": mapped(x509Subject=specifiers)}


def _listed(trust: Json | list[Json] | None = None, *profiles: Profile, **fields: Any) -> Inventory:
    return whole(*(profiles or (profile(**fields),)), anchor(), granting(trust=trust or trusts()))


def _when(condition: Json, **fields: Any) -> Inventory:
    return _listed(trusts(condition=condition), **fields)


def _chosen(condition: Json | None = None, **fields: Any) -> Inventory:
    return _listed(trusts(condition=condition), acceptRoleSessionName=True, **fields)


def _name(value: Any, operator: str = "StringEquals") -> Json:
    return {operator: {"sts:RoleSessionName": value}}


_ECHO = _name(f"${{{CN}}}")
_BOUND = granting(trust=trusts(condition=HERE))
_US_PROFILE = replace(profile(), region="us-east-1")
_IN_US = replace(listed(TrustAnchor), region="us-east-1")

# What a rule on a pair does not decide either, because there is no role to speak of.
_NO_ROLE = [
    Case(
        "the role is gone",
        NOT_APPLICABLE,
        inventory(profile(acceptRoleSessionName=True), missing()),
    ),
    Case(
        "the role could not be looked at",
        UNDECIDED,
        inventory(profile(acceptRoleSessionName=True), denied=["Device"]),
        "was denied",
    ),
]

CASES = {
    "ALIAS005": [
        Case("as AWS shows it", ACCEPTS, setups.credential_provider_walkthrough()),
        Case("under conditions", ACCEPTS, _devices(source(_ALIAS))),
        Case("any service", ACCEPTS, _trusted_by(trusts(DEVICES) | {"Principal": "*"})),
        Case(
            "one of two ways",
            ACCEPTS,
            _devices({"StringEquals": {"sts:ExternalId": "x"}}, trusts(DEVICES)),
        ),
        Case("a condition that absence meets", ACCEPTS, _devices({"StringNotEquals": {CN: "x"}})),
        Case(
            "if it is there", ACCEPTS, _devices({"StringEqualsIfExists": {"sts:ExternalId": "x"}})
        ),
        Case(
            "another service",
            REJECTS,
            whole(alias(), ELSEWHERE),
            "does not let credentials.iot.amazonaws.com assume it",
        ),
        Case(
            "AWS IoT",
            REJECTS,
            _trusted_by(trusts("iot.amazonaws.com", ASSUME)),
            "It trusts iot.amazonaws.com, which is another service.",
        ),
        Case(
            "Greengrass",
            REJECTS,
            _trusted_by(trusts("greengrass.amazonaws.com", ASSUME)),
            "It trusts greengrass.amazonaws.com",
        ),
        Case(
            "the other broker", REJECTS, _trusted_by(trusts()), "It trusts rolesanywhere.amazonaws"
        ),
        Case(
            "another action",
            REJECTS,
            _trusted_by(trusts(DEVICES, "sts:AssumeRoleWithWebIdentity")),
            "It allows sts:AssumeRoleWithWebIdentity instead.",
        ),
        Case(
            "a Deny",
            REJECTS,
            _devices(None, denies(ASSUME, Principal="*")),
            "A Deny without conditions refuses sts:AssumeRole.",
        ),
        *(
            Case(f"never met: {key}", REJECTS, _devices({operator: {key: "x"}}), f"'{key}'")
            for operator, key in (
                ("StringEquals", "sts:ExternalId"),
                ("StringLike", CN),
                ("ForAnyValue:StringEquals", "aws:PrincipalTag/x509SAN/DNS"),
            )
        ),
        Case("that it be there", REJECTS, _devices({"Null": {CN: "false"}})),
        Case(
            "a Deny of all but some",
            REJECTS,
            _devices(None, denies(ASSUME, {"StringNotEquals": {CN: "x"}}, Principal="*")),
            "which its requests are not known to have",
        ),
        Case("for somebody else, perhaps", UNDECIDED, _trusted_by(EVERYONE), '{"AWS": "*"}'),
        Case("no trust policy can be read", UNDECIDED, whole(alias(), UNREADABLE), "neither Allow"),
        Case("no alias hands it out", NOT_APPLICABLE, whole(ELSEWHERE)),
        Case("a profile does", NOT_APPLICABLE, whole(profile(), ELSEWHERE)),
    ],
    "ALIAS005-EXCLUDED": [
        Case("no condition", ACCEPTS, _devices()),
        Case("the alias", ACCEPTS, _devices(source(_ALIAS))),
        Case("one of two", ACCEPTS, _devices(source(["arn:aws:iot:x", _ALIAS]))),
        Case(
            "by pattern",
            ACCEPTS,
            _devices(source(f"arn:aws:iot:*:{ACCOUNT}:rolealias/f*", "ArnLike")),
        ),
        Case(
            "whatever the case", ACCEPTS, _devices(source(_ALIAS.upper(), "StringEqualsIgnoreCase"))
        ),
        Case("the account", ACCEPTS, _devices({"StringEquals": {"aws:SourceAccount": ACCOUNT}})),
        Case("if it is there", ACCEPTS, _devices(source("x", "ArnEqualsIfExists"))),
        Case("who is refused", ACCEPTS, _devices(source("x", "ArnNotEquals"))),
        Case("one of two ways", ACCEPTS, _devices(source("x"), trusts(DEVICES))),
        Case(
            "another alias",
            REJECTS,
            _devices(source(_ALIAS.replace("fleet", "old"))),
            "hands out role 'Device', which lets in only 'arn:aws:iot:eu-west-1:123456789012:rol",
        ),
        Case("a name in another case", REJECTS, _devices(source(_ALIAS.replace("fleet", "Fleet")))),
        Case("another Region", REJECTS, _devices(source(_ALIAS.replace("eu-west-1", "eu-west-2")))),
        Case("a star that is one", REJECTS, _devices(source(f"{_ALIAS}*", "StringEquals"))),
        Case(
            "another account",
            REJECTS,
            _devices({"StringEquals": {"aws:SourceAccount": "210987654321"}}),
            "'210987654321'",
        ),
        Case(
            "accounts that differ",
            REJECTS,
            _devices({"StringEquals": {"aws:SourceAccount": "210987654321"}} | source(_ALIAS)),
        ),
        Case(
            "by a Deny",
            REJECTS,
            _devices(None, denies(ASSUME, source("x", "ArnNotEquals"), Principal="*")),
        ),
        Case("a variable", UNDECIDED, _devices(source("${aws:x}")), "a policy variable stands in"),
        Case("the role could not be looked at", UNDECIDED, inventory(alias(), denied=["Device"])),
        Case("the role is gone", NOT_APPLICABLE, inventory(alias(), missing())),
        Case("ALIAS005 reports it", NOT_APPLICABLE, whole(alias(), ELSEWHERE)),
    ],
    "PROF012": [
        Case("it trusts Roles Anywhere", ACCEPTS, _listed()),
        Case("whether it is enabled does not matter", ACCEPTS, _listed(None, enabled=None)),
        Case("AssumeRole alone", ACCEPTS, _listed(trusts(action=ASSUME))),
        Case(
            "another service",
            REJECTS,
            _listed(trusts("ec2.amazonaws.com")),
            "does not let rolesanywhere.amazonaws.com assume it",
        ),
        Case(
            "the other broker",
            REJECTS,
            _listed(trusts(DEVICES)),
            "It trusts credentials.iot.amazonaws.com, which is another service.",
        ),
        Case("the other actions only", REJECTS, _listed(trusts(action=[IDENTITY, TAG]))),
        Case("a Deny", REJECTS, _listed([trusts(), denies("*")]), "A Deny without conditions"),
        Case(
            "one of two profiles is enabled",
            REJECTS,
            _listed(trusts(DEVICES), profile(), profile("off", **_OFF)),
        ),
        Case("for somebody else, perhaps", UNDECIDED, _listed(EVERYONE), '{"AWS": "*"}'),
        Case("enabled or not is unknown", UNDECIDED, _listed(trusts(DEVICES), enabled=None)),
        Case("no trust policy can be read", UNDECIDED, whole(profile(), UNREADABLE), "neither"),
        Case("-LATENT judges it", NOT_APPLICABLE, _listed(trusts(DEVICES), **_OFF)),
        Case("no profile lists it", NOT_APPLICABLE, whole(ELSEWHERE)),
        Case("an alias hands it out", NOT_APPLICABLE, whole(alias(), ELSEWHERE)),
    ],
    "PROF012-LATENT": [
        Case("it trusts Roles Anywhere", ACCEPTS, _listed(None, **_OFF)),
        Case("another service", REJECTS, _listed(trusts(DEVICES), **_OFF), "does not let"),
        Case("enabled or not is unknown", UNDECIDED, _listed(trusts(DEVICES), enabled=None)),
        Case("for somebody else, perhaps", UNDECIDED, _listed(EVERYONE, **_OFF), '{"AWS": "*"}'),
        Case("PROF012 judges it", NOT_APPLICABLE, _listed(trusts(DEVICES))),
        Case("no profile lists it", NOT_APPLICABLE, whole(ELSEWHERE)),
    ],
    "PROF016": [
        Case("clients cannot choose", ACCEPTS, _listed()),
        Case("said outright", ACCEPTS, _listed(None, acceptRoleSessionName=False)),
        Case(
            "clients cannot choose, whatever the role",
            ACCEPTS,
            inventory(profile(), denied=["Device"]),
        ),
        Case("as Amazon EKS has it", ACCEPTS, setups.eks_hybrid_nodes()),
        Case("a list of names", ACCEPTS, _chosen(_name(["a", "b"]))),
        Case("like the certificate", ACCEPTS, _chosen(_name(f"web-${{{CN}}}", "StringLike"))),
        Case("by pattern", ACCEPTS, _chosen(_name("web-*", "StringLike"))),
        Case(
            "a role that may",
            ACCEPTS,
            _chosen(),
            settings={"allow_roles": (role_arn(),)},
        ),
        Case("any name", REJECTS, _chosen(), "and role 'Device' takes any"),
        Case("any name of these", REJECTS, _chosen(_name(["a", "*"], "StringLike"))),
        Case("its own name", REJECTS, _chosen(_name("${sts:RoleSessionName}"))),
        Case("who is refused", REJECTS, _chosen(_name("root", "StringNotEquals"))),
        Case("if it is there", REJECTS, _chosen(_name("web", "StringEqualsIfExists"))),
        Case(
            "for the source identity only",
            REJECTS,
            _listed(split(_ECHO, [IDENTITY, TAG]), acceptRoleSessionName=True),
        ),
        Case(
            "one of two ways",
            REJECTS,
            _listed([trusts(condition=_ECHO), trusts()], acceptRoleSessionName=True),
        ),
        Case(
            "whether they can is unknown",
            UNDECIDED,
            _listed(None, unknown={"acceptRoleSessionName": DENIED}),
            "was denied",
        ),
        Case("enabled or not is unknown", UNDECIDED, _chosen(None, enabled=None)),
        Case(
            "for somebody else, perhaps",
            UNDECIDED,
            _listed(EVERYONE, acceptRoleSessionName=True),
            '{"AWS": "*"}',
        ),
        Case("disabled", NOT_APPLICABLE, _chosen(None, **_OFF)),
        Case(
            "PROF012 reports it",
            NOT_APPLICABLE,
            _listed(trusts(DEVICES), acceptRoleSessionName=True),
        ),
        *_NO_ROLE,
    ],
    "PROF017": [
        Case("mapped", ACCEPTS, _when(NAMED)),
        Case("mapped by name", ACCEPTS, _when(NAMED, **_mapping("CN"))),
        Case(
            "the key in other letters",
            ACCEPTS,
            _when({"StringEquals": {"AWS:principaltag/X509subject/CN": "x"}}, **_mapping("CN")),
        ),
        Case("no condition", ACCEPTS, _listed(None, attributeMappings=[])),
        Case(
            "no condition, and nobody knows",
            ACCEPTS,
            _listed(None, unknown={"attributeMappings": DENIED}),
        ),
        Case(
            "if it is there", ACCEPTS, _when({"StringEqualsIfExists": {CN: "x"}}, **_mapping("OU"))
        ),
        Case("who is refused", ACCEPTS, _when({"StringNotEquals": {CN: "x"}}, **_mapping("OU"))),
        Case(
            "one of two ways",
            ACCEPTS,
            _listed([trusts(condition=NAMED), trusts()], **_mapping("OU")),
        ),
        Case(
            "a variable with a default", ACCEPTS, _when(_name(f"${{{CN}, 'x'}}"), **_mapping("OU"))
        ),
        Case(
            "another name will do", ACCEPTS, _when(_name([f"${{{CN}}}", "web"]), **_mapping("OU"))
        ),
        Case(
            "for tags, and there are none",
            ACCEPTS,
            _listed(split(NAMED, [TAG]), attributeMappings=[]),
        ),
        Case("not mapped", REJECTS, _when(NAMED, **_mapping("OU")), f"waits for in '{CN}'"),
        Case("nothing is", REJECTS, _when(NAMED, attributeMappings=[])),
        Case("a list", REJECTS, _when({"ForAnyValue:StringLike": {CN: "x*"}}, **_mapping("OU"))),
        Case("that it be there", REJECTS, _when({"Null": {CN: "false"}}, **_mapping("OU"))),
        Case(
            "another field",
            REJECTS,
            _when({"StringEquals": {"aws:PrincipalTag/x509Issuer/CN": "x"}}, **_mapping("*")),
        ),
        Case(
            "a field that is none",
            REJECTS,
            _when({"StringEquals": {"aws:PrincipalTag/x509Serial": "x"}}),
        ),
        Case(
            "of the name",
            REJECTS,
            _when(
                {"StringEquals": {"aws:PrincipalTag/x509SAN/Name/CN": "x"}},
                attributeMappings=mapped(x509SAN=("DNS", "Name/OU")),
            ),
        ),
        Case(
            "for the source identity", REJECTS, _listed(split(NAMED, [IDENTITY]), **_mapping("OU"))
        ),
        Case("for the tags", REJECTS, _listed(split(NAMED, [TAG]), **_mapping("OU"))),
        Case(
            "by a Deny",
            REJECTS,
            _listed([trusts(), denies(ASSUME, {"StringNotEquals": {CN: "x"}})], **_mapping("OU")),
        ),
        Case(
            "a session name of it", REJECTS, _when(_ECHO, **_mapping("OU")), "sts:RoleSessionName"
        ),
        Case(
            "in each of two ways",
            REJECTS,
            _listed([trusts(condition=NAMED), trusts(condition=_ECHO)], **_mapping("OU")),
        ),
        Case(
            "whatever of the name",
            UNDECIDED,
            _when(
                {"StringEquals": {"aws:PrincipalTag/x509SAN/DNS": "x"}},
                attributeMappings=mapped(x509SAN=("*",)),
            ),
            "AWS does not say what",
        ),
        Case(
            "mapped in other letters", UNDECIDED, _when(NAMED, **_mapping("cn")), "in another case"
        ),
        Case(
            "the mapping is unknown",
            UNDECIDED,
            _when(NAMED, unknown={"attributeMappings": DENIED}),
            "was denied",
        ),
        Case("enabled or not is unknown", UNDECIDED, _when(NAMED, enabled=None)),
        Case("disabled", NOT_APPLICABLE, _when(NAMED, **_mapping("OU"), **_OFF)),
        Case("PROF012 reports it", NOT_APPLICABLE, _listed(trusts(DEVICES), **_mapping("OU"))),
        *_NO_ROLE,
    ],
    "PROF018": [
        Case("mapped", ACCEPTS, _when({"StringNotEquals": {CN: "guest"}})),
        Case(
            "mapped, and a Deny",
            ACCEPTS,
            _listed([trusts(), denies(TAG, {"StringEquals": {CN: "guest"}})]),
        ),
        Case(
            "another condition wants it",
            ACCEPTS,
            _when({"StringNotEquals": {CN: "guest"}, "Null": {CN: "false"}}, **_mapping("OU")),
        ),
        *(
            Case(
                f"not mapped: {operator}",
                REJECTS,
                _when({operator: {CN: "guest"}}, **_mapping("OU")),
                f"does not map '{CN}'",
            )
            for operator in (
                "StringNotEquals",
                "StringNotLike",
                "StringNotEqualsIgnoreCase",
                "StringEqualsIfExists",
                "StringLikeIfExists",
                "ForAllValues:StringEquals",
            )
        ),
        Case(
            "not mapped, and who may come in",
            REJECTS,
            _when({"StringNotEquals": {CN: "guest"}, "StringEquals": {_OU: "x"}}, **_mapping("OU")),
        ),
        Case(
            "not mapped, and a Deny",
            REJECTS,
            _listed([trusts(), denies(TAG, {"StringEquals": {CN: "guest"}})], **_mapping("OU")),
        ),
        Case(
            "in other letters",
            UNDECIDED,
            _when({"StringNotEquals": {CN: "guest"}}, **_mapping("cn")),
            "in another case",
        ),
        Case(
            "the mapping is unknown",
            UNDECIDED,
            _when({"StringNotEquals": {CN: "guest"}}, unknown={"attributeMappings": DENIED}),
        ),
        Case(
            "a Deny that may be for others",
            UNDECIDED,
            _listed(
                [trusts(), denies(TAG, {"StringEquals": {CN: "x"}}) | {"Principal": {"AWS": "*"}}],
                **_mapping("OU"),
            ),
            '{"AWS": "*"}',
        ),
        Case(
            "enabled or not is unknown",
            UNDECIDED,
            _when({"StringNotEquals": {CN: "guest"}}, enabled=None),
        ),
        Case(
            "the session name",
            NOT_APPLICABLE,
            _when(_name("root", "StringNotEquals"), **_mapping("OU")),
        ),
        Case("nothing of the kind", NOT_APPLICABLE, _when(NAMED, **_mapping("OU"))),
        Case(
            "-LATENT judges it",
            NOT_APPLICABLE,
            _when({"StringNotEquals": {CN: "guest"}}, **_mapping("OU"), **_OFF),
        ),
        *_NO_ROLE,
    ],
    "PROF018-LATENT": [
        Case("mapped", ACCEPTS, _when({"StringNotEquals": {CN: "guest"}}, **_OFF)),
        Case(
            "not mapped",
            REJECTS,
            _when({"StringNotEquals": {CN: "guest"}}, **_mapping("OU"), **_OFF),
            "does not map",
        ),
        Case(
            "enabled or not is unknown",
            UNDECIDED,
            _when({"StringNotEquals": {CN: "guest"}}, enabled=None),
        ),
        Case(
            "PROF018 judges it",
            NOT_APPLICABLE,
            _when({"StringNotEquals": {CN: "guest"}}, **_mapping("OU")),
        ),
    ],
    "ANCH007-BREAKS": [
        Case("an enabled one", ACCEPTS, whole(profile(), anchor(), _BOUND)),
        Case("any will do", ACCEPTS, whole(profile(), anchor(**_OFF), granting(trust=trusts()))),
        Case(
            "one of two",
            ACCEPTS,
            whole(
                profile(),
                anchor(),
                anchor("off", **_OFF),
                granting(trust=trusts(condition=source([anchor("off").arn, ANCHOR]))),
            ),
        ),
        Case("one, whatever else there is", ACCEPTS, inventory(profile(), anchor(), _BOUND)),
        Case(
            "a disabled one",
            REJECTS,
            whole(profile(), anchor(**_OFF), _BOUND),
            "accepts no trust anchor that is enabled in eu-west-1",
        ),
        Case("one that is gone", REJECTS, whole(profile(), _BOUND)),
        Case(
            "another than the enabled one",
            REJECTS,
            whole(profile(), anchor("other"), anchor(**_OFF), _BOUND),
        ),
        Case(
            "in another Region than the profile",
            REJECTS,
            whole(_US_PROFILE, anchor(), _BOUND, coverage=[_IN_US]),
        ),
        Case(
            "by pattern",
            REJECTS,
            whole(
                profile(),
                anchor(**_OFF),
                granting(trust=trusts(condition=source(ANCHOR.replace("eu-west-1", "*")))),
            ),
        ),
        Case(
            "anchors were not all listed",
            UNDECIDED,
            whole(profile(), _BOUND, coverage=[listed(TrustAnchor, CellState.DENIED)]),
            "was denied",
        ),
        Case(
            "the only one is known and disabled, whatever else there is",
            REJECTS,
            whole(
                profile(), anchor(**_OFF), _BOUND, coverage=[listed(TrustAnchor, CellState.DENIED)]
            ),
        ),
        Case(
            "enabled or not is unknown", UNDECIDED, whole(profile(), anchor(enabled=None), _BOUND)
        ),
        Case(
            "a variable",
            UNDECIDED,
            whole(profile(), granting(trust=trusts(condition=source("${aws:x}")))),
            "a policy var",
        ),
        Case(
            "the profile is disabled",
            NOT_APPLICABLE,
            whole(profile(**_OFF), anchor(**_OFF), _BOUND),
        ),
        Case("PROF012 reports it", NOT_APPLICABLE, _listed(trusts(DEVICES))),
        Case(
            "none can be one",
            REJECTS,
            whole(profile(), granting(trust=trusts(condition=source("x")))),
        ),
        *_NO_ROLE,
    ],
    "INV003": [
        Case("a profile lists it", ACCEPTS, _when(HERE)),
        Case("a disabled profile lists it", ACCEPTS, _when(HERE, **_OFF)),
        Case("an alias hands it out", ACCEPTS, _devices()),
        Case("a profile lists it, whatever else there is", ACCEPTS, inventory(profile(), _BOUND)),
        Case(
            "no profile does",
            REJECTS,
            whole(_BOUND),
            "trusts rolesanywhere.amazonaws.com, and no profile hands it out: one call of Create",
        ),
        Case(
            "no alias does",
            REJECTS,
            whole(granting(trust=trusts(DEVICES))),
            "trusts credentials.iot.amazonaws.com, and no role alias hands it out",
        ),
        Case(
            "only the other broker does",
            REJECTS,
            whole(alias(), granting(trust=[trusts(DEVICES), trusts(condition=HERE)])),
            "and no profile hands it out",
        ),
        Case("a profile lists another", REJECTS, whole(profile(roleArns=[role_arn("x")]), _BOUND)),
        Case(
            "what binds it is not known",
            REJECTS,
            whole(granting(trust=trusts(condition=source("${aws:x}")))),
        ),
        Case(
            "not everything was scanned",
            UNDECIDED,
            inventory(_BOUND),
            "not every Region of account",
        ),
        Case(
            "profiles were not all listed",
            UNDECIDED,
            whole(_BOUND, coverage=[listed(Profile, CellState.EXCLUDED)]),
            "is excluded",
        ),
        Case(
            "aliases were not listed",
            UNDECIDED,
            whole(granting(trust=trusts(DEVICES)), coverage=[listed(Profile)]),
            "were not listed",
        ),
        Case(
            "nobody knows what an alias hands out",
            UNDECIDED,
            whole(alias(unknown={"roleArn": DENIED}), granting(trust=trusts(DEVICES))),
            "was denied",
        ),
        Case(
            "by another path",
            UNDECIDED,
            whole(profile(roleArns=[role_arn("old/Device")]), _BOUND),
            "a broker names role 'Device' under another path",
        ),
        Case(
            "it may trust somebody else", UNDECIDED, whole(granting(trust=EVERYONE)), '{"AWS": "*"}'
        ),
        Case("no trust policy can be read", UNDECIDED, whole(UNREADABLE), "neither Allow nor Deny"),
        Case("-EXPOSED judges it", NOT_APPLICABLE, setups.stratus_warm_up()),
        Case("it trusts another service", NOT_APPLICABLE, whole(ELSEWHERE)),
        Case(
            "a service-linked role",
            NOT_APPLICABLE,
            whole(granting(name=f"aws-service-role/{WORKLOADS}/X", trust=trusts(DEVICES))),
        ),
    ],
    "INV003-EXPOSED": [
        Case("a profile lists it", ACCEPTS, _listed()),
        Case("bound", ACCEPTS, whole(_BOUND)),
        Case("bound, whatever else there is", ACCEPTS, inventory(_BOUND)),
        Case("no profile does", REJECTS, setups.stratus_warm_up(), "and no profile hands it out"),
        Case("bound by its tags only", REJECTS, whole(granting(trust=split(HERE, [TAG])))),
        Case(
            "only an alias does",
            REJECTS,
            whole(alias(), granting(trust=[trusts(DEVICES), trusts()])),
        ),
        Case(
            "what binds it is not known",
            UNDECIDED,
            whole(granting(trust=trusts(condition=source("${aws:x}")))),
            "a policy variable",
        ),
        Case(
            "not everything was scanned",
            UNDECIDED,
            inventory(granting(trust=trusts())),
            "not every",
        ),
        Case("it trusts the other broker", NOT_APPLICABLE, whole(granting(trust=trusts(DEVICES)))),
        Case("it trusts another service", NOT_APPLICABLE, whole(ELSEWHERE)),
    ],
}
