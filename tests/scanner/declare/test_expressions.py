"""What an expression gives, and where it declines to: a table of both."""

from typing import Any

import pytest
from scanner.declare.made import NOW, value

from rolevet.declare.compiled import MAX_DEPTH, MAX_LENGTH, BadExpression, compiled
from rolevet.declare.compiled import compiled_message as message
from rolevet.declare.values import Absent, View
from rolevet.unknown import Doubt, Undecided, Unknown

FIELDS: dict[str, Any] = {
    "text": "abc",
    "number": 7,
    "yes": True,
    "nothing": None,
    "list": ["a", "b"],
    "numbers": [1, 2, 3],
    "empty": [],
    "mixed": ["a", 1],
    "object": {"inner": "x", "deep": {"er": [{"name": "n", "on": True}, {"name": "m"}]}},
    "bytes": b"\x00",
    "hidden": Unknown("x:Get was denied"),
}


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("number == `7`", True),
        ("number != `8`", True),
        ("number < `8` && number >= `7`", True),
        ("text == 'abc'", True),
        ("nothing == `null`", True),
        ("text != `null`", True),
        ('list == `["a", "b"]`', True),
        ("numbers == `[true, 2, 3]`", False),
        ("object.deep.er[0].name", "n"),
        ("object.deep.er[*].name", ["n", "m"]),
        ("object.deep.er[?present(on)].name", ["n"]),
        ("object.deep.er[-1].name", "m"),
        ("object.deep.*[] | [0].name", "n"),
        ("list[?@ == 'a']", ["a"]),
        ("list[::-1]", ["b", "a"]),
        ("[text, number]", ["abc", 7]),
        ("{a: text}.a", "abc"),
        ("length(list)", 2),
        ("contains(list, 'a')", True),
        ("contains(empty, 'a')", False),
        ("contains(text, 'b')", True),
        ("contains(`[true]`, `true`)", True),
        ("to_number('7')", 7),
        ("map(&name, object.deep.er)", ["n", "m"]),
        ("present(text)", True),
        ("present(gone)", False),
        ("present(object.gone)", False),
        ("present(list[2])", False),
        ("present(nothing)", False),
        ("present(list[?@ == 'z'] | [0])", False),
        ("default(gone, 'x')", "x"),
        ("default(nothing, 'x')", "x"),
        ("default(text, 'x')", "abc"),
        ("default(text, gone)", "abc"),
        ("yes || gone", True),
        ("!yes && gone", False),
        ("gone || yes", True),
        ("gone && !yes", False),
        ("hidden == 'x' || yes", True),
        ("not_null(nothing, text)", "abc"),
    ],
)
def test_what_it_gives(text: str, gives: Any) -> None:
    assert value(text, **FIELDS) == gives


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("gone", "in must, Role alias 'fleet' has no field 'gone'"),
        ("object.gone", "there is no field 'gone'"),
        ("text.inner", "field 'inner' is asked of a string"),
        ("nothing.inner", "field 'inner' is asked of null"),
        ("list.inner", "field 'inner' is asked of an array"),
        ("list[2]", "there is no element [2]"),
        ("list[-3]", "there is no element [-3]"),
        ("text[0]", "a string stands where an array must stand"),
        ("text[*]", "a string stands where an array must stand"),
        ("text[?@ == 'a']", "a string stands where an array must stand"),
        ("object[1:]", "an object stands where an array must stand"),
        ("text.*", "a string stands where an object must stand"),
        ("number == '7'", "a number is compared with a string"),
        ("yes == `1`", "a boolean is compared with a number"),
        ("bytes == 'x'", "a bytes is compared with a string"),
        ("text < 'b'", "a string and a string have no order"),
        ("number < text", "a number and a string have no order"),
        ("yes < `2`", "a boolean and a number have no order"),
        ("text && yes", "a string stands where true or false must stand"),
        ("empty || !yes", "an array stands where true or false must stand"),
        ("!number", "a number stands where true or false must stand"),
        ("list[?@]", "a string stands where true or false must stand"),
        ("object.deep.er[?on]", "there is no field 'on'"),
        ("object.deep.er[*].on", "there is no field 'on'"),
        ("contains(list, `1`)", "an array with a string in it is asked for a number"),
        ("contains(mixed, 'z')", "an array with a number in it is asked for a string"),
        ("contains(text, `1`)", "a string is asked for a number"),
        ("length(number)", "length() cannot be given a number"),
        ("length(bytes)", "length() cannot be given a bytes"),
        ("max(empty)", "max() has no answer"),
        ("avg(empty)", "avg() has no answer"),
        ("to_number(text)", "to_number() has no answer"),
        ("to_number('nan')", "to_number() has no answer"),
        ("to_number('1e999')", "to_number() has no answer"),
        ("sort(mixed)", "sort() cannot be given a number"),
        ("sum(list)", "sum() cannot be given a string"),
        ("to_string(bytes)", "to_string() fails"),
        ("present(text.inner)", "field 'inner' is asked of a string"),
        ("hidden || !yes", "x:Get was denied"),
        ("present(hidden)", "x:Get was denied"),
        ("default(hidden, 'x')", "x:Get was denied"),
        ("keys(@)", "x:Get was denied"),
    ],
)
def test_where_it_declines(text: str, because: str) -> None:
    with pytest.raises(Undecided) as raised:
        value(text, **FIELDS)
    assert because in raised.value.reason
    assert not isinstance(raised.value, Absent)


