"""A policy document as frozen values, and what one statement says of a request."""

import string
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rolevet.policy.answers import NO, YES, Answer, maybe
from rolevet.policy.conditions import Condition
from rolevet.policy.patterns import covers, has_wildcard, overlap
from rolevet.policy.variables import VARIABLES_SINCE, as_pattern
from rolevet.text import plain

_VARIES: Final = maybe("a policy variable decides")
_EXCEPTS: Final = maybe("its NotPrincipal names all but a few")
_AWS_STAR: Final = maybe('AWS does not say whether the principal {"AWS": "*"} includes services')
_OTHER_CASE: Final = maybe("AWS does not say whether the case of a service's name matters")
_FEDERATED_STAR: Final = maybe("its principal is any federated identity")
_LOWER: Final = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


class Effect(StrEnum):
    """The two values of Effect."""

    ALLOW = "Allow"
    DENY = "Deny"


class Kind(StrEnum):
    """What a document is for, which decides whether it names principals or resources."""

    TRUST = "trust policy"
    PERMISSIONS = "permissions policy"
    """Of an identity, as its boundary, of a session, or of an IoT certificate."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The actions or the resources of a statement; `negated` for NotAction and NotResource.

    `exact`, `prefixes` and `patterns` are the canonical patterns: those without wildcards, those
    that end in their only `*` (without it), and all others. `varying` hold policy variables: what
    they match in the end lies within the pattern. One that has no value in a request may void the
    whole statement, so that nothing is selected for certain beside it.
    """

    written: tuple[str, ...]
    negated: bool
    exact: frozenset[str]
    prefixes: tuple[str, ...]
    patterns: tuple[str, ...]
    varying: tuple[str, ...]

    def includes(self, text: str) -> Answer:
        """Whether a text without wildcards is selected."""
        answer = ~self._listed(text) if self.negated else self._listed(text)
        return _VARIES if self.varying and answer.certain else answer

    def covers(self, pattern: str) -> bool:
        """Whether all texts of the pattern are selected for certain; see patterns.covers."""
        if self.varying:
            return False
        if self.negated:
            return not any(overlap(own, pattern) for own in self.fixed_patterns())
        if not has_wildcard(pattern):
            return self._listed(pattern).certain
        return pattern.startswith(self.prefixes) or any(
            covers(own, pattern) for own in self.patterns
        )

    def meets(self, pattern: str) -> bool:
        """Whether some text of the pattern may be selected; False is certain."""
        if not has_wildcard(pattern):
            return self.includes(pattern).possible
        if self.negated:
            return not any(covers(own, pattern) for own in self.fixed_patterns())
        return any(overlap(own, pattern) for own in self.every_pattern())

    def every_pattern(self) -> Iterator[str]:
        """The listed patterns, those with variables too."""
        yield from self.fixed_patterns()
        yield from self.varying

    def fixed_patterns(self) -> Iterator[str]:
        """The listed patterns that hold no variable."""
        yield from self.exact
        yield from (f"{prefix}*" for prefix in self.prefixes)
        yield from self.patterns

    def _listed(self, text: str) -> Answer:
        if text in self.exact or text.startswith(self.prefixes):
            return YES
        if any(covers(own, text) for own in self.patterns):
            return YES
        return _VARIES if any(covers(own, text) for own in self.varying) else NO


