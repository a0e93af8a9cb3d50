"""The engine: every rule over every subject, and what comes of it together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from rolevet.coverage import Cell
from rolevet.definition import Rule
from rolevet.finding import Finding, Inconclusive, Related, RuleResult
from rolevet.inventory import Inventory, Scope, listed_needs
from rolevet.needs import name_of
from rolevet.unknown import Doubt
from rolevet.verdict import Verdict, judge
from rolevet.worlds import World, united, with_unraised


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the rules said, in the order of the rules and of the inventory, and of what."""

    findings: tuple[Finding, ...]
    inconclusive: tuple[Inconclusive, ...]
    results: tuple[RuleResult, ...]
    scopes: tuple[Scope, ...]
    coverage: tuple[Cell, ...]


def check(rules: Iterable[Rule], inventory: Inventory) -> Verdicts:
    """Judge the whole inventory; a rule that breaks costs its own verdicts only."""
    ordered = sorted(rules, key=lambda rule: rule.info.id)
    return _summed(ordered, _settled(ordered, inventory), inventory)


def check_worlds(rules: Iterable[Rule], worlds: Sequence[World]) -> Verdicts:
    """Judge what may turn out in several ways: what is so in all of them is found."""
    ordered = sorted(rules, key=lambda rule: rule.info.id)
    settled = with_unraised(worlds, list(_settled_in_turn(ordered, worlds)))
    together = {
        rule.info.id: united(worlds, [each[rule.info.id] for each in settled]) for rule in ordered
    }
    return _summed(ordered, together, worlds[0].inventory)


def _settled_in_turn(
    rules: Sequence[Rule], worlds: Iterable[World]
) -> Iterator[Mapping[str, list[Verdict]]]:
    """Of each world: what is open often makes no difference to the facts, nor then to these."""
    known: list[tuple[Inventory, Mapping[str, list[Verdict]]]] = []
    for world in worlds:
        settled = next((told for facts, told in known if facts == world.inventory), None)
        if settled is None:
            settled = _settled(rules, world.inventory)
            known.append((world.inventory, settled))
        yield settled


def _settled(rules: Sequence[Rule], inventory: Inventory) -> dict[str, list[Verdict]]:
    subjects = {kind: tuple(inventory.of(kind)) for kind in {rule.kind for rule in rules}}
    judged = {
        rule.info.id: [judge(rule, subject, inventory) for subject in subjects[rule.kind]]
        for rule in rules
    }
    return _under_their_roots(rules, judged)


def _summed(
    rules: Sequence[Rule], settled: Mapping[str, Sequence[Verdict]], inventory: Inventory
) -> Verdicts:
    doubts: list[Inconclusive] = []
    results: list[RuleResult] = []
    for rule in rules:
        unseen = tuple(_unseen(rule, inventory))
        verdicts = settled[rule.info.id]
        doubts.extend(doubt for verdict in verdicts for doubt in verdict.doubts)
        doubts.extend(unseen)
        results.append(_tally(rule, verdicts, len(unseen)))
    return Verdicts(
        tuple(f for rule in rules for one in settled[rule.info.id] for f in one.findings),
        tuple(doubts),
        tuple(results),
        tuple(_told_scope(scope, inventory) for scope in inventory.scopes),
        tuple(_told_cell(cell, inventory) for cell in _of_concern(rules, inventory)),
    )


def _told_scope(scope: Scope, inventory: Inventory) -> Scope:
    tell = inventory.symbols.tell
    return replace(scope, account=tell(scope.account), regions=tuple(map(tell, scope.regions)))


def _told_cell(cell: Cell, inventory: Inventory) -> Cell:
    tell = inventory.symbols.tell
    return replace(cell, account=tell(cell.account), region=tell(cell.region))


def _under_their_roots(
    rules: Sequence[Rule], judged: Mapping[str, list[Verdict]]
) -> dict[str, list[Verdict]]:
    """One root cause, one finding: what follows from another rule's finding is related to it."""
    found = {
        (rule_id, verdict.subject)
        for rule_id, verdicts in judged.items()
        for verdict in verdicts
        if verdict.findings
    }
    below: dict[tuple[str, tuple[str, str]], list[Finding]] = {}
    followed: dict[str, list[Verdict]] = {}
    for rule in rules:
        followed[rule.info.id] = []
        for verdict in judged[rule.info.id]:
            roots = list(_roots(rule.yields_to, verdict.subject, found))
            if roots and verdict.findings:
                below.setdefault(roots[0], []).extend(verdict.findings)
                verdict = replace(verdict, findings=(), superseded=len(verdict.findings))
            followed[rule.info.id].append(verdict)
    return {
        rule_id: [_with_related(one, below.get((rule_id, one.subject), ())) for one in verdicts]
        for rule_id, verdicts in followed.items()
    }


