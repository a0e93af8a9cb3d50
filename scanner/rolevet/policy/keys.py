"""What statements come to where it is known that a request lacks some condition keys, or has them.

A variable that has no value equals nothing and is like nothing: positive operators and resources do
not match it, negated operators do.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
"""

from dataclasses import dataclass, replace
from typing import Final

from rolevet.policy.conditions import Condition, Quantifier
from rolevet.policy.patterns import FRESH, canonical, covers
from rolevet.policy.selections import Selection, resources_selected, selection_of
from rolevet.policy.statements import Effect, Statement
from rolevet.policy.variables import Variable, as_pattern, variables

Keys = frozenset[str]
"""Names of condition keys in lower case."""

NAMED_KEYS: Final = Keys({"credentials-iot:thingname", "credentials-iot:thingtypename"})
"""What is there only if the device sends the name of its thing, which it need not.

https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html
"""

DEVICE_KEYS: Final = NAMED_KEYS | {"credentials-iot:awscertificateid"}
"""All by which a policy can tell one device from another; what is added here is always there."""

_NONE: Final = Keys()
_NO_VALUE: Final = "\udc00"
"""The pattern of a variable without a value: no document that is read holds a lone surrogate."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose request it is: it lacks some keys, and has some with values that no policy spells."""

    lacks: Keys = _NONE
    has: Keys = _NONE

    @property
    def known(self) -> Keys:
        return self.lacks | self.has


NAMELESS: Final = Caller(lacks=NAMED_KEYS, has=DEVICE_KEYS - NAMED_KEYS)
"""A device that comes through a role alias and does not send the name of its thing."""

NAMED: Final = Caller(has=DEVICE_KEYS)
"""One that does."""


def key_of(variable: Variable) -> str:
    """As condition keys are compared."""
    return variable.key.lower()


def lacking(statement: Statement, keys: Keys) -> Statement | None:
    """What is left of it for requests without the keys; None where it is about none of them."""
    return _for_others(statement, Caller(lacks=keys))


def beyond_own(statement: Statement, caller: Caller) -> Statement | None:
    """What is left of it for the caller and what a variable of its keys does not stand for; None
    where that is nothing."""
    own = (_is_own(condition, caller) for condition in statement.conditions)
    if statement.effect is Effect.ALLOW and any(own):
        return None
    return _for_others(statement, caller)


def having(statement: Statement, keys: Keys) -> Statement:
    """What it is about for some request with the keys: each variable of theirs has some value."""
    if statement.resources.negated or not statement.resources.varying:
        return statement
    return replace(statement, resources=_with_values(statement.resources, keys))


def widest(statement: Statement) -> Statement:
    """A statement that allows all that it may be about, whatever keys there are."""
    resources = statement.resources
    if resources.negated:
        # What a variable would take out is not known, so that nothing is.
        texts = tuple(text for text in resources.written if not variables(text))
        resources = resources_selected(texts, negated=True, replaces=True)
    resources = _with_values(resources, None)
    return replace(statement, effect=Effect.ALLOW, resources=resources, conditions=())


def _for_others(statement: Statement, caller: Caller) -> Statement | None:
    if not (statement.resources.varying or statement.conditions):
        return statement
    resources = _of_others(statement.resources, caller)
    met = [(each, _is_met(each, caller)) for each in statement.conditions]
    if resources is None or any(answer is False for _, answer in met):
        return None
    conditions = tuple(each for each, answer in met if answer is None)
    if resources is statement.resources and len(conditions) == len(statement.conditions):
        return statement
    return replace(statement, resources=resources, conditions=conditions)


def _is_own(condition: Condition, caller: Caller) -> bool:
    """Whether it demands a value that is the caller's own, if the request has such a key."""
    plain = not (condition.negated or condition.if_exists or condition.operator == "Null")
    return plain and _all_of(condition, caller.known)


def _is_met(condition: Condition, caller: Caller) -> bool | None:
    """None where it is not known."""
    if condition.name in caller.lacks:
        return condition.holds_without_key
    if condition.name in caller.has:
        return _is_met_by_any(condition)
    if condition.if_exists or not _all_of(condition, caller.known):
        return None
    if condition.quantifier is Quantifier.NONE:
        return condition.negated
    return None if condition.negated or condition.quantifier is Quantifier.ALL else False


def _is_met_by_any(condition: Condition) -> bool | None:
    """Whether a value meets it that no policy spells."""
    if condition.operator == "Null":
        return not condition.holds_without_key
    if condition.variables or not condition.compares_texts:
        return None
    found = condition.takes_wildcards and any(
        covers(canonical(value), FRESH) for value in condition.values
    )
    return found is not condition.negated


def _all_of(condition: Condition, keys: Keys) -> bool:
    """Whether each of its values holds a variable of the keys."""
    return bool(condition.variables) and all(_names(value, keys) for value in condition.values)


def _names(text: str, keys: Keys) -> bool:
    """Whether it holds a variable of the keys that no default stands in for."""
    return any(key_of(each) in keys and each.default is None for each in variables(text))


def _of_others(selection: Selection, caller: Caller) -> Selection | None:
    # Where nothing varies, the version of the document may be one that replaces no variables.
    texts = selection.written if selection.varying else ()
    void = any(_names(text, caller.lacks) for text in texts)
    left = tuple(text for text in texts if not _names(text, caller.known))
    if len(left) == len(texts):
        return selection
    if not (left or selection.negated):
        return None
    rest = resources_selected(left, negated=selection.negated, replaces=True)
    # Beside what has no value nothing is certain: AWS says that the statement may be invalid then.
    return replace(rest, varying=(*rest.varying, _NO_VALUE)) if void else rest


def _with_values(selection: Selection, keys: Keys | None) -> Selection:
    """With `*` for the variables of the keys, or for all; what holds another stays as it is."""
    if not selection.varying:
        return selection
    found: list[tuple[str, bool]] = []
    for text in selection.written:
        pattern, varies = as_pattern(text, replaces=True)
        others = keys is not None and any(key_of(each) not in keys for each in variables(text))
        found.append((pattern, varies and others))
    return selection_of(selection.written, selection.negated, tuple(found))
