"""`--parameter-file FILE`: what templates are to be given."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from rolevet.errors import InputError
from rolevet.sources.cloudformation import Argument, read_arguments
from rolevet.text import plain
from rolevet.tree import BadTree

_BYTES_MAX: Final = 1024 * 1024
_HINT: Final = "name a JSON or YAML file of parameters"


def arguments_in(files: Iterable[str]) -> Mapping[str, Argument]:
    """Of all the files; raises InputError, whose message holds no value."""
    found: dict[str, Argument] = {}
    for file in files:
        for name, argument in _read(Path(file)).items():
            if name in found:
                first = found[name].span
                raise argument.refused(
                    f"parameter '{plain(name, 100)}' is also in {plain(first.file)}:{first.line}",
                    "drop one",
                )
            found[name] = argument
    return found


def _read(path: Path) -> Mapping[str, Argument]:
    name = plain(str(path))
    try:
        if path.exists() and not path.is_file():
            raise InputError(f"{name} is no file", hint=_HINT)
        with path.open("rb") as stream:
            return read_arguments(stream.read(_BYTES_MAX + 1), name)
    except BadTree as bad:
        raise InputError(bad.message, hint=bad.hint) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"{name} cannot be read: {reason}", hint=_HINT) from error
