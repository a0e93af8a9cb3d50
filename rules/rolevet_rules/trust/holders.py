"""What a role asks of who holds the certificate."""

from typing import Final

from rolevet import (
    NO,
    YES,
    Answer,
    Bond,
    Constraint,
    Gate,
    Hit,
    Inventory,
    Parameter,
    Role,
    to_one_of,
)
from rolevet_rules.bindings import with_paths
from rolevet_rules.trust.asked import labels, profile_bindings, session_held
from rolevet_rules.trust.sharing import anchors_of_its_own

HOLDER: Final = (Bond.ATTRIBUTE, Bond.SOURCE_IDENTITY)
DEDICATED: Final = {
    "dedicated_anchors": Parameter(
        (), "ARNs of trust anchors whose every certificate may have the roles that name them"
    )
}


def holder_held(
    gate: Gate, role: Role, inventory: Inventory, *, issuer: bool = False, echo: bool = False
) -> Answer:
    """Whether every session is held to a holder; or to an issuer; or to be named after either."""
    bonds = (*HOLDER, Bond.ISSUER) if issuer else HOLDER
    bound = to_one_of(*bonds)

    def test(each: Constraint) -> Answer:
        named_after = echo and each.bond is Bond.SESSION_NAME and each.repeats
        return each.binds if named_after else bound(each)

    return session_held(gate, test, role, inventory)


def dedicated(
    role: Role, gate: Gate, inventory: Inventory, dedicated_anchors: tuple[str, ...]
) -> Answer:
    """Whether nobody else needs the anchors that may pass: the user says so, or no other role
    accepts them."""
    named = declared(gate, dedicated_anchors)
    return named if named.certain else anchors_of_its_own(role, inventory)


def declared(gate: Gate, dedicated_anchors: tuple[str, ...]) -> Answer:
    """Whether all that may pass are anchors that the user gives to such roles."""
    sources = gate.sources
    return YES if sources is not None and sources.issubset(dedicated_anchors) else NO


_CLAUSES: Final = {
    "NO_ATTRIBUTE": "any certificate of its trust anchors can have it",
    "IDENTITY_ECHOED": "a session is named after its certificate, and any certificate can have one",
    "ISSUER_ONLY": "any certificate of the issuers that it names can have it",
}


def holder_hit(role: Role, gate: Gate, reason: str, inventory: Inventory) -> Hit:
    ways = (way for action in gate.broker.always for way in gate.door(action).ways)
    loose = (way.statement for way in ways if not way.bound(*HOLDER).certain)
    return with_paths(
        Hit(
            f"{role.label} trusts Roles Anywhere and does not say who may hold the certificate: "
            f"{_CLAUSES[reason]}.",
            at="AssumeRolePolicyDocument",
            evidence={"reason": reason, "statements": labels(loose)},
        ),
        profile_bindings(role, inventory),
    )
