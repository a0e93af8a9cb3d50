"""How policies are evaluated by definition: one request at a time, in a world where all is known.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import product

from scanner.policy.made import Json

ACTIONS = ("a:x", "a:y", "a:xy", "a:z", "a:zy", "a:xz", "b:x", "b:zz", "b:z", "z:z", "z:x")
RESOURCES = tuple("".join(text) for size in range(5) for text in product("pqz", repeat=size))
KEYS = ("k", "l")
VARIABLE = "${v}"

World = Mapping[str, str]
"""The conditions that hold, and what the variable is; without `v` it has no value."""

WORLDS: tuple[World, ...] = tuple(
    dict.fromkeys(held, "true") | value
    for held in ((), KEYS, KEYS[:1], KEYS[1:])
    for value in ({}, {"v": "p"}, {"v": "qz"})
)


@cache
def means(pattern: str, text: str) -> bool:
    """Whether a text matches a pattern, letter by letter."""
    if not pattern:
        return not text
    if pattern[0] == "*":
        return any(means(pattern[1:], text[start:]) for start in range(len(text) + 1))
    return bool(text) and pattern[0] in ("?", text[0]) and means(pattern[1:], text[1:])


def allowed(sets: Iterable[list[Json]], action: str, resource: str, world: World) -> bool:
    """Whether every set has an Allow for the request and no Deny."""
    return all(_set_allows(statements, action, resource, world) for statements in sets)


def _set_allows(statements: list[Json], action: str, resource: str, world: World) -> bool:
    effects = {s["Effect"] for s in statements if _speaks(s, action, resource, world)}
    return effects == {"Allow"}


def _speaks(statement: Json, action: str, resource: str, world: World) -> bool:
    conditions = statement.get("Condition", {}).get("Bool", {})
    if any(key not in world for key in conditions):
        return False
    return _selects(statement, "Action", action, world) and _selects(
        statement, "Resource", resource, world
    )


def _selects(statement: Json, name: str, text: str, world: World) -> bool:
    negated = name not in statement
    listed = statement[f"Not{name}" if negated else name]
    patterns = listed if isinstance(listed, list) else [listed]
    if "v" not in world and any(VARIABLE in pattern for pattern in patterns):
        return False
    texts = tuple(pattern.replace(VARIABLE, world.get("v", "")) for pattern in patterns)
    return _any_means(texts, text) != negated


@cache
def _any_means(patterns: tuple[str, ...], text: str) -> bool:
    return any(means(pattern, text) for pattern in patterns)
