"""IoT policies that name role aliases of which nobody knows."""

from collections.abc import Iterator, Mapping
from typing import Final

from rolevet import (
    Confidence,
    Hit,
    Inventory,
    IotPolicy,
    Related,
    RoleAlias,
    Severity,
    Trouble,
    device_policy,
    must_be_listed,
    once,
    plain,
    role_aliases_at,
    rule,
)
from rolevet_rules.iotp.words import AT, SHOWN, alias_name, listed

_SOURCE: Final = "https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html"


@rule(
    "IOTP003",
    "iot-policy-role-alias-dangling",
    severity=Severity.MEDIUM,
    trouble=Trouble.FAILS,
    kind=IotPolicy,
    needs=[RoleAlias],
    source=_SOURCE,
)
def dangling(policy: IotPolicy, inventory: Inventory) -> Iterator[Hit]:
    """An IoT policy lets devices use a role alias that does not exist.

    ## Why it matters

    Devices that ask for it get no credentials. And the name lies open: whoever may create a role
    alias of that name, and pass it a role, decides what credentials these devices get.

    ## Example

    `arn:aws:iot:eu-west-1:123456789012:rolealias/camera-v1`, after only `camera-v2` was kept.

    ## How to mend it

    Take it out, or name the role alias that is meant:

        aws iot create-policy-version --policy-name NAME --policy-document file://policy.json --set-as-default

    ## False positives

    Where the policy is rolled out before its role alias, the finding goes away with the second step.

    ## What it cannot see

    Whether any device asks for the role alias, or has the policy.
    """  # noqa: E501 - a command that is copied
    for arn, alike in _unknown(policy, inventory).items():
        if alike is None:
            yield Hit(
                f"{policy.label} lets certificates use role alias '{alias_name(arn)}', which does "
                "not exist. Whoever may create one of that name decides what they get.",
                at=AT,
                key=arn,
                evidence={"roleAlias": plain(arn, 300)},
            )


@rule(
    "IOTP003-CASE",
    "iot-policy-role-alias-in-another-case",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=IotPolicy,
    needs=[RoleAlias],
    source=_SOURCE,
)
def in_another_case(policy: IotPolicy, inventory: Inventory) -> Iterator[Hit]:
    """An IoT policy names a role alias in another case than it has.

    ## Why it matters

    The names of role aliases are case-sensitive. A device that asks for the role alias as it is
    called is not allowed to use it, and one that asks for it as the policy has it asks for one that
    does not exist.

    ## Example

    `rolealias/Camera` in the policy, and a role alias `camera`.

    ## How to mend it

    Write the name as the role alias has it:

        aws iot create-policy-version --policy-name NAME --policy-document file://policy.json --set-as-default

    ## False positives

    Where another statement allows the role alias under its right name, this one only wants tidying.

    ## What it cannot see

    Whether any device asks for the role alias, or has the policy.
    """  # noqa: E501 - a command that is copied
    for arn, alike in _unknown(policy, inventory).items():
        if alike is not None:
            yield Hit(
                f"{policy.label} names role alias '{alias_name(arn)}', which does not exist; there "
                f"is '{alias_name(alike)}', and the case of names matters.",
                at=AT,
                key=arn,
                evidence={"reason": "CASE_MISMATCH", "roleAlias": plain(arn, 300)},
                related=(Related(alike, "differs in case only"),),
            )


@rule(
    "IOTP003-VARIABLE",
    "iot-policy-role-alias-by-thing-variable",
    severity=Severity.INFO,
    trouble=Trouble.FAILS,
    kind=IotPolicy,
    source="https://docs.aws.amazon.com/iot/latest/developerguide/thing-policy-variables.html",
    confidence=Confidence.LOW,
)
def by_thing_variable(policy: IotPolicy, inventory: Inventory) -> Iterator[Hit]:
    """An IoT policy lets devices use role aliases by a variable of their thing.

    ## Why it matters

    AWS's pages disagree. The one on thing policy variables says that they have a value for messages
    only; the one on the credential provider says that they have one if the device sends the name of
    its thing. Where one has none, the device is not allowed what it should be.

    ## Example

    `rolealias/${iot:Connection.Thing.ThingTypeName}`.

    ## How to mend it

    Try it with one device. If it fails, name the role alias by its ARN:

        aws iot create-policy-version --policy-name NAME --policy-document file://policy.json --set-as-default

    ## False positives

    Wherever it works. This is a hint, not a fault.

    ## What it cannot see

    What the credential provider makes of the variable.
    """  # noqa: E501 - a command that is copied
    keys = device_policy(policy, inventory).thing_variables()
    if keys:
        shown = [f"'{plain(key, 100)}'" for key in keys[:SHOWN]]
        yield Hit(
            f"{policy.label} lets certificates use role aliases by {listed(shown, len(keys))}: "
            "AWS's pages disagree whether that has a value at the credential provider.",
            at=AT,
            evidence={"variables": tuple(plain(key, 100) for key in keys[:SHOWN])},
        )


def _unknown(policy: IotPolicy, inventory: Inventory) -> Mapping[str, str | None]:
    """The ARNs that name no role alias, each with one that differs in case only, if there is."""
    account, region = policy.account, policy.region
    known = role_aliases_at(account, region, inventory)
    absent = [arn for arn in device_policy(policy, inventory).literals() if arn not in known]
    if absent:
        must_be_listed(RoleAlias, account, region, inventory)
    lowered = _lowered(account, region, inventory)
    return {arn: lowered.get(arn.lower()) for arn in absent}


@once
def _lowered(account: str, region: str, inventory: Inventory) -> Mapping[str, str]:
    return {arn.lower(): arn for arn in role_aliases_at(account, region, inventory)}
