"""What compliance frameworks make of the built-in rules: a file for each."""

from importlib.resources import files

from rolevet import Framework, read_framework


def frameworks() -> list[Framework]:
    """Every framework that stands beside this module."""
    found = sorted(files(__name__).iterdir(), key=lambda path: path.name)
    return [
        read_framework(path.read_bytes(), path.name)
        for path in found
        if path.name.endswith(".yaml")
    ]
