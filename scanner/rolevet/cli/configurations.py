"""Folders with Terraform configurations among what a command was given."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from rolevet.cli.inputs import Input
from rolevet.errors import DamagedError
from rolevet.sources import terraform


def arranged(found: Iterable[Input | DamagedError]) -> tuple[Input | DamagedError, ...]:
    """Without modules that others call, and with configurations last: a plan that is read before
    may tell what one of them comes to."""
    inputs = without_called(found)
    last = tuple(each for each in inputs if isinstance(each, Input) and each.within)
    others = (each for each in inputs if each not in last)
    beside = (replace(each, beside=last) if isinstance(each, Input) else each for each in others)
    return (*beside, *last)


def without_called(
    found: Iterable[Input | DamagedError],
) -> tuple[Input | DamagedError, ...]:
    """Modules that are read with those that call them are not read by themselves, unless they were
    named."""
    inputs = tuple(found)
    folders = [
        each.path for each in inputs if isinstance(each, Input) and each.within and each.path
    ]
    called = terraform.called_elsewhere(folders) if len(folders) > 1 else frozenset[Path]()
    return tuple(
        each
        for each in inputs
        if not (isinstance(each, Input) and each.path in called and not each.named)
    )
