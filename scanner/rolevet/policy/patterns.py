"""Wildcards: `*` stands for any text, `?` for any one character.

Patterns are compared without backtracking and without regular expressions: a hostile one costs its
length, or its length times that of the other counted in machine words. All functions take patterns
as `canonical` returns them; a text without wildcards is one.

What two patterns of ARNs have in common is looked for part by part: "You can use wildcard
characters within the individual segments of an ARN (the parts separated by colons)".
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Final, Literal

FRESH: Final = "\ue000"
"""A character that stands for one that no policy spells: IAM admits none beyond U+00FF."""

_WILD: Final = "*?"


def canonical(pattern: str) -> str:
    """The pattern that matches the same texts and has at most one `*` in a row, after every `?`."""
    if "**" not in pattern and "*?" not in pattern:
        return pattern
    runs = ((wild, "".join(run)) for wild, run in groupby(pattern, _WILD.__contains__))
    return "".join("?" * run.count("?") + "*" * ("*" in run) if wild else run for wild, run in runs)


def has_wildcard(pattern: str) -> bool:
    return "*" in pattern or "?" in pattern


def covers(pattern: str, other: str) -> bool:
    """Whether the pattern matches all that the other matches.

    It is exact where the other has no `*` or the pattern no `?`; else False may be said of a
    pattern that covers the other all the same, as `?*a` does `*ba`.
    """
    # Literal pieces hold no wildcard, so that the wildcards of the other meet only `*` here.
    if "?" not in pattern:
        return _holds_pieces(pattern, other)
    pieces = pattern.replace("?", "*").split("*")
    return all(piece in other for piece in pieces) and _runs(pattern, other, "one")


def overlap(pattern: str, other: str) -> bool:
    """Whether there is a text that both match; exact."""
    return all(_overlap(one, two) for one, two in _parts(pattern, other))


def meet(pattern: str, other: str) -> str | None:
    """A pattern of texts that both match, though not of all such texts; None if there is none.

    Where one has `?` and no `*` and neither covers the other, some of its texts do not match both.
    """
    met = [_meet(one, two) for one, two in _parts(pattern, other)]
    found = [part for part in met if part is not None]
    return ":".join(found) if len(found) == len(met) else None


def sample(pattern: str) -> str:
    """A text that the pattern matches, and that nobody spelt out."""
    return pattern.replace("?", FRESH).replace("*", FRESH)


def _parts(pattern: str, other: str) -> Iterable[tuple[str, str]]:
    """The two, or the six parts of both if they are ARNs; the last part may hold colons."""
    if pattern.startswith("arn:") and other.startswith("arn:"):
        parts, others = pattern.split(":", 5), other.split(":", 5)
        if len(parts) == len(others) == 6:
            return zip(parts, others, strict=True)
    return ((pattern, other),)


def _overlap(pattern: str, other: str) -> bool:
    if "*" in pattern and "*" in other:
        # Whatever stands between the first and the last `*` of one fits into a `*` of the other.
        return _agree(pattern.partition("*")[0], other.partition("*")[0]) and _agree(
            pattern.rpartition("*")[2][::-1], other.rpartition("*")[2][::-1]
        )
    if "*" in other:
        pattern, other = other, pattern
    if "*" in pattern:
        return _runs(pattern, other, "any") if "?" in other else covers(pattern, other)
    return len(pattern) == len(other) and _agree(pattern, other)


def _meet(pattern: str, other: str) -> str | None:
    if covers(pattern, other):
        return other
    if covers(other, pattern):
        return pattern
    if not _overlap(pattern, other):
        return None
    if "*" in pattern and "*" in other:
        return _spliced(pattern, other)
    if "*" in pattern or "*" in other:
        return other if "*" in pattern else pattern
    return _merged(pattern, other)


def _holds_pieces(pattern: str, text: str) -> bool:
    head, *pieces = pattern.split("*")
    if not pieces:
        return pattern == text
    tail = pieces.pop()
    end = len(text) - len(tail)
    position = len(head)
    if position > end or not (text.startswith(head) and text.endswith(tail)):
        return False
    for piece in pieces:
        found = text.find(piece, position, end)
        if found < 0:
            return False
        position = found + len(piece)
    return True


def _runs(pattern: str, other: str, question: Literal["one", "any"]) -> bool:
    """Runs the pattern as an automaton over the other; bit n of `reached` is its n-th state.

    A `?` of the other is `one` character that only wildcards match, or `any` that would do.
    """
    letters, stars, size = _automaton(pattern)
    wild = letters.get("?", 0)
    letters["?"] = (1 << size) - 1 if question == "any" else wild
    reached = 1
    for character in other:
        stay = reached & stars
        if character == "*":
            reached = stay
        else:
            reached = (reached & (letters.get(character, 0) | wild)) << 1 | stay
        if not reached:
            return False
    return bool(reached >> size)


def _automaton(pattern: str) -> tuple[dict[str, int], int, int]:
    """For each character the states that it leads on from; the states that a `*` keeps; the last.

    `?` leads on from where it stands in the pattern.
    """
    letters: dict[str, int] = {}
    stars = 0
    bit = 1
    for character in pattern:
        if character == "*":
            stars |= bit
        else:
            letters[character] = letters.get(character, 0) | bit
            bit <<= 1
    return letters, stars, bit.bit_length() - 1


def _agree(left: str, right: str) -> bool:
    """Whether two texts without `*` match, as far as the shorter goes."""
    size = min(len(left), len(right))
    if "?" not in left and "?" not in right:
        return left[:size] == right[:size]
    return all(a == b or a == "?" or b == "?" for a, b in zip(left, right, strict=False))


def _spliced(pattern: str, other: str) -> str:
    head, _, rest = pattern.partition("*")
    middle, _, tail = rest.rpartition("*")
    other_head, _, other_rest = other.partition("*")
    other_middle, _, other_tail = other_rest.rpartition("*")
    start = _merged(head, other_head)
    end = _merged(tail[::-1], other_tail[::-1])[::-1]
    return canonical("*".join((start, middle, other_middle, end)))


def _merged(left: str, right: str) -> str:
    """The longer text, with the shorter's characters where it has `?`."""
    size = min(len(left), len(right))
    longer = left if len(left) > size else right
    both = (b if a == "?" else a for a, b in zip(left, right, strict=False))
    return "".join(both) + longer[size:]
