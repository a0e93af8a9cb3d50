"""Whether the trust policy of a role lets a caller in."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, Final

Statement = Mapping[str, Any]


def _like(value: str, pattern: str) -> bool:
    return fnmatchcase(value, pattern.replace("[", "[[]"))


# A condition of any other operator never holds here.
_OPERATORS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "StringEquals": str.__eq__,
    "StringLike": _like,
}


def trusts(
    document: str, names: Collection[str], actions: Collection[str], context: Mapping[str, str]
) -> bool:
    """Whether all actions are allowed, and none is denied, to who bears one of the names.

    A name is an ARN, an account number or "*"; the context holds the condition keys in lower case.
    moto lets in documents that AWS's CreateRole refuses. One without a statement says nothing of
    trust, so that it refuses nobody; AWS has no such role.
    """
    statements = _statements(document)
    if statements is None:
        return True
    speaking = [
        statement
        for statement in statements
        if _names(statement, names) and _holds(statement.get("Condition", {}), context)
    ]
    return all(_allowed(action, speaking) for action in actions)


def _statements(document: str) -> list[Statement] | None:
    try:
        match json.loads(document):
            case {"Statement": list(statements)}:
                return statements
            case {"Statement": dict(statement)}:
                return [statement]
    except ValueError:
        pass
    return None


def _allowed(action: str, statements: Collection[Statement]) -> bool:
    effects = {statement.get("Effect") for statement in statements if _covers(statement, action)}
    return effects == {"Allow"}


def _covers(statement: Statement, action: str) -> bool:
    patterns = _several(statement.get("Action", []))
    return any(_like(action.lower(), pattern.lower()) for pattern in patterns)


def _names(statement: Statement, names: Collection[str]) -> bool:
    principal = statement.get("Principal", {})
    named = principal.get("AWS", []) if isinstance(principal, dict) else principal
    return any(name in names for name in _several(named))


def _holds(condition: Mapping[str, Mapping[str, Any]], context: Mapping[str, str]) -> bool:
    return all(
        operator in _OPERATORS
        and key.lower() in context
        and any(_OPERATORS[operator](context[key.lower()], value) for value in _several(wanted))
        for operator, keys in condition.items()
        for key, wanted in keys.items()
    )


def _several(value: Any) -> Iterator[str]:
    yield from map(str, value if isinstance(value, list) else [value])
