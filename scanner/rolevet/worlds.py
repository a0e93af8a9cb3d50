"""Several ways in which the same files may turn out, and what can be said whichever it will be."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Final

from rolevet.finding import Finding, Inconclusive
from rolevet.inventory import Inventory
from rolevet.place import Place
from rolevet.text import plain
from rolevet.unknown import Doubt
from rolevet.verdict import Verdict

_FEW: Final = 4
_RAISED: Final = "-PRIVILEGED"
"""What ends the id of a rule that says the same as another one, of what is worth more."""


@dataclass(frozen=True)
class World:
    """One way: the inventory, and what must be so for it, as a clause for each open question."""

    inventory: Inventory
    premises: Mapping[str, str] = field(default_factory=dict)


def with_unraised(
    worlds: Sequence[World], judged: Sequence[Mapping[str, list[Verdict]]]
) -> list[Mapping[str, list[Verdict]]]:
    """By the id of the rule, in each world: what a rule finds in one and its raised variant in
    another is, at the least, what the rule itself finds in both."""
    made = [dict(each) for each in judged]
    raised = [name for name in judged[0] if name.endswith(_RAISED)] if len(worlds) > 1 else []
    for name in raised:
        rule = name.removesuffix(_RAISED)
        told = {
            (finding.resource, finding.place): finding
            for each in judged
            for verdict in each.get(rule, ())
            for finding in verdict.findings
        }
        for each in made if told else ():
            more = {verdict.subject: verdict.findings for verdict in each[name]}
            each[rule] = [
                _with(verdict, more.get(verdict.subject, ()), told) for verdict in each[rule]
            ]
    return list(made)


def _with(
    verdict: Verdict, raised: Iterable[Finding], told: Mapping[tuple[str, Place], Finding]
) -> Verdict:
    places = ((finding.resource, finding.place) for finding in raised)
    more = tuple(told[place] for place in places if place in told)
    return verdict if verdict.findings else replace(verdict, findings=more)


def united(worlds: Sequence[World], judged: Sequence[Sequence[Verdict]]) -> list[Verdict]:
    """What one rule says in all the worlds together.

    A resource exists where its address is known. A finding stands if the rule finds something in
    every world in which the resource exists; else the rule is undecided there.
    """
    if len(worlds) == 1:
        return list(judged[0])
    existing = [set(world.inventory.symbols.addresses.values()) for world in worlds]
    by_resource: dict[str, dict[int, list[Verdict]]] = {}
    for number, (world, verdicts) in enumerate(zip(worlds, judged, strict=True)):
        for verdict in verdicts:
            resource = world.inventory.symbols.identify(verdict.subject[0])
            by_resource.setdefault(resource, {}).setdefault(number, []).append(verdict)
    return [
        verdict
        for resource, told in by_resource.items()
        for verdict in _Resource(
            worlds, told, frozenset(n for n, known in enumerate(existing) if resource in known)
        ).verdicts()
    ]


@dataclass(frozen=True)
class _Resource:
    """What one rule says of one resource, by the number of the world."""

    worlds: Sequence[World]
    told: Mapping[int, list[Verdict]]
    exists: Set[int]

    def verdicts(self) -> Iterator[Verdict]:
        found = self._found()
        standing = self._standing(found)
        for subject, verdicts in self._by_subject().items():
            prints: dict[str, Finding] = {}
            for finding in (finding for each in verdicts for finding in each.findings):
                prints.setdefault(finding.fingerprint, finding)
            findings = [f for f in prints.values() if f.fingerprint in standing]
            partial = [
                f for f in prints.values() if f not in findings and f.place not in standing.values()
            ]
            doubts = tuple(dict.fromkeys(d for each in verdicts for d in each.doubts))
            if prints and not (findings or partial or doubts):
                continue  # it is told of the same place under another name
            if partial and not doubts:
                doubts = (self._doubt(partial[0], found[partial[0].fingerprint]),)
            yield Verdict(
                subject,
                tuple(self._annotated(finding) for finding in findings),
                doubts,
                any(each.applies for each in verdicts),
                0 if findings or doubts else max(each.superseded for each in verdicts),
            )

    def _findings(self) -> Iterator[Finding]:
        for _, verdicts in sorted(self.told.items()):
            for verdict in verdicts:
                yield from verdict.findings

    def _by_subject(self) -> Mapping[tuple[str, str], list[Verdict]]:
        subjects: dict[tuple[str, str], list[Verdict]] = {}
        for number, verdicts in sorted(self.told.items()):
            identify = self.worlds[number].inventory.symbols.identify
            for verdict in verdicts:
                resource, role = verdict.subject
                subjects.setdefault((identify(resource), identify(role)), []).append(verdict)
        return subjects

    def _found(self) -> Mapping[str, Set[int]]:
        """The worlds in which there is each finding, by its fingerprint."""
        found: dict[str, set[int]] = {}
        for number, verdicts in self.told.items():
            for verdict in verdicts:
                for finding in verdict.findings:
                    found.setdefault(finding.fingerprint, set()).add(number)
        return found

    def _standing(self, found: Mapping[str, Set[int]]) -> Mapping[str, Place | None]:
        """Those that are there wherever the resource is, or of which one or another is, these with
        their places.

        Two that are told of the same place are one, as when it is not known whether an account that
        is named is the own one.
        """
        whole = {name for name, numbers in found.items() if numbers >= self.exists}
        partial = {name: numbers for name, numbers in found.items() if name not in whole}
        standing: dict[str, Place | None] = dict.fromkeys(whole)
        if partial and frozenset().union(*partial.values()) >= self.exists:
            places: dict[Place, str] = {}
            for finding in self._findings():
                if finding.fingerprint in partial:
                    places.setdefault(finding.place, finding.fingerprint)
            standing |= {name: place for place, name in places.items()}
        return standing

    def _annotated(self, finding: Finding) -> Finding:
        """Said to be so in some worlds only, if it is."""
        everywhere = frozenset(range(len(self.worlds)))
        numbers = self._worlds_with(finding)
        only = _only(self.worlds, numbers, everywhere) if numbers < everywhere else ""
        return (
            replace(finding, message=plain(f"{finding.message} (Only {only}.)"))
            if only
            else finding
        )

    def _worlds_with(self, finding: Finding) -> Set[int]:
        """Those in which it is found, be it under another name."""
        return {
            number
            for number, verdicts in self.told.items()
            for verdict in verdicts
            for each in verdict.findings
            if each.fingerprint == finding.fingerprint or each.place == finding.place
        }

    def _doubt(self, finding: Finding, found: Set[int]) -> Inconclusive:
        only = _only(self.worlds, found, self.exists) or "in some cases"
        return Inconclusive(
            rule=finding.rule,
            resource=finding.resource,
            account=finding.account,
            region=finding.region,
            reason=plain(f"this is so only {only}: {finding.message}"),
            doubt=Doubt.BY_NATURE,
        )


def _only(worlds: Sequence[World], found: Set[int], among: Set[int]) -> str:
    """A clause that tells the worlds in which something is so from the others."""
    others = among - found
    open_ones = [name for name in worlds[0].premises if _differ(worlds, name, among)]
    for name in open_ones:
        clauses = {worlds[number].premises[name] for number in found}
        if clauses.isdisjoint(worlds[number].premises[name] for number in others):
            return f"where {_listed(sorted(clauses))}"
    return f"in some cases of {_listed(open_ones)}" if open_ones else ""


def _differ(worlds: Sequence[World], name: str, among: Set[int]) -> bool:
    return len({worlds[number].premises[name] for number in among}) > 1


def _listed(words: Iterable[str]) -> str:
    known = list(words)
    few = " or ".join(known[:_FEW])
    return few if len(known) <= _FEW else f"{few} or {len(known) - _FEW} others"
