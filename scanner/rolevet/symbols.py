"""What stands in an inventory for values that a file cannot tell, and how people are told of them.

A stand-in has the form of a real value, so that every question can be asked of it, and equals no
other text of the file: two values are the same if their stand-ins are.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

ACCOUNT: Final = "<AccountId>"
REGION: Final = "<Region>"
"""The words for the account and the Region that a file will be deployed to."""


@dataclass(frozen=True)
class Symbols:
    """`words` tells each stand-in; `addresses` tells, by ARN, where a resource is declared."""

    words: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)

    def tell(self, text: str) -> str:
        """The text with words in the place of stand-ins."""
        if not self.words:
            return text
        return self._pattern.sub(lambda found: self.words[found[0]], text)

    def pieces(self, text: str) -> list[str]:
        """What stands before, between and after the stand-ins of a text."""
        return self._pattern.split(text) if self.words else [text]

    def identify(self, arn: str) -> str:
        """What stays the same whatever the stand-ins are: the address of what a file declares."""
        return self.addresses.get(arn) or self.tell(arn)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self.words, key=lambda word: (-len(word), word))
        return re.compile("|".join(map(re.escape, longest_first)))
