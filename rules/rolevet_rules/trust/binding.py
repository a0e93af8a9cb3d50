"""What binds the sessions of a role to trust anchors, if anything does."""

from collections.abc import Iterable
from enum import IntEnum
from typing import Final

from rolevet import (
    Answer,
    Bond,
    Constraint,
    Door,
    Gate,
    Hit,
    Inventory,
    Parameter,
    Quantifier,
    Role,
    Source,
    to_one_of,
)
from rolevet_rules.bindings import with_paths
from rolevet_rules.trust.asked import TAG, held, labels, profile_bindings

ACCOUNT_ONLY: Final = {
    "accept_account_only": Parameter(
        False, "whether aws:SourceAccount will do, which every trust anchor of the account meets"
    )
}


class Bound(IntEnum):
    """What stands where a trust anchor should be named; the more, the nearer to naming one."""

    NONE = 0
    ACCOUNT_ONLY = 1
    WILDCARD = 2
    FOREIGN_ACCOUNT = 3


_CLAUSES: Final = {
    Bound.NONE: "no condition on aws:SourceArn holds every session",
    Bound.ACCOUNT_ONLY: "aws:SourceAccount is the same for every anchor of the account",
    Bound.WILDCARD: "a pattern in aws:SourceArn fits more than one anchor",
    Bound.FOREIGN_ACCOUNT: "aws:SourceArn names only what belongs to other accounts",
}
_TAGS_CLAUSE: Final = f"the condition on aws:SourceArn stands with {TAG} only"


def unbound(gate: Gate, *, accept_account_only: bool = False) -> Answer:
    """Whether some session is held to no trust anchor."""
    account = (Bond.ACCOUNT,) if accept_account_only else ()
    return ~held(gate, to_one_of(Bond.SOURCE, *account))


def by_tags(gate: Gate) -> Answer:
    """Whether sessions with tags are held to a trust anchor by sts:TagSession."""
    tags = gate.door(TAG)
    return tags.open & tags.bound(Bond.SOURCE)


def unbound_hit(role: Role, gate: Gate, inventory: Inventory) -> Hit:
    """That the role is bound to no trust anchor, and what is there instead."""
    tagged = by_tags(gate).certain
    reason = _bound(gate)
    clause = _TAGS_CLAUSE if tagged else _CLAUSES[reason]
    loose = (
        way.statement
        for action in gate.broker.always
        for way in gate.door(action).ways
        if not way.bound(Bond.SOURCE).certain
    )
    return with_paths(
        Hit(
            f"{role.label} trusts Roles Anywhere and does not bind its sessions to trust anchors: "
            f"{clause}.",
            at="AssumeRolePolicyDocument",
            evidence={
                "reason": "TAGSESSION_ONLY" if tagged else reason.name,
                "statements": labels(loose),
            },
        ),
        profile_bindings(role, inventory),
    )


def _bound(gate: Gate) -> Bound:
    """Of each action the loosest way, of the actions the tightest."""
    doors = (gate.door(action) for action in gate.broker.always)
    return max(_bound_of(door) for door in doors if door.open.possible)


def _bound_of(door: Door) -> Bound:
    ways = (_tightest(way.constraints) for way in door.ways)
    return max(_tightest(door.demands), min(ways, default=Bound.NONE))


def _tightest(constraints: Iterable[Constraint]) -> Bound:
    return max(map(_in_place, constraints), default=Bound.NONE)


def _in_place(each: Constraint) -> Bound:
    if each.bond is Bond.ACCOUNT and each.binds.certain:
        return Bound.ACCOUNT_ONLY
    if each.condition.negated or each.condition.quantifier is Quantifier.ALL:
        return Bound.NONE
    if Source.WILDCARD in each.sources:
        return Bound.WILDCARD
    return Bound.FOREIGN_ACCOUNT if Source.FOREIGN_ACCOUNT in each.sources else Bound.NONE
