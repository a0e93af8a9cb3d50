"""What the rules about trust policies ask before anything else, and how they speak of it."""

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Final

from rolevet import (
    ROLES_ANYWHERE,
    Answer,
    Broker,
    Constraint,
    Gate,
    Hit,
    Inventory,
    NotApplicable,
    Profile,
    ProfileBinding,
    Role,
    Statement,
    Undecided,
    all_of,
    answer_of,
    any_of,
    gate_of,
    listers_known,
    maps_any,
    plain,
)

ASSUME: Final = "sts:AssumeRole"
SET_IDENTITY: Final = "sts:SetSourceIdentity"
TAG: Final = "sts:TagSession"

TRUST_MODEL: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html"
MAPPING: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/attribute-mapping.html"
OPERATORS: Final = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html"

_SHOWN: Final = 5


def open_gate(role: Role, inventory: Inventory, broker: Broker = ROLES_ANYWHERE) -> Gate:
    """What a session takes; a role that does not trust the broker's service gives none."""
    must_be_editable(role)
    gate = gate_of(role, broker, inventory)
    if not gate.door(ASSUME).open.possible:
        raise NotApplicable(f"the role does not trust {broker.principal}")
    return gate


def must_be_editable(role: Role) -> None:
    """A service-linked role is its service's own, and no broker can hand it out."""
    if ":role/aws-service-role/" in role.arn:
        raise NotApplicable("the role is linked to a service")


def profile_bindings(role: Role, inventory: Inventory) -> tuple[ProfileBinding, ...]:
    """Those of the profiles that list the role, enabled or not."""
    bindings = inventory.bindings_to(role)
    return tuple(binding for binding in bindings if isinstance(binding, ProfileBinding))


def profiles_of(role: Role, inventory: Inventory) -> tuple[Profile, ...]:
    """Those that list the role, enabled or not."""
    return tuple(binding.broker for binding in profile_bindings(role, inventory))


def enabled(profile: Profile) -> Answer:
    return answer_of(attrgetter("enabled"), profile)


def always_tagged(role: Role, inventory: Inventory) -> Answer:
    """Whether every profile that lists the role makes a tag of some attribute; no if none does."""
    profiles = profiles_of(role, inventory)
    known = listers_known(Profile, role, inventory)
    if not profiles:
        return ~known
    return all_of((*(answer_of(maps_any, profile) for profile in profiles), known))


def held(gate: Gate, test: Callable[[Constraint], Answer]) -> Answer:
    """As Gate.held, but as if no session needed an action that the role allows nobody: that it
    does, and so gives no session, is TRUST003's to say."""
    doors = (gate.door(action) for action in gate.broker.always)
    return any_of(door.held(test) for door in doors if door.open.possible)


def session_held(
    gate: Gate, test: Callable[[Constraint], Answer], role: Role, inventory: Inventory
) -> Answer:
    """As `held`, also by sts:TagSession where no session goes without tags."""
    answer = held(gate, test)
    if answer.certain:
        return answer
    tags = gate.door(TAG)
    return answer | (tags.open & tags.held(test) & always_tagged(role, inventory))


def statements_of(gate: Gate, role: Role) -> list[tuple[Statement, Answer]]:
    """Those that may be for the broker and have conditions, and whether they are."""
    ways = (way.statement for door in gate.doors for way in door.ways)
    by_index = {each.index: each for each in (*ways, *gate.refusals()) if each.conditions}
    names = gate.broker.principals(role.partition)
    return [
        (each, each.principals.include_service(names))
        for _, each in sorted(by_index.items())
        if each.principals is not None
    ]


def sure_first(hits: Iterable[tuple[Answer, Hit]]) -> Iterator[Hit]:
    """The hits that are certain; raises Undecided after them if others may be."""
    doubts: list[Answer] = []
    for answer, hit in hits:
        if answer.certain:
            yield hit
        elif answer.possible:
            doubts.append(answer)
    for doubt in doubts:
        raise Undecided(doubt.reason, doubt.doubt)


def labels(statements: Iterable[Statement]) -> tuple[str, ...]:
    """How evidence names statements, once each, in their order."""
    by_index = {statement.index: statement.label for statement in statements}
    return tuple(label for _, label in sorted(by_index.items()))


def quoted(texts: Iterable[str]) -> str:
    """The first few of them for a sentence, each cut."""
    some = [f"'{plain(text, 100)}'" for text in sorted(set(texts))]
    more = f" and {len(some) - _SHOWN} more" if len(some) > _SHOWN else ""
    return ", ".join(some[:_SHOWN]) + more
