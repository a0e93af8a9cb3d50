"""The option that names a file of waivers, and that file."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Final

import click

from rolevet.config_file import folders
from rolevet.errors import UsageError
from rolevet.waiver import Waiver

_NAME: Final = "rolevet.waivers.yaml"


def waives(command: Callable[..., int]) -> Callable[..., int]:
    """Options that reach the command as `waivers`; None where none are to be heeded."""

    @click.option(
        "--waivers",
        "waiver_file",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Findings that are accepted.  [default: the nearest rolevet.waivers.yaml]",
    )
    @click.option("--no-waivers", is_flag=True, help="Heed no waiver, as an auditor would.")
    @wraps(command)
    def gathered(waiver_file: Path | None, no_waivers: bool, **others: Any) -> int:
        if waiver_file and no_waivers:
            raise UsageError("--waivers and --no-waivers contradict each other", hint="drop one")
        path = None if no_waivers else waiver_file or _nearest()
        return command(waivers=None if no_waivers else _read(path), **others)

    return gathered


def _nearest() -> Path | None:
    found = (folder / _NAME for folder in folders())
    # A link that leads nowhere is one that is to be read, and cannot be.
    return next((path for path in found if path.exists() or path.is_symlink()), None)


def _read(path: Path | None) -> tuple[Waiver, ...]:
    if path is None:
        return ()
    from rolevet.waiver_file import load_waivers  # YAML comes with it

    return load_waivers(path)
