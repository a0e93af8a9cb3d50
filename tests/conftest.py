"""What every test may use."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Golden = Callable[[str, str], None]


@pytest.fixture(autouse=True)
def _no_foreign_plugins(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin that happens to be installed must not change what the tests see."""
    from importlib.metadata import EntryPoints, entry_points

    from rolevet import plugins

    def own(group: str) -> EntryPoints:
        found = entry_points(group=group)
        return EntryPoints(e for e in found if e.dist is not None and e.dist.name == "rolevet")

    monkeypatch.setattr(plugins, "entry_points", own)


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


@pytest.fixture
def umask() -> Iterator[None]:
    """A umask that is known."""
    before = os.umask(0o027)
    yield
    os.umask(before)
