"""One table of cases for each rule on policy variables that have no value."""

import json
from dataclasses import replace
from typing import Any

from grants import document, granting, managed_of
from rules.cases import ACCEPTS, NOT_APPLICABLE, REJECTS, UNDECIDED, Case
from rules.permitted import (
    CAMERA,
    GREENGRASS,
    NAME,
    UNREAD,
    asleep,
    cut,
    perhaps_enabled,
    to_devices,
    to_workloads,
    under,
)
from scanner.policy.made import Json, allow, deny
from world import ACCOUNT, DENIED, REGION, alias, inventory, iot_policy, listed, profile

from rolevet.coverage import CellState
from rolevet.inventory import Inventory, Scope
from rolevet.resources import RoleAlias

BUCKET = "arn:aws:s3:::fleet"
CORE = "${iot:Connection.Thing.ThingName}"
TOPIC = "arn:aws:iot:eu-west-1:123456789012:topic"


def everywhere(world: Inventory, state: CellState = CellState.COMPLETE) -> Inventory:
    """With its role aliases listed in every Region, which ended so."""
    scope = Scope("aws", ACCOUNT, (REGION,), everywhere=True)
    return replace(world, scopes=(scope,), coverage=(listed(RoleAlias, state),))


def _old(*statements: Json, version: str | None = None) -> Inventory:
    return to_devices(*statements, version=version)


def _idle(*statements: Json) -> list[Case]:
    return [
        Case("Greengrass as AWS sets it up", ACCEPTS, to_devices(*GREENGRASS)),
        Case("a camera as AWS sets it up", ACCEPTS, to_devices(*CAMERA)),
        Case("nobody hands it out", NOT_APPLICABLE, inventory(granting(*statements))),
        Case("only a disabled profile lists it", NOT_APPLICABLE, asleep(*statements)),
        Case("a policy could not be read", UNDECIDED, to_devices(attached=(UNREAD,))),
        Case("enabled or not is unknown", UNDECIDED, perhaps_enabled(*statements)),
    ]


def _of_workloads(own: Json) -> list[Case]:
    """A statement with a variable of devices, in a role that only a profile hands out."""
    unknown = inventory(alias(unknown={"roleArn": DENIED}), profile(), granting(own), coverage=())
    return [
        Case(
            "no role alias hands it out",
            REJECTS,
            everywhere(to_workloads(own)),
            "which only IAM sessions of role aliases have",
        ),
        Case(
            "a role alias hands it out too",
            ACCEPTS,
            everywhere(inventory(alias(), profile(), granting(own))),
        ),
        Case(
            "one of another Region might",
            UNDECIDED,
            to_workloads(own),
            "not every Region of account 123456789012 was scanned",
        ),
        Case(
            "one that could not be described might",
            UNDECIDED,
            everywhere(unknown),
            "was denied (AccessDenied)",
        ),
    ]


def _cut_by(*statements: Json, **more: Any) -> Inventory:
    return inventory(cut(*statements, **more))


def _sessions(*statements: Json) -> list[Case]:
    broken = profile(sessionPolicy="{")
    old = managed_of(Old=document(*statements, version=None))
    return [
        Case("no variable", ACCEPTS, _cut_by(allow("s3:*"), deny("s3:Put*"))),
        Case(
            "a tag of the certificate",
            ACCEPTS,
            _cut_by(allow("s3:*", BUCKET + "/${aws:PrincipalTag/x509Subject/CN}/*")),
        ),
        Case("no session policy", NOT_APPLICABLE, inventory(profile())),
        Case("a disabled profile", NOT_APPLICABLE, _cut_by(*statements, enabled=False)),
        Case("PROF006 reports a text that is no policy", NOT_APPLICABLE, inventory(broken)),
        Case(
            "PROF006-LITERAL reports an old version",
            ACCEPTS,
            inventory(profile(sessionPolicy=json.dumps(document(*statements, version=None)))),
        ),
        Case(
            "a managed one of an old version",
            REJECTS,
            inventory(profile(managedPolicyArns=list(old)), managed_policies=old),
            "and only documents of version 2012-10-17 have it replaced",
        ),
        Case(
            "a managed one that nobody read",
            UNDECIDED,
            inventory(profile(managedPolicyArns=[UNREAD])),
            "was not collected",
        ),
    ]


