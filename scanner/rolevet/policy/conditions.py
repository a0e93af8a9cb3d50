"""The conditions of a statement, and what can be told of them without a request.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from rolevet.policy.patterns import canonical, covers
from rolevet.policy.variables import Variable

# Each operator, and the one that holds where it does not; a comparison of order has none.
_OPPOSITE: Final = {
    "StringEquals": "StringNotEquals",
    "StringEqualsIgnoreCase": "StringNotEqualsIgnoreCase",
    "StringLike": "StringNotLike",
    "NumericEquals": "NumericNotEquals",
    "DateEquals": "DateNotEquals",
    "IpAddress": "NotIpAddress",
    "ArnEquals": "ArnNotEquals",
    "ArnLike": "ArnNotLike",
}
_NEGATED: Final = {negated: positive for positive, negated in _OPPOSITE.items()}
_ORDERED: Final = tuple(
    f"{kind}{order}"
    for kind in ("Numeric", "Date")
    for order in ("LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
)
_OPERATORS: Final = {
    name.lower(): name
    for name in (*_OPPOSITE, *_NEGATED, *_ORDERED, "Bool", "BinaryEquals", "Null")
}
_LIKE: Final = frozenset({"StringLike", "ArnLike", "ArnEquals"})
_FLIPPED: Final = {"true": "false", "false": "true"}


class Quantifier(StrEnum):
    """How a condition is put to a key of several values."""

    NONE = ""
    ANY = "ForAnyValue"
    ALL = "ForAllValues"


@dataclass(frozen=True, slots=True)
class Condition:
    """One key of one operator; the operator is spelt as AWS spells it, the rest as written.

    `variables` are those of the values; there are none where the version does not replace them.
    """

    operator: str
    key: str
    values: tuple[str, ...]
    quantifier: Quantifier = Quantifier.NONE
    if_exists: bool = False
    variables: tuple[Variable, ...] = ()

    @property
    def name(self) -> str:
        """The key in lower case: AWS does not tell the cases apart."""
        return self.key.lower()

    @property
    def spelt(self) -> str:
        """The operator with all that goes before and after it."""
        quantifier = f"{self.quantifier}:" if self.quantifier else ""
        return f"{quantifier}{self.operator}{'IfExists' if self.if_exists else ''}"

    @property
    def negated(self) -> bool:
        """Whether the values are those that the key must not have."""
        return self.operator in _NEGATED

    @property
    def compares_texts(self) -> bool:
        """Whether it is about equality of texts or ARNs."""
        return _NEGATED.get(self.operator, self.operator).startswith(("String", "Arn"))

    @property
    def takes_wildcards(self) -> bool:
        """Whether `*` and `?` in the values stand for other characters."""
        return self.operator in _LIKE or _NEGATED.get(self.operator) in _LIKE

    @property
    def patterns(self) -> tuple[str, ...]:
        """The values as canonical patterns, in lower case where the operator ignores it."""
        lower = "IgnoreCase" in self.operator
        return tuple(canonical(value.lower() if lower else value) for value in self.values)

    def names(self, text: str) -> bool:
        """Whether some value is the text or a pattern for it; variables stand for nothing."""
        found = text.lower() if "IgnoreCase" in self.operator else text
        if self.takes_wildcards:
            return any(covers(pattern, found) for pattern in self.patterns)
        return found in self.patterns

    @property
    def holds_without_key(self) -> bool:
        """Whether it holds for a request in which the key is absent."""
        if self.operator == "Null":
            return "true" in self._lowered
        if self.quantifier is Quantifier.NONE:
            return self.negated or self.if_exists
        return self.quantifier is Quantifier.ALL or self.if_exists

    @property
    def opposite(self) -> "Condition | None":
        """What a request meets that does not meet this; None where no one condition says so."""
        operator = _OPPOSITE.get(self.operator) or _NEGATED.get(self.operator)
        swapped = {Quantifier.ANY: Quantifier.ALL, Quantifier.ALL: Quantifier.ANY}
        quantifier = swapped.get(self.quantifier, Quantifier.NONE)
        if operator is not None:
            # Where absence meets this one, the opposite demands the key; a list of what is
            # refused cannot say that, and binds nobody either way.
            return replace(self, operator=operator, quantifier=quantifier, if_exists=False)
        if self.operator in ("Bool", "Null") and not (self.quantifier or self.if_exists):
            return self._flipped()
        return None

    def _flipped(self) -> "Condition | None":
        if len(self._lowered) != 1 or not self._lowered <= _FLIPPED.keys():
            return None
        (value,) = self._lowered
        # Absence fails a Bool, so that its opposite is met by it.
        absent = self.operator == "Bool"
        return replace(self, values=(_FLIPPED[value],), if_exists=absent)

    @property
    def _lowered(self) -> frozenset[str]:
        return frozenset(value.lower() for value in self.values)


def operator_named(text: str) -> tuple[str, Quantifier, bool] | None:
    """The operator, the quantifier and whether it ends in IfExists; None where there is no such."""
    head, colon, rest = text.rpartition(":")
    quantifiers = {quantifier.lower(): quantifier for quantifier in Quantifier if quantifier}
    quantifier = quantifiers.get(head.lower()) if colon else Quantifier.NONE
    lowered = rest.lower()
    name = _OPERATORS.get(lowered.removesuffix("ifexists"))
    if_exists = lowered.endswith("ifexists")
    if name is None or quantifier is None or (name == "Null" and (if_exists or quantifier)):
        return None
    return name, quantifier, if_exists
