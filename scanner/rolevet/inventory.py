"""All facts of a run, frozen: the resources, the bindings between them, and the coverage."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import Any, ClassVar

from rolevet.arn import BadArn, usable_role
from rolevet.authorities import CertificateAuthority, CertificateSubject, Crl, TrustAnchor
from rolevet.coverage import Cell
from rolevet.needs import Detail, Need, kinds_of
from rolevet.place import Place
from rolevet.policies import IotPolicy, ManagedPolicy
from rolevet.resources import Profile, Resource, Role, RoleAlias, Tagged
from rolevet.symbols import Symbols
from rolevet.unknown import NotApplicable, Partly, Undecided, Unknown
from rolevet.written import WrittenFile


@dataclass(frozen=True, slots=True)
class Missing:
    """AWS said that there is nothing of this ARN."""

    arn: str
    place: Place


RoleFact = Role | Missing | Unknown
PolicyFact = ManagedPolicy | Missing | Unknown
AuthorityFact = CertificateAuthority | Missing | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """One broker and one role that it vends."""

    BROKERS: ClassVar[frozenset[type[Resource]]] = frozenset({RoleAlias, Profile})

    broker: RoleAlias | Profile
    role_arn_fact: str | Unknown
    role_fact: RoleFact

    @property
    def role_arn(self) -> str:
        if isinstance(self.role_arn_fact, Unknown):
            raise self.role_arn_fact.undecided()
        return self.role_arn_fact

    @property
    def role_arn_fault(self) -> BadArn | None:
        """What keeps the role ARN from being usable by this broker, or None."""
        try:
            usable_role(
                self.role_arn,
                partition=self.broker.partition,
                account=self.broker.account,
                max_length=self.broker.ROLE_ARN_MAX,
            )
        except BadArn as fault:
            return fault
        return None

    @property
    def role_missing(self) -> bool:
        """Whether IAM says that no such role exists."""
        return isinstance(self._looked_up(), Missing)

    @property
    def role(self) -> Role:
        """The role; a rule that needs one has nothing to say where it does not exist."""
        found = self._looked_up()
        if isinstance(found, Missing):
            raise NotApplicable("the role does not exist")
        return found

    def _looked_up(self) -> Role | Missing:
        if self.role_arn_fault:
            raise NotApplicable("the ARN cannot name a role of this account")
        if isinstance(self.role_fact, Unknown):
            raise self.role_fact.undecided()
        return self.role_fact


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasBinding(Binding):
    """A role alias and its role."""

    BROKERS: ClassVar[frozenset[type[Resource]]] = frozenset({RoleAlias})

    broker: RoleAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileBinding(Binding):
    """A profile and one of the roles that it lists."""

    BROKERS: ClassVar[frozenset[type[Resource]]] = frozenset({Profile})

    broker: Profile


Subject = (
    Tagged
    | CertificateAuthority
    | CertificateSubject
    | IotPolicy
    | ManagedPolicy
    | Role
    | WrittenFile
    | Binding
)
"""What a rule can judge."""


def listed_needs(kind: type[Any]) -> frozenset[Need]:
    """What must have been listed whole for all subjects of a kind to be known."""
    if issubclass(kind, Binding):
        return frozenset(kind.BROKERS)
    # These are not listed themselves: they are looked up because something that is names them.
    if issubclass(kind, Role):
        return Binding.BROKERS | {Detail.TRUSTING_ROLES}
    if issubclass(kind, ManagedPolicy):
        return Binding.BROKERS
    authority, anchor = CertificateAuthority, TrustAnchor
    return frozenset(anchor if each is authority else each for each in kinds_of(kind))


@dataclass(frozen=True, slots=True, order=True)
class Scope:
    """What was asked for in one account; the Regions are sorted.

    `everywhere` says that no Region was left out but by AWS itself. `name` and `unit`, the path of
    its organizational unit, are empty where nobody told them.
    """

    partition: str
    account: str
    regions: tuple[str, ...]
    everywhere: bool = False
    name: str = ""
    unit: str = ""

    @property
    def declared(self) -> bool:
        """Whether nobody looked there, but files state it."""
        return False


@dataclass(frozen=True, slots=True)
class FileScope(Scope):
    """What files state of one account, which may be one that nobody knows yet."""

    @property
    def declared(self) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class Inventory:
    """`roles` answers for every role ARN that a broker names and that could be looked up, and for
    every role that is known to trust a broker's service; `managed_policies` and `authorities`
    answer for the ARNs that roles, profiles and trust anchors name. `live` has, by the ARN of what
    a file states, what an account has in its place.

    `prior` holds, by ARN, what was there before the file changed or deleted it; resources that the
    file makes anew are not in it, and only files that tell both fill it.

    `now` is the only clock that a rule may read. `symbols`, which only the engine asks, says what
    stands for values that nobody can know yet. `answers` is kept by `once`, and says nothing that
    cannot be worked out again.
    """

    now: datetime
    scopes: tuple[Scope, ...] = ()
    aliases: tuple[RoleAlias, ...] = ()
    profiles: tuple[Profile, ...] = ()
    anchors: tuple[TrustAnchor, ...] = ()
    crls: tuple[Crl, ...] = ()
    certificate_subjects: tuple[CertificateSubject, ...] = ()
    iot_policies: tuple[IotPolicy, ...] = ()
    files: tuple[WrittenFile, ...] = ()
    roles: Mapping[str, RoleFact]
    managed_policies: Mapping[str, PolicyFact] = field(default_factory=dict)
    authorities: Mapping[str, AuthorityFact] = field(default_factory=dict)
    live: Mapping[str, Resource | Unknown] = field(default_factory=dict)
    prior: Mapping[str, Resource] = field(default_factory=dict)
    coverage: tuple[Cell, ...] = ()
    symbols: Symbols = field(default_factory=Symbols)
    answers: dict[tuple[object, ...], object] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def of(self, kind: type[Subject]) -> Iterator[Subject]:
        """Every subject of that kind, in a fixed order."""
        yield from (subject for subject in self._subjects() if isinstance(subject, kind))

    def bindings_of(self, broker: RoleAlias | Profile) -> tuple[Binding, ...]:
        """One for each distinct role ARN, and one whose ARN is unknown where not all are known."""
        return self._bindings_by_broker[broker.arn]

    def bindings_to(self, role: Role) -> tuple[Binding, ...]:
        """Every binding that vends the role, in a fixed order."""
        return self._bindings_by_role.get(role.arn, ())

    @cached_property
    def _bindings_by_role(self) -> Mapping[str, tuple[Binding, ...]]:
        by_role: dict[str, list[Binding]] = {}
        for binding in self._bindings:
            if isinstance(binding.role_arn_fact, str):
                by_role.setdefault(binding.role_arn_fact, []).append(binding)
        return {arn: tuple(bindings) for arn, bindings in by_role.items()}

    @property
    def _bindings(self) -> Iterator[Binding]:
        return chain.from_iterable(self._bindings_by_broker.values())

    @cached_property
    def _bindings_by_broker(self) -> Mapping[str, tuple[Binding, ...]]:
        brokers: tuple[RoleAlias | Profile, ...] = (*self.aliases, *self.profiles)
        return {broker.arn: tuple(self._bound(broker)) for broker in brokers}

    def _bound(self, broker: RoleAlias | Profile) -> Iterator[Binding]:
        for arn in _role_arns(broker):
            role = arn if isinstance(arn, Unknown) else self._role(arn)
            if isinstance(broker, RoleAlias):
                yield AliasBinding(broker=broker, role_arn_fact=arn, role_fact=role)
            else:
                yield ProfileBinding(broker=broker, role_arn_fact=arn, role_fact=role)

    def managed_policy(self, arn: str) -> ManagedPolicy | None:
        """None where IAM says that there is none; raises Undecided where nobody could look."""
        fact = self.managed_policies.get(arn, Unknown(f"policy {arn} was not collected"))
        if isinstance(fact, Unknown):
            raise fact.undecided()
        return fact if isinstance(fact, ManagedPolicy) else None

    def authority(self, arn: str) -> CertificateAuthority | None:
        """None where AWS says that there is none; raises Undecided where nobody could look."""
        fact = self.authorities.get(arn, Unknown(f"private CA {arn} was not collected"))
        if isinstance(fact, Unknown):
            raise fact.undecided()
        return fact if isinstance(fact, CertificateAuthority) else None

    def _subjects(self) -> Iterator[Subject]:
        yield from self.aliases
        yield from self.profiles
        yield from self.anchors
        yield from self.crls
        yield from self.certificate_subjects
        yield from self.iot_policies
        yield from self.files
        looked_up = (self.roles, self.managed_policies, self.authorities)
        for facts in looked_up:
            yield from (fact for fact in facts.values() if isinstance(fact, Resource))
        yield from self._bindings

    def _role(self, arn: str) -> RoleFact:
        return self.roles.get(arn, Unknown(f"role {arn} was not collected"))


def _role_arns(broker: RoleAlias | Profile) -> tuple[str | Unknown, ...]:
    try:
        arns = (broker.role_arn,) if isinstance(broker, RoleAlias) else broker.role_arns
    except Undecided as undecided:
        part = broker.unknown.get("roleArns")
        known = part.known if isinstance(part, Partly) else ()
        return (*sorted(set(known)), Unknown(undecided.reason, undecided.doubt))
    return tuple(sorted(set(arns)))


def role_arns_named(brokers: tuple[RoleAlias | Profile, ...]) -> tuple[str, ...]:
    """Every role ARN that the brokers are known to name, once each, sorted."""
    named = (arn for broker in brokers for arn in _role_arns(broker))
    return tuple(sorted({arn for arn in named if isinstance(arn, str)}))
