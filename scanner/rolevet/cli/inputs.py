"""The files that a command was given, found in folders too."""

import io
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from rolevet.errors import DamagedError, InputError
from rolevet.sources import cloudformation, snapshot, terraform
from rolevet.sources.cloudformation import Argument, Deployment
from rolevet.text import plain
from rolevet.walking import files_below

_NOTHING: Final = Deployment()


@dataclass(frozen=True, slots=True)
class Input:
    """One file, or stdin where there is no path; `named` if the user named it, not its folder.

    `name` is what reports call it; `deployment` is what is known of its stack. What is `within` a
    folder is itself a folder, with a Terraform configuration, that reads nothing outside of that.
    """

    path: Path | None
    name: str
    named: bool
    deployment: Deployment = _NOTHING
    within: Path | None = None
    beside: "tuple[Input, ...]" = ()
    """The configurations that are read in the same run."""

    @property
    def said(self) -> str:
        """As the user said it."""
        return plain(str(self.path) if self.path else self.name)

    def deployed_to(self, account: str, region: str) -> "Input":
        """The same, where that is not known yet."""
        known = self.deployment
        place = known.account or account, known.region or region
        return replace(self, deployment=replace(known, account=place[0], region=place[1]))

    def with_arguments(self, arguments: Mapping[str, Argument]) -> "Input":
        """These before those that are known of its stack."""
        known = {**self.deployment.arguments, **arguments}
        return replace(self, deployment=replace(self.deployment, arguments=known))


def inputs_of(paths: Iterable[str], stdin_name: str) -> Iterator[Input | DamagedError]:
    """Each file once; raises InputError for a path that is no file and no folder."""
    seen: set[str] = set()
    for path in paths:
        for found in _inputs_at(path, stdin_name):
            name = found.name if isinstance(found, Input) else found.message
            if name not in seen:
                seen.add(name)
                yield found


def _inputs_at(path: str, stdin_name: str) -> Iterator[Input | DamagedError]:
    if path == "-":
        yield named_input(path, stdin_name)
    elif Path(path).is_dir():
        for found in files_below(Path(path), cloudformation.is_assembly):
            yield from _inputs_below(found, Path(path))
    elif path.endswith(terraform.ENDING):
        opened = _openable(named_input(path, stdin_name))
        is_file = isinstance(opened, Input)
        yield _configuration(Path(path), Path(path).parent, named=True) if is_file else opened
    else:
        yield _openable(named_input(path, stdin_name))


def _configuration(file: Path, tree: Path, *, named: bool) -> Input:
    """All files of the folder; those that it refers to may be anywhere below the folder that was
    named, or below the working directory if that is there."""
    here = Path.cwd()
    within = here if tree.resolve().is_relative_to(here) else tree
    return Input(file.parent, _shown(file.parent), named, within=within)


def _inputs_below(found: Path | DamagedError, tree: Path) -> Iterator[Input | DamagedError]:
    if isinstance(found, DamagedError):
        yield found
    elif found.is_dir():
        for each in cloudformation.templates_of(found, _shown(found)):
            if isinstance(each, DamagedError):
                yield each
            else:
                template, deployment = each
                yield Input(template, _shown(template), False, deployment)
    elif found.name.endswith(terraform.ENDING):
        yield _configuration(found, tree, named=False)
    else:
        yield Input(found, _shown(found), False)


def named_input(path: str, stdin_name: str) -> Input:
    """The file that a user named, or stdin where that is a hyphen."""
    if path == "-":
        return Input(None, stdin_name, True)
    return Input(Path(path), _shown(Path(path)), True)


def _openable(given: Input) -> Input | DamagedError:
    try:
        if given.path is not None:
            snapshot.open_file(given.path).close()
    except DamagedError as error:
        return error
    return given


def _shown(path: Path) -> str:
    """From the working directory on, so that nothing in a report depends on where that is."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except (OSError, ValueError):
        return path.as_posix()


def data_of(given: Input) -> bytes:
    """Raises InputError for what was named and is not there, DamagedError for the rest."""
    try:
        if given.path is not None:
            with snapshot.open_file(given.path) as stream:
                return snapshot.raw_bytes(stream, given.said)
        with _stdin() as stream:
            return snapshot.raw_bytes(stream, given.said)
    except DamagedError:
        raise
    except InputError as error:
        if given.named:
            raise
        raise DamagedError(error.message, hint="lint the folder again") from None


def _stdin() -> io.BufferedReader:
    try:
        return open(0, "rb", closefd=False)
    except OSError as error:
        raise InputError(
            f"stdin cannot be read: {error.strerror}", hint="pipe a file into it"
        ) from error
