"""Whether a text matches a pattern that somebody else wrote, if that can be told soon.

Patterns are Java's: only what means the same in Python is tried, and only where the number of ways
in which it could match, all of which may be gone through in vain, is small.
https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/regex/Pattern.html
"""

import re
from collections.abc import Iterator
from typing import Final

_PATTERN_MAX: Final = 500
_DEPTH_MAX: Final = 20
_STEPS_MAX: Final = 10_000_000
_LINE_ENDS: Final = frozenset("\n\r\x85\u2028\u2029")

_ESCAPE: Final = r"\\(?:[dDwWsStnr]|[^a-zA-Z0-9\s])"
_TOKEN: Final = re.compile(
    r"(?P<open>\((?:\?:)?(?!\?))"
    r"|(?P<close>\))"
    r"|(?P<or>\|)"
    r"|(?P<anchor>[\^$])"
    r"|(?P<times>(?:[*+?]|\{(?P<least>[0-9]{1,4})(?P<comma>,)?(?P<most>[0-9]{0,4})\})[?+]?)"
    # Python warns of what may become operators inside of brackets.
    rf"|(?P<one>{_ESCAPE}|\[\^?(?:{_ESCAPE}|(?!--)[^\[\]\\&^~|])++\]|[^\\\[\](){{}}*+?|^$])"
)


class _Strange(Exception):
    """The pattern is not understood, or there are too many ways."""


def matches(pattern: str, text: str) -> bool | None:
    """Whether the whole text does; None where that is not tried."""
    if len(pattern) > _PATTERN_MAX or not _LINE_ENDS.isdisjoint(text):
        return None
    try:
        _Ways(pattern, len(text)).count()
        return re.fullmatch(pattern, text, re.ASCII) is not None
    except (_Strange, re.error, OverflowError):
        return None


class _Ways:
    """Counts the ways in which a pattern could match a text of some length."""

    def __init__(self, pattern: str, length: int) -> None:
        self._tokens = _tokens(pattern)
        self._length = length
        self._most = _STEPS_MAX // (length + len(pattern) + 1)

    def count(self) -> int:
        """Raises _Strange."""
        ways, closed = self._either(0)
        if closed is not None:
            raise _Strange
        return ways

    def _either(self, depth: int) -> tuple[int, re.Match[str] | None]:
        """Up to the bracket that ends it, or to the end."""
        if depth > _DEPTH_MAX:
            raise _Strange
        total, ways, last = 0, 1, 1
        for token in self._tokens:
            kind = token.lastgroup
            if kind == "times":
                ways, last = ways // last * self._repeated(token, last), 1
            elif kind == "or":
                total, ways, last = total + ways, 1, 1
            elif kind == "close":
                return self._bounded(total + ways), token
            else:
                last = self._inside(depth) if kind == "open" else 1
                ways *= last
            self._bounded(ways)
        return self._bounded(total + ways), None

    def _inside(self, depth: int) -> int:
        ways, closed = self._either(depth + 1)
        if closed is None:
            raise _Strange
        return ways

    def _repeated(self, token: re.Match[str], ways: int) -> int:
        least, most = self._times(token)
        total = 0
        for count in range(least, max(least, min(most, self._length + 1)) + 1):
            total = self._bounded(total + self._bounded(ways**count if ways > 1 else 1))
        return total

    def _times(self, token: re.Match[str]) -> tuple[int, int]:
        if token["least"]:
            least = int(token["least"])
            most = int(token["most"] or (self._length if token["comma"] else least))
            return least, most
        mark = token[0][0]
        return int(mark == "+"), 1 if mark == "?" else self._length

    def _bounded(self, ways: int) -> int:
        if ways > self._most:
            raise _Strange
        return ways


def _tokens(pattern: str) -> Iterator[re.Match[str]]:
    offset = 0
    while offset < len(pattern):
        token = _TOKEN.match(pattern, offset)
        if token is None:
            raise _Strange
        yield token
        offset = token.end()
