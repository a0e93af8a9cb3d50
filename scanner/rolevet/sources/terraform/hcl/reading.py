"""A configuration as that which may turn out in several ways."""

from collections.abc import Mapping, Sequence
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


Place = tuple[str, str]
"""The account and the Region where it will be deployed, each empty where nobody knows."""


def read_folder(
    root: Path, name: str, within: Path, now: datetime, place: Place = ("", "")
) -> tuple[tuple[World, ...], ...] | None:
    """The ways in which the configuration in a folder may turn out; None where there is none.

    Nothing outside of `within` is read. Raises BadTree for what is no HCL, and DamagedError for
    files that cannot be read.
    """
    found = opened(Folders(root, name, within.resolve()), place)
    if found is None:
        return None
    worlds = worlds_of(found.open(), now)
    return (worlds,) if worlds else ()


def declared_in(root: Path, name: str, within: Path) -> Sequence[TerraformResource]:
    """The resources of the types that are read; raises as `read_folder` does."""
    found = opened(Folders(root, name, within.resolve()))
    return found.resources() if found is not None else ()


def read_file(
    data: bytes, name: str, now: datetime, place: Place = ("", "")
) -> tuple[tuple[World, ...], ...]:
    """Of a configuration of one file, of which nothing else is known; raises BadTree."""
    alone = Folders(Path(), name, Path(), alone=data)
    found = opened(alone, place)
    worlds = worlds_of(found.open(), now) if found is not None else ()
    return (worlds,) if worlds else ()


def opened(folders: Folders, place: Place = ("", "")) -> "Configuration | None":
    """None where the folder has no configuration."""
    module = folders.module(".")
    if module is None:
        return None
    first = Configuration(folders, module, StandIns(""))
    first.resources()  # which finds all files that matter
    return Configuration(folders, module, StandIns("\n".join(folders.texts), *place))


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
