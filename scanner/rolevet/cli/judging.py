"""The rules, the gate and the reports that a command was given, and judging with them."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import wraps
from typing import Any

import click

from rolevet import __version__
from rolevet.check import Verdicts
from rolevet.cli.configured import chooses, gates
from rolevet.cli.options import allow_incomplete
from rolevet.cli.output import Output, parse_outputs, write_all, writes
from rolevet.cli.talk import tell_warning, wants_traceback
from rolevet.cli.waivers import waives
from rolevet.config import COMMAND_LINE, Config
from rolevet.coverage import Cell
from rolevet.definition import Rule
from rolevet.errors import ExitCode, UsageError
from rolevet.finding import Report
from rolevet.inventory import Scope
from rolevet.plugins import with_controls
from rolevet.settle import Gate, settle
from rolevet.text import plain
from rolevet.unknown import Doubt
from rolevet.waiver import Waiver
from rolevet.waiving import Waivers


@dataclass(frozen=True, slots=True)
class Judging:
    """What to judge by, and where to tell."""

    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    gate: Gate
    waivers: Waivers | None = None
    """None where none are to be heeded."""

    def accepting(self, stated: Iterable[Waiver]) -> "Judging":
        """With what the files themselves accept, unless nothing is to be heeded."""
        if self.waivers is None:
            return self
        entries = (*self.waivers.entries, *stated)
        return replace(self, waivers=replace(self.waivers, entries=entries))


def judges(command: Callable[..., int]) -> Callable[..., int]:
    """Options that reach the command as one `judging`, found usable before it begins."""

    @writes
    @chooses
    @gates
    @allow_incomplete
    @waives
    @wraps(command)
    def gathered(
        outputs: tuple[str, ...],
        query: str | None,
        config: Config,
        allow_incomplete: bool,
        waivers: tuple[Waiver, ...] | None,
        **others: Any,
    ) -> int:
        if allow_incomplete and config.origin("require-coverage") == COMMAND_LINE:
            raise UsageError(
                "--require-coverage and --allow-incomplete contradict each other", hint="drop one"
            )
        if not config.chosen:
            raise UsageError("no rule is left to judge by", hint="see: rolevet config show")
        judging = Judging(
            parse_outputs(outputs, query),
            with_controls(config.chosen),
            Gate(config.gate, allow_incomplete, config.strict, config.require_coverage),
            _heeded(waivers, config),
        )
        return command(judging=judging, **others)

    return gathered


def _heeded(entries: tuple[Waiver, ...] | None, config: Config) -> Waivers | None:
    if entries is None:
        return None
    installed = frozenset(rule.info.id for rule in config.rules)
    return Waivers(entries, datetime.now(UTC).date(), installed, config.unwaivable)


def judged(judging: Judging, verdicts: Verdicts) -> ExitCode:
    """Reports on them, and tells how that ends."""
    refuse_nothing(verdicts.scopes, verdicts.coverage)
    report = settle(verdicts, judging.gate, version=__version__, waivers=judging.waivers)
    write_all(judging.outputs, report)
    _tell_of_broken_rules(report)
    _tell_of_lapsed_waivers(report)
    return report.exit_code


def refuse_nothing(scopes: Iterable[Scope], coverage: Iterable[Cell]) -> None:
    """Raises UsageError where nothing was looked at and nothing went wrong: that is not "clean"."""
    if not any(scope.regions for scope in scopes) and all(c.state.settled for c in coverage):
        raise UsageError("no Region is left to read", hint="see --region and --exclude-region")


def _tell_of_lapsed_waivers(report: Report) -> None:
    for told in report.waivers:
        if told.state.lapsed:
            tell_warning(f"{plain(told.waiver.place)}: this waiver does not hold: {told.note}")


def _tell_of_broken_rules(report: Report) -> None:
    broken = {d.rule.id: d for d in report.inconclusive if d.doubt is Doubt.RULE_ERROR}
    for rule_id, doubt in sorted(broken.items()):
        tell_warning(f"{rule_id}: {doubt.reason}")
        if wants_traceback(sys.argv):
            for line in doubt.traceback.splitlines():
                click.echo(plain(line), err=True)
