"""IoT policies that name the action for role aliases, and too many of these."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    Hit,
    Inventory,
    IotPolicy,
    NotApplicable,
    RoleAlias,
    Severity,
    Trouble,
    device_policy,
    must_be_listed,
    plain,
    reach_of,
    rule,
)
from rolevet_rules.iotp.words import hit, with_roles

_SOURCE: Final = "https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html"


@rule(
    "IOTP001",
    "iot-policy-any-role-alias",
    severity=Severity.HIGH,
    trouble=Trouble.EXPOSURE,
    kind=IotPolicy,
    needs=[RoleAlias],
    source=_SOURCE,
)
def any_role_alias(policy: IotPolicy, inventory: Inventory) -> Iterator[Hit]:
    """An IoT policy lets devices choose among role aliases, or take any of them.

    ## Why it matters

    The device says which role alias it wants. A policy that allows
    `iot:AssumeRoleWithCertificate` on `*` lets every device that has it take every role behind a
    role alias of the account and Region, those of other products and those that are yet to be made.

    ## Example

    `"Action": "iot:AssumeRoleWithCertificate", "Resource": "*"`, or a pattern that two role aliases
    match.

    ## How to mend it

    Name the one role alias that these devices are for:

        aws iot create-policy-version --policy-name NAME --policy-document file://policy.json --set-as-default

    A policy has at most five versions, and a new one takes some minutes to be in force.

    ## False positives

    Devices that are meant to use several role aliases: name each by its ARN. Where the statement
    has conditions, they may keep most devices out; the finding is then less sure.

    ## What it cannot see

    Which devices have the policy, and what other policies of theirs deny. Resources with policy
    variables are passed over.
    """  # noqa: E501 - a command that is copied
    device = device_policy(policy, inventory)
    reach = reach_of(policy, device.named, inventory)
    if reach.unseen.possible:
        known = f": {with_roles(reach.arns, policy, inventory)}" if reach.arns else ""
        yield hit(
            f"{policy.label} lets certificates use any role alias of {policy.region}, and those "
            f"that are yet to be made{known}.",
            reach.arns,
            sure=reach.unseen.certain,
            reason="ANY",
        )
        return
    matched = device.wildcards(reach.arns)
    for pattern, arns in matched.items():
        if len(arns) > 1:
            yield hit(
                f"{policy.label} lets certificates use {len(arns)} role aliases that match "
                f"'{plain(pattern, 200)}': {with_roles(arns, policy, inventory)}.",
                arns,
                sure=not set(arns) <= set(reach.possible),
                key=pattern,
                reason="PATTERN",
                pattern=plain(pattern, 200),
            )
    if any(len(arns) < 2 for arns in matched.values()):
        must_be_listed(RoleAlias, policy.account, policy.region, inventory)


@rule(
    "IOTP001-PREFIX",
    "iot-policy-role-alias-by-pattern",
    severity=Severity.LOW,
    trouble=Trouble.EXPOSURE,
    kind=IotPolicy,
    needs=[RoleAlias],
    source=_SOURCE,
)
def role_alias_by_pattern(policy: IotPolicy, inventory: Inventory) -> Iterator[Hit]:
    """An IoT policy names a role alias by a pattern that no other role alias matches yet.

    ## Why it matters

    The next role alias whose name matches is open to these devices from its first day, whatever
    role is behind it. Whoever names it will not think of this policy.

    ## Example

    `arn:aws:iot:eu-west-1:123456789012:rolealias/camera*`, with a role alias `camera`.

    ## How to mend it

    Name the role alias by its ARN:

        aws iot create-policy-version --policy-name NAME --policy-document file://policy.json --set-as-default

    ## False positives

    A pattern that is meant for role aliases which one tool makes, and nobody else can name so.

    ## What it cannot see

    What IOTP001 cannot see.
    """  # noqa: E501 - a command that is copied
    device = device_policy(policy, inventory)
    reach = reach_of(policy, device.named, inventory)
    if reach.unseen.possible:
        raise NotApplicable("IOTP001 reports it")
    few = {each: arns for each, arns in device.wildcards(reach.arns).items() if len(arns) < 2}
    if few:
        must_be_listed(RoleAlias, policy.account, policy.region, inventory)
    for pattern, arns in few.items():
        only = f"only {with_roles(arns, policy, inventory)}" if arns else "none"
        yield hit(
            f"{policy.label} names role aliases by '{plain(pattern, 200)}', which {only} matches.",
            arns,
            sure=not set(arns) & set(reach.possible),
            key=pattern,
            pattern=plain(pattern, 200),
        )
