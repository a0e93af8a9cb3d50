"""Whether the policy variables of a trust policy are any."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rolevet import (
    CREDENTIAL_PROVIDER,
    ROLES_ANYWHERE,
    Answer,
    Condition,
    Effect,
    Hit,
    Inventory,
    NotApplicable,
    Role,
    Severity,
    Statement,
    Trouble,
    any_of,
    gate_of,
    plain,
    rule,
    trust_policy,
)
from rolevet_rules.bindings import with_paths
from rolevet_rules.trust.asked import ASSUME, labels, statements_of, sure_first
from rolevet_rules.trust.tokens import FAULTS, misspelt

_SOURCE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"


@rule(
    "TRUST008",
    "trust-policy-variable-malformed",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=Role,
    source=_SOURCE,
)
def variable_malformed(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A trust policy demands a text that was meant for a policy variable and is none.

    ## Why it matters

    What is not spelt as `${key}`, with a key that exists, in a policy of version 2012-10-17, is
    text. No session name and no attribute of a certificate is like it, so that the condition is
    never met and sessions are refused.

    ## Example

    The template of Amazon EKS for hybrid nodes offers `$(aws:PrincipalTag/x509SAN/Name/CN}`, with
    a round bracket.

    ## How to mend it

    Write `${`, the key and `}`, and put the policy:

        "StringEquals": {"sts:RoleSessionName": "${aws:PrincipalTag/x509SAN/Name/CN}"}

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    None known.

    ## What it cannot see

    Keys that are spelt as a key can be, but that AWS does not have.
    """
    yield from _judge(role, inventory, negated_in=Effect.DENY)


@rule(
    "TRUST008-OPENS",
    "trust-policy-variable-malformed-in-guard",
    severity=Severity.HIGH,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    source=_SOURCE,
)
def variable_malformed_in_guard(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A trust policy refuses a text that was meant for a policy variable and is none.

    ## Why it matters

    What is not spelt as `${key}`, with a key that exists, in a policy of version 2012-10-17, is
    text. Nothing is like it, so that nobody is kept out.

    ## Example

        "Effect": "Deny", … "StringEquals": {"sts:RoleSessionName": "${aws:PrincipalTag.x509Subject/CN}"}

    ## How to mend it

    Write `${`, the key and `}`, and put the policy:

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    None known.

    ## What it cannot see

    Keys that are spelt as a key can be, but that AWS does not have.
    """  # noqa: E501 - a condition
    yield from _judge(role, inventory, negated_in=Effect.ALLOW)


class _Seen(NamedTuple):
    matched: Answer
    statement: Statement
    condition: Condition
    tokens: Mapping[str, str]
    """What is wrong with each text that was meant for a variable."""

    @property
    def path(self) -> str:
        where = f"Statement[{self.statement.index}].Condition.{self.condition.spelt}"
        return plain(f"AssumeRolePolicyDocument.{where}.{self.condition.key}", 300)


def _judge(role: Role, inventory: Inventory, *, negated_in: Effect) -> Iterator[Hit]:
    """An Allow demands what it names, and a Deny what it excepts; they refuse the other."""
    replaces = trust_policy(role, inventory).replaces_variables
    found: dict[str, list[_Seen]] = {}
    for statement, matched in _statements(role, inventory):
        for condition in statement.conditions:
            tokens = _tokens(condition, replaces=replaces)
            if tokens and condition.negated is (statement.effect is negated_in):
                seen = _Seen(matched, statement, condition, tokens)
                found.setdefault(condition.name, []).append(seen)
    yield from sure_first(
        (any_of(each.matched for each in seen), _hit(role, name, seen, inventory))
        for name, seen in sorted(found.items())
    )


def _statements(role: Role, inventory: Inventory) -> Iterator[tuple[Statement, Answer]]:
    gates = [gate_of(role, broker, inventory) for broker in (ROLES_ANYWHERE, CREDENTIAL_PROVIDER)]
    trusting = [gate for gate in gates if gate.door(ASSUME).open.possible]
    if not trusting:
        raise NotApplicable("the role trusts neither Roles Anywhere nor the credential provider")
    for gate in trusting:
        yield from statements_of(gate, role)


def _tokens(condition: Condition, *, replaces: bool) -> dict[str, str]:
    return {
        token: fault
        for value in condition.values
        for token, fault in misspelt(value, replaces=replaces)
    }


def _hit(role: Role, name: str, seen: list[_Seen], inventory: Inventory) -> Hit:
    tokens = sorted({pair for each in seen for pair in each.tokens.items()})
    token, fault = tokens[0]
    others = f" There are {len(tokens) - 1} more." if len(tokens) > 1 else ""
    hit = Hit(
        f"{role.label} compares '{plain(name, 100)}' with '{plain(token, 150)}', which is no "
        f"policy variable: {FAULTS[fault]}.{others}",
        at=seen[0].path,
        key=name,
        evidence={
            "key": plain(name, 100),
            "variables": tuple((plain(one, 150), what) for one, what in tokens[:50]),
            "statements": labels(each.statement for each in seen),
        },
    )
    return with_paths(hit, inventory.bindings_to(role))
