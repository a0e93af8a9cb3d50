"""A policy document as frozen values, and what one statement says of a request."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from rolevet.policy.answers import NO, YES, Answer, maybe
from rolevet.policy.conditions import Condition
from rolevet.policy.selections import Selection
from rolevet.policy.variables import VARIABLES_SINCE
from rolevet.text import plain

_EXCEPTS: Final = maybe("its NotPrincipal names all but a few")
_AWS_STAR: Final = maybe('AWS does not say whether the principal {"AWS": "*"} includes services')
_OTHER_CASE: Final = maybe("AWS does not say whether the case of a service's name matters")
_FEDERATED_STAR: Final = maybe("its principal is any federated identity")


Content = tuple[bool, tuple[str, ...], tuple[str, ...]]


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
    about any service. `size` is what it costs to compare it, in characters: a pattern costs twenty
    before its first. `answers` keeps what `about` said.
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
    size: int = field(init=False)
    answers: dict[str, "Statement"] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", self.actions.size + self.resources.size)

    @property
    def label(self) -> str:
        """How a clause names it."""
        sid = f" '{plain(self.sid, 60)}'" if self.sid else ""
        policy = f" of {plain(self.policy, 200)}" if self.policy else ""
        return f"Statement[{self.index}]{sid}{policy}"

    def about(self, service: str) -> "Statement":
        """The same, without the actions of other services; it must be about some of this one.

        No name stands for a service that it does not name.
        """
        if len(self.services) == 1 or not service:
            return self
        found = self.answers.get(service)
        if found is None:
            found = self.answers[service] = replace(self, actions=self.actions.about(service))
        return found

    @property
    def content(self) -> Content:
        varies = bool(self.conditions or self.resources.varying)
        return varies, self.actions.content, self.resources.content

    def applies(self, action: str, resource: str) -> Answer:
        """Whether it is about the action on the resource, neither of which has wildcards."""
        included = self.actions.includes(action)
        if not included.possible:
            return NO
        return self._held(included & self.resources.includes(resource))

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
    """One document; its statements in their order. `version` is empty where it names none.

    `contents` say of each whether it leaves something to a request, and its patterns, however they
    were written: what is certain comes first where they are sorted.
    """

    version: str
    statements: tuple[Statement, ...]
    contents: tuple[Content, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "contents", tuple(each.content for each in self.statements))

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
