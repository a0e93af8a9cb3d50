"""Trees of YAML and JSON: every value as it was written, and where it stands."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rolevet.place import Span
from rolevet.tree import (
    BadTree,
    Kind,
    Limits,
    Node,
    Style,
    read_documents,
    read_json,
    read_yaml,
    value_of,
)

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]))
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
)


def nested(scalars: st.SearchStrategy[Any], keys: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.recursive(
        scalars, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=20
    )


def scalars_of(node: Node) -> Iterator[Node]:
    for item in node.items:
        yield from scalars_of(item)
    for member in node.members.values():
        yield member.key
        yield from scalars_of(member.value)
    if node.kind not in (Kind.LIST, Kind.MAPPING):
        yield node


def written(node: Node) -> str:
    """What stands at the place of a value, found by line and column."""
    span = node.span
    lines = node.source.text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


def one(text: str) -> Node:
    (document,) = read_yaml(text.encode(), "a.yaml")
    return document


@given(
    nested(SCALARS | TEXTS | st.text(), TEXTS),
    st.sampled_from([None, 2, "\t"]),
    st.booleans(),
)
def test_json_is_what_the_json_module_reads(
    value: object, indent: int | str | None, ascii_only: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    data = text.encode("utf-8", "surrogatepass")
    try:
        data.decode()
    except UnicodeDecodeError:
        with pytest.raises(BadTree):
            read_json(data, "a.json")
        return
    tree = read_json(data, "a.json")
    assert json.dumps(value_of(tree)) == json.dumps(json.loads(text))
    assert json.loads(written(tree)) == json.loads(text)
    for node in scalars_of(tree):
        assert json.loads(written(node)) == value_of(node)


@given(
    nested(TEXTS, TEXTS),
    st.sampled_from([None, '"', "'", "|", ">"]),
    st.sampled_from([True, False]),
    st.booleans(),
    st.sampled_from(["\n", "\r\n"]),
)
def test_a_scalar_of_yaml_is_written_where_it_says(
    value: object, style: str | None, flow: bool, ascii_only: bool, line_break: str
) -> None:
    text = yaml.dump(
        value,
        default_style=style,
        default_flow_style=flow,
        allow_unicode=not ascii_only,
        line_break=line_break,
        width=20,
    )
    tree = one(text)
    if not ascii_only and any(end in text for end in "\x85\u2028\u2029"):
        return  # PyYAML writes these as ends of lines, and reads others
    assert value_of(tree) == value
    for node in scalars_of(tree):
        again = one(written(node)).text
        if node.style in (Style.LITERAL, Style.FOLDED):
            # What is its indentation hangs on where it stands, and its end leaves out line ends.
            assert again.split() == node.text.split()
        else:
            assert again == node.text


def test_every_place_is_exact() -> None:
    tree = one("Key: 'a''b' # c\nList:\n- !Ref  Foo\n- {x: [1, 2]}\n\n# end\nText: |\n  {\n  }\n\n")
    places = {name: (member.key.span, member.value.span) for name, member in tree.members.items()}
    assert places == {
        "Key": (Span("a.yaml", 1, 1, 1, 4), Span("a.yaml", 1, 6, 1, 12)),
        "List": (Span("a.yaml", 2, 1, 2, 5), Span("a.yaml", 3, 1, 4, 14)),
        "Text": (Span("a.yaml", 7, 1, 7, 5), Span("a.yaml", 7, 7, 9, 4)),
    }
    assert tree.span == Span("a.yaml", 1, 1, 9, 4)
    items = tree.members["List"].value.items
    assert (items[0].tag, items[0].text, written(items[0])) == ("!Ref", "Foo", "!Ref  Foo")
    assert written(items[1]) == "{x: [1, 2]}"
    assert one("a:\n- []\n- {}\n").span == Span("a.yaml", 1, 1, 3, 5)


def test_columns_count_characters_and_lines_end_with_a_line_feed() -> None:
    tree = one('😀: "x\u2028y\u0085z"\r\nb: c\r\n')
    assert tree.members["😀"].value.span == Span("a.yaml", 1, 4, 1, 11)
    assert tree.members["b"].value.span == Span("a.yaml", 2, 4, 2, 5)
    json_tree = read_json('{"😀": "😀",\r\n "b": 1}'.encode(), "a.json")
    assert json_tree.members["😀"].value.span == Span("a.json", 1, 7, 1, 10)
    assert json_tree.members["b"].value.span == Span("a.json", 2, 7, 2, 8)


def test_a_text_stays_the_text_that_was_written() -> None:
    tree = one("[2012-10-17, on, 012345678901, ~, !!python/name:os.system x, ! 1, '1', \"on\"]")
    assert [item.text for item in tree.items] == [
        *("2012-10-17", "on", "012345678901", "~", "x", "1", "1", "on")
    ]
    assert [item.bare for item in tree.items] == [True] * 4 + [False] * 4
    assert tree.items[4].tag == "tag:yaml.org,2002:python/name:os.system"
    assert one("!GetAtt [a, b]").tag == "!GetAtt"
    assert one(">\n x").style is Style.FOLDED
    assert one("|\n x").style is Style.LITERAL


def test_numbers_of_json_are_kept_as_they_are_written() -> None:
    tree = read_json(b"[1.50, 1E2, -0, 12345678901234567890]", "a.json")
    assert [item.text for item in tree.items] == ["1.50", "1E2", "-0", "12345678901234567890"]
    assert {item.kind for item in tree.items} == {Kind.NUMBER}
    assert value_of(tree) == [1.5, 100.0, 0, 12345678901234567890]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_byte_order_marks_tell_the_encoding(encoding: str) -> None:
    mark = {"utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}.get(encoding, "")
    for text in ('{"ä": "😀"}', "ä: 😀\n"):
        data = (mark + text).encode(encoding)
        (tree,) = read_documents(data, "a.txt")
        assert value_of(tree) == {"ä": "😀"}
        assert tree.members["ä"].key.span.column == (2 if text.startswith("{") else 1)


def test_aliases_and_merge_keys_are_followed() -> None:
    tree = one(
        "base: &base {a: 1, b: 2}\nmore: &more {b: 3, c: 4}\n"
        "one: {<<: *base, b: 9}\nall:\n  <<: [*more, *base]\n  d: *base\n"
    )
    values = value_of(tree)
    assert values["one"] == {"a": "1", "b": "9"}
    assert values["all"] == {"b": "3", "c": "4", "a": "1", "d": {"a": "1", "b": "2"}}
    shared = tree.members["all"].value.members["a"].value
    assert shared.span == Span("a.yaml", 1, 17, 1, 18)
    assert value_of(one("'<<': 1")) == {"<<": "1"}


def test_an_anchor_may_be_set_anew_and_ends_with_its_document() -> None:
    assert value_of(one("[&a 1, *a, &a 2, *a]")) == ["1", "1", "2", "2"]
    with pytest.raises(BadTree, match="no anchor 'a' before this"):
        read_yaml(b"&a 1\n---\n*a\n", "a.yaml")


def test_documents_are_told_apart() -> None:
    assert [value_of(node) for node in read_yaml(b"--- 1\n---\na: 2\n...\n", "a")] == [
        "1",
        {"a": "2"},
    ]
    assert read_yaml(b"# nothing\n", "a.yaml") == ()


def test_what_begins_with_a_bracket_is_json_unless_it_is_called_yaml() -> None:
    escaped = b' {"a": "\\ud83d\\ude00"}'
    for name in ("a.json", "a.yaml", "a.template"):
        assert value_of(read_documents(escaped, name)[0]) == {"a": "😀"}
    flow = b"{a: [b, c]} # YAML"
    assert value_of(read_documents(flow, "a.yml")[0]) == {"a": ["b", "c"]}
    with pytest.raises(BadTree, match="this is not JSON: 'a: "):
        read_documents(flow, "a.json")


SMALL = Limits(size=1000, depth=3, nodes=10)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "1:1: it ends too early"),
        (b'{"a": [1, 2', "1:12: it ends too early"),
        (b'{"a": "b', "1:7: this text does not end"),
        (b'["a\nb"]', "1:2: this text does not end"),
        (b'["\\x41"]', "1:2: this text does not end"),
        (b'{"a": 1,\n "b": 2,\n "a": 3}', "3:2: 'a' is there twice, first in line 1, column 2"),
        (b"[1, 2,]", "1:6: JSON has no comma after the last value"),
        (b'{"a": 1 , }', "1:9: JSON has no comma after the last value"),
        (b"[,]", "1:2: this is not JSON"),
        (b"// x\n1", "1:1: JSON has no comments"),
        (b"[1] # x", "1:5: JSON has no comments"),
        (b"{'a': 1}", "1:2: JSON writes texts between double quotes"),
        (b"[NaN]", "1:2: JSON has no such number"),
        (b"[Infinity]", "1:2: JSON has no such number"),
        (b"[1e999]", "1:2: this number is too large"),
        (b"[" + b"9" * 1001 + b"]", r"it holds more than 0 MiB"),
        (b"[01]", "1:3: this is not JSON: '1]'"),
        (b"[1 2]", "1:4: this is not JSON: '2]'"),
        (b"[truest]", "1:2: this is not JSON: 'truest]'"),
        (b"{1: 2}", "1:2: this is not JSON: '1: 2}'"),
        (b'{"a" 1}', "1:6: this is not JSON: '1}'"),
        (b'"a" "b"', "1:5: this is not JSON"),
        (b"[1]]", "1:4: this is not JSON: ']'"),
        (b"[[[[1]]]]", "1:4: this is nested deeper than 3 levels"),
        (b"[" + b"1," * 10 + b"1]", "there are more than 10 values"),
        (b'["\xff"]', "1:3: this byte is no text in UTF-8"),
        (b"\xff\xfea\x00b", "1:2: this is no UTF-16"),
    ],
)
def test_json_that_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(BadTree) as caught:
        read_json(data, "a.json", SMALL)
    assert says in caught.value.message


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"a: [1", "a.yaml:1:6: did not find expected"),
        (b"a: 1\n b: 2\n", "a.yaml:2:3: mapping values are not allowed"),
        (b"a:\n\t- 1\n", "a.yaml:2:1: found character that cannot start any token"),
        (b"a: 1\nb: 2\na: 3\n", "a.yaml:3:1: 'a' is there twice, first in line 1, column 1"),
        (b"a: *x\n", "a.yaml:1:4: there is no anchor 'x' before this"),
        (b"a: &x [*x]\n", "a.yaml:1:8: 'x' holds itself"),
        (b"a: &x\n  b: {c: *x}\n", "a.yaml:2:10: 'x' holds itself"),
        (b"? [a]\n: 1\n", "a.yaml:1:3: a key is not a text"),
        (b"<<: 1\n", "a.yaml:1:5: only mappings can be merged"),
        (b"a: \x00\n", "a.yaml:1:4: character U+0000 cannot stand in YAML"),
        (b"a: b\nc: \xffx\n", "a.yaml:2:4: this byte is no text in UTF-8"),
        (b"a: \xc3\xa4\xff\n", "a.yaml:1:5: this byte is no text in UTF-8"),
        (b"[[[[", "a.yaml:1:4: this is nested deeper than 3 levels"),
        (b"- - - - 1", "a.yaml:1:7: this is nested deeper than 3 levels"),
        (b"&a [1, 2]\n--- \n[&b [1, 2, 3], *b, *b]\n", "there are more than 10 values"),
        (b'"\\ud83d"', "a.yaml:1:4: found invalid Unicode character escape code"),
        (b"%TAG !a! b\n" * 60, "a.yaml:1:1: there are more than 50 directives"),
        (b"%YAML 9.9\n--- a", "a.yaml:1:1: found incompatible YAML document"),
    ],
)
def test_yaml_that_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(BadTree) as caught:
        read_yaml(data, "a.yaml", SMALL)
    assert says in caught.value.message
    error = caught.value.error
    assert (error.exit_code, error.message, error.hint) == (3, caught.value.message, error.hint)


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b"- ", b"? ", b"a: [", b"{"])
def test_half_a_million_levels_end_in_an_error(opening: bytes) -> None:
    with pytest.raises(BadTree):
        read_documents(opening * 500_000, "a.yaml")


def test_a_billion_laughs_are_not_told() -> None:
    lines = ["a0: &a0 [lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    with pytest.raises(BadTree, match="with those that repeat"):
        read_yaml("\n".join(lines).encode(), "a.yaml")
