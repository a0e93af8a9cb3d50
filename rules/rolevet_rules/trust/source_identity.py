"""Whether a role compares the source identity with what Roles Anywhere makes of a certificate."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    Answer,
    Bond,
    Condition,
    Confidence,
    Effect,
    Hit,
    Inventory,
    NotApplicable,
    Role,
    Severity,
    Statement,
    Trouble,
    any_of,
    bond_of,
    has_wildcard,
    plain,
    rule,
)
from rolevet_rules.bindings import with_paths
from rolevet_rules.trust.asked import (
    TRUST_MODEL,
    labels,
    open_gate,
    profile_bindings,
    quoted,
    statements_of,
)

_PREFIXES: Final = ("CN=", "ID=")
_LONGEST: Final = 64
"""Characters of a source identity.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
"""
_BARE: Final = 62
"""Characters from which on a common name stands without its prefix, which would not fit."""

_TEXTUAL: Final = frozenset(
    f"String{negated}{how}"
    for negated in ("", "Not")
    for how in ("Equals", "EqualsIgnoreCase", "Like")
)


@rule(
    "TRUST007",
    "trust-source-identity-prefix-missing",
    severity=Severity.MEDIUM,
    trouble=Trouble.FAILS,
    kind=Role,
    source=TRUST_MODEL,
    confidence=Confidence.MEDIUM,
    yields_to=["TRUST008"],
)
def prefix_missing(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A role waits for a source identity that Roles Anywhere gives to no certificate.

    ## Why it matters

    Roles Anywhere sets the source identity to `CN=` and the common name of the subject; to the
    common name alone if it has 62 to 64 characters, with which the prefix does not fit; and to
    `ID=` and the serial number if there is no common name. None has more than 64 characters. A
    condition that names anything else is never met, and the statement lets nobody in.

    ## Example

        "StringEquals": {"sts:SourceIdentity": "backup.example.com"}

    ## How to mend it

    Write the prefix:

        "StringEquals": {"sts:SourceIdentity": "CN=backup.example.com"}

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    AWS's user guide gives the rules for the source identity on one page, and on another says that
    it is the common name. Look at the `sourceIdentity` of a session in CloudTrail first.

    ## What it cannot see

    Values with wildcards or policy variables, and whether any certificate has the name.
    """
    yield from _judge(role, inventory, negated_in=Effect.DENY)


@rule(
    "TRUST007-DENY",
    "trust-source-identity-never-denied",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    source=TRUST_MODEL,
    confidence=Confidence.MEDIUM,
    yields_to=["TRUST008-OPENS"],
)
def never_denied(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A role refuses a source identity that Roles Anywhere gives to no certificate.

    ## Why it matters

    Whoever was to be refused comes in: the source identity begins with `CN=` or `ID=`, as TRUST007
    says, and what the policy names does not.

    ## Example

        "Effect": "Deny", … "StringEquals": {"sts:SourceIdentity": "stolen.example.com"}

    ## How to mend it

    Write the prefix, and revoke the certificate as well:

        "StringEquals": {"sts:SourceIdentity": "CN=stolen.example.com"}

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    AWS's user guide gives the rules for the source identity on one page, and on another says that
    it is the common name. Look at the `sourceIdentity` of a session in CloudTrail first.

    ## What it cannot see

    Values with wildcards or policy variables, and whether any certificate has the name.
    """
    yield from _judge(role, inventory, negated_in=Effect.ALLOW)


def _judge(role: Role, inventory: Inventory, *, negated_in: Effect) -> Iterator[Hit]:
    """An Allow demands what it names, and a Deny what it excepts; they refuse the other."""
    gate = open_gate(role, inventory)
    asked = [
        (matched, statement, condition)
        for statement, matched in statements_of(gate, role)
        for condition in statement.conditions
        if _names(condition) and condition.negated is (statement.effect is negated_in)
    ]
    if not asked:
        raise NotApplicable("the role names no source identity so")
    wrong = [one for one in asked if not any(_is_possible(text, one[2]) for text in one[2].values)]
    if any_of(matched for matched, _, _ in wrong):
        yield _hit(role, wrong, inventory)


def _names(condition: Condition) -> bool:
    """Whether it is about a source identity that is spelt out."""
    if bond_of(condition) is not Bond.SOURCE_IDENTITY or condition.operator not in _TEXTUAL:
        return False
    wild = condition.takes_wildcards and any(map(has_wildcard, condition.values))
    return not (condition.variables or wild)


def _is_possible(text: str, condition: Condition) -> bool:
    """Whether some certificate may have it, as far as its form tells."""
    shown = text.upper() if "IgnoreCase" in condition.operator else text
    return len(text) <= _LONGEST and (shown.startswith(_PREFIXES) or len(text) >= _BARE)


def _hit(role: Role, wrong: list[tuple[Answer, Statement, Condition]], inventory: Inventory) -> Hit:
    values = tuple(sorted({plain(text, 100) for _, _, each in wrong for text in each.values}))
    hit = Hit(
        f"{role.label} names {quoted(values)} as source identity, which Roles Anywhere gives to "
        "no certificate.",
        at="AssumeRolePolicyDocument",
        evidence={
            "sts:SourceIdentity": values[:50],
            "statements": labels(statement for _, statement, _ in wrong),
        },
    )
    return with_paths(hit, profile_bindings(role, inventory))
