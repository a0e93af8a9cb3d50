"""The pages that are made of rules and cases, where these would break them."""

from collections.abc import Iterator

import docs_pages
from rules.cases import Verdict
from rules.tables import VERDICTS

from rolevet import Hit, Inventory, Profile, Severity, Trouble, rule
from rolevet_rules import rules


@rule(
    "ACME001",
    "acme",
    severity=Severity.LOW,
    trouble=Trouble.HYGIENE,
    kind=Profile,
    source="https://example.com/",
)
def _acme(profile: Profile, _: Inventory) -> Iterator[Hit]:
    """Says `a|b`.

    No heading.
    """
    yield from ()


NAMES = ["a | b", "two\nlines", "`code` and *stars*", "[link](x) <b>", "back\\slash"]


def test_no_name_of_a_case_breaks_the_table() -> None:
    cases = [(name, Verdict.REJECTS) for name in NAMES]
    page = docs_pages.pages([_acme], {"ACME001": cases})["ACME001.md"]
    rows = page.partition("## Cases")[2].strip().splitlines()[4:]
    assert rows == [
        r"| a \| b | rejects |",
        "| two lines | rejects |",
        r"| \`code\` and \*stars\* | rejects |",
        r"| \[link\](x) \<b\> | rejects |",
        r"| back\\slash | rejects |",
    ]


def test_cases_stand_by_verdict() -> None:
    cases = [(verdict.value, verdict) for verdict in reversed(Verdict)]
    page = docs_pages.pages([_acme], {"ACME001": cases})["ACME001.md"]
    words = [line.split(" | ")[0] for line in page.splitlines() if line.startswith("| ")]
    assert words[-4:] == ["| accepts", "| rejects", "| undecided", "| not applicable"]


def test_the_first_line_says_who_made_it() -> None:
    for page in docs_pages.pages([_acme], {"ACME001": []}).values():
        assert page.startswith("<!-- Made by tests/docs_pages.py ")


def test_a_family_of_its_own_comes_last() -> None:
    index = docs_pages.pages([_acme, *rules()], {**VERDICTS, "ACME001": []})["README.md"]
    *_, last = [line for line in index.splitlines() if line.startswith("## ")]
    assert last == "## ACME: others"
    assert index.endswith("| [ACME001](ACME001.md) | low | hygiene | on | Says \\`a\\|b\\`. |\n")
