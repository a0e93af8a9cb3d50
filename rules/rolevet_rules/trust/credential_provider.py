"""Whether a role says on whose behalf the credential provider of AWS IoT may assume it."""

from collections.abc import Iterator

from rolevet import (
    CREDENTIAL_PROVIDER,
    AliasBinding,
    Bond,
    Confidence,
    Hit,
    Inventory,
    Role,
    Severity,
    Trouble,
    rule,
)
from rolevet_rules.bindings import with_paths
from rolevet_rules.trust.asked import ASSUME, labels, open_gate


@rule(
    "TRUST010",
    "trust-credential-provider-source-unbound",
    severity=Severity.LOW,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    source="https://docs.aws.amazon.com/iot/latest/developerguide/cross-service-confused-deputy-prevention.html",
    confidence=Confidence.LOW,
    opt_in=True,
)
def source_unbound(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A role lets the AWS IoT credential provider in, whatever alias or account it acts for.

    ## Why it matters

    AWS advises roles that trust AWS IoT to name the account and the resource on whose behalf the
    service may act, in `aws:SourceAccount` and `aws:SourceArn`, lest it be made to act for another.

    ## Example

    The trust policy that AWS shows for role aliases, which has no condition.

    ## How to mend it

    Try it with one device first: whether requests of the credential provider have these keys, AWS
    does not document, and if they do not, every device is without credentials.

        "Condition": {
          "StringEquals": {"aws:SourceAccount": "ACCOUNT"},
          "ArnLike": {"aws:SourceArn": "arn:aws:iot:*:ACCOUNT:rolealias/NAME"}
        }

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    Where both keys are named, the account of the one must be that of the other.

    ## False positives

    Every role that is set up as AWS's guide for role aliases says; so the rule judges only where it
    is asked for.

    ## What it cannot see

    Whether the condition would ever be met. A condition that leaves out an alias that hands out the
    role is reported by ALIAS005-EXCLUDED.
    """
    gate = open_gate(role, inventory, CREDENTIAL_PROVIDER)
    if ~gate.bound(Bond.SOURCE, Bond.ACCOUNT) & gate.door(ASSUME).open:
        ways = (way.statement for way in gate.door(ASSUME).ways)
        hit = Hit(
            f"{role.label} trusts the credential provider of AWS IoT whatever role alias or "
            "account it acts for.",
            at="AssumeRolePolicyDocument",
            evidence={"statements": labels(ways)},
        )
        bindings = inventory.bindings_to(role)
        yield with_paths(hit, (each for each in bindings if isinstance(each, AliasBinding)))
