"""What a rule is, and the decorator that makes one of a generator function.

The module is not called `rule`, because `rolevet.rule` is the decorator.
"""

import inspect
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from rolevet.finding import Confidence, Evidence, Related, RuleInfo, Severity, Trouble
from rolevet.inventory import Inventory, Subject, listed_needs
from rolevet.needs import Need, with_presupposed
from rolevet.resources import Resource

SubjectT = TypeVar("SubjectT", bound=Subject)

_ID: Final = frozenset(string.ascii_uppercase + string.digits + "-")
_NAME: Final = frozenset(string.ascii_lowercase + string.digits + "-")


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
class Rule:
    """One promise about one kind of subject."""

    info: RuleInfo
    kind: type[Any]
    needs: frozenset[Need]
    """The kinds of resource and the details that it reads; nothing else is collected for it."""
    judge: Callable[[Any, Inventory], Iterator[Hit]]


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
) -> Callable[[Callable[[SubjectT, Inventory], Iterator[Hit]]], Rule]:
    """Make a Rule of a generator function; its docstring becomes the rule's help page.

    The first paragraph of the docstring is the summary. `needs` names what it reads beside the
    kind that it judges: a rule over bindings needs Role if it asks for the role, and
    Detail.ROLE_POLICIES if it asks the role for its policies.
    Raises ValueError for a rule that could not be shown or selected.
    """

    def decorate(judge: Callable[[SubjectT, Inventory], Iterator[Hit]]) -> Rule:
        text = inspect.getdoc(judge) or ""
        summary = " ".join(text.partition("\n\n")[0].split())
        info = RuleInfo(id, name, severity, confidence, trouble, summary, text, source, version)
        _refuse_unfit(info)
        own = {kind} if issubclass(kind, Resource) else set()
        reads = with_presupposed((*listed_needs(kind), *own, *needs))
        return Rule(info, kind, reads, judge)

    return decorate


def _refuse_unfit(info: RuleInfo) -> None:
    if not info.id or not _ID.issuperset(info.id) or len(info.id) > 64:
        raise ValueError(f"rule id {info.id!r}: use capital letters, digits and hyphens")
    if not info.name or not _NAME.issuperset(info.name) or len(info.name) > 128:
        raise ValueError(f"rule {info.id}: name {info.name!r} is not in kebab-case")
    if not info.summary.endswith("."):
        raise ValueError(f"rule {info.id}: the docstring does not begin with a sentence")
    if not info.source.startswith("https://"):
        raise ValueError(f"rule {info.id}: source {info.source!r} is not an https:// address")
