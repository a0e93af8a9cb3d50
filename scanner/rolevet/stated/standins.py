"""Stand-ins for what is known only when a file is deployed: its account, Region, made-up names."""

import hashlib
import re
import string
from collections.abc import Callable
from copy import copy
from itertools import count
from typing import Final

from rolevet.arn import PARTITIONS, partition_of
from rolevet.symbols import ACCOUNT, REGION

_NAMING: Final = frozenset(string.ascii_letters + string.digits + "-_=,.")
_LENGTH_MAX: Final = 32
_PARTITION: Final = re.compile(r"(?<![\w-])arn:(aws[a-z-]*+):")
_REGION: Final = re.compile(r"arn:[a-z-]*+:[a-z0-9-]*+:([a-z]{2,5}(?:-[a-z]{3,10}){1,3}-[0-9]):")
# In an ARN, or alone in a value.
_ACCOUNT: Final = re.compile(r"""(?<=[:"'\s])[0-9]{12}(?=[:"'\s]|$)""")
_WORD: Final = re.compile(r"(?<![\w-])[\w-]++")
TOKEN: Final = re.compile(r"@[\w=,.-]{1,60}@", re.ASCII)
"""What has the form of a stand-in for a name."""

_EVERY_TOKEN: Final = re.compile(rf"(?=({TOKEN.pattern}))", re.ASCII)
_SIMPLE: Final = 100


class StandIns:
    """Those of one file; none of them occurs in it.

    Each has a form that AWS accepts: an account of 12 digits, and names that any resource may have.
    An account or a Region that is known needs none.
    """

    def __init__(self, text: str, account: str = "", region: str = "") -> None:
        self._text = text
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        self._digest = int(digest, 16)
        self._written = frozenset(_EVERY_TOKEN.findall(text))
        self._tokens: dict[str, str] = {}
        self.words: dict[str, str] = {}
        self.partition = partition_of(region) if region else _partition_named(text)
        self.account = account or self._fresh(lambda number: f"{number % 10**12:012}", ACCOUNT)
        self.region = region or self._fresh(lambda number: f"xx-region-{number % 10**9}", REGION)
        self.accounts = frozenset() if account else frozenset(_ACCOUNT.findall(text))
        """Those that the file names; any may turn out to be its own."""
        self.regions = frozenset() if region else frozenset(_REGION.findall(text))

    def named(self, what: str) -> str:
        """The stand-in for a name, which is told as that between angle brackets."""
        token = self._tokens.get(what)
        if token is None:
            core = "".join(c if c in _NAMING else "." for c in what)[:_LENGTH_MAX]
            self._tokens[what] = token = self._fresh(
                lambda number: f"@{core}{number % 10**9 or ''}@", f"<{what}>"
            )
        return token

    def placed(self, partition: str, account: str, region: str) -> "StandIns":
        """The same for what is made in a place of which the file tells a part."""
        made = copy(self)
        made.partition = partition or self.partition
        if account:
            made.account, made.accounts = account, frozenset()
        if region:
            made.region, made.regions = region, frozenset()
        return made

    def another_account(self, word: str) -> str:
        """A stand-in for one that is not the file's own either."""
        return self._fresh(lambda number: f"{(10**11 + number) % 10**12:012}", word)

    def is_symbolic(self, text: str) -> bool:
        """Whether a stand-in is part of it."""
        if any(found in self.words for found in TOKEN.findall(text)):
            return True
        return any(each in text for each in (self.account, self.region) if each in self.words)

    def as_own(self, text: str) -> str:
        """The text as it is if all accounts and Regions that it names are its own."""
        if self.accounts or self.regions:
            text = _WORD.sub(lambda found: self._own(found[0]), text)
        return _PARTITION.sub(f"arn:{self.partition}:", text)

    def _own(self, word: str) -> str:
        if word in self.accounts:
            return self.account
        return self.region if word in self.regions else word

    def _fresh(self, made: Callable[[int], str], word: str) -> str:
        """Simple ones first; then such as nobody can write into the file that they depend on."""
        for number in count():
            token = made(number if number < _SIMPLE else self._digest + number)
            written = token in self._written if token[0] == "@" else token in self._text
            if token not in self.words and not written:
                break
        self.words[token] = word
        return token


def _partition_named(text: str) -> str:
    """The one that the file names, if it is no more than one."""
    named = set(_PARTITION.findall(text)) & PARTITIONS
    return named.pop() if len(named) == 1 else "aws"
