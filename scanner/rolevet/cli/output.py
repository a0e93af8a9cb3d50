"""`-o`: which reports go where."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO, TypeVar

import click

from rolevet.errors import UsageError
from rolevet.files import refuse_unwritable, write_file
from rolevet.finding import Report
from rolevet.plugins import Format, load_format
from rolevet.text import plain

CommandT = TypeVar("CommandT", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Output:
    """One report to write; without a path, to stdout."""

    format: Format
    path: Path | None


def writes(command: CommandT) -> CommandT:
    """`-o` and `--query`, as the words that `parse_outputs` takes."""
    query = click.option(
        "--query",
        metavar="JMESPATH",
        help="Print what this expression makes of the JSON report, as JSON, instead of text.",
    )
    return click.option(
        "-o",
        "--output",
        "outputs",
        metavar="FORMAT[=PATH]",
        multiple=True,
        help="Report to write, to stdout or a file; may be given several times.  [default: text]",
    )(query(command))


def parse_outputs(words: Sequence[str], query: str | None = None) -> tuple[Output, ...]:
    """Raises UsageError, PluginError or OutputError before anything is scanned in vain."""
    if query is None:
        outputs = tuple(map(_parse, words or ("text",)))
    else:
        from rolevet.cli.query import queried  # JMESPath comes with it

        outputs = (Output(queried(query), None), *map(_parse, words))
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
