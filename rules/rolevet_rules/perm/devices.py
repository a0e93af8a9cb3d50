"""Roles of devices that let each of them at what belongs to others."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from rolevet import (
    DATA,
    IOT_DATA,
    PERMISSIONS,
    Answer,
    Hit,
    Inventory,
    Parameter,
    Role,
    Severity,
    Trouble,
    any_of,
    device_views,
    rule,
)
from rolevet_rules.perm.paths import allowing, certain, device_paths, hit, listed

_PROVIDER: Final = (
    "https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html"
)
_DEFENDER: Final = (
    "https://docs.aws.amazon.com/iot-device-defender/latest/devguide/"
    "audit-chk-iot-role-alias-permissive.html"
)
_BASELINE: Final = {
    "baseline_allow": Parameter((), "actions that every device may use on anything")
}


@rule(
    "PERM004",
    "device-role-not-device-scoped",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    needs=PERMISSIONS,
    source=_PROVIDER,
    yields_to=["PERM001"],
    parameters=_BASELINE,
)
def not_device_scoped(
    role: Role, inventory: Inventory, *, baseline_allow: tuple[str, ...]
) -> Iterator[Hit]:
    """A role of devices lets each of them at the data of anybody in a service.

    ## Why it matters

    All devices that use a role alias share its role. What keeps one of them from the data of
    another is only what the policies say of resources: a name, or a policy variable that stands for
    the device. Where neither does, one stolen certificate reads or writes what all devices have,
    and what has nothing to do with them.

    It looks for actions that carry data or secrets: objects of S3, items of DynamoDB, records of
    Kinesis, Firehose and Kinesis Video Streams, messages of SQS and SNS, calls of Lambda and API
    Gateway, secrets, parameters and what KMS decrypts. PERM004-IOT looks at AWS IoT itself.

    ## Example

    `s3:PutObject` on `*`, where it might be on `arn:aws:s3:::fleet/${credentials-iot:ThingName}/*`.

    ## How to mend it

    Put the thing's name into the resource, or into a condition such as that on
    `dynamodb:LeadingKeys`; at the least name the bucket, the table or the queue:

        aws iam put-role-policy --role-name NAME --policy-name NAME --policy-document FILE

    Devices then send the name with each request for credentials, in the header
    `x-amzn-iot-thingname`.

    ## False positives

    A role of a single device, and a fleet in which every device may know everything;
    `baseline_allow` names the actions for which that holds.

    ## What it cannot see

    How many devices may use the alias. Service and resource control policies, and what the policy
    of a bucket, a queue or a key denies. Whether devices share what the role names: a bucket's name
    is enough for this rule. A condition with `ForAllValues` counts, though it lets requests pass
    that have no such key, as a scan of a table.
    """
    baseline = {action.lower() for action in baseline_allow}
    wanted = (pair for pair in DATA if pair[0].lower() not in baseline)
    yield from _beyond_own(role, inventory, wanted)


@rule(
    "PERM004-IOT",
    "device-role-not-device-scoped-in-iot",
    severity=Severity.HIGH,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    needs=PERMISSIONS,
    source=_DEFENDER,
    yields_to=["PERM001"],
    parameters=_BASELINE,
)
def not_device_scoped_in_iot(
    role: Role, inventory: Inventory, *, baseline_allow: tuple[str, ...]
) -> Iterator[Hit]:
    """A role of devices lets each of them speak and listen for all others in AWS IoT.

    ## Why it matters

    With `iot:Publish` on any topic one stolen certificate commands the whole fleet, with
    `iot:Subscribe` it listens to it, with `iot:Connect` it takes the place of any client, and with
    the shadows and jobs of any thing it changes what the others do. What the IoT policy of the
    certificate forbids is allowed by this way round. AWS IoT Device Defender reports it as
    `ALLOWS_BROAD_ACCESS_TO_IOT_DATA_PLANE_ACTIONS`.

    ## Example

    `iot:Connect`, `iot:Publish` and `iot:Subscribe` on `*`, as in policies for Greengrass that are
    older than its version 2.4.

    ## How to mend it

    Take the actions away where devices speak MQTT with their certificate, for which they need no
    role. Else put the thing's name into topics, clients and things:

        aws iam put-role-policy --role-name NAME --policy-name NAME --policy-document FILE

    ## False positives

    A role of a single device, such as a gateway that speaks for all.

    ## What it cannot see

    How many devices may use the alias. Service control policies. Whether the topics that the role
    names are those of one device.
    """
    baseline = {action.lower() for action in baseline_allow}
    wanted = (pair for pair in IOT_DATA if pair[0].lower() not in baseline)
    yield from _beyond_own(role, inventory, wanted)


def _beyond_own(
    role: Role, inventory: Inventory, wanted: Iterable[tuple[str, str]]
) -> Iterator[Hit]:
    found = device_paths(role, inventory)
    views = device_views(role, inventory)
    answers: dict[str, Answer] = {
        action: any_of(view.allows_some(action, resource) for view in views)
        for action, resource in wanted
    }
    actions = certain(answers)
    if actions:
        yield hit(
            role,
            f"lets each of its devices use {listed(actions)} on what belongs to any other",
            replace(found, things=actions),
            allowing(role, inventory, actions),
            actions=actions,
        )
