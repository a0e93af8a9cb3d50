"""One table of cases for each rule that compares what files state with what accounts have."""

import json
from dataclasses import replace
from typing import Any

from pki import bundle, ca, ec_key, pem
from rules.cases import ACCEPTS, NOT_APPLICABLE, REJECTS, UNDECIDED, Case
from world import (
    DENIED,
    USUAL_MAPPINGS,
    alias,
    anchor,
    crl,
    inventory,
    iot_policy,
    managed_policy,
    mapped,
    profile,
    role,
    role_arn,
)

from rolevet.inventory import Inventory
from rolevet.policies import ManagedPolicy
from rolevet.resources import Resource, Role
from rolevet.symbols import Symbols
from rolevet.unknown import Doubt, Partly, Unknown

_MADE_UP = "@Device@"
_NOT_TOLD = Unknown("RoleArn is parameter RoleArn", Doubt.BY_NATURE)


def _beside(stated: Resource, live: Resource | Unknown | None, **words: str) -> Inventory:
    found = {} if live is None else {stated.arn: live}
    symbols = Symbols({_MADE_UP: "<Device>"} | words)
    policies = {stated.arn: stated} if isinstance(stated, ManagedPolicy) else {}
    return replace(inventory(stated, managed_policies=policies), live=found, symbols=symbols)


def _case(name: str, verdict: Any, stated: Resource, live: Any, says: str = "") -> Case:
    return Case(name, verdict, _beside(stated, live), says)


def _usual(stated: Resource) -> list[Case]:
    """What is so of every kind."""
    return [
        _case("nothing to compare it with", NOT_APPLICABLE, stated, None),
        _case("the same", ACCEPTS, stated, stated),
        _case("the account could not be read", UNDECIDED, stated, DENIED, "denied"),
    ]


def _document(*statements: object, **more: object) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements), **more}


_READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["b", "a"]}
_ALIKE = {"Sid": "x", "Effect": "Allow", "Action": ["S3:getobject"], "Resource": ["a", "b"]}
_TRUST = {
    "Effect": "Allow",
    "Principal": {"AWS": "123456789012"},
    "Action": "sts:AssumeRole",
    "Condition": {"Bool": {"aws:x": True}},
}
_TRUST_ALIKE = {
    "Effect": "Allow",
    "Principal": {"AWS": ["arn:aws:iam::123456789012:root"]},
    "Action": ["sts:AssumeRole"],
    "Condition": {"Bool": {"aws:x": "true"}},
}


def _role(**fields: Any) -> Role:
    known = {
        "AssumeRolePolicyDocument": _document(_TRUST),
        "AttachedManagedPolicies": [{"PolicyName": "p", "PolicyArn": "arn:aws:iam::aws:policy/p"}],
        "RolePolicyList": [{"PolicyName": "own", "PolicyDocument": _document(_READ)}],
    }
    return role(**known | fields)


def _many(name: str) -> list[dict[str, Any]]:
    return [{"Resource": f"{name}{number}{_MADE_UP}"} for number in range(600)]


_SETTING = {"event": "CA_CERTIFICATE_EXPIRY", "enabled": True, "threshold": 45}
_BOUNDARY = {"PermissionsBoundaryArn": "x"}
_PEM = pem(ca())
_LOOSE = {"roleArns": Partly("RoleArns holds parameter R", Doubt.BY_NATURE, (role_arn("Known"),))}

