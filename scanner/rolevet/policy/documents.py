"""Policy documents from outside, read into statements or refused with what is wrong and where.

Nothing is kept between calls: whoever holds a document reads it once and keeps the Policy with it.
A cache here would either grow with the organization or, being bounded, miss every time, because
each rule passes over all resources before the next begins.
"""

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote

from rolevet.document import MAX_LENGTH
from rolevet.policy.bodies import JsonObject, check_keys, read_statement
from rolevet.policy.faults import BadPolicy, PolicyFault
from rolevet.policy.statements import Kind, Policy
from rolevet.policy.variables import VARIABLES_SINCE

_VERSIONS: Final = ("2008-10-17", VARIABLES_SINCE)
_ELEMENTS: Final = ("Version", "Id", "Statement")


def read_policy(document: str | Mapping[str, Any], kind: Kind, name: str = "") -> Policy:
    """The document as statements, from JSON, URL-encoded JSON, or what either decodes to.

    `name` is how a clause calls it, as "policy 'Backup'". Raises BadPolicy.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
    """
    decoded = _decoded(document) if isinstance(document, str) else document
    if not isinstance(decoded, Mapping):
        raise BadPolicy(PolicyFault.NOT_JSON, "it is not a JSON object")
    _check_size(decoded)
    check_keys(decoded, _ELEMENTS)
    version = decoded.get("Version", "")
    if "Version" in decoded and version not in _VERSIONS:
        raise BadPolicy(PolicyFault.VERSION, f"it has none of the versions {', '.join(_VERSIONS)}")
    replaces = version == VARIABLES_SINCE
    return Policy(
        version,
        tuple(
            read_statement(index, body, kind, policy=name, replaces=replaces)
            for index, body in enumerate(_bodies(decoded.get("Statement")))
        ),
    )


def _decoded(text: str) -> Any:
    # Every character of an encoded document may have become three.
    if len(text) > 3 * MAX_LENGTH:
        raise _too_large()
    if text.startswith("\ufeff"):
        raise BadPolicy(PolicyFault.NOT_JSON, "it begins with a byte order mark")
    try:
        text = unquote(text, errors="strict") if text.lstrip().startswith("%") else text
        if len(text) > MAX_LENGTH:
            raise _too_large()
        return json.loads(
            text,
            object_pairs_hook=JsonObject,
            parse_int=str,
            parse_float=str,
            parse_constant=_no_constant,
        )
    except RecursionError:
        raise BadPolicy(PolicyFault.NOT_JSON, "it is nested too deep") from None
    except UnicodeDecodeError:
        raise BadPolicy(PolicyFault.NOT_JSON, "its URL encoding is not of UTF-8 text") from None
    except json.JSONDecodeError as error:
        reason = f"it is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        raise BadPolicy(PolicyFault.NOT_JSON, reason) from None


def _no_constant(name: str) -> Any:
    raise BadPolicy(PolicyFault.NOT_JSON, f"it is not JSON: {name} is no value there")


def _too_large() -> BadPolicy:
    return BadPolicy(PolicyFault.TOO_LARGE, f"it has more than {MAX_LENGTH} characters")


def _check_size(document: Mapping[str, Any]) -> None:
    """Counts texts, keys and values, however deep; refuses what no text could be or show."""
    size = 0
    waiting: list[Any] = [document]
    while waiting:
        value = waiting.pop()
        size += len(value) if isinstance(value, str) else 1
        if size > MAX_LENGTH:
            raise _too_large()
        if isinstance(value, Mapping):
            waiting += (*value.keys(), *value.values())
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str) and not (value.isascii() or _is_encodable(value)):
            raise BadPolicy(PolicyFault.NOT_JSON, "it holds half of a character")


def _is_encodable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _bodies(value: Any) -> list[Any]:
    bodies = [value] if isinstance(value, Mapping) else value
    if not isinstance(bodies, list) or not bodies:
        raise BadPolicy(PolicyFault.NO_STATEMENT, "it has no statement")
    return bodies
