"""Expressions of HCL as nodes, whose tags say what is to be worked out.

https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from rolevet.tree.hcl_syntax import Ends, Maker, Tag
from rolevet.tree.hcl_text import Run, runs_in, unindented
from rolevet.tree.node import Kind, Member, Node, Style

if TYPE_CHECKING:
    from tree_sitter import Node as Syntax


def _named(syntax: "Syntax") -> "list[Syntax]":
    return [child for child in syntax.named_children if child.type != "comment"]


def expression(make: Maker, syntax: "Syntax") -> Node:
    """Of what `expression` or an operand is made: a first part, and what follows it."""
    parts = [c for c in syntax.children if c.type not in _AROUND]
    return _postfixed(make, parts, make.ends(syntax))


def _postfixed(make: Maker, parts: "list[Syntax]", ends: Ends) -> Node:
    make.deepen(ends.start)
    node = _first(make, parts[0])
    # Each holds the one before it.
    for part in parts[1:]:
        make.deepen(ends.start)
        node = _followed(make, node, part)
    for _ in parts:
        make.come_up()
    return node


def _first(make: Maker, syntax: "Syntax") -> Node:
    read = _FIRST.get(syntax.type)
    return read(make, syntax) if read else make.unread(syntax)


def _followed(make: Maker, node: Node, syntax: "Syntax") -> Node:
    ends = Ends(node.start, make.ends(syntax).end)
    named = _named(syntax)
    if syntax.type == "get_attr":
        return make.tagged(Tag.ATTRIBUTE, ends, node, make.name(named[0]))
    if syntax.type == "index":
        inner = named[0]
        if inner.type == "new_index":
            return make.tagged(Tag.INDEX, ends, node, expression(make, _named(inner)[0]))
        number = make.text(inner)[1:].strip()
        return make.tagged(Tag.INDEX, ends, node, make.node(make.ends(inner), Kind.NUMBER, number))
    if syntax.type == "splat":
        each = make.tagged(Tag.EACH, make.ends(syntax))
        for step in _named(named[0]):
            each = _followed(make, each, step)
        return make.tagged(Tag.SPLAT, ends, node, each)
    return make.unread(syntax)


def literal(make: Maker, syntax: "Syntax") -> Node:
    inner = _named(syntax)[0]
    if inner.type == "string_lit":
        return quoted(make, inner)
    kinds = {"numeric_lit": Kind.NUMBER, "null_lit": Kind.NULL}
    text = make.text(inner)
    kind = kinds.get(inner.type) or (Kind.TRUE if text == "true" else Kind.FALSE)
    return make.node(make.ends(inner), kind, text)


def quoted(make: Maker, syntax: "Syntax") -> Node:
    return _assembled(make, make.ends(syntax), _quoted_parts(make, syntax), Style.QUOTED)


def template(make: Maker, syntax: "Syntax") -> Node:
    inner = _named(syntax)[0]
    if inner.type == "quoted_template":
        return quoted(make, inner)
    parts = _heredoc_parts(make, inner)
    if make.text(inner).startswith("<<-"):
        parts = unindented(parts)
    return _assembled(make, make.ends(inner), parts, Style.LITERAL)


def _quoted_parts(make: Maker, syntax: "Syntax") -> list[Run | Node]:
    ends = make.ends(syntax)
    return list(_parts(make, syntax, ends.start + 1, ends.end - 1, quoted=True))


def _heredoc_parts(make: Maker, syntax: "Syntax") -> list[Run | Node]:
    marks = [c for c in _named(syntax) if c.type == "heredoc_identifier"]
    start = make.source.text.find("\n", make.ends(marks[0]).end) + 1
    end = make.source.text.rfind("\n", 0, make.ends(marks[-1]).start) + 1
    return list(_parts(make, syntax, start, max(start, end), quoted=False))


def _parts(
    make: Maker, syntax: "Syntax", start: int, end: int, *, quoted: bool
) -> Iterator[Run | Node]:
    """The texts between what is to be worked out, and that: white space is part of them."""
    for child in _named(syntax):
        if child.type in ("template_interpolation", "template_directive"):
            ends = make.ends(child)
            yield from runs_in(make.source, start, ends.start, quoted=quoted)
            yield _interpolation(make, child)
            start = ends.end
    yield from runs_in(make.source, start, end, quoted=quoted)


def _interpolation(make: Maker, syntax: "Syntax") -> Node:
    named = _named(syntax)
    inner = [c for c in named if c.type == "expression"]
    plain_one = syntax.type == "template_interpolation" and len(inner) == 1
    if not plain_one or any(c.type == "strip_marker" for c in named):
        return make.unread(syntax)
    found = expression(make, inner[0])
    # Its place is that of the whole, so that what comes of it stands there.
    return make.tagged(Tag.TEMPLATE, make.ends(syntax), found)


def _assembled(make: Maker, ends: Ends, parts: list[Run | Node], style: Style) -> Node:
    if all(isinstance(part, Run) for part in parts):
        return make.pieced(ends, [p for p in parts if isinstance(p, Run)], style)
    if len(parts) == 1 and isinstance(parts[0], Node) and parts[0].tag == Tag.TEMPLATE:
        return parts[0].items[0]  # what is alone in a template stays what it is
    items: list[Node] = []
    runs: list[Run] = []
    for part in (*parts, None):
        if isinstance(part, Run):
            runs.append(part)
            continue
        if runs:
            items.append(make.pieced(Ends(runs[0].start, runs[-1].end), runs, style))
            runs = []
        if part is not None:
            items.append(part)
    return make.tagged(Tag.TEMPLATE, ends, *items)


def collection(make: Maker, syntax: "Syntax") -> Node:
    inner = _named(syntax)[0]
    ends = make.ends(inner)
    if inner.type == "tuple":
        items = (expression(make, c) for c in _named(inner) if c.type == "expression")
        return make.node(ends, Kind.LIST, tuple(items))
    pairs: list[tuple[Node, Node]] = []
    for element in _named(inner):
        if element.type == "object_elem":
            key, value = (c for c in _named(element) if c.type == "expression")
            pairs.append((_key(make, key), expression(make, value)))
    if all(key.kind is Kind.TEXT and not key.tag for key, _ in pairs):
        members = {key.text: Member(key, value) for key, value in pairs}
        return make.node(ends, Kind.MAPPING, members)
    return make.tagged(Tag.OBJECT, ends, *(node for pair in pairs for node in pair))


def _key(make: Maker, syntax: "Syntax") -> Node:
    """A bare word is a text."""
    key = expression(make, syntax)
    if key.tag == Tag.NAME and not make.text(syntax).startswith("("):
        return make.node(Ends(key.start, key.end), Kind.TEXT, key.text)
    if key.kind is Kind.NUMBER:
        return make.node(Ends(key.start, key.end), Kind.TEXT, key.text)
    return key


def call(make: Maker, syntax: "Syntax") -> Node:
    named = _named(syntax)
    given: list[Node] = [make.name(named[0])]
    for child in _named(named[1]) if len(named) > 1 else ():
        if child.type == "expression":
            given.append(expression(make, child))
        elif child.type == "ellipsis":
            last = given.pop()
            given.append(make.tagged(Tag.EXPANDED, Ends(last.start, last.end), last))
    return make.tagged(Tag.CALL, make.ends(syntax), *given)


def conditional(make: Maker, syntax: "Syntax") -> Node:
    parts = (expression(make, c) for c in _named(syntax) if c.type == "expression")
    return make.tagged(Tag.IF, make.ends(syntax), *parts)


def operation(make: Maker, syntax: "Syntax") -> Node:
    """Operands stand in it without anything around them."""
    inner = _named(syntax)[0]
    operands: list[Node] = []
    parts: list[Syntax] = []
    sign = make.node(Ends(0, 0), Kind.TEXT, "")
    for child in (*inner.children, None):
        if child is not None and (child.is_named or child.type in _AROUND):
            parts += [child] if child.type not in _AROUND else []
            continue
        if parts:
            ends = Ends(make.ends(parts[0]).start, make.ends(parts[-1]).end)
            operands.append(_postfixed(make, parts, ends))
            parts = []
        if child is not None:
            sign = make.node(make.ends(child), Kind.TEXT, child.type)
    return make.tagged(Tag.OPERATION, make.ends(syntax), sign, *operands)


def for_each(make: Maker, syntax: "Syntax") -> Node:
    inner = _named(syntax)[0]
    ends = make.ends(inner)
    void = make.tagged(Tag.VOID, ends)
    intro = next(c for c in _named(inner) if c.type == "for_intro")
    names = [make.name(c) for c in _named(intro) if c.type == "identifier"]
    over = next(c for c in _named(intro) if c.type == "expression")
    results = [expression(make, c) for c in _named(inner) if c.type == "expression"]
    tests = [c for c in _named(inner) if c.type == "for_cond"]
    test = expression(make, _named(tests[0])[0]) if tests else void
    grouped = any(c.type == "ellipsis" for c in _named(inner))
    return make.tagged(
        Tag.GROUPED if grouped else Tag.FOR,
        ends,
        names[0] if len(names) > 1 else void,
        names[-1],
        expression(make, over),
        results[0] if len(results) > 1 else void,
        results[-1],
        test,
    )


def name(make: Maker, syntax: "Syntax") -> Node:
    return make.name(_named(syntax)[0], Tag.NAME)


_AROUND: Final = ("(", ")", "comment")

_FIRST: Final[dict[str, Callable[[Maker, Any], Node]]] = {
    "literal_value": literal,
    "template_expr": template,
    "collection_value": collection,
    "function_call": call,
    "conditional": conditional,
    "operation": operation,
    "for_expr": for_each,
    "variable_expr": name,
    "expression": expression,
}
