"""The page about real files, and what is expected of them."""

import re

import corpus_page
import pytest
from corpus_page import Example, Expectation, Told, compared, counts, examples

from rolevet_rules import rules

IDS = {rule.info.id for rule in rules()}


def test_the_page_is_what_the_command_makes() -> None:
    folder = corpus_page.corpus()
    if folder is None:
        pytest.skip(f"{corpus_page.FOLDER} does not name a folder")
    assert corpus_page.PAGE.read_text() == corpus_page.made(folder), "make it anew: make corpus"


def test_the_page_counts_what_is_expected() -> None:
    rows = re.findall(r"^\| ([A-Z?-]+) \| ([0-9]+) \|", corpus_page.PAGE.read_text(), re.MULTILINE)
    assert {code: int(count) for code, count in rows} == counts(examples())


def test_every_expectation_is_for_a_rule_or_says_why_not() -> None:
    every = examples()
    assert len({each.name for each in every}) == len(every)
    for expectation in (one for each in every for one in each.expectations):
        named = {*expectation.rules, *expectation.undecided}
        assert bool(named) != bool(expectation.refused)
        assert named <= IDS


WANTED = Expectation("C", 5, ("TRUST001", "TRUST002"))


@pytest.mark.parametrize(
    ("told", "found", "missed", "others"),
    [
        (Told((("TRUST001", 9),)), 1, 0, ()),
        (Told((("TRUST001", 9), ("TRUST002", 6))), 1, 0, (("TRUST001", 9),)),
        (Told((), (("TRUST001", 9),)), 1, 0, ()),
        (Told((("PERM001", 9),)), 0, 1, (("PERM001", 9),)),
        (Told(unread="no"), 0, 1, ()),
    ],
)
def test_a_finding_meets_one_expectation(
    told: Told, found: int, missed: int, others: tuple[tuple[str, int], ...]
) -> None:
    result = compared(Example("f", (WANTED,)), told)
    assert (len(result.found), len(result.missed), result.others) == (found, missed, others)


def test_what_must_be_undecided_is_looked_for_among_the_doubts() -> None:
    example = Example("f", (Expectation("U", 1, undecided=("ANCH001",)),))
    assert compared(example, Told(undecided=frozenset({"ANCH001"}))).missed == ()
    assert compared(example, Told()).found == ()


def test_findings_that_are_right_all_the_same_are_no_disagreement() -> None:
    example = Example("f", also={"PERM001": "it is so"})
    assert compared(example, Told((("PERM001", 9),))).others == ()
