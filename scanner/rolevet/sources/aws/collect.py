"""One account, one or more Regions: every broker, every anchor, and the roles that they name."""

from collections.abc import Collection, Iterator
from datetime import datetime
from functools import partial

from rolevet.coverage import Cell, CellState
from rolevet.inventory import Inventory, Scope, role_arns_named
from rolevet.resources import Profile, Resource, Role, RoleAlias, TrustAnchor
from rolevet.sources.aws.access import Access
from rolevet.sources.aws.iam import collect_roles
from rolevet.sources.aws.iot import collect_aliases
from rolevet.sources.aws.parts import Each, join
from rolevet.sources.aws.plan import LISTINGS
from rolevet.sources.aws.rolesanywhere import collect_anchors, collect_profiles
from rolevet.sources.aws.threads import side_by_side


def collect(access: Access, kinds: Collection[type[Resource]], now: datetime) -> Inventory:
    """The facts of these kinds; a call that fails becomes coverage, and the rest goes on.

    A stopped clock ends it soon, with what has come so far.
    """
    clock = access.shared.clock
    with side_by_side(clock) as cell_by_cell, side_by_side(clock) as call_by_call:
        return _collect(access, kinds, now, cell_by_cell, call_by_call)


def _collect(
    access: Access,
    kinds: Collection[type[Resource]],
    now: datetime,
    cell_by_cell: Each,
    call_by_call: Each,
) -> Inventory:
    """Cells run side by side, and so do the calls of one cell, in threads of their own so that no
    cell waits for a thread that waits for it."""
    regions = access.choice.regions
    describe = partial(collect_aliases, access, each=call_by_call)
    listings = (
        cell_by_cell(describe, regions if RoleAlias in kinds else ()),
        cell_by_cell(partial(collect_profiles, access), regions if Profile in kinds else ()),
        cell_by_cell(partial(collect_anchors, access), regions if TrustAnchor in kinds else ()),
    )
    aliases, profiles, anchors = join(listings[0]), join(listings[1]), join(listings[2])
    named = role_arns_named((*aliases.facts, *profiles.facts)) if Role in kinds else ()
    roles, role_cells = collect_roles(access, named, call_by_call)
    return Inventory(
        now=now,
        scopes=(_scope(access),),
        aliases=aliases.facts,
        profiles=profiles.facts,
        anchors=anchors.facts,
        roles=roles,
        coverage=(
            *([access.found_by] if access.found_by else []),
            *_left_out(access, kinds),
            *aliases.cells,
            *profiles.cells,
            *anchors.cells,
            *role_cells,
        ),
    )


def _scope(access: Access) -> Scope:
    left_out = {state for _, state in access.choice.left_out}
    everywhere = access.choice.everywhere and CellState.EXCLUDED not in left_out
    return Scope(
        access.partition,
        access.account,
        access.choice.regions,
        everywhere,
        access.target.name,
        access.target.unit,
    )


def _left_out(access: Access, kinds: Collection[type[Resource]]) -> Iterator[Cell]:
    """What would have been listed in the Regions that are not enabled or not wanted."""
    for region, state in access.choice.left_out:
        for kind in kinds:
            if kind in LISTINGS:
                yield Cell(access.account, region, LISTINGS[kind], state, kind.KIND, lists=True)
