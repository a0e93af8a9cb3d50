"""Frameworks: how a file describes one, and what that makes of rules."""

import pytest
from world import inventory, profile

from rolevet import Claim, Control, Framework, read_framework
from rolevet.check import check
from rolevet.errors import InputError, UsageError
from rolevet.frameworks import controlled, find_framework, is_meant
from rolevet.settle import Gate, settle
from rolevet_rules import rules
from rolevet_rules.frameworks import frameworks

GOOD = """\
name: acme
title: Acme's policy
note: Chapter 4 only.
mapping:
  - rules: [PROF001, PROF014-STALE]
    controls: ["4.1", "4.2"]
  - rules: [ALIAS001]
    controls: ["4.1"]
controls:
  "4.1":
    not_tested: The rest.
  "4.2":
    not_tested: Nearly everything.
    note: Only on Mondays.
    verified: true
"""
ACME = Framework(
    "acme",
    "Acme's policy",
    "Chapter 4 only.",
    (
        Claim(Control("acme", "4.1"), ("PROF001", "PROF014-STALE", "ALIAS001"), "The rest."),
        Claim(
            Control("acme", "4.2", verified=True, note="Only on Mondays."),
            ("PROF001", "PROF014-STALE"),
            "Nearly everything.",
        ),
    ),
)


def test_a_file_describes_a_framework() -> None:
    assert read_framework(GOOD.encode(), "acme.yaml") == ACME


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("name: acme\n", "", "acme.yaml:1:1: there is no name here"),
        ("note: Chapter", "nte: Chapter", "acme.yaml:3:6: there is no field 'nte'"),
        ("title: Acme's policy", "title: [a]", "acme.yaml:2:8: this is not a text"),
        ("title: Acme's policy", "title:", "acme.yaml:2:7: this is not a text"),
        ("[ALIAS001]", "ALIAS001", "acme.yaml:7:12: this is not a list"),
        ('["4.1"]', '["4.3"]', "acme.yaml:8:16: this control is not described below"),
        ("    not_tested: The rest.", "    {}", "acme.yaml:11:5: no rule tests this control, or"),
        ('["4.1", "4.2"]', '["4.1"]', "acme.yaml:13:5: no rule tests this control, or"),
        ("[ALIAS001]\n    controls", "[ALIAS001]\n    control", "there is no field 'control'"),
        ("[PROF001, PROF014-STALE]", "[]", "acme.yaml:13:5: no rule tests this control"),
        ("verified: true", "verified: yes", "acme.yaml:15:15: this is not true or false"),
        ("    note: Only on", "    remark: Only on", "there is no field 'remark'"),
    ],
)
def test_a_file_that_describes_none_says_where(old: str, new: str, says: str) -> None:
    assert old in GOOD
    with pytest.raises(InputError) as caught:
        read_framework(GOOD.replace(old, new).encode(), "acme.yaml")
    assert says in caught.value.message


@pytest.mark.parametrize(
    ("rule_id", "meant"),
    [
        ("PROF001", True),
        ("PROF001-LATENT", True),
        ("PROF0011", False),
        ("PROF00", False),
        ("TRUST001-PRIVILEGED", False),
    ],
)
def test_an_id_means_its_variants_too(rule_id: str, meant: bool) -> None:
    assert is_meant("PROF001", rule_id) is meant


def test_rules_get_the_controls_that_they_test() -> None:
    found = {rule.info.id: rule.info.controls for rule in controlled(rules(), [ACME])}
    first, second = (claim.control for claim in ACME.claims)
    assert found["PROF001-LATENT"] == (first, second)
    assert found["ALIAS001"] == (first,)
    assert found["PROF014-STALE"] == (first, second)
    assert found["PROF014"] == ()


def test_controls_make_no_other_rules_and_no_other_findings() -> None:
    """Else every report would be another one when a mapping is mended."""
    seen = inventory(profile(roleArns=["x", "x"]))
    without, with_them = (
        settle(check(judged_by, seen), Gate(), version="1.2.3")
        for judged_by in (rules(), controlled(rules(), frameworks()))
    )
    assert with_them.findings
    assert any(result.rule.controls for result in with_them.rules)
    assert with_them == without


@pytest.mark.parametrize("name", ["soc2", "SOC2"])
def test_a_framework_is_found_by_name(name: str) -> None:
    assert find_framework(frameworks(), name).name == "soc2"


def test_a_framework_that_is_not_there() -> None:
    with pytest.raises(UsageError) as caught:
        find_framework(frameworks(), "soc-2\x1b")
    assert caught.value.message == r"there is no framework 'soc-2\x1b'"
    assert caught.value.hint.startswith("did you mean soc2? known are: aws-fsbp, ")
    with pytest.raises(UsageError) as caught:
        find_framework(frameworks(), "hipaa")
    assert caught.value.hint.startswith("known are: aws-fsbp, ")
