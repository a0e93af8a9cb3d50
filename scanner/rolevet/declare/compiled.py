"""From the text of an expression to what is evaluated; whatever is wrong with it is said here."""

import warnings
from collections.abc import Iterator, Mapping
from typing import Any, Final

from jmespath.exceptions import IncompleteExpressionError, LexerError, ParseError
from jmespath.lexer import Lexer
from jmespath.parser import Parser

from rolevet.declare.expressions import Expression
from rolevet.declare.functions import ARITIES, ARN_PARTS, STANDARD_ARITIES
from rolevet.declare.messages import Message
from rolevet.declare.named import BadName, fields_named
from rolevet.declare.strict import FORMS
from rolevet.text import did_you_mean, plain

MAX_LENGTH: Final = 4000
"""Characters."""

MAX_MESSAGE: Final = 2000
"""Characters, with what stands in braces."""

MAX_DEPTH: Final = 48
"""Levels of the tree, each of which takes the interpreter some of Python's stack."""

_ARITIES: Final = {**ARITIES, **{name: (count, False) for name, count in FORMS.items()}}
_Arities = Mapping[str, tuple[int, bool]]
_Token = Mapping[str, Any]


class BadExpression(ValueError):
    """The text is no expression; the message is a clause, `character` counts from 1."""

    def __init__(self, character: int, message: str) -> None:
        super().__init__(message)
        self.character = character


def compiled(part: str, text: str, kind: str) -> Expression:
    """Over subjects of a kind, by its name; raises BadExpression."""
    tokens, tree = _checked(text, _ARITIES)
    try:
        named = fields_named(tree, kind)
    except BadName as bad:
        raise BadExpression(_position(tokens, bad.name), str(bad)) from None
    return Expression(part, text, tree, named)


def compiled_query(text: str) -> Mapping[str, Any]:
    """The tree of JMESPath as others have it, over any JSON; raises BadExpression."""
    return _checked(text, STANDARD_ARITIES)[1]


def _checked(text: str, arities: _Arities) -> tuple[tuple[_Token, ...], Mapping[str, Any]]:
    if len(text) > MAX_LENGTH:
        raise BadExpression(MAX_LENGTH + 1, f"it has more than {MAX_LENGTH} characters")
    if not text.strip():
        raise BadExpression(1, "it is empty")
    tokens, tree = _parsed(text)
    _refuse_deep(tree)
    for node in _nodes(tree):
        if node["type"] == "function_expression":
            _check_call(node, tokens, arities)
        if node["type"] == "slice" and node["children"][2] == 0:
            raise BadExpression(_position(tokens, 0), "a slice goes in steps of 0")
    return tokens, tree


def compiled_message(text: str, kind: str) -> Message:
    """A text with expressions in braces; `{{` and `}}` are braces of the text, so that none can
    stand in an expression. Raises BadExpression."""
    if len(text) > MAX_MESSAGE:
        raise BadExpression(MAX_MESSAGE + 1, f"it has more than {MAX_MESSAGE} characters")
    pieces: list[str | Expression] = []
    at = 0
    while at < len(text):
        brace = next((i for i in range(at, len(text)) if text[i] in "{}"), len(text))
        pieces.append(text[at:brace])
        at = brace + 1
        if text[brace : brace + 2] in ("{{", "}}"):
            pieces.append(text[brace])
            at += 1
        elif text[brace:at] == "}":
            raise BadExpression(at, "a } closes nothing; }} is a brace of the text")
        elif text[brace:at] == "{":
            end = text.find("}", at)
            if end < 0:
                raise BadExpression(at, "a { is never closed; {{ is a brace of the text")
            pieces.append(_within(text, at, end, kind))
            at = end + 1
    return Message(tuple(piece for piece in pieces if piece))


def _within(text: str, start: int, end: int, kind: str) -> Expression:
    try:
        return compiled("message", text[start:end], kind)
    except BadExpression as bad:
        raise BadExpression(start + bad.character, str(bad)) from None


def _parsed(text: str) -> tuple[tuple[_Token, ...], Mapping[str, Any]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", PendingDeprecationWarning)
            tokens = tuple(_Lexer().tokenize(text))
            return tokens, Parser().parse(text).parsed
    except IncompleteExpressionError:
        raise BadExpression(len(text) + 1, "it ends too soon") from None
    except LexerError as error:
        message = plain(str(error.message), 100)
        raise BadExpression(error.lex_position + 1, message[:1].lower() + message[1:]) from None
    except ParseError as error:
        token = plain(str(error.token_value), 100)
        raise BadExpression(error.lex_position + 1, f"'{token}' cannot stand there") from None
    except RecursionError:
        raise _too_deep() from None
    except (ValueError, LookupError, TypeError, AttributeError, Warning):
        raise BadExpression(1, "it is not JMESPath") from None


class _Lexer(Lexer):  # type: ignore[misc] # JMESPath has no types
    def _consume_literal(self) -> Any:
        """JMESPath still takes a text between backticks without its quotes, with a warning."""
        start = self._position
        try:
            return super()._consume_literal()
        except PendingDeprecationWarning:
            wrong = "what stands between ` and ` is not JSON; a text stands between ' and '"
            raise LexerError(start, "`", wrong) from None


def _too_deep() -> BadExpression:
    return BadExpression(1, f"it is nested deeper than {MAX_DEPTH} levels")


def _refuse_deep(tree: Mapping[str, Any]) -> None:
    level = [tree]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in _children(node)]
        if not level:
            return
    raise _too_deep()


def _nodes(tree: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += _children(node)


def _children(node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Those of a slice are numbers."""
    return [child for child in node["children"] if isinstance(child, dict)]


def _check_call(node: Mapping[str, Any], tokens: tuple[_Token, ...], arities: _Arities) -> None:
    name, given = node["value"], node["children"]
    position = _position(tokens, name)
    if name not in arities:
        unknown = f"there is no function '{plain(name, 100)}': {did_you_mean(name, arities)}"
        raise BadExpression(position, unknown)
    count, more = arities[name]
    if len(given) < count or (len(given) > count and not more):
        least = "at least " if more else ""
        takes = f"{least}{count} argument{'s' if count != 1 else ''}"
        raise BadExpression(position, f"{name}() takes {takes}, not {len(given)}")
    if name == "arn_part" and given[1]["type"] == "literal" and given[1]["value"] not in ARN_PARTS:
        part = str(given[1]["value"])
        unknown = f"an ARN has no part '{plain(part, 100)}': {did_you_mean(part, ARN_PARTS)}"
        raise BadExpression(position, unknown)


def _position(tokens: tuple[_Token, ...], name: str | int) -> int:
    """Of the first token that says it: nodes do not know where they stand."""
    return next((token["start"] + 1 for token in tokens if token["value"] == name), 1)
