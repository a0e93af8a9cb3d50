"""Roles that may pass any role to a broker."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from rolevet import (
    ANY_ROLE,
    PASSING,
    PERMISSIONS,
    Condition,
    Hit,
    Inventory,
    Role,
    Severity,
    Statement,
    Trouble,
    any_of,
    paths_to,
    role_permissions,
    rule,
)
from rolevet_rules.perm.paths import Found, allowing, hit, listed

_BROKERS: Final = (
    "iot:CreateRoleAlias",
    "iot:UpdateRoleAlias",
    "rolesanywhere:CreateProfile",
    "rolesanywhere:UpdateProfile",
)
_RECEIVER: Final = "iam:passedtoservice"


@rule(
    "PERM009",
    "passrole-to-broker-unrestricted",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    needs=PERMISSIONS,
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
    opt_in=True,
    yields_to=["PERM001", "PERM002"],
)
def passes_any_role(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A role can put any role behind a role alias or into a profile.

    ## Why it matters

    Whoever may write a profile or a role alias and pass any role to it decides which roles
    certificates are worth, with a certificate of his own too. `iam:PassRole` is what keeps that to
    some roles, by its resource, and to one service, by the condition `iam:PassedToService`.

    ## Example

    AWSRolesAnywhereFullAccess, or `rolesanywhere:CreateProfile` with `iam:PassRole` on `*`.

    ## How to mend it

    Name the roles that may be handed out, under a path of their own, and for Roles Anywhere the
    service:

        {"Effect": "Allow", "Action": "iam:PassRole",
         "Resource": "arn:aws:iam::ACCOUNT:role/handed-out/*",
         "Condition": {"StringEquals": {"iam:PassedToService": "rolesanywhere.amazonaws.com"}}}

    Which value the key has for role aliases is not documented: name the roles there.

    ## False positives

    The role by which brokers are deployed, if nobody but the pipeline has it.

    ## What it cannot see

    Users, groups and all roles that no broker hands out and that trust no broker's service: rolevet
    does not read them. Service control policies. Which of the roles trust a broker's service. A
    condition on `iam:PassedToService` is taken for a restriction, whatever services it names.
    """
    permissions = role_permissions(role, inventory)
    writes = permissions.allowed_of(_BROKERS)
    if not writes:
        return
    passes = permissions.revised(_without_receiver).allows_some(PASSING, ANY_ROLE)
    if any_of(writes.values()) & passes:
        actions = tuple(sorted(action for action, answer in writes.items() if answer.certain))
        yield hit(
            role,
            f"can put any role behind a broker: it may use {listed(actions)}, and iam:PassRole on "
            "any role for any service",
            Found(paths_to(role, inventory), ()),
            allowing(role, inventory, (PASSING, *actions)),
            actions=actions,
        )


def _without_receiver(statement: Statement) -> Statement | None:
    """What is left of it for services that the statement does not name."""
    named = [each for each in statement.conditions if each.name == _RECEIVER]
    if not named:
        return statement
    others = tuple(each for each in statement.conditions if each.name != _RECEIVER)
    if all(_is_met_by_others(each) for each in named):
        return replace(statement, conditions=others)
    return None


def _is_met_by_others(condition: Condition) -> bool:
    """The key is in every request to pass a role."""
    if condition.operator == "Null":
        return "true" not in map(str.lower, condition.values)
    everything = condition.takes_wildcards and "*" in condition.values
    return everything is not condition.negated
