"""Policies that add up, and what they have in common with a question.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from operator import itemgetter
from typing import Final, NamedTuple

from rolevet.policy.answers import NO, YES, Answer, any_of, maybe, not_known
from rolevet.policy.patterns import covers, has_wildcard, meet, sample
from rolevet.policy.selections import Selection
from rolevet.policy.statements import Content, Effect, Policy, Statement
from rolevet.unknown import Unknown

_TRIES: Final = 8
"""Statements, or patterns of them, of each of which one point is tried."""

_TOGETHER: Final = maybe("no one statement allows all of it")


class Reach(NamedTuple):
    """What a question and some statements have in common: within `outer`, around `inner`."""

    outer: str
    inner: str


class Box(NamedTuple):
    action: Reach
    resource: Reach


@dataclass(frozen=True, slots=True)
class PolicySet:
    """Policies that add up: what one of them allows is allowed, unless any of them denies it.

    `unknown` are the members that could not be read; each might allow or deny anything. `size` is
    what a pass over all statements costs, as for Statement. `services` are those that a statement
    names, and `answers` keeps what `about` said of them and, under "", of all others.
    """

    allows: tuple[Statement, ...]
    denies: tuple[Statement, ...]
    unknown: tuple[Unknown, ...] = ()
    size: int = field(init=False)
    services: frozenset[str] = field(init=False)
    answers: dict[str, "PolicySet"] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        statements = (*self.allows, *self.denies)
        named = frozenset().union(*(each.services for each in statements))
        object.__setattr__(self, "size", sum(each.size for each in statements))
        object.__setattr__(self, "services", named)

    @classmethod
    def of(cls, members: Iterable[Policy | Unknown]) -> "PolicySet":
        """The order of the members and of their statements changes no answer."""
        unknown: list[Unknown] = []
        found: list[tuple[Content, Statement]] = []
        for member in members:
            if isinstance(member, Unknown):
                unknown.append(member)
            else:
                found += zip(member.contents, member.statements, strict=True)
        known = [statement for _, statement in sorted(found, key=itemgetter(0))]
        return cls(
            tuple(statement for statement in known if statement.effect is Effect.ALLOW),
            tuple(statement for statement in known if statement.effect is Effect.DENY),
            tuple(unknown),
        )

    def about(self, service: str) -> "PolicySet":
        """The same, without what is about other services only."""
        key = service if service in self.services else ""
        if key not in self.answers:
            allows = (s for s in self.allows if not s.services or key in s.services)
            denies = (s for s in self.denies if not s.services or key in s.services)
            self.answers[key] = replace(
                self,
                allows=tuple(each.about(key) for each in allows),
                denies=tuple(each.about(key) for each in denies),
            )
        return self.answers[key]

    @property
    def read(self) -> "PolicySet":
        """The same, without the members that could not be read."""
        return replace(self, unknown=()) if self.unknown else self

    def revised(self, change: Callable[[Statement], Statement | None]) -> "PolicySet":
        """The same with each statement changed, or left out where there is None of it."""
        allows = tuple(new for old in self.allows if (new := change(old)) is not None)
        denies = tuple(new for old in self.denies if (new := change(old)) is not None)
        if (allows, denies) == (self.allows, self.denies):
            return self
        return replace(self, allows=allows, denies=denies)

    def at(self, action: str, resource: str) -> Answer:
        """Whether one action is allowed on one resource, without wildcards in either."""
        unread = any_of(not_known(unknown) for unknown in self.unknown)
        allowed = any_of(s.applies(action, resource) for s in self.allows) | unread
        if not allowed.possible:
            return NO
        return allowed & ~(any_of(s.applies(action, resource) for s in self.denies) | unread)

    def refuses(self, action: str, resource: str) -> bool:
        """Whether a Deny is for certain about all that the two match."""
        return any(statement.covers(action, resource) for statement in self.denies)

    def meets(self, action: str, resource: str) -> bool:
        """Whether something that the two match may be allowed, if no Deny is about it."""
        return bool(self.unknown) or any(each.meets(action, resource) for each in self.allows)

    def every(self, action: str, resource: str) -> Answer:
        """Whether all that the two match is allowed."""
        opposed = [statement for statement in self.denies if statement.meets(action, resource)]
        if any(not self.at(*point).possible for point in self._telling(action, resource, opposed)):
            return NO
        if self.unknown:
            return not_known(self.unknown[0])
        if opposed:
            return maybe(f"{opposed[0].label} may deny a part of it")
        if any(statement.covers(action, resource) for statement in self.allows):
            return YES
        return _TOGETHER

    def _telling(
        self, action: str, resource: str, opposed: list[Statement]
    ) -> Iterator[tuple[str, str]]:
        """Points that match the two, where something may well not be allowed."""
        yield sample(action), sample(resource)
        yield action.replace("*", ""), resource.replace("*", "")
        yield from excepted(self.allows, action, resource)
        start = Box(Reach(action, action), Reach(resource, resource))
        for statement in opposed[:_TRIES]:
            for box in _narrowed(start, statement, 1):
                yield sample(box.action.inner), sample(box.resource.inner)

    def narrowed(self, box: Box, limit: int) -> Iterator[Box]:
        """The parts of the box that some statement allows; what it yields none of is not."""
        if self.unknown:
            yield box
            return
        for statement in self.allows:
            if statement.meets(box.action.outer, box.resource.outer):
                yield from _narrowed(box, statement, limit)


def _narrowed(box: Box, statement: Statement, limit: int) -> Iterator[Box]:
    actions = _parts(box.action, statement.actions, limit)
    resources = _parts(box.resource, statement.resources, limit)
    return (Box(action, resource) for action in actions for resource in resources)


def _parts(reach: Reach, selection: Selection, limit: int) -> list[Reach]:
    """At most one more than `limit`."""
    if selection.negated or not has_wildcard(reach.outer):
        return [reach] if selection.meets(reach.outer) else []
    found: list[Reach] = []
    for pattern in sorted(selection.every_pattern()):
        inner = meet(reach.inner, pattern) or meet(reach.outer, pattern)
        if inner is not None:
            found.append(Reach(reach.outer if covers(pattern, reach.outer) else pattern, inner))
        if len(found) > limit:
            break
    return found


def excepted(
    statements: Iterable[Statement], action: str, resource: str
) -> Iterator[tuple[str, str]]:
    """Points of the two that NotAction or NotResource of some statements name."""
    pairs = (
        pair
        for each in statements
        for pair in (
            *((inside, resource) for inside in _inside(action, each.actions)),
            *((action, inside) for inside in _inside(resource, each.resources)),
        )
    )
    return ((sample(one), sample(other)) for one, other in islice(pairs, _TRIES))


def _inside(pattern: str, selection: Selection) -> Iterator[str]:
    if selection.negated:
        found = (meet(pattern, each) for each in sorted(selection.fixed_patterns()))
        yield from (inside for inside in found if inside is not None)