CASES = {
    "INV007": [
        *_usual(profile()),
        _case(
            "another duration",
            REJECTS,
            profile(),
            profile(durationSeconds=7200),
            "durationSeconds: 3600 there, 7200 in the account",
        ),
        _case("a role more", REJECTS, profile(), profile(roleArns=[role_arn(), "x"]), "roleArns"),
        _case(
            "roles in another order",
            ACCEPTS,
            profile(roleArns=[role_arn("A"), role_arn("B")]),
            profile(roleArns=[role_arn("B"), role_arn("A")]),
        ),
        _case("no policies, in two ways", ACCEPTS, profile(), profile(managedPolicyArns=None)),
        _case(
            "the same session policy, written otherwise",
            ACCEPTS,
            profile(sessionPolicy=json.dumps(_document(_READ))),
            profile(sessionPolicy=json.dumps(_document(_ALIKE), indent=2)),
        ),
        _case(
            "a session policy that was taken away",
            REJECTS,
            profile(sessionPolicy=json.dumps(_document(_READ))),
            profile(),
            "sessionPolicy",
        ),
        _case(
            "no policy at all, and another",
            REJECTS,
            profile(sessionPolicy="{"),
            profile(sessionPolicy="[]"),
        ),
        _case("another role", REJECTS, alias(), alias(roleArn=role_arn("Other")), "roleArn"),
        _case(
            "a role whose name is made up",
            UNDECIDED,
            alias(roleArn=role_arn(_MADE_UP)),
            alias(roleArn=role_arn("stack-Device-1")),
            "<Device> is not known before it is made",
        ),
        _case(
            "what no role with a made-up name can be",
            REJECTS,
            alias(roleArn=role_arn(_MADE_UP)),
            alias(roleArn="arn:aws:iam::123456789012:user/x"),
        ),
        _case(
            "fewer roles than have made-up names",
            REJECTS,
            profile(roleArns=[role_arn(_MADE_UP)]),
            profile(roleArns=[]),
        ),
        _case(
            "a list with a made-up name",
            UNDECIDED,
            profile(roleArns=[role_arn("Known"), role_arn(_MADE_UP)]),
            profile(roleArns=[role_arn("Known"), role_arn("s-1")]),
        ),
        _case(
            "a field that the file does not tell",
            UNDECIDED,
            alias(unknown={"roleArn": _NOT_TOLD}),
            alias(),
            "parameter RoleArn",
        ),
        _case(
            "of a list that is not told whole, one is gone",
            REJECTS,
            profile(unknown=_LOOSE),
            profile(),
        ),
        _case(
            "of a list that is not told whole, all that are told are there",
            UNDECIDED,
            profile(unknown=_LOOSE),
            profile(roleArns=[role_arn("Known"), role_arn()]),
        ),
        _case(
            "a field that could not be read",
            UNDECIDED,
            alias(),
            alias(unknown={"roleArn": DENIED}),
            "denied",
        ),
        _case(
            "a field that nobody collected", UNDECIDED, alias(), alias(roleArn=None), "collected"
        ),
        _case(
            "the same certificate, with other white space",
            ACCEPTS,
            anchor(source=bundle(_PEM)),
            anchor(source=bundle(_PEM.replace("\n", "\r\n") + "\n")),
        ),
        _case(
            "another CA",
            REJECTS,
            anchor(source=bundle(_PEM)),
            anchor(source=bundle(pem(ca("Other CA", key=ec_key(2))))),
            "by source.",
        ),
        _case("the same list", ACCEPTS, crl(crlData=b"a b"), crl(crlData=b"a\nb\n")),
        _case("another list", REJECTS, crl(crlData=b"a"), crl(crlData=b"b"), "crlData"),
    ],
    "INV007-ROLE": [
        *_usual(_role()),
        _case(
            "the same trust, written otherwise",
            ACCEPTS,
            _role(),
            _role(AssumeRolePolicyDocument=_document(_TRUST_ALIKE, Id="x")),
        ),
        _case(
            "another version",
            REJECTS,
            _role(),
            _role(AssumeRolePolicyDocument={"Statement": _TRUST}),
            "AssumeRolePolicyDocument",
        ),
        _case(
            "one policy more",
            REJECTS,
            _role(),
            _role(
                AttachedManagedPolicies=[
                    {"PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}
                ]
            ),
            "AttachedManagedPolicies",
        ),
        _case("its policies are not collected", UNDECIDED, _role(), _role(RolePolicyList=None)),
        _case(
            "a boundary less",
            REJECTS,
            _role(PermissionsBoundary={"PermissionsBoundaryArn": "x"}),
            _role(),
        ),
        _case("longer sessions", REJECTS, _role(), _role(longest=7200), "3600 there, 7200"),
    ],
    "INV007-POLICY": [
        *_usual(iot_policy()),
        _case(
            "the same, written otherwise",
            ACCEPTS,
            iot_policy(policyDocument=json.dumps(_document(_READ))),
            iot_policy(policyDocument=json.dumps(_document(_ALIKE))),
        ),
        _case(
            "another",
            REJECTS,
            iot_policy(policyDocument=json.dumps(_document(_READ))),
            iot_policy(policyDocument=json.dumps(_document(_READ, _TRUST))),
            "policyDocument",
        ),
    ],
    "INV007-MANAGED": [
        *_usual(managed_policy()),
        _case(
            "the same, written otherwise",
            ACCEPTS,
            managed_policy(PolicyVersion={"Document": _document(_READ)}),
            managed_policy(PolicyVersion={"VersionId": "v2", "Document": _document(_ALIKE)}),
        ),
        _case(
            "another version",
            REJECTS,
            managed_policy(PolicyVersion={"Document": _document(_READ)}),
            managed_policy(PolicyVersion={"Document": _document(_READ, _TRUST)}),
            "PolicyVersion",
        ),
        _case(
            "too large to be compared",
            UNDECIDED,
            managed_policy(PolicyVersion={"Document": _document(*_many("a"))}),
            managed_policy(PolicyVersion={"Document": _document(*_many("b"))}),
            "too large",
        ),
    ],
    "INV007-ENABLED": [
        *_usual(anchor()),
        _case("disabled by hand", REJECTS, anchor(), anchor(enabled=False), "True there, False in"),
        _case("enabled by hand", REJECTS, profile(enabled=False), profile()),
        _case("not said", UNDECIDED, crl(enabled=None, unknown={"enabled": _NOT_TOLD}), crl()),
        _case("a role alias", NOT_APPLICABLE, alias(), alias()),
    ],
    "INV007-NOTIFICATIONS": [
        *_usual(anchor(notificationSettings=[_SETTING])),
        _case(
            "who has set it does not matter",
            ACCEPTS,
            anchor(notificationSettings=[_SETTING]),
            anchor(
                notificationSettings=[{**_SETTING, "configuredBy": "rolesanywhere.amazonaws.com"}]
            ),
        ),
        _case(
            "how early does not matter where it is off",
            ACCEPTS,
            anchor(notificationSettings=[{**_SETTING, "enabled": False}]),
            anchor(notificationSettings=[{**_SETTING, "enabled": False, "threshold": 1}]),
        ),
        _case(
            "later",
            REJECTS,
            anchor(notificationSettings=[{**_SETTING, "threshold": 90}]),
            anchor(notificationSettings=[_SETTING]),
        ),
    ],
    "INV007-MAPPINGS": [
        *_usual(profile()),
        _case(
            "in another order", ACCEPTS, profile(), profile(attributeMappings=USUAL_MAPPINGS[::-1])
        ),
        _case("one less", REJECTS, profile(), profile(attributeMappings=mapped(x509Issuer=("*",)))),
        _case(
            "declared ones",
            UNDECIDED,
            profile(unknown={"attributeMappings": _NOT_TOLD}),
            profile(),
        ),
    ],
    "INV007-UNREADABLE": [
        *_usual(profile(requireInstanceProperties=False)),
        _case(
            "set later",
            REJECTS,
            profile(requireInstanceProperties=True),
            profile(requireInstanceProperties=False),
        ),
        _case("not told", UNDECIDED, profile(requireInstanceProperties=True), profile()),
    ],
}
