"""Which roles accept the same trust anchors."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rolevet import (
    NO,
    ROLES_ANYWHERE,
    Answer,
    Inventory,
    Role,
    Unknown,
    all_of,
    answer_of,
    gate_of,
    not_known,
    once,
    roles_listed,
    trust_policy,
)


@dataclass(frozen=True, slots=True)
class _Sharing:
    """The roles of one account by what they accept.

    `by_anchor` has them by the last part of the ARN, `anyone` accepts every anchor, and of
    `unseen` nobody knows what they accept.
    """

    by_anchor: Mapping[str, frozenset[str]]
    anyone: frozenset[str]
    unseen: tuple[Answer, ...]


def anchors_of_its_own(role: Role, inventory: Inventory) -> Answer:
    """Whether it names trust anchors, and no other role of the account accepts any of them."""
    sources = gate_of(role, ROLES_ANYWHERE, inventory).sources
    if sources is None:
        return NO
    sharing = _sharing(role.account, inventory)
    others = sharing.anyone.union(
        *(sharing.by_anchor.get(_anchor(source), frozenset()) for source in sources)
    )
    if others - {role.arn}:
        return NO
    return all_of((*sharing.unseen, roles_listed(role.account, inventory)))


@once
def _sharing(account: str, inventory: Inventory) -> _Sharing:
    by_anchor: dict[str, set[str]] = {}
    anyone: set[str] = set()
    unseen: list[Answer] = []
    for role, answer in _trusts(account, inventory):
        if role is None or not answer.certain:
            unseen.append(answer)
            continue
        gate = gate_of(role, ROLES_ANYWHERE, inventory)
        if not gate.door("sts:AssumeRole").open.possible:
            continue
        if gate.sources is None:
            anyone.add(role.arn)
        for source in gate.sources or ():
            by_anchor.setdefault(_anchor(source), set()).add(role.arn)
    sets = {anchor: frozenset(roles) for anchor, roles in by_anchor.items()}
    return _Sharing(sets, frozenset(anyone), tuple(unseen[:1]))


def _trusts(account: str, inventory: Inventory) -> Iterator[tuple[Role | None, Answer]]:
    """Every role that there may be, and whether its trust policy can be read."""
    for fact in inventory.roles.values():
        if isinstance(fact, Unknown):
            yield None, not_known(fact)
        elif isinstance(fact, Role) and fact.account == account:
            yield fact, answer_of(_is_readable, fact, inventory)


def _is_readable(role: Role, inventory: Inventory) -> bool:
    return trust_policy(role, inventory) is not None


def _anchor(source: str) -> str:
    """What follows the account, which AWS gives to one anchor only."""
    return source.rpartition(":")[2]
