"""Every rule that a template can tell of, each with templates that break its promise or keep it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

import pytest
from cryptography import x509
from pki import (
    ca,
    crl_of,
    ec_key,
    leaf,
    pem,
    private_pem,
    rsa_key,
    usage,
    without,
    wrapped,
)
from pki import crl_der as der_of
from scanner.cloudformation.made import worlds

from rolevet.check import check_worlds
from rolevet.finding import RuleResult, Setting
from rolevet.public_roots import public_cas
from rolevet_rules import rules

Json = dict[str, Any]
RULES = {rule.info.id: rule for rule in rules()}

RA = "rolesanywhere.amazonaws.com"
IOT = "credentials.iot.amazonaws.com"
ACTIONS = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
TAG = "aws:PrincipalTag/x509Subject/CN"
SAN_IP = "aws:PrincipalTag/x509SAN/IP"
NOTHING = {"Ref": "AWS::NoValue"}
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
OWN = "${AWS::Partition}:iam::${AWS::AccountId}"


def sub(text: str) -> Json:
    return {"Fn::Sub": text}


def att(name: str, attribute: str = "Arn") -> Json:
    return {"Fn::GetAtt": [name, attribute]}


ANCHOR_ARN = att("Anchor", "TrustAnchorArn")
PLAIN: Json = {"ArnEquals": {"aws:SourceArn": ANCHOR_ARN}}
BOUND: Json = {**PLAIN, "StringEquals": {TAG: "host"}}


def made(kind: str, **properties: Any) -> Json:
    return {"Type": f"AWS::{kind}", "Properties": properties}


def document(*statements: Json) -> Json:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(*actions: str, on: Any = "*", **more: Any) -> Json:
    return {"Effect": "Allow", "Action": list(actions), "Resource": on, **more}


def deny(*actions: str, on: Any = "*", **more: Any) -> Json:
    return {**allow(*actions, on=on, **more), "Effect": "Deny"}


def trusts(service: str, *actions: str, effect: str = "Allow", **condition: Any) -> Json:
    statement = {
        "Effect": effect,
        "Principal": {"Service": service},
        "Action": list(actions) or (ACTIONS if service == RA else ["sts:AssumeRole"]),
    }
    return statement | ({"Condition": condition} if condition else {})


def role(*trust: Json, grants: Json | None = None, **more: Any) -> Json:
    inline = {"Policies": [{"PolicyName": "p", "PolicyDocument": grants}]} if grants else {}
    trusted = document(*(trust or (trusts(RA, **BOUND),)))
    return made("IAM::Role", AssumeRolePolicyDocument=trusted, **inline, **more)


def profile(**more: Any) -> Json:
    listed = {"RoleArns": [att("Role")], "Enabled": True, "Name": "backup"}
    return made("RolesAnywhere::Profile", **listed | more)


def anchor(text: str = "", **more: Any) -> Json:
    data = {"X509CertificateData": text or pem(ca())}
    source = {"SourceType": "CERTIFICATE_BUNDLE", "SourceData": data}
    return made(
        "RolesAnywhere::TrustAnchor", **{"Name": "a", "Enabled": True, "Source": source} | more
    )


def crl(data: str = "", **more: Any) -> Json:
    fields = {"Name": "c", "Enabled": True, "TrustAnchorArn": ANCHOR_ARN}
    return made("RolesAnywhere::CRL", CrlData=data or crl_of().decode(), **fields | more)


def alias(**more: Any) -> Json:
    return made("IoT::RoleAlias", **{"RoleAlias": "fleet", "RoleArn": att("Role")} | more)


def device(*statements: Json) -> Json:
    return made("IoT::Policy", PolicyName="d", PolicyDocument=document(*statements))


def anywhere(*trust: Json, listed: Json | None = None, **more: Any) -> Json:
    """A profile, a trust anchor and a role."""
    return {"Role": role(*trust, **more), "Profile": listed or profile(), "Anchor": anchor()}


def shared(grants: Json, **condition: Any) -> Json:
    """Another role accepts the same trust anchor."""
    return {**anywhere(trusts(RA, **condition), grants=grants), "Other": role()}


def devices(grants: Json | None = None, **more: Any) -> Json:
    """A role alias and a role."""
    return {"Role": role(trusts(IOT), grants=grants), "Alias": alias(**more)}


def policed(*statements: Json, **more: Any) -> Json:
    return {**devices(), **more, "Policy": device(*statements)}


def only(resource: Json) -> Json:
    return {"Anchor": resource}


def session(policy: Any, grants: Json | None = None, **more: Any) -> Json:
    text = policy if isinstance(policy, str) else json.dumps(policy, ensure_ascii=False)
    return anywhere(listed=profile(SessionPolicy=text, **more), grants=grants)


def revoked(data: str, *certificates: bytes, **more: Any) -> Json:
    return {"Crl": crl(data, **more), "Anchor": anchor(pem(*(certificates or (ca(),))))}


USE = "iot:AssumeRoleWithCertificate"
ALIAS_ARN = att("Alias", "RoleAliasArn")
READ = document(allow("s3:GetObject", on="arn:aws:s3:::own/*"))
LONG = document(allow("s3:GetObject", on=[f"arn:aws:s3:::own{n:04}/*" for n in range(100)]))
STAR = document(allow("*"))
OLD = ca("Old CA", days=(-900, -1), key=ec_key(5))
THING = "${credentials-iot:ThingName}"
APPROVED: Mapping[str, Setting] = {
    "allowed_anchor_sha256": (hashlib.sha256(ca()).hexdigest(),),
}
PUBLIC = next(iter(public_cas().by_subject.values()))[0].der
ENDLESS = pem(without(der_of(crl_of()), [0], [4]), label="X509 CRL")
LITERAL_ROLES = sub(f"arn:{OWN}:user/x")

BREAKS: Final[dict[str, Json]] = {
    "ALIAS001": devices(CredentialDurationSeconds=7200),
    "ALIAS003": devices(RoleArn=LITERAL_ROLES),
    "ALIAS005": {"Role": role(trusts("iot.amazonaws.com")), "Alias": alias()},
    "ALIAS005-EXCLUDED": {
        "Role": role(trusts(IOT, StringEquals={"aws:SourceAccount": "x"})),
        "Alias": alias(),
    },
    "ALIAS006": devices(STAR, CredentialDurationSeconds=7200),
    "ALIAS006-ORDINARY": devices(READ, CredentialDurationSeconds=7200),
    "PROF001": anywhere(listed=profile(DurationSeconds=7200)),
    "PROF001-LATENT": anywhere(listed=profile(DurationSeconds=7200, Enabled=False)),
    "PROF003": anywhere(listed=profile(RoleArns=[LITERAL_ROLES])),
    "PROF003-DUPLICATE": anywhere(listed=profile(RoleArns=[att("Role"), att("Role")])),
    "PROF004": anywhere(
        listed=profile(ManagedPolicyArns=[f"arn:aws:iam::aws:policy/P{n}" for n in range(11)])
    ),
    "PROF004-REJECTED": anywhere(
        listed=profile(ManagedPolicyArns=[f"arn:aws:iam::aws:policy/P{n}" for n in range(51)])
    ),
    "PROF005": session(LONG),
    "PROF005-CHARSET": session(document(allow("s3:GetObject", on="arn:aws:s3:::\u4e00/*"))),
    "PROF005-COMBINED": session(
        document(allow("s3:GetObject", on=[f"arn:aws:s3:::o{n:04}/*" for n in range(75)])),
        ManagedPolicyArns=[f"arn:aws:iam::aws:policy/{'P' * 60}{n}" for n in range(4)],
    ),
    "PROF005-PACKED": session(
        document(allow("s3:GetObject", on=[f"arn:aws:s3:::o{n:04}/*" for n in range(70)]))
    ),
    "PROF005-REJECTED": session(document(allow("s3:GetObject", on="a" * 100_001))),
    "PROF005-WHITESPACE": session(json.dumps(READ) + " " * 2048),
    "PROF006": session("{}"),
    "PROF006-LITERAL": session(
        {"Statement": allow("s3:GetObject", on="arn:aws:s3:::${aws:username}/*")}
    ),
    "PROF007": session(document(deny("s3:GetObject"))),
    "PROF007-SOME": {
        **session(READ, READ, RoleArns=[att("Role"), att("Other")]),
        "Other": role(grants=document(allow("sqs:SendMessage"))),
    },
    "PROF008": session(STAR),
    "PROF008-LATENT": session(STAR, Enabled=False),
    "PROF009": anywhere(grants=STAR),
    "PROF010": anywhere(listed=profile(ManagedPolicyArns=[sub(f"arn:{OWN}:role/x")])),
    "PROF012": anywhere(trusts("ec2.amazonaws.com", "sts:AssumeRole")),
    "PROF012-LATENT": anywhere(
        trusts("ec2.amazonaws.com", "sts:AssumeRole"), listed=profile(Enabled=False)
    ),
    "PROF013": {"Profile": profile(RoleArns=[])},
    "PROF014": anywhere(listed=profile(Enabled=False)),
    "PROF016": anywhere(listed=profile(AcceptRoleSessionName=True)),
    "PROF017": anywhere(trusts(RA, **{**BOUND, "StringLike": {SAN_IP: "10.*"}})),
    "PROF018": anywhere(trusts(RA, **{**BOUND, "StringNotLike": {SAN_IP: "10.*"}})),
    "PROF018-LATENT": anywhere(
        trusts(RA, **{**BOUND, "StringNotLike": {SAN_IP: "10.*"}}), listed=profile(Enabled=False)
    ),
    "ANCH001": only(anchor(pem(OLD))),
    "ANCH001-EARLY": only(anchor(pem(ca(), ca("New CA", days=(5, 900), key=ec_key(6))))),
    "ANCH001-LATENT": only(anchor(pem(OLD), Enabled=False)),
    "ANCH001-OLD": only(anchor(pem(ca(), OLD))),
    "ANCH001-SOON": only(anchor(pem(ca(days=(-900, 5))))),
    "ANCH002": only(anchor(pem(leaf()))),
    "ANCH002-UNDOCUMENTED": only(
        anchor(Source={"SourceType": "SELF_SIGNED_REPOSITORY", "SourceData": {}})
    ),
    "ANCH002-WRAPPED": only(anchor(wrapped(pem(ca())))),
    "ANCH003": only(anchor(pem(ca(key=rsa_key(1024))))),
    "ANCH003-EXPONENT": only(anchor(pem(ca(key=rsa_key(2048, 3))))),
    "ANCH004": only(anchor(pem(ca()) + private_pem())),
    "ANCH004-CRL": revoked(crl_of().decode() + private_pem()),
    "ANCH005": only(anchor(pem(PUBLIC))),
    "ANCH005-LATENT": only(anchor(pem(PUBLIC), Enabled=False)),
    "ANCH006": only(
        anchor(Source={"SourceType": "AWS_ACM_PCA", "SourceData": {"AcmPcaArn": "arn:aws:s3:::x"}})
    ),
    "ANCH007": only(anchor(Enabled=False)),
    "ANCH007-BREAKS": {**anywhere(), "Anchor": anchor(Enabled=False)},
    "ANCH008": only(
        anchor(NotificationSettings=[{"Event": "CA_CERTIFICATE_EXPIRY", "Enabled": False}])
    ),
    "ANCH009": only(anchor()),
    "CRL001": revoked(crl_of(days=(-9, -1)).decode()),
    "CRL001-DISABLED": revoked("", Enabled=False),
    "CRL001-EARLY": revoked(crl_of(days=(1, 9)).decode()),
    "CRL001-ENDLESS": revoked(ENDLESS),
    "CRL001-SOON": revoked(crl_of(days=(-9, 1)).decode()),
    "CRL001-UNREADABLE": revoked("junk"),
    "CRL002": revoked(crl_of(key=ec_key(8)).decode()),
    "CRL002-USAGE": revoked(
        "", ca(extensions=[x509.BasicConstraints(ca=True, path_length=None), usage(crl_sign=False)])
    ),
    "CRL004-REJECTED": revoked("", TrustAnchorArn={"Ref": "Anchor"}),
    "CRL004-QUOTA": {
        **revoked(""),
        "Two": crl(),
        "Three": crl(),
    },
    "TRUST001": anywhere(trusts(RA, StringEquals={TAG: "host"})),
    "TRUST001-PRIVILEGED": anywhere(trusts(RA, StringEquals={TAG: "host"}), grants=STAR),
    "TRUST001-TAGGED": anywhere(
        trusts(RA, "sts:TagSession", **PLAIN),
        trusts(RA, "sts:AssumeRole", "sts:SetSourceIdentity", StringEquals={TAG: "host"}),
    ),
    "TRUST002": shared(READ, **PLAIN),
    "TRUST002-PRIVILEGED": shared(STAR, **PLAIN),
    "TRUST002-ISSUER": shared(READ, **PLAIN, StringEquals={"aws:PrincipalTag/x509Issuer/CN": "x"}),
    "TRUST003": anywhere(trusts(RA, "sts:AssumeRole", **BOUND)),
    "TRUST004": anywhere(
        trusts(RA, ArnEquals={"aws:SourceArn": {"Ref": "Anchor"}}, StringEquals={TAG: "host"})
    ),
    "TRUST004-PARTLY": anywhere(
        trusts(
            RA,
            ArnEquals={"aws:SourceArn": [ANCHOR_ARN, att("Profile", "ProfileArn")]},
            StringEquals={TAG: "host"},
        )
    ),
    "TRUST005": anywhere(trusts(RA, **PLAIN, StringNotEquals={TAG: "host"})),
    "TRUST005-BLOCKLIST": anywhere(
        trusts(RA, ArnNotEquals={"aws:SourceArn": ANCHOR_ARN}, StringEquals={TAG: "host"})
    ),
    "TRUST005-HARMLESS": anywhere(
        trusts(RA, ArnEqualsIfExists={"aws:SourceArn": ANCHOR_ARN}, StringEquals={TAG: "host"})
    ),
    "TRUST006": anywhere(trusts(RA, **PLAIN, StringLike={TAG: "*host"})),
    "TRUST007": anywhere(trusts(RA, **{**BOUND, "StringLike": {"sts:SourceIdentity": "host"}})),
    "TRUST007-DENY": anywhere(
        trusts(RA, **BOUND),
        trusts(RA, effect="Deny", StringEquals={"sts:SourceIdentity": "host"}),
    ),
    "TRUST008": anywhere(
        trusts(
            RA,
            **PLAIN,
            StringEquals={"sts:RoleSessionName": "$(aws:PrincipalTag/x509Subject/CN}"},
        )
    ),
    "TRUST008-OPENS": anywhere(
        trusts(RA, **BOUND),
        trusts(
            RA,
            effect="Deny",
            StringEquals={"sts:RoleSessionName": "${aws:PrincipalTag.x509Subject/CN}"},
        ),
    ),
    "TRUST008-UNESCAPED": anywhere(
        trusts(RA, **PLAIN, StringEquals={"sts:RoleSessionName": sub(f"${{{TAG}}}")})
    ),
    "TRUST011": anywhere({"Effect": "Allow", "Principal": {"Service": RA}}),
    "FILE001": devices(RoleArn=att("Rolle")),
    "ALIAS002": devices(CredentialDurationSeconds=60),
    "ALIAS002-CHARSET": devices(RoleAlias="fleet_one"),
    "PROF002": anywhere(listed=profile(DurationSeconds=60)),
    "PROF002-NOOP": anywhere(listed=profile(RequireInstanceProperties=True)),
    "PROF002-LEGACY": anywhere(listed=profile(RoleArns=[f"r{number}" for number in range(51)])),
    "PROF015": anywhere(listed=profile(Enabled=NOTHING)),
    "ANCH007-UNDECLARED": only(anchor(Enabled=NOTHING)),
    "ANCH010": only(anchor(Source="text")),
    "CRL005": revoked("", TrustAnchorArn=NOTHING),
    "TRUST012": {"Role": role(MaxSessionDuration=60), "Profile": profile()},
    "IOTP005": {"Policy": made("IoT::Policy", PolicyName="d" * 200, PolicyDocument=READ)},
    "TRUST009": anywhere(trusts(RA, **{**BOUND, "StringLike": {"sts:RoleSessionName": "host"}})),
    "TRUST010": devices(),
    "PERM001": devices(STAR),
    "PERM001-LATENT": anywhere(grants=STAR, listed=profile(Enabled=False)),
    "PERM002": devices(document(allow("iam:AttachRolePolicy"))),
    "PERM002-CONDITIONAL": devices(
        document(allow("iam:AttachRolePolicy", Condition={"Bool": {"aws:SecureTransport": True}}))
    ),
    "PERM002-LATENT": anywhere(
        grants=document(allow("iam:AttachRolePolicy")), listed=profile(Enabled=False)
    ),
    "PERM003": devices(document(allow("cloudtrail:StopLogging"))),
    "PERM003-LATENT": anywhere(
        grants=document(allow("cloudtrail:StopLogging")), listed=profile(Enabled=False)
    ),
    "PERM003-READ": devices(document(allow("cloudtrail:LookupEvents"))),
    "PERM004": devices(document(allow("s3:GetObject"))),
    "PERM004-IOT": devices(document(allow("iot:Publish"))),
    "PERM005": devices(
        document(
            allow("s3:GetObject", on="arn:aws:s3:::b/*"), deny("s3:*", on=f"arn:aws:s3:::{THING}/*")
        )
    ),
    "PERM006": devices(
        document(allow("s3:GetObject", on="arn:aws:s3:::${iot:Connection.Thing.ThingName}/*"))
    ),
    "PERM006-OPEN": devices(
        document(
            allow("s3:GetObject", on="arn:aws:s3:::b/*"),
            deny("s3:*", on="arn:aws:s3:::${iot:Connection.Thing.ThingName}/*"),
        )
    ),
    "PERM006-IOT": policed(allow(USE, on=f"arn:aws:iot:*:*:rolealias/{THING}")),
    "PERM006-IOT-OPEN": policed(deny("iot:Publish", on=f"arn:aws:iot:*:*:topic/{THING}")),
    "PERM006-SESSION": session(document(allow("s3:GetObject", on=f"arn:aws:s3:::{THING}/*"))),
    "PERM006-SESSION-OPEN": session(
        document(allow("s3:*"), deny("s3:GetObject", on=f"arn:aws:s3:::{THING}/*"))
    ),
    "PERM007": devices(document(allow("iot:CreateThing"))),
    "PERM007-READ": devices(document(allow("iot:DescribeThing"))),
    "PERM009": devices(document(allow("iam:PassRole", "iot:CreateRoleAlias"))),
    "IOTP001": policed(allow(USE)),
    "IOTP002": policed(allow("iot:*")),
    "IOTP002-PRIVILEGED": {**devices(STAR), "Policy": device(allow("iot:*"))},
    "IOTP003-VARIABLE": policed(
        allow(
            USE,
            on=sub(
                "arn:aws:iot:${AWS::Region}:${AWS::AccountId}:rolealias/"
                "${!iot:Connection.Thing.ThingTypeName}"
            ),
        )
    ),
    "IOTP004": policed(allow(USE, on={"Ref": "Alias"})),
    "IOTP004-MIXED": policed(allow(USE, on=[ALIAS_ARN, att("Role")])),
    "INV001": only(anchor(pem(ca("Evil CA", key=ec_key(7))))),
    "INV001-LATENT": only(anchor(pem(ca("Evil CA", key=ec_key(7))), Enabled=False)),
    "INV006": devices(),
    "HARD001": devices(),
    "HARD002": anywhere(),
    "HARD003": {**anywhere(listed=profile(RoleArns=[att("Role"), att("Other")])), "Other": role()},
    "HARD004": {"Role": role(trusts(IOT), MaxSessionDuration=7200), "Alias": alias()},
    "HARD005": anywhere(trusts(RA, **BOUND), trusts("ec2.amazonaws.com", "sts:AssumeRole")),
    "HARD006": devices(READ),
    "HARD007": devices(document(allow("secretsmanager:GetSecretValue"))),
    "HARD008": {"Role": role(MaxSessionDuration=7200), "Profile": profile()},
    "NAME001": devices(RoleAlias="test"),
    "NAME002": anywhere(listed=profile(Name="test")),
    "NAME003": only(anchor(Name="test")),
    "NAME004": devices(),
}


SETTINGS: Final[dict[str, Mapping[str, Setting]]] = {
    "ALIAS006-ORDINARY": {"max_default": 3600},
    "ANCH009": {"allowed_source_types": ("AWS_ACM_PCA",)},
    "INV001": APPROVED,
    "INV001-LATENT": APPROVED,
    "INV006": {"required_tags": ("team",)},
}


NOT_TOLD: Final = {
    "what AWS does not have is not to be seen in a template": [
        *("ALIAS004", "PROF011", "PROF011-ALL", "CRL004", "IOTP003", "IOTP003-CASE"),
        *("IOTP001-PREFIX", "IOTP002-LATENT", "INV003", "INV003-EXPOSED", "INV004-ALIAS"),
    ],
    "nothing has happened yet to what is not made": [
        *("PROF014-STALE", "ANCH007-STALE", "ANCH006-STALE", "INV004-ROLE", "INV004-ANCHOR"),
        *("INV005-FAILED", "INV005-UNFIT", "INV005-SOON", "INV005-LONGLIVED", "INV005-CHARSET"),
        *("INV005-PREFIX", "CRL003-LONGLIVED"),
    ],
    "it takes a snapshot to compare it with": [
        *(
            "INV007",
            "INV007-ROLE",
            "INV007-POLICY",
            "INV007-MANAGED",
            "INV007-ENABLED",
            "INV007-NOTIFICATIONS",
        ),
        *("INV007-MAPPINGS", "INV007-UNREADABLE"),
    ],
    "only a request can have what no operation knows": ["ALIAS002-UNKNOWN", "PROF002-UNKNOWN"],
    "only the plan of a change tells it": ["ALIAS007", "ALIAS007-TRANSIENT", "PROF019"],
    "CloudFormation has no property for it": ["CRL003", "CRL003-BLIND"],
    "every profile of a template maps some attribute": ["TRUST001-UNTAGGED"],
}
BOUNDED = role(
    trusts(IOT, ArnEquals={"aws:SourceArn": ALIAS_ARN}),
    PermissionsBoundary=att("Read", "PolicyArn"),
    ManagedPolicyArns=[att("Read", "PolicyArn")],
    Path="/devices/",
)
TAGGED = alias(
    RoleAlias="fleet-device",
    RoleArn=att("Devices"),
    CredentialDurationSeconds=900,
    Tags=[{"Key": "team", "Value": "t"}],
)
DEVICES = {
    "Devices": BOUNDED,
    "Alias": TAGGED,
    "Read": made("IAM::ManagedPolicy", PolicyDocument=READ),
    "Policy": device(allow(USE, on=ALIAS_ARN)),
}
KEPT = {
    **DEVICES,
    **anywhere(trusts(RA, **{**BOUND, "StringLike": {TAG: "own/*"}}), grants=READ),
    "Profile": profile(
        SessionPolicy=json.dumps(READ), ManagedPolicyArns=[att("Read", "PolicyArn")]
    ),
    "Crl": crl(),
}
PCA = {"SourceType": "AWS_ACM_PCA", "SourceData": {"AcmPcaArn": "arn:aws:acm-pca:x"}}
KEEPS: Final[dict[str, Json]] = {
    "ANCH009": only(anchor(Source=PCA)),
    **dict.fromkeys(["HARD001", "HARD006", "INV006", "NAME004"], DEVICES),
}
UNDECIDED: Final = {"CRL004-QUOTA": "files tell only what they declare"}
"""What is certain only where a promise is broken."""


def told_of(rule_id: str, resources: Json) -> RuleResult:
    rule = RULES[rule_id].configured(SETTINGS.get(rule_id, {}))
    (told,) = check_worlds([rule], worlds(json.dumps({"Resources": resources}))).results
    return told


@pytest.mark.parametrize("rule_id", BREAKS)
def test_a_template_can_break_a_rule(rule_id: str) -> None:
    assert told_of(rule_id, BREAKS[rule_id]).failed == 1


@pytest.mark.parametrize("rule_id", sorted(BREAKS.keys() - UNDECIDED))
def test_a_template_can_keep_a_rule(rule_id: str) -> None:
    told = told_of(rule_id, KEEPS.get(rule_id, KEPT))
    assert (told.failed, told.inconclusive) == (0, 0)
    assert told.passed + told.not_applicable > 0


def test_every_rule_can_be_broken_or_is_not_for_a_template_to_tell() -> None:
    untold = [rule_id for rule_ids in NOT_TOLD.values() for rule_id in rule_ids]
    assert sorted([*BREAKS, *untold]) == sorted(RULES)


@pytest.mark.parametrize("rule_id", [one for some in NOT_TOLD.values() for one in some])
def test_what_a_template_cannot_tell_is_never_a_finding(rule_id: str) -> None:
    assert told_of(rule_id, KEPT).failed == 0
