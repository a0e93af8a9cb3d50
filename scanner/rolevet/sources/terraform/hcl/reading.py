"""A configuration as that which may turn out in several ways."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import product
from pathlib import Path
from typing import Final

from rolevet.sources.terraform.declared import TerraformResource
from rolevet.sources.terraform.hcl.folder import Folders
from rolevet.sources.terraform.hcl.instances import Instance
from rolevet.sources.terraform.hcl.module import Module
from rolevet.sources.terraform.hcl.scope import Scope
from rolevet.sources.terraform.hcl.work import Work
from rolevet.sources.terraform.stating import TYPES, stated
from rolevet.stated.declaration import Language
from rolevet.stated.stack import Stack, Taking, stack_of
from rolevet.stated.standins import StandIns
from rolevet.stated.worlds import Open, Way, worlds_of
from rolevet.tree import Node
from rolevet.worlds import World

LANGUAGE: Final = Language("configuration", "Terraform", "argument", "the provider's")
_ROUNDS: Final = 3
_SOURCE: Final = re.compile(rb'(?m)^[ \t]*source[ \t]*=[ \t]*"(\.{1,2}/[^"\n]{0,500})"')


def read_folder(
    root: Path, name: str, within: Path, now: datetime
) -> tuple[tuple[World, ...], ...] | None:
    """The ways in which the configuration in a folder may turn out; None where there is none.

    Nothing outside of `within` is read. Raises BadTree for what is no HCL, and DamagedError for
    files that cannot be read.
    """
    configuration = opened(root, name, within)
    if configuration is None:
        return None
    worlds = worlds_of(configuration.open(), now)
    return (worlds,) if worlds else ()


def opened(root: Path, name: str, within: Path) -> "Configuration | None":
    """None where the folder has no configuration."""
    folders = Folders(root, name, within.resolve())
    module = folders.module(".")
    if module is None:
        return None
    first = Configuration(folders, module, StandIns(""))
    first.resources()  # which finds all files that matter
    return Configuration(folders, module, StandIns("\n".join(folders.texts)))


@dataclass(slots=True, eq=False)
class Configuration:
    """A module and those that it calls."""

    folders: Folders
    module: Module
    own: StandIns
    _made: dict[tuple[tuple[tuple[str, bool], ...], Taking], Stack] = field(default_factory=dict)

    def open(self) -> Open:
        count = len(self.resources())
        return Open(LANGUAGE, self.own, count, self._ways)

    def resources(
        self, choice: Mapping[str, bool] | None = None, *, own_place: bool = False
    ) -> tuple[TerraformResource, ...]:
        """Those of the types that are read, if what is chosen holds."""
        return tuple(map(_declared, self._instances(self._work(choice or {}, own_place))))

    def _work(self, choice: Mapping[str, bool], own_place: bool) -> Work:
        return Work(self.own, own_place, choice, self.folders.module, self.folders.text)

    def _instances(self, work: Work) -> Sequence[Instance]:
        return [
            each for each in Scope(self.module, "", None, work).instances() if each.type in TYPES
        ]

    def _ways(self, limit: int) -> Sequence[Way]:
        names: list[str] = []
        for _ in range(_ROUNDS):
            work = self._work(dict.fromkeys(names, True), False)
            for each in self._instances(work):
                _declared(each)
            more = [name for name in work.opened if name not in names]
            names += more
            if not more:
                break
        while names and 2 ** len(names) > limit:
            names.pop()
        choices = [
            dict(zip(names, held, strict=True))
            for held in product((True, False), repeat=len(names))
        ]
        return [Way(partial(self._stack, choice), _premises(choice)) for choice in choices]

    def _stack(self, choice: Mapping[str, bool], taking: Taking) -> Stack:
        key = tuple(choice.items()), taking
        if key not in self._made:
            resources = self.resources(choice, own_place=taking.own_place)
            name = self.folders.name
            known = [stated(each, f"{name}#{each.address}", LANGUAGE) for each in resources]
            spelt = {each.identity.spelt: each.identity.arn for each in known}
            spelt.pop("", None)
            self._made[key] = stack_of(known, self.own, wide=taking.wide, spelt=spelt, absent={})
        return self._made[key]


def _declared(each: Instance) -> TerraformResource:
    key: Node = each.block.key
    values = each.values_stated()
    return TerraformResource(each.address, each.type, key, values, each.identity, each.made)


def _premises(choice: Mapping[str, bool]) -> Mapping[str, str]:
    words = {True: "true", False: "false"}
    return {name: f"condition '{name}' is {words[held]}" for name, held in choice.items()}


def sources_in(data: Iterable[bytes]) -> frozenset[str]:
    """The folders of modules that files call, without reading more of these than lines."""
    found = (match for text in data for match in _SOURCE.findall(text))
    return frozenset(source.decode("utf-8", "replace") for source in found)
