"""`-o`: which reports go where, and writing every file whole or not at all."""

import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import click

from rolevet.errors import OutputError, UsageError
from rolevet.finding import Report
from rolevet.plugins import Format, load_format
from rolevet.text import plain


@dataclass(frozen=True, slots=True)
class Output:
    """One report to write; without a path, to stdout."""

    format: Format
    path: Path | None


def parse_outputs(words: Sequence[str]) -> tuple[Output, ...]:
    """Raises UsageError, PluginError or OutputError before anything is scanned in vain."""
    outputs = tuple(_parse(word) for word in words or ("text",))
    targets = [output.path for output in outputs]
    for target in targets:
        if targets.count(target) > 1:
            raise UsageError(
                f"two reports would be written to {target or 'stdout'}",
                hint="give each -o a path of its own, as in: -o text -o json=report.json",
            )
    return outputs


def _parse(word: str) -> Output:
    name, equals, target = word.partition("=")
    if equals and not target:
        raise UsageError(
            f"-o {plain(word)} names no file", hint=f"write -o {name}=PATH or -o {name}"
        )
    path = Path(target) if target not in ("", "-") else None
    if path is not None:
        refuse_unwritable(path)
    return Output(load_format(name), path)


def refuse_unwritable(path: Path) -> None:
    """Raises OutputError before anything is read in vain."""
    if path.is_dir():
        raise OutputError(f"{path} is a folder, not a file", hint="name a file in it")
    folder = path.resolve().parent
    if not folder.is_dir():
        raise OutputError(f"there is no folder {folder}", hint=f"make it: mkdir -p {folder}")
    target = path if path.exists() and not _is_replaceable(path) else folder
    if not os.access(target, os.W_OK):
        raise OutputError(f"{target} cannot be written to", hint="choose another place")


def _is_replaceable(path: Path) -> bool:
    """Whether a new file may take its place; a device or a pipe is written into instead."""
    return not path.exists() or stat.S_ISREG(path.stat().st_mode)


def write_all(outputs: Iterable[Output], report: Report) -> None:
    """Each report is written even if another one fails; the first failure is raised at the end."""
    with ExitStack() as stack:
        for output in reversed(tuple(outputs)):
            stack.callback(_write, output, report)


def _write(output: Output, report: Report) -> None:
    pieces = output.format(report)
    if output.path is None:
        _write_stdout(pieces)
    else:
        write_file(output.path, (click.unstyle(piece).encode() for piece in pieces))


def _write_stdout(pieces: Iterable[str]) -> None:
    coloured = wants_colour(sys.stdout)
    for piece in pieces:
        sys.stdout.write(piece if coloured else click.unstyle(piece))
    sys.stdout.flush()


def wants_colour(stream: TextIO) -> bool:
    """https://no-color.org"""
    return stream.isatty() and not os.environ.get("NO_COLOR")


def write_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Raises OutputError where it cannot; what was there before is then still there."""
    try:
        if _is_replaceable(path):
            _replace(path.resolve(), pieces)
        else:
            with path.open("wb") as stream:
                stream.writelines(pieces)
    except OSError as error:
        raise OutputError(
            f"{path} was not written: {error.strerror or error}", hint="choose another place"
        ) from error


def _replace(target: Path, pieces: Iterable[bytes]) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(handle)
        draft.chmod(_mode_for(target))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _mode_for(target: Path) -> int:
    """What a plain open() would give: the mode of the file that is there, or the umask's."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
