"""One account, one or more Regions: every broker, every anchor, and the roles that they name."""

from datetime import datetime

from rolevet.inventory import Inventory, Scope, role_arns_named
from rolevet.sources.aws.access import Access
from rolevet.sources.aws.iam import collect_roles
from rolevet.sources.aws.iot import collect_aliases
from rolevet.sources.aws.parts import join
from rolevet.sources.aws.rolesanywhere import collect_anchors, collect_profiles


def collect(access: Access, now: datetime) -> Inventory:
    """All facts of the account; a call that fails becomes coverage, and the rest goes on."""
    aliases = join(collect_aliases(access, region) for region in access.regions)
    profiles = join(collect_profiles(access, region) for region in access.regions)
    anchors = join(collect_anchors(access, region) for region in access.regions)
    roles, role_cells = collect_roles(access, role_arns_named((*aliases.facts, *profiles.facts)))
    return Inventory(
        now=now,
        scopes=(Scope(access.partition, access.account, access.regions),),
        aliases=aliases.facts,
        profiles=profiles.facts,
        anchors=anchors.facts,
        roles=roles,
        coverage=(*aliases.cells, *profiles.cells, *anchors.cells, *role_cells),
    )
