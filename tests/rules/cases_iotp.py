"""One table of cases for each rule of the family IOTP."""

import json
from typing import Any

from grants import document, granting, managed_of, trusts
from rules.cases import ACCEPTS, NOT_APPLICABLE, REJECTS, UNDECIDED, Case
from scanner.policy.made import Json, allow, deny, without
from world import (
    ACCOUNT,
    DENIED,
    REGION,
    alias,
    inventory,
    iot_policy,
    listed,
    missing,
    role_arn,
)

from rolevet.coverage import CellState
from rolevet.inventory import Inventory, Missing
from rolevet.resources import Role, RoleAlias

_USE = "iot:AssumeRoleWithCertificate"
_PLACE = f"arn:aws:iot:{REGION}:{ACCOUNT}"
_SPACE = f"{_PLACE}:rolealias/"
_FLEET, _CAMERA = alias(), alias("camera", roleArn=role_arn("Camera"))
_IF = {"Bool": {"iot:Connection.Thing.IsAttached": "true"}}
_MESSAGES = allow(["iot:Connect", "iot:Publish"], "*")
_THING = "${iot:Connection.Thing.ThingTypeName}"


def _seen(
    *statements: Json,
    aliases: tuple[RoleAlias, ...] = (_FLEET, _CAMERA),
    roles: tuple[Role | Missing, ...] = (),
    state: CellState | None = CellState.COMPLETE,
    version: str | None = "2012-10-17",
    **facts: Any,
) -> Inventory:
    """One IoT policy with these statements, and role aliases of which the listing ended so."""
    text = json.dumps(document(*statements, version=version))
    coverage = [listed(RoleAlias, state)] if state else []
    return inventory(iot_policy(policyDocument=text), *aliases, *roles, coverage=coverage, **facts)


_PART = CellState.PARTIAL
_DOUBTS = [
    Case("no document", UNDECIDED, inventory(iot_policy(policyDocument=None)), "has no field"),
    Case("no JSON", UNDECIDED, inventory(iot_policy(policyDocument="{")), "it is not JSON"),
    Case("no policy", UNDECIDED, inventory(iot_policy()), "it has no statement"),
    Case(
        "nobody may read it",
        UNDECIDED,
        inventory(iot_policy(unknown={"policyDocument": DENIED})),
        "denied",
    ),
]
_SILENT = [
    Case("AWS's walkthrough", ACCEPTS, _seen(allow(_USE, f"{_SPACE}fleet"))),
    Case(
        "Greengrass",
        ACCEPTS,
        _seen(
            allow(["iot:Connect", "iot:Publish", "iot:Subscribe", "iot:Receive", "greengrass:*"]),
            allow(_USE, f"{_SPACE}fleet"),
        ),
    ),
    Case("messages only", ACCEPTS, _seen(_MESSAGES)),
    *_DOUBTS,
]
_BOTH = "'camera' (role 'Camera') and 'fleet' (role 'Device')"

