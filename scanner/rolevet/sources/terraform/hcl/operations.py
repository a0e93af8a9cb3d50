"""Operators, on what is known.

https://developer.hashicorp.com/terraform/language/expressions/operators
"""

import operator
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from rolevet.sources.terraform.hcl.words import (
    Untold,
    is_known,
    number_of,
    of_number,
    of_truth,
    same,
    truth,
)
from rolevet.stated.values import Value, gaps_in
from rolevet.tree import Node

if TYPE_CHECKING:
    from rolevet.sources.terraform.hcl.evaluator import Evaluator

_Number = int | float
_COMPARED: Final[dict[str, Callable[[_Number, _Number], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_COUNTED: Final[dict[str, Callable[[_Number, _Number], _Number]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": operator.mod,
}


def result_of(node: Node, given: Sequence[Value], evaluator: "Evaluator") -> Value:
    """A gap where it does not follow."""
    sign = node.items[0].text
    try:
        one, *other = given
        return _binary(node, sign, one, other[0]) if other else _unary(node, sign, one)
    except (Untold, ArithmeticError):
        gaps = (gap for value in given for gap in gaps_in(value))
        return evaluator.work.unread(node, "an expression", gaps)


def _unary(node: Node, sign: str, value: Value) -> Value:
    if sign == "-":
        return of_number(node, -number_of(value))
    held = truth(value)
    if held is None:
        raise Untold
    return of_truth(node, not held)


def _binary(node: Node, sign: str, one: Value, other: Value) -> Value:
    if sign in ("==", "!="):
        return of_truth(node, _equal(one, other) is (sign == "=="))
    if sign in ("&&", "||"):
        held = (truth(one), truth(other))
        decisive = sign == "||"
        if decisive not in held and None in held:
            raise Untold
        return of_truth(node, decisive if decisive in held else not decisive)
    if sign in _COMPARED:
        return of_truth(node, _COMPARED[sign](number_of(one), number_of(other)))
    if sign not in _COUNTED:
        raise Untold
    return of_number(node, _COUNTED[sign](number_of(one), number_of(other)))


def _equal(one: Value, other: Value) -> bool:
    if same(one, other):
        return True
    if not (is_known(one) and is_known(other)):
        raise Untold
    return False
