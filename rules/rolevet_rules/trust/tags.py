"""Whether a condition on the trust anchor holds a session, and not its tags alone."""

from collections.abc import Iterator

from rolevet import (
    Confidence,
    Gate,
    Hit,
    Inventory,
    NotApplicable,
    Role,
    Severity,
    Trouble,
    rule,
)
from rolevet_rules.trust.asked import TRUST_MODEL, always_tagged, open_gate
from rolevet_rules.trust.binding import ACCOUNT_ONLY, by_tags, unbound, unbound_hit


@rule(
    "TRUST001-TAGGED",
    "trust-anchor-binding-of-tags-only",
    severity=Severity.LOW,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    source=TRUST_MODEL,
    confidence=Confidence.MEDIUM,
    yields_to=["TRUST003", "TRUST004"],
    parameters=ACCOUNT_ONLY,
)
def bound_by_tags(role: Role, inventory: Inventory, *, accept_account_only: bool) -> Iterator[Hit]:
    """A role names its trust anchors for the session tags only, which profiles may leave out.

    ## Why it matters

    The condition on `aws:SourceArn` stands with `sts:TagSession`, and not with `sts:AssumeRole` or
    `sts:SetSourceIdentity`. Every profile that lists the role makes tags today, so that the
    condition holds today's sessions. Whoever may change an attribute mapping, or add a
    profile that maps nothing, can take it away; whether a session without tags needs
    `sts:TagSession` at all, AWS does not say.

    ## Example

    One statement for `sts:TagSession` with the condition, another for the other two without.

    ## How to mend it

    Put the condition on all three actions:

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    None known.

    ## What it cannot see

    Whether a certificate holds any of the attributes that the profiles map.
    """
    gate = _tag_gate(role, inventory, accept_account_only=accept_account_only)
    if gate is None:
        return
    if always_tagged(role, inventory).known is False:
        raise NotApplicable("TRUST001-UNTAGGED reports it")
    yield unbound_hit(role, gate, inventory)


@rule(
    "TRUST001-UNTAGGED",
    "trust-anchor-binding-of-missing-tags",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    source=TRUST_MODEL,
    confidence=Confidence.MEDIUM,
    yields_to=["TRUST003", "TRUST004"],
    parameters=ACCOUNT_ONLY,
)
def bound_by_missing_tags(
    role: Role, inventory: Inventory, *, accept_account_only: bool
) -> Iterator[Hit]:
    """A role names its trust anchors for session tags only, and nothing makes sure of tags.

    ## Why it matters

    The condition on `aws:SourceArn` stands with `sts:TagSession` only. A profile that lists the
    role maps no attribute of the certificate, or no profile lists it. Whether a session without
    tags needs `sts:TagSession` at all, AWS does not say; if not, any trust anchor of the account
    opens the role.

    ## Example

    A profile whose attribute mappings were all deleted, and a role with one statement for
    `sts:TagSession` with the condition, another for the other two actions without.

    ## How to mend it

    Put the condition on all three actions:

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    None known.

    ## What it cannot see

    Whether a certificate holds any of the attributes that the profiles map.
    """
    gate = _tag_gate(role, inventory, accept_account_only=accept_account_only)
    if gate is None:
        return
    if always_tagged(role, inventory):
        raise NotApplicable("TRUST001-TAGGED reports it")
    yield unbound_hit(role, gate, inventory)


def _tag_gate(role: Role, inventory: Inventory, *, accept_account_only: bool) -> Gate | None:
    """The gate, if what binds the role to anchors is the tags alone; None where more does."""
    gate = open_gate(role, inventory)
    answer = unbound(gate, accept_account_only=accept_account_only)
    if not answer.possible:
        return None
    if not by_tags(gate):
        raise NotApplicable("TRUST001 or TRUST001-PRIVILEGED judges it")
    return gate if answer else None
