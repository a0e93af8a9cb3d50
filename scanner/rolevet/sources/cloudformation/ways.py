"""The ways in which a stack may be made, as far as they matter to the resources that are read.

A way is a choice of parameters under which conditions hold or not. Ways in which all the same
conditions hold are one; and what has too many values to go through is not chosen, but not known.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, product
from math import prod
from typing import Final, NamedTuple

from rolevet.sources.cloudformation.calls import call_of
from rolevet.sources.cloudformation.choices import Choice
from rolevet.sources.cloudformation.loops import filled
from rolevet.sources.cloudformation.resolver import Resolver
from rolevet.sources.cloudformation.template import Template
from rolevet.stated.standins import StandIns
from rolevet.tree import Kind, Node

_TRIES_MAX: Final = 128
_VALUES_MAX: Final = 8
_ROUNDS: Final = 3
_PSEUDO: Final = "AWS::"


class Chosen(NamedTuple):
    """A choice, and what is so under it, as clauses about conditions and parameters."""

    choice: Choice
    premises: Mapping[str, str]


class _Variable(NamedTuple):
    """What may be chosen: a parameter, a pseudo-parameter or a condition."""

    kind: str
    name: str
    values: tuple[str | bool | None, ...]


@dataclass(frozen=True, slots=True)
class _Mentions:
    """What the resources that are read, and the conditions that matter to them, speak of."""

    conditions: frozenset[str]
    names: frozenset[str]
    """Of parameters that resources refer to."""
    compared: Mapping[str, tuple[str, ...]]
    """The texts that conditions compare a parameter or pseudo-parameter with."""


def ways_of(template: Template, stand_ins: StandIns, limit: int) -> list[Chosen]:
    """At most so many, the one of the defaults first."""
    mentions = _mentioned(template)
    variables = sorted(_parameters(template, mentions))
    variables += [
        _Variable("pseudo", name, ("", *texts)[: _VALUES_MAX + 1])
        for name, texts in sorted(mentions.compared.items())
        if name.startswith(_PSEUDO) and not template.deployment.tells(name)
    ]
    for _ in range(_ROUNDS):
        resolver = Resolver(
            template, stand_ins, _choice(variables, [v.values[0] for v in variables])
        )
        for name in mentions.conditions:
            resolver.condition(name)
        known = {variable.name for variable in variables}
        left = sorted(resolver.open_conditions - known)
        if not left:
            break
        variables += [_Variable("condition", name, (True, False)) for name in left]
    return _fitting(template, stand_ins, mentions, variables, limit)


def _fitting(
    template: Template,
    stand_ins: StandIns,
    mentions: _Mentions,
    variables: list[_Variable],
    limit: int,
) -> list[Chosen]:
    untold: list[str] = []
    while True:
        ways: dict[tuple[tuple[str, str], ...], Chosen] = {}
        if prod(len(variable.values) for variable in variables) <= _TRIES_MAX:
            for values in product(*(variable.values for variable in variables)):
                choice = replace(_choice(variables, values), untold=frozenset(untold))
                premises = _premises(Resolver(template, stand_ins, choice), mentions)
                ways.setdefault(tuple(premises.items()), Chosen(choice, premises))
                if len(ways) > limit:
                    break
            else:
                return list(ways.values())
        # The last is given up: a condition that is not chosen is not known, as it was before.
        given_up = variables.pop()
        if given_up.kind != "condition":
            untold.append(given_up.name)


def _choice(variables: Iterable[_Variable], values: Iterable[object]) -> Choice:
    chosen: dict[str, dict[str, object]] = {"parameter": {}, "pseudo": {}, "condition": {}}
    for variable, value in zip(variables, values, strict=True):
        if variable.kind != "pseudo" or value:
            chosen[variable.kind][variable.name] = value
    return Choice(
        {
            name: None if value is None else str(value)
            for name, value in chosen["parameter"].items()
        },
        {name: str(value) for name, value in chosen["pseudo"].items()},
        {name: value is True for name, value in chosen["condition"].items()},
    )


def _premises(resolver: Resolver, mentions: _Mentions) -> dict[str, str]:
    words = {True: "true", False: "false", None: "not known"}
    found = {
        f"condition {name}": f"condition {name} is {words[resolver.condition(name)]}"
        for name in sorted(mentions.conditions)
    }
    for name, value in sorted(resolver.choice.parameters.items()):
        default = resolver.template.parameters[name].default
        if name in mentions.names and default is None and value is not None:
            found[f"parameter {name}"] = f"parameter {name} is '{value}'"
    return found


def _parameters(template: Template, mentions: _Mentions) -> Iterator[_Variable]:
    for name, parameter in template.parameters.items():
        compared = mentions.compared.get(name, ())
        if parameter.given is not None or not (compared or name in mentions.names):
            continue
        default = parameter.default
        allowed = parameter.declared.get("AllowedValues")
        told = (
            [item.text for item in allowed.items if item.kind is not Kind.MAPPING]
            if allowed
            else []
        )
        values: list[str | None] = [] if default is None else [default]
        if told and (default is None or compared):
            values += told
        elif compared:
            values += [*compared, None]
        unique = tuple(dict.fromkeys(values))
        if len(unique) > 1:
            yield _Variable("parameter", name, unique)


def _mentioned(template: Template) -> _Mentions:
    names: set[str] = set()
    named: set[str] = set()
    for declared in template.declared:
        names |= {declared.condition} if declared.condition else set()
        if declared.properties is not None:
            for node in _inside(declared.properties):
                call = call_of(node)
                if call and call.name == "Fn::If" and call.given.items:
                    names.add(call.given.items[0].text)
                named |= set(_referred(node))
    conditions: set[str] = set()
    compared: dict[str, dict[str, None]] = {}
    while names:
        name = names.pop()
        conditions.add(name)
        if name not in template.conditions:
            continue
        test = template.conditions[name]
        for node in _inside(test.value):
            names |= {filled(each, test.local) for each in _conditions(node)} - conditions
            for parameter, text in _comparisons(node):
                compared.setdefault(parameter, {})[text] = None
    return _Mentions(
        frozenset(conditions),
        frozenset(named),
        {name: tuple(texts) for name, texts in compared.items()},
    )


def _inside(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += found.items
        waiting += (member.value for member in found.members.values())


def _referred(node: Node) -> Iterator[str]:
    call = call_of(node)
    if call is None:
        return
    if call.name == "Ref":
        yield call.given.text
    elif call.name == "Fn::Sub":
        text = call.given.items[0].text if call.given.items else call.given.text
        pieces = text.split("${")[1:]
        yield from (piece.partition("}")[0].strip() for piece in islice(pieces, 1000))


def _conditions(node: Node) -> Iterator[str]:
    if node.kind is Kind.MAPPING and list(node.members) == ["Condition"]:
        yield node.members["Condition"].value.text
    elif node.tag == "!Condition":
        yield node.text


def _comparisons(node: Node) -> Iterator[tuple[str, str]]:
    call = call_of(node)
    if call is None or call.name != "Fn::Equals" or len(call.given.items) != 2:
        return
    for one, other in (call.given.items, call.given.items[::-1]):
        reference = call_of(one)
        if reference and reference.name == "Ref" and other.kind is not Kind.MAPPING:
            yield reference.given.text, other.text
