"""What compliance frameworks make of the built-in rules: a file for each."""

from functools import cache
from importlib.resources import files

from rolevet import Framework, read_framework


@cache
def frameworks() -> tuple[Framework, ...]:
    """Every framework that stands beside this module, read once."""
    found = sorted(files(__name__).iterdir(), key=lambda path: path.name)
    return tuple(
        read_framework(path.read_bytes(), path.name)
        for path in found
        if path.name.endswith(".yaml")
    )
