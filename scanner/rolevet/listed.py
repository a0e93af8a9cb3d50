"""Whether all there is was listed, so that what is not there does not exist."""

from typing import Final

from rolevet.coverage import GLOBAL, Cell, CellState
from rolevet.inventory import Binding, Inventory
from rolevet.kept import once
from rolevet.needs import Detail, Need, name_of
from rolevet.policy.answers import YES, Answer, all_of, maybe, not_known
from rolevet.resources import Profile, Role, RoleAlias
from rolevet.unknown import Doubt, Undecided, Unknown

# In a Region that the account does not use, or that lacks the service, there is nothing to list.
_WHOLE: Final = frozenset({CellState.COMPLETE, CellState.NOT_OFFERED, CellState.NOT_ENABLED})


@once
def all_listed(kind: Need, account: str, region: str, inventory: Inventory) -> Answer:
    """Whether every resource of the kind is known that the account has in the Region."""
    cell = _cells(inventory).get((name_of(kind), account, region))
    if cell is not None:
        return YES if cell.state in _WHOLE else _missed(cell)
    scanned = {(scope.account, name) for scope in inventory.scopes for name in scope.regions}
    if region != GLOBAL and (account, region) not in scanned:
        return maybe(f"{account}/{region} was not scanned")
    return maybe(f"{_plural(kind)} of {account}/{region} were not listed", Doubt.COVERAGE)


def must_be_listed(kind: Need, account: str, region: str, inventory: Inventory) -> None:
    """Raises Undecided unless every resource of the kind is known that the account has there."""
    listed = all_listed(kind, account, region, inventory)
    if not listed.certain:
        raise Undecided(listed.reason, listed.doubt)


@once
def listed_everywhere(kind: Need, account: str, inventory: Inventory) -> Answer:
    """Whether every resource of the kind is known that the account has, in whatever Region."""
    scopes = [scope for scope in inventory.scopes if scope.account == account]
    if not any(scope.everywhere for scope in scopes):
        return maybe(f"not every Region of account {account} was scanned")
    regions = sorted({region for scope in scopes for region in scope.regions})
    return all_of(all_listed(kind, account, region, inventory) for region in regions)


def roles_listed(account: str, inventory: Inventory) -> Answer:
    """Whether every role of the account is known that trusts the service of a broker."""
    return all_listed(Detail.TRUSTING_ROLES, account, GLOBAL, inventory)


@once
def brokers_known(
    kind: type[RoleAlias] | type[Profile], account: str, inventory: Inventory
) -> Answer:
    """Whether every role is known that brokers of the kind name in the account."""
    return _named_roles_known(kind, account, inventory) & listed_everywhere(
        kind, account, inventory
    )


def listers_known(
    kind: type[RoleAlias] | type[Profile], role: Role, inventory: Inventory
) -> Answer:
    """Whether every broker of the kind is known that hands out the role.

    One that is only stated, together with some that hand it out, is taken to have no others.
    """
    if role.is_made or not inventory.bindings_to(role):
        return brokers_known(kind, role.account, inventory)
    return _named_roles_known(kind, role.account, inventory)


def _named_roles_known(
    kind: type[RoleAlias] | type[Profile], account: str, inventory: Inventory
) -> Answer:
    return all_of(
        not_known(each.role_arn_fact)
        for each in inventory.of(Binding)
        if isinstance(each, Binding)
        and isinstance(each.role_arn_fact, Unknown)
        and isinstance(each.broker, kind)
        and each.broker.account == account
    )


@once
def _cells(inventory: Inventory) -> dict[tuple[str, str, str], Cell]:
    return {
        (cell.kind, cell.account, cell.region): cell for cell in inventory.coverage if cell.lists
    }


def _missed(cell: Cell) -> Answer:
    """What the user left out was not read by intent, and reading again brings nothing."""
    return maybe(cell.shortfall, Doubt.BY_NATURE if cell.state.settled else Doubt.COVERAGE)


def _plural(kind: Need) -> str:
    label = "role" if isinstance(kind, Detail) else kind.LABEL
    if label.endswith("y"):
        return f"{label[:-1]}ies"
    return f"{label}es" if label.endswith("s") else f"{label}s"
