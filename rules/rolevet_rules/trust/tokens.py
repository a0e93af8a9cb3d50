"""Policy variables as people misspell them.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from collections.abc import Iterator
from typing import Final

from rolevet import variables

FAULTS: Final = {
    "BRACKET": "its brackets do not match",
    "UNTERMINATED": "no } closes it",
    "UNKNOWN_KEY": "there is no such key",
    "OLD_VERSION": "only version 2012-10-17 of policies replaces it",
}
"""What may be wrong with one, as a clause about it."""

_WINDOW: Final = 512
"""Characters in which a bracket is looked for; no condition key is as long."""

_TAGS: Final = frozenset({"aws:principaltag", "aws:requesttag", "aws:resourcetag"})
"""The keys of AWS's own that go on after a slash."""

_SAN: Final = ("dns", "uri", "name")


def misspelt(text: str, *, replaces: bool) -> Iterator[tuple[str, str]]:
    """What was meant for a variable and is none, and why; `replaces` tells whether the version of
    the document has variables at all."""
    position = 0
    while (start := text.find("$", position)) >= 0:
        position = start + 2
        if text.startswith("${", start):
            end = text.find("}", start)
            if end < 0:
                yield text[start : start + _WINDOW], "UNTERMINATED"
                return
            position = end + 1
            fault = _fault(text[start:position], replaces=replaces)
            if fault:
                yield text[start:position], fault
        elif text.startswith("$(", start):
            window = text[start : start + _WINDOW]
            ends = [window.find(bracket) for bracket in "})" if bracket in window]
            token = window[: min(ends) + 1] if ends else ""
            if ":" in token:
                position = start + len(token)
                yield token, "BRACKET"


def _fault(token: str, *, replaces: bool) -> str:
    """Of a text from `${` to the next `}`; empty if there is none."""
    for variable in variables(token):
        if not _BRACKETS.isdisjoint(variable.key):
            return "BRACKET"
        if not _exists(variable.key.lower()):
            return "UNKNOWN_KEY"
        if not replaces:
            return "OLD_VERSION"
    return ""


_BRACKETS: Final = frozenset("(){}$")


def _exists(key: str) -> bool:
    """False only of what cannot be a key; new keys come, and services have theirs."""
    service, colon, _ = key.partition(":")
    if not (service and colon) or "," in key:
        return False
    if service != "aws":
        return True
    start, slash, tag = key.partition("/")
    if not slash:
        return not any(start.startswith(each) for each in _TAGS)
    return start in _TAGS and (bool(tag) if start != "aws:principaltag" else _is_tag(tag))


def _is_tag(tag: str) -> bool:
    """Whether it may be a session tag; those of certificates have fields and parts."""
    if not tag.startswith("x509"):
        return bool(tag)
    field, _, rest = tag.partition("/")
    if field == "x509san":
        kind, slash, rdn = rest.partition("/")
        return kind in _SAN and (bool(rdn) if kind == "name" else not slash)
    return field in ("x509subject", "x509issuer") and bool(rest)
