"""What every test may use."""

import os
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import EntryPoints, entry_points
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# A machine may be busy.
settings.register_profile(
    "unhurried", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")

Golden = Callable[[str, str], None]
Faults = Callable[[Any, Any], list[str]]


@cache
def _own_entry_points(group: str) -> EntryPoints:
    """Those of rolevet itself; to find them, the metadata of every package is read."""
    found = entry_points(group=group)
    return EntryPoints(e for e in found if e.dist is not None and e.dist.name == "rolevet")


@pytest.fixture(autouse=True)
def _no_foreign_plugins(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin that happens to be installed must not change what the tests see."""
    from rolevet import plugins

    monkeypatch.setattr(plugins, "entry_points", _own_entry_points)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares a whole output with a file; `make golden` writes the files anew."""
    folder = Path(request.path).parent / "golden"

    def compare(name: str, text: str) -> None:
        path = folder / name
        if os.environ.get("ROLEVET_GOLDEN") == "write":
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        assert text == path.read_bytes().decode(), f"{name} differs; see: make golden"

    return compare


@pytest.fixture(scope="session")
def schema_faults() -> Faults:
    """What is wrong with a document by a schema, down to the formats that it names."""
    from jsonschema import FormatChecker
    from jsonschema.validators import validator_for

    checker = FormatChecker()
    assert {"date-time", "uri", "uri-reference"} <= set(checker.checkers)

    def faults(schema: Any, document: Any) -> list[str]:
        kind = validator_for(schema)
        kind.check_schema(schema)
        found = kind(schema, format_checker=checker).iter_errors(document)
        return [error.message for error in found]

    return faults


@pytest.fixture
def umask() -> Iterator[None]:
    """A umask that is known."""
    before = os.umask(0o027)
    yield
    os.umask(before)
