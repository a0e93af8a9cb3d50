"""Whether a role trusts the service whose brokers hand it out, and what it does instead."""

from collections.abc import Iterable, Iterator
from typing import Final

from rolevet import (
    CREDENTIAL_PROVIDER,
    ROLES_ANYWHERE,
    Binding,
    Broker,
    Effect,
    Hit,
    Inventory,
    Role,
    Statement,
    gate_of,
    trust_policy,
)
from rolevet_rules.bindings import with_paths
from rolevet_rules.trust.asked import ASSUME, labels

_WEB_IDENTITY: Final = "sts:assumerolewithwebidentity"

# What people write where the service of a broker should stand.
_OTHERS: Final = {
    "USES_IOT_PRINCIPAL": "iot.amazonaws.com",
    "USES_GREENGRASS_PRINCIPAL": "greengrass.amazonaws.com",
    "USES_CREDENTIAL_PROVIDER_PRINCIPAL": CREDENTIAL_PROVIDER.principal,
    "USES_ROLES_ANYWHERE_PRINCIPAL": ROLES_ANYWHERE.principal,
}


def untrusting_hit(
    role: Role, broker: Broker, bindings: Iterable[Binding], inventory: Inventory
) -> Hit:
    """That the role does not trust the broker's service, with what it may have been taken for."""
    hints = dict(_hints(role, broker, inventory))
    shown = "".join(f" {clause}" for _, clause in sorted(hints.items()))
    allows = (each for each in _statements(role, inventory) if each.effect is Effect.ALLOW)
    hit = Hit(
        f"{role.label} does not let {broker.principal} assume it, so that whoever hands it out "
        f"hands out nothing.{shown}",
        at="AssumeRolePolicyDocument",
        evidence={
            "reason": "NOT_TRUSTED",
            "hints": tuple(sorted(hints)),
            "statements": labels(allows),
        },
    )
    return with_paths(hit, bindings)


def _hints(role: Role, broker: Broker, inventory: Inventory) -> Iterator[tuple[str, str]]:
    statements = [one for one in _statements(role, inventory) if one.effect is Effect.ALLOW]
    for code, principal in _OTHERS.items():
        named = any(_names(statement, principal) for statement in statements)
        if named and principal != broker.principal:
            yield code, f"It trusts {principal}, which is another service."
    for statement in statements:
        if statement.actions.includes(_WEB_IDENTITY).possible and not (
            statement.actions.includes(ASSUME.lower()).possible
        ):
            yield "WEB_IDENTITY_ACTION", "It allows sts:AssumeRoleWithWebIdentity instead."
    door = gate_of(role, broker, inventory).door(ASSUME)
    if door.ways and door.denied.certain:
        yield "DENIED", f"A Deny without conditions refuses {ASSUME}."


def _names(statement: Statement, principal: str) -> bool:
    return statement.principals is not None and principal in statement.principals.services


def _statements(role: Role, inventory: Inventory) -> tuple[Statement, ...]:
    return trust_policy(role, inventory).statements
