"""A template as inventories, one for each way in which its stack may be made."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import product
from typing import Final

from rolevet.authorities import CertificateSubject, Crl, TrustAnchor
from rolevet.coverage import GLOBAL, Cell, CellState
from rolevet.inventory import AuthorityFact, Inventory, PolicyFact, RoleFact, Scope
from rolevet.needs import Detail, Need, name_of
from rolevet.policies import IotPolicy, ManagedPolicy
from rolevet.resources import Profile, Role, RoleAlias
from rolevet.sources.cloudformation.choices import Choice
from rolevet.sources.cloudformation.stack import Stack, stack_of
from rolevet.sources.cloudformation.standins import StandIns
from rolevet.sources.cloudformation.template import Template
from rolevet.sources.cloudformation.ways import Way, ways_of
from rolevet.symbols import Symbols
from rolevet.text import plain
from rolevet.unknown import Doubt, Unknown
from rolevet.worlds import World

_WORLDS_MAX: Final = 16
_WORLDS_MIN: Final = 4
_JUDGED_MAX: Final = 2000
"""Resources, each counted in every world: of a large template, less is gone through."""

_LISTED: Final[tuple[Need, ...]] = (
    RoleAlias,
    Profile,
    TrustAnchor,
    Crl,
    CertificateSubject,
    IotPolicy,
)
_PLACE: Final = "where the stack is made"
_UNKNOWN: Final = "what the template does not tell"
_FEW: Final = 3


def worlds_of(template: Template, file: str, text: str, now: datetime) -> tuple[World, ...]:
    """Those of a template whose whole text is given; none if it declares nothing that is read."""
    count = sum(1 for _ in template.declared)
    if not count:
        return ()
    limit = max(_WORLDS_MIN, min(_WORLDS_MAX, _JUDGED_MAX // count))
    made = _Making(template, StandIns(text), file, now)
    stand_ins = made.stand_ins
    questions: dict[str, tuple[str, str]] = {}
    if stand_ins.accounts or stand_ins.regions:
        questions[_PLACE] = _place_clauses(stand_ins)
    ways = ways_of(template, stand_ins, limit // 2 ** len(questions))
    gaps = {gap.what for way in ways for gap in made.stack(way.choice).gaps()}
    if gaps:
        questions[_UNKNOWN] = _gap_clauses(sorted(gaps))
        ways = ways_of(template, stand_ins, limit // 2 ** len(questions))
    return tuple(
        made.world(way, dict(zip(questions, answers, strict=True)), questions)
        for answers in product((False, True), repeat=len(questions))
        for way in ways
    )


def _place_clauses(stand_ins: StandIns) -> tuple[str, str]:
    """That what the template names is not the stack's own, and that it is."""
    accounts = [f"account {account}" for account in sorted(stand_ins.accounts)]
    regions = [f"Region {region}" for region in sorted(stand_ins.regions)]
    named = _few((*accounts, *regions))
    verb = "is" if len((*accounts, *regions)) == 1 else "are"
    return f"{named} {verb} not the stack's own", f"{named} {verb} the stack's own"


def _gap_clauses(gaps: Sequence[str]) -> tuple[str, str]:
    verb = "hold" if len(gaps) > 1 else "holds"
    return f"{_few(gaps)} {verb} no wildcard", f"{_few(gaps)} {verb} a wildcard"


def _few(words: Sequence[str]) -> str:
    return " and ".join(words[:_FEW]) + (" and others" if len(words) > _FEW else "")


