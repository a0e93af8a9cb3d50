"""One statement of a policy document, taken from its JSON object.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from rolevet.policy.conditions import Condition, operator_named
from rolevet.policy.faults import BadPolicy, PolicyFault
from rolevet.policy.selections import (
    Selection,
    action_pattern,
    actions_selected,
    resources_selected,
    services_of,
)
from rolevet.policy.statements import Effect, Kind, Principals, Statement
from rolevet.policy.variables import variables
from rolevet.text import did_you_mean, plain

_PARTS: Final = (
    *("Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction"),
    *("Resource", "NotResource", "Condition"),
)
_PRINCIPAL_TYPES: Final = ("AWS", "Service", "Federated", "CanonicalUser")


class JsonObject(dict[str, Any]):
    """A JSON object that remembers a key that stood in it twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.twice: str | None = None
        if len(self) < len(pairs):
            names = sorted(key for key, _ in pairs)
            self.twice = next(name for name, after in pairwise(names) if name == after)


def read_statement(index: int, body: Any, kind: Kind, *, policy: str, replaces: bool) -> Statement:
    """Raises BadPolicy; `replaces` tells whether the version replaces policy variables."""
    if not isinstance(body, Mapping):
        raise BadPolicy(PolicyFault.NO_STATEMENT, "there is no object", index)
    check_keys(body, _PARTS, index)
    return _Body(index, body, kind, policy, replaces).read()


def check_keys(
    body: Mapping[str, Any], known: tuple[str, ...] = (), index: int | None = None
) -> None:
    """Raises BadPolicy for a key that stands there twice, or is none of the known, if any are."""
    if isinstance(body, JsonObject) and body.twice is not None:
        twice = f"'{plain(body.twice, 100)}' is there twice"
        raise BadPolicy(PolicyFault.DUPLICATE_KEY, twice, index)
    for key in body:
        if known and key not in known:
            hint = did_you_mean(key, known)
            unknown = f"there is no element '{plain(key, 100)}': {hint}"
            raise BadPolicy(PolicyFault.ELEMENT, unknown, index)


@dataclass(frozen=True, slots=True)
class _Body:
    index: int
    body: Mapping[str, Any]
    kind: Kind
    policy: str
    replaces: bool

    def read(self) -> Statement:
        effect = self.body.get("Effect")
        if effect not in ("Allow", "Deny"):
            raise self._wrong(PolicyFault.EFFECT, "Effect is neither Allow nor Deny")
        sid = self.body.get("Sid", "")
        if not isinstance(sid, str):
            raise self._wrong(PolicyFault.ELEMENT, "Sid is not a text")
        actions = self._actions()
        return Statement(
            policy=self.policy,
            index=self.index,
            sid=sid,
            effect=Effect(effect),
            actions=actions,
            resources=self._resources(),
            principals=self._principals(),
            conditions=tuple(self._conditions()),
            services=services_of(actions),
        )

    def _actions(self) -> Selection:
        name, value = self._either("Action", PolicyFault.ACTION)
        texts = self._texts(value, name, PolicyFault.ACTION)
        for text in texts:
            if action_pattern(text).count(":") != 1:
                wrong = f"'{plain(text, 100)}' is not of the form service:action"
                raise self._wrong(PolicyFault.ACTION, wrong)
        return actions_selected(texts, negated=name == "NotAction")

    def _resources(self) -> Selection:
        if self.kind is Kind.TRUST:
            self._forbid("Resource", PolicyFault.RESOURCE)
            return resources_selected(("*",), negated=False, replaces=False)
        name, value = self._either("Resource", PolicyFault.RESOURCE)
        texts = self._texts(value, name, PolicyFault.RESOURCE)
        return resources_selected(texts, negated=name == "NotResource", replaces=self.replaces)

    def _principals(self) -> Principals | None:
        if self.kind is Kind.PERMISSIONS:
            self._forbid("Principal", PolicyFault.PRINCIPAL)
            return None
        name, value = self._either("Principal", PolicyFault.PRINCIPAL)
        negated = name == "NotPrincipal"
        if value == "*":
            return Principals(negated, everyone=True)
        if not isinstance(value, Mapping) or not value:
            raise self._wrong(PolicyFault.PRINCIPAL, f'{name} is neither "*" nor an object')
        check_keys(value, _PRINCIPAL_TYPES, self.index)
        named = {key: self._texts(value[key], key, PolicyFault.PRINCIPAL) for key in value}
        aws, services, federated, users = (named.get(key, ()) for key in _PRINCIPAL_TYPES)
        return Principals(negated, False, aws, services, federated, users)

    def _conditions(self) -> Iterator[Condition]:
        operators = self.body.get("Condition", {})
        for operator, keys in self._members(operators, "Condition"):
            named = operator_named(operator)
            if named is None:
                unknown = f"there is no condition operator '{plain(operator, 100)}'"
                raise self._wrong(PolicyFault.CONDITION, unknown)
            name, quantifier, if_exists = named
            for key, value in self._members(keys, plain(operator, 100)):
                texts = self._texts(value, plain(key, 100), PolicyFault.CONDITION)
                found = tuple(v for text in texts for v in variables(text) if self.replaces)
                yield Condition(name, key, texts, quantifier, if_exists, found)

    def _members(self, value: Any, name: str) -> Iterator[tuple[str, Any]]:
        if not isinstance(value, Mapping):
            raise self._wrong(PolicyFault.CONDITION, f"{name} is not an object")
        check_keys(value, index=self.index)
        yield from value.items()

    def _either(self, name: str, fault: PolicyFault) -> tuple[str, Any]:
        """The element or its negation, of which there must be one."""
        found = [key for key in (name, f"Not{name}") if key in self.body]
        if len(found) != 1:
            count = "both" if found else "neither"
            raise self._wrong(fault, f"there are {count} of {name} and Not{name}")
        return found[0], self.body[found[0]]

    def _forbid(self, name: str, fault: PolicyFault) -> None:
        for key in (name, f"Not{name}"):
            if key in self.body:
                raise self._wrong(fault, f"there is {key}, which no {self.kind} may hold")

    def _texts(self, value: Any, name: str, fault: PolicyFault) -> tuple[str, ...]:
        values = value if isinstance(value, list) else [value]
        if in_condition := fault is PolicyFault.CONDITION:
            values = [_spelt(item) for item in values]
        # Only what a condition compares with may be empty.
        if not values or not all(type(item) is str and (item or in_condition) for item in values):
            raise self._wrong(fault, f"{name} is neither a text nor a list of texts")
        return tuple(values)

    def _wrong(self, fault: PolicyFault, message: str) -> BadPolicy:
        return BadPolicy(fault, message, self.index)


def _spelt(value: Any) -> Any:
    """A number or a truth value as the text that JSON shows; only conditions may hold them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value
