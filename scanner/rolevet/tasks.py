"""What is done with the facts of each account, with results that are small enough to be kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from rolevet import __version__
from rolevet.check import Verdicts, check
from rolevet.coverage import Cell
from rolevet.declare.judging import Declared
from rolevet.definition import Rule
from rolevet.errors import UsageError
from rolevet.files import write_file
from rolevet.finding import Control, Overlay, Setting, Severity
from rolevet.inventory import Inventory, Scope
from rolevet.plugins import load_rules
from rolevet.sources.snapshot import Snapshot, packed, snapshot_of

ResultT = TypeVar("ResultT")

Task = Callable[[str, Inventory], ResultT]
"""Given the facts of an account, or of the organization, and a name that tells which."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges them by these rules; the facts themselves go to the folder, where there is one.

    Sent to another machine, it judges by the rules that are installed there, which must be the
    same. A rule that is data is sent itself, so that no file is read there.
    """

    rules: tuple[Rule, ...]
    folder: Path | None = None

    def __reduce__(self) -> tuple[object, ...]:
        return _judge_there, (tuple(map(_sent, self.rules)), __version__, self.folder)

    def __call__(self, name: str, inventory: Inventory) -> Verdicts:
        if self.folder is not None:
            save_to(file_of(self.folder, name), snapshot_of(inventory, __version__))
        return check(self.rules, inventory)


_Name = tuple[
    str, int, dict[str, Setting], Severity | None, tuple[Overlay, ...], tuple[Control, ...]
]
"""A rule's id and version, its settings, its severity where a user gave it one, its overlays and
controls."""


def _sent(rule: Rule) -> Rule | _Name:
    if isinstance(rule.judge, Declared):
        return rule
    info = rule.info
    severity = None if info.declared_severity is None else info.severity
    given = dict(info.settings)
    return info.id, info.version, given, severity, info.overlays, info.controls


def _judge_there(sent: tuple[Rule | _Name, ...], version: str, folder: Path | None) -> Judge:
    installed = {(rule.info.id, rule.info.version): rule for rule in _installed()}
    wanted = {(one[0], one[1]) for one in sent if not isinstance(one, Rule)}
    if version != __version__ or not installed.keys() >= wanted:
        raise UsageError(
            f"a worker has other rules installed than rolevet {version} here",
            hint="install the same rolevet and the same packages of rules on every worker",
        )
    rules = (one if isinstance(one, Rule) else _found(installed, one) for one in sent)
    return Judge(tuple(rules), folder)


def _found(installed: Mapping[tuple[str, int], Rule], name: _Name) -> Rule:
    rule_id, version, given, severity, overlays, controls = name
    rule = installed[rule_id, version].configured(given, severity)
    return rule.overlaid(overlays).mapped(controls)


@cache
def _installed() -> tuple[Rule, ...]:
    """Finding them takes longer than judging a small account."""
    return load_rules()


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written of one account; `masked` are the ARNs whose private keys were left out."""

    scopes: tuple[Scope, ...]
    counts: tuple[tuple[str, int], ...]
    short: tuple[Cell, ...]
    """The cells that are not complete."""
    masked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keep:
    """Writes them to a file of their own in the folder."""

    folder: Path

    def __call__(self, name: str, inventory: Inventory) -> Kept:
        snapshot = snapshot_of(inventory, __version__)
        save_to(file_of(self.folder, name), snapshot)
        return kept(inventory, snapshot)


def kept(inventory: Inventory, snapshot: Snapshot) -> Kept:
    """What a snapshot holds, without its facts."""
    return Kept(
        scopes=inventory.scopes,
        counts=snapshot.counts,
        short=tuple(cell for cell in sorted(inventory.coverage) if not cell.state.settled),
        masked=snapshot.masked,
    )


def save_to(path: Path, snapshot: Snapshot) -> None:
    """Packed with gzip where the name ends so; raises OutputError."""
    write_file(path, [packed(snapshot.data) if path.suffix == ".gz" else snapshot.data])


def file_of(folder: Path, name: str) -> Path:
    """Where the snapshot of an account stands in a folder of many."""
    return folder / f"{name}.json.gz"
