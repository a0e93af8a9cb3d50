"""Which calls a set of facts takes; boto3 is not needed to tell."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from rolevet.authorities import CertificateAuthority, CertificateSubject, Crl, TrustAnchor
from rolevet.definition import Rule
from rolevet.needs import Detail, Need
from rolevet.policies import IotPolicy, ManagedPolicy
from rolevet.resources import Profile, Role, RoleAlias

ACTIONS: Final[dict[Need, tuple[str, ...]]] = {
    RoleAlias: ("iot:DescribeRoleAlias", "iot:ListRoleAliases"),
    Profile: ("rolesanywhere:ListProfiles",),
    TrustAnchor: ("rolesanywhere:ListTrustAnchors",),
    Crl: ("rolesanywhere:ListCrls",),
    CertificateAuthority: (
        "acm-pca:DescribeCertificateAuthority",
        "acm-pca:GetCertificateAuthorityCertificate",
    ),
    CertificateSubject: ("rolesanywhere:GetSubject", "rolesanywhere:ListSubjects"),
    IotPolicy: ("iot:GetPolicy", "iot:ListPolicies"),
    Detail.IOT_POLICY_TARGETS: ("iot:ListTargetsForPolicy",),
    Role: ("iam:GetRole", "iam:ListRoles"),
    Detail.TRUSTING_ROLES: ("iam:ListRoles",),
    Detail.ROLE_BOUNDARY: ("iam:GetAccountAuthorizationDetails", "iam:GetRole"),
    Detail.ROLE_POLICIES: (
        "iam:GetAccountAuthorizationDetails",
        "iam:GetRolePolicy",
        "iam:ListAttachedRolePolicies",
        "iam:ListRolePolicies",
    ),
    ManagedPolicy: ("iam:GetPolicy", "iam:GetPolicyVersion"),
    Detail.TAGS: ("iot:ListTagsForResource", "rolesanywhere:ListTagsForResource"),
}
"""What is called for each need, as IAM spells the actions."""

LISTINGS: Final[dict[Need, str]] = {
    RoleAlias: "iot:ListRoleAliases",
    Profile: "rolesanywhere:ListProfiles",
    TrustAnchor: "rolesanywhere:ListTrustAnchors",
    Crl: "rolesanywhere:ListCrls",
    CertificateSubject: "rolesanywhere:ListSubjects",
    IotPolicy: "iot:ListPolicies",
}
"""What is called once in every Region."""

OPT_IN: Final[dict[str, Need]] = {"subjects": CertificateSubject, "tags": Detail.TAGS}
"""What takes a call for each resource at one a second, so that it is collected only on demand."""

USUAL: Final = frozenset(ACTIONS) - set(OPT_IN.values())
"""All the rest."""

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


def needs_for(rules: Iterable[Rule]) -> frozenset[Need]:
    """What the rules read."""
    return frozenset(need for rule in rules for need in rule.needs)


def actions_for(needs: Collection[Need]) -> tuple[str, ...]:
    """The least that a scan for these needs must be allowed to do, sorted.

    sts:GetCallerIdentity needs no permission.
    https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    """
    actions = {action for need in needs for action in ACTIONS[need]}
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
