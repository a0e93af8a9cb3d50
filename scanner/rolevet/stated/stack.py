"""What a file makes if what it leaves open is taken in one way."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple, TypeVar

from rolevet.authorities import Crl, TrustAnchor
from rolevet.inventory import role_arns_named
from rolevet.policies import IotPolicy, ManagedPolicy
from rolevet.resources import Profile, Resource, Role, RoleAlias
from rolevet.stated import resources
from rolevet.stated.declaration import Stated
from rolevet.stated.fields import Fields
from rolevet.stated.roles import MadeRole, grants_of, role
from rolevet.stated.standins import StandIns
from rolevet.stated.values import Gap

ResourceT = TypeVar("ResourceT", bound=Resource)

_BUILDERS: Final[dict[type, Callable[[Fields], Resource]]] = {
    RoleAlias: resources.role_alias,
    Profile: resources.profile,
    TrustAnchor: resources.anchor,
    Crl: resources.crl,
    IotPolicy: resources.iot_policy,
    ManagedPolicy: resources.managed_policy,
}


class Taking(NamedTuple):
    """How what a file does not tell is taken."""

    own_place: bool = False
    """Whether the accounts and Regions that the file names are those of its resources."""
    wide: bool = False
    """Whether what is not known in policies is taken to allow as much as it can, or as little."""


@dataclass(frozen=True, slots=True)
class Stack:
    """What a file makes, by ARN."""

    made: dict[str, Resource] = field(default_factory=dict)
    roles: dict[str, MadeRole] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)
    """Clauses that say when those are made that are not."""
    prior: Mapping[str, Resource] = field(default_factory=dict)
    """What was there before the file changed it."""
    addresses: dict[str, str] = field(default_factory=dict)
    wild: dict[str, list[Gap]] = field(default_factory=dict)
    """What is not known in the policies of each and may be a wildcard."""

    def of(self, kind: type[ResourceT]) -> tuple[ResourceT, ...]:
        """Every resource of the kind but roles, in a fixed order."""
        return tuple(each for _, each in sorted(self.made.items()) if isinstance(each, kind))

    @property
    def named_roles(self) -> tuple[str, ...]:
        """The ARNs that brokers name."""
        return role_arns_named((*self.of(RoleAlias), *self.of(Profile)))

    def gaps(self) -> Iterator[Gap]:
        """What is not known in policies that matter."""
        named = set(self.named_roles)
        for arn, gaps in self.wild.items():
            if arn not in self.roles or arn in named or self.roles[arn].trusting:
                yield from gaps


def stack_of(
    stated: Iterable[Stated],
    own: StandIns,
    *,
    wide: bool,
    spelt: Mapping[str, str],
    absent: Mapping[str, str],
    prior: Mapping[str, Resource] | None = None,
) -> Stack:
    """`spelt` are the ARNs of the file's own resources, by how others may put them together."""
    stack = Stack(absent=absent, prior=prior or {})
    known = tuple(stated)
    grants = grants_of(known)
    for each in known:
        if each.kind is not Role and each.kind not in _BUILDERS:
            continue
        single = _under_its_own_arn(each, own, stack)
        arn = single.identity.arn
        fields = Fields(single, own, spelt, wide=wide)
        if each.kind is Role:
            stack.roles[arn] = role(fields, grants)
        else:
            stack.made[arn] = _BUILDERS[each.kind](fields)
        stack.addresses[arn] = each.address
        stack.wild[arn] = fields.wild
    return stack


def _under_its_own_arn(stated: Stated, own: StandIns, stack: Stack) -> Stated:
    """Also where two resources are called the same."""
    arn = stated.identity.arn
    if arn not in stack.addresses:
        return stated
    return replace(
        stated, identity=replace(stated.identity, arn=f"{arn}{own.named(stated.address)}")
    )
