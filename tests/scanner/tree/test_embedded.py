"""JSON in a text of another file: the values, and where they stand in that file."""

import json

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from scanner.tree.test_trees import SCALARS, TEXTS, nested, one, scalars_of, written

from rolevet.place import Span
from rolevet.tree import BadTree, Node, read_embedded, read_json, value_of


def squeezed(text: str) -> str:
    return "".join(text.split())


def outer_text(node: Node, outer: Node) -> str:
    """What the outer file holds at the place of an embedded value."""
    span = node.span
    lines = outer.source.text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


def inner_text(node: Node) -> str:
    return node.source.text[node.start : node.end]


@given(nested(SCALARS | TEXTS, TEXTS), st.sampled_from([None, 2]), st.booleans(), st.booleans())
def test_json_in_json(value: object, indent: int | None, inner: bool, outer: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=inner)
    holder = read_json(json.dumps(["x", text], ensure_ascii=outer).encode(), "a.json").items[1]
    tree = read_embedded(holder)
    assert value_of(tree) == value
    for node in scalars_of(tree):
        assert json.loads(f'"{outer_text(node, holder)}"') == inner_text(node)


@given(
    nested(SCALARS | TEXTS, TEXTS),
    st.sampled_from([None, 2]),
    st.sampled_from(['"', "'", "|", ">", None]),
    st.booleans(),
)
def test_json_in_yaml(value: object, indent: int | None, style: str | None, flow: bool) -> None:
    text = json.dumps(value, indent=indent)
    file = yaml.dump(["x", {"k": text}], default_style=style, default_flow_style=flow, width=30)
    holder = one(file).items[1].members["k"].value
    assume(holder.text == text)  # PyYAML folds some lines that it should leave as they are
    tree = read_embedded(holder)
    assert value_of(tree) == value
    for node in scalars_of(tree):
        found = outer_text(node, holder)
        if file[holder.start] == '"':
            found = one(f'"{found}"').text
        elif file[holder.start] == "'":
            found = found.replace("''", "'")
        assert squeezed(found) == squeezed(inner_text(node))


@pytest.mark.parametrize(
    ("file", "place"),
    [
        ('k: \'{"a": "it\'\'s", "b": 1}\'', Span("a.yaml", 1, 25, 1, 26)),
        ('k: "{\\"a\\": \\"\\\\n\\", \\"b\\": 1}"', Span("a.yaml", 1, 29, 1, 30)),
        ('k: |\n    {"a": 2,\n     "b": 1}\n', Span("a.yaml", 3, 11, 3, 12)),
        ('k: !Sub |-  # why\n  {"a": 2,\n\n   "b": 1}\n', Span("a.yaml", 4, 9, 4, 10)),
        ('k: >\n  {"a":\n    2,\n  "b":\n  1}\n', Span("a.yaml", 5, 3, 5, 4)),
        ('k: !Sub &x # one\n  # two\n  "{\\"b\\":\\\n   1}"\n', Span("a.yaml", 4, 4, 4, 5)),
        ('k: "{\\x22b\\u0022:\\U00000031}"', Span("a.yaml", 1, 18, 1, 28)),
    ],
)
def test_places_are_those_of_the_outer_file(file: str, place: Span) -> None:
    member = read_embedded(one(file).members["k"].value).members["b"]
    assert (value_of(member.value), member.value.span) == (1, place)


def test_a_pair_of_surrogates_is_one_character() -> None:
    holder = read_json(b'"[\\"\\ud83d\\ude00\\", 1]"', "a.json")
    tree = read_embedded(holder)
    assert value_of(tree) == ["😀", 1]
    assert tree.items[1].span == Span("a.json", 1, 21, 1, 22)
    assert outer_text(tree.items[0], holder) == '\\"\\ud83d\\ude00\\"'


def test_texts_may_be_embedded_in_embedded_ones() -> None:
    text = json.dumps({"a": json.dumps({"b": json.dumps([1, "x"])})}, indent=1)
    holder = one("k: |\n" + "".join(f"  {line}\n" for line in text.split("\n"))).members["k"].value
    first = read_embedded(holder).members["a"].value
    last = read_embedded(read_embedded(first).members["b"].value)
    assert value_of(last) == [1, "x"]
    assert outer_text(last.items[0], holder) == "1"
    assert last.items[0].span.line == 3


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("k: |\n  {\n   a\n  }\n", "a.yaml:3:4: this is not JSON: 'a'"),
        ('k: ""', "a.yaml:1:4: it ends too early"),
        ("k: '{\"a\": '", "a.yaml:1:10: it ends too early"),
        ("k: 'NaN'", "a.yaml:1:5: JSON has no such number"),
    ],
)
def test_an_error_says_where_in_the_outer_file(file: str, says: str) -> None:
    with pytest.raises(BadTree) as caught:
        read_embedded(one(file).members["k"].value)
    assert caught.value.message == says


def test_what_is_written_is_found_again() -> None:
    assert written(one("a: |\n  x\n").members["a"].value) == "|\n  x"
