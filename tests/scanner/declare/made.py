"""Small rule files and expressions, for the tests."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rolevet.declare.compiled import compiled
from rolevet.declare.files import declarations
from rolevet.declare.rules import Declaration
from rolevet.declare.values import View

Make = Callable[..., Declaration]

NOW = datetime(2026, 6, 1, tzinfo=UTC)

RULE: dict[str, Any] = {
    "id": "ACME001",
    "title": "A role alias lasts too long",
    "severity": "high",
    "kind": "role-alias",
    "must": "credentialDurationSeconds <= `3600`",
    "message": "Role alias {roleAlias} lasts {credentialDurationSeconds} s",
    "uri": "https://example.com/",
    "cases": [
        {
            "name": "an hour",
            "verdict": "accepts",
            "role-alias": {"roleAlias": "x", "credentialDurationSeconds": 3600},
        },
        {
            "name": "more",
            "verdict": "rejects",
            "role-alias": {"roleAlias": "x", "credentialDurationSeconds": 3601},
        },
    ],
}
"""One rule, as JSON has it, which is YAML too."""


def value(text: str, /, **fields: Any) -> Any:
    """What an expression gives for a resource with these fields."""
    expression = compiled("must", text, "role-alias")
    return expression.value(View("Role alias 'fleet'", fields), NOW)


def declared(path: Path, text: str) -> Declaration:
    """The one rule of a file with this text."""
    path.write_text(text)
    (found,) = declarations([path])
    return found


def some_cases(kind: str) -> list[dict[str, Any]]:
    """Two that a file of the kind may hold."""
    held = {"alias-binding": "role-alias", "profile-binding": "profile", "binding": "profile"}
    return [
        {"name": verdict, "verdict": verdict, held.get(kind, kind): {}}
        for verdict in ("accepts", "rejects")
    ]
