"""What one rule says of one subject; what it raises becomes a verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from traceback import format_exc

from rolevet.definition import Hit, Rule
from rolevet.finding import Evidence, Finding, Inconclusive, Related, Setting, fingerprint
from rolevet.inventory import Binding, Inventory, Subject
from rolevet.place import Declared, Place
from rolevet.resources import Resource, RoleAlias
from rolevet.symbols import Symbols
from rolevet.text import plain
from rolevet.unknown import Doubt, NotApplicable, Undecided, Unknown


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule said of one subject; `superseded` counts findings that another rule tells."""

    subject: tuple[str, str]
    """The ARN of the resource, and that of the role where the subject is a binding."""
    findings: tuple[Finding, ...] = ()
    doubts: tuple[Inconclusive, ...] = ()
    applies: bool = True
    superseded: int = 0


def judge(rule: Rule, subject: Subject, inventory: Inventory) -> Verdict:
    """A rule that breaks costs this verdict only."""
    hits: dict[str, Hit] = {}
    doubts: tuple[Inconclusive, ...] = ()
    applies = True
    symbols = inventory.symbols
    settings = _settings(rule, _resource(subject))
    if settings is None:
        return Verdict(_identity(subject), applies=False)
    try:
        for hit in rule.judge(subject, inventory, **settings):
            _add(hits, hit)
    except Undecided as undecided:
        doubts = (_doubt(rule, subject, symbols, undecided.reason, undecided.doubt),)
    except NotApplicable:
        applies = bool(hits)
    except Exception as broken:  # noqa: BLE001 - a rule may be anybody's code
        reason = f"the rule failed: {type(broken).__name__}: {broken}"
        doubts = (_doubt(rule, subject, symbols, reason, Doubt.RULE_ERROR, format_exc()),)
    findings = tuple(_finding(rule, subject, symbols, hit) for hit in hits.values())
    return Verdict(_identity(subject), findings, doubts, applies)


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


def _finding(rule: Rule, subject: Subject, symbols: Symbols, hit: Hit) -> Finding:
    resource = _resource(subject)
    identity = symbols.identify(resource.arn)
    roles = (subject.role_arn,) if isinstance(subject, Binding) else ()
    return Finding(
        rule=rule.info,
        confidence=rule.info.confidence if hit.confidence is None else hit.confidence,
        resource=identity,
        resource_type=resource.KIND,
        resource_name=symbols.tell(resource.name),
        account=symbols.tell(resource.account),
        region=symbols.tell(resource.region),
        message=plain(symbols.tell(hit.message)),
        path=plain(hit.at),
        place=_place(resource.place, hit.at, *roles),
        fingerprint=fingerprint(
            rule.info, identity, *map(symbols.identify, roles), symbols.tell(hit.key)
        ),
        evidence=_told(hit.evidence, symbols),
        related=tuple(_related(one, symbols) for one in hit.related),
    )


def _place(place: Place, path: str, role: str = "") -> Place:
    return place.part(path, role) if isinstance(place, Declared) else place


def _told(evidence: Mapping[str, Evidence], symbols: Symbols) -> dict[str, Evidence]:
    return {name: _told_value(value, symbols) for name, value in evidence.items()}


def _told_value(value: Evidence, symbols: Symbols) -> Evidence:
    if isinstance(value, tuple):
        return tuple(_told_value(item, symbols) for item in value)
    return symbols.tell(value) if isinstance(value, str) else value


def _related(related: Related, symbols: Symbols) -> Related:
    return Related(symbols.identify(related.resource), symbols.tell(related.note))


def _doubt(
    rule: Rule,
    subject: Subject,
    symbols: Symbols,
    reason: str,
    doubt: Doubt,
    traceback: str = "",
) -> Inconclusive:
    resource = _resource(subject)
    return Inconclusive(
        rule=rule.info,
        resource=symbols.identify(resource.arn),
        account=symbols.tell(resource.account),
        region=symbols.tell(resource.region),
        reason=plain(symbols.tell(reason)),
        doubt=doubt,
        traceback=traceback,
    )


def _resource(subject: Subject) -> Resource:
    return subject.broker if isinstance(subject, Binding) else subject
