"""The engine: every rule over every subject; what a rule raises becomes a verdict."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from traceback import format_exc

from rolevet.coverage import Cell
from rolevet.definition import Hit, Rule
from rolevet.finding import Finding, Inconclusive, Related, RuleResult, Setting, fingerprint
from rolevet.inventory import Binding, Inventory, Scope, Subject, listed_needs
from rolevet.needs import name_of
from rolevet.resources import Resource, RoleAlias
from rolevet.text import plain
from rolevet.unknown import Doubt, NotApplicable, Undecided, Unknown


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the rules said, in the order of the rules and of the inventory, and of what."""

    findings: tuple[Finding, ...]
    inconclusive: tuple[Inconclusive, ...]
    results: tuple[RuleResult, ...]
    scopes: tuple[Scope, ...]
    coverage: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What one rule said of one subject; `superseded` counts findings that another rule tells."""

    subject: tuple[str, str]
    """The ARN of the resource, and that of the role where the subject is a binding."""
    findings: tuple[Finding, ...] = ()
    doubts: tuple[Inconclusive, ...] = ()
    applies: bool = True
    superseded: int = 0


def check(rules: Iterable[Rule], inventory: Inventory) -> Verdicts:
    """Judge the whole inventory; a rule that breaks costs its own verdicts only."""
    ordered = sorted(rules, key=lambda rule: rule.info.id)
    subjects = {kind: tuple(inventory.of(kind)) for kind in {rule.kind for rule in ordered}}
    judged = {
        rule.info.id: [_judge(rule, subject, inventory) for subject in subjects[rule.kind]]
        for rule in ordered
    }
    settled = _under_their_roots(ordered, judged)
    doubts: list[Inconclusive] = []
    results: list[RuleResult] = []
    for rule in ordered:
        unseen = tuple(_unseen(rule, inventory))
        verdicts = settled[rule.info.id]
        doubts.extend(doubt for verdict in verdicts for doubt in verdict.doubts)
        doubts.extend(unseen)
        results.append(_tally(rule, verdicts, len(unseen)))
    return Verdicts(
        tuple(f for rule in ordered for one in settled[rule.info.id] for f in one.findings),
        tuple(doubts),
        tuple(results),
        inventory.scopes,
        tuple(_of_concern(ordered, inventory)),
    )


def _under_their_roots(
    rules: Sequence[Rule], judged: Mapping[str, list[_Verdict]]
) -> dict[str, list[_Verdict]]:
    """One root cause, one finding: what follows from another rule's finding is related to it."""
    found = {
        (rule_id, verdict.subject)
        for rule_id, verdicts in judged.items()
        for verdict in verdicts
        if verdict.findings
    }
    below: dict[tuple[str, tuple[str, str]], list[Finding]] = {}
    followed: dict[str, list[_Verdict]] = {}
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


def _with_related(verdict: _Verdict, others: Iterable[Finding]) -> _Verdict:
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
    scopes: list[Scope] = []
    cells: list[Cell] = []
    for part in parts:  # which need not be kept
        for finding in part.findings:
            key = finding.rule.id, finding.fingerprint
            findings[key] = _merged(findings.get(key, finding), finding)
        doubts |= dict.fromkeys(part.inconclusive)
        for result in part.results:
            results[result.rule.id] = result + results.get(result.rule.id, RuleResult(result.rule))
        scopes += part.scopes
        cells += part.coverage
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


def _tally(rule: Rule, verdicts: Sequence[_Verdict], unseen: int) -> RuleResult:
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


def _judge(rule: Rule, subject: Subject, inventory: Inventory) -> _Verdict:
    hits: dict[str, Hit] = {}
    doubts: tuple[Inconclusive, ...] = ()
    applies = True
    settings = _settings(rule, _resource(subject))
    if settings is None:
        return _Verdict(_identity(subject), applies=False)
    try:
        for hit in rule.judge(subject, inventory, **settings):
            _add(hits, hit)
    except Undecided as undecided:
        doubts = (_doubt(rule, subject, undecided.reason, undecided.doubt),)
    except NotApplicable:
        applies = bool(hits)
    except Exception as broken:  # noqa: BLE001 - a rule may be anybody's code
        reason = f"the rule failed: {type(broken).__name__}: {broken}"
        doubts = (_doubt(rule, subject, reason, Doubt.RULE_ERROR, format_exc()),)
    findings = tuple(_finding(rule, subject, hit) for hit in hits.values())
    return _Verdict(_identity(subject), findings, doubts, applies)


def _settings(rule: Rule, resource: Resource) -> dict[str, Setting] | None:
    alias = resource.name if isinstance(resource, RoleAlias) else None
    return rule.info.settings_for(resource.account, alias)


def _identity(subject: Subject) -> tuple[str, str]:
    resource = _resource(subject).arn
    if not isinstance(subject, Binding) or isinstance(subject.role_arn_fact, Unknown):
        return resource, ""
    return resource, subject.role_arn_fact


def _add(hits: dict[str, Hit], hit: object) -> None:
    if not isinstance(hit, Hit):
        raise TypeError(f"it yielded {type(hit).__name__} instead of a Hit")
    if hit.key in hits:
        raise ValueError(f"it yielded two hits with the key {hit.key!r} for one resource")
    hits[hit.key] = hit


def _finding(rule: Rule, subject: Subject, hit: Hit) -> Finding:
    resource = _resource(subject)
    role = (subject.role_arn,) if isinstance(subject, Binding) else ()
    return Finding(
        rule=rule.info,
        confidence=rule.info.confidence if hit.confidence is None else hit.confidence,
        resource=resource.arn,
        resource_type=resource.KIND,
        resource_name=resource.name,
        account=resource.account,
        region=resource.region,
        message=plain(hit.message),
        path=plain(hit.at),
        place=resource.place,
        fingerprint=fingerprint(rule.info, resource.arn, *role, hit.key),
        evidence=dict(hit.evidence),
        related=hit.related,
    )


def _doubt(
    rule: Rule, subject: Subject, reason: str, doubt: Doubt, traceback: str = ""
) -> Inconclusive:
    resource = _resource(subject)
    return Inconclusive(
        rule=rule.info,
        resource=resource.arn,
        account=resource.account,
        region=resource.region,
        reason=plain(reason),
        doubt=doubt,
        traceback=traceback,
    )


def _resource(subject: Subject) -> Resource:
    return subject.broker if isinstance(subject, Binding) else subject
