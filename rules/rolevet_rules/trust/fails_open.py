"""Whether a condition holds for those whom it was meant to keep out."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    Answer,
    Bond,
    Constraint,
    Hit,
    Inventory,
    NotApplicable,
    Quantifier,
    Role,
    Severity,
    Trouble,
    any_of,
    plain,
    rule,
    to_one_of,
)
from rolevet_rules.bindings import with_paths
from rolevet_rules.trust.asked import (
    OPERATORS,
    TRUST_MODEL,
    labels,
    open_gate,
    profile_bindings,
    quoted,
    session_held,
    sure_first,
)
from rolevet_rules.trust.binding import unbound
from rolevet_rules.trust.guards import Guard, guards_of


@rule(
    "TRUST005",
    "trust-condition-fails-open",
    severity=Severity.HIGH,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    source=OPERATORS,
)
def fails_open(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A role keeps nobody out by a condition that holds where its key is absent.

    ## Why it matters

    An operator such as `StringNotEquals`, one that ends in `IfExists`, `ForAllValues:` and
    `"Null": "true"` all hold in a request that does not have the key. And a Deny with
    `StringEquals` does not speak of such a request. What the certificate says comes as session tags,
    which are absent where the certificate does not say it, or the profile does not map it: whoever
    may change an attribute mapping takes the condition away.

    ## Example

        "StringNotEquals": {"aws:PrincipalTag/x509Subject/OU": "Guests"}

    ## How to mend it

    Say who may come in, not who may not; in a Deny, the other way round:

        "StringEquals": {"aws:PrincipalTag/x509Subject/OU": "Servers"}
        "Effect": "Deny", … "StringNotEquals": {"aws:PrincipalTag/x509Subject/OU": "Servers"}

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    An Allow is reported only where nothing else says who may hold the certificate, and neither it
    nor a Deny where another condition demands that the key be there, as
    `"Null": {"aws:PrincipalTag/x509Subject/OU": "false"}` does.

    ## What it cannot see

    Which attributes the certificates of a CA have. PROF018 tells which profiles void such a
    condition today.
    """  # noqa: E501 - it reads better
    gate = open_gate(role, inventory)
    guards = guards_of(role, inventory)
    if not guards:
        raise NotApplicable("no condition of the role holds without its key")
    named = to_one_of(Bond.ATTRIBUTE, Bond.ISSUER, Bond.SOURCE_IDENTITY)
    unnamed = ~session_held(gate, named, role, inventory)
    yield from sure_first(
        (_fails(guard, unnamed), _hit(role, guard, inventory)) for guard in guards
    )


@rule(
    "TRUST005-BLOCKLIST",
    "trust-anchors-listed-to-be-refused",
    severity=Severity.HIGH,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    source=TRUST_MODEL,
    yields_to=["TRUST001", "TRUST001-PRIVILEGED"],
)
def anchors_refused_by_name(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A role says which trust anchors it refuses, so that it accepts every other one.

    ## Why it matters

    An anchor that is added tomorrow, with whoever's CA, is not on the list. Nothing else in the
    trust policy binds the role to an anchor.

    ## Example

        "ArnNotEquals": {"aws:SourceArn": "arn:aws:rolesanywhere:eu-west-1:123456789012:trust-anchor/…"}

    ## How to mend it

    Name the anchors that may be used, or put the same condition into a Deny:

        "ArnEquals": {"aws:SourceArn": "ANCHOR-ARN"}

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    None known.

    ## What it cannot see

    Who may add trust anchors.
    """  # noqa: E501 - an ARN
    gate = open_gate(role, inventory)
    negated = [
        (way.matched, way.statement)
        for door in gate.doors
        for way in door.ways
        if any(each.bond is Bond.SOURCE and each.condition.negated for each in way.constraints)
    ]
    if not negated:
        raise NotApplicable("the role refuses no trust anchor by its name")
    if unbound(gate) & any_of(matched for matched, _ in negated):
        hit = Hit(
            f"{role.label} lists trust anchors that it refuses, and accepts every other one.",
            at="AssumeRolePolicyDocument",
            evidence={
                "reason": "BLOCK_LIST",
                "statements": labels(statement for _, statement in negated),
            },
        )
        yield with_paths(hit, profile_bindings(role, inventory))


@rule(
    "TRUST005-HARMLESS",
    "trust-condition-needlessly-optional",
    severity=Severity.INFO,
    trouble=Trouble.HYGIENE,
    kind=Role,
    source=TRUST_MODEL,
)
def needlessly_optional(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A role writes IfExists on the trust anchor or its account, which are always there.

    ## Why it matters

    `aws:SourceArn` and `aws:SourceAccount` are in every request of Roles Anywhere, so that nothing
    comes through. But whoever reads the policy must know that, and the same words on any other key
    let in those who do not bring it.

    ## Example

        "ArnEqualsIfExists": {"aws:SourceArn": "ANCHOR-ARN"}

    ## How to mend it

    Leave `IfExists` out:

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    A statement that is also for a service whose requests may not have the key.

    ## What it cannot see

    What other services put into their requests.
    """
    gate = open_gate(role, inventory)
    found = [
        (way.matched, each)
        for door in gate.doors
        for way in door.ways
        for each in way.constraints
        if _is_needless(each)
    ]
    if not any_of(matched for matched, _ in found):
        return
    keys = tuple(sorted({each.condition.name for _, each in found}))
    hit = Hit(
        f"{role.label} writes IfExists on {quoted(keys)}, which Roles Anywhere always sends.",
        at="AssumeRolePolicyDocument",
        evidence={"keys": keys, "statements": labels(each.statement for _, each in found)},
    )
    yield with_paths(hit, profile_bindings(role, inventory))


def _is_needless(each: Constraint) -> bool:
    condition = each.condition
    return (
        each.bond in (Bond.SOURCE, Bond.ACCOUNT)
        and condition.if_exists
        and not (condition.negated or condition.quantifier is Quantifier.ALL)
    )


_CLAUSES: Final = {
    "FAILS_OPEN": "lets in whoever does not bring it, and nothing else says who may hold the "
    "certificate",
    "DENY_NEVER_FIRES": "does not refuse those who do not bring it",
}


def _fails(guard: Guard, unnamed: Answer) -> Answer:
    """An Allow does no harm beside another that says who may come in."""
    return guard.stands & unnamed if guard.reason == "FAILS_OPEN" else guard.stands


def _hit(role: Role, guard: Guard, inventory: Inventory) -> Hit:
    effect = "an Allow" if guard.reason == "FAILS_OPEN" else "a Deny"
    hit = Hit(
        f"{role.label}: the condition of {effect} on '{plain(guard.key, 100)}' "
        f"{_CLAUSES[guard.reason]}.",
        at="AssumeRolePolicyDocument",
        key=f"{guard.reason}/{guard.key.lower()}",
        evidence={
            "reason": guard.reason,
            "key": plain(guard.key, 100),
            "operators": guard.operators,
            "statements": labels(guard.statements),
        },
    )
    return with_paths(hit, profile_bindings(role, inventory))
