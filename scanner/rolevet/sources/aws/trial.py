"""One cheap call for each action of a plan, to learn before a run what would be denied."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from rolevet.coverage import GLOBAL
from rolevet.resources import Resource
from rolevet.sources.aws.access import Access
from rolevet.sources.aws.calls import CallFailed, Fault
from rolevet.sources.aws.plan import ACTIONS, DISCOVERY, actions_for
from rolevet.sources.aws.threads import side_by_side

# A name that nobody gives. AWS judges whether the caller may ask before it looks whether the thing
# exists, so that "not found" means "allowed".
_NOBODY: Final = "rolevet-doctor-asks-for-nothing"
_NOT_FOUND: Final = frozenset({"NoSuchEntity", "ResourceNotFoundException"})

_CHEAPEST: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "ec2:DescribeRegions": ("describe_regions", {"AllRegions": True}),
    "iam:GetRole": ("get_role", {"RoleName": _NOBODY}),
    "iam:ListRoles": ("list_roles", {"MaxItems": 1}),
    "iot:DescribeRoleAlias": ("describe_role_alias", {"roleAlias": _NOBODY}),
    "iot:ListRoleAliases": ("list_role_aliases", {"pageSize": 1}),
    "rolesanywhere:ListProfiles": ("list_profiles", {}),
    "rolesanywhere:ListTrustAnchors": ("list_trust_anchors", {}),
}


@dataclass(frozen=True, slots=True)
class Trial:
    """One action, where it was tried, and what went wrong; `offered` False where there is none."""

    action: str
    region: str
    kinds: frozenset[type[Resource]]
    offered: bool = True
    fault: Fault | None = None


def try_all(access: Access, kinds: Collection[type[Resource]]) -> tuple[Trial, ...]:
    """Every action that reading these kinds takes, sorted; each in the first Region that has it."""
    with side_by_side(access.shared.clock) as each:
        return tuple(each(lambda trial: _tried(access, trial), _trials(access, kinds)))


def _trials(access: Access, kinds: Collection[type[Resource]]) -> Iterator[Trial]:
    for action in actions_for(kinds):
        readers = frozenset(kind for kind in kinds if action in (*ACTIONS[kind], DISCOVERY))
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
        access.caller(trial.action, trial.region).ask(method, **parameters)
    except CallFailed as failed:
        if failed.fault.code not in _NOT_FOUND:
            return replace(trial, fault=failed.fault)
    return trial
