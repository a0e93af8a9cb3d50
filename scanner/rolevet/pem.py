"""Private keys in texts: how they are recognised, and the mark that takes the place of one.

A key that was masked reads

    -----BEGIN RSA PRIVATE KEY (masked)----- -----END RSA PRIVATE KEY (masked)----- (a private key
    stood here; sha256:<the first 16 hexadecimal digits of the hash of the block>)

on one line, because the text may be a JSON document that could not hold a line break. To whoever
parses PEM it is a block with an unusual name and some text after it, so that the certificates
beside it are still found. A block that never ended has no END in its mark either.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

# The label is bounded, so that a hostile text costs no more than its length.
_LINE: Final = re.compile(
    r"-----(BEGIN|END) ((?:[A-Z0-9]{1,16} ){0,4}PRIVATE KEY(?: BLOCK)?)( \(masked\))?-----"
)
_ANY_BEGIN: Final = "-----BEGIN "
_NOTE: Final = re.compile(r" \(a private key stood here; sha256:([0-9a-f]{16})\)")


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """One key, the same whether it stands in the text or was masked; `digest` tells keys apart."""

    label: str
    digest: str
    start: int
    end: int
    closed: bool
    masked: bool

    @property
    def mark(self) -> str:
        """What takes its place."""
        end = f" -----END {self.label} (masked)-----" if self.closed else ""
        return (
            f"-----BEGIN {self.label} (masked)-----{end}"
            f" (a private key stood here; sha256:{self.digest})"
        )


def private_keys(text: str) -> Iterator[PrivateKey]:
    """Every PEM private key of the text in its order, those that were masked too."""
    position = 0
    while begin := _LINE.search(text, position):
        position = begin.end()
        if begin[1] == "BEGIN":
            found = _key(text, begin)
            position = found.end
            yield found


def masked(text: str) -> str:
    """The text with a mark in the place of every private key."""
    if "PRIVATE KEY" not in text:
        return text
    pieces: list[str] = []
    position = 0
    for key in private_keys(text):
        pieces += text[position : key.start], text[key.start : key.end] if key.masked else key.mark
        position = key.end
    return "".join((*pieces, text[position:]))


def _key(text: str, begin: re.Match[str]) -> PrivateKey:
    """It ends with its END line; without one where another block begins, or with the text."""
    end = _LINE.search(text, begin.end())
    other = text.find(_ANY_BEGIN, begin.end())
    closed = end is not None and end[1] == "END" and not 0 <= other < end.start()
    stop = end.end() if end is not None and closed else other if other >= 0 else len(text)
    note = _NOTE.match(text, stop if closed else begin.end()) if begin[3] else None
    if note:
        return PrivateKey(begin[2], note[1], begin.start(), note.end(), closed, masked=True)
    block = text[begin.start() : stop].encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(block).hexdigest()[:16]
    return PrivateKey(begin[2], digest, begin.start(), stop, closed, masked=False)
