"""From sarif-om's objects to text.

The library's own way drops every field that equals its default, so that an explicit level
"warning" is read back as the rule's level, and it takes gigabytes for a hundred thousand results.
"""

import json
from functools import cache
from typing import Any

import attrs

# What sarif-om writes into fields that are not set.
_UNSET = (None, -1, -1.0)


def write(log: Any) -> str:
    """Every field that is set, under its schema name; raises TypeError for a foreign value."""
    return json.dumps(log, default=_members, indent=2, allow_nan=False)


def _members(node: Any) -> dict[str, Any]:
    if not attrs.has(type(node)):
        raise TypeError(f"{type(node).__name__} has no place in SARIF")
    return {
        name: value
        for attribute, name in _fields(type(node))  # type: ignore[arg-type] # types are hashable
        if (value := getattr(node, attribute)) not in _UNSET
    }


@cache
def _fields(kind: type[Any]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (attribute.name, attribute.metadata["schema_property_name"])
        for attribute in attrs.fields(kind)
    )
