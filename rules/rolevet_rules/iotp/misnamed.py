"""IoT policies whose resources are no role aliases where role aliases belong."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rolevet import (
    Hit,
    Inventory,
    IotPolicy,
    Misnamed,
    NotApplicable,
    ResourceFault,
    Severity,
    Trouble,
    device_policy,
    plain,
    rule,
)
from rolevet_rules.iotp.words import AT, SHOWN, listed

_SOURCE: Final = "https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html"
_CLAUSES: Final[Mapping[ResourceFault, str]] = {
    ResourceFault.IAM_ROLE: "is of IAM",
    ResourceFault.NAME: "is no ARN",
    ResourceFault.SEGMENT: "is not written 'rolealias/' and a name",
    ResourceFault.ELSEWHERE: "is of another partition, account or Region",
    ResourceFault.OTHER_KIND: "is of another kind",
}

# What a statement may well hold for its other actions, or for the other places of a policy that is
# the same everywhere, is no mistake beside a role alias that is named as it should be.
_MISTAKES: Final = frozenset({ResourceFault.IAM_ROLE, ResourceFault.NAME, ResourceFault.SEGMENT})


@rule(
    "IOTP004",
    "iot-policy-role-alias-resource-malformed",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=IotPolicy,
    source=_SOURCE,
)
def malformed(policy: IotPolicy, inventory: Inventory) -> Iterator[Hit]:
    """An IoT policy allows the use of role aliases on nothing that is a role alias.

    ## Why it matters

    `iot:AssumeRoleWithCertificate` is asked for the ARN of the role alias, in the account and Region
    of the device: `arn:PARTITION:iot:REGION:ACCOUNT:rolealias/NAME`. On anything else it allows
    nothing, and the devices get no credentials.

    ## Example

    The ARN of the IAM role; the bare name of the role alias, which is what `!Ref` gives in
    CloudFormation; or `role-alias/camera`.

    ## How to mend it

    Name the role alias by its ARN:

        aws iot create-policy-version --policy-name NAME --policy-document file://policy.json --set-as-default

    ## False positives

    Where another policy of the same devices names the role alias, they get what they should, and
    this one only wants tidying.

    ## What it cannot see

    The other policies of the devices. Statements that deny are not judged.
    """  # noqa: E501 - a command that is copied
    device = device_policy(policy, inventory)
    if device.named and not device.names_some_alias():
        found = device.misnamed()
        yield _hit(
            policy,
            "allows iot:AssumeRoleWithCertificate on nothing that is a role alias of its account "
            f"and Region: {_listed(found)}",
            found,
        )


@rule(
    "IOTP004-MIXED",
    "iot-policy-role-alias-resource-partly-malformed",
    severity=Severity.LOW,
    trouble=Trouble.FAILS,
    kind=IotPolicy,
    source=_SOURCE,
)
def partly_malformed(policy: IotPolicy, inventory: Inventory) -> Iterator[Hit]:
    """An IoT policy names role aliases, and beside them something that looks like one.

    ## Why it matters

    The one that is miswritten allows nothing. If devices need it, they fail; if they do not, it
    misleads whoever reads the policy.

    ## Example

    `rolealias/camera` by its ARN, and beside it the ARN of its IAM role.

    ## How to mend it

    Take it out, or write it as the ARN of a role alias:

        aws iot create-policy-version --policy-name NAME --policy-document file://policy.json --set-as-default

    ## False positives

    None known. Resources that belong to other actions of the statement, and role aliases of other
    Regions and accounts, are passed over.

    ## What it cannot see

    Which role aliases the devices ask for. Statements that deny are not judged.
    """  # noqa: E501 - a command that is copied
    device = device_policy(policy, inventory)
    if device.named and not device.names_some_alias():
        raise NotApplicable("IOTP004 reports it")
    found = tuple(each for each in device.misnamed() if each.fault in _MISTAKES)
    if found:
        yield _hit(
            policy, f"names role aliases, and beside them what is none: {_listed(found)}", found
        )


def _listed(found: Sequence[Misnamed]) -> str:
    shown = [f"'{plain(each.text, 200)}' {_CLAUSES[each.fault]}" for each in found[:SHOWN]]
    return listed(shown, len(found))


def _hit(policy: IotPolicy, clause: str, found: Sequence[Misnamed]) -> Hit:
    return Hit(
        f"{policy.label} {clause}.",
        at=AT,
        evidence={
            "reasons": tuple(sorted({each.fault.value for each in found})),
            "resources": tuple(plain(each.text, 200) for each in found[:SHOWN]),
            "count": len(found),
        },
    )
