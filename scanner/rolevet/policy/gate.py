"""What a caller must bring to get a session of a role through a broker.

One session needs several actions, each of which the trust policy allows or denies by itself. So a
condition on any action that every session needs holds all sessions, wherever it stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rolevet.policy.answers import Answer, all_of, any_of, maybe
from rolevet.policy.constraints import Bond, Broker, Constraint, bond_of, constraint
from rolevet.policy.statements import Effect, Policy, Statement


@dataclass(frozen=True, slots=True)
class Way:
    """One Allow statement by which the action may be had, and all that it takes to go that way.

    `matched` tells whether the statement is for the broker at all. Without constraints whoever
    comes through the broker may pass.
    """

    statement: Statement
    matched: Answer
    constraints: tuple[Constraint, ...]

    def bound(self, bond: Bond) -> Answer:
        """Whether those who go this way are held to it."""
        return any_of(each.binds for each in self.constraints if each.bond is bond)


@dataclass(frozen=True, slots=True)
class Door:
    """One action: its ways, any of which will do, and what Deny statements demand on all of them.

    `denied` answers whether a Deny without conditions shuts it. `unclear` are the other Deny
    statements of which nothing can be said without a request: they can only close it further.
    """

    action: str
    ways: tuple[Way, ...]
    demands: tuple[Constraint, ...]
    denied: Answer
    unclear: tuple[Statement, ...]

    @property
    def open(self) -> Answer:
        """Whether the broker may have the action at all, whatever the conditions demand."""
        return any_of(way.matched for way in self.ways) & ~self.denied

    def bound(self, bond: Bond) -> Answer:
        """Whether all who may pass are held to it; so they are where nobody may."""
        demanded = any_of(each.binds for each in self.demands if each.bond is bond)
        held = all_of(way.bound(bond) | ~way.matched for way in self.ways)
        doubts = (
            maybe(f"{statement.label} may demand it")
            for statement in self.unclear
            if any(bond_of(condition) is bond for condition in statement.conditions)
        )
        return any_of((self.denied, demanded, held, *doubts))


@dataclass(frozen=True, slots=True)
class Gate:
    """The doors that lead to a session: all of those in `broker.always`, and perhaps others."""

    broker: Broker
    doors: tuple[Door, ...]

    def door(self, action: str) -> Door:
        """The door of one of the broker's actions, spelt as there."""
        return next(door for door in self.doors if door.action == action)

    def bound(self, bond: Bond) -> Answer:
        """Whether every session is held to it by one of the actions that all of them need."""
        return any_of(self.door(action).bound(bond) for action in self.broker.always)

    def constraints(self) -> Iterator[Constraint]:
        """Every constraint of every door, once."""
        found: dict[Constraint, None] = {}
        for door in self.doors:
            found |= dict.fromkeys(door.demands)
            found |= dict.fromkeys(each for way in door.ways for each in way.constraints)
        return iter(found)


def gate(trust: Policy, broker: Broker, *, partition: str, account: str) -> Gate:
    """The gate of a role by its trust policy; `account` holds the role, and so the broker."""
    names = broker.principals(partition)
    matched = [
        (statement, statement.principals.include_service(names))
        for statement in trust.statements
        if statement.principals is not None
    ]
    spoken = [(statement, answer) for statement, answer in matched if answer.possible]
    return Gate(broker, tuple(_door(action, spoken, broker, account) for action in broker.actions))


def _door(
    action: str, spoken: list[tuple[Statement, Answer]], broker: Broker, account: str
) -> Door:
    about = [
        (statement, answer)
        for statement, answer in spoken
        if statement.actions.includes(action.lower()).possible
    ]
    allows = [pair for pair in about if pair[0].effect is Effect.ALLOW]
    denies = [pair for pair in about if pair[0].effect is Effect.DENY]
    demanded: list[Constraint] = []
    unclear: list[Statement] = []
    for statement, answer in denies:
        found = _demanded(statement, answer, broker, account)
        if found is not None:
            demanded.append(found)
        elif statement.conditions:
            unclear.append(statement)
    return Door(
        action=action,
        ways=tuple(
            Way(statement, answer, tuple(_constraints(statement, broker, account)))
            for statement, answer in allows
        ),
        demands=tuple(demanded),
        denied=any_of(answer for statement, answer in denies if not statement.conditions),
        unclear=tuple(unclear),
    )


def _constraints(statement: Statement, broker: Broker, account: str) -> Iterator[Constraint]:
    for condition in statement.conditions:
        yield constraint(condition, statement, broker, account)


def _demanded(deny: Statement, matched: Answer, broker: Broker, account: str) -> Constraint | None:
    """What a Deny demands of everyone; of several conditions one unmet is enough to pass it."""
    if not matched.certain or len(deny.conditions) != 1:
        return None
    opposite = deny.conditions[0].opposite
    return None if opposite is None else constraint(opposite, deny, broker, account)
