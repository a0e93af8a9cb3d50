"""Whether a trust policy is one at all."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    BadPolicy,
    Hit,
    Inventory,
    Kind,
    PolicyFault,
    Role,
    Severity,
    Trouble,
    Undecided,
    read_policy,
    rule,
)

_UNSURE: Final = (PolicyFault.TOO_LARGE, PolicyFault.DUPLICATE_KEY)
"""What keeps us from reading a document, and perhaps not IAM."""


@rule(
    "TRUST011",
    "trust-policy-malformed",
    severity=Severity.HIGH,
    trouble=Trouble.REJECTED,
    kind=Role,
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
)
def malformed(role: Role, _: Inventory) -> Iterator[Hit]:
    """The trust policy that a file states for a role is not a policy in the language of IAM.

    ## Why it matters

    IAM refuses it, so that there will be no such role. Whom it lets in nobody can say: all other
    rules about trust policies are undecided.

    ## Example

    A statement whose `Action` and `Condition` are indented too far, and so stand in its
    `Principal`.

    ## How to mend it

    Give each statement its Effect, Principal and Action, and its Condition beside them:

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    None known.

    ## What it cannot see

    More than the first thing that is wrong, and whether the principals exist. What was read from an
    account IAM has accepted: where such a policy cannot be read, the rule is undecided.
    """
    try:
        read_policy(role.trust, Kind.TRUST)
    except BadPolicy as bad:
        # IAM has accepted what is there already, so that it is our reading which falls short.
        if role.is_made or bad.fault in _UNSURE:
            raise Undecided(f"the trust policy of {role.label} cannot be read: {bad}") from None
        statement = "" if bad.statement is None else f".Statement[{bad.statement}]"
        yield Hit(
            f"{role.label} has a trust policy that is none: {bad}.",
            at=f"AssumeRolePolicyDocument{statement}",
            evidence={"fault": bad.fault.value},
        )
