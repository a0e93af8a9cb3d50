"""What a run has to say: findings, doubts and the report, which is all that a format ever sees."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from fnmatch import fnmatchcase

from rolevet.coverage import Cell
from rolevet.errors import ExitCode
from rolevet.inventory import Scope
from rolevet.place import Place
from rolevet.unknown import Doubt
from rolevet.waiver import Status, WaiverResult

Evidence = str | int | bool | None | tuple["Evidence", ...]
"""One value that a finding rests on, as JSON can carry it."""


Setting = int | bool | tuple[str, ...]
"""The value of a rule's parameter."""


class Severity(IntEnum):
    """How bad it is; a property of the rule, never of one finding."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def label(self) -> str:
        return self.name.lower()


class Confidence(IntEnum):
    """How sure it is: HIGH for what AWS documents or was seen to do, MEDIUM for what follows."""

    LOW = 0
    MEDIUM = 1
    HIGH = 2

    @property
    def label(self) -> str:
        return self.name.lower()


class Trouble(StrEnum):
    """What kind of trouble it is."""

    REJECTED = "rejected"
    """AWS refuses the request that would create it."""
    FAILS = "fails"
    """AWS accepts it, and then sessions fail."""
    EXPOSURE = "exposure"
    """More is possible than should be."""
    HYGIENE = "hygiene"
    """It works and is safe, but nobody should leave it so."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """What a user wants of a rule for some resources only: that it leaves them alone, or other
    values of its parameters."""

    accounts: tuple[str, ...] = ()
    """Empty for every account."""
    aliases: tuple[str, ...] = ()
    """Patterns of the names of role aliases; empty for every resource."""
    ignored: bool = False
    settings: tuple[tuple[str, Setting], ...] = ()

    def covers(self, account: str, alias: str | None) -> bool:
        """Whether it is for a resource; `alias` is its name if it is a role alias."""
        if self.accounts and account not in self.accounts:
            return False
        if not self.aliases:
            return True
        return alias is not None and any(fnmatchcase(alias, one) for one in self.aliases)


@dataclass(frozen=True, slots=True)
class Control:
    """A control of a compliance framework that a rule tests, in part."""

    framework: str
    control: str
    verified: bool = False
    """Whether its number has been compared with the framework's own text."""
    note: str | None = None
    """Where only some of the rule's findings are about it, or count for less, which."""


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """All of a rule but its code; `version` counts changes of what it means.

    `summary` is one sentence, `help` is Markdown, `source` the page that states the facts.
    """

    id: str
    name: str
    severity: Severity
    confidence: Confidence
    trouble: Trouble
    summary: str
    help: str
    source: str
    version: int = 1
    opt_in: bool = False
    """Whether it judges only where it is asked for by name."""
    settings: tuple[tuple[str, Setting], ...] = ()
    """What its parameters were set to, sorted by name."""
    declared_severity: Severity | None = None
    """The severity that it was defined with, where a user gave it another."""
    overlays: tuple[Overlay, ...] = ()
    controls: tuple[Control, ...] = field(default=(), compare=False)
    """What frameworks make of the rule, which does not make it another one."""
    digest: str = ""
    """Of the expressions that define it, where it is data: they can change without its version."""

    def settings_for(self, account: str, alias: str | None) -> dict[str, Setting] | None:
        """What its parameters are for a resource; None where the user wants it left alone."""
        settings = dict(self.settings)
        for overlay in self.overlays:
            if overlay.covers(account, alias):
                if overlay.ignored:
                    return None
                settings |= overlay.settings
        return settings


@dataclass(frozen=True, slots=True)
class Related:
    """Another resource that has part in a finding, and what part."""

    resource: str
    note: str


class Change(StrEnum):
    """What becomes of a finding between two states that are compared; SARIF's words."""

    NEW = "new"
    UNCHANGED = "unchanged"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken promise at one place; `path` names the field in AWS's own spelling."""

    rule: RuleInfo
    confidence: Confidence
    resource: str
    resource_type: str
    resource_name: str
    account: str
    region: str
    message: str
    path: str
    place: Place
    fingerprint: str
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    related: tuple[Related, ...] = ()
    change: Change | None = None
    """None where nothing was compared."""
    status: Status = Status.OPEN


@dataclass(frozen=True, slots=True)
class Inconclusive:
    """A rule that could not decide about a resource, or about a cell that was not read.

    `traceback` is for the terminal of whoever mends a broken rule; no format shows it.
    """

    rule: RuleInfo
    resource: str
    account: str
    region: str
    reason: str
    doubt: Doubt
    traceback: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class RuleResult:
    """How often a rule came to each verdict."""

    rule: RuleInfo
    passed: int = 0
    failed: int = 0
    superseded: int = 0
    """Failed as well, but by the same root cause as another rule, which tells it."""
    inconclusive: int = 0
    not_applicable: int = 0

    def __add__(self, other: "RuleResult") -> "RuleResult":
        return RuleResult(
            self.rule,
            self.passed + other.passed,
            self.failed + other.failed,
            self.superseded + other.superseded,
            self.inconclusive + other.inconclusive,
            self.not_applicable + other.not_applicable,
        )


@dataclass(frozen=True, slots=True)
class Report:
    """Everything one run has to say, sorted, without a clock."""

    version: str
    """Of rolevet."""
    rule_set: str
    """Hash of the rules that judged, as they were defined."""
    scopes: tuple[Scope, ...]
    findings: tuple[Finding, ...]
    inconclusive: tuple[Inconclusive, ...]
    rules: tuple[RuleResult, ...]
    coverage: tuple[Cell, ...]
    fail_on: Severity | None
    complete: bool
    """Whether everything that should have been read was read, and every rule held up."""
    unmet: tuple[str, ...]
    """What was required to be complete and is not."""
    exit_code: ExitCode
    otherwise: ExitCode = ExitCode.CLEAN
    """What the exit code is where no finding is at or above `fail_on`."""
    mended: tuple[Finding, ...] = ()
    """What is found in the earlier of two states only."""
    waivers: tuple[WaiverResult, ...] = ()

    @property
    def waived(self) -> int:
        return sum(found.status is Status.WAIVED for found in self.findings)


def fingerprint(rule: RuleInfo, resource: str, *discriminators: str) -> str:
    """What makes a finding the same one tomorrow: no wording, no line, no time, no order."""
    identity = json.dumps(["v1", rule.id, rule.version, resource, *discriminators])
    return hashlib.sha256(identity.encode()).hexdigest()
