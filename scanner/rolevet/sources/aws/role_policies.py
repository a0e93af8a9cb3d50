"""The policies of roles, role by role or of the whole account at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from rolevet.coverage import GLOBAL, Cell, CellState
from rolevet.needs import Detail, Need, name_of
from rolevet.policies import ManagedPolicy
from rolevet.sources.aws.access import Access
from rolevet.sources.aws.listings import Api, Listing, list_all
from rolevet.sources.aws.parts import Each, Looked, listed, look, look_through, looked_up
from rolevet.unknown import Unknown

_GONE: Final = "NoSuchEntity"
_KIND: Final = name_of(Detail.ROLE_POLICIES)
_ATTACHED: Final = "AttachedManagedPolicies"
_INLINE: Final = "RolePolicyList"
_WITH_POLICIES: Final = ("PermissionsBoundary", "RoleLastUsed", "Tags")

_EVERYTHING: Final = Api(
    action="iam:GetAccountAuthorizationDetails",
    method="get_account_authorization_details",
    items="RoleDetailList",
    more_items="Policies",
    next_sent="Marker",
    next_received="Marker",
    parameters={"MaxItems": 1000},
)
_LIST_ATTACHED: Final = Api(
    action="iam:ListAttachedRolePolicies",
    method="list_attached_role_policies",
    items="AttachedPolicies",
    next_sent="Marker",
    next_received="Marker",
)
_LIST_INLINE: Final = Api(
    action="iam:ListRolePolicies",
    method="list_role_policies",
    items="PolicyNames",
    next_sent="Marker",
    next_received="Marker",
)
_GET_INLINE: Final = "iam:GetRolePolicy"


@dataclass(frozen=True, slots=True)
class RoleDetail:
    """What is to be added to the raw of one role; `whole` if boundary and last use are told too."""

    raw: Mapping[str, Any]
    unknown: Mapping[str, Unknown] = field(default_factory=dict)
    whole: bool = False


@dataclass(frozen=True, slots=True)
class RoleDetails:
    """The details of roles by name; `untold` says why those of the others are not known.

    `policies` are managed policies that the same answers held, by ARN, as iam:GetPolicy tells them.
    """

    by_name: Mapping[str, RoleDetail] = field(default_factory=dict)
    untold: Unknown | None = None
    policies: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    cells: tuple[Cell, ...] = ()

    @property
    def unknown_policies(self) -> dict[str, Unknown]:
        """What a role is marked with that has no details."""
        return dict.fromkeys((_ATTACHED, _INLINE), self.untold) if self.untold else {}


def whole_account(access: Access, needs: Collection[Need]) -> RoleDetails | None:
    """The details of every role; None where nobody needs them or where asking is denied.

    What is denied here can be asked role by role, so that nothing is missed and no cell is due.
    The model's RoleDetail has no MaxSessionDuration, so that ListRoles is not spared. Policies that
    AWS owns are not asked for: they are the same everywhere, and fetched once for all accounts.
    """
    details = [d for d in (Detail.ROLE_POLICIES, Detail.ROLE_BOUNDARY) if d in needs]
    if not details:
        return None
    kinds = ["Role", *(["LocalManagedPolicy"] if ManagedPolicy in needs else [])]
    action = _EVERYTHING.action
    listing = list_all(access.caller(action, GLOBAL), _EVERYTHING.of(Filter=kinds))
    if listing.fault and listing.fault.state is CellState.DENIED and not listing.pages:
        return None
    kind = name_of(details[0])
    cell = listed(listing, action, access.account, GLOBAL, kind=kind, lists=False)
    untold = Unknown(f"{action} told nothing of it")
    if listing.fault:
        untold = Unknown(f"{action} {listing.fault.state.verb} ({listing.fault.code})")
    return _details_of(listing, untold, cell)


def _details_of(listing: Listing, untold: Unknown, cell: Cell) -> RoleDetails:
    roles = (item for item in listing.items if "RoleName" in item)
    policies = (item for item in listing.items if "PolicyVersionList" in item)
    return RoleDetails(
        by_name={str(role["RoleName"]): RoleDetail(_told(role), whole=True) for role in roles},
        untold=untold,
        policies={str(policy.get("Arn")): _default_version(policy) for policy in policies},
        cells=(cell,),
    )


def _told(role: Mapping[str, Any]) -> dict[str, Any]:
    told = {part: role[part] for part in _WITH_POLICIES if part in role}
    return told | _policies(role.get(_ATTACHED, []), role.get(_INLINE, []))


def _policies(attached: Iterable[Any], inline: Iterable[Any]) -> dict[str, Any]:
    """In a fixed order, whichever call told them."""
    return {_ATTACHED: sorted(attached, key=str), _INLINE: sorted(inline, key=str)}


def _default_version(policy: Mapping[str, Any]) -> dict[str, Any]:
    raw = {name: value for name, value in policy.items() if name != "PolicyVersionList"}
    for version in policy["PolicyVersionList"]:
        if version.get("IsDefaultVersion"):
            raw["PolicyVersion"] = version
    return raw


def collect_details(
    access: Access, names: Collection[str], needs: Collection[Need], each: Each
) -> RoleDetails:
    """The policies of each role, with some calls for each; its boundary GetRole has told."""
    if Detail.ROLE_POLICIES not in needs or not names:
        return RoleDetails()
    attached = _listed_for(access, names, _LIST_ATTACHED, each)
    inline = _listed_for(access, names, _LIST_INLINE, each)
    pairs = [
        (name, str(policy))
        for name, looked in inline.items()
        for policy in (looked.found or {}).get(_LIST_INLINE.items, ())
    ]
    documents = _documents(access, pairs, each)
    cells = [_cell(access, attached), _cell(access, inline), _cell(access, documents)]
    return RoleDetails(
        {name: _detail(name, attached[name], inline[name], documents) for name in names},
        cells=tuple(cell for cell in cells if cell),
    )


def _listed_for(access: Access, names: Collection[str], api: Api, each: Each) -> dict[str, Looked]:
    caller = access.caller(api.action, GLOBAL)

    def through(name: str) -> Looked:
        return look_through(caller, api, _GONE, RoleName=name)

    return dict(zip(names, each(through, names), strict=True))


def _documents(access: Access, pairs: Collection[tuple[str, str]], each: Each) -> dict[str, Looked]:
    """By role and policy, with a slash between them that no name can hold."""
    caller = access.caller(_GET_INLINE, GLOBAL)

    def get(pair: tuple[str, str]) -> Looked:
        role, policy = pair
        return look(
            caller, "get_role_policy", "PolicyName", _GONE, RoleName=role, PolicyName=policy
        )

    return dict(zip(map("/".join, pairs), each(get, pairs), strict=True))


def _cell(access: Access, looks: Mapping[str, Looked]) -> Cell | None:
    for looked in looks.values():
        return looked_up(looks, looked.action, access.account, GLOBAL, kind=_KIND)
    return None


def _detail(
    name: str, attached: Looked, inline: Looked, documents: Mapping[str, Looked]
) -> RoleDetail:
    names = (inline.found or {}).get(_LIST_INLINE.items, ())
    looks = {str(policy): documents[f"{name}/{policy}"] for policy in names}
    rows = (
        {"PolicyName": policy, **_document(looked)}
        for policy, looked in looks.items()
        if looked.found or looked.fault  # one that was deleted meanwhile is not there
    )
    reasons = {
        _ATTACHED: _reason(name, [attached]),
        _INLINE: _reason(name, [inline, *(looks[policy] for policy in sorted(looks))]),
    }
    return RoleDetail(
        _policies((attached.found or {}).get(_LIST_ATTACHED.items, ()), rows),
        {part: reason for part, reason in reasons.items() if reason},
    )


def _document(looked: Looked) -> dict[str, Any]:
    found = looked.found or {}
    return {part: found[part] for part in ("PolicyDocument",) if part in found}


def _reason(name: str, looks: Sequence[Looked]) -> Unknown | None:
    """Why the first of them that failed did; a role that is gone has no policies to tell."""
    if not looks[0].found and not looks[0].fault:
        return Unknown(f"role '{name}' was deleted meanwhile")
    reasons = (looked.unknown(f"role '{name}'") for looked in looks)
    return next((reason for reason in reasons if reason), None)
