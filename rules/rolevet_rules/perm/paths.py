"""Through which brokers a role is had with too much in it, and how findings tell of that."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from rolevet import (
    AliasBinding,
    Answer,
    Binding,
    Evidence,
    Hit,
    Inventory,
    NotApplicable,
    Related,
    Role,
    Session,
    Statement,
    Undecided,
    any_of,
    field_of,
    identity_policies,
    is_open,
    paths_to,
    sessions_of,
)

MOST_RELATED: Final = 50
_MOST_NAMED: Final = 6
_MOST_STATEMENTS: Final = 10

ASLEEP: Final = ", but only disabled profiles list it"
"""How the clause of a latent finding ends."""

Fault = Callable[[Session], Mapping[str, Answer]]
"""What a session may do that it should not: each thing that it may, or perhaps may."""


@dataclass(frozen=True, slots=True)
class Found:
    """The paths whose sessions have a fault for certain, and the things that it consists of."""

    paths: tuple[Binding, ...]
    things: tuple[str, ...]

    @property
    def brokers(self) -> frozenset[str]:
        """The ARNs of those that hand the role out."""
        return frozenset(path.broker.arn for path in self.paths)


def open_with(fault: Fault, role: Role, inventory: Inventory) -> Found:
    """The paths that are open today and have the fault.

    Raises NotApplicable where none is open, and Undecided where none has it and one may.
    """
    return _having(fault, role, inventory, is_open, "no broker hands the role out today")


def latent_with(fault: Fault, role: Role, inventory: Inventory, told_by: str) -> Found:
    """The paths that are not open and have the fault, where no open one has it for certain.

    Raises NotApplicable where there is none or the rule `told_by` reports it, and Undecided.
    """
    closed = "no disabled profile lists the role"
    if not any((~is_open(path)).possible for path in paths_to(role, inventory)):
        raise NotApplicable(closed)
    for session in sessions_of(role, inventory):
        if (
            any(is_open(p).certain for p in session.paths)
            and any_of(fault(session).values()).certain
        ):
            raise NotApplicable(f"{told_by} reports it")
    return _having(fault, role, inventory, lambda path: ~is_open(path), closed)


def device_paths(role: Role, inventory: Inventory) -> Found:
    """The role aliases that hand the role to devices; raises NotApplicable where there is none."""
    paths = tuple(p for p in paths_to(role, inventory) if isinstance(p, AliasBinding))
    if not paths:
        raise NotApplicable("no role alias hands the role out")
    return Found(paths, ())


def _having(
    fault: Fault,
    role: Role,
    inventory: Inventory,
    stands: Callable[[Binding], Answer],
    otherwise: str,
) -> Found:
    paths: list[Binding] = []
    things: set[str] = set()
    answers: list[Answer] = []
    for session in sessions_of(role, inventory):
        standing = [(path, answer) for path in session.paths if (answer := stands(path)).possible]
        if not standing:
            continue
        faults = fault(session)
        faulty = any_of(faults.values())
        answers.append(faulty & any_of(answer for _, answer in standing))
        if answers[-1].certain:
            paths += (path for path, answer in standing if answer.certain)
            things |= {thing for thing, answer in faults.items() if answer.certain}
    if not answers:
        raise NotApplicable(otherwise)
    if not paths:
        must_be_no(answers)
    return Found(tuple(paths), tuple(sorted(things)))


def certain(answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """The things that are so for certain; raises Undecided where none is and one may be."""
    things = tuple(sorted(thing for thing, answer in answers.items() if answer.certain))
    if not things:
        must_be_no(answers.values())
    return things


def must_be_no(answers: Iterable[Answer]) -> None:
    """Raises Undecided where one of the answers, none of which is yes, is a maybe."""
    doubt = any_of(answers)
    if doubt.possible:
        raise Undecided(doubt.reason, doubt.doubt)


def hit(
    role: Role,
    clause: str,
    found: Found,
    statements: Iterable[Statement],
    **evidence: Evidence,
) -> Hit:
    """A finding that says of the role what the clause says, and who hands it out, if anybody."""
    shown = tuple(islice(statements, _MOST_STATEMENTS))
    brokers = sorted(found.brokers)
    facts: dict[str, Evidence] = {
        "brokers": len(brokers),
        "statements": tuple(statement.label for statement in shown),
    }
    handed = f"; {_handed_out(found.paths)}" if found.paths else ""
    return Hit(
        f"{role.label} {clause}{handed}.",
        at=field_of(shown[0]) if shown else "RolePolicyList",
        related=tuple(Related(arn, "hands it out") for arn in brokers[:MOST_RELATED]),
        evidence={**evidence, **facts},
    )


def allowing(role: Role, inventory: Inventory, actions: Iterable[str]) -> Iterator[Statement]:
    """The statements of the role's policies that allow some of the actions on something."""
    policies = identity_policies(role, inventory)
    seen: set[tuple[str, int]] = set()
    for action in actions:
        for statement in policies.about(action.partition(":")[0]).allows:
            place = statement.policy, statement.index
            if place not in seen and statement.actions.meets(action.lower()):
                seen.add(place)
                yield statement


def listed(things: tuple[str, ...]) -> str:
    """The first of them, and how many more there are."""
    more = len(things) - _MOST_NAMED
    return ", ".join(things[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _handed_out(paths: tuple[Binding, ...]) -> str:
    first, *others = (path.broker for path in paths)
    name = first.label[0].lower() + first.label[1:]
    if not others:
        return f"{name} hands it out"
    more = f"{len(others)} more" if len(others) > 1 else "another"
    return f"{name} and {more} hand it out"
