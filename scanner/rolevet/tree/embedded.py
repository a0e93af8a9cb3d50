"""JSON that stands in a text of another file, with the places that it has there."""

import json
import re
from collections.abc import Iterator
from typing import Final

from rolevet.tree import json_tree
from rolevet.tree.hcl_text import Pieced, source_of
from rolevet.tree.node import Node, Style
from rolevet.tree.source import Inner, Limits, Source

# In YAML, a tag and an anchor may stand before the value, each followed by a comment.
_PROPERTIES: Final = re.compile(r"(?:[!&]\S*+\s++(?:#[^\n]*+\n\s*+)*+)*+")
_HEADER: Final = re.compile(r"[^\n]*+\n?")
_ESCAPE: Final = re.compile(
    r"\\(?:u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}"
    r"|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r\n|.)",
    re.DOTALL,
)
_SIMPLE: Final = dict(zip("0abtnvfreN_LP", "\0\a\b\t\n\v\f\r\x1b\x85\xa0\u2028\u2029", strict=True))
_CODED: Final = "xuU"


def read_embedded(node: Node, limits: Limits | None = None) -> Node:
    """The JSON that a scalar holds, every place in it being one of the outer file.

    Raises BadTree for what is no JSON.
    """
    return json_tree.read(inner_source(node), limits or Limits())


def inner_source(node: Node) -> Source:
    """The text of a scalar as a source of its own, whose places are those of the outer file.

    YAML folds lines and drops indentation, but never a character that is to be seen: one after the
    other, these stand in the value as they stand in the file.
    """
    if isinstance(node, Pieced):
        return source_of(node.runs, node.source, node.end)
    starts, ends = [], []
    written = _visible(node)
    at = node.start
    for character in node.text:
        if character.isspace():
            starts.append(at)
        else:
            start, at = next(written, (at, node.end))
            starts.append(start)
        ends.append(at)
    starts.append(at)
    source = node.source
    return Inner(source.file, node.text, source, tuple(starts), tuple(ends))


def _visible(node: Node) -> Iterator[tuple[int, int]]:
    """Where each character that is no white space is written, from offset to offset."""
    raw = node.source.text
    start, end = node.start, node.end
    if found := _PROPERTIES.match(raw, start, end):
        start = found.end()
    if node.style in (Style.LITERAL, Style.FOLDED):
        header = _HEADER.match(raw, start, end)
        start = header.end() if header else start
    quote = raw[start : start + 1] if node.style is Style.QUOTED else ""
    if quote in ("'", '"') and quote:
        start, end = start + 1, end - 1
    while start < end:
        length, character = _written(raw, start, end, quote)
        if not character.isspace():
            yield start, start + length
        start += length


def _written(raw: str, start: int, end: int, quote: str) -> tuple[int, str]:
    """How many characters of the file make the next one of the value, and which that is."""
    if quote == "'" and raw[start] == "'":
        return 2, "'"
    if quote != '"' or raw[start] != "\\":
        return 1, raw[start]
    found = _ESCAPE.match(raw, start, end)
    if found is None:
        return 1, raw[start]
    return len(found[0]), _meant(found[0][1:])


def _meant(escape: str) -> str:
    if len(escape) > 6 and escape[0] == "u":
        return str(json.loads(f'"\\{escape}"'))
    if escape[0] in _CODED and len(escape) > 1:
        return chr(int(escape[1:], 16))
    return _SIMPLE.get(escape, escape[-1])
