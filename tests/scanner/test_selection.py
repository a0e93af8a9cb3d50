"""Words that mean rules."""

from collections.abc import Iterator

import pytest

from rolevet import Hit, Inventory, Profile, Rule, Severity, Trouble, rule
from rolevet.errors import UsageError
from rolevet.selection import Choice, chosen, find_rule, meant


def make(id: str, severity: Severity, trouble: Trouble, opt_in: bool = False) -> Rule:
    def judge(profile: Profile, inventory: Inventory) -> Iterator[Hit]:
        """A test rule."""
        yield from ()

    return rule(
        id,
        "test-rule",
        severity=severity,
        trouble=trouble,
        kind=Profile,
        source="https://example.com/",
        opt_in=opt_in,
    )(judge)


RULES = [
    make("AB001", Severity.HIGH, Trouble.FAILS),
    make("AB001-LATENT", Severity.INFO, Trouble.FAILS),
    make("AB002", Severity.MEDIUM, Trouble.EXPOSURE),
    make("AB010", Severity.CRITICAL, Trouble.EXPOSURE, opt_in=True),
    make("ABC001", Severity.LOW, Trouble.HYGIENE),
]


def test_a_rule_is_found_in_any_case() -> None:
    assert find_rule(RULES, "ab001-latent") is RULES[1]
    with pytest.raises(UsageError, match="there is no rule 'AB00'") as raised:
        find_rule(RULES, "AB00")
    assert raised.value.hint.startswith("did you mean AB001")


@pytest.mark.parametrize(
    ("word", "ids"),
    [
        ("AB001", "AB001"),
        ("ab001", "AB001"),
        ("AB001-", "AB001-LATENT"),
        ("AB00", "AB001 AB001-LATENT AB002"),
        ("AB", "AB001 AB001-LATENT AB002 AB010 ABC001"),
        ("AB01", "AB010"),
        ("ABC", "ABC001"),
        ("class:exposure", "AB002 AB010"),
        ("Class:Rejected", ""),
        ("severity:critical", "AB010"),
        ("severity:medium", "AB001 AB002 AB010"),
        ("severity:info", "AB001 AB001-LATENT AB002 AB010 ABC001"),
        ("all", "AB001 AB001-LATENT AB002 AB010 ABC001"),
    ],
)
def test_what_a_word_means(word: str, ids: str) -> None:
    assert meant(RULES, word) == set(ids.split())


@pytest.mark.parametrize(
    ("word", "says", "hint"),
    [
        ("AB003", "rule 'AB003'", "did you mean AB001 or "),
        ("B001", "rule 'B001'", "did you mean AB001 or "),
        ("", "rule ''", "known are: AB001, "),
        ("class:", "class ''", "known are: exposure, fails, hygiene, rejected"),
        ("class:exposed", "class 'exposed'", "did you mean exposure?"),
        ("severity:hihg", "severity 'hihg'", "did you mean high?"),
        ("alll", "rule 'alll'", "did you mean all?"),
        ("*", r"rule '\*'", "known are: AB001, "),
        ("A\x1b[31m" * 100, r"rule 'A\\x1b", "known are: "),
    ],
)
def test_a_word_that_means_nothing(word: str, says: str, hint: str) -> None:
    with pytest.raises(UsageError, match=f"there is no {says}") as raised:
        meant(RULES, word)
    assert raised.value.hint.startswith(hint)
    assert raised.value.message.isprintable()


def test_severity_is_the_one_that_was_configured() -> None:
    changed = [RULES[0].configured({}, Severity.INFO), *RULES[1:]]
    assert meant(changed, "severity:high") == {"AB010"}


@pytest.mark.parametrize(
    ("choices", "ids"),
    [
        ([], "AB001 AB001-LATENT AB002 ABC001"),
        ([Choice(extend_select=("AB010",))], "AB001 AB001-LATENT AB002 AB010 ABC001"),
        ([Choice(("AB01",))], "AB010"),
        ([Choice(("class:exposure",))], "AB002 AB010"),
        ([Choice(("severity:high",))], "AB001 AB010"),
        ([Choice(("all",), ignore=("AB00",))], "AB010 ABC001"),
        ([Choice(())], ""),
        ([Choice((), ("ABC",))], "ABC001"),
        ([Choice(("AB001",), ("AB001",), ("AB",))], ""),
        ([Choice(ignore=("AB001",))], "AB001-LATENT AB002 ABC001"),
        ([Choice(ignore=("ABC",)), Choice(("ABC",))], "ABC001"),
        (
            [Choice(ignore=("ABC",)), Choice(extend_select=("ABC",))],
            "AB001 AB001-LATENT AB002 ABC001",
        ),
        ([Choice(("AB00",)), Choice(ignore=("AB001",))], "AB001-LATENT AB002"),
        ([Choice(("AB00",), ignore=("AB001",)), Choice(ignore=("AB002",))], "AB001-LATENT"),
        ([Choice(("AB00",)), Choice(("ABC",))], "ABC001"),
    ],
)
def test_what_is_chosen(choices: list[Choice], ids: str) -> None:
    assert [rule.info.id for rule in chosen(RULES, choices)] == ids.split()