_NAMED = {
    "IOTP001": [
        Case(
            "two by their ARNs",
            ACCEPTS,
            _seen(allow(_USE, [f"{_SPACE}{n}" for n in ("fleet", "camera")])),
        ),
        Case("PREFIX reports one", ACCEPTS, _seen(allow(_USE, f"{_SPACE}fl*"))),
        Case("PREFIX reports none", ACCEPTS, _seen(allow(_USE, f"{_SPACE}x*"))),
        Case("IOTP002 reports a wildcard", ACCEPTS, _seen(allow("iot:*"))),
        Case("denied", ACCEPTS, _seen(allow(_USE), deny(_USE))),
        Case("denied among all", ACCEPTS, _seen(allow(_USE), deny("*"))),
        Case(
            "all but one denied",
            ACCEPTS,
            _seen(allow(_USE), without(deny(_USE, NotResource=f"{_SPACE}fleet"), "Resource")),
        ),
        Case(
            "all but role aliases",
            ACCEPTS,
            _seen(without(allow(_USE, NotResource=f"{_SPACE}*"), "Resource")),
        ),
        Case("a variable of the thing", ACCEPTS, _seen(allow(_USE, f"{_SPACE}{_THING}"))),
        Case("everything", REJECTS, _seen(allow(_USE)), f"that are yet to be made: {_BOTH}"),
        Case("in another case", REJECTS, _seen(allow("IOT:assumerolewithcertificate"))),
        Case("all but given away", REJECTS, _seen(allow("iot:AssumeRole*"))),
        Case("everything of the Region", REJECTS, _seen(allow(_USE, f"{_PLACE}:*"))),
        Case("every role alias", REJECTS, _seen(allow([_USE, "iot:Connect"], f"{_SPACE}*"))),
        Case("every role alias anywhere", REJECTS, _seen(allow(_USE, "arn:*:iot:*:*:rolealias/*"))),
        Case(
            "all but one",
            REJECTS,
            _seen(without(allow(_USE, NotResource=f"{_SPACE}fleet"), "Resource")),
            "'camera' (role 'Camera')",
        ),
        Case(
            "one of all denied",
            REJECTS,
            _seen(allow(_USE), deny(_USE, f"{_SPACE}fleet")),
            "made: 'camera' (role 'Camera').",
        ),
        Case("on a condition", REJECTS, _seen(allow(_USE, Condition=_IF)), _BOTH),
        Case("denied on a condition", REJECTS, _seen(allow(_USE), deny("*", Condition=_IF))),
        Case("none there, or listed", REJECTS, _seen(allow(_USE), aliases=(), state=None), "made."),
        Case("beside a variable", REJECTS, _seen(allow(_USE, ["*", f"{_SPACE}{_THING}"]))),
        Case(
            "two of three by a pattern",
            REJECTS,
            _seen(
                allow(_USE, f"{_SPACE}camera*"),
                aliases=(_FLEET, _CAMERA, alias("camera-2", roleArn=None)),
                state=_PART,
            ),
            f"2 role aliases that match '{_SPACE}camera*': 'camera' (role 'Camera') and "
            "'camera-2' (whose role is not known)",
        ),
        Case(
            "two by a question mark",
            REJECTS,
            _seen(allow(_USE, f"{_SPACE}a?"), aliases=(alias("a1"), alias("a2"))),
        ),
        Case(
            "twelve",
            REJECTS,
            _seen(allow(_USE), aliases=tuple(alias(f"a{n:02}") for n in range(12))),
            "'a09' (role 'Device') and 2 more",
        ),
        Case(
            "others may match",
            UNDECIDED,
            _seen(allow(_USE, f"{_SPACE}fl*"), state=_PART),
            "came back only in part",
        ),
        Case(
            "nothing was listed",
            UNDECIDED,
            _seen(allow(_USE, f"{_SPACE}fl*"), state=None),
            "Role aliases of 123456789012/eu-west-1 were not listed",
        ),
        *_SILENT,
    ],
    "IOTP001-PREFIX": [
        Case(
            "two match",
            ACCEPTS,
            _seen(allow(_USE, f"{_SPACE}a*"), aliases=(alias("a1"), alias("a2"))),
        ),
        Case(
            "one matches",
            REJECTS,
            _seen(allow(_USE, f"{_SPACE}fl*")),
            "which only 'fleet' (role 'Device') matches",
        ),
        Case("none matches", REJECTS, _seen(allow(_USE, f"{_SPACE}x*")), "which none matches"),
        Case(
            "one of two is denied",
            REJECTS,
            _seen(
                allow(_USE, f"{_SPACE}a*"),
                deny(_USE, f"{_SPACE}a1"),
                aliases=(alias("a1"), alias("a2")),
            ),
            "only 'a2'",
        ),
        Case("others may match", UNDECIDED, _seen(allow(_USE, f"{_SPACE}fl*"), state=_PART)),
        Case("IOTP001 reports it", NOT_APPLICABLE, _seen(allow(_USE, ["*", f"{_SPACE}fl*"]))),
        *_SILENT,
    ],
}
_ADMIN = granting(allow("*"), name="Camera")
_GUESS = granting(allow("*", Condition=_IF), name="Camera")
_PLAIN = granting(allow("s3:GetObject", "arn:aws:s3:::logs/*"))
_HARMLESS = granting(allow("s3:GetObject", "arn:aws:s3:::logs/*"), name="Camera")


