"""One cheap call for each action of a plan, to learn before a run what would be denied."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from rolevet.coverage import GLOBAL
from rolevet.needs import Need
from rolevet.sources.aws.access import Access
from rolevet.sources.aws.calls import CallFailed, Fault
from rolevet.sources.aws.plan import ACTIONS, DISCOVERY, actions_for
from rolevet.sources.aws.threads import side_by_side

# A name that nobody gives. AWS judges whether the caller may ask before it looks whether the thing
# exists, so that "not found" means "allowed".
_NOBODY: Final = "rolevet-doctor-asks-for-nothing"
_NOT_FOUND: Final = frozenset({"NoSuchEntity", "ResourceNotFoundException"})

_NO_ID: Final = "00000000-0000-0000-0000-000000000000"
_NO_POLICY: Final = f"arn:{{0.partition}}:iam::{{0.account}}:policy/{_NOBODY}"
_NO_CA: Final = f"arn:{{0.partition}}:acm-pca:{{1}}:{{0.account}}:certificate-authority/{_NO_ID}"

# In texts, {0} is the Access and {1} the Region.
_CHEAPEST: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "acm-pca:DescribeCertificateAuthority": (
        "describe_certificate_authority",
        {"CertificateAuthorityArn": _NO_CA},
    ),
    "acm-pca:GetCertificateAuthorityCertificate": (
        "get_certificate_authority_certificate",
        {"CertificateAuthorityArn": _NO_CA},
    ),
    "ec2:DescribeRegions": ("describe_regions", {"AllRegions": True}),
    "iam:GetAccountAuthorizationDetails": (
        "get_account_authorization_details",
        {"Filter": ["Role"], "MaxItems": 1},
    ),
    "iam:GetPolicy": ("get_policy", {"PolicyArn": _NO_POLICY}),
    "iam:GetPolicyVersion": ("get_policy_version", {"PolicyArn": _NO_POLICY, "VersionId": "v1"}),
    "iam:GetRole": ("get_role", {"RoleName": _NOBODY}),
    "iam:GetRolePolicy": ("get_role_policy", {"RoleName": _NOBODY, "PolicyName": _NOBODY}),
    "iam:ListAttachedRolePolicies": ("list_attached_role_policies", {"RoleName": _NOBODY}),
    "iam:ListRolePolicies": ("list_role_policies", {"RoleName": _NOBODY}),
    "iam:ListRoles": ("list_roles", {"MaxItems": 1}),
    "iot:DescribeRoleAlias": ("describe_role_alias", {"roleAlias": _NOBODY}),
    "iot:GetPolicy": ("get_policy", {"policyName": _NOBODY}),
    "iot:ListPolicies": ("list_policies", {"pageSize": 1}),
    "iot:ListRoleAliases": ("list_role_aliases", {"pageSize": 1}),
    "iot:ListTagsForResource": (
        "list_tags_for_resource",
        {"resourceArn": f"arn:{{0.partition}}:iot:{{1}}:{{0.account}}:rolealias/{_NOBODY}"},
    ),
    "iot:ListTargetsForPolicy": ("list_targets_for_policy", {"policyName": _NOBODY}),
    "rolesanywhere:GetSubject": ("get_subject", {"subjectId": _NO_ID}),
    "rolesanywhere:ListCrls": ("list_crls", {}),
    "rolesanywhere:ListProfiles": ("list_profiles", {}),
    "rolesanywhere:ListSubjects": ("list_subjects", {}),
    "rolesanywhere:ListTagsForResource": (
        "list_tags_for_resource",
        {"resourceArn": f"arn:{{0.partition}}:rolesanywhere:{{1}}:{{0.account}}:profile/{_NO_ID}"},
    ),
    "rolesanywhere:ListTrustAnchors": ("list_trust_anchors", {}),
}


@dataclass(frozen=True, slots=True)
class Trial:
    """One action, where it was tried, and what went wrong; `offered` False where there is none."""

    action: str
    region: str
    needs: frozenset[Need]
    offered: bool = True
    fault: Fault | None = None


def try_all(access: Access, needs: Collection[Need]) -> tuple[Trial, ...]:
    """Every action that meeting these needs takes, sorted; each in the first Region that has it."""
    with side_by_side(access.shared.clock) as each:
        return tuple(each(lambda trial: _tried(access, trial), _trials(access, needs)))


def _trials(access: Access, needs: Collection[Need]) -> Iterator[Trial]:
    for action in actions_for(needs):
        readers = frozenset(need for need in needs if action in (*ACTIONS[need], DISCOVERY))
        yield Trial(action, _where(access, action), readers)


def _where(access: Access, action: str) -> str:
    if action.startswith("iam:"):
        return GLOBAL
    if action == DISCOVERY:
        return access.home
    offering = [region for region in access.choice.regions if access.offers(action, region)]
    return (offering or access.choice.regions)[0]


def _tried(access: Access, trial: Trial) -> Trial:
    if trial.region != GLOBAL and not access.offers(trial.action, trial.region):
        return replace(trial, offered=False)
    method, parameters = _CHEAPEST[trial.action]
    try:
        given = {
            name: value.format(access, trial.region) if isinstance(value, str) else value
            for name, value in parameters.items()
        }
        access.caller(trial.action, trial.region).ask(method, **given)
    except CallFailed as failed:
        if failed.fault.code not in _NOT_FOUND:
            return replace(trial, fault=failed.fault)
    return trial
