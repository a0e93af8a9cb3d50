"""Names that come from outside, on their way to a terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolevet.text import did_you_mean, plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("fleet", "fleet"),
        ("Gerät 中 🚀", "Gerät 中 🚀"),
        ("a\nb\tc\r", r"a\nb\tc\r"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("safe\u202egnp.exe", r"safe\u202egnp.exe"),
        ("line\u2028end", r"line\u2028end"),
        ("\ud800", r"\ud800"),
    ],
)
def test_unprintable_characters_are_escaped(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_long_texts_are_cut() -> None:
    assert plain("x" * 10, limit=5) == "xxxx…"
    assert plain("x" * 5, limit=5) == "xxxxx"


@given(st.text())
def test_nothing_unprintable_is_left(text: str) -> None:
    categories = {unicodedata.category(character) for character in plain(text)}
    assert categories.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})


def test_did_you_mean() -> None:
    assert did_you_mean("prof01", ["PROF001", "PROF011", "X"]) == "did you mean PROF001 or PROF011?"
    assert did_you_mean("zzz", ["b", "a"]) == "known are: a, b"
