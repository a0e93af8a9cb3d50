"""Reports for the formats to render."""

import re
from collections.abc import Iterator

from world import ACCOUNT, REGION, alias, inventory, missing, profile, role, role_arn

from rolevet import (
    Cell,
    CellState,
    Evidence,
    Hit,
    Inventory,
    Profile,
    Report,
    Rule,
    Severity,
    Trouble,
    rule,
)
from rolevet.check import check
from rolevet.coverage import Effort
from rolevet.settle import Gate, settle
from rolevet_rules import rules

HOSTILE = (
    "x\x1b[31m\r\n::error file=a::owned\u202e](http://evil.example) {0} `<script>alert(1)</script>"
    "&amp; =cmd|' /C calc'!A0 🚀 \ud800"
)


@rule(
    "ACME001",
    "hostile-name",
    severity=Severity.CRITICAL,
    trouble=Trouble.EXPOSURE,
    kind=Profile,
    source="https://example.com/",
)
def _says_names(subject: Profile, _: Inventory) -> Iterator[Hit]:
    """Says <b>names</b>."""
    evidence: dict[str, Evidence] = {"name": subject.name, "list": (1, "two", None, True)}
    yield Hit(f"{subject.label} says {HOSTILE}", at=HOSTILE, evidence=evidence)


@rule(
    "ACME002",
    "broken",
    severity=Severity.LOW,
    trouble=Trouble.HYGIENE,
    kind=Profile,
    source="https://example.com/",
)
def _breaks(subject: Profile, _: Inventory) -> Iterator[Hit]:
    """Breaks."""
    yield from ()
    raise RuntimeError(HOSTILE)


# Some of every severity; a format does not change with each rule that is added.
_SOME = re.compile("(ALIAS00[134]|PROF00[134]|PROF011|PROF014|CRL004)(-.*)?")
_RULES = [rule for rule in rules() if _SOME.fullmatch(rule.info.id)]


def _report(
    seen: Inventory, judged_by: list[Rule] | None = None, gate: Gate | None = None
) -> Report:
    verdicts = check(_RULES if judged_by is None else judged_by, seen)
    return settle(verdicts, gate or Gate(), version="1.2.3")


def _cell(api: str, state: CellState, **rest: object) -> Cell:
    region = "global" if api.startswith("iam:") else REGION
    return Cell(ACCOUNT, region, api, state, **rest)  # type: ignore[arg-type]


_LISTED = (
    _cell(
        "iot:ListRoleAliases",
        CellState.COMPLETE,
        kind="role-alias",
        lists=True,
        items=2,
        pages=1,
        effort=Effort(1),
    ),
    _cell(
        "rolesanywhere:ListProfiles",
        CellState.COMPLETE,
        kind="profile",
        lists=True,
        items=2,
        pages=1,
        effort=Effort(1),
    ),
)


def clean() -> Report:
    return _report(inventory(alias(), profile(), role(), coverage=_LISTED))


def empty() -> Report:
    return _report(inventory(coverage=_LISTED), judged_by=[])


def usual() -> Report:
    return _report(
        inventory(
            alias("long", credentialDurationSeconds=43200),
            alias("gone", roleArn=role_arn("Gone")),
            profile("crowded", managedPolicyArns=[f"arn:{n}" for n in range(12)]),
            profile("off", enabled=False),
            profile("twice", roleArns=[role_arn(), role_arn()]),
            profile("stranger", roleArns=[role_arn(account="210987654321")]),
            role(),
            missing("Gone"),
            coverage=_LISTED,
        )
    )


def denied() -> Report:
    return _report(
        inventory(
            alias("long", credentialDurationSeconds=43200),
            profile("off", enabled=False),
            denied=["Device"],
            coverage=(
                _LISTED[0],
                _cell(
                    "rolesanywhere:ListProfiles",
                    CellState.PARTIAL,
                    kind="profile",
                    lists=True,
                    pages=1,
                    effort=Effort(9, 7, 8, 12.4),
                    error="ThrottlingException",
                    message="Rate exceeded",
                ),
                _cell(
                    "iam:GetRole",
                    CellState.DENIED,
                    kind="role",
                    effort=Effort(1),
                    error="AccessDenied",
                ),
            ),
        )
    )


def not_offered() -> Report:
    cell = _cell("iot:ListRoleAliases", CellState.NOT_OFFERED, kind="role-alias", lists=True)
    return _report(inventory(coverage=[cell]))


def hostile() -> Report:
    return _report(inventory(profile(HOSTILE), coverage=_LISTED), judged_by=[_says_names, _breaks])


REPORTS = {
    "clean": clean,
    "empty": empty,
    "usual": usual,
    "denied": denied,
    "not-offered": not_offered,
    "hostile": hostile,
}
