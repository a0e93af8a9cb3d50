"""One account, one or more Regions: what they hold, and what that names elsewhere."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from rolevet.authorities import CertificateAuthority, CertificateSubject, Crl, TrustAnchor
from rolevet.coverage import Cell, CellState
from rolevet.inventory import AuthorityFact, Inventory, PolicyFact, Scope, role_arns_named
from rolevet.needs import Detail, Need, name_of
from rolevet.policies import IotPolicy, ManagedPolicy
from rolevet.resources import Profile, Resource, Role, RoleAlias
from rolevet.sources.aws.access import Access
from rolevet.sources.aws.iam import Roles, collect_roles
from rolevet.sources.aws.iot import collect_aliases
from rolevet.sources.aws.iot_policies import collect_iot_policies
from rolevet.sources.aws.managed_policies import collect_policies, policies_named
from rolevet.sources.aws.parts import Each, MadeT, Part, join
from rolevet.sources.aws.plan import LISTINGS
from rolevet.sources.aws.private_ca import (
    authorities_named,
    collect_authorities,
    pca_arns_named,
)
from rolevet.sources.aws.resume import Before, ResourceT
from rolevet.sources.aws.rolesanywhere import (
    collect_anchors,
    collect_crls,
    collect_profiles,
    collect_subjects,
)
from rolevet.sources.aws.tags import collect_tags
from rolevet.sources.aws.threads import Metered, side_by_side


def collect(
    access: Access, needs: Collection[Need], now: datetime, old: Inventory | None = None
) -> Inventory:
    """The facts that meet these needs; a call that fails becomes coverage, and the rest goes on.

    What an old inventory of the account holds whole is taken from there. A stopped clock ends it
    soon, with what has come so far.
    """
    clock = access.shared.clock
    before = Before(old or Inventory(now=now, roles={}), needs)
    with side_by_side(clock) as cell_by_cell, side_by_side(clock) as call_by_call:
        metered = Metered(cell_by_cell, access.shared.meter)
        inventory = _collect(access, needs, now, before, metered, call_by_call)
        metered.settle(len(inventory.coverage))
        return inventory


@dataclass(frozen=True, slots=True)
class _Listed:
    """What the Regions hold."""

    aliases: Part[RoleAlias]
    profiles: Part[Profile]
    anchors: Part[TrustAnchor]
    crls: Part[Crl]
    iot_policies: Part[IotPolicy]
    subjects: Part[CertificateSubject]

    @property
    def cells(self) -> tuple[Cell, ...]:
        parts = (self.aliases, self.profiles, self.anchors, self.crls, self.iot_policies)
        return tuple(cell for part in (*parts, self.subjects) for cell in part.cells)

    @property
    def with_tags(self) -> tuple[Resource, ...]:
        """What Detail.TAGS is about."""
        return (
            *(*self.aliases.facts, *self.profiles.facts),
            *(*self.anchors.facts, *self.crls.facts),
        )


def _collect(
    access: Access,
    needs: Collection[Need],
    now: datetime,
    before: Before,
    cell_by_cell: Each,
    call_by_call: Each,
) -> Inventory:
    """Cells run side by side, and so do the calls of one cell, in threads of their own so that no
    cell waits for a thread that waits for it."""
    found = _listed(access, needs, before, cell_by_cell, call_by_call)
    authorities = _authorities(access, needs, found, before, cell_by_cell, call_by_call)
    named = role_arns_named((*found.aliases.facts, *found.profiles.facts)) if Role in needs else ()
    roles = before.roles(named) or collect_roles(access, named, needs, call_by_call)
    policies = _policies(access, needs, found, roles, before, call_by_call)
    tagged = found.with_tags if Detail.TAGS in needs else ()
    tags = collect_tags(access, tagged, cell_by_cell, call_by_call)
    known = join(authorities)
    return Inventory(
        now=now,
        scopes=(_scope(access),),
        aliases=tags.on(found.aliases.facts),
        profiles=tags.on(found.profiles.facts),
        anchors=tags.on(found.anchors.facts),
        crls=tags.on(found.crls.facts),
        certificate_subjects=found.subjects.facts,
        iot_policies=found.iot_policies.facts,
        roles=roles.facts,
        managed_policies=dict(policies.facts),
        authorities=dict(known.facts),
        coverage=(
            *([access.found_by] if access.found_by else []),
            *_left_out(access, needs),
            *found.cells,
            *roles.cells,
            *policies.cells,
            *known.cells,
            *tags.cells,
        ),
    )


def _listed(
    access: Access,
    needs: Collection[Need],
    before: Before,
    cell_by_cell: Each,
    call_by_call: Each,
) -> _Listed:
    """All listings begin at once; of a trust anchor's CRLs, when the anchors are known."""

    def in_regions(need: Need, collect: Callable[[str], MadeT]) -> Iterable[MadeT]:
        return cell_by_cell(collect, access.choice.regions if need in needs else ())

    def begun(
        kind: type[ResourceT], collect: Callable[[str], Part[ResourceT]]
    ) -> Iterable[Part[ResourceT]]:
        return in_regions(kind, lambda region: before.part(kind, region) or collect(region))

    def anchors_and_crls(region: str) -> tuple[Part[TrustAnchor], Part[Crl]]:
        anchors = before.part(TrustAnchor, region) or collect_anchors(access, region)
        if Crl not in needs:
            return anchors, Part()
        return anchors, before.part(Crl, region) or collect_crls(access, region, anchors)

    aliases = begun(RoleAlias, partial(collect_aliases, access, each=call_by_call))
    profiles = begun(Profile, partial(collect_profiles, access))
    anchors = in_regions(TrustAnchor, anchors_and_crls)
    policies = begun(
        IotPolicy, partial(collect_iot_policies, access, needs=needs, each=call_by_call)
    )
    subjects = begun(CertificateSubject, partial(collect_subjects, access, each=call_by_call))
    pairs = tuple(anchors)
    return _Listed(
        join(aliases),
        join(profiles),
        join(pair[0] for pair in pairs),
        join(pair[1] for pair in pairs),
        join(policies),
        join(subjects),
    )


def _authorities(
    access: Access,
    needs: Collection[Need],
    found: _Listed,
    before: Before,
    cell_by_cell: Each,
    call_by_call: Each,
) -> Iterable[Part[tuple[str, AuthorityFact]]]:
    arns = pca_arns_named(found.anchors.facts) if CertificateAuthority in needs else ()
    collect = partial(collect_authorities, access, each=call_by_call)
    return cell_by_cell(
        lambda place: before.authorities(place) or collect(place),
        authorities_named(access, arns).items(),
    )


def _policies(
    access: Access,
    needs: Collection[Need],
    found: _Listed,
    roles: Roles,
    before: Before,
    each: Each,
) -> Part[tuple[str, PolicyFact]]:
    wanted: Collection[str] = ()
    if ManagedPolicy in needs:
        wanted = policies_named(found.profiles.facts, roles.facts.values())
    return before.policies(wanted) or collect_policies(access, wanted, roles.policies, each)


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


def _left_out(access: Access, needs: Collection[Need]) -> Iterator[Cell]:
    """What would have been listed in the Regions that are not enabled or not wanted."""
    for region, state in access.choice.left_out:
        for need in needs:
            if need in LISTINGS:
                yield Cell(access.account, region, LISTINGS[need], state, name_of(need), lists=True)