@dataclass(frozen=True, slots=True)
class Principals:
    """Who a statement of a trust policy is for, by AWS's four types and "*" for everyone."""

    negated: bool
    everyone: bool = False
    aws: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    federated: tuple[str, ...] = ()
    canonical_users: tuple[str, ...] = ()

    def include_service(self, names: frozenset[str]) -> Answer:
        """Whether they include the AWS service that bears these names."""
        named = self.everyone or "*" in self.services or not names.isdisjoint(self.services)
        if self.negated:
            return NO if named else _EXCEPTS
        if named:
            return YES
        if not names.isdisjoint(service.lower() for service in self.services):
            return _OTHER_CASE
        if "*" in self.aws:
            return _AWS_STAR
        return _FEDERATED_STAR if "*" in self.federated else NO


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; `index` counts from 0. Only a trust policy names principals.

    It names no resources, being about its role alone, so that all are selected. `policy` is how a
    clause calls the document, and empty where it has no name. Actions are kept in lower case.
    Several conditions must all hold. `services` are those of its actions, and none where it may be
    about any service.
    """

    policy: str
    index: int
    sid: str
    effect: Effect
    actions: Selection
    resources: Selection
    principals: Principals | None
    conditions: tuple[Condition, ...]
    services: frozenset[str]

    @property
    def label(self) -> str:
        """How a clause names it."""
        sid = f" '{plain(self.sid, 60)}'" if self.sid else ""
        policy = f" of {plain(self.policy, 200)}" if self.policy else ""
        return f"Statement[{self.index}]{sid}{policy}"

    @property
    def size(self) -> int:
        """What it costs to compare it, in characters: a pattern costs twenty before its first."""
        return sum(20 + len(text) for text in (*self.actions.written, *self.resources.written))

    def applies(self, action: str, resource: str) -> Answer:
        """Whether it is about the action on the resource, neither of which has wildcards."""
        return self._held(self.actions.includes(action) & self.resources.includes(resource))

    def covers(self, action: str, resource: str) -> bool:
        """Whether it is for certain about every action on every resource that the two match."""
        if self.conditions:
            return False
        return self.actions.covers(action) and self.resources.covers(resource)

    def meets(self, action: str, resource: str) -> bool:
        """Whether it may be about some action on some resource that the two match."""
        return self.actions.meets(action) and self.resources.meets(resource)

    def _held(self, answer: Answer) -> Answer:
        if answer.known is False:
            return answer
        if self.conditions:
            return maybe(f"{self.label} has conditions")
        return answer if answer.known else maybe(f"in {self.label}, {answer.reason}")


@dataclass(frozen=True, slots=True)
class Policy:
    """One document; its statements in their order. `version` is empty where it names none."""

    version: str
    statements: tuple[Statement, ...]

    @property
    def replaces_variables(self) -> bool:
        return self.version == VARIABLES_SINCE

    @property
    def literal_variables(self) -> tuple[str, ...]:
        """What is written as with a policy variable, though the version makes it plain text."""
        return () if self.replaces_variables else tuple(dict.fromkeys(self._with_variables()))

    def _with_variables(self) -> Iterator[str]:
        for statement in self.statements:
            values = (value for condition in statement.conditions for value in condition.values)
            written = (*statement.resources.written, *values)
            yield from (text for text in written if "${" in text)


def action_pattern(text: str) -> str:
    """An action as questions and statements compare it: in lower case, `*` as `*:*`."""
    pattern, _ = as_pattern(text.translate(_LOWER), replaces=False)
    return "*:*" if pattern == "*" else pattern


def services_of(actions: Selection) -> frozenset[str]:
    """The services that a selection of actions is about; none where it may be about any."""
    if actions.negated:
        return frozenset()
    found = frozenset(pattern.partition(":")[0] for pattern in actions.every_pattern())
    return frozenset() if any(map(has_wildcard, found)) else found


def actions_selected(texts: tuple[str, ...], *, negated: bool) -> Selection:
    """The selection of Action or NotAction."""
    return _selected(texts, negated, tuple((action_pattern(text), False) for text in texts))


def resources_selected(texts: tuple[str, ...], *, negated: bool, replaces: bool) -> Selection:
    """The selection of Resource or NotResource; `replaces` as for variables.as_pattern."""
    found = tuple(as_pattern(text, replaces=replaces) for text in texts)
    return _selected(texts, negated, found)


def _selected(
    texts: tuple[str, ...], negated: bool, found: tuple[tuple[str, bool], ...]
) -> Selection:
    fixed = sorted({pattern for pattern, varies in found if not varies})
    wild = [pattern for pattern in fixed if has_wildcard(pattern)]
    return Selection(
        written=texts,
        negated=negated,
        exact=frozenset(pattern for pattern in fixed if not has_wildcard(pattern)),
        prefixes=tuple(pattern[:-1] for pattern in wild if _ends_in_its_wildcard(pattern)),
        patterns=tuple(pattern for pattern in wild if not _ends_in_its_wildcard(pattern)),
        varying=tuple(sorted({pattern for pattern, varies in found if varies})),
    )


def _ends_in_its_wildcard(pattern: str) -> bool:
    return pattern[-1] == "*" and not has_wildcard(pattern[:-1])
