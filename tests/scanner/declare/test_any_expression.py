"""What holds for every expression and all data: an answer, or a reason why there is none."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scanner.declare.made import NOW, value

from rolevet.declare.compiled import BadExpression, compiled, compiled_message
from rolevet.declare.expressions import EVERYTHING
from rolevet.declare.named import KINDS, PARTS
from rolevet.declare.values import View
from rolevet.text import plain
from rolevet.unknown import Undecided

TWICE = " | [@, @]" * 40


@pytest.mark.parametrize(
    "text",
    [
        f"keys(@){TWICE.replace(', @]', ', @][]')}",
        f"keys(@){TWICE} | to_string(@) == 'x'",
        f"keys(@){TWICE} | contains(@, @)",
        f"keys(@){TWICE.replace('@, @', '@, @, @')} | @ == @",
        "text" + " | join(@, [@, @, @])" * 20,
        "length(many[?@ >= `0` && @ >= `0` && @ >= `0`]) > `0`",
        "map(&glob(`\"*?*?*?*?*?*?*?*?*?*?\"`, 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy'), many)",
    ],
)
def test_work_is_bounded(text: str) -> None:
    with pytest.raises(Undecided, match="takes too long"):
        value(text, many=list(range(400_000)), text="x" * 1000)


def test_depth_is_bounded() -> None:
    deep: Any = "x"
    for _ in range(100_000):
        deep = [deep]
    for text in ("deep == deep", "to_string(deep) == 'x'"):
        with pytest.raises(Undecided, match="nested too deep"):
            value(text, deep=deep)
    shown = compiled_message("{deep}", "role").told(View("it", {"deep": deep}), NOW)
    assert shown == "(unknown)"


_NAMES = st.sampled_from(["a", "b", "c", "text", "deep"])
_LITERALS = st.sampled_from(["`1`", "'x'", "`true`", "`null`", "`[]`", "`{}`", '`[1, "x"]`'])
_FUNCTIONS = (
    *("abs", "avg", "ceil", "days_since", "floor", "keys", "length", "max", "min", "not_null"),
    *("present", "reverse", "sort", "sum", "to_array", "to_number", "to_string", "type", "values"),
)
_ONE = (
    *(f"{name}({{0}})" for name in _FUNCTIONS),
    *("!({0})", "({0})[0]", "({0})[]", "({0}).*", "({0})[1:]", "({0})[*]", "[{0}]", "{{x: {0}}}"),
    *("({0}).deep", "({0})[*].deep", "arn_part({0}, 'account')", "policy_allows({0}, 'x:y', '*')"),
)
_TWO = (
    *("({0}) == ({1})", "({0}) < ({1})", "({0}) && ({1})", "({0}) || ({1})", "({0}) | ({1})"),
    *("contains({0}, {1})", "default({0}, {1})", "glob({0}, {1})", "({0})[?{1}]"),
    *("join({0}, {1})", "map(&({1}), {0})", "sort_by({0}, &({1}))", "max_by({0}, &({1}))"),
    *("min_by({0}, &({1}))", "starts_with({0}, {1})", "merge({0}, {1})"),
)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(str.format, st.sampled_from([*_ONE, *_TWO]), inner, inner)


EXPRESSIONS = st.recursive(st.one_of(_NAMES, _LITERALS, st.just("@")), _grown, max_leaves=8)
_TEXTS = st.one_of(
    st.text(max_size=5),
    st.sampled_from(["2026-01-01", "9999-12-31T23:59:59-14:00", "arn:aws:iam::1:role/x", "\ud800"]),
)
_DATA = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _TEXTS, st.binary(max_size=3)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(_NAMES, _TEXTS), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=400, deadline=None)
@given(EXPRESSIONS, st.dictionaries(_NAMES, _DATA, max_size=5))
def test_it_answers_or_is_undecided(text: str, fields: dict[str, Any]) -> None:
    with suppress(Undecided, BadExpression):
        value(text, **fields)
    told = compiled_message("{a} {b}", "role").told(View("it", fields), NOW)
    assert told == plain(told)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab.[]*?|&!@(){}:,'`\"<=> 01-\\é"), max_size=30))
def test_any_text_compiles_or_is_refused_at_a_character(text: str) -> None:
    for refused in (_refused_expression(text), _refused_message(text)):
        assert refused is None or 1 <= refused <= len(text) + 1


def _refused_expression(text: str) -> int | None:
    try:
        compiled("must", text, "role")
    except BadExpression as bad:
        return bad.character
    return None


def _refused_message(text: str) -> int | None:
    try:
        compiled_message(text, "binding")
    except BadExpression as bad:
        return bad.character
    return None


class Watched(dict[str, Any]):
    """The fields of a view, and which of them were asked for."""

    def __init__(self, fields: dict[str, Any], asked: set[tuple[str, str]], owner: str) -> None:
        super().__init__(fields)
        self._asked = asked
        self._owner = owner

    def __contains__(self, name: object) -> bool:
        self._asked.add((self._owner, str(name)))
        return super().__contains__(name)


_PARTS = st.sampled_from(
    [
        *("broker", "role", "trust", "session", "broker.a", "role.a", "role.b", "session.policy"),
        *("@", "*", "[role, broker]", "{x: role}", "role.*", "keys(role)", "[role][0].b"),
        *(
            "(role || broker).a",
            "role | b",
            "broker | @ | a",
            "values(@)",
            "role.a[?b]",
            "@.role.c",
        ),
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.recursive(st.one_of(_PARTS, _NAMES, _LITERALS), _grown, max_leaves=6))
def test_nothing_is_looked_at_that_it_does_not_name(text: str) -> None:
    try:
        expression = compiled("must", text, "binding")
    except BadExpression:
        return
    asked: set[tuple[str, str]] = set()

    def view(owner: str, **fields: Any) -> View:
        return View(owner, Watched(fields, asked, owner))

    fields = {"a": [1, {"b": True}], "b": "x", "c": False}
    session = dict.fromkeys(PARTS["session"])
    about = view(
        "binding",
        broker=view("broker", **fields),
        role=view("role", **fields),
        trust={"a": 1},
        session=view("session", **session),
    )
    with suppress(Undecided):
        expression.value(about, NOW)
    named = set(expression.named)
    assert all(one in named or (one[0], EVERYTHING) in named for one in asked), asked - named


def test_every_kind_can_be_named_as_a_whole() -> None:
    for kind in KINDS:
        assert EVERYTHING in {field for _, field in compiled("must", "present(@)", kind).named}
