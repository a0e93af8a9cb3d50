"""Every built-in rule against its table of cases."""

import re

import pytest
from rules.cases import ACCEPTS, REJECTS, UNDECIDED, Case, verdict_of
from rules.tables import CASES
from world import inventory, missing, profile, role, role_arn

from rolevet.check import check
from rolevet.definition import Rule
from rolevet_rules import rules

RULES = {rule.info.id: rule for rule in rules()}
SECTIONS = [
    "Why it matters",
    "Example",
    "How to mend it",
    "False positives",
    "What it cannot see",
]


@pytest.mark.parametrize(
    ("rule", "case"),
    [
        pytest.param(RULES[rule_id], case, id=f"{rule_id} {case.name}")
        for rule_id, cases in CASES.items()
        for case in cases
    ],
)
def test_verdict(rule: Rule, case: Case) -> None:
    verdict, words = verdict_of(rule.configured(case.settings), case.inventory, case.besides)
    assert (verdict, case.says in words) == (case.verdict, True), words


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.info.id)
def test_every_rule_has_cases_of_all_three_kinds(rule: Rule) -> None:
    cases = CASES[rule.info.id]
    assert {ACCEPTS, REJECTS, UNDECIDED} <= {case.verdict for case in cases}
    assert len({case.name for case in cases}) == len(cases)


def test_prof011_rejects_only_the_role_that_is_gone() -> None:
    roles = [role_arn("Here"), role_arn("Gone"), role_arn("Unseen")]
    seen = inventory(profile(roleArns=roles), role("Here"), missing("Gone"), denied=["Unseen"])
    verdicts = check([RULES["PROF011"]], seen)
    assert [finding.evidence for finding in verdicts.findings] == [{"roleArn": role_arn("Gone")}]
    assert [doubt.reason for doubt in verdicts.inconclusive] == [
        "iam:GetRole for role 'Some' was denied (AccessDenied)"
    ]


def test_no_case_belongs_to_a_rule_that_is_not_there() -> None:
    assert set(CASES) == set(RULES)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.info.id)
def test_help_page_is_whole(rule: Rule) -> None:
    _, *parts = re.split(r"\n\n## (.+)\n\n", rule.info.help)
    assert parts[::2] == SECTIONS
    assert all(text.strip() for text in parts[1::2])
    assert rule.info.source.startswith("https://")
    assert len(rule.info.summary) < 120


def test_ids_and_names_are_unique() -> None:
    assert len({rule.info.id for rule in rules()}) == len(rules())
    assert len({rule.info.name for rule in rules()}) == len(rules())
