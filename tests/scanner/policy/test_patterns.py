"""Wildcards, against their definition; and that no pattern takes long."""

from collections.abc import Callable
from functools import cache
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scanner.policy.steps import steps

from rolevet.policy.patterns import canonical, covers, has_wildcard, meet, overlap, sample

PATTERNS = st.text("ab*?", max_size=6)
TEXTS = tuple("".join(letters) for size in range(7) for letters in product("abz", repeat=size))


@cache
def means(pattern: str, text: str) -> bool:
    """The definition, letter by letter; slow and obvious."""
    if not pattern:
        return not text
    if pattern[0] == "*":
        return any(means(pattern[1:], text[start:]) for start in range(len(text) + 1))
    return bool(text) and pattern[0] in ("?", text[0]) and means(pattern[1:], text[1:])


@settings(deadline=None)
@given(PATTERNS, st.text("abz", max_size=9))
def test_a_pattern_matches_what_it_means(pattern: str, text: str) -> None:
    assert covers(canonical(pattern), text) == means(pattern, text)


@settings(deadline=None)
@given(PATTERNS, PATTERNS)
def test_patterns_overlap_where_a_text_matches_both(one: str, other: str) -> None:
    shared = overlap(canonical(one), canonical(other))
    assert shared == overlap(canonical(other), canonical(one))
    found = any(means(one, text) and means(other, text) for text in TEXTS)
    assert shared or not found
    assert found or not shared or ("*" in one and "*" in other)
    inside = meet(canonical(one), canonical(other))
    assert (inside is not None) == shared
    mixed = {"*" in one, "*" in other} == {True, False} and "?" in one + other
    if inside is not None and not mixed:
        assert means(one, sample(inside))
        assert means(other, sample(inside))


@settings(deadline=None)
@given(PATTERNS, PATTERNS)
@example("*??*", "*?*")
@example("?*a", "*ba")
@example("*ab?*c", "a*bab*c")
def test_a_pattern_covers_only_what_it_matches(one: str, other: str) -> None:
    one, other = canonical(one), canonical(other)
    inside = all(means(one, text) for text in TEXTS if means(other, text))
    if covers(one, other):
        assert inside
    elif "*" not in other or "?" not in one:
        # A letter that the pattern does not spell, and many of them for `*`, tell them apart.
        assert not means(one, other.replace("?", "z").replace("*", "zzzzzzz"))


def test_what_cover_does_not_see() -> None:
    assert not covers("?*a", "*ba")
    assert overlap("?*a", "*ba")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("a**b", "a*b"), ("*?", "?*"), ("?*?*a", "??*a"), ("*" * 9, "*"), ("a?b*", "a?b*")],
)
def test_canonical(pattern: str, expected: str) -> None:
    assert canonical(pattern) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("s3:Get*", "s3:*Object", "s3:Get*Object"),
        ("s3:Get*", "s3:GetObject", "s3:GetObject"),
        ("a*b*c", "a*d*c", "a*b*d*c"),
        ("a?c", "?b?", "abc"),
        ("?b*", "a?c*", "abc*"),
        ("a*", "b*", None),
        ("*a", "*b", None),
        ("ab", "abc", None),
        ("?bcd", "a*?d", "?bcd"),
        ("arn:*:iam::*:role/z", "arn:aws:iam::1:role/a*", None),
        ("arn:*:iam::*:role/z", "arn:aws:iam::1:*", "arn:aws:iam::1:role/z"),
        ("arn:*:iam::*:role/z", "arn:aws:iam:*", "arn:aws:iam:*:iam::*:role/z"),
    ],
)
def test_meet(one: str, other: str, expected: str | None) -> None:
    assert meet(canonical(one), canonical(other)) == expected


def test_an_action_of_another_service_does_not_meet() -> None:
    assert not has_wildcard("s3:GetObject")
    assert not overlap("s3:*", "sts:*")
    assert overlap("s*:*", "sts:*")


@pytest.mark.parametrize("ask", [covers, overlap, meet])
@pytest.mark.parametrize(
    "pattern", ["*a" * 9 + "b", "*?a" * 9 + "b", "?" * 9 + "*", "a?*" * 9, "*" * 9 + "?b"]
)
@pytest.mark.parametrize("other", ["a" * 9, "a?" * 9, "*a" * 9, "b*?" * 9])
def test_steps_grow_with_the_length(
    ask: Callable[[str, str], Any], pattern: str, other: str
) -> None:
    def asked(times: int) -> Callable[[], Any]:
        return lambda: ask(canonical(pattern * times), canonical(other * times))

    few, many = steps(asked(10)), steps(asked(100))
    assert many <= 12 * few + 100
    asked(600)()  # more than 10,000 characters on either side, still at once
