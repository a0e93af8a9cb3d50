"""Whether what a role names as its trust anchors can be any."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    Answer,
    Constraint,
    Gate,
    Hit,
    Inventory,
    NotApplicable,
    Role,
    Severity,
    Trouble,
    TrustAnchor,
    all_of,
    any_of,
    plain,
    rule,
)
from rolevet_rules.bindings import with_paths
from rolevet_rules.trust.asked import TRUST_MODEL, open_gate, profile_bindings
from rolevet_rules.trust.source_values import FAULTS, demands_source, meetable, values_judged

_SHOWN: Final = 5


@rule(
    "TRUST004",
    "trust-source-arn-wrong-kind",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=Role,
    needs=[TrustAnchor],
    source=TRUST_MODEL,
    yields_to=["TRUST008"],
)
def no_usable_source(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A role accepts only what is no trust anchor of its account, so that nobody gets a session.

    ## Why it matters

    Roles Anywhere sets `aws:SourceArn` to the ARN of the trust anchor that the certificate
    is checked against: not to that of the profile, not to an alias, not to an id. A condition on
    anything else is never met, and every session that needs it is refused.

    ## Example

    The ARN of the profile in `aws:SourceArn`; the `Ref` of a trust anchor in a template, which
    is its id; the ARN of an anchor that was deleted and made again under another id.

    ## How to mend it

    Name the anchor by its ARN (`TrustAnchorArn` in CloudFormation, `arn` in Terraform):

        aws rolesanywhere list-trust-anchors
        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    None known.

    ## What it cannot see

    Anchors of Regions that were not scanned: where one of these is named, the rule does not decide.
    """
    gate, asked = _asked(role, inventory)
    if _shut(gate, role, inventory):
        yield _hit(role, asked, inventory, f"{role.label} lets nobody in through Roles Anywhere")


@rule(
    "TRUST004-PARTLY",
    "trust-source-arn-partly-unusable",
    severity=Severity.LOW,
    trouble=Trouble.HYGIENE,
    kind=Role,
    needs=[TrustAnchor],
    source=TRUST_MODEL,
    yields_to=["TRUST008"],
)
def some_unusable_source(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A role names, beside others, something as its trust anchor that can never be one.

    ## Why it matters

    Whoever wrote it meant to let somebody in, and did not. It lets in nobody else: AWS makes the
    ids of anchors up, and gives none again.

    ## Example

    Two ARNs in `aws:SourceArn`, one of an anchor that was deleted since.

    ## How to mend it

    Take it out, or name the anchor that was meant:

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    None known.

    ## What it cannot see

    Anchors of Regions that were not scanned: where only these are in question, the rule does not
    decide.
    """
    gate, asked = _asked(role, inventory)
    judged = [one for each in asked for one in values_judged(each, role, inventory)]
    if all_of(answer for _, _, answer in judged):
        return
    if _shut(gate, role, inventory).certain:
        raise NotApplicable("TRUST004 reports it")
    yield _hit(role, asked, inventory, f"{role.label} names as trust anchors what can be none")


def _asked(role: Role, inventory: Inventory) -> tuple[Gate, list[Constraint]]:
    gate = open_gate(role, inventory)
    asked = [each for each in gate.constraints() if demands_source(each)]
    if not asked:
        raise NotApplicable("the role names no trust anchor")
    return gate, asked


def _shut(gate: Gate, role: Role, inventory: Inventory) -> Answer:
    """Whether an action that sessions take is refused whatever trust anchor they come through."""

    def cannot_be_met(each: Constraint) -> Answer:
        return ~meetable(each, role, inventory)

    return any_of(door.open & door.held(cannot_be_met) for door in gate.doors)


def _hit(role: Role, asked: list[Constraint], inventory: Inventory, what: str) -> Hit:
    wrong = sorted(
        {
            (value, fault)
            for each in asked
            for value, fault, answer in values_judged(each, role, inventory)
            if answer.known is False
        }
    )
    clauses = [f"'{plain(value, 150)}' {FAULTS[fault]}" for value, fault in wrong[:_SHOWN]]
    more = f"; and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
    return with_paths(
        Hit(
            f"{what}: {'; '.join(clauses)}{more}.",
            at="AssumeRolePolicyDocument",
            evidence={
                "aws:SourceArn": tuple((plain(value, 300), fault) for value, fault in wrong[:50])
            },
        ),
        profile_bindings(role, inventory),
    )
