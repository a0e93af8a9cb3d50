"""What a rule is, and the decorator that makes one of a generator function.

The module is not called `rule`, because `rolevet.rule` is the decorator.
"""

import inspect
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Concatenate, Final, TypeVar, cast

from rolevet.finding import (
    Confidence,
    Control,
    Evidence,
    Overlay,
    Related,
    RuleInfo,
    Setting,
    Severity,
    Trouble,
)
from rolevet.inventory import Inventory, Subject, listed_needs
from rolevet.needs import Need, kinds_of, with_presupposed

SubjectT = TypeVar("SubjectT", bound=Subject)

_ID: Final = frozenset(string.ascii_uppercase + string.digits + "-")
_NAME: Final = frozenset(string.ascii_lowercase + string.digits + "-")
SEVERITY: Final = "severity"
"""What a user sets beside the parameters of a rule, under the same roof."""

_TYPES: Final = {int: "a whole number", bool: "true or false", tuple: "a list of texts"}


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule yields: one broken promise.

    `at` is the field that breaks it, in AWS's spelling. `key` tells apart two hits of one rule on
    one resource; it is part of the finding's identity, so it must outlive rewording and reordering.
    The role ARN of a binding need not be repeated in it.
    """

    message: str
    at: str
    key: str = ""
    related: tuple[Related, ...] = ()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    confidence: Confidence | None = None
    """Where this hit is less sure than the rule is in general."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a user may set: a number within bounds, a switch, or a list of texts; `help` says what
    it is for, with its unit."""

    default: Setting
    help: str
    low: int = 0
    high: int = 0

    @property
    def takes(self) -> str:
        """What it can be set to, in words."""
        kind = type(self.default)
        return _TYPES[kind] + (f", {self.low} to {self.high}" if kind is int else "")

    def check(self, name: str, value: Setting) -> None:
        """Raises ValueError for a value of another type, or out of bounds."""
        kind = type(self.default)
        if type(value) is not kind:
            raise ValueError(f"{name} is not {_TYPES[kind]}")
        if kind is int and not self.low <= cast(int, value) <= self.high:
            raise ValueError(f"{name} is {value}; it can be {self.low} to {self.high}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One promise about one kind of subject."""

    info: RuleInfo
    kind: type[Any]
    needs: frozenset[Need]
    """The kinds of resource and the details that it reads; nothing else is collected for it."""
    judge: Callable[..., Iterator[Hit]]
    """Given a subject, the inventory and a keyword for each parameter."""
    yields_to: frozenset[str] = frozenset()
    """Ids of rules whose finding is the root of this one's, if it is on the same subject, or on the
    broker or the role of the binding."""
    parameters: Mapping[str, Parameter] = field(default_factory=dict)

    def configured(self, given: Mapping[str, Setting], severity: Severity | None = None) -> "Rule":
        """With these settings, and another severity if one is named; raises ValueError for a
        setting that is unknown or out of bounds."""
        self.check(given)
        settings = tuple(sorted({**dict(self.info.settings), **given}.items()))
        info = replace(self.info, settings=settings)
        if severity is not None:
            info = replace(info, severity=severity, declared_severity=self.info.severity)
        return replace(self, info=info)

    def overlaid(self, overlays: Iterable[Overlay]) -> "Rule":
        """With these, of which a later one wins; raises ValueError as `configured` does."""
        laid = tuple(overlays)
        for overlay in laid:
            self.check(dict(overlay.settings))
        return replace(self, info=replace(self.info, overlays=laid))

    def mapped(self, controls: Iterable[Control]) -> "Rule":
        """Said to test these."""
        return replace(self, info=replace(self.info, controls=tuple(controls)))

    def check(self, given: Mapping[str, Setting]) -> None:
        """Raises ValueError for a setting that is unknown or out of bounds."""
        for name, value in given.items():
            if name not in self.parameters:
                known = ", ".join(sorted(self.parameters)) or "none"
                raise ValueError(f"rule {self.info.id} has no parameter '{name}'; it has {known}")
            self.parameters[name].check(name, value)


def rule(
    id: str,  # noqa: A002 - the word that every reader of rules uses
    name: str,
    *,
    severity: Severity,
    trouble: Trouble,
    kind: type[SubjectT],
    source: str,
    needs: Iterable[Need] = (),
    confidence: Confidence = Confidence.HIGH,
    version: int = 1,
    opt_in: bool = False,
    yields_to: Iterable[str] = (),
    parameters: Mapping[str, Parameter] | None = None,
) -> Callable[[Callable[Concatenate[SubjectT, Inventory, ...], Iterator[Hit]]], Rule]:
    """Make a Rule of a generator function; its docstring becomes the rule's help page.

    The first paragraph of the docstring is the summary. `needs` names what it reads beside the
    kind that it judges: a rule over bindings needs Role if it asks for the role, and
    Detail.ROLE_POLICIES if it asks the role for its policies. The function takes a keyword for each
    of the `parameters`. Where a rule that it `yields_to` has a finding on the same subject, or on
    the broker or the role of the binding, its own is told as related to that one. Raises ValueError
    for a rule that cannot be shown or selected.
    """
    declared = dict(parameters or {})
    defaults = tuple(sorted((name, one.default) for name, one in declared.items()))

    def decorate(judge: Callable[Concatenate[SubjectT, Inventory, ...], Iterator[Hit]]) -> Rule:
        text = inspect.getdoc(judge) or ""
        summary = " ".join(text.partition("\n\n")[0].split())
        info = RuleInfo(
            id,
            name,
            severity,
            confidence,
            trouble,
            summary,
            text,
            source,
            version,
            opt_in,
            defaults,
        )
        refuse_unfit(info)
        if SEVERITY in declared:
            raise ValueError(f"rule {id}: a parameter cannot be called '{SEVERITY}'")
        reads = with_presupposed((*listed_needs(kind), *kinds_of(kind), *needs))
        return Rule(info, kind, reads, judge, frozenset(yields_to), declared)

    return decorate


def refuse_unfit(info: RuleInfo) -> None:
    """Raises ValueError for a rule that cannot be shown or selected."""
    check_id(info.id)
    if not info.name or not _NAME.issuperset(info.name) or len(info.name) > 128:
        raise ValueError(f"rule {info.id}: name {info.name!r} is not in kebab-case")
    if not info.summary.endswith("."):
        raise ValueError(f"rule {info.id}: the docstring does not begin with a sentence")
    if not info.source.startswith("https://"):
        raise ValueError(f"rule {info.id}: source {info.source!r} is not an https:// address")


def check_id(rule_id: str) -> None:
    """Raises ValueError for what is no id of a rule."""
    if not rule_id or not _ID.issuperset(rule_id) or len(rule_id) > 64:
        raise ValueError(f"rule id {rule_id!r}: use capital letters, digits and hyphens")
