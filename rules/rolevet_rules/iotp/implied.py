"""IoT policies that let devices use role aliases, though they do not say so."""

from collections.abc import Iterator, Mapping
from typing import Final

from rolevet import (
    PERMISSIONS,
    Answer,
    Hit,
    Inventory,
    IotPolicy,
    NotApplicable,
    Reach,
    RoleAlias,
    Severity,
    Tier,
    Trouble,
    alias_reaches,
    any_of,
    device_policy,
    must_be_listed,
    once,
    reach_of,
    role_aliases_at,
    rule,
)
from rolevet_rules.iotp.words import AT, hit, with_roles

_SOURCE: Final = "https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html"


@rule(
    "IOTP002",
    "iot-policy-implicit-role-alias-access",
    severity=Severity.HIGH,
    trouble=Trouble.EXPOSURE,
    kind=IotPolicy,
    needs=[RoleAlias, *PERMISSIONS],
    source=_SOURCE,
)
def implicit_access(policy: IotPolicy, inventory: Inventory) -> Iterator[Hit]:
    """An IoT policy takes in the use of role aliases by a wildcard.

    ## Why it matters

    `iot:*` is written with messages in mind. It takes in `iot:AssumeRoleWithCertificate`, with which
    a device gets the credentials of a role: on `*`, of every role behind a role alias of the
    account and Region. A certificate that was meant for messages opens more than anybody thought.

    ## Example

    `"Action": "iot:*", "Resource": "*"` in a Region with the role alias of another product.

    ## How to mend it

    Name the actions that the devices need, such as `iot:Connect` and `iot:Publish`:

        aws iot create-policy-version --policy-name NAME --policy-document file://policy.json --set-as-default

    A policy has at most five versions, and a new one takes some minutes to be in force.

    ## False positives

    Devices that are meant to use all of these role aliases; then the policy should say so. Where
    the statement has conditions, they may keep most devices out; the finding is then less sure.

    ## What it cannot see

    Which devices have the policy, and what other policies of theirs deny. Where a role that may give
    itself more is among them, IOTP002-PRIVILEGED reports it.
    """  # noqa: E501 - a command that is copied
    reach = _implied(policy, inventory)
    if any(answer.certain for answer in _privileges(reach, policy, inventory).values()):
        raise NotApplicable("IOTP002-PRIVILEGED reports it")
    if reach.arns:
        yield hit(
            f"{policy.label} does not name iot:AssumeRoleWithCertificate, but allows it by a "
            f"wildcard: certificates may use {with_roles(reach.arns, policy, inventory)}.",
            reach.arns,
            sure=bool(reach.certain),
        )


@rule(
    "IOTP002-PRIVILEGED",
    "iot-policy-implicit-privileged-role-alias-access",
    severity=Severity.CRITICAL,
    trouble=Trouble.EXPOSURE,
    kind=IotPolicy,
    needs=[RoleAlias, *PERMISSIONS],
    source=_SOURCE,
)
def implicit_privileged_access(policy: IotPolicy, inventory: Inventory) -> Iterator[Hit]:
    """An IoT policy takes in, by a wildcard, the use of a role alias with a privileged role.

    ## Why it matters

    Whoever has the key of one such device gets credentials with which to take over the account: the
    role administers it, or may give itself or others more than it has. And the policy was written
    with messages in mind: see IOTP002.

    ## Example

    `"Action": "iot:*", "Resource": "*"` in a Region with a role alias whose role may use
    `iam:PutRolePolicy` on every role.

    ## How to mend it

    Name the actions that the devices need, such as `iot:Connect` and `iot:Publish`:

        aws iot create-policy-version --policy-name NAME --policy-document file://policy.json --set-as-default

    ## False positives

    As for IOTP002.

    ## What it cannot see

    As for IOTP002. Whether the role lets the credential provider have it is not asked here: ALIAS
    rules do that. Service control policies may take away what the role's policies allow.
    """  # noqa: E501 - a command that is copied
    reach = _implied(policy, inventory)
    answers = _privileges(reach, policy, inventory)
    arns = tuple(arn for arn, answer in answers.items() if answer.certain)
    if arns:
        yield hit(
            f"{policy.label} does not name iot:AssumeRoleWithCertificate, but allows it by a "
            "wildcard: certificates may use role aliases whose roles may give themselves or others "
            f"more than they have: {with_roles(arns, policy, inventory)}.",
            arns,
            sure=not set(arns) <= set(reach.possible),
        )
    elif not any_of(answers.values()) and device_policy(policy, inventory).implied:
        must_be_listed(RoleAlias, policy.account, policy.region, inventory)


@rule(
    "IOTP002-LATENT",
    "iot-policy-would-allow-role-aliases",
    severity=Severity.LOW,
    trouble=Trouble.EXPOSURE,
    kind=IotPolicy,
    needs=[RoleAlias],
    source=_SOURCE,
)
def latent_access(policy: IotPolicy, inventory: Inventory) -> Iterator[Hit]:
    """An IoT policy would let devices use any role alias by a wildcard, but there is none.

    ## Why it matters

    The first role alias that anybody makes in the Region is open to these devices: see IOTP002.

    ## Example

    `"Action": "iot:*", "Resource": "*"` in a Region without role aliases.

    ## How to mend it

    Name the actions that the devices need, such as `iot:Connect` and `iot:Publish`:

        aws iot create-policy-version --policy-name NAME --policy-document file://policy.json --set-as-default

    ## False positives

    Where nobody will ever make a role alias, nothing is lost.

    ## What it cannot see

    What IOTP002 cannot see.
    """  # noqa: E501 - a command that is copied
    reach = reach_of(policy, device_policy(policy, inventory).implied, inventory)
    if not reach.unseen.possible:
        return
    if role_aliases_at(policy.account, policy.region, inventory):
        raise NotApplicable("there are role aliases, and IOTP002 judges what is open to devices")
    must_be_listed(RoleAlias, policy.account, policy.region, inventory)
    yield Hit(
        f"{policy.label} does not name iot:AssumeRoleWithCertificate, but allows it by a wildcard: "
        f"certificates may use the first role alias that is made in {policy.region}.",
        at=AT,
    )


def _implied(policy: IotPolicy, inventory: Inventory) -> Reach:
    implied = device_policy(policy, inventory).implied
    reach = reach_of(policy, implied, inventory)
    if implied and not reach.arns:
        must_be_listed(RoleAlias, policy.account, policy.region, inventory)
        if not role_aliases_at(policy.account, policy.region, inventory):
            raise NotApplicable("there are no role aliases")
    return reach


def _privileges(reach: Reach, policy: IotPolicy, inventory: Inventory) -> Mapping[str, Answer]:
    return _privileges_at(policy.account, policy.region, reach.arns, inventory)


@once
def _privileges_at(
    account: str, region: str, arns: tuple[str, ...], inventory: Inventory
) -> Mapping[str, Answer]:
    known = role_aliases_at(account, region, inventory)
    return {arn: alias_reaches(known[arn], Tier.ESCALATION, inventory) for arn in arns}
