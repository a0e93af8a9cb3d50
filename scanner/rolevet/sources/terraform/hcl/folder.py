"""The files of a configuration: those of a folder together, and of the folders below one that is
given, outside of which nothing is read."""

import posixpath
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rolevet.errors import DamagedError
from rolevet.sources.terraform.hcl.module import Module, module_of
from rolevet.text import plain
from rolevet.tree import BadTree, Body, Limits, Member, Node, decoded, read_hcl

ENDING: Final = ".tf"
_GIVEN: Final = "terraform.tfvars"
_GIVEN_ENDING: Final = ".auto.tfvars"
_LIMITS: Final = Limits()
_FILES_MAX: Final = 500
_SIZE_MAX: Final = 20 * 1024 * 1024


@dataclass(slots=True, eq=False)
class Folders:
    """`root` is that of the configuration, `name` what reports call it, and `within` holds all that
    may be read. Raises DamagedError for what cannot be read, and BadTree for what is no HCL.

    Folders are told from the root on.
    """

    root: Path
    name: str
    within: Path
    alone: bytes | None = None
    """The one file that there is, if it is in no folder."""
    texts: list[str] = field(default_factory=list)
    """Of all files that were read."""
    _modules: dict[str, Module | None] = field(default_factory=dict)
    _files: dict[Path, str | None] = field(default_factory=dict)
    _size: int = 0

    def module(self, folder: str) -> Module | None:
        """What is declared there; None where that may not be read, or there is nothing."""
        where = posixpath.normpath(folder)
        if where not in self._modules:
            self._modules[where] = self._read(where)
        return self._modules[where]

    def text(self, folder: str, path: str) -> str | None:
        """Of a file in the folder of a module or of the root; None where that may not be read."""
        if self.alone is not None:
            return None
        file = (self.root / path).resolve()
        homes = ((self.root / each).resolve() for each in (folder, "."))
        if not any(file.is_relative_to(home) for home in homes):
            return None
        if file not in self._files:
            self._files[file] = self._text(file)
        return self._files[file]

    def _text(self, file: Path) -> str | None:
        try:
            data = self._data(file)
            text = decoded(data, file.name, _LIMITS).text if data is not None else None
        except (BadTree, DamagedError):
            return None
        self.texts += [] if text is None else [text]
        return text

    def _read(self, folder: str) -> Module | None:
        if self.alone is not None:
            return self._of_one_file(self.alone) if folder == "." else None
        where = self.root / folder
        if not where.resolve().is_relative_to(self.within) or not where.is_dir():
            return None
        shown = posixpath.normpath(f"{self.name}/{folder}")
        bodies = [self._body(path, shown) for path in _named(where, _is_configuration)]
        if not bodies:
            return None
        given: dict[str, Node] = {}
        for path in _named(where, _is_given):
            members: Mapping[str, Member] = self._body(path, shown).attributes
            given |= {name: member.value for name, member in members.items()}
        return module_of(folder, bodies, given)

    def _of_one_file(self, data: bytes) -> Module:
        return module_of(".", [self._parsed(data, self.name)], {})

    def _parsed(self, data: bytes, name: str) -> Body:
        source = decoded(data, name, _LIMITS)
        self.texts.append(source.text)
        return read_hcl(source, _LIMITS)

    def _body(self, path: Path, folder: str) -> Body:
        data = self._data(path) if path.resolve().is_relative_to(self.within) else None
        if data is None:
            raise DamagedError(
                f"{plain(str(path))} is no file of this folder", hint="make it one, or ignore it"
            )
        name = posixpath.normpath(f"{folder}/{path.name}")
        return self._parsed(data, name)

    def _data(self, path: Path) -> bytes | None:
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                return None
            with path.open("rb") as stream:
                data = stream.read(_LIMITS.size + 1)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise DamagedError(
                f"{plain(str(path))} cannot be read: {reason}", hint="make it readable"
            ) from None
        self._size += len(data)
        if self._size > _SIZE_MAX:
            raise DamagedError(
                f"the files of {plain(self.name)} hold more than {_SIZE_MAX // 1024**2} MiB",
                hint="split the configuration",
            )
        return data


def _is_configuration(name: str) -> bool:
    return name.endswith(ENDING)


def _is_given(name: str) -> bool:
    return name == _GIVEN or name.endswith(_GIVEN_ENDING)


def _named(folder: Path, fits: Callable[[str], bool]) -> list[Path]:
    """In the order in which Terraform takes them."""
    try:
        found = sorted(each for each in folder.iterdir() if fits(each.name))
    except OSError as error:
        raise DamagedError(
            f"{plain(str(folder))} cannot be read: {error.strerror}", hint="make it readable"
        ) from None
    if len(found) > _FILES_MAX:
        raise DamagedError(
            f"{plain(str(folder))} has more than {_FILES_MAX} files", hint="split the configuration"
        )
    return sorted(found, key=lambda each: (each.name != _GIVEN, each.name))
