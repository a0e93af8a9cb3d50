"""What sessions of a role may do, told apart by the brokers through which they come."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final

from rolevet.granted import role_permissions, session_policies
from rolevet.inventory import AliasBinding, Binding, Inventory
from rolevet.kept import once
from rolevet.listed import brokers_known
from rolevet.policy.actions import OTHER_ESCALATIONS
from rolevet.policy.answers import NO, YES, Answer, answer_of, any_of, maybe
from rolevet.policy.keys import NAMED, NAMELESS, beyond_own
from rolevet.policy.permissions import Permissions
from rolevet.policy.tiers import Holder, Tier, escalations, reaches
from rolevet.resources import Profile, Role, RoleAlias
from rolevet.unknown import NotApplicable, Undecided

_MOST_ADMINISTRATORS: Final = 50
"""Roles that a question about one role tells apart from all others."""


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """What may be done by those who come through any of some paths to a role; `profile` is the one
    whose session policies cut it down, if any do."""

    role: Role
    permissions: Permissions
    paths: tuple[Binding, ...]
    profile: Profile | None


def permissions_through(binding: Binding, inventory: Inventory) -> Permissions:
    """What a session may do that comes through the binding."""
    return _cut_permissions(binding.role, _cutting(binding, inventory), inventory)


def role_reaches(role: Role, least: Tier, inventory: Inventory) -> Answer:
    """Whether the role may do as much as that tier, or more, whoever uses it."""
    return _cut_reaches(role, None, least, inventory)


def reaches_through(binding: Binding, least: Tier, inventory: Inventory) -> Answer:
    """Whether a session that comes through the binding may do as much as that tier, or more."""
    return _cut_reaches(binding.role, _cutting(binding, inventory), least, inventory)


@once
def alias_reaches(alias: RoleAlias, least: Tier, inventory: Inventory) -> Answer:
    """Whether devices may do as much as that tier, or more, with the role of the alias; no where
    it has none that can be handed out."""
    (binding,) = inventory.bindings_of(alias)
    try:
        return role_reaches(binding.role, least, inventory)
    except NotApplicable:
        return NO
    except Undecided as undecided:
        return maybe(undecided.reason, undecided.doubt)


def is_open(binding: Binding) -> Answer:
    """Whether anybody gets sessions through it today, as nobody does through a disabled profile."""
    broker = binding.broker
    return answer_of(lambda: broker.enabled) if isinstance(broker, Profile) else YES


@once
def paths_to(role: Role, inventory: Inventory) -> tuple[Binding, ...]:
    """Every binding that can hand out the role, be it open or not, in a fixed order."""
    bindings = inventory.bindings_to(role)
    return tuple(binding for binding in bindings if binding.role_arn_fault is None)


def open_bindings(role: Role, inventory: Inventory) -> tuple[Binding, ...]:
    """Those through which the role can be had today: of aliases, and of enabled profiles."""
    return tuple(binding for binding in paths_to(role, inventory) if is_open(binding))


def used_by_devices(role: Role, inventory: Inventory) -> Answer:
    """Whether a role alias hands out the role, be it in a Region that was left out."""
    if any(isinstance(path, AliasBinding) for path in paths_to(role, inventory)):
        return YES
    return ~brokers_known(RoleAlias, role.account, inventory)


@once
def sessions_of(role: Role, inventory: Inventory) -> tuple[Session, ...]:
    """The sessions that its paths lead to; one for all paths that do not cut it down."""
    by_arn: dict[str, tuple[Profile | None, list[Binding]]] = {}
    for path in paths_to(role, inventory):
        profile = _cutting(path, inventory)
        by_arn.setdefault(profile.arn if profile else "", (profile, []))[1].append(path)
    return tuple(
        Session(role, _cut_permissions(role, profile, inventory), tuple(paths), profile)
        for profile, paths in by_arn.values()
    )


def reaches_in(session: Session, least: Tier, inventory: Inventory) -> Answer:
    """Whether it may do as much as that tier, or more."""
    return _cut_reaches(session.role, session.profile, least, inventory)


def escalations_in(
    session: Session, inventory: Inventory, *, as_read: bool = False
) -> Mapping[str, Answer]:
    """The actions by which it gets or gives more than it has, where they are or may be allowed;
    `as_read` leaves out what could not be read."""
    unread = as_read and any(each.unknown for each in session.permissions.sets)
    return _cut_escalations(session.role, session.profile, unread, inventory)


@once
def device_views(role: Role, inventory: Inventory) -> tuple[Permissions, ...]:
    """What a device may do to what is not its own: without the name of its thing, and with it; one
    view where that makes no difference."""
    own = role_permissions(role, inventory)
    views = [own.revised(partial(beyond_own, caller=each)) for each in (NAMELESS, NAMED)]
    return tuple(views[:1] if views[0] == views[1] else views)


def controls_its_broker(session: Session, inventory: Inventory) -> Answer:
    """Whether it may change a broker that hands out its role, and so what it gets next time."""
    found = escalations_in(session, inventory)
    holder = holder_of(session.role, inventory)
    return any_of(
        found[each.action] & session.permissions.allows_some(each.action, arn)
        for each in OTHER_ESCALATIONS
        if each.own and each.action in found
        for arn in holder.prizes(each)
    )


def _cutting(binding: Binding, inventory: Inventory) -> Profile | None:
    """The profile whose session policies cut down what the role may do, if any do."""
    broker = binding.broker
    cuts = isinstance(broker, Profile) and session_policies(broker, inventory) is not None
    return broker if isinstance(broker, Profile) and cuts else None


@once
def _cut_permissions(role: Role, profile: Profile | None, inventory: Inventory) -> Permissions:
    own = role_permissions(role, inventory)
    session = session_policies(profile, inventory) if profile else None
    return own if session is None else own.within(session)


@once
def _cut_reaches(role: Role, profile: Profile | None, least: Tier, inventory: Inventory) -> Answer:
    permissions = _cut_permissions(role, profile, inventory)
    if least is Tier.ADMINISTRATOR:
        return reaches(permissions, least)
    return reaches(permissions, least, holder_of(role, inventory))


@once
def _cut_escalations(
    role: Role, profile: Profile | None, as_read: bool, inventory: Inventory
) -> Mapping[str, Answer]:
    permissions = _cut_permissions(role, profile, inventory)
    return escalations(permissions.read if as_read else permissions, holder_of(role, inventory))


@once
def holder_of(role: Role, inventory: Inventory) -> Holder:
    """Who has the permissions of the role; policies of AWS's own are not among its policies."""
    arns = (*_known(lambda: role.attached_policies), *_known(lambda: (role.boundary or "",)))
    own = tuple(arn for arn in arns if f":{role.account}:policy/" in arn)
    others = tuple(arn for arn in _administrators(inventory) if arn != role.arn)
    brokers = tuple(dict.fromkeys(each.broker.arn for each in paths_to(role, inventory)))
    return Holder(role.arn, own, brokers, others)


@once
def _administrators(inventory: Inventory) -> tuple[str, ...]:
    roles = (fact for _, fact in sorted(inventory.roles.items()) if isinstance(fact, Role))
    found = (r.arn for r in roles if role_reaches(r, Tier.ADMINISTRATOR, inventory).certain)
    return tuple(islice(found, _MOST_ADMINISTRATORS))


def _known(question: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
    """What could not be had is nothing that could be named."""
    try:
        return question()
    except Undecided:
        return ()