def test_a_fact_that_could_not_be_read_keeps_its_words_and_its_doubt() -> None:
    for text in ("hidden", "hidden || gone", "gone || hidden", "!(gone && hidden)"):
        with pytest.raises(Undecided) as raised:
            value(text, **FIELDS)
        assert (raised.value.reason, raised.value.doubt) == ("x:Get was denied", Doubt.COVERAGE)


@pytest.mark.parametrize(
    ("text", "character", "says"),
    [
        ("", 1, "it is empty"),
        ("  ", 1, "it is empty"),
        ("a ==", 5, "it ends too soon"),
        ("a b", 3, "'b' cannot stand there"),
        ("a = b", 3, "unknown token '='"),
        ("a == 'b", 6, "unclosed ' delimiter"),
        ("a.'b'", 3, "'b' cannot stand there"),
        ("a == `b`", 6, "what stands between ` and ` is not JSON"),
        ("a == `1` && b == `c d`", 18, "what stands between ` and ` is not JSON"),
        ("a == §", 6, "unknown token §"),
        ("a && lenght(b)", 6, "there is no function 'lenght': did you mean length?"),
        ("length(a, b)", 1, "length() takes 1 argument, not 2"),
        ("present()", 1, "present() takes 1 argument, not 0"),
        ("a || default(b)", 6, "default() takes 2 arguments, not 1"),
        ("not_null()", 1, "not_null() takes at least 1 argument, not 0"),
        ("arn_part(a, 'acount')", 1, "an ARN has no part 'acount': did you mean account?"),
        ("(" * 2000 + "a" + ")" * 1999, 1, "deeper than"),
        ("!" * 3999 + "a", 1, "deeper than"),
        (" || ".join("a" * 700), 1, f"deeper than {MAX_DEPTH} levels"),
        ("a" * 100_000, MAX_LENGTH + 1, f"more than {MAX_LENGTH} characters"),
        ("`" + "[" * 3000 + "`", 1, "deeper than"),
        ("a[1:2:0]", 7, "a slice goes in steps of 0"),
    ],
)
def test_what_is_no_expression(text: str, character: int, says: str) -> None:
    with pytest.raises(BadExpression) as raised:
        compiled("must", text, "role-alias")
    assert (raised.value.character, says in str(raised.value)) == (character, True), raised.value


def test_a_binding_has_four_parts() -> None:
    with pytest.raises(BadExpression, match="no 'brokr' here: did you mean broker"):
        compiled("must", "broker.enabled && brokr.name", "binding")
    with pytest.raises(BadExpression, match="no 'duration' here: did you mean durationSeconds"):
        compiled("must", "session.duration", "alias-binding")
    assert compiled("must", "anything.at.all", "role").named == (("role", "anything"),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("plain", "plain"),
        ("{text} and {number}", "abc and 7"),
        ("{{{text}}}", "{abc}"),
        ("{{}}", "{}"),
        ("{list} {yes} {nothing}", '["a","b"] true null'),
        ("{gone} {hidden}", "(unknown) (unknown)"),
        ("{bytes}", '"1 bytes"'),
        ("{long}", "x" * 199 + "…"),
        ("{escape}", "a\\u202eb\\nc"),
    ],
)
def test_a_message(text: str, told: str) -> None:
    fields = {**FIELDS, "long": "x" * 5000, "escape": "a\u202eb\nc"}
    assert message(text, "role-alias").told(View("it", fields), NOW) == told


def test_a_message_tells_no_private_key() -> None:
    key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"
    told = message("{key}", "role-alias").told(View("it", {"key": key}), NOW)
    assert told.startswith("-----BEGIN PRIVATE KEY (masked)-----")
    assert "AAAA" not in told


@pytest.mark.parametrize(
    ("text", "character", "says"),
    [
        ("a { b", 3, "a { is never closed; {{ is a brace"),
        ("a } b", 3, "a } closes nothing; }} is a brace"),
        ("ab {c d} e", 7, "'d' cannot stand there"),
        ("ab {} e", 5, "it is empty"),
        ("{a || {b}}", 9, "it ends too soon"),
        ("x" * 2001, 2001, "more than 2000 characters"),
        ("{" * 2000 + "{", 2001, "more than 2000 characters"),
    ],
)
def test_what_is_no_message(text: str, character: int, says: str) -> None:
    with pytest.raises(BadExpression) as raised:
        message(text, "role-alias")
    assert (raised.value.character, says in str(raised.value)) == (character, True), raised.value