def _implied(
    *statements: Json, roles: tuple[Role | Missing, ...] = (_PLAIN, _HARMLESS), **facts: Any
) -> Inventory:
    return _seen(*(statements or (allow("iot:*"),)), roles=roles, **facts)


_ELSEWHERE = [
    Case("other resources", ACCEPTS, _implied(allow("iot:*", [f"{_PLACE}:topic/*", "x"]))),
    Case("a role alias that is not there", ACCEPTS, _implied(allow("iot:*", f"{_SPACE}x"))),
    Case("another service", ACCEPTS, _implied(allow("s3:*"))),
    Case("other actions", ACCEPTS, _implied(allow("iot:Con*"))),
    Case(
        "all actions but this", ACCEPTS, _implied(without(allow("x:y", NotAction=_USE), "Action"))
    ),
    Case("denied", ACCEPTS, _implied(allow("iot:*"), deny(_USE))),
    Case("denied by a wildcard", ACCEPTS, _implied(allow("*"), deny("iot:Assume*"))),
    Case("denied on role aliases", ACCEPTS, _implied(allow("*"), deny("*", f"{_SPACE}*"))),
    Case("IOTP001 reports it", ACCEPTS, _implied(allow([_USE, "iot:*"]))),
    Case("a variable of the thing", ACCEPTS, _implied(allow("iot:*", f"{_SPACE}{_THING}"))),
    *_SILENT,
]
_IMPLIED = {
    "IOTP002": [
        Case(
            "everything in IoT", REJECTS, _implied(), f"by a wildcard: certificates may use {_BOTH}"
        ),
        Case("everything", REJECTS, _implied(allow("*"))),
        Case("a beginning", REJECTS, _implied(allow("iot:A*"))),
        Case("a longer beginning", REJECTS, _implied(allow("iot:Assume*"))),
        Case("an end", REJECTS, _implied(allow("iot:*Certificate"))),
        Case(
            "all actions but one",
            REJECTS,
            _implied(without(allow("x:y", NotAction="iot:Publish"), "Action")),
        ),
        Case(
            "on one role alias",
            REJECTS,
            _implied(allow("iot:*", [f"{_PLACE}:topic/*", f"{_SPACE}fleet"])),
            "use 'fleet' (role 'Device').",
        ),
        Case(
            "all but messages",
            REJECTS,
            _implied(without(allow("iot:*", NotResource=f"{_PLACE}:topic/*"), "Resource")),
        ),
        Case(
            "beside one that is named",
            REJECTS,
            _implied(allow("iot:*"), allow(_USE, f"{_SPACE}fleet")),
        ),
        Case("on a condition", REJECTS, _implied(allow("iot:*", Condition=_IF))),
        Case("denied on a condition", REJECTS, _implied(allow("*"), deny("*", Condition=_IF))),
        Case("listed in part", REJECTS, _implied(state=_PART)),
        Case("the role is unseen", REJECTS, _implied(roles=(_PLAIN,), denied=["Camera"])),
        Case("the role is gone", REJECTS, _implied(roles=(_PLAIN, missing("Camera")))),
        Case(
            "what the role may do hangs on a condition", REJECTS, _implied(roles=(_PLAIN, _GUESS))
        ),
        Case("none is known, others may be there", UNDECIDED, _implied(aliases=(), state=_PART)),
        Case("nothing was listed", UNDECIDED, _implied(aliases=(), state=None), "not listed"),
        Case("LATENT reports it", NOT_APPLICABLE, _implied(aliases=())),
        Case("PRIVILEGED reports it", NOT_APPLICABLE, _implied(roles=(_PLAIN, _ADMIN))),
        *_ELSEWHERE,
    ],
    "IOTP002-PRIVILEGED": [
        Case("harmless roles", ACCEPTS, _implied()),
        Case(
            "an administrator",
            REJECTS,
            _implied(roles=(_PLAIN, _ADMIN)),
            "more than they have: 'camera' (role 'Camera').",
        ),
        Case(
            "one that can escalate",
            REJECTS,
            _implied(roles=(_PLAIN, granting(allow("iam:PutRolePolicy"), name="Camera"))),
        ),
        Case(
            "an administrator, beside one unseen",
            REJECTS,
            _implied(roles=(_ADMIN,), denied=["Device"]),
        ),
        Case(
            "an administrator, listed in part",
            REJECTS,
            _implied(roles=(_PLAIN, _ADMIN), state=_PART),
        ),
        Case(
            "AWS's AdministratorAccess",
            REJECTS,
            _implied(
                roles=(
                    _PLAIN,
                    granting(
                        name="Camera", attached=("arn:aws:iam::aws:policy/AdministratorAccess",)
                    ),
                )
            ),
        ),
        Case(
            "an administrator that is not reached",
            ACCEPTS,
            _implied(allow("iot:*", f"{_SPACE}fleet"), roles=(_PLAIN, _ADMIN)),
        ),
        Case(
            "one held by its boundary",
            ACCEPTS,
            _implied(
                roles=(
                    _PLAIN,
                    granting(
                        allow("*"), name="Camera", boundary="arn:aws:iam::123456789012:policy/Bound"
                    ),
                ),
                managed_policies=managed_of(Bound=document(allow("s3:GetObject"))),
            ),
        ),
        Case("the role is gone", ACCEPTS, _implied(roles=(_PLAIN, missing("Camera")))),
        Case(
            "a role of another account",
            ACCEPTS,
            _implied(aliases=(alias(roleArn=role_arn(account="210987654321")),)),
        ),
        Case(
            "a role of the other broker",
            REJECTS,
            _implied(roles=(_PLAIN, granting(allow("*"), name="Camera", trust=trusts()))),
        ),
        Case(
            "the role is unseen", UNDECIDED, _implied(roles=(_PLAIN,), denied=["Camera"]), "denied"
        ),
        Case(
            "the role is unknown",
            UNDECIDED,
            _implied(aliases=(alias(unknown={"roleArn": DENIED}),)),
            "denied",
        ),
        Case("a condition decides", UNDECIDED, _implied(roles=(_PLAIN, _GUESS)), "has conditions"),
        Case("listed in part", UNDECIDED, _implied(state=_PART), "came back only in part"),
        Case("none is known, others may be there", UNDECIDED, _implied(aliases=(), state=_PART)),
        Case("LATENT reports it", NOT_APPLICABLE, _implied(aliases=())),
        *_ELSEWHERE,
    ],
    "IOTP002-LATENT": [
        Case("one role alias only", ACCEPTS, _implied(allow("iot:*", f"{_SPACE}x"), aliases=())),
        Case("denied before there is one", ACCEPTS, _implied(allow("*"), deny(_USE), aliases=())),
        Case("no role aliases", REJECTS, _implied(aliases=()), f"that is made in {REGION}"),
        Case("none is known, others may be there", UNDECIDED, _implied(aliases=(), state=_PART)),
        Case("there are some", NOT_APPLICABLE, _implied()),
        *_ELSEWHERE,
    ],
}
_GONE = f"{_SPACE}camera-v1"
_MISSING = {
    "IOTP003": [
        Case("a pattern", ACCEPTS, _seen(allow(_USE, f"{_SPACE}x*"))),
        Case("CASE reports it", ACCEPTS, _seen(allow(_USE, f"{_SPACE}Fleet"))),
        Case(
            "of another Region",
            ACCEPTS,
            _seen(allow(_USE, f"arn:aws:iot:us-east-1:{ACCOUNT}:rolealias/x")),
        ),
        Case("of another kind", ACCEPTS, _seen(allow(_USE, f"{_PLACE}:topic/x"))),
        Case("of another action", ACCEPTS, _seen(allow("iot:Connect", _GONE))),
        Case("denied only", ACCEPTS, _seen(deny(_USE, _GONE))),
        Case(
            "gone",
            REJECTS,
            _seen(allow(_USE, [f"{_SPACE}fleet", _GONE])),
            "use role alias 'camera-v1', which does not exist",
        ),
        Case("by a wildcard", REJECTS, _seen(allow("iot:*", [f"{_PLACE}:topic/x", _GONE]))),
        Case(
            "of all actions but one",
            REJECTS,
            _seen(without(allow("x:y", _GONE, NotAction="iot:Connect"), "Action")),
        ),
        Case("no role aliases at all", REJECTS, _seen(allow(_USE, f"{_SPACE}fleet"), aliases=())),
        Case("a long name", REJECTS, _seen(allow(_USE, _SPACE + "x" * 100_000)), "x…"),
        Case("listed in part", UNDECIDED, _seen(allow(_USE, _GONE), state=_PART), "only in part"),
        Case("nothing was listed", UNDECIDED, _seen(allow(_USE, _GONE), state=None)),
        *_SILENT,
    ],
    "IOTP003-CASE": [
        Case("IOTP003 reports it", ACCEPTS, _seen(allow(_USE, _GONE))),
        Case(
            "both are there",
            ACCEPTS,
            _seen(allow(_USE, f"{_SPACE}Fleet"), aliases=(_FLEET, alias("Fleet"))),
        ),
        Case(
            "in another case",
            REJECTS,
            _seen(allow(_USE, f"{_SPACE}Fleet")),
            "names role alias 'Fleet', which does not exist; there is 'fleet'",
        ),
        Case("listed in part", UNDECIDED, _seen(allow(_USE, f"{_SPACE}Fleet"), state=_PART)),
        *_SILENT,
    ],
    "IOTP003-VARIABLE": [
        Case("another variable", ACCEPTS, _seen(allow(_USE, f"{_SPACE}${{iot:ClientId}}"))),
        Case(
            "in messages",
            ACCEPTS,
            _seen(allow(["iot:Publish", _USE], [f"{_PLACE}:topic/{_THING}", f"{_SPACE}fleet"])),
        ),
        Case(
            "in messages by a wildcard", ACCEPTS, _seen(allow("iot:*", f"{_PLACE}:topic/{_THING}"))
        ),
        Case(
            "a version that has none",
            ACCEPTS,
            _seen(allow(_USE, f"{_SPACE}{_THING}"), version="2008-10-17"),
        ),
        Case(
            "in the resource",
            REJECTS,
            _seen(allow(_USE, f"{_SPACE}{_THING}")),
            "by 'iot:Connection.Thing.ThingTypeName'",
        ),
        Case(
            "an attribute",
            REJECTS,
            _seen(allow("iot:*", f"{_SPACE}${{iot:Connection.Thing.Attributes[alias]}}")),
            "Attributes[alias]",
        ),
        Case(
            "in a condition",
            REJECTS,
            _seen(
                allow(_USE, f"{_SPACE}fleet", Condition={"StringEquals": {"iot:ClientId": _THING}})
            ),
        ),
        *_SILENT,
    ],
}


