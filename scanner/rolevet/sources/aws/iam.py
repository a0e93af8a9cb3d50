"""Roles: those that brokers name, and those that trust a broker's service all the same."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from rolevet.arn import BadArn, usable_role
from rolevet.coverage import GLOBAL, Cell, Effort
from rolevet.inventory import Missing, RoleFact
from rolevet.needs import Detail, Need, name_of
from rolevet.place import ApiCall
from rolevet.policy.trusting import trusts_broker
from rolevet.resources import Role, RoleAlias
from rolevet.sources.aws.access import Access
from rolevet.sources.aws.calls import Fault
from rolevet.sources.aws.listings import Api, list_all
from rolevet.sources.aws.parts import Each, Looked, listed, look, looked_up
from rolevet.sources.aws.role_policies import (
    RoleDetail,
    RoleDetails,
    collect_details,
    whole_account,
)
from rolevet.unknown import Doubt, Unknown

_GET: Final = "iam:GetRole"
_LIST: Final = Api(
    action="iam:ListRoles",
    method="list_roles",
    items="Roles",
    next_sent="Marker",
    next_received="Marker",
    parameters={"MaxItems": 1000},
)

MANY: Final = 20
"""Roles from which on listing all of them is cheaper than asking for each.

An account has 1,000 roles by default and 5,000 at most, so that ListRoles takes 1 to 5 calls; 20
calls of GetRole take a second at the rate that IAM has been seen to allow. The policies of a role
take two calls and one for each inline policy, so that 20 roles take about three seconds, and 1,000
roles more than 2,000 calls; GetAccountAuthorizationDetails tells them all in a few pages.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

# https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
_NOT_LISTED: Final = ("PermissionsBoundary", "RoleLastUsed", "Tags")
_NOT_ASKED: Final = Unknown("iam:ListRoles does not tell it, and nobody asked iam:GetRole")


@dataclass(frozen=True, slots=True)
class Roles:
    """What IAM says of each ARN, and managed policies that the same answers held, by ARN."""

    facts: dict[str, RoleFact]
    cells: tuple[Cell, ...]
    policies: Mapping[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the listing of roles showed, where there was one."""

    by_name: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    fault: Fault | None = None
    cells: tuple[Cell, ...] = ()

    def look_at(self, name: str) -> Looked | None:
        """None for a role that is not shown, but may still be there."""
        if name in self.by_name:
            return Looked(_LIST.action, Effort(), self.by_name[name])
        return Looked(_LIST.action, Effort(), fault=self.fault) if self.fault else None


def collect_roles(
    access: Access, arns: Iterable[str], needs: Collection[Need], each: Each
) -> Roles:
    """The roles of this account that the ARNs name, and with Detail.TRUSTING_ROLES all others that
    trust a broker's service."""
    named = {arn: name for arn in arns if (name := _name_here(access, arn))}
    wanted = set(named.values())
    many = len(wanted) > MANY
    shown = _Shown()
    if many or Detail.TRUSTING_ROLES in needs:
        shown = _listed(access, needs)
    if Detail.TRUSTING_ROLES in needs:
        named |= _trusting(access, shown)
    names = sorted(set(named.values()))
    account = whole_account(access, needs) if len(names) > MANY else None
    boundaries = Detail.ROLE_BOUNDARY in needs and account is None
    left = [
        name
        for name in names
        if boundaries or (name in wanted and not (many and shown.look_at(name)))
    ]
    asked, cells = _asked(access, left, each)
    looks = {name: _best(name, asked, shown) for name in names}
    present = [name for name, looked in looks.items() if looked.found]
    details = account or collect_details(access, present, needs, each)
    return Roles(
        {
            arn: _fact(access, arn, name, looks[name], asked.get(name), details)
            for arn, name in sorted(named.items())
        },
        (*shown.cells, *cells, *details.cells),
        details.policies,
    )


def _name_here(access: Access, arn: str) -> str | None:
    try:
        role = usable_role(
            arn,
            partition=access.partition,
            account=access.account,
            max_length=RoleAlias.ROLE_ARN_MAX,
        )
    except BadArn:
        return None
    return role.name


def _listed(access: Access, needs: Collection[Need]) -> _Shown:
    listing = list_all(access.caller(_LIST.action, GLOBAL), _LIST)
    lists = Detail.TRUSTING_ROLES in needs
    kind = name_of(Detail.TRUSTING_ROLES if lists else Role)
    cell = listed(listing, _LIST.action, access.account, GLOBAL, kind=kind, lists=lists)
    by_name = {str(role.get("RoleName")): role for role in listing.items}
    return _Shown(by_name, listing.fault, (cell,))


def _trusting(access: Access, shown: _Shown) -> dict[str, str]:
    arns = (
        str(role.get("Arn"))
        for role in shown.by_name.values()
        if trusts_broker(role.get("AssumeRolePolicyDocument"))
    )
    return {arn: name for arn in arns if (name := _name_here(access, arn))}


def _asked(
    access: Access, names: Collection[str], each: Each
) -> tuple[dict[str, Looked], tuple[Cell, ...]]:
    if not names:
        return {}, ()
    caller = access.caller(_GET, GLOBAL)

    def get(name: str) -> Looked:
        return look(caller, "get_role", "Role", "NoSuchEntity", RoleName=name)

    looks = dict(zip(names, each(get, names), strict=True))
    return looks, (looked_up(looks, _GET, access.account, GLOBAL, kind=Role.KIND),)


def _best(name: str, asked: Mapping[str, Looked], shown: _Shown) -> Looked:
    """What GetRole says, unless it failed for a role that the listing showed."""
    if name in asked and not (asked[name].fault and name in shown.by_name):
        return asked[name]
    return shown.look_at(name) or asked[name]


def _fact(
    access: Access,
    arn: str,
    name: str,
    looked: Looked,
    asked: Looked | None,
    details: RoleDetails,
) -> RoleFact:
    place = ApiCall(looked.action, access.account, GLOBAL)
    reason = looked.unknown(f"role '{name}'")
    if reason:
        return reason
    if looked.found is None:
        return Missing(arn, place)
    # IAM finds a role by its name, which is unique in the account whatever the path: the ARN that
    # the broker names may have another path than the role, and what AWS makes of that is not known.
    actual = looked.found.get("Arn")
    if actual != arn:
        return Unknown(f"role '{name}' exists as {actual}, not as {arn}", Doubt.BY_NATURE)
    detail = details.by_name.get(name) or RoleDetail({}, details.unknown_policies)
    unknown: dict[str, Unknown] = {}
    if looked.action == _LIST.action and not detail.whole:
        untold = (asked and asked.unknown(f"role '{name}'")) or details.untold or _NOT_ASKED
        unknown = {part: untold for part in _NOT_LISTED if part not in looked.found}
    return Role(
        arn=arn,
        account=access.account,
        region=GLOBAL,
        partition=access.partition,
        raw={**looked.found, **detail.raw},
        place=place,
        unknown={**unknown, **detail.unknown},
    )
