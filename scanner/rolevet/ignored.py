"""What git is told to leave alone.

https://git-scm.com/docs/gitignore
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

_FILE: Final = ".gitignore"
_SIZE_MAX: Final = 1024 * 1024
_LENGTH_MAX: Final = 500


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One line, for what is below `folder`."""

    folder: Path
    segments: tuple[str, ...]
    excludes: bool
    folders_only: bool

    def matches(self, path: Path, is_folder: bool) -> bool:
        if self.folders_only and not is_folder:
            return False
        return _matches(self.segments, path.relative_to(self.folder).parts)


@dataclass(frozen=True, slots=True)
class Ignored:
    """The patterns of a folder and of those above it; the last one that matches decides."""

    patterns: tuple[_Pattern, ...] = ()

    @classmethod
    def above(cls, folder: Path) -> "Ignored":
        """For a folder in a repository, the patterns of those between; for any other, none."""
        folder = folder.resolve()
        lineage = [folder, *folder.parents]
        root = next((each for each in lineage if (each / ".git").exists()), None)
        if root is None:
            return cls()
        found = cls(tuple(_read(root / ".git/info/exclude", root)))
        for each in reversed(lineage[1 : lineage.index(root) + 1]):
            found = found.within(each)
        return found

    def within(self, folder: Path) -> "Ignored":
        """With the patterns of a folder that is read next."""
        own = tuple(_read(folder / _FILE, folder))
        return Ignored((*self.patterns, *own)) if own else self

    def covers(self, path: Path, is_folder: bool) -> bool:
        """Whether it is to be left alone; its folder is not."""
        for pattern in reversed(self.patterns):
            if pattern.matches(path, is_folder):
                return pattern.excludes
        return False


def _read(file: Path, folder: Path) -> Iterator[_Pattern]:
    try:
        if not file.is_file() or file.stat().st_size > _SIZE_MAX:
            return
        text = file.read_text("utf-8", "replace")
    except OSError:
        return
    for line in text.splitlines():
        stripped = line.rstrip() if not line.endswith("\\ ") else line
        if stripped and not stripped.startswith("#") and len(stripped) <= _LENGTH_MAX:
            yield _pattern(stripped, folder)


def _pattern(line: str, folder: Path) -> _Pattern:
    includes = line.startswith("!")
    bare = line.removeprefix("!").removeprefix("\\")
    parts = tuple(part for part in bare.split("/") if part)
    # Without a slash but at the end, it is for every level.
    anchored = "/" in bare.rstrip("/")
    segments = parts if anchored else ("**", *parts)
    return _Pattern(folder, segments, not includes, bare.endswith("/"))


def _matches(segments: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    """Whether all of the path is matched; `**` stands for any number of folders."""
    reached = {0}
    for number, segment in enumerate(segments):
        last = number == len(segments) - 1
        if segment == "**":
            first = min(reached, default=len(parts) + 1)
            # At the end it stands for what is inside, not for the folder itself.
            reached = set(range(first + last, len(parts) + 1))
        else:
            reached = {
                place + 1
                for place in reached
                if place < len(parts) and fnmatchcase(parts[place], segment)
            }
    return len(parts) in reached
