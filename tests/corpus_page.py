"""Writes docs/corpus.md from real files and what a reader finds in them: `make corpus`.

The files stand in the folder that ROLEVET_CORPUS names, and never in this repository.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import yaml

from rolevet.check import together
from rolevet.cli.contents import content_of
from rolevet.cli.inputs import Input
from rolevet.cli.linting import Linting
from rolevet.cli.page import escaped, table
from rolevet.errors import DamagedError
from rolevet.finding import Finding
from rolevet.place import Span
from rolevet_rules import rules

HOME: Final = Path(__file__).parents[1]
PAGE: Final = HOME / "docs/corpus.md"
EXPECTED: Final = HOME / "tests/corpus/expected.yaml"
FOLDER: Final = "ROLEVET_CORPUS"
NOW: Final = datetime(2026, 11, 25, tzinfo=UTC)
"""As of when the files are judged, so that the page does not change with the day."""

DEFAULT: Final = tuple(rule for rule in rules() if not rule.info.opt_in)
COLUMNS: Final = ("code", "expected", "in files that are read", "found", "not found")


@dataclass(frozen=True)
class Expectation:
    """What a reader finds in a file; `refused` says why we do not count it."""

    code: str
    line: int
    rules: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    refused: str = ""

    @property
    def counted(self) -> bool:
        return bool(self.rules)


@dataclass(frozen=True)
class Example:
    """One file; `also` are findings that are right though the reader names none."""

    name: str
    expectations: tuple[Expectation, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)
    unread: str = ""


@dataclass(frozen=True)
class Told:
    """What rolevet says of a file: rules with lines, also of what is told as related to another
    finding; `unread` says why it says nothing."""

    findings: tuple[tuple[str, int], ...] = ()
    related: tuple[tuple[str, int], ...] = ()
    undecided: frozenset[str] = frozenset()
    unread: str = ""


@dataclass(frozen=True)
class Compared:
    """One file after the comparison."""

    example: Example
    told: Told
    found: tuple[Expectation, ...]
    missed: tuple[Expectation, ...]
    others: tuple[tuple[str, int], ...]


def examples() -> tuple[Example, ...]:
    """What stands in expected.yaml; raises KeyError for a code that is not explained there."""
    told = yaml.safe_load(EXPECTED.read_text())
    return tuple(_example(each, told["codes"]) for each in told["files"])


def _example(told: Mapping[str, Any], codes: Mapping[str, Any]) -> Example:
    expectations = tuple(_expectation(each, codes) for each in told.get("findings", ()))
    return Example(told["name"], expectations, told.get("also", {}), told.get("unread", ""))


def _expectation(told: Mapping[str, Any], codes: Mapping[str, Any]) -> Expectation:
    code = codes[told["code"]]
    own = told if "not" in told or "undecided" in told else code
    return Expectation(
        told["code"],
        told["line"],
        tuple(own.get("rules", ())),
        tuple(own.get("undecided", ())),
        own.get("not", ""),
    )


def judged(path: Path, name: str) -> Told:
    """What the rules say of one file alone."""
    with alone(path, name) as given:
        return _judged(given)


@contextmanager
def alone(path: Path, name: str) -> Iterator[Input]:
    """Without the others of its folder, with which Terraform would read it."""
    if path.suffix != ".tf":
        yield Input(path, name, named=True)
        return
    with TemporaryDirectory() as folder:
        (Path(folder) / path.name).write_bytes(path.read_bytes())
        yield Input(Path(folder), name, named=True, within=Path(folder))


def _judged(given: Input) -> Told:
    try:
        content = content_of(given, NOW)
    except DamagedError as error:
        return Told(unread=error.message)
    if isinstance(content, str):
        return Told(unread=content)
    verdicts = together(Linting(DEFAULT, NOW, {}).verdicts([given], allow_empty=True))
    return Told(
        tuple((each.rule.id, _line(each)) for each in verdicts.findings),
        tuple(pair for each in verdicts.findings for pair in _related(each)),
        frozenset(each.rule.id for each in verdicts.inconclusive),
    )


def _related(finding: Finding) -> Iterator[tuple[str, int]]:
    """What the engine told under another finding, whose note begins with the rule."""
    ids = {rule.info.id for rule in DEFAULT}
    for each in finding.related:
        rule = each.note.partition(":")[0]
        if rule in ids:
            yield rule, _line(finding)


def _line(finding: Finding) -> int:
    return finding.place.line if isinstance(finding.place, Span) else 0


def compared(example: Example, told: Told) -> Compared:
    """Each finding meets at most one expectation, the nearest that it can be."""
    left = list(told.findings)
    beside = list(told.related)
    found, missed = [], []
    for wanted in sorted(filter(lambda each: each.counted, example.expectations), key=_order):
        for pool in (left, beside):
            fitting = [each for each in pool if each[0] in wanted.rules]
            if fitting:
                pool.remove(min(fitting, key=lambda each: abs(each[1] - wanted.line)))
                found.append(wanted)
                break
        else:
            missed.append(wanted)
    for wanted in example.expectations:
        if wanted.undecided:
            (found if set(wanted.undecided) <= told.undecided else missed).append(wanted)
    others = tuple(each for each in left if each[0] not in example.also)
    return Compared(example, told, tuple(found), tuple(missed), others)


def _order(expectation: Expectation) -> tuple[int, int]:
    """Those first that fewest rules can meet."""
    return len(expectation.rules), expectation.line


def counts(every: Iterable[Example]) -> dict[str, int]:
    """How many expectations there are of each code."""
    made: dict[str, int] = {}
    for expectation in (each for example in every for each in example.expectations):
        if not expectation.refused:
            made[expectation.code] = made.get(expectation.code, 0) + 1
    return made


def page(results: Sequence[Compared]) -> str:
    """The whole page."""
    read = [each for each in results if not each.told.unread]
    right = sum(len([one for one in each.found if one.counted]) for each in read)
    beside = sum(len(each.told.findings) - len(each.others) for each in read)
    wanted = sum(len([e for e in each.example.expectations if e.counted]) for each in read)
    made = sum(len(each.told.findings) for each in read)
    parts = [
        "<!-- Made by tests/corpus_page.py of tests/corpus/expected.yaml; to make it anew: make "
        "corpus -->",
        "# How well it finds what is there",
        "What is wrong in some real files from public repositories was written down by reading "
        "them, not by any tool. This page compares the rules that are on by default with that. The "
        "files are not part of this repository; their licences vary.",
        f"Of {len(results)} files, {len(read)} are of a kind that `rolevet lint` reads. It finds "
        f"{right} of the {wanted} findings that are expected in them (recall "
        f"{_share(right, wanted)}), and {beside} of its {made} findings are right (precision "
        f"{_share(beside, made)}). What was noted and is not counted stands below, and why.",
        "## By code",
        table(COLUMNS, list(_rows(results))),
        "## Where the two disagree",
        _list(_disagreements(read), "Nowhere."),
        "## What is not counted",
        "What the reader notes and no rule that is on by default should tell, and why:",
        _list(_refused(results), "Nothing."),
        "## Files that are not read",
        _list(_unread(results), "None."),
    ]
    return "\n\n".join(parts) + "\n"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "of none"


def _rows(results: Sequence[Compared]) -> Iterator[tuple[str, ...]]:
    for code, count in sorted(counts(each.example for each in results).items()):
        read = [each for each in results if not each.told.unread]
        found = sum(one.code == code for each in read for one in each.found)
        missed = sum(one.code == code for each in read for one in each.missed)
        yield tuple(map(str, (code, count, found + missed, found, missed)))


def _disagreements(read: Iterable[Compared]) -> Iterator[str]:
    for each in read:
        for one in each.missed:
            what = "is not undecided" if one.undecided else "is not found"
            yield f"`{each.example.name}`, line {one.line}: {one.code} {what}."
        for rule, line in each.others:
            yield f"`{each.example.name}`, line {line}: {rule} is told, and expected by nobody."


def _refused(results: Iterable[Compared]) -> Iterator[str]:
    reasons: dict[tuple[str, str], int] = {}
    for one in (one for each in results for one in each.example.expectations):
        if one.refused:
            reasons[one.code, one.refused] = reasons.get((one.code, one.refused), 0) + 1
    for (code, reason), count in sorted(reasons.items()):
        yield f"{code} ({count}): {escaped(reason)}."


def _unread(results: Iterable[Compared]) -> Iterator[str]:
    for each in results:
        if each.told.unread:
            why = each.example.unread or "not read yet"
            yield f"`{each.example.name}`: {escaped(why)}."
        elif each.example.unread:
            yield f"`{each.example.name}` is read, though {each.example.unread}."


def _list(lines: Iterable[str], nothing: str) -> str:
    return "\n".join(f"- {line}" for line in lines) or nothing


def made(folder: Path) -> str:
    """The page as it should be."""
    results = [compared(each, judged(folder / each.name, each.name)) for each in examples()]
    return page(results)


def corpus() -> Path | None:
    """The folder with the files, if there is one."""
    named = os.environ.get(FOLDER)
    return Path(named) if named and Path(named).is_dir() else None


def main() -> int:
    folder = corpus()
    if folder is None:
        sys.stderr.write(f"{FOLDER} does not name a folder with the files\n")
        return 2
    PAGE.write_text(made(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
