"""What a template makes under one choice of what it leaves open."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from rolevet.inventory import role_arns_named
from rolevet.resources import Profile, Resource, RoleAlias
from rolevet.sources.cloudformation import resources
from rolevet.sources.cloudformation.choices import Choice
from rolevet.sources.cloudformation.fields import Fields
from rolevet.sources.cloudformation.identities import Identity
from rolevet.sources.cloudformation.resolver import Resolver
from rolevet.sources.cloudformation.roles import MadeRole, grants_of, role
from rolevet.sources.cloudformation.standins import StandIns
from rolevet.sources.cloudformation.template import (
    ANCHOR,
    CRL,
    IOT_POLICY,
    MANAGED_POLICY,
    PROFILE,
    ROLE,
    ROLE_ALIAS,
    Declaration,
    Template,
)
from rolevet.sources.cloudformation.values import Gap

ResourceT = TypeVar("ResourceT", bound=Resource)

_BUILDERS: Final[dict[str, Callable[[Fields, Identity], Resource]]] = {
    ROLE_ALIAS: resources.role_alias,
    PROFILE: resources.profile,
    ANCHOR: resources.anchor,
    CRL: resources.crl,
    IOT_POLICY: resources.iot_policy,
    MANAGED_POLICY: resources.managed_policy,
}


@dataclass(frozen=True, slots=True)
class Stack:
    """What a template makes under one choice, by ARN."""

    made: dict[str, Resource] = field(default_factory=dict)
    roles: dict[str, MadeRole] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    """The conditions of those that are not made."""
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


def stack_of(template: Template, stand_ins: StandIns, choice: Choice, file: str) -> Stack:
    """`file` is what addresses begin with."""
    stack = Stack()
    resolver = Resolver(template, stand_ins, choice)
    made = [each for each in template.declared if _is_made(each, resolver, stack)]
    grants = grants_of(made, resolver)
    for declared in made:
        identity = _identity(declared, resolver, stack)
        if identity is None:
            continue
        fields = Fields(declared, resolver)
        if declared.type == ROLE:
            stack.roles[identity.arn] = role(fields, identity, grants)
        else:
            stack.made[identity.arn] = _BUILDERS[declared.type](fields, identity)
        stack.addresses[identity.arn] = f"{file}#{declared.construct or declared.id}"
        stack.wild[identity.arn] = fields.wild
    return stack


def _is_made(declared: Declaration, resolver: Resolver, stack: Stack) -> bool:
    """Whether it is made, as far as that is known."""
    if not declared.condition or resolver.condition(declared.condition) is not False:
        return True
    identity = resolver.identity(declared.id)
    if identity is not None and identity.arn:
        stack.absent[identity.arn] = declared.condition
    return False


def _identity(declared: Declaration, resolver: Resolver, stack: Stack) -> Identity | None:
    """Under an ARN of its own, also where two resources are called the same."""
    if declared.type != ROLE and declared.type not in _BUILDERS:
        return None
    identity = resolver.identity(declared.id)
    if identity is None:
        return None
    if identity.arn in stack.addresses:
        return replace(identity, arn=f"{identity.arn}{resolver.stand_ins.named(declared.id)}")
    return identity
