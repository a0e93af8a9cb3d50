"""HCL: what its trees are, and where each part of them stands."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolevet.tree import BadTree, Kind, Node, Source, Tag, decoded, read_embedded, read_hcl
from rolevet.tree.source import Limits

FILE = "main.tf"


def one(expression: str) -> Node:
    return read_hcl(Source(FILE, f"a = {expression}\n")).attributes["a"].value


def written(node: Node) -> str:
    return node.source.text[node.start : node.end]


def shape(node: Node) -> str:
    if node.tag == Tag.NAME:
        return node.text
    if node.tag:
        return f"{node.tag[1:]}({', '.join(map(shape, node.items))})"
    if node.kind is Kind.LIST:
        return f"[{', '.join(map(shape, node.items))}]"
    if node.kind is Kind.MAPPING:
        return f"{{{', '.join(f'{n}: {shape(m.value)}' for n, m in node.members.items())}}}"
    return json.dumps(node.text) if node.kind is Kind.TEXT else node.text


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1.5", "1.5"),
        ("null", "null"),
        ('[true, "a", -1]', '[true, "a", operation("-", 1)]'),
        ('{ a = 1, "b" : 2 }', "{a: 1, b: 2}"),
        ("{ (a) = 1 }", "object(a, 1)"),
        ("a.b[0].c", 'attribute(index(attribute(a, "b"), 0), "c")'),
        ('a["k"]', 'index(a, "k")'),
        ("a.0.b", 'attribute(index(a, 0), "b")'),
        ("a[*].b", 'splat(a, attribute(each(), "b"))'),
        ("a.*.b", 'splat(a, attribute(each(), "b"))'),
        ("f()", 'call("f")'),
        ("f(1, a...)", 'call("f", 1, expanded(a))'),
        ("a ? 1 : 2", "if(a, 1, 2)"),
        ("1 + 2 * 3", 'operation("+", 1, operation("*", 2, 3))'),
        ("(1 + 2) * 3", 'operation("*", operation("+", 1, 2), 3)'),
        ("(a /* no */ + # no\n 1)", 'operation("+", a, 1)'),
        ("a[/* no */ 0]", "index(a, 0)"),
        ('"a${b}c"', 'template("a", template(b), "c")'),
        ('"${b}"', "b"),
        ('"${~ b ~}x"', 'template(unread(), "x")'),
        ('"%{ if a }b%{ endif }c"', 'template(unread(), "c")'),
        ("[for x in y : x]", 'for(void(), "x", y, void(), x, void())'),
        ("{for k, v in y : k => v... if v}", 'grouped("k", "v", y, k, v, v)'),
        ("<<EOT\n a\nEOT", '" a\\n"'),
        ("<<-EOT\n   a\n    b\n  EOT", '"a\\n b\\n"'),
    ],
)
def test_shapes(expression: str, expected: str) -> None:
    assert shape(one(expression)) == expected


@pytest.mark.parametrize("before", ["", "é = 1\n", "# \U0001f600\r\n", "\ufeff"])
def test_places_are_those_of_characters(before: str) -> None:
    text = f'{before}b = "ö${{c}}" # ü\nresource "ä" "x" {{\n  a = [1, "é"]\n}}\n'
    source = decoded(text.encode(), FILE, Limits())
    body = read_hcl(source)
    lines = source.text.splitlines()
    (block,) = body.blocks
    assert written(block.key) == 'resource "ä" "x"'
    assert (block.type, block.labels) == ("resource", ("ä", "x"))
    first, second = block.body.attributes["a"].value.items
    assert (written(first), written(second), second.text) == ("1", '"é"', "é")
    assert second.span.line == len(lines) - 1
    assert lines[second.span.line - 1][second.span.column - 1 : second.span.end_column - 1] == '"é"'
    assert written(body.attributes["b"].value) == '"ö${c}"'


def test_utf_16_is_read() -> None:
    body = read_hcl(decoded('a = "é"\r\n'.encode("utf-16"), FILE, Limits()))
    assert body.attributes["a"].value.text == "é"


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=10) | st.integers(), max_size=4))
def test_json_in_a_quoted_text_has_its_places(value: dict[str, object]) -> None:
    inner = json.dumps(value)
    outer = json.dumps(inner).replace("${", "$${").replace("%{", "%%{")
    holder = one(outer)
    tree = read_embedded(holder)
    assert holder.text == inner
    for name, member in tree.members.items():
        span = member.key.span
        line = holder.source.text.splitlines()[span.line - 1]
        at = line[span.column - 1 : span.end_column - 1]
        unescaped = at.replace("$${", "${").replace("%%{", "%{")
        assert json.loads(json.loads(f'"{unescaped}"')) == name


def test_json_in_a_heredoc_has_its_places() -> None:
    holder = one('<<-EOT\n    {\n      "a": "$${b}"\n    }\n  EOT')
    value = read_embedded(holder).members["a"].value
    assert value.text == "${b}"
    assert (value.span.line, value.span.column, value.span.end_column) == (3, 12, 19)


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("a = 1\na = 2\n", "2:1", "'a' is there twice, first in line 1, column 1"),
        ("a = ", "1:5", "something is missing here"),
        ("resource {\n", "2:1", "something is missing here"),
        ("a = 1 ?\nb = 2", "1:3", "this is not HCL"),
        ("a = \0", "1:5", "U+0000"),
        ("a = " + "[" * 90 + "]" * 90, "1:85", "nested deeper than 80 levels"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, place: str, says: str) -> None:
    with pytest.raises(BadTree) as bad:
        read_hcl(Source(FILE, text))
    assert bad.value.message.startswith(f"{FILE}:{place}: ")
    assert says in bad.value.message


@pytest.mark.parametrize("limits", [Limits(nodes=10), Limits(depth=3)])
def test_limits_hold(limits: Limits) -> None:
    with pytest.raises(BadTree):
        read_hcl(Source(FILE, "a = [[[[1, 2, 3, 4, 5, 6, 7, 8, 9]]]]"), limits)
