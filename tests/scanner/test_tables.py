"""TOML, and the lines on which it sets what it sets."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolevet import tables
from rolevet.errors import InputError
from rolevet.tables import Entry, parsed

LINES = '''a = 1
# [not.a.header]
"b" = 3 # = 99
c.d = 4
c."e.f" = 5
g = """
x = 1 # "
[no]
\\"""" # it ends here, with a quote before it
h = \'\'\'
'it''s' [no]\'\'\'
i = 12

[t]  # [u]
a = 15
u.b = 16
[t.u.v]
a = 18
[[w]]
a = 20
[[w]]
  a = 22
[w.x]
a = 24
[[w.y]]
a = 26
[[w.y]]
a = 28
[[w]]
a = 30
[[w.y]]
a = 32
['odd]'."[key"]
a = 34
'''


def numbers(entry: Entry) -> list[tuple[int, int]]:
    """Of every whole number, what it is and the line it is said to stand on."""
    if isinstance(entry.value, dict):
        return [pair for inner in entry.value.values() for pair in numbers(inner)]
    if isinstance(entry.value, tuple):
        return [pair for inner in entry.value for pair in numbers(inner)]
    return [(entry.value, entry.line)] if type(entry.value) is int else []


def read(text: str, *table: str) -> Entry:
    found = parsed(text.encode(), "x.toml", *table)
    assert found is not None
    return found


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_key_knows_its_line(newline: str) -> None:
    found = numbers(read(LINES.replace("\n", newline)))
    assert len(found) == 16
    assert all(value == line for value, line in found), found


def test_tables_know_theirs() -> None:
    root = read(LINES)
    assert root.value["t"].place == "x.toml:14"
    assert [one.line for one in root.value["w"].value] == [19, 21, 29]
    assert [one.line for one in root.value["w"].value[0].value.values()] == [20]
    assert root.value["g"].value.endswith('[no]\n"')


def test_what_spreads_over_lines_stands_where_it_begins() -> None:
    entry = read("x = [ # ]\n  'a',\n  {b = 1},\n]\ny = 5\nz = {a = 6, b = 6}\n")
    assert [one.line for one in entry.value["x"].value] == [1, 1]
    assert entry.value["x"].value[1].value["b"].line == 1
    assert (entry.value["y"].line, entry.value["z"].value["b"].line) == (5, 6)


_VALUES = st.sampled_from(
    [
        "1",
        '"#"',
        "'\"'",
        '"""\n[x]\n\\""""',
        "'''\n#\n'''",
        "[\n1, # ]\n'[',\n]",
        "{a = '}'}",
        '"\\""',
    ]
)


@given(st.lists(st.tuples(st.sampled_from(["key", "[t]", "[[l]]", "#"]), _VALUES), max_size=12))
@settings(max_examples=60, deadline=None)
def test_whatever_stands_between(parts: list[tuple[str, str]]) -> None:
    lines, text = 0, ""
    for number, (kind, value) in enumerate(parts):
        before = {"key": "", "[t]": f"[t{number}]\n", "[[l]]": "[[l]]\n", "#": "# '[\n\n"}[kind]
        text += f"{before}k{number} = {value}\nn{number} = "
        text += f"{text.count(chr(10)) + 1}\n"
    lines = text.count("\n")
    found = [(value, line) for value, line in _named(read(text))]
    assert len(found) == len(parts)
    assert all(value == line <= lines for value, line in found), text


def _named(entry: Entry) -> list[tuple[int, int]]:
    """The numbers whose key begins with an n."""
    values: Any = entry.value
    if isinstance(values, tuple):
        return [pair for one in values if isinstance(one.value, dict) for pair in _named(one)]
    pairs = [(e.value, e.line) for name, e in values.items() if name.startswith("n")]
    inner = (e for name, e in values.items() if name[0] in "tl" and not name.startswith("n"))
    return pairs + [pair for one in inner for pair in _named(one)]


def test_a_table_of_the_file() -> None:
    text = "a = 1\n[tool.other]\n[tool.rolevet]\nb = 4\n"
    assert numbers(read(text, "tool", "rolevet")) == [(4, 4)]
    assert parsed(text.encode(), "x.toml", "tool", "nothing") is None
    assert parsed(text.encode(), "x.toml", "a", "rolevet") is None


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"a = ", r"x\.toml is no TOML that can be read: .*at .*"),
        (b"a = 1\na = 2", r"Cannot overwrite a value"),
        (b"a = '\xff'", r"utf-8"),
        (b"a = 1\n" + b"x." * 32 + b"x = 1", r"a key has more than 32 parts \(at line 2\)"),
        (b"a = {b = 1, " + b"x." * 32 + b"x = 1}", r"a key has more than 32 parts \(at line 1\)"),
        (b"[" + b"x." * 100_000 + b"x]", r"a key has more than 32 parts"),
        (b"a = " + b"[" * 50_000, r"x\.toml is no TOML that can be read"),
        (b"a = " + b"[" * 40 + b"]" * 40, r"x\.toml is nested deeper than 32 levels"),
        (b"#" * (tables.MAX_BYTES + 1), r"x\.toml holds more than 256 KiB"),
        (b'"""' + b'\\"""' * 20_000, r"x\.toml is no TOML that can be read"),
        (b"a = \x1b", r"no TOML that can be read"),
    ],
)
def test_what_is_not_fit_to_be_read(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as raised:
        parsed(data, "x.toml")
    assert raised.value.message.isprintable()


def test_many_dots_are_no_long_key() -> None:
    text = f"a = [{'1.5, ' * 100}]\nb = '{'.' * 100}'\n# {'.' * 100}\n" + "c.d.e = 1\n"
    assert len(read(text).value["a"].value) == 100
