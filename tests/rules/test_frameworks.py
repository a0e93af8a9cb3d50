"""What the frameworks make of the built-in rules."""

from collections.abc import Iterable, Mapping
from importlib.resources import files

import pytest

from rolevet.frameworks import Framework, is_meant
from rolevet_rules import rules
from rolevet_rules.frameworks import frameworks

# How many rules each family of the catalogue has; variants are not counted.
CATALOGUE = {
    "ALIAS": 7,
    "PROF": 19,
    "ANCH": 9,
    "CRL": 4,
    "TRUST": 10,
    "PERM": 9,
    "IOTP": 4,
    "INV": 7,
}
# What the frameworks may name though nobody has written it yet.
UNWRITTEN = {"PERM": (8,), "INV": (2,)}
NAMED = {one for framework in frameworks() for claim in framework.claims for one in claim.rules}
IDS = {rule.info.id for rule in rules()}


def ids(families: Mapping[str, Iterable[int]]) -> set[str]:
    return {f"{family}{number:03}" for family, numbers in families.items() for number in numbers}


def test_they_are_these() -> None:
    names = [framework.name for framework in frameworks()]
    assert names == [
        "aws-fsbp",
        "aws-resource-tagging",
        "aws-well-architected",
        "cis-aws-foundations",
        "iso-27001-2022",
        "nist-800-53-r5",
        "pci-dss-4.0.1",
        "soc2",
    ]
    stems = {path.name for path in files("rolevet_rules.frameworks").iterdir()}
    assert {f"{name}.yaml" for name in names} <= stems


def test_every_rule_that_they_name_is_one_of_the_catalogue() -> None:
    catalogue = {family: range(1, count + 1) for family, count in CATALOGUE.items()}
    assert NAMED | ids(UNWRITTEN) <= ids(catalogue)


def test_every_rule_that_they_name_is_there_or_still_to_be_written() -> None:
    absent = {one for one in NAMED if not any(is_meant(one, rule_id) for rule_id in IDS)}
    assert absent <= ids(UNWRITTEN)


@pytest.mark.parametrize("framework", frameworks(), ids=lambda framework: framework.name)
def test_no_control_names_a_rule_twice(framework: Framework) -> None:
    for claim in framework.claims:
        assert len(set(claim.rules)) == len(claim.rules), claim.control


def test_only_what_was_looked_up_counts_as_verified() -> None:
    verified = {
        (claim.control.framework, claim.control.control)
        for framework in frameworks()
        for claim in framework.claims
        if claim.control.verified
    }
    assert verified == {("nist-800-53-r5", "IA-5(2)"), ("aws-resource-tagging", "IoT.5")}


def test_rules_about_reliability_count_towards_no_security_control() -> None:
    """Where they are listed all the same, a note says so."""
    for framework in frameworks():
        for claim in framework.claims:
            if claim.by("PROF001"):
                assert "towards no security score" in (claim.control.note or "")
