"""What a statement is about: its actions or its resources, as patterns.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

import string
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from rolevet.policy.answers import NO, YES, Answer, maybe
from rolevet.policy.patterns import covers, has_wildcard, overlap
from rolevet.policy.variables import as_pattern

_VARIES: Final = maybe("a policy variable decides")
_LOWER: Final = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


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

    @property
    def size(self) -> int:
        """What it costs to compare its patterns; see Statement."""
        return sum(20 + len(pattern) for pattern in self.every_pattern())

    @property
    def content(self) -> tuple[str, ...]:
        """The patterns, in an order that does not depend on how they were written."""
        return tuple(sorted(self.every_pattern()))

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

    def about(self, service: str) -> "Selection":
        """Of actions: the same, without the patterns that are about other services only."""
        start = f"{service}:"

        def concerns(pattern: str) -> bool:
            return pattern.startswith(start) or has_wildcard(pattern.partition(":")[0])

        return replace(
            self,
            exact=frozenset(filter(concerns, self.exact)),
            prefixes=tuple(filter(concerns, self.prefixes)),
            patterns=tuple(filter(concerns, self.patterns)),
        )

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
    return selection_of(texts, negated, tuple((action_pattern(text), False) for text in texts))


def resources_selected(texts: tuple[str, ...], *, negated: bool, replaces: bool) -> Selection:
    """The selection of Resource or NotResource; `replaces` as for variables.as_pattern."""
    found = tuple(as_pattern(text, replaces=replaces) for text in texts)
    return selection_of(texts, negated, found)


def selection_of(
    texts: tuple[str, ...], negated: bool, found: tuple[tuple[str, bool], ...]
) -> Selection:
    """The selection of texts by the canonical pattern of each, and whether it varies."""
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
