"""Policy variables of IAM in policies of AWS IoT Core, where they have no value."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    BadPolicy,
    Confidence,
    Hit,
    Inventory,
    IotPolicy,
    Kind,
    Severity,
    Trouble,
    Undecided,
    once,
    read_policy,
    rule,
)
from rolevet_rules.perm.misuse import (
    MISSPELT,
    NOT_A_DEVICE,
    Misuse,
    clause,
    evidence,
    labels,
    misuses,
)

_PROVIDER: Final = (
    "https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html"
)


@rule(
    "PERM006-IOT",
    "iot-policy-variable-wrong-context",
    severity=Severity.MEDIUM,
    trouble=Trouble.FAILS,
    kind=IotPolicy,
    source=_PROVIDER,
)
def variable_without_value(policy: IotPolicy, inventory: Inventory) -> Iterator[Hit]:
    """An IoT policy relies on a variable of the credential provider, which works in IAM only.

    ## Why it matters

    `credentials-iot:ThingName`, `credentials-iot:ThingTypeName` and
    `credentials-iot:AwsCertificateId` are for policies of IAM roles; AWS says that they do not work
    in policies of AWS IoT Core. An Allow that needs one gives a device nothing.

    ## Example

    `iot:Publish` on `topic/${credentials-iot:ThingName}/*` in the policy of a certificate.

    ## How to mend it

    Use what AWS IoT Core knows of a connection, such as `${iot:Connection.Thing.ThingName}`:

        aws iot create-policy-version --policy-name NAME --policy-document FILE --set-as-default

    ## False positives

    None known.

    ## What it cannot see

    Whether `iot:Connection.Thing.…` has a value when a device asks for credentials: AWS's pages
    disagree about that.
    """
    yield from _hits(policy, inventory, opens=False)


@rule(
    "PERM006-IOT-OPEN",
    "iot-policy-variable-leaves-open",
    severity=Severity.HIGH,
    trouble=Trouble.EXPOSURE,
    kind=IotPolicy,
    confidence=Confidence.MEDIUM,
    source=_PROVIDER,
)
def variable_leaves_open(policy: IotPolicy, inventory: Inventory) -> Iterator[Hit]:
    """An IoT policy means to keep something shut by a variable that works in IAM only.

    ## Why it matters

    The variables of the credential provider do not work in policies of AWS IoT Core. As IAM does
    with a variable without a value, a Deny that needs it denies nothing, and a condition that says
    what it must not be holds for all.

    ## Example

    `Deny iot:Publish` on `topic/${credentials-iot:ThingName}/sealed`.

    ## How to mend it

    Use what AWS IoT Core knows of a connection, such as `${iot:Connection.Thing.ThingName}`:

        aws iot create-policy-version --policy-name NAME --policy-document FILE --set-as-default

    ## False positives

    Nothing that the statement should keep shut is allowed by another.

    ## What it cannot see

    That AWS IoT Core treats such a statement as IAM does follows from what AWS says of both, and is
    documented of neither.
    """
    yield from _hits(policy, inventory, opens=True)


def _hits(policy: IotPolicy, inventory: Inventory, *, opens: bool) -> Iterator[Hit]:
    found = tuple(each for each in _misused(policy, inventory) if each.opens is opens)
    if found:
        what = "leaves open what it should shut" if opens else "gives less than it seems to"
        yield Hit(
            f"{policy.label} {what}: {clause(found)}.",
            at="policyDocument",
            evidence={**evidence(found), "statements": labels(found)},
        )


@once
def _misused(policy: IotPolicy, _: Inventory) -> tuple[Misuse, ...]:
    """Fleets have many policies, whose documents are not kept."""
    try:
        document = read_policy(policy.document, Kind.PERMISSIONS)
    except BadPolicy as bad:
        raise Undecided(f"the document of {policy.label} cannot be read: {bad}") from None
    every = misuses(document.statements)
    return tuple(each for each in every if each.reason in (MISSPELT, NOT_A_DEVICE))