def _roots(
    above: Iterable[str],
    subject: tuple[str, str],
    found: Set[tuple[str, tuple[str, str]]],
) -> Iterator[tuple[str, tuple[str, str]]]:
    """The findings that a rule yields to: on the same subject, or on the broker or the role of the
    binding."""
    resource, role = subject
    places = dict.fromkeys((subject, (resource, ""), (role, "")))
    yield from (
        (rule, place) for rule in sorted(above) for place in places if (rule, place) in found
    )


def _with_related(verdict: Verdict, others: Iterable[Finding]) -> Verdict:
    if not verdict.findings:
        return verdict
    more = tuple(Related(f.resource, f"{f.rule.id}: {f.message}") for f in others)
    first, *rest = verdict.findings
    return replace(verdict, findings=(replace(first, related=(*first.related, *more)), *rest))


def _of_concern(rules: Iterable[Rule], inventory: Inventory) -> Iterator[Cell]:
    """What the rules had to rely on; an inventory may hold more than they read."""
    kinds = {name_of(need) for rule in rules for need in rule.needs}
    yield from (cell for cell in inventory.coverage if cell.kind in kinds or not cell.kind)


def together(parts: Iterable[Verdicts]) -> Verdicts:
    """The verdicts of several inventories, each judged by its own clock, as of one.

    A role that two of them hold is judged twice, but what was found in it is told once, with what
    is related to it in either.
    """
    findings: dict[tuple[str, str], Finding] = {}
    doubts: dict[Inconclusive, None] = {}
    results: dict[str, RuleResult] = {}
    scopes: dict[Scope, None] = {}
    cells: dict[Cell, None] = {}
    for part in parts:  # which need not be kept
        for finding in part.findings:
            key = finding.rule.id, finding.fingerprint
            findings[key] = _merged(findings.get(key, finding), finding)
        doubts |= dict.fromkeys(part.inconclusive)
        for result in part.results:
            results[result.rule.id] = result + results.get(result.rule.id, RuleResult(result.rule))
        scopes |= dict.fromkeys(part.scopes)
        cells |= dict.fromkeys(part.coverage)
    return Verdicts(
        tuple(findings.values()),
        tuple(doubts),
        tuple(results.values()),
        tuple(scopes),
        tuple(cells),
    )


def _merged(one: Finding, other: Finding) -> Finding:
    related = tuple(dict.fromkeys((*one.related, *other.related)))
    return replace(other, related=related)


def _unseen(rule: Rule, inventory: Inventory) -> Iterator[Inconclusive]:
    """What a rule might have found among resources that a broken listing did not show."""
    kinds = {name_of(need) for need in listed_needs(rule.kind)}
    for cell in inventory.coverage:
        wanted = rule.info.settings_for(cell.account, None) is not None
        if wanted and cell.lists and cell.kind in ("", *kinds) and not cell.state.settled:
            yield Inconclusive(
                rule=rule.info,
                resource=f"{cell.account}/{cell.region}",
                account=cell.account,
                region=cell.region,
                reason=cell.shortfall,
                doubt=Doubt.COVERAGE,
            )


def _tally(rule: Rule, verdicts: Sequence[Verdict], unseen: int) -> RuleResult:
    failed = sum(bool(verdict.findings) for verdict in verdicts)
    superseded = sum(bool(verdict.superseded) for verdict in verdicts)
    doubtful = sum(bool(one.doubts and not one.findings and not one.superseded) for one in verdicts)
    idle = sum(not verdict.applies for verdict in verdicts)
    return RuleResult(
        rule=rule.info,
        passed=len(verdicts) - failed - superseded - doubtful - idle,
        failed=failed,
        superseded=superseded,
        inconclusive=doubtful + unseen,
        not_applicable=idle,
    )
