"""A file as inventories, one for each way in which it may turn out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Final, NamedTuple

from rolevet.authorities import CertificateSubject, Crl, TrustAnchor
from rolevet.coverage import GLOBAL, Cell, CellState
from rolevet.inventory import AuthorityFact, FileScope, Inventory, PolicyFact, RoleFact
from rolevet.needs import Detail, Need, name_of
from rolevet.policies import IotPolicy, ManagedPolicy
from rolevet.resources import Profile, Role, RoleAlias
from rolevet.stated.declaration import Language
from rolevet.stated.stack import Stack, Taking
from rolevet.stated.standins import StandIns
from rolevet.symbols import Symbols
from rolevet.text import plain
from rolevet.unknown import Doubt, Unknown
from rolevet.worlds import World
from rolevet.written import WrittenFile

_WORLDS_MAX: Final = 16
_WORLDS_MIN: Final = 4
_JUDGED_MAX: Final = 2000
"""Resources, each counted in every world: of a large file, less is gone through."""

_LISTED: Final[tuple[Need, ...]] = (
    RoleAlias,
    Profile,
    TrustAnchor,
    Crl,
    CertificateSubject,
    IotPolicy,
)
_PLACE: Final = "where it is deployed"
_UNKNOWN: Final = "what the file does not tell"
_FEW: Final = 3


class Way(NamedTuple):
    """One way in which a file may turn out; `premises` are clauses about what is so in it."""

    stack: Callable[[Taking], Stack]
    premises: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Open:
    """A file whose ways are to be gone through: `ways` gives no more of them than it is asked for,
    the likeliest first, and `count` says how many resources it has. `shortfalls` are clauses about
    what it should tell and does not; `files` are what is judged of the text itself."""

    language: Language
    stand_ins: StandIns
    count: int
    ways: Callable[[int], Sequence[Way]]
    shortfalls: tuple[str, ...] = ()
    files: tuple[WrittenFile, ...] = ()

    @property
    def limit(self) -> int:
        return max(_WORLDS_MIN, min(_WORLDS_MAX, _JUDGED_MAX // max(self.count, 1)))


def worlds_of(given: Open, now: datetime) -> tuple[World, ...]:
    """None for a file that declares nothing that is read."""
    if not (given.count or given.shortfalls):
        return ()
    stand_ins = given.stand_ins
    questions: dict[str, tuple[str, str]] = {}
    if stand_ins.accounts or stand_ins.regions:
        questions[_PLACE] = _place_clauses(stand_ins, given.language.whose)
    ways = given.ways(given.limit // 2 ** len(questions))
    gaps = {gap.what for way in ways for gap in way.stack(Taking()).gaps()}
    if gaps:
        questions[_UNKNOWN] = _gap_clauses(sorted(gaps))
        ways = given.ways(given.limit // 2 ** len(questions))
    return tuple(
        _world(given, now, way, dict(zip(questions, answers, strict=True)), questions)
        for answers in product((False, True), repeat=len(questions))
        for way in ways
    )


def _place_clauses(stand_ins: StandIns, whose: str) -> tuple[str, str]:
    """That what the file names is not where it is deployed, and that it is."""
    accounts = [f"account {account}" for account in sorted(stand_ins.accounts)]
    regions = [f"Region {region}" for region in sorted(stand_ins.regions)]
    named = _few((*accounts, *regions))
    verb = "is" if len((*accounts, *regions)) == 1 else "are"
    return f"{named} {verb} not {whose} own", f"{named} {verb} {whose} own"


def _gap_clauses(gaps: Sequence[str]) -> tuple[str, str]:
    verb = "hold" if len(gaps) > 1 else "holds"
    return f"{_few(gaps)} {verb} no wildcard", f"{_few(gaps)} {verb} a wildcard"


def _few(words: Sequence[str]) -> str:
    return " and ".join(words[:_FEW]) + (" and others" if len(words) > _FEW else "")


def _world(
    given: Open,
    now: datetime,
    way: Way,
    answers: Mapping[str, bool],
    questions: Mapping[str, tuple[str, str]],
) -> World:
    taking = Taking(own_place=answers.get(_PLACE, False), wide=answers.get(_UNKNOWN, False))
    clauses = {name: questions[name][answer] for name, answer in answers.items()}
    return World(_inventory(given, way.stack(taking), now), {**way.premises, **clauses})


def _inventory(given: Open, stack: Stack, now: datetime) -> Inventory:
    profiles, anchors = stack.of(Profile), stack.of(TrustAnchor)
    known = _Known(stack, given.language.noun)
    roles = known.roles()
    stand_ins = given.stand_ins
    account, regions = stand_ins.account, _regions(stack, stand_ins)
    return Inventory(
        now=now,
        scopes=(FileScope(stand_ins.partition, account, regions),),
        aliases=stack.of(RoleAlias),
        profiles=profiles,
        anchors=anchors,
        crls=stack.of(Crl),
        iot_policies=stack.of(IotPolicy),
        files=given.files,
        roles=roles,
        managed_policies=dict(known.policies(roles.values(), profiles)),
        authorities=dict(known.authorities(anchors)),
        coverage=(*_coverage(account, regions), *_unread(given.shortfalls)),
        prior=stack.prior,
        symbols=Symbols(dict(stand_ins.words), stack.addresses),
    )


class _Known(NamedTuple):
    """What a file tells of that which its resources name."""

    stack: Stack
    noun: str

    def roles(self) -> dict[str, RoleFact]:
        """Those that brokers name, and those that trust a broker's service."""
        made = self.stack.roles
        facts: dict[str, RoleFact] = {
            arn: made[arn].role if arn in made else self._elsewhere("role", arn)
            for arn in self.stack.named_roles
        }
        facts |= {arn: each.role for arn, each in made.items() if each.trusting}
        return dict(sorted(facts.items()))

    def policies(
        self, roles: Iterable[RoleFact], profiles: Iterable[Profile]
    ) -> Iterator[tuple[str, PolicyFact]]:
        """Every managed policy that one of these names."""
        for fact in roles:
            if isinstance(fact, Role):
                untold = self.stack.roles[fact.arn].untold
                boundary = fact.raw.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")
                rows = (row["PolicyArn"] for row in fact.raw["AttachedManagedPolicies"])
                for arn in (*rows, boundary):
                    if isinstance(arn, str):
                        yield arn, untold.get(arn) or self._policy(arn)
        for profile in profiles:
            for arn in profile.raw["managedPolicyArns"]:
                if isinstance(arn, str):
                    yield arn, self._policy(arn)

    def authorities(self, anchors: Iterable[TrustAnchor]) -> Iterator[tuple[str, AuthorityFact]]:
        for anchor in anchors:
            source = anchor.raw.get("source")
            data = source.get("sourceData") if isinstance(source, dict) else None
            arn = data.get("acmPcaArn") if isinstance(data, dict) else None
            if isinstance(arn, str):
                told = f"a {self.noun} does not tell the certificate of private CA"
                yield arn, Unknown(f"{told} {plain(arn, 200)}", Doubt.BY_NATURE)

    def _policy(self, arn: str) -> PolicyFact:
        made = self.stack.made.get(arn)
        return made if isinstance(made, ManagedPolicy) else self._elsewhere("managed policy", arn)

    def _elsewhere(self, what: str, arn: str) -> Unknown:
        if arn in self.stack.absent:
            reason = f"{what} {arn} {self.stack.absent[arn]}"
        else:
            reason = f"{what} {plain(arn, 200)} is not declared in the {self.noun}"
        return Unknown(reason, Doubt.BY_NATURE)


def _unread(shortfalls: Iterable[str]) -> Iterator[Cell]:
    for each in shortfalls:
        yield Cell("", "", "rolevet:Lint", CellState.FAILED, message=plain(each))


def _regions(stack: Stack, stand_ins: StandIns) -> tuple[str, ...]:
    """Those of its resources; its own where none of them has one."""
    found = {each.region for each in stack.made.values()} - {GLOBAL}
    return tuple(sorted(found or {stand_ins.region}))


def _coverage(account: str, regions: Iterable[str]) -> Iterator[Cell]:
    """Nobody looked for what else there is."""
    for need in (*_LISTED, Detail.TRUSTING_ROLES):
        for where in (GLOBAL,) if need is Detail.TRUSTING_ROLES else regions:
            state = CellState.DECLARED
            yield Cell(account, where, "rolevet:Lint", state, kind=name_of(need), lists=True)
