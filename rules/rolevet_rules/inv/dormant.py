"""Roles that trust a broker's service, though no broker hands them out."""

from collections.abc import Iterator, Mapping
from typing import Final

from rolevet import (
    CREDENTIAL_PROVIDER,
    NO,
    ROLES_ANYWHERE,
    Answer,
    Binding,
    Broker,
    Hit,
    Inventory,
    NotApplicable,
    Profile,
    Role,
    RoleAlias,
    Severity,
    Trouble,
    brokers_known,
    gate_of,
    maybe,
    once,
    rule,
)
from rolevet_rules.trust.asked import ASSUME, TRUST_MODEL, labels, must_be_editable, sure_first
from rolevet_rules.trust.binding import unbound

_BROKERS: Final[dict[Broker, type[RoleAlias] | type[Profile]]] = {
    CREDENTIAL_PROVIDER: RoleAlias,
    ROLES_ANYWHERE: Profile,
}
_ONE_CALL: Final = {CREDENTIAL_PROVIDER: "CreateRoleAlias", ROLES_ANYWHERE: "CreateProfile"}


@rule(
    "INV003",
    "dormant-broker-trust",
    severity=Severity.LOW,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    source=TRUST_MODEL,
)
def dormant(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A role trusts the service of a broker, and no role alias or profile hands it out.

    ## Why it matters

    Nobody uses the trust, and nobody would miss it. It takes one call, and `iam:PassRole` for the
    role, to use it: whoever may make a role alias or a profile has the role.

    ## Example

    The profile was deleted, and the role left as it was.

    ## How to mend it

    Take the statement out of the trust policy, or delete the role:

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    A role that is made before its profile or alias, as templates do.

    ## What it cannot see

    Role aliases and profiles of Regions that were not scanned: the rule decides only where a scan
    left no Region out.
    """
    trusted = _trusted(role, inventory)
    if ROLES_ANYWHERE in trusted and _exposed(role, inventory).certain:
        trusted.remove(ROLES_ANYWHERE)
    if not trusted:
        raise NotApplicable("INV003-EXPOSED judges it")
    yield from sure_first(
        (_is_dormant(role, broker, inventory), _hit(role, broker, inventory)) for broker in trusted
    )


@rule(
    "INV003-EXPOSED",
    "dormant-broker-trust-for-any-anchor",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    source=TRUST_MODEL,
)
def dormant_and_exposed(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A role that no profile lists trusts Roles Anywhere, whatever the trust anchor.

    ## Why it matters

    Whoever may make a trust anchor with a CA of their own, and a profile that lists the role, has
    the role, for as long as they like and without any key of the account. Nobody who uses the
    role would notice, because nobody does.

    ## Example

    A role that trusts `rolesanywhere.amazonaws.com` without a condition, left over from a trial.

    ## How to mend it

    Take the statement out of the trust policy, or delete the role:

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    A role that is made before its profile, as templates do. Even so it should name its anchors.

    ## What it cannot see

    Profiles of Regions that were not scanned: the rule decides only where a scan left no Region
    out.
    """
    if ROLES_ANYWHERE not in _trusted(role, inventory):
        raise NotApplicable("the role does not trust Roles Anywhere")
    exposed = _exposed(role, inventory)
    if exposed.possible and _is_dormant(role, ROLES_ANYWHERE, inventory) and exposed:
        yield _hit(role, ROLES_ANYWHERE, inventory)


def _trusted(role: Role, inventory: Inventory) -> list[Broker]:
    """The services that it may trust."""
    must_be_editable(role)
    found = [broker for broker in _BROKERS if _trusts(role, broker, inventory).possible]
    if not found:
        raise NotApplicable("the role trusts no broker's service")
    return found


def _trusts(role: Role, broker: Broker, inventory: Inventory) -> Answer:
    return gate_of(role, broker, inventory).door(ASSUME).open


def _exposed(role: Role, inventory: Inventory) -> Answer:
    return unbound(gate_of(role, ROLES_ANYWHERE, inventory))


def _is_dormant(role: Role, broker: Broker, inventory: Inventory) -> Answer:
    """Whether it trusts the service, and no broker of that service names it anywhere."""
    kind = _BROKERS[broker]
    if any(isinstance(each.broker, kind) for each in inventory.bindings_to(role)):
        return NO
    trusts = _trusts(role, broker, inventory)
    if _named(kind, inventory).get((role.account, role.name), role.arn) != role.arn:
        return trusts & maybe(f"a broker names role '{role.name}' under another path")
    return trusts & brokers_known(kind, role.account, inventory)


@once
def _named(
    kind: type[RoleAlias] | type[Profile], inventory: Inventory
) -> Mapping[tuple[str, str], str]:
    """One ARN for the name of each role that a broker of the kind names: IAM finds a role by its
    name, whatever the path, and what a broker makes of another path is not known."""
    bindings = (each for each in inventory.of(Binding) if isinstance(each, Binding))
    return {
        (each.broker.account, each.role_arn_fact.rpartition("/")[2]): each.role_arn_fact
        for each in bindings
        if isinstance(each.broker, kind) and isinstance(each.role_arn_fact, str)
    }


def _hit(role: Role, broker: Broker, inventory: Inventory) -> Hit:
    ways = gate_of(role, broker, inventory).door(ASSUME).ways
    kind = _BROKERS[broker].LABEL.lower()
    return Hit(
        f"{role.label} trusts {broker.principal}, and no {kind} hands it out: one call of "
        f"{_ONE_CALL[broker]} does, for whoever may pass the role.",
        at="AssumeRolePolicyDocument",
        key=broker.principal,
        evidence={
            "principal": broker.principal,
            "statements": labels(way.statement for way in ways),
        },
    )
