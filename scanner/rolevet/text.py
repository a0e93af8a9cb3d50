"""Names, tags and messages that come from outside, made fit to be shown."""

import difflib
import unicodedata
from collections.abc import Iterable

# Control characters, invisible format characters (which can turn the reading direction round),
# lone surrogates, and the two separators that end a line outside ASCII.
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def plain(text: str, limit: int = 2000) -> str:
    """The text on one line, with unprintable characters escaped and the rest cut at `limit`."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    if cut.isascii() and cut.isprintable():
        return cut
    return "".join(_escaped(character) for character in cut)


def _escaped(character: str) -> str:
    if unicodedata.category(character) in _UNPRINTABLE:
        return character.encode("unicode_escape").decode("ascii")
    return character


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence that names the nearest known words, or all of them where none is near."""
    names = sorted(known)
    lowered = {name.lower(): name for name in names}
    near = difflib.get_close_matches(word[:100].lower(), lowered, n=3)
    if near:
        return f"did you mean {' or '.join(lowered[match] for match in sorted(near))}?"
    return f"known are: {', '.join(names)}"