def _wrong(*resources: str) -> Inventory:
    return _seen(allow(_USE, list(resources)))


_MISNAMED = {
    "IOTP004": [
        Case("all", ACCEPTS, _wrong("*")),
        Case("a pattern", ACCEPTS, _wrong("arn:aws:iot:*:*:rolealias/x")),
        Case("one that is not there", ACCEPTS, _wrong(_GONE)),
        Case("a variable", ACCEPTS, _wrong("${x}")),
        Case("all but", ACCEPTS, _seen(without(allow(_USE, NotResource="x"), "Resource"))),
        Case("MIXED reports it", ACCEPTS, _wrong(role_arn(), f"{_SPACE}fleet")),
        Case(
            "in another statement",
            ACCEPTS,
            _seen(allow(_USE, "fleet"), allow(_USE, f"{_SPACE}fleet")),
        ),
        Case("by a wildcard", ACCEPTS, _seen(allow("iot:*", role_arn()))),
        Case("denied", ACCEPTS, _seen(deny(_USE, role_arn()))),
        Case("an IAM role", REJECTS, _wrong(role_arn()), f"'{role_arn()}' is of IAM"),
        Case("a name", REJECTS, _wrong("fleet"), "'fleet' is no ARN"),
        Case("a word too many", REJECTS, _wrong(f"{_PLACE}:role-alias/fleet"), "not written"),
        Case("a colon", REJECTS, _wrong(f"{_PLACE}:rolealias:fleet"), "not written 'rolealias/'"),
        Case("no name", REJECTS, _wrong(_SPACE), "not written 'rolealias/' and a name"),
        Case("messages", REJECTS, _wrong(f"{_PLACE}:topic/x"), "is of another kind"),
        Case(
            "messages by a variable",
            REJECTS,
            _wrong(f"{_PLACE}:topic/{_THING}"),
            f"topic/{_THING}' is of another kind",
        ),
        Case(
            "another Region",
            REJECTS,
            _wrong(f"arn:aws:iot:us-east-1:{ACCOUNT}:rolealias/fleet"),
            "is of another partition, account or Region",
        ),
        Case("another account", REJECTS, _wrong(f"arn:aws:iot:{REGION}:210987654321:rolealias/f")),
        Case(
            "another partition", REJECTS, _wrong(f"arn:aws-cn:iot:{REGION}:{ACCOUNT}:rolealias/f")
        ),
        Case("another service", REJECTS, _wrong(f"arn:aws:sts:{REGION}:{ACCOUNT}:rolealias/f")),
        Case(
            "several statements",
            REJECTS,
            _seen(allow([_USE, "iot:Connect"], "fleet"), allow(_USE, role_arn())),
            f"'{role_arn()}' is of IAM and 'fleet' is no ARN",
        ),
        Case(
            "twelve",
            REJECTS,
            _wrong(*(f"n{n:02}" for n in range(12))),
            "'n09' is no ARN and 2 more",
        ),
        *_SILENT,
    ],
    "IOTP004-MIXED": [
        Case("beside messages", ACCEPTS, _wrong(f"{_SPACE}fleet", f"{_PLACE}:topic/x")),
        Case(
            "of two Regions",
            ACCEPTS,
            _wrong(f"{_SPACE}fleet", f"arn:aws:iot:us-east-1:{ACCOUNT}:rolealias/fleet"),
        ),
        Case(
            "beside its role",
            REJECTS,
            _wrong(f"{_SPACE}fleet", role_arn(), "fleet"),
            f"beside them what is none: '{role_arn()}' is of IAM and 'fleet' is no ARN",
        ),
        Case(
            "in another statement",
            REJECTS,
            _seen(allow(_USE, f"{_PLACE}:role_alias/fleet"), allow(_USE, f"{_SPACE}fleet")),
        ),
        Case("IOTP004 reports it", NOT_APPLICABLE, _wrong("fleet")),
        *_SILENT,
    ],
}

CASES = _NAMED | _IMPLIED | _MISSING | _MISNAMED
