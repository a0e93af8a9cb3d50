"""Policy variables, `${key}` and `${key, 'default'}`, which only version 2012-10-17 replaces.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rolevet.policy.patterns import canonical

VARIABLES_SINCE: Final = "2012-10-17"
"""The version that replaces policy variables; in the other, and without one, they are text."""

# `${*}`, `${?}` and `${$}` are the characters themselves. A lone surrogate stands for the first
# two, because no document that is read holds one.
_LITERALS: Final = {"*": "\udc2a", "?": "\udc3f", "$": "$"}


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of a text; `default` is None where it has none."""

    key: str
    default: str | None = None


def pieces(text: str) -> Iterator[str | Variable]:
    """The text cut at its variables; a `${` that nothing closes stays text."""
    position = 0
    while (start := text.find("${", position)) >= 0:
        end = text.find("}", start)
        if end < 0:
            break
        if start > position:
            yield text[position:start]
        inside = text[start + 2 : end]
        yield _LITERALS[inside] if inside in _LITERALS else _variable(inside)
        position = end + 1
    if position < len(text):
        yield text[position:]


def variables(text: str) -> tuple[Variable, ...]:
    """Every variable in the order of the text, as version 2012-10-17 reads it."""
    return tuple(piece for piece in pieces(text) if isinstance(piece, Variable))


def as_pattern(text: str, *, replaces: bool) -> tuple[str, bool]:
    """The canonical pattern of a text, with `*` for each variable, and whether it holds any.

    `replaces` tells whether the version of the document replaces variables.
    """
    if not replaces or "${" not in text:
        return canonical(text), False
    found = tuple(pieces(text))
    pattern = "".join(piece if isinstance(piece, str) else "*" for piece in found)
    return canonical(pattern), any(isinstance(piece, Variable) for piece in found)


def _variable(inside: str) -> Variable:
    key, comma, rest = inside.partition(",")
    quoted = rest.strip()
    if not (comma and len(quoted) > 1 and quoted[0] == quoted[-1] == "'"):
        return Variable(inside.strip())
    return Variable(key.strip(), quoted[1:-1])
