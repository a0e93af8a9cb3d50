"""Judging files one after the other, so that no more than one is held in memory."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from rolevet.against import home_of, joined
from rolevet.check import Verdicts, check, check_worlds
from rolevet.cli.contents import Content, Stated, content_of
from rolevet.cli.inputs import Input
from rolevet.cli.snapshots import refuse_gaps
from rolevet.cli.talk import tell_error, tell_warning
from rolevet.coverage import Cell, CellState
from rolevet.definition import Rule
from rolevet.errors import DamagedError, ExitCode, UsageError
from rolevet.inventory import FileScope, Inventory
from rolevet.sources.cloudformation import Argument
from rolevet.symbols import ACCOUNT, REGION
from rolevet.text import plain
from rolevet.waiver import Waiver
from rolevet.waiving import stated_waivers
from rolevet.worlds import World


class Linting:
    """One run over some files; what cannot be read is told as it is met."""

    def __init__(
        self,
        rules: tuple[Rule, ...],
        now: datetime,
        arguments: Mapping[str, Argument],
        live: tuple[Inventory, ...] = (),
    ) -> None:
        self._rules = rules
        self._now = now
        self._arguments = arguments
        self._live = live
        self._parameters: set[str] = set()
        self._regions: dict[tuple[str, str], str] = {}
        self._faults: list[DamagedError] = []
        self.waivers: list[Waiver] = []
        """What the files themselves accept."""
        self._told: set[Path] = set()
        """Folders with the configurations of plans that were judged."""

    def verdicts(
        self, inputs: Iterable[Input | DamagedError], *, allow_empty: bool
    ) -> Iterator[Verdicts]:
        """Those on each file, and last on what was not read; raises DamagedError if that is all."""
        found = False
        for given in inputs:
            content = self._content(given)
            if content is not None:
                found = True
                yield from self._judged(given, content)
        self._tell_unknown()
        if self._faults and not found:
            raise self._faults[0]
        if not (found or allow_empty):
            raise DamagedError(
                "there is nothing to judge", hint="see --show-files, or give --allow-empty"
            )
        if not found or self._faults:
            yield self._unread()

    def show(self, inputs: Iterable[Input | DamagedError]) -> ExitCode:
        """What each file is, on stdout."""
        for given in inputs:
            content = self._content(given)
            if content is not None and isinstance(given, Input):
                click.echo(f"{content.kind}  {plain(given.name)}")
        self._tell_unknown()
        for fault in self._faults:
            tell_error(fault.message, fault.hint)
        return ExitCode.INCOMPLETE if self._faults else ExitCode.CLEAN

    def _tell_unknown(self) -> None:
        """What is given for nothing: often a name that is spelt wrongly."""
        for name, argument in self._arguments.items():
            if name not in self._parameters:
                span = argument.span
                tell_warning(
                    f"{plain(span.file)}:{span.line}:{span.column}: no template that was read has "
                    f"a parameter '{plain(name, 100)}'"
                )

    def _content(self, given: Input | DamagedError) -> Content | None:
        try:
            if isinstance(given, DamagedError):
                raise given
            if given.path in self._told:
                return None
            content = content_of(given.with_arguments(self._arguments), self._now)
            if isinstance(content, Content) and isinstance(content.facts, Inventory):
                refuse_gaps(self._rules, content.facts, given.said)
        except DamagedError as fault:
            self._faults.append(fault)
            return None
        if isinstance(content, str):
            if given.named:
                tell_warning(f"{given.said} is left out: {content}")
            return None
        self._parameters |= content.parameters
        self.waivers.extend(stated_waivers(content.ignores))
        for bad in content.ignores.faults:
            tell_warning(bad.message)
        self._told |= {content.told_by} if content.told_by else set()
        if isinstance(content.facts, Inventory):
            self._refuse_twice(content.facts, given.said)
        return content

    def _judged(self, given: Input | DamagedError, content: Content) -> Iterator[Verdicts]:
        if isinstance(content.facts, Inventory):
            yield check(self._rules, content.facts)
            return
        yield self._nothing()
        for worlds in self._at_home(given, content.facts):
            yield check_worlds(self._rules, [self._beside_live(world) for world in worlds])

    def _at_home(self, given: Input | DamagedError, stated: Stated) -> Stated:
        """Read again where the snapshots tell to which account and Region it belongs."""
        firsts = (worlds[0].inventory for worlds in stated)
        homes = {home_of(first, self._live) for first in firsts} if self._live else set()
        home = homes.pop() if len(homes) == 1 else None
        # What came in by stdin is gone.
        if home is None or isinstance(given, DamagedError) or given.path is None:
            return stated
        at_home = given.with_arguments(self._arguments).deployed_to(*home)
        again = content_of(at_home, self._now)
        if isinstance(again, str) or isinstance(again.facts, Inventory):
            return stated
        return again.facts

    def _beside_live(self, world: World) -> World:
        return (
            replace(world, inventory=joined(world.inventory, self._live)) if self._live else world
        )

    def _nothing(self, *cells: Cell) -> Verdicts:
        """What the rules say where files declare nothing."""
        scope = FileScope("aws", ACCOUNT, (REGION,))
        return check(
            self._rules, Inventory(now=self._now, scopes=(scope,), roles={}, coverage=cells)
        )

    def _unread(self) -> Verdicts:
        for fault in self._faults:
            tell_error(fault.message, fault.hint)
        return self._nothing(
            *(
                Cell("", "", "rolevet:Lint", CellState.FAILED, message=fault.message)
                for fault in self._faults
            )
        )

    def _refuse_twice(self, inventory: Inventory, name: str) -> None:
        for scope in inventory.scopes:
            for region in scope.regions:
                place = scope.account, region
                if place in self._regions:
                    raise UsageError(
                        f"account {plain(scope.account)} in {plain(region)} is in "
                        f"{self._regions[place]} and again in {name}",
                        hint="leave one of the two out",
                    )
                self._regions[place] = name
