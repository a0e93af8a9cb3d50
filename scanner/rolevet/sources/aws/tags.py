"""Tags, which take a call for each resource."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, TypeVar

from rolevet.coverage import Cell
from rolevet.needs import Detail, name_of
from rolevet.resources import Resource, RoleAlias
from rolevet.sources.aws.access import Access
from rolevet.sources.aws.listings import Api
from rolevet.sources.aws.parts import Each, Looked, look_through, looked_up
from rolevet.unknown import Unknown

ResourceT = TypeVar("ResourceT", bound=Resource)

_FIELD: Final = "tags"
_IOT: Final = Api(
    action="iot:ListTagsForResource",
    method="list_tags_for_resource",
    items=_FIELD,
    next_sent="nextToken",
    next_received="nextToken",
)
# Its answer has no pages.
_ANYWHERE: Final = replace(_IOT, action="rolesanywhere:ListTagsForResource")


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of resources by ARN, where they were asked for."""

    looks: Mapping[str, Looked] = field(default_factory=dict)
    cells: tuple[Cell, ...] = ()

    def on(self, resources: Iterable[ResourceT]) -> tuple[ResourceT, ...]:
        """The resources, with their tags."""
        return tuple(self._on(resource) for resource in resources)

    def _on(self, resource: ResourceT) -> ResourceT:
        looked = self.looks.get(resource.arn)
        if looked is None:
            return resource
        if looked.found:
            tags = sorted(looked.found[_FIELD], key=str)
            return replace(resource, raw={**resource.raw, _FIELD: tags})
        what = f"{resource.LABEL.lower()} '{resource.name}'"
        reason = looked.unknown(what) or Unknown(f"{what} was deleted meanwhile")
        return replace(resource, unknown={**resource.unknown, _FIELD: reason})


def collect_tags(
    access: Access, resources: Iterable[Resource], cell_by_cell: Each, call_by_call: Each
) -> Tags:
    """Of role aliases, profiles, trust anchors and CRLs; one cell for each service and Region."""
    places: dict[tuple[str, str], list[str]] = {}
    for resource in resources:
        api = _IOT if isinstance(resource, RoleAlias) else _ANYWHERE
        places.setdefault((api.action, resource.region), []).append(resource.arn)
    collect = partial(_collect, access, each=call_by_call)
    parts = tuple(cell_by_cell(collect, sorted(places.items())))
    return Tags(
        {arn: looked for looks, _ in parts for arn, looked in looks.items()},
        tuple(cell for _, cell in parts),
    )


def _collect(
    access: Access, place: tuple[tuple[str, str], list[str]], each: Each
) -> tuple[dict[str, Looked], Cell]:
    (action, region), arns = place
    api = _IOT if action == _IOT.action else _ANYWHERE
    caller = access.caller(action, region)

    def through(arn: str) -> Looked:
        return look_through(caller, api, "ResourceNotFoundException", resourceArn=arn)

    looks = dict(zip(arns, each(through, arns), strict=True))
    kind = name_of(Detail.TAGS)
    return looks, looked_up(looks, action, access.account, region, kind=kind)
