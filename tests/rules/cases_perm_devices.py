"""One table of cases for each rule on what the devices of a role alias may do."""

from grants import granting
from rules.cases import ACCEPTS, NOT_APPLICABLE, REJECTS, UNDECIDED, Case
from rules.permitted import (
    CAMERA,
    GREENGRASS,
    MFA,
    NAME,
    UNREAD,
    to_devices,
    to_workloads,
    under,
)
from scanner.policy.made import Json, allow, deny, without
from world import alias, inventory, profile, role_arn

from rolevet.inventory import Inventory

ID = "${credentials-iot:AwsCertificateId}"
THINGS = "arn:aws:iot:*:*:thing"
NAME_KEY = "credentials-iot:ThingName"
OLD_GREENGRASS = allow(["iot:DescribeCertificate", "iot:Connect", "iot:Publish", "iot:Subscribe"])


def _not(statement: Json, resource: str) -> Json:
    return without(statement, "Resource") | {"NotResource": resource}


def _silent(*statements: Json) -> list[Case]:
    return [
        Case("Greengrass as AWS sets it up", ACCEPTS, to_devices(*GREENGRASS)),
        Case("a camera as AWS sets it up", ACCEPTS, to_devices(*CAMERA)),
        Case("a role without policies", ACCEPTS, to_devices()),
        Case("only a profile lists it", NOT_APPLICABLE, to_workloads(*statements)),
        Case("nobody hands it out", NOT_APPLICABLE, inventory(granting(*statements))),
        Case("a policy could not be read", UNDECIDED, to_devices(attached=(UNREAD,))),
    ]


def _puts(resource: str | list[str], **more: Json) -> Inventory:
    return to_devices(allow("s3:PutObject", resource, **more))


def _queries(condition: Json) -> Inventory:
    return to_devices(allow("dynamodb:Query", **condition))


