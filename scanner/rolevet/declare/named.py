"""Which facts an expression can look at, whatever the data; from that, what must be collected.

A fact that nobody collected would look as if it were not there. So every field is found that might
be read, and where a resource might be looked at as a whole, as by `keys(role)`, all of its fields.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from rolevet.authorities import Crl, TrustAnchor
from rolevet.declare.expressions import EVERYTHING, Named
from rolevet.inventory import AliasBinding, Binding, ProfileBinding, Subject, listed_needs
from rolevet.needs import RESOURCES, Detail, Need, with_presupposed
from rolevet.policies import IotPolicy, ManagedPolicy
from rolevet.resources import Profile, Resource, Role, RoleAlias
from rolevet.text import did_you_mean, plain

BINDING: Final = "binding"
KINDS: Final[Mapping[str, type[Any]]] = {
    **{kind.KIND: kind for kind in RESOURCES},
    BINDING: Binding,
    "alias-binding": AliasBinding,
    "profile-binding": ProfileBinding,
}
"""What a rule may judge, by the word for it in a rule file."""

BROKER: Final = "broker"
SESSION: Final = "session"
TRUST: Final = "trust"
PARTS: Final = {
    BINDING: (BROKER, Role.KIND, TRUST, SESSION),
    SESSION: ("durationSeconds", "managedPolicyArns", "policy"),
}
"""What there is of a binding, and of the session that it gives; nothing else ever is."""

_VIEWS: Final = (BROKER, Role.KIND, SESSION)

ASKED_FOR: Final[Mapping[Detail, Mapping[str, tuple[str, ...]]]] = {
    Detail.TAGS: dict.fromkeys(
        (BROKER, RoleAlias.KIND, Profile.KIND, TrustAnchor.KIND, Crl.KIND), ("tags",)
    ),
    Detail.ROLE_POLICIES: {Role.KIND: ("AttachedManagedPolicies", "RolePolicyList")},
    Detail.IOT_POLICY_TARGETS: {IotPolicy.KIND: ("targets",)},
    Detail.ROLE_BOUNDARY: {Role.KIND: ("PermissionsBoundary", "RoleLastUsed", "Tags")},
}
"""The fields that are there only if somebody asks for them, by what has them."""

EMPTY_IF_NONE: Final = frozenset({Detail.TAGS, Detail.ROLE_POLICIES, Detail.IOT_POLICY_TARGETS})
"""Of these an empty list is told, so that a field that is missing was not asked for; IAM leaves a
boundary out where there is none."""


class BadName(ValueError):
    """An expression names what there is not; the message is a clause."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"there is no '{plain(name, 100)}' here: {did_you_mean(name, known)}")
        self.name = name


def needs_of(kind: type[Subject], named: Iterable[Named]) -> frozenset[Need]:
    """What must be collected for a rule over the kind whose expressions name these fields."""
    needs: set[Need] = set(listed_needs(kind))
    if issubclass(kind, Resource):
        needs.add(kind)
    if issubclass(kind, ManagedPolicy):
        # They are found through the roles that have them, and as their boundaries.
        needs |= {Detail.ROLE_POLICIES, Detail.ROLE_BOUNDARY}
    for owner, field in named:
        if owner == Role.KIND or (owner == BINDING and field in (Role.KIND, TRUST, EVERYTHING)):
            needs.add(Role)
        for detail, fields in ASKED_FOR.items():
            if field in fields.get(owner, ()) or (field == EVERYTHING and owner in fields):
                needs.add(detail)
    return with_presupposed(needs)


def fields_named(tree: Mapping[str, Any], kind: str) -> tuple[Named, ...]:
    """Each once, in the order of the expression; raises BadName for a part of a binding that there
    is not."""
    root = BINDING if issubclass(KINDS[kind], Binding) else kind
    reader = _Reader()
    reader.look_at_all(reader.read(tree, (root,)))
    return tuple(reader.named)


class _Reader:
    """Goes through a tree once. What a node may give are names of views; anything else that it may
    give holds nothing that must be asked for."""

    def __init__(self) -> None:
        self.named: dict[Named, None] = {}

    def look_at_all(self, views: Iterable[str]) -> None:
        """What is compared, listed or handed to a function is looked at as a whole."""
        for view in views:
            self.named[view, EVERYTHING] = None
            if view == BINDING:
                self.look_at_all(_VIEWS)

    def read(self, node: Mapping[str, Any], views: tuple[str, ...]) -> tuple[str, ...]:
        """What a node may give that is evaluated on one of the views."""
        kind, children = node["type"], node["children"]
        if kind in ("current", "identity"):
            return views
        if kind == "field":
            return tuple(self._field(node["value"], views))
        if kind in ("subexpression", "pipe", "index_expression"):
            for child in children:
                views = self.read(child, views)
            return views
        if kind.endswith("projection"):
            base, *others = children
            self.look_at_all(self.read(base, views))
            children, views = others, ()  # which see elements of an array
        elif kind == "expref":
            views = ()
        elif kind in ("literal", "index", "slice"):
            return ()
        for child in children:
            self.look_at_all(self.read(child, views))
        return ()

    def _field(self, name: str, views: tuple[str, ...]) -> Iterator[str]:
        for view in views:
            if name not in PARTS.get(view, (name,)):
                raise BadName(name, PARTS[view])
            self.named[view, name] = None
            if view == BINDING and name in _VIEWS:
                yield name
