"""The accounts of the organization that the credentials belong to.

The tree is walked from its root: every page names 20 accounts with all that is told of them, so
that it takes no call for each account, and the path of each account's unit comes for nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import Any, Final

from rolevet.coverage import GLOBAL, Cell, Effort
from rolevet.errors import CollectError, UsageError
from rolevet.sources.aws.listings import Api, Listing, list_all
from rolevet.sources.aws.parts import listed
from rolevet.sources.aws.shared import Shared
from rolevet.sources.aws.threads import side_by_side
from rolevet.text import did_you_mean, plain


def _api(action: str, method: str, items: str) -> Api:
    return Api(action, method, items, next_sent="NextToken", next_received="NextToken")


_ROOTS: Final = _api("organizations:ListRoots", "list_roots", "Roots")
_UNITS: Final = _api(
    "organizations:ListOrganizationalUnitsForParent",
    "list_organizational_units_for_parent",
    "OrganizationalUnits",
)
_ACCOUNTS: Final = _api(
    "organizations:ListAccountsForParent", "list_accounts_for_parent", "Accounts"
)
_TAGS: Final = _api("organizations:ListTagsForResource", "list_tags_for_resource", "Tags")

_DEEPEST: Final = 10
"""Levels; AWS allows 5 below the root.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
"""


@dataclass(frozen=True, slots=True)
class Members:
    """Which accounts are wanted: all, or those in units and with tags (KEY or KEY=VALUE).

    Several units are alternatives, and so are several values of one key; several keys must all be
    there. A unit is named by its id or its path, and includes the units below.
    """

    units: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """One account of the organization; `unit` is the path of its organizational unit."""

    account: str
    name: str
    unit: str
    state: str
    """AWS's own word: https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html"""


@dataclass(frozen=True, slots=True)
class Organization:
    """The wanted accounts, sorted, and how they were found."""

    members: tuple[Member, ...]
    found_by: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    """The root, or an organizational unit below it."""

    names: tuple[str, ...]
    ids: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.ids[-1]

    @property
    def path(self) -> str:
        return "/".join(self.names)

    @property
    def called(self) -> tuple[str, ...]:
        """What a user may call it."""
        return self.id, self.path, *(["/".join(self.names[1:])] if self.names[1:] else [])

    def below(self, told: Mapping[str, Any]) -> "_Unit":
        return _Unit((*self.names, _shown(told)), (*self.ids, str(told.get("Id"))))


def survey(shared: Shared, wanted: Members) -> Organization:
    """Raises CollectError where not even the root is told, UsageError for an unknown unit."""
    root, root_cell = _root(shared)
    units, units_cell = _units(shared, root)
    chosen = _chosen(units, wanted.units)
    listings = _each(shared, _ACCOUNTS, [{"ParentId": unit.id} for unit in chosen])
    members = [
        Member(str(told.get("Id")), _shown(told), unit.path, _state(told))
        for unit, listing in zip(chosen, listings, strict=True)
        for told in listing.items
    ]
    cells = [root_cell, units_cell, _cell(shared, _ACCOUNTS, listings)]
    if wanted.tags:
        members, tags_cell = _tagged(shared, members, wanted.tags)
        cells.append(tags_cell)
    gaps = [cell.shortfall for cell in cells if not cell.state.settled]
    if gaps and not members:
        raise _unlisted(gaps[0])
    by_account = {member.account: member for member in members}
    return Organization(tuple(by_account[account] for account in sorted(by_account)), tuple(cells))


def _shown(told: Mapping[str, Any]) -> str:
    return plain(str(told.get("Name") or told.get("Id")), 200)


def _state(told: Mapping[str, Any]) -> str:
    """`State` is newer than `Status`, and tells more."""
    return plain(str(told.get("State") or told.get("Status")), 40)


def _root(shared: Shared) -> tuple[_Unit, Cell]:
    (listing,) = _each(shared, _ROOTS, [{}])
    if listing.fault is not None or len(listing.items) != 1:
        fault = listing.fault
        raise _unlisted(f"{fault.code}: {fault.message}" if fault else "it has no root")
    (told,) = listing.items
    return _Unit((_shown(told),), (str(told.get("Id")),)), _cell(shared, _ROOTS, [listing])


def _unlisted(why: str) -> CollectError:
    return CollectError(
        f"the accounts of the organization cannot be listed: {why}",
        hint="use the management account or a delegated administrator, or --accounts FILE",
    )


def _units(shared: Shared, root: _Unit) -> tuple[list[_Unit], Cell]:
    """The root and all units, level by level."""
    units, level = [root], [root]
    listings: list[Listing] = []
    while level and len(level[0].ids) <= _DEEPEST:
        answers = _each(shared, _UNITS, [{"ParentId": unit.id} for unit in level])
        level = [
            unit.below(told)
            for unit, answer in zip(level, answers, strict=True)
            for told in answer.items
        ]
        units += level
        listings += answers
    return units, _cell(shared, _UNITS, listings)


def _chosen(units: Sequence[_Unit], wanted: Iterable[str]) -> list[_Unit]:
    by_name = {name: unit.id for unit in units for name in unit.called}
    tops = set()
    for name in wanted:
        if name not in by_name:
            raise UsageError(
                f"the organization has no unit '{plain(name, 100)}'",
                hint=did_you_mean(name, by_name),
            )
        tops.add(by_name[name])
    return [unit for unit in units if not tops or not tops.isdisjoint(unit.ids)]


def _tagged(
    shared: Shared, members: Sequence[Member], tags: Iterable[str]
) -> tuple[list[Member], Cell]:
    """Those that have the tags; one whose tags were not told is not among them."""
    wanted: dict[str, set[str]] = {}
    for tag in tags:
        key, equals, value = tag.partition("=")
        wanted.setdefault(key, set()).update([value] if equals else [])
    listings = _each(shared, _TAGS, [{"ResourceId": member.account} for member in members])
    kept = [
        member
        for member, listing in zip(members, listings, strict=True)
        if _has(wanted, {str(tag.get("Key")): str(tag.get("Value")) for tag in listing.items})
    ]
    return kept, _cell(shared, _TAGS, listings)


def _has(wanted: Mapping[str, set[str]], tags: Mapping[str, str]) -> bool:
    return all(
        key in tags and (not values or tags[key] in values) for key, values in wanted.items()
    )


def _each(shared: Shared, api: Api, parameters: Sequence[Mapping[str, str]]) -> list[Listing]:
    own = shared.own
    bucket = shared.buckets.of(GLOBAL, api.action)
    caller = shared.caller(api.action, GLOBAL, own.credentials, bucket)
    with side_by_side(shared.clock) as each:
        return list(
            each(lambda given: list_all(caller, replace(api, parameters=given)), parameters)
        )


def _cell(shared: Shared, api: Api, listings: Sequence[Listing]) -> Cell:
    together = Listing(
        items=tuple(item for listing in listings for item in listing.items),
        pages=sum(listing.pages for listing in listings),
        effort=reduce(add, (listing.effort for listing in listings), Effort()),
        fault=next((listing.fault for listing in listings if listing.fault), None),
    )
    return listed(together, api.action, shared.own.account, GLOBAL, kind="")
