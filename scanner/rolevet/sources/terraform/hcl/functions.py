"""Terraform's functions, as far as they are worked out.

https://developer.hashicorp.com/terraform/language/functions
"""

import base64
import json
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from rolevet.document import MAX_LENGTH
from rolevet.sources.terraform.hcl.lists import LISTS, Function, mapping_of, whole
from rolevet.sources.terraform.hcl.words import (
    Untold,
    Word,
    encoded,
    is_null,
    known_text,
    number_of,
    of_number,
    of_truth,
    text_of,
    truth,
    without_null,
)
from rolevet.stated.values import Value, gaps_in
from rolevet.tree import BadTree, Kind, Node, Source, read_hcl, read_source

if TYPE_CHECKING:
    from rolevet.sources.terraform.hcl.evaluator import Evaluator

_VERB: Final = re.compile(r"%(?:%|[sdvqt])")
_WORD_KINDS: Final = (Kind.NUMBER, Kind.TRUE, Kind.FALSE, Kind.NULL)


def result_of(name: str, given: Sequence[Value], node: Node, evaluator: "Evaluator") -> Value:
    """Raises Untold for a function that is not known, and for what does not follow."""
    function = _FUNCTIONS.get(name)
    if function is None:
        raise Untold
    try:
        return function(given, node, evaluator)
    except (IndexError, KeyError):
        raise Untold from None


def _jsonencode(given: Sequence[Value], node: Node, evaluator: "Evaluator") -> Value:
    text = evaluator.work.text(node, encoded(given[0]), gaps_in(given[0]))
    return Value(node, text.data, text.gaps, without_null(given[0]))


def _jsondecode(given: Sequence[Value], node: Node, _: "Evaluator") -> Value:
    if given[0].gaps and given[0].holds is not None:
        return given[0].holds
    text = known_text(given[0])
    if len(text) > MAX_LENGTH:
        raise Untold
    try:
        return _decoded(read_source(Source(node.source.file, text)), node)
    except BadTree:
        raise Untold from None


def _decoded(tree: Node, node: Node) -> Value:
    if tree.kind is Kind.LIST:
        return Value(node, tuple(_decoded(item, node) for item in tree.items))
    if tree.kind is Kind.MAPPING:
        members = tree.members.items()
        return Value(node, {name: _decoded(each.value, node) for name, each in members})
    return Value(node, Word(tree.text) if tree.kind in _WORD_KINDS else tree.text)


def _format(given: Sequence[Value], node: Node, evaluator: "Evaluator") -> Value:
    template = known_text(given[0])
    if template.replace("%%", "").count("%") != len(_VERB.findall(template.replace("%%", ""))):
        raise Untold
    rest = iter(given[1:])

    def filled(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        value = next(rest, None)
        if value is None:
            raise Untold
        return json.dumps(text_of(value)) if found[0] == "%q" else text_of(value)

    text = _VERB.sub(filled, template)
    return evaluator.work.text(node, text, (gap for value in given for gap in value.gaps))


def _join(given: Sequence[Value], node: Node, evaluator: "Evaluator") -> Value:
    items = [item for many in given[1:] for item in whole(many)]
    text = known_text(given[0]).join(text_of(item) for item in items)
    return evaluator.work.text(node, text, (gap for item in items for gap in item.gaps))


def _split(given: Sequence[Value], node: Node, evaluator: "Evaluator") -> Value:
    by, text = known_text(given[0]), known_text(given[1])
    parts = text.split(by) if by else list(text)
    return Value(node, tuple(evaluator.work.text(node, part) for part in parts))


def _replace(given: Sequence[Value], node: Node, evaluator: "Evaluator") -> Value:
    text, old, new = map(known_text, given[:3])
    if old.startswith("/") and old.endswith("/"):
        raise Untold  # a regular expression of another language
    if len(text) + text.count(old) * len(new) > MAX_LENGTH * 10:
        raise Untold
    return evaluator.work.text(node, text.replace(old, new))


def _changed(change: Callable[[str], str]) -> Function:
    def changed(given: Sequence[Value], node: Node, evaluator: "Evaluator") -> Value:
        return evaluator.work.text(node, change(known_text(given[0])))

    return changed


def _tostring(given: Sequence[Value], node: Node, _: "Evaluator") -> Value:
    if is_null(given[0]):
        return given[0]
    return Value(node, text_of(given[0]), given[0].gaps, given[0].holds)


def _tonumber(given: Sequence[Value], node: Node, _: "Evaluator") -> Value:
    if given[0].gap is not None or is_null(given[0]):
        return given[0]
    return of_number(node, number_of(given[0]))


def _tobool(given: Sequence[Value], node: Node, _: "Evaluator") -> Value:
    held = truth(given[0])
    if held is None:
        raise Untold
    return of_truth(node, held)


def _file(given: Sequence[Value], node: Node, evaluator: "Evaluator") -> Value:
    text = evaluator.work.read(node, evaluator.folder, known_text(given[0]))
    return evaluator.work.text(node, text)


def _filebase64(given: Sequence[Value], node: Node, evaluator: "Evaluator") -> Value:
    text = evaluator.work.read(node, evaluator.folder, known_text(given[0]))
    return evaluator.work.text(node, base64.b64encode(text.encode()).decode())


def _templatefile(given: Sequence[Value], node: Node, evaluator: "Evaluator") -> Value:
    text = evaluator.work.read(node, evaluator.folder, known_text(given[0]))
    mark = "TEXT"
    while mark in text:
        mark += "T"
    written = f"text = <<{mark}\n{text}\n{mark}\n"
    try:
        body = read_hcl(Source(node.source.file, written))
    except BadTree:
        raise Untold from None
    filled = evaluator.value(body.attributes["text"].value, mapping_of(given[1]))
    known = text_of(filled).removesuffix("\n")
    return evaluator.work.text(node, known, filled.gaps)


_FUNCTIONS: Final[dict[str, Function]] = {
    **LISTS,
    "chomp": _changed(lambda text: text.rstrip("\r\n")),
    "file": _file,
    "filebase64": _filebase64,
    "format": _format,
    "join": _join,
    "jsondecode": _jsondecode,
    "jsonencode": _jsonencode,
    "lower": _changed(str.lower),
    "replace": _replace,
    "split": _split,
    "templatefile": _templatefile,
    "tobool": _tobool,
    "tonumber": _tonumber,
    "tostring": _tostring,
    "trimspace": _changed(str.strip),
    "upper": _changed(str.upper),
}
