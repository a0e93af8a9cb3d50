"""What files state beside what live accounts have."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from rolevet.coverage import GLOBAL, Cell
from rolevet.inventory import Inventory
from rolevet.needs import Detail, name_of
from rolevet.policies import IotPolicy, ManagedPolicy
from rolevet.resources import Resource, Role, Tagged
from rolevet.symbols import Symbols
from rolevet.text import plain
from rolevet.unknown import Doubt, Unknown

_SHOWN = 3


class Home(NamedTuple):
    """Where a file is deployed."""

    account: str
    region: str


def home_of(stated: Inventory, live: Sequence[Inventory]) -> Home | None:
    """The one account and Region where what a file states is to be found, or that there is."""
    found = {
        Home(fact.account, fact.region)
        for each in _compared(stated)
        if isinstance(fact := _counterpart(each, stated, live), Resource) and fact.region != GLOBAL
    }
    known = found or {
        Home(scope.account, region)
        for one in live
        for scope in one.scopes
        for region in scope.regions
    }
    return known.pop() if len(known) == 1 else None


def joined(stated: Inventory, live: Sequence[Inventory]) -> Inventory:
    """The same, with what the live inventories have of each resource that it states, and of the
    roles and policies that it names and does not state.

    Of these, only what AWS itself owns is taken where nobody knows the file's own account.
    """
    found = {
        resource.arn: fact
        for resource in _compared(stated)
        if (fact := _counterpart(resource, stated, live)) is not None
    }
    roles = dict(stated.roles)
    policies = dict(stated.managed_policies)
    accounts = {scope.account for scope in stated.scopes}
    for one in live:
        own = not accounts.isdisjoint(scope.account for scope in one.scopes)
        if own:
            roles |= {arn: fact for arn, fact in one.roles.items() if _is_unknown(arn, roles)}
        policies |= {
            arn: fact
            for arn, fact in one.managed_policies.items()
            if (own and arn not in policies)
            or ((own or ":iam::aws:" in arn) and _is_unknown(arn, policies))
        }
    return replace(stated, live=found, roles=roles, managed_policies=policies)


def _is_unknown(arn: str, facts: Mapping[str, object]) -> bool:
    return isinstance(facts.get(arn), Unknown)


def _compared(inventory: Inventory) -> Iterator[Resource]:
    for kind in (Tagged, Role, IotPolicy, ManagedPolicy):
        yield from (each for each in inventory.of(kind) if isinstance(each, Resource))


def _counterpart(
    resource: Resource, stated: Inventory, live: Sequence[Inventory]
) -> Resource | Unknown | None:
    """None where there is nothing that it could be, or may not be made yet."""
    kind = type(resource)
    others = [each for one in live for each in _compared(one) if type(each) is kind]
    if stated.symbols.tell(resource.arn) == resource.arn:
        return next((each for each in others if each.arn == resource.arn), None) or _missed(
            resource, live
        )
    for field in (resource.NAME_FIELD, *(["Path"] if isinstance(resource, Role) else [])):
        if field in resource.unknown:
            reason = f"which {resource.LABEL.lower()} of an account it is cannot be told, because"
            return Unknown(f"{reason} {resource.unknown[field].reason}", Doubt.BY_NATURE)
    alike = [
        each
        for each in others
        if _name(each) == _name(resource) and _may_be_at_home(each, resource, stated.symbols)
    ]
    if len(alike) > 1:
        return Unknown(f"{resource.label} may be any of {_listed(alike)}", Doubt.BY_NATURE)
    return _missed(resource, live) or next(iter(alike), None)


def _may_be_at_home(live: Resource, resource: Resource, symbols: Symbols) -> bool:
    """Whether it is in the account and Region of the other, where those are known."""
    place = resource.account, resource.region
    told = tuple(map(symbols.tell, place)) == place
    return not told or (live.account, live.region) == place


def _name(resource: Resource) -> tuple[str, str]:
    """What tells it from others of its kind in one account and Region."""
    path = resource.raw.get("Path", "/") if isinstance(resource, Role) else ""
    return resource.name, str(path)


def _missed(resource: Resource, live: Iterable[Inventory]) -> Unknown | None:
    """What keeps us from knowing all of its kind."""
    need = Detail.TRUSTING_ROLES if isinstance(resource, Role) else type(resource)
    cells: Iterator[Cell] = (cell for one in live for cell in one.coverage)
    for cell in cells:
        if cell.lists and cell.kind in ("", name_of(need)) and not cell.state.settled:
            return Unknown(cell.shortfall)
    return None


def _listed(resources: Sequence[Resource]) -> str:
    named = [plain(each.arn, 200) for each in resources[:_SHOWN]]
    more = f" and {len(resources) - _SHOWN} more" if len(resources) > _SHOWN else ""
    return ", ".join(named) + more
