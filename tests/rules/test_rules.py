"""Every built-in rule against its table of cases."""

import pytest
from rules import cases_alias, cases_anchor, cases_crl, cases_profile
from rules.cases import ACCEPTS, REJECTS, UNDECIDED, Case, verdict_of
from world import inventory, missing, profile, role, role_arn

from rolevet.check import check
from rolevet.definition import Rule
from rolevet_rules import rules

CASES = cases_alias.CASES | cases_anchor.CASES | cases_crl.CASES | cases_profile.CASES
RULES = {rule.info.id: rule for rule in rules()}


@pytest.mark.parametrize(
    ("rule", "case"),
    [
        pytest.param(RULES[rule_id], case, id=f"{rule_id} {case.name}")
        for rule_id, cases in CASES.items()
        for case in cases
    ],
)
def test_verdict(rule: Rule, case: Case) -> None:
    verdict, words = verdict_of(rule.configured(case.settings), case.inventory)
    assert (verdict, case.says in words) == (case.verdict, True), words


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.info.id)
def test_every_rule_has_cases_of_all_three_kinds(rule: Rule) -> None:
    # PROF011 needs a profile with two roles to reject one of them: see below.
    kinds = {case.verdict for case in CASES[rule.info.id]}
    wanted = {ACCEPTS, UNDECIDED} | ({REJECTS} if rule.info.id != "PROF011" else set())
    assert wanted <= kinds


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
    for heading in ("## Why it matters", "## Example", "## How to mend it"):
        assert f"\n\n{heading}\n\n" in rule.info.help
    assert rule.info.source.startswith("https://")
    assert len(rule.info.summary) < 120


def test_ids_and_names_are_unique() -> None:
    assert len({rule.info.id for rule in rules()}) == len(rules())
    assert len({rule.info.name for rule in rules()}) == len(rules())
