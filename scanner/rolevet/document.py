"""JSON from outside, most of it policy documents, taken apart without trust in who wrote it."""

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

MAX_LENGTH: Final = 404_600
"""Characters; what the model of iot:GetPolicy admits, and far above any other policy's limit."""

MAX_DEPTH: Final = 32
"""Levels; a policy has no use for more than seven."""

_SCALAR_MAX: Final = 32
"""Characters; far above any number of AWS's."""


class BadDocument(ValueError):
    """The text is no policy document; the message is a clause about "it"."""


def parse_document(text: str) -> Mapping[str, Any]:
    """Raises BadDocument for what is not one JSON object, is too large, or says something twice."""
    if len(text) > MAX_LENGTH:
        raise BadDocument(f"it has more than {MAX_LENGTH} characters")
    try:
        document = json.loads(text, object_pairs_hook=_object)
    except BadDocument:
        raise
    except (ValueError, RecursionError):
        raise BadDocument("it is not JSON") from None
    if not isinstance(document, dict):
        raise BadDocument("it is not a JSON object")
    if is_deeper_than(MAX_DEPTH, document):
        raise BadDocument(f"it is nested deeper than {MAX_DEPTH} levels")
    return document


def scalar(text: str) -> Any:
    """The number, true, false or null that JSON reads there, or else the text itself."""
    if len(text) > _SCALAR_MAX:
        return text
    try:
        value: object = json.loads(text, parse_constant=str)
    except (ValueError, RecursionError):
        return text
    if isinstance(value, int | float):
        return value if math.isfinite(value) else text
    return value if value is None else text


def minified(text: str) -> str:
    """The text without the white space between what JSON is made of; nothing else is changed."""
    kept: list[str] = []
    position = 0
    while (start := text.find('"', position)) >= 0:
        end = _string_end(text, start)
        kept += (*text[position:start].split(), text[start:end])
        position = end
    return "".join((*kept, *text[position:].split()))


def _string_end(text: str, start: int) -> int:
    """Where the string ends that begins at a quotation mark; the end of the text if nowhere."""
    position = start + 1
    while (mark := text.find('"', position)) >= 0:
        before = text[position:mark]
        position = mark + 1
        if (len(before) - len(before.rstrip("\\"))) % 2 == 0:
            return position
    return len(text)


def is_deeper_than(levels: int, value: Any) -> bool:
    """Whether objects and lists are nested deeper; without recursion, which a hostile value could
    exhaust."""
    level = [value]
    for _ in range(levels):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise BadDocument("it holds a key twice")
    return made


def _inside(value: Any) -> Iterator[Any]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    yield from (item for item in inner if isinstance(item, dict | list))