@dataclass(frozen=True, slots=True)
class _Making:
    template: Template
    stand_ins: StandIns
    file: str
    now: datetime
    stacks: list[tuple[Choice, Stack]] = field(default_factory=list)
    """Those that were made before."""

    def world(
        self, way: Way, answers: Mapping[str, bool], questions: Mapping[str, tuple[str, str]]
    ) -> World:
        own_place, wide = answers.get(_PLACE, False), answers.get(_UNKNOWN, False)
        stack = self.stack(replace(way.choice, own_place=own_place, wide=wide))
        clauses = {name: questions[name][answer] for name, answer in answers.items()}
        inventory = _inventory(stack, self.stand_ins, self.now)
        return World(inventory, {**way.premises, **clauses})

    def stack(self, choice: Choice) -> Stack:
        for made, stack in self.stacks:
            if made == choice:
                return stack
        self.stacks.append((choice, stack_of(self.template, self.stand_ins, choice, self.file)))
        return self.stacks[-1][1]


def _inventory(stack: Stack, stand_ins: StandIns, now: datetime) -> Inventory:
    profiles, anchors = stack.of(Profile), stack.of(TrustAnchor)
    roles = _roles(stack)
    account, region = stand_ins.account, stand_ins.region
    return Inventory(
        now=now,
        scopes=(Scope(stand_ins.partition, account, (region,)),),
        aliases=stack.of(RoleAlias),
        profiles=profiles,
        anchors=anchors,
        crls=stack.of(Crl),
        iot_policies=stack.of(IotPolicy),
        roles=roles,
        managed_policies=dict(_policies(stack, roles.values(), profiles)),
        authorities=dict(_authorities(anchors)),
        coverage=tuple(_coverage(account, region)),
        symbols=Symbols(dict(stand_ins.words), stack.addresses),
    )


def _roles(stack: Stack) -> dict[str, RoleFact]:
    """Those that brokers name, and those that trust a broker's service."""
    facts: dict[str, RoleFact] = {
        arn: stack.roles[arn].role if arn in stack.roles else _elsewhere("role", arn, stack)
        for arn in stack.named_roles
    }
    facts |= {arn: made.role for arn, made in stack.roles.items() if made.trusting}
    return dict(sorted(facts.items()))


def _policies(
    stack: Stack, roles: Iterable[RoleFact], profiles: Iterable[Profile]
) -> Iterator[tuple[str, PolicyFact]]:
    """Every managed policy that one of these names."""
    for fact in roles:
        if isinstance(fact, Role):
            untold = stack.roles[fact.arn].untold
            boundary = fact.raw.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")
            rows = (row["PolicyArn"] for row in fact.raw["AttachedManagedPolicies"])
            for arn in (*rows, boundary):
                if isinstance(arn, str):
                    yield arn, untold.get(arn) or _policy(stack, arn)
    for profile in profiles:
        for arn in profile.raw["managedPolicyArns"]:
            yield arn, _policy(stack, arn)


def _policy(stack: Stack, arn: str) -> PolicyFact:
    made = stack.made.get(arn)
    return made if isinstance(made, ManagedPolicy) else _elsewhere("managed policy", arn, stack)


def _elsewhere(what: str, arn: str, stack: Stack) -> Unknown:
    if arn in stack.absent:
        reason = f"{what} {arn} is not made unless condition {stack.absent[arn]} holds"
    else:
        reason = f"{what} {plain(arn, 200)} is not declared in the template"
    return Unknown(reason, Doubt.BY_NATURE)


def _authorities(anchors: Iterable[TrustAnchor]) -> Iterator[tuple[str, AuthorityFact]]:
    for anchor in anchors:
        source = anchor.raw.get("source")
        data = source.get("sourceData") if isinstance(source, dict) else None
        arn = data.get("acmPcaArn") if isinstance(data, dict) else None
        if isinstance(arn, str):
            reason = f"a template does not tell the certificate of private CA {plain(arn, 200)}"
            yield arn, Unknown(reason, Doubt.BY_NATURE)


def _coverage(account: str, region: str) -> Iterator[Cell]:
    """Nobody looked for what else there is."""
    for need in (*_LISTED, Detail.TRUSTING_ROLES):
        where = GLOBAL if need is Detail.TRUSTING_ROLES else region
        state = CellState.DECLARED
        yield Cell(account, where, "rolevet:Lint", state, kind=name_of(need), lists=True)
