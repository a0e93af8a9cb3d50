"""The roles that brokers name: whether they exist, how long they last, whom they trust."""

from collections.abc import Iterable, Sequence
from typing import Final

from rolevet.arn import BadArn, usable_role
from rolevet.coverage import GLOBAL, Cell, Effort
from rolevet.inventory import MissingRole, RoleFact
from rolevet.place import ApiCall
from rolevet.resources import Role, RoleAlias
from rolevet.sources.aws.access import Access
from rolevet.sources.aws.calls import Api, list_all
from rolevet.sources.aws.parts import Each, Looked, listed, look, looked_up
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
calls of GetRole take a second at the rate that IAM has been seen to allow.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""


def collect_roles(
    access: Access, arns: Iterable[str], each: Each
) -> tuple[dict[str, RoleFact], tuple[Cell, ...]]:
    """What IAM says of each ARN that can name a role of this account, by ARN."""
    names = {arn: name for arn in arns if (name := _name_here(access, arn))}
    wanted = sorted(set(names.values()))
    looks: dict[str, Looked] = {}
    cells: list[Cell] = []
    if len(wanted) > MANY:
        looks, cell = _listed(access, wanted)
        cells.append(cell)
    if left := [name for name in wanted if name not in looks]:
        asked, cell = _asked(access, left, each)
        looks |= asked
        cells.append(cell)
    facts = {arn: _fact(access, arn, name, looks[name]) for arn, name in names.items()}
    return facts, tuple(cells)


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


def _listed(access: Access, wanted: Sequence[str]) -> tuple[dict[str, Looked], Cell]:
    """The wanted roles that the listing shows; one that it does not show may still be there."""
    listing = list_all(access.caller(_LIST.action, GLOBAL), _LIST)
    by_name = {str(role.get("RoleName")): role for role in listing.items}
    looks = {
        name: Looked(_LIST.action, Effort(), by_name[name]) for name in wanted if name in by_name
    }
    if listing.fault:
        unseen = Looked(_LIST.action, Effort(), fault=listing.fault)
        looks |= dict.fromkeys((name for name in wanted if name not in by_name), unseen)
    cell = listed(listing, _LIST.action, access.account, GLOBAL, kind=Role.KIND, lists=False)
    return looks, cell


def _asked(access: Access, names: Sequence[str], each: Each) -> tuple[dict[str, Looked], Cell]:
    caller = access.caller(_GET, GLOBAL)

    def get(name: str) -> Looked:
        return look(caller, "get_role", "Role", "NoSuchEntity", RoleName=name)

    looks = dict(zip(names, each(get, names), strict=True))
    return looks, looked_up(looks, _GET, access.account, GLOBAL, kind=Role.KIND)


def _fact(access: Access, arn: str, name: str, looked: Looked) -> RoleFact:
    place = ApiCall(looked.action, access.account, GLOBAL)
    reason = looked.unknown(f"role '{name}'")
    if reason:
        return reason
    if looked.found is None:
        return MissingRole(arn, place)
    # IAM finds a role by its name, which is unique in the account whatever the path: the ARN that
    # the broker names may have another path than the role, and what AWS makes of that is not known.
    actual = looked.found.get("Arn")
    if actual != arn:
        return Unknown(f"role '{name}' exists as {actual}, not as {arn}", Doubt.BY_NATURE)
    return Role(
        arn=arn,
        account=access.account,
        region=GLOBAL,
        partition=access.partition,
        raw=looked.found,
        place=place,
    )
