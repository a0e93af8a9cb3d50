"""Conditions that were meant to keep somebody out, and say nothing of those without their key."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rolevet import (
    NO,
    ROLES_ANYWHERE,
    YES,
    Answer,
    Bond,
    Condition,
    Constraint,
    Door,
    Effect,
    Gate,
    Inventory,
    Role,
    Statement,
    Way,
    any_of,
    bond_of,
    gate_of,
    maybe,
    once,
)
from rolevet_rules.trust.asked import statements_of

CERTIFICATE: Final = (Bond.ATTRIBUTE, Bond.ISSUER)
"""What comes as a session tag, if the certificate has it and the profile maps it."""

_CHOSEN: Final = (Bond.SOURCE_IDENTITY, Bond.SESSION_NAME)


@dataclass(frozen=True, slots=True)
class Guard:
    """All conditions on one key that fail open in the same way."""

    reason: str
    """FAILS_OPEN in an Allow, DENY_NEVER_FIRES in a Deny."""
    key: str
    attribute: str
    """Of the certificate, such as x509Subject/CN; empty for keys that are of something else."""
    operators: tuple[str, ...]
    statements: tuple[Statement, ...]
    stands: Answer
    """Whether such a condition is for the broker, and nothing demands the key of every session."""


@once
def guards_of(role: Role, inventory: Inventory) -> tuple[Guard, ...]:
    """Those for Roles Anywhere, in the order of their reasons and keys."""
    gate = gate_of(role, ROLES_ANYWHERE, inventory)
    brought = _Brought.by(gate)
    found: dict[tuple[str, str], list[_Seen]] = {}
    for statement, matched in statements_of(gate, role):
        for seen in _in_statement(statement, matched):
            found.setdefault((seen.reason, seen.condition.name), []).append(seen)
    return tuple(_guard(seen, brought) for _, seen in sorted(found.items()))


@dataclass(frozen=True, slots=True)
class _Brought:
    """The condition keys that every session must bring, and those that it may have to."""

    sure: frozenset[str]
    possible: frozenset[str]

    @classmethod
    def by(cls, gate: Gate) -> "_Brought":
        doors = [gate.door(action) for action in gate.broker.always]
        certain = [tuple(way for way in door.ways if way.matched.certain) for door in doors]
        return cls(
            frozenset[str]().union(*(_keys_of(door, door.ways) for door in doors)),
            frozenset[str]().union(
                *map(_keys_of, doors, certain), *(_keys(door.unclear) for door in doors)
            ),
        )

    def answer(self, key: str) -> Answer:
        if key in self.sure:
            return YES
        return maybe(f"a statement may demand {key}") if key in self.possible else NO


def _keys_of(door: Door, ways: tuple[Way, ...]) -> frozenset[str]:
    """Those without which nobody passes the door, if it has these ways."""
    common = [_keys(way.constraints) for way in ways]
    return _keys(door.demands) | (frozenset.intersection(*common) if common else frozenset())


def _keys(constraints: tuple[Constraint, ...]) -> frozenset[str]:
    conditions = (each.condition for each in constraints)
    return frozenset(one.name for one in conditions if not one.holds_without_key)


@dataclass(frozen=True, slots=True)
class _Seen:
    reason: str
    condition: Condition
    statement: Statement
    matched: Answer


def _guard(seen: list[_Seen], brought: _Brought) -> Guard:
    first = seen[0]
    by_index = {each.statement.index: each.statement for each in seen}
    return Guard(
        reason=first.reason,
        key=first.condition.key,
        attribute=_attribute(first.condition),
        operators=tuple(sorted({each.condition.operator for each in seen})),
        statements=tuple(by_index.values()),
        stands=any_of(each.matched for each in seen) & ~brought.answer(first.condition.name),
    )


def _attribute(condition: Condition) -> str:
    certificate = bond_of(condition) in CERTIFICATE
    return condition.key.partition("/")[2] if certificate else ""


def _in_statement(statement: Statement, matched: Answer) -> Iterator[_Seen]:
    allows = statement.effect is Effect.ALLOW
    for condition in statement.conditions:
        bond, optional = bond_of(condition), condition.holds_without_key
        silent = not optional and condition.operator != "Null"
        if allows and optional and bond in (*CERTIFICATE, *_CHOSEN):
            yield _Seen("FAILS_OPEN", condition, statement, matched)
        if not allows and silent and bond in CERTIFICATE:
            yield _Seen("DENY_NEVER_FIRES", condition, statement, matched)
