"""JSON as it should be: bounded, without a key twice, without numbers that JSON does not have."""

import json
import re
from collections.abc import Iterator
from math import isfinite
from typing import Final, NoReturn

from rolevet.document import is_deeper_than
from rolevet.sources.snapshot.fault import Fault
from rolevet.sources.snapshot.fields import Json

MAX_DEPTH: Final = 200
"""Levels; nothing that AWS returns comes near."""

_NOT_WHOLE: Final = "it is not whole: copy it again, or collect it again"
_NO_SNAPSHOT: Final = "name a snapshot, as written by: rolevet collect -o FILE"
_EDITED: Final = "rolevet never writes this; collect it again: rolevet collect -o FILE"
_TOKEN: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s"{}\[\],:]+', re.DOTALL)


class _Refused(ValueError):
    """JSON that Python would take; where it stands is looked for afterwards."""


def parse(data: bytes | bytearray) -> Json:
    """Raises Fault with line and column of what is wrong."""
    if not data or data.isspace():
        raise Fault("is empty", _NOT_WHOLE)
    try:
        text = data.decode("utf-8")
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_no_number,
            parse_float=_number,
        )
    except UnicodeDecodeError as error:
        raise Fault(f"is not UTF-8 text: byte {error.start + 1}", _NO_SNAPSHOT) from None
    except json.JSONDecodeError as error:
        raise _syntax_fault(error) from None
    except _Refused:
        raise Fault(f"is refused: {next(_offences(text))}", _EDITED) from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError:
        raise Fault("holds a number with too many digits", _EDITED) from None
    if is_deeper_than(MAX_DEPTH, value):
        raise _too_deep()
    return value


def _too_deep() -> Fault:
    return Fault(f"is nested deeper than {MAX_DEPTH} levels", _EDITED)


def _syntax_fault(error: json.JSONDecodeError) -> Fault:
    where = f"line {error.lineno}, column {error.colno}"
    if error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated string"):
        return Fault(f"ends too early: {where}: {error.msg}", _NOT_WHOLE)
    return Fault(f"is not JSON: {where}: {error.msg}", _NO_SNAPSHOT)


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _Refused
    return made


def _no_number(_: str) -> NoReturn:
    raise _Refused


def _number(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise _Refused
    return number


def _offences(text: str) -> Iterator[str]:
    """What Python's parser found but cannot place: it gives its hooks no position."""
    objects: list[set[str] | None] = []
    before = ""
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word in ("{", "["):
            objects.append(set() if word == "{" else None)
        elif word in ("}", "]"):
            objects.pop()
        elif word.startswith('"'):
            keys = objects[-1] if before in ("{", ",") else None
            if keys is not None and (key := json.loads(word)) in keys:
                yield f"{_place(text, token.start())}: the key {word} stands twice"
            elif keys is not None:
                keys.add(key)
        elif word not in (",", ":") and not _is_literal(word):
            yield f"{_place(text, token.start())}: {word} is no JSON number"
        before = word


def _is_literal(word: str) -> bool:
    return word in ("true", "false", "null") or isfinite(float(word))


def _place(text: str, offset: int) -> str:
    line = text.count("\n", 0, offset) + 1
    return f"line {line}, column {offset - text.rfind(chr(10), 0, offset)}"
