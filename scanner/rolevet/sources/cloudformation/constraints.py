"""What CloudFormation refuses as the value of a parameter.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from rolevet.sources.cloudformation.parameters import Parameter
from rolevet.sources.cloudformation.patterns import matches
from rolevet.sources.cloudformation.template import Template
from rolevet.text import plain
from rolevet.tree import Kind, Node

_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,3})?")
_NUMBER_MAX: Final = 100
_NUMBERS: Final = ("Number", "List<Number>")
_PATTERNED: Final = ("String", "CommaDelimitedList")


def refuse_wrong(template: Template) -> None:
    """Raises InputError for an argument that no stack of the template could be made with."""
    for parameter in template.parameters.values():
        _refuse(parameter)


def _refuse(parameter: Parameter) -> None:
    text, argument = parameter.given, parameter.argument
    if text is None or argument is None or parameter.is_stored:
        return
    texts = parameter.split(text)
    for problem, constraint in (
        ("is not a number", _not_a_number(parameter, texts)),
        ("is not among AllowedValues", _not_allowed(parameter, texts)),
        ("does not match AllowedPattern", _unlike(parameter, texts)),
        ("is too short or too long", _of_wrong_length(parameter, text)),
        ("is too small or too large", _out_of_range(parameter, texts)),
    ):
        if constraint is not None:
            span = constraint.span
            raise argument.refused(
                f"the value of parameter '{parameter.name}' {problem}",
                f"see {plain(span.file)}:{span.line}:{span.column}",
            )


def _not_a_number(parameter: Parameter, texts: Iterable[str]) -> Node | None:
    if parameter.type in _NUMBERS and any(_number(text) is None for text in texts):
        return parameter.declared.get("Type")
    return None


def _not_allowed(parameter: Parameter, texts: Iterable[str]) -> Node | None:
    allowed = parameter.declared.get("AllowedValues")
    if allowed is None or any(item.kind in (Kind.LIST, Kind.MAPPING) for item in allowed.items):
        return None
    known = {item.text for item in allowed.items}
    numbers = {_number(text) for text in known} if parameter.type in _NUMBERS else set()
    if known and any(text not in known and _number(text) not in numbers for text in texts):
        return allowed
    return None


def _unlike(parameter: Parameter, texts: Iterable[str]) -> Node | None:
    pattern = parameter.declared.get("AllowedPattern")
    if pattern is None or pattern.kind is not Kind.TEXT or parameter.type not in _PATTERNED:
        return None
    return pattern if any(matches(pattern.text, text) is False for text in texts) else None


def _of_wrong_length(parameter: Parameter, text: str) -> Node | None:
    if parameter.type != "String":
        return None
    return _beyond(parameter.declared, "Length", [Decimal(len(text))])


def _out_of_range(parameter: Parameter, texts: Iterable[str]) -> Node | None:
    if parameter.type != "Number":
        return None
    return _beyond(
        parameter.declared, "Value", [each for text in texts if (each := _number(text)) is not None]
    )


def _beyond(declared: Node, what: str, numbers: Iterable[Decimal]) -> Node | None:
    least, most = declared.get(f"Min{what}"), declared.get(f"Max{what}")
    low, high = (None if bound is None else _number(bound.text) for bound in (least, most))
    for number in numbers:
        if low is not None and number < low:
            return least
        if high is not None and number > high:
            return most
    return None


def _number(text: str) -> Decimal | None:
    if len(text) > _NUMBER_MAX or not _NUMBER.fullmatch(text):
        return None
    return Decimal(text)
