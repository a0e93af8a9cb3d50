"""Rule files of one rule."""

import json
from pathlib import Path
from typing import Any

import pytest
from scanner.declare.made import RULE, Make, declared

from rolevet.declare.rules import Declaration


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """The one rule of a file, which is RULE with other fields; None takes a field away."""

    def made(**fields: Any) -> Declaration:
        held = {name: one for name, one in (RULE | fields).items() if one is not None}
        return declared(tmp_path / "acme.yaml", json.dumps({"rules": [held]}, indent=1))

    return made
