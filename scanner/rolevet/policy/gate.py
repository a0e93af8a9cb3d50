"""What a caller must bring to get a session of a role through a broker.

One session needs several actions, each of which the trust policy allows or denies by itself. So a
condition on any action that every session needs holds all sessions, wherever it stands.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rolevet.policy.answers import NO, Answer, all_of, any_of, maybe
from rolevet.policy.constraints import Bond, Broker, Constraint, constraint
from rolevet.policy.statements import Effect, Policy, Statement

Test = Callable[[Constraint], Answer]
"""A question about one constraint."""


def to_one_of(*bonds: Bond) -> Test:
    """Whether a constraint holds callers to one of these."""
    return lambda each: each.binds if each.bond in bonds else NO


@dataclass(frozen=True, slots=True)
class Way:
    """One Allow statement by which the action may be had, and all that it takes to go that way.

    `matched` tells whether the statement is for the broker at all. Without constraints whoever
    comes through the broker may pass.
    """

    statement: Statement
    matched: Answer
    constraints: tuple[Constraint, ...]

    def held(self, test: Test) -> Answer:
        """Whether those who go this way must meet a constraint of which that is so."""
        return any_of(map(test, self.constraints))

    def bound(self, *bonds: Bond) -> Answer:
        """Whether those who go this way are held to one of these."""
        return self.held(to_one_of(*bonds))

    @property
    def sources(self) -> frozenset[str] | None:
        """As Door.sources."""
        return _named(self.constraints)


@dataclass(frozen=True, slots=True)
class Door:
    """One action: its ways, any of which will do, and what Deny statements demand on all of them.

    `denied` answers whether a Deny without conditions shuts it. `unclear` is what the other Deny
    statements may demand, of which nothing can be said without a request: they can only close it
    further.
    """

    action: str
    ways: tuple[Way, ...]
    demands: tuple[Constraint, ...]
    denied: Answer
    unclear: tuple[Constraint, ...]

    @property
    def open(self) -> Answer:
        """Whether the broker may have the action at all, whatever the conditions demand."""
        return any_of(way.matched for way in self.ways) & ~self.denied

    def held(self, test: Test) -> Answer:
        """Whether all who may pass must meet a constraint of which that is so; so they must where
        nobody may."""
        demanded = any_of(map(test, self.demands))
        ways = all_of(way.held(test) | ~way.matched for way in self.ways)
        doubts = (
            maybe(f"{each.statement.label} may demand it")
            for each in self.unclear
            if test(each).possible
        )
        return any_of((self.denied, demanded, ways, *doubts))

    def bound(self, *bonds: Bond) -> Answer:
        """Whether all who may pass are held to one of these."""
        return self.held(to_one_of(*bonds))

    @property
    def sources(self) -> frozenset[str] | None:
        """Canonical patterns for aws:SourceArn, of which all who may pass meet one; None where
        others may pass for all that is known."""
        demanded = _named(self.demands)
        if demanded is not None:
            return demanded
        found: set[str] = set()
        for way in self.ways:
            if way.sources is None:
                return None
            found |= way.sources
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Gate:
    """The doors that lead to a session: all of those in `broker.always`, and perhaps others."""

    broker: Broker
    doors: tuple[Door, ...]

    def door(self, action: str) -> Door:
        """The door of one of the broker's actions, spelt as there."""
        return next(door for door in self.doors if door.action == action)

    def held(self, test: Test) -> Answer:
        """Whether every session must meet a constraint of which that is so, for one of the actions
        that all of them need."""
        return any_of(self.door(action).held(test) for action in self.broker.always)

    def bound(self, *bonds: Bond) -> Answer:
        """Whether every session is held to one of these."""
        return self.held(to_one_of(*bonds))

    @property
    def sources(self) -> frozenset[str] | None:
        """As Door.sources, for every session; a door that nobody may pass tells nothing."""
        doors = (self.door(action) for action in self.broker.always)
        found = (door.sources for door in doors if door.open.possible)
        return min((each for each in found if each is not None), key=len, default=None)

    def constraints(self) -> Iterator[Constraint]:
        """Every constraint of every door, once."""
        found: dict[Constraint, None] = {}
        for door in self.doors:
            found |= dict.fromkeys(door.demands)
            found |= dict.fromkeys(each for way in door.ways for each in way.constraints)
        return iter(found)

    def refusals(self) -> Iterator[Statement]:
        """Every Deny statement that has conditions, once."""
        found = (each.statement for door in self.doors for each in (*door.demands, *door.unclear))
        by_index = {statement.index: statement for statement in found}
        return iter(by_index.values())


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
    demands: list[Constraint] = []
    unclear: list[Constraint] = []
    for statement, answer in denies:
        (demands if _demands(statement, answer) else unclear).extend(
            constraint(condition.opposite or condition, statement, broker, account)
            for condition in statement.conditions
        )
    return Door(
        action=action,
        ways=tuple(
            Way(
                statement,
                answer,
                tuple(
                    constraint(each, statement, broker, account) for each in statement.conditions
                ),
            )
            for statement, answer in allows
        ),
        demands=tuple(demands),
        denied=any_of(answer for statement, answer in denies if not statement.conditions),
        unclear=tuple(unclear),
    )


def _demands(deny: Statement, matched: Answer) -> bool:
    """Whether a Deny demands its opposite of everyone; of several conditions one unmet is enough
    to pass it."""
    return matched.certain and len(deny.conditions) == 1 and deny.conditions[0].opposite is not None


def _named(constraints: tuple[Constraint, ...]) -> frozenset[str] | None:
    binding = (each for each in constraints if each.bond is Bond.SOURCE and each.binds.certain)
    return next((each.named for each in binding), None)
