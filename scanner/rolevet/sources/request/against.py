"""What a request makes of an account whose snapshot is at hand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from rolevet.authorities import Crl, TrustAnchor
from rolevet.coverage import GLOBAL, CellState
from rolevet.errors import UsageError
from rolevet.inventory import Inventory, Missing, RoleFact, Scope, role_arns_named
from rolevet.policies import IotPolicy
from rolevet.resources import DEFAULT_DURATION, Profile, Resource, Role, RoleAlias
from rolevet.sources.request.reading import Request, stack
from rolevet.stated.stack import Taking
from rolevet.stated.standins import StandIns
from rolevet.symbols import Symbols
from rolevet.text import plain
from rolevet.unknown import Doubt, Unknown

_LISTS: Final[dict[type[Resource], str]] = {
    RoleAlias: "aliases",
    Profile: "profiles",
    TrustAnchor: "anchors",
    Crl: "crls",
    IotPolicy: "iot_policies",
}
_CHANGED_AT: Final = ("updatedAt", "lastModifiedDate")
_FEW: Final = 5


@dataclass(frozen=True, slots=True)
class Place:
    """Where the request is sent to; empty is any place that the snapshot holds."""

    account: str = ""
    region: str = ""

    @classmethod
    def of(cls, scope: Scope) -> "Place":
        """The one account and Region."""
        return cls(scope.account, scope.regions[0])

    def has(self, resource: Resource) -> bool:
        if self.account and resource.account != self.account:
            return False
        return not self.region or resource.region in (self.region, GLOBAL)


@dataclass(frozen=True, slots=True)
class Change:
    """The resource as it will be, in the inventory as it will be."""

    resource: Resource
    inventory: Inventory


def changed(stored: Inventory, request: Request, place: Place) -> Change:
    """Raises UsageError where the place is not one, or where AWS would find nothing to update or
    something in the way of what is to be made."""
    own = StandIns(request.root.source.text)
    made = stack(request, own, Taking())
    new = next(iter(made.made.values()), None) or next(iter(made.roles.values())).role
    scope = None if request.updates else _scope(stored, request, place)
    old = _stored(stored, request, Place.of(scope) if scope else place)
    if old is not None and not request.updates:
        raise UsageError(
            f"AWS would refuse it: {_what(request)} '{plain(old.name, 200)}' is there already",
            hint=f"update it, or choose another {request.operation.identifier}",
        )
    if old is not None:
        resource = _merged(old, new, request, stored)
        words: Mapping[str, str] = {}
    else:
        resource = _placed(new, scope or _scope(stored, request, place))
        words = {token: word for token, word in own.words.items() if token in resource.arn}
    held = _with(stored, resource)
    addresses = {} if old is not None else {resource.arn: f"{request.file}#{resource.KIND}"}
    return Change(resource, replace(held, symbols=Symbols(words, addresses)))


def _stored(stored: Inventory, request: Request, place: Place) -> Resource | None:
    """What the request is about; None where it is to be made, or where nobody can know."""
    found = [
        each
        for each in _resources(stored, request.operation.kind)
        if place.has(each) and _is_named(each, request)
    ]
    if len(found) > 1:
        where = ", ".join(f"{each.account}/{each.region}" for each in found[:_FEW])
        raise UsageError(
            f"the snapshot holds several of that name: {where}",
            hint="say which with --region or --account",
        )
    if found or not (request.updates and request.identifier):
        return found[0] if found else None
    if _is_known_absent(stored, request, place):
        raise UsageError(
            f"AWS would find nothing to update: the snapshot, which holds every "
            f"{_what(request)} there, has no '{plain(request.identifier, 200)}'",
            hint=f"check {request.operation.identifier}, or collect the account again",
        )
    return None


def _resources(stored: Inventory, kind: type[Resource]) -> Iterator[Resource]:
    if issubclass(kind, Role):
        yield from (fact for fact in stored.roles.values() if isinstance(fact, Role))
    else:
        yield from getattr(stored, _LISTS[kind])


def _is_named(resource: Resource, request: Request) -> bool:
    """By its name, its id, its ARN or its alias ARN, as far as the operation takes them."""
    wanted = request.identifier
    if request.operation.identifier == resource.NAME_FIELD:
        unique = resource.KIND in (RoleAlias.KIND, Role.KIND, IotPolicy.KIND)
        return unique and resource.name == wanted
    return wanted in (resource.arn, resource.arn.rpartition("/")[2], resource.raw.get("aliasArn"))


def _is_known_absent(stored: Inventory, request: Request, place: Place) -> bool:
    """Whether every listing of the kind is complete where the request may go."""
    kind = request.operation.kind
    if issubclass(kind, Role):
        return any(
            isinstance(fact, Missing) and arn.rpartition("/")[2] == request.identifier
            for arn, fact in stored.roles.items()
            if not place.account or f":{place.account}:" in arn
        )
    cells = [
        cell
        for cell in stored.coverage
        if cell.lists and cell.kind in ("", kind.KIND) and place.account in ("", cell.account)
        if not (place.region and cell.kind) or cell.region == place.region
    ]
    states = {cell.state for cell in cells}
    listed = any(cell.kind and cell.state is CellState.COMPLETE for cell in cells)
    return listed and states <= {CellState.COMPLETE, CellState.NOT_OFFERED}


def _scope(stored: Inventory, request: Request, place: Place) -> Scope:
    """The one account and Region that it can be meant for."""
    is_global = issubclass(request.operation.kind, Role)
    found = sorted(
        {
            Scope(scope.partition, scope.account, (region,))
            for scope in stored.scopes
            for region in ((GLOBAL,) if is_global and scope.regions else scope.regions)
            if place.account in ("", scope.account)
            if is_global or place.region in ("", region)
        }
    )
    if len(found) == 1:
        return found[0]
    where = ", ".join(f"{each.account}/{each.regions[0]}" for each in found[:_FEW])
    raise UsageError(
        f"the snapshot holds several accounts or Regions: {where}"
        if found
        else "the snapshot holds no such account and Region",
        hint="say where the request is sent to with --account and --region",
    )


def _placed(new: Resource, scope: Scope) -> Resource:
    """In a real account and Region instead of those that stand in for them."""
    (region,) = scope.regions
    # The name in it may be any text.
    _, _, service, where, _, what = new.arn.split(":", 5)
    arn = f"arn:{scope.partition}:{service}:{where and region}:{scope.account}:{what}"
    return replace(
        new,
        arn=arn,
        account=scope.account,
        region=region,
        partition=scope.partition,
        raw={**new.raw, "Arn": arn} if "Arn" in new.raw else new.raw,
    )


def _merged(old: Resource, new: Resource, request: Request, stored: Inventory) -> Resource:
    """What is stored, with the members that were sent in the place of theirs."""
    sent = set(request.fields)
    raw = dict(old.raw)
    unknown = {name: why for name, why in old.unknown.items() if name not in sent}
    for name in sent:
        if request.operation.row:
            raw[name] = _with_row(old.raw.get(name), new.raw[name])
        elif name in new.raw:
            raw[name] = new.raw[name]
        if name in new.unknown and not request.operation.row:
            unknown[name] = new.unknown[name]
    if request.operation.row in old.unknown:
        unknown[request.operation.row] = old.unknown[request.operation.row]
    left = request.operation.leaves_open
    if left and left not in sent and raw.get(left, DEFAULT_DURATION) != DEFAULT_DURATION:
        reason = f"AWS does not say what {request.operation.name} makes of {left} if it is not sent"
        unknown[left] = Unknown(reason, Doubt.BY_NATURE)
    for name in _CHANGED_AT:
        if name in raw:
            raw[name] = stored.now.isoformat()
    return replace(old, raw=raw, unknown=unknown, place=new.place)


def _with_row(rows: Any, more: list[Any]) -> list[Any]:
    """A row takes the place of the one of the same name."""
    names = [row.get("PolicyName") for row in more]
    kept = [
        row
        for row in (rows if isinstance(rows, list) else ())
        if not (isinstance(row, dict) and row.get("PolicyName") in names)
    ]
    return [*kept, *more]


def _with(stored: Inventory, resource: Resource) -> Inventory:
    if isinstance(resource, Role):
        return replace(stored, roles={**stored.roles, resource.arn: resource})
    name = _LISTS[type(resource)]
    others = (each for each in getattr(stored, name) if each.arn != resource.arn)
    rows: Any = tuple(sorted((*others, resource), key=lambda each: each.arn))
    held = replace(stored, **{name: rows})
    roles: dict[str, RoleFact] = dict(held.roles)
    policies = dict(held.managed_policies)
    if isinstance(resource, RoleAlias | Profile):
        for arn in role_arns_named((resource,)):
            roles.setdefault(arn, _unseen("role", arn))
    if isinstance(resource, Profile):
        named = resource.raw.get("managedPolicyArns", ())
        for arn in (each for each in named if isinstance(each, str)):
            policies.setdefault(arn, _unseen("managed policy", arn))
    return replace(held, roles=dict(sorted(roles.items())), managed_policies=policies)


def _unseen(what: str, arn: str) -> Unknown:
    reason = f"nothing named {what} {plain(arn, 200)} when the snapshot was collected"
    return Unknown(reason, Doubt.BY_NATURE)


def _what(request: Request) -> str:
    label = request.operation.kind.LABEL
    return label[:1].lower() + label[1:] if label.split()[0].istitle() else label