CASES = {
    "PERM004": [
        *_silent(allow("s3:*")),
        Case(
            "any object",
            REJECTS,
            _puts("*"),
            "lets each of its devices use s3:PutObject on what belongs to any other; role alias",
        ),
        Case("any bucket", REJECTS, _puts("arn:aws:s3:::*")),
        Case("a bucket", ACCEPTS, _puts("arn:aws:s3:::fleet/*")),
        Case("buckets of a name", ACCEPTS, _puts("arn:aws:s3:::fleet-*/*")),
        Case("its own prefix", ACCEPTS, _puts(f"arn:aws:s3:::fleet/{NAME}/*")),
        Case("its certificate's bucket", ACCEPTS, _puts(f"arn:aws:s3:::{ID}/*")),
        Case("its own, and any", REJECTS, _puts([f"arn:aws:s3:::fleet/{NAME}/*", "*"])),
        Case("a variable of tags", UNDECIDED, _puts("arn:aws:s3:::${aws:PrincipalTag/x}/*")),
        Case("a whole service", REJECTS, to_devices(allow("s3:*")),
             "s3:DeleteObject, s3:GetObject, s3:PutObject"),
        Case("any table", REJECTS,
             to_devices(allow("dynamodb:PutItem", "arn:aws:dynamodb:*:*:table/*"))),
        Case("any table of a Region", REJECTS,
             to_devices(allow("dynamodb:PutItem", "arn:aws:dynamodb:eu-west-1:1:table/*"))),
        Case("a table", ACCEPTS,
             to_devices(allow("dynamodb:PutItem", "arn:aws:dynamodb:*:*:table/fleet"))),
        Case("its own items", ACCEPTS,
             _queries(under("ForAllValues:StringEquals", "dynamodb:LeadingKeys", NAME))),
        Case("its own items, or those that have no key", UNDECIDED,
             _queries(under("StringEqualsIfExists", "dynamodb:LeadingKeys", NAME))),
        Case("items of one thing", ACCEPTS, _queries(under("StringEquals", NAME_KEY, "pump"))),
        Case("items for any thing with a name", REJECTS,
             _queries(under("StringLike", NAME_KEY, "*"))),
        Case("items for things without a name", REJECTS, _queries(under("Null", NAME_KEY, "true"))),
        Case("items for all things but one", REJECTS,
             _queries(under("StringNotEquals", NAME_KEY, "pump"))),
        Case("some other condition", UNDECIDED, _queries({"Condition": MFA}), "has conditions"),
        Case("all is denied but what is its own", ACCEPTS,
             to_devices(allow("dynamodb:Query"),
                        deny("dynamodb:*", **under("StringNotEquals", "dynamodb:Select", NAME)))),
        Case("what is not its own is denied by NotResource", UNDECIDED,
             to_devices(allow("s3:*"), _not(deny("s3:*"), f"arn:aws:s3:::fleet/{NAME}/*")),
             "a policy variable decides"),
        Case("all but its own", REJECTS,
             to_devices(_not(allow("s3:*"), f"arn:aws:s3:::fleet/{NAME}/*"))),
        Case("only what is its own is denied", REJECTS,
             to_devices(allow("s3:*"), deny("s3:*", f"arn:aws:s3:::fleet/{NAME}/*"))),
        Case("devices without a name are shut out", REJECTS,
             to_devices(allow("s3:*"), deny("*", **under("Null", NAME_KEY, "true")))),
        Case("secrets", REJECTS, to_devices(allow("secretsmanager:GetSecretValue"))),
        Case("any function", REJECTS,
             to_devices(allow("lambda:InvokeFunction", "arn:aws:lambda:*:*:function:*"))),
        Case("any stage of any API", REJECTS, to_devices(allow("execute-api:Invoke"))),
        Case("what its owner lets every device use", ACCEPTS,
             to_devices(allow("sns:Publish")), settings={"baseline_allow": ("SNS:Publish",)}),
        Case("AWS IoT is for PERM004-IOT", ACCEPTS, to_devices(allow("iot:Publish"))),
    ],
    "PERM004-IOT": [
        *_silent(allow("iot:Publish")),
        Case(
            "any topic",
            REJECTS,
            to_devices(allow("iot:Publish")),
            "lets each of its devices use iot:Publish on what belongs to any other; role alias",
        ),
        Case("Greengrass as it was", REJECTS, to_devices(OLD_GREENGRASS),
             "iot:Connect, iot:Publish, iot:Subscribe"),
        Case("its own topics", ACCEPTS,
             to_devices(allow("iot:Publish", f"arn:aws:iot:*:*:topic/{NAME}/*"))),
        Case("topics of a name", ACCEPTS,
             to_devices(allow("iot:Publish", "arn:aws:iot:*:*:topic/fleet/*"))),
        Case("any shadow", REJECTS, to_devices(allow("iot:UpdateThingShadow", f"{THINGS}/*"))),
        Case("its own shadow", ACCEPTS,
             to_devices(allow("iot:UpdateThingShadow", f"{THINGS}/{NAME}"))),
        Case("what arrives", ACCEPTS, to_devices(allow("iot:Receive"))),
        Case("a condition decides", UNDECIDED, to_devices(allow("iot:Publish", Condition=MFA))),
        Case("what its owner lets every device use", ACCEPTS,
             to_devices(allow("iot:Publish")), settings={"baseline_allow": ("iot:Publish",)}),
    ],
    "PERM005": [
        *_silent(allow("s3:*"), deny("s3:*", f"arn:aws:s3:::fleet/{NAME}/*")),
        Case(
            "what is its own is denied",
            REJECTS,
            to_devices(
                allow("s3:*", "arn:aws:s3:::fleet/*"),
                deny("s3:*", f"arn:aws:s3:::fleet/{NAME}/sealed/*", Sid="Sealed"),
            ),
            "holds a device to less if it does not send the name of its thing: see Statement[1] "
            "'Sealed' of inline policy 'own'; role alias 'fleet' hands it out.",
        ),
        Case("by its type", REJECTS,
             to_devices(allow("s3:*"),
                        deny("s3:*", "arn:aws:s3:::${credentials-iot:ThingTypeName}/*"))),
        Case("by its certificate", ACCEPTS,
             to_devices(allow("s3:*"), deny("s3:*", f"arn:aws:s3:::fleet/{ID}/*"))),
        Case("with a default", ACCEPTS,
             to_devices(allow("s3:*"),
                        deny("s3:*", "arn:aws:s3:::fleet/${credentials-iot:ThingName, 'x'}/*"))),
        Case("in an old version, which knows no variables", ACCEPTS,
             to_devices(allow("s3:*"), deny("s3:*", f"arn:aws:s3:::{NAME}/*"), version=None)),
        Case("denied to one thing", REJECTS,
             to_devices(allow("s3:*"), deny("s3:*", **under("StringEquals", NAME_KEY, "pump")))),
        Case("denied to all but one", ACCEPTS,
             to_devices(allow("s3:*"), deny("s3:*", **under("StringNotEquals", NAME_KEY, "pump")))),
        Case("denied to one, or to those without a name", ACCEPTS,
             to_devices(allow("s3:*"),
                        deny("s3:*", **under("StringEqualsIfExists", NAME_KEY, "pump")))),
        Case("denied where a value is its own", REJECTS,
             to_devices(allow("s3:*"), deny("s3:*", **under("StringLike", "s3:prefix", NAME)))),
        Case("denied where a value is not its own", ACCEPTS,
             to_devices(allow("s3:*"), deny("s3:*", **under("StringNotLike", "s3:prefix", NAME)))),
        Case("those without a name are shut out", ACCEPTS,
             to_devices(allow("s3:*"), deny("s3:*", f"arn:aws:s3:::{NAME}/*"),
                        deny("*", **under("Null", NAME_KEY, "true")))),
        Case("they are shut out elsewhere", REJECTS,
             to_devices(allow("s3:*"), deny("s3:*", f"arn:aws:s3:::{NAME}/*"),
                        deny("sqs:*", **under("Null", NAME_KEY, "true")))),
        Case("nothing is allowed without a name", ACCEPTS,
             to_devices(allow("s3:*", f"arn:aws:s3:::fleet/{NAME}/*"),
                        deny("s3:*", f"arn:aws:s3:::fleet/{NAME}/sealed/*"))),
        Case("what is denied is not allowed", ACCEPTS,
             to_devices(allow("sqs:*"), deny("s3:*", f"arn:aws:s3:::fleet/{NAME}/*"))),
        Case("by NotAction", REJECTS,
             to_devices(allow("s3:*"), without(deny("x:y", f"arn:aws:s3:::{NAME}/*"), "Action")
                        | {"NotAction": "sqs:*"})),
        Case("what NotAction leaves is not allowed", ACCEPTS,
             to_devices(allow("s3:*"), without(deny("x:y", f"arn:aws:s3:::{NAME}/*"), "Action")
                        | {"NotAction": "s3:*"})),
        Case("by NotResource", UNDECIDED,
             to_devices(allow("s3:*"), _not(deny("s3:*"), f"arn:aws:s3:::fleet/{NAME}/*"))),
        Case("allowed to all but one", REJECTS,
             to_devices(allow("s3:*", **under("StringNotEquals", NAME_KEY, "pump")))),
        Case("allowed to those without a name, by intent", ACCEPTS,
             to_devices(allow("s3:*", **under("Null", NAME_KEY, "true")))),
        Case("allowed to all but one that have a name", ACCEPTS,
             to_devices(allow("s3:*", Condition={
                 "StringNotEquals": {NAME_KEY: "pump"}, "Null": {NAME_KEY: "false"}}))),
        Case("allowed to all but one, and denied", ACCEPTS,
             to_devices(allow("s3:*", **under("StringNotEquals", NAME_KEY, "pump")), deny("s3:*"))),
        Case("a condition decides", UNDECIDED,
             to_devices(allow("s3:*", Condition=MFA), deny("s3:*", f"arn:aws:s3:::{NAME}/*")),
             "has conditions"),
        Case("more than anybody would write", UNDECIDED,
             to_devices(*(deny("s3:*", f"arn:aws:s3:::{NAME}/{number}") for number in range(70))),
             "more than 64 statements depend on the name of a thing"),
        Case("as many that matter", REJECTS,
             to_devices(allow("s3:*"),
                        *(deny("s3:*", f"arn:aws:s3:::{NAME}/{number}") for number in range(70)))),
        Case("as many actions", REJECTS,
             to_devices(allow("s3:*"),
                        deny([f"s3:Get{number}" for number in range(70)], f"arn:aws:s3:::{NAME}"))),
    ],
    "PERM007": [
        *_silent(allow("iot:*")),
        Case(
            "everything of AWS IoT",
            REJECTS,
            to_devices(allow("iot:*")),
            "use actions of AWS IoT that are not about things; role alias 'fleet' hands it out",
        ),
        Case("it makes things", REJECTS, to_devices(allow("iot:CreateThing")),
             "lets its devices change things by iot:CreateThing; role"),
        Case("its own thing", REJECTS, to_devices(allow("iot:UpdateThing", f"{THINGS}/{NAME}"))),
        Case("its own thing, if tagged", UNDECIDED,
             to_devices(allow("iot:UpdateThing", f"{THINGS}/{NAME}", Condition=MFA))),
        Case("it lists things", REJECTS, to_devices(allow("iot:ListThings"))),
        Case("it writes rules", REJECTS, to_devices(allow("iot:CreateTopicRule")),
             "lets its devices use actions of AWS IoT that are not about things"),
        Case("it looks up things", ACCEPTS, to_devices(allow("iot:DescribeThing"))),
        Case("the data plane", ACCEPTS,
             to_devices(allow(["iot:Publish", "iot:Receive", "iot:RetainPublish"]))),
        Case("Greengrass as it was", ACCEPTS, to_devices(OLD_GREENGRASS)),
        Case("what is let pass by default", REJECTS, to_devices(allow("iot:DescribeEndpoint")),
             settings={"allowed_actions": ()}),
        Case("what PERM002 tells", ACCEPTS, to_devices(allow("iot:CreateKeysAndCertificate"))),
        Case("a gateway that is exempt", NOT_APPLICABLE, to_devices(allow("iot:*")),
             settings={"exempt_roles": ("Device",)}),
        Case("by its ARN", NOT_APPLICABLE, to_devices(allow("iot:*")),
             settings={"exempt_roles": (role_arn(),)}),
        Case("a profile cuts down what an alias does not", REJECTS,
             inventory(alias(), profile(), granting(allow("iot:CreateThing")))),
        Case("a condition decides", UNDECIDED, to_devices(allow("iot:*", Condition=MFA))),
    ],
    "PERM007-READ": [
        *_silent(allow("iot:DescribeThing")),
        Case("any thing", REJECTS, to_devices(allow("iot:DescribeThing")),
             "lets each of its devices use iot:DescribeThing on things that are not its own"),
        Case("its own thing", ACCEPTS, to_devices(allow("iot:DescribeThing", f"{THINGS}/{NAME}"))),
        Case("things of a name", ACCEPTS,
             to_devices(allow("iot:DescribeThing", f"{THINGS}/pump-*"))),
        Case("a gateway that is exempt", NOT_APPLICABLE, to_devices(allow("iot:DescribeThing")),
             settings={"exempt_roles": ("Device",)}),
    ],
}  # fmt: skip
