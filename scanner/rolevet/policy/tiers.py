"""How much a role may do, told by a few actions that stand for many."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice
from typing import Final

from rolevet.policy.actions import (
    ANY_ROLE,
    COMPUTE,
    IAM_ESCALATIONS,
    OTHER_ESCALATIONS,
    PASSING,
    TAMPERING,
    TRUSTING,
    Escalation,
)
from rolevet.policy.answers import NO, YES, Answer, all_of, any_of, maybe
from rolevet.policy.patterns import FRESH, covers, has_wildcard
from rolevet.policy.permissions import Permissions

_SERVICES: Final = 512
"""More than AWS has."""


class Tier(IntEnum):
    """Least is most: each is judged only of those that are in none before."""

    ADMINISTRATOR = 0
    """May do what nobody thought of to what nobody named, and everything in IAM."""

    ESCALATION = 1
    """May give itself or others more than it has."""

    TAMPERING = 2
    """May change or switch off what audits the account."""

    SERVICE_WIDE = 3
    """May do what nobody thought of in one service to what nobody named."""

    ORDINARY = 4


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the permissions, all by ARN: the role, the policies that say what it may do, the
    brokers that hand it out, and other roles that may do everything."""

    role: str = ""
    policies: tuple[str, ...] = ()
    brokers: tuple[str, ...] = ()
    administrators: tuple[str, ...] = ()

    def prizes(self, escalation: Escalation) -> Iterator[str]:
        """What is worth the action to it, be it allowed on that alone."""
        others = self.administrators if escalation.action == TRUSTING else ()
        owned = (self.role, *self.policies, *self.brokers) if escalation.own else ()
        kind = escalation.resource.replace(FRESH, "*")
        return (each for each in (*owned, *others) if covers(kind, each))


NOBODY: Final = Holder()


def tier(permissions: Permissions, holder: Holder = NOBODY) -> Tier:
    """Raises Undecided where a document that could not be read, or a condition, would decide."""
    return next(each for each, reached in _TESTS.items() if reached(permissions, holder))


def reaches(permissions: Permissions, least: Tier, holder: Holder = NOBODY) -> Answer:
    """Whether the tier is that one or one that may do more."""
    return any_of(_TESTS[each](permissions, holder) for each in Tier if each <= least)


def escalations(permissions: Permissions, holder: Holder = NOBODY) -> dict[str, Answer]:
    """The actions that give more than there is, where they are or may be allowed."""
    found = {each.action: _escalates(each, permissions, holder) for each in _EVERY_ESCALATION}
    found[PASSING] = _runs_as_any_role(permissions)
    return {action: answer for action, answer in found.items() if answer.possible}


def _administers(permissions: Permissions, _: Holder = NOBODY) -> Answer:
    anything = permissions.allows_some(f"{FRESH}:{FRESH}", FRESH)
    if not anything.possible:
        return anything
    return anything & all_of(
        permissions.allows_some(each.action, each.resource) for each in IAM_ESCALATIONS
    )


def _can_escalate(permissions: Permissions, holder: Holder) -> Answer:
    return any_of(_escalating(permissions, holder))


def _escalating(permissions: Permissions, holder: Holder) -> Iterator[Answer]:
    for each in _EVERY_ESCALATION:
        yield _escalates(each, permissions, holder)
    yield _runs_as_any_role(permissions)


def _escalates(escalation: Escalation, permissions: Permissions, holder: Holder) -> Answer:
    action = escalation.action
    answer = permissions.allows_some(action, escalation.resource)
    if answer.possible and escalation.passes:
        answer &= permissions.allows_some(PASSING, ANY_ROLE)
    if answer.certain or not escalation.own or not permissions.allows_some(action).possible:
        return answer
    owned = any_of(permissions.allows_some(action, each) for each in holder.prizes(escalation))
    if escalation.passes:
        owned &= permissions.allows_some(PASSING)
    named = maybe(f"it may use {action} on resources that a policy names")
    return any_of((answer, owned, named if escalation.named else NO))


def _runs_as_any_role(permissions: Permissions) -> Answer:
    passes = permissions.allows_some(PASSING, ANY_ROLE)
    if not passes.possible:
        return passes
    return passes & any_of(permissions.allows_some(action) for action in COMPUTE)


def _tampers(permissions: Permissions, _: Holder) -> Answer:
    return any_of(permissions.allows_some(pattern) for pattern in TAMPERING)


def _has_a_service(permissions: Permissions, _: Holder) -> Answer:
    services = _services(permissions)
    asked = (
        permissions.allows_some(f"{service}:{FRESH}", FRESH)
        for service in islice(services, _SERVICES)
    )
    doubt = maybe("its policies name more services than there are")
    return any_of((*asked, doubt)) if len(services) > _SERVICES else any_of(asked)


def _services(permissions: Permissions) -> list[str]:
    """The services of which some statement may allow any action, and one that nobody names."""
    found = {FRESH}
    for statement in (statement for each in permissions.sets for statement in each.allows):
        for pattern in () if statement.actions.negated else statement.actions.every_pattern():
            service, _, name = pattern.partition(":")
            if "*" in name and not has_wildcard(service):
                found.add(service)
    return sorted(found)


_EVERY_ESCALATION: Final = (*IAM_ESCALATIONS, *OTHER_ESCALATIONS)

_TESTS: Final[Mapping[Tier, Callable[[Permissions, Holder], Answer]]] = {
    Tier.ADMINISTRATOR: _administers,
    Tier.ESCALATION: _can_escalate,
    Tier.TAMPERING: _tampers,
    Tier.SERVICE_WIDE: _has_a_service,
    Tier.ORDINARY: lambda *_: YES,
}
