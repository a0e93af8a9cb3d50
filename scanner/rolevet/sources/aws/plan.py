"""Which calls a set of facts takes; boto3 is not needed to tell."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from rolevet.definition import Rule
from rolevet.resources import Profile, Resource, Role, RoleAlias, TrustAnchor

ACTIONS: Final[dict[type[Resource], tuple[str, ...]]] = {
    RoleAlias: ("iot:DescribeRoleAlias", "iot:ListRoleAliases"),
    Profile: ("rolesanywhere:ListProfiles",),
    TrustAnchor: ("rolesanywhere:ListTrustAnchors",),
    Role: ("iam:GetRole", "iam:ListRoles"),
}
"""What is called for each kind of resource, as IAM spells the actions."""

LISTINGS: Final[dict[type[Resource], str]] = {
    RoleAlias: "iot:ListRoleAliases",
    Profile: "rolesanywhere:ListProfiles",
    TrustAnchor: "rolesanywhere:ListTrustAnchors",
}
"""What is called once in every Region."""

DISCOVERY: Final = "ec2:DescribeRegions"
"""What tells the Regions that an account has enabled; not called where all are named."""


ASSUME: Final = "sts:AssumeRole"

ORGANIZATION: Final = (
    "organizations:ListAccountsForParent",
    "organizations:ListOrganizationalUnitsForParent",
    "organizations:ListRoots",
    "organizations:ListTagsForResource",
)
"""What finds the accounts of an organization; tags are read only where accounts are chosen so."""


def kinds_for(rules: Iterable[Rule]) -> frozenset[type[Resource]]:
    """The kinds of resource that the rules read."""
    return frozenset(kind for rule in rules for kind in rule.needs)


def actions_for(kinds: Collection[type[Resource]]) -> tuple[str, ...]:
    """The least that a scan for these kinds must be allowed to do, sorted.

    sts:GetCallerIdentity needs no permission.
    https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    """
    actions = {action for kind in kinds for action in ACTIONS[kind]}
    return tuple(sorted(actions | {DISCOVERY})) if actions else ()


def auditor_policy(actions: Collection[str], role_name: str) -> dict[str, Any]:
    """An IAM policy for finding the accounts of an organization and entering each by its role.

    The own account is read without a role.
    """
    policy = read_policy(sorted((*ORGANIZATION, *actions)))
    enter = {
        "Effect": "Allow",
        "Action": [ASSUME, "sts:SetSourceIdentity"],
        "Resource": f"arn:*:iam::*:role/{role_name}",
    }
    return {**policy, "Statement": [*policy["Statement"], enter]}


def read_policy(actions: Collection[str]) -> dict[str, Any]:
    """An IAM policy that allows these actions.

    On every resource: listings cannot be narrowed, and what they list is not known beforehand.
    """
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement] if actions else []}
