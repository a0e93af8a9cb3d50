"""How the rules on IoT policies speak of role aliases and their roles."""

from collections.abc import Sequence
from typing import Final

from rolevet import (
    Confidence,
    Evidence,
    Hit,
    Inventory,
    IotPolicy,
    Related,
    RoleAlias,
    plain,
    role_aliases_at,
)

AT: Final = "policyDocument"
SHOWN: Final = 10
RELATED: Final = 50


def alias_name(arn: str) -> str:
    """The name in the ARN of a role alias, fit to be shown."""
    return plain(arn.partition("rolealias/")[2] or arn, 200)


def with_roles(arns: Sequence[str], policy: IotPolicy, inventory: Inventory) -> str:
    """The first role aliases with their roles, and how many more there are."""
    known = role_aliases_at(policy.account, policy.region, inventory)
    shown = (f"'{alias_name(arn)}' ({_role(known[arn], inventory)})" for arn in arns[:SHOWN])
    return listed(tuple(shown), len(arns))


def listed(shown: Sequence[str], count: int) -> str:
    """The texts, and how many more there are."""
    more = [f"{count - len(shown)} more"] if count > len(shown) else []
    *others, last = (*shown, *more)
    return f"{', '.join(others)} and {last}" if others else last


def _role(alias: RoleAlias, inventory: Inventory) -> str:
    (binding,) = inventory.bindings_of(alias)
    arn = binding.role_arn_fact
    if not isinstance(arn, str):
        return "whose role is not known"
    return f"role '{plain(arn.rpartition('/')[2] or arn, 100)}'"


def hit(
    message: str,
    arns: Sequence[str],
    *,
    sure: bool,
    key: str = "",
    **evidence: Evidence,
) -> Hit:
    """About role aliases that a policy reaches; `sure` if no condition decides."""
    return Hit(
        message,
        at=AT,
        key=key,
        related=tuple(Related(arn, "certificates may use it") for arn in arns[:RELATED]),
        evidence={"roleAliases": tuple(arns[:RELATED]), "count": len(arns), **evidence},
        confidence=None if sure else Confidence.MEDIUM,
    )
