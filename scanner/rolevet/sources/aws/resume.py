"""What an earlier run has read whole is not asked again."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, TypeVar

from rolevet.authorities import CertificateAuthority
from rolevet.coverage import GLOBAL, CellState
from rolevet.inventory import AuthorityFact, Inventory, PolicyFact, role_arns_named
from rolevet.needs import Detail, Need, name_of
from rolevet.policies import IotPolicy, ManagedPolicy
from rolevet.resources import Resource, Role
from rolevet.sources.aws.iam import Roles
from rolevet.sources.aws.managed_policies import policies_named
from rolevet.sources.aws.parts import FactT, Part

ResourceT = TypeVar("ResourceT", bound=Resource)

_WHOLE: Final = (CellState.COMPLETE, CellState.NOT_OFFERED, CellState.NOT_NEEDED)
_ROLES: Final[tuple[Need, ...]] = (
    *(Role, Detail.ROLE_BOUNDARY, Detail.ROLE_POLICIES, Detail.TRUSTING_ROLES),
)

Place = tuple[str, tuple[str, ...]]
"""A Region, and the ARNs that are named there."""


@dataclass(frozen=True, slots=True)
class Before:
    """The facts of an earlier run; `needs` is what the run at hand needs."""

    inventory: Inventory
    needs: Collection[Need]

    def part(self, kind: type[ResourceT], region: str) -> Part[ResourceT] | None:
        """The resources of a Region, where all of it was read that is needed now."""
        facts = tuple(
            fact
            for fact in self.inventory.of(kind)  # type: ignore[arg-type]
            if isinstance(fact, kind) and fact.region == region
        )
        details: set[Need] = {Detail.IOT_POLICY_TARGETS} if kind is IotPolicy and facts else set()
        return self._whole(region, {kind}, details & set(self.needs), facts)

    def roles(self, named: Collection[str]) -> Roles | None:
        """Where all was read that is needed now, and nobody names a role that was not asked for."""
        old = self.inventory
        asked = {*role_arns_named((*old.aliases, *old.profiles)), *old.roles}
        present = [fact for fact in old.roles.values() if isinstance(fact, Role)]
        details = {Detail.TRUSTING_ROLES, *([Detail.ROLE_POLICIES] if present else [])}
        part: Part[Role] | None = self._whole(GLOBAL, _ROLES, details & set(self.needs), ())
        bounded = not any("PermissionsBoundary" in role.unknown for role in present)
        if part is None or not asked.issuperset(named):
            return None
        if Detail.ROLE_BOUNDARY in self.needs and not bounded:
            return None
        return Roles(dict(old.roles), part.cells)

    def policies(self, named: Collection[str]) -> Part[tuple[str, PolicyFact]] | None:
        """The managed policies, where all that are named now were read."""
        old = self.inventory
        known = old.managed_policies
        asked = {*policies_named(old.profiles, old.roles.values()), *known}
        if not asked.issuperset(named):
            return None
        facts = tuple((arn, known[arn]) for arn in sorted(named) if arn in known)
        return self._whole(GLOBAL, {ManagedPolicy}, set(), facts)

    def authorities(self, place: Place) -> Part[tuple[str, AuthorityFact]] | None:
        """The private CAs of a Region, where all that are named now were described."""
        region, arns = place
        known = self.inventory.authorities
        if not known.keys() >= set(arns):
            return None
        facts = tuple((arn, known[arn]) for arn in arns)
        return self._whole(region, {CertificateAuthority}, set(), facts)

    def _whole(
        self,
        region: str,
        kinds: Collection[Need],
        details: Collection[Need],
        facts: tuple[FactT, ...],
    ) -> Part[FactT] | None:
        """The facts, if cells tell that the kinds were read whole, and the details as well."""
        names = {name_of(need) for need in (*kinds, *details)}
        cells = tuple(
            cell for cell in self.inventory.coverage if cell.region == region and cell.kind in names
        )
        told = {cell.kind for cell in cells}
        whole = all(cell.state in _WHOLE for cell in cells)
        if not (cells and whole and told.issuperset(map(name_of, details))):
            return None
        return Part(facts, cells)