def _iot(*statements: Json, **more: Any) -> Inventory:
    return inventory(iot_policy(policyDocument=json.dumps(document(*statements, **more))))


_IOT_DOUBTS = [
    Case("what AWS IoT Core knows", ACCEPTS, _iot(allow("iot:Publish", f"{TOPIC}/{CORE}"))),
    Case("no variable", ACCEPTS, _iot(allow("iot:*"), deny("iot:Connect"))),
    Case("no document", UNDECIDED, inventory(iot_policy(policyDocument="{"))),
    Case("no policy", UNDECIDED, inventory(iot_policy(policyDocument='{"Statement": 1}'))),
]

CASES = {
    "PERM006": [
        *_idle(allow("s3:*", f"{BUCKET}/{CORE}")),
        *_of_workloads(allow("s3:*", f"{BUCKET}/{NAME}")),
        Case(
            "a variable of AWS IoT Core",
            REJECTS,
            to_devices(allow("s3:*", f"{BUCKET}/{CORE}/*")),
            "gives less than it seems to: Statement[0] of inline policy 'own' uses "
            "'iot:Connection.Thing.ThingName', which only policies of AWS IoT Core know; role",
        ),
        Case("the id of a client", REJECTS, to_workloads(allow("s3:*", "${iot:ClientId}"))),
        Case("an attribute of the certificate", REJECTS,
             to_devices(allow("s3:*", "${iot:Certificate.Subject.CommonName}"))),
        Case("in a condition", REJECTS,
             to_devices(allow("s3:*", **under("StringLike", "s3:prefix", f"{CORE}/*")))),
        Case("as a key", REJECTS,
             to_devices(allow("s3:*", **under("StringEquals", "iot:ClientId", "x")))),
        Case("in another case", ACCEPTS,
             to_devices(allow("s3:*", BUCKET + "/${Credentials-IoT:thingname}"))),
        Case("misspelt", REJECTS,
             to_devices(allow("s3:*", BUCKET + "/${credential-iot:ThingName}")),
             "which is none of the keys that the credential provider knows"),
        Case("no such key", REJECTS,
             to_devices(allow("s3:*", BUCKET + "/${credentials-iot:ThingGroup}"))),
        Case("misspelt as a key", REJECTS,
             to_devices(allow("s3:*", **under("StringEquals", "iot-credentials:ThingName", "x")))),
        Case("misspelt, and more than once", REJECTS,
             to_devices(allow("s3:*", ["${iotcredentials:x}", "${iotcredentials:y}"])),
             "(1 more)"),
        Case("a key that is asked whether it is there", ACCEPTS,
             to_devices(allow("s3:*", **under("Null", "iot:ClientId", "true")))),
        Case("another service's key", ACCEPTS,
             to_devices(allow("s3:*", BUCKET + "/${s3:prefix}/${iot:ThingGroupArn}"))),
        Case("with a default", ACCEPTS,
             to_devices(allow("s3:*", BUCKET + "/${iot:ClientId, 'none'}"))),
        Case("no version", REJECTS, _old(allow("s3:*", f"{BUCKET}/{NAME}/*")),
             "and only documents of version 2012-10-17 have it replaced"),
        Case("an old version", REJECTS,
             _old(allow("s3:*", **under("StringEquals", "s3:prefix", NAME)), version="2008-10-17")),
        Case("no version and no variable", ACCEPTS, _old(allow("s3:*", f"{BUCKET}/*"))),
        Case("characters that are meant", ACCEPTS, _old(allow("s3:*", BUCKET + "/${*}/$/{"))),
        Case("a Deny leaves something open", ACCEPTS, to_devices(deny("s3:*", f"{BUCKET}/{CORE}"))),
        Case("a Deny for all that is not it shuts everything", REJECTS,
             to_devices(deny("s3:*", **under("StringNotEquals", "s3:prefix", CORE)))),
    ],
    "PERM006-OPEN": [
        *_idle(deny("s3:*", f"{BUCKET}/{CORE}")),
        *_of_workloads(deny("s3:*", f"{BUCKET}/{NAME}")),
        Case(
            "a Deny with a variable of AWS IoT Core",
            REJECTS,
            to_devices(allow("s3:*"), deny("s3:*", f"{BUCKET}/{CORE}/*")),
            "leaves open what it should shut: Statement[1] of inline policy 'own' uses",
        ),
        Case("in a condition", REJECTS,
             to_devices(deny("s3:*", **under("StringLike", "s3:prefix", f"{CORE}/*")))),
        Case("a Deny without a version", REJECTS, _old(deny("s3:*", f"{BUCKET}/{NAME}/*"))),
        Case("an Allow for all that is not it", REJECTS,
             to_devices(allow("s3:*", **under("StringNotEquals", "iot:ClientId", "x")))),
        Case("an Allow gives nothing", ACCEPTS, to_devices(allow("s3:*", f"{BUCKET}/{CORE}"))),
        Case("a Deny for all that is not it", ACCEPTS,
             to_devices(deny("s3:*", **under("StringNotEquals", "iot:ClientId", "x")))),
    ],
    "PERM006-SESSION": [
        *_sessions(allow("s3:*", f"{BUCKET}/{NAME}")),
        Case(
            "the thing's name",
            REJECTS,
            _cut_by(allow("s3:*", f"{BUCKET}/{NAME}")),
            "A session policy of Profile 'cut' lets less pass than it seems to: Statement[0] of "
            "the inline session policy uses 'credentials-iot:ThingName', which only IAM sessions",
        ),
        Case("a variable of AWS IoT Core", REJECTS, _cut_by(allow("s3:*", f"{BUCKET}/{CORE}"))),
        Case("a Deny leaves something open", ACCEPTS, _cut_by(deny("s3:*", f"{BUCKET}/{NAME}"))),
    ],
    "PERM006-SESSION-OPEN": [
        *_sessions(deny("s3:*", f"{BUCKET}/{NAME}")),
        Case("the thing's name", REJECTS,
             _cut_by(allow("s3:*"), deny("s3:*", f"{BUCKET}/{NAME}")),
             "A session policy of Profile 'cut' leaves open what it should shut: Statement[1]"),
        Case("an Allow gives nothing", ACCEPTS, _cut_by(allow("s3:*", f"{BUCKET}/{NAME}"))),
    ],
    "PERM006-IOT": [
        *_IOT_DOUBTS,
        Case("the thing's name", REJECTS, _iot(allow("iot:Publish", f"{TOPIC}/{NAME}")),
             "IoT policy 'device' gives less than it seems to: Statement[0] uses "
             "'credentials-iot:ThingName', which only IAM sessions of role aliases have."),
        Case("misspelt too", REJECTS, _iot(allow("iot:Publish", "${credential-iot:ThingName}"))),
        Case("in a document of no version", ACCEPTS,
             _iot(allow("iot:Publish", f"{TOPIC}/{NAME}"), version=None)),
        Case("a Deny leaves something open", ACCEPTS, _iot(deny("iot:Publish", f"{TOPIC}/{NAME}"))),
    ],
    "PERM006-IOT-OPEN": [
        *_IOT_DOUBTS,
        Case("the thing's name", REJECTS, _iot(deny("iot:Publish", f"{TOPIC}/{NAME}")),
             "IoT policy 'device' leaves open what it should shut: Statement[0] uses"),
        Case("an Allow gives nothing", ACCEPTS, _iot(allow("iot:Publish", f"{TOPIC}/{NAME}"))),
    ],
}  # fmt: skip
