"""What policies allow together: sets that add up, and the sets that must all agree.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import Final

from rolevet.policy.answers import NO, Answer, all_of, any_of, maybe
from rolevet.policy.patterns import canonical, has_wildcard, sample
from rolevet.policy.selections import action_pattern, actions_selected, resources_selected
from rolevet.policy.sets import Box, PolicySet, Reach, excepted
from rolevet.policy.statements import Effect, Statement

_WORK: Final = 200_000
"""What one question may cost before it gives up and says maybe; see Statement.size."""

_PARTLY: Final = maybe("statements that allow and statements that deny overlap in part")
_TOO_MANY: Final = maybe("there are too many combinations of statements to compare")

_Sets = tuple[PolicySet, ...]

_asked = lru_cache(512)(action_pattern)
"""Rules ask for the same few actions again and again."""


@dataclass(frozen=True, slots=True)
class Permissions:
    """Sets of policies that must all allow what is to be allowed.

    Questions take patterns: `*` and `?` in an action or a resource are wildcards. They range over
    texts, not over the actions that AWS happens to have.
    """

    sets: tuple[PolicySet, ...]

    @classmethod
    def of(
        cls,
        identity: PolicySet,
        *,
        boundary: PolicySet | None = None,
        session: PolicySet | None = None,
    ) -> "Permissions":
        """What a session may do; `session` holds its inline and its managed policies together.

        None stands for there being none. Neither boundary nor session policies grant anything.
        """
        return cls(tuple(each for each in (identity, boundary, session) if each is not None))

    @property
    def read(self) -> "Permissions":
        """The same, as if the policies that could not be read did not exist."""
        return Permissions(tuple(each.read for each in self.sets))

    def revised(self, change: Callable[[Statement], Statement | None]) -> "Permissions":
        """The same with each statement changed, or left out where there is None of it."""
        return Permissions(tuple(each.revised(change) for each in self.sets))

    def within(self, limit: PolicySet) -> "Permissions":
        """What the set allows as well; it grants nothing."""
        return Permissions((*self.sets, limit))

    def allows_some(self, action: str = "*", resource: str = "*") -> Answer:
        """Whether some action that matches is allowed on some resource that matches."""
        action, resource = _asked(action), canonical(resource)
        sets = self._about(action)
        if not all(each.allows or each.unknown for each in sets):
            return NO
        if not (has_wildcard(action) or has_wildcard(resource)):
            return _at(sets, action, resource)
        return _in_any(sets, Box(Reach(action, action), Reach(resource, resource)))

    def allows_every(self, action: str = "*", resource: str = "*") -> Answer:
        """Whether every action that matches is allowed on every resource that matches.

        With the defaults: whether everything is granted.
        """
        action, resource = _asked(action), canonical(resource)
        sets = self._about(action)
        if not (has_wildcard(action) or has_wildcard(resource)):
            return _at(sets, action, resource)
        return all_of(each.every(action, resource) for each in sets)

    def allowed_of(self, actions: Iterable[str], resource: str = "*") -> dict[str, Answer]:
        """The actions that are or may be allowed on some resource that matches."""
        answers = {action: self.allows_some(action, resource) for action in actions}
        return {action: answer for action, answer in answers.items() if answer.possible}

    def _about(self, action: str) -> _Sets:
        service, _, _ = action.partition(":")
        if has_wildcard(service):
            return self.sets
        return tuple(each.about(service) for each in self.sets)


def all_but(actions: Iterable[str]) -> PolicySet:
    """A set that allows everything but these actions, in which there may be wildcards."""
    every = resources_selected(("*",), negated=False, replaces=False)
    others = actions_selected(tuple(actions), negated=True)
    statement = Statement(
        policy="",
        index=0,
        sid="",
        effect=Effect.ALLOW,
        actions=others,
        resources=every,
        principals=None,
        conditions=(),
        services=frozenset(),
    )
    return PolicySet((statement,), ())


def disjoint(one: PolicySet, other: PolicySet) -> Answer:
    """Whether the two allow nothing in common."""
    return ~Permissions((one, other)).allows_some()


def _in_any(sets: _Sets, start: Box) -> Answer:
    """Whether some point of the box is allowed."""
    limit = max(4, _WORK // (1 + sum(each.size for each in sets)))
    boxes = [start]
    doubt = NO
    # The smallest first, so that few parts are left to compare with the larger.
    for each in sorted(sets, key=lambda each: each.size):
        parts = (part for box in boxes for part in each.narrowed(box, limit))
        some = list(islice(parts, limit + 1))
        boxes = list(dict.fromkeys(some[:limit]))
        doubt = _TOO_MANY if len(some) > limit else doubt
    return any_of(chain((_in(sets, box) for box in boxes), (doubt,)))


def _in(sets: _Sets, box: Box) -> Answer:
    """Whether some point of the box is allowed, of which every set allows a part."""
    if any(each.refuses(box.action.outer, box.resource.outer) for each in sets):
        return NO
    action, resource = box.action.inner, box.resource.inner
    denies = [statement for each in sets for statement in each.denies]
    points = chain([(sample(action), sample(resource))], excepted(denies, action, resource))
    answer = any_of(_at(sets, *point) for point in points)
    if answer.possible:
        return answer
    # Narrowing by one set may have left what another, which came before it, allows nothing of.
    met = all(each.meets(box.action.outer, box.resource.outer) for each in sets)
    return _PARTLY if met else NO


def _at(sets: _Sets, action: str, resource: str) -> Answer:
    return all_of(each.at(action, resource) for each in sets)
