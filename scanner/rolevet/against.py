"""What files state beside what live accounts have."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rolevet.coverage import Cell
from rolevet.inventory import Inventory
from rolevet.needs import Detail, name_of
from rolevet.policies import IotPolicy
from rolevet.resources import Resource, Role, Tagged
from rolevet.text import plain
from rolevet.unknown import Doubt, Unknown

_SHOWN = 3


def joined(stated: Inventory, live: Sequence[Inventory]) -> Inventory:
    """The same, with what the live inventories have of each resource that it states."""
    found = {
        resource.arn: fact
        for resource in _compared(stated)
        if (fact := _counterpart(resource, stated, live)) is not None
    }
    return replace(stated, live=found)


def _compared(inventory: Inventory) -> Iterator[Resource]:
    for kind in (Tagged, Role, IotPolicy):
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
    alike = [each for each in others if _name(each) == _name(resource)]
    if len(alike) > 1:
        return Unknown(f"{resource.label} may be any of {_listed(alike)}", Doubt.BY_NATURE)
    return _missed(resource, live) or next(iter(alike), None)


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
