"""The functions of JMESPath, some of them stricter, and those that rules need beside them."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, TypeVar, cast

from jmespath.exceptions import JMESPathTypeError
from jmespath.functions import Functions as Standard
from jmespath.functions import signature

from rolevet.arn import BadArn, parse_arn
from rolevet.declare.values import same, some, type_of
from rolevet.document import scalar
from rolevet.moments import moment_of
from rolevet.policy.documents import read_policy
from rolevet.policy.faults import BadPolicy
from rolevet.policy.patterns import canonical, covers
from rolevet.policy.permissions import Permissions
from rolevet.policy.sets import PolicySet
from rolevet.policy.statements import Kind
from rolevet.text import plain
from rolevet.unknown import Undecided

ARN_PARTS: Final = ("partition", "service", "region", "account", "resource", "name")
"""Of an ARN; the name is what follows the last slash or colon of the resource."""

_LONGEST: Final = 2048
"""Characters of a pattern."""

_TEXT: Final = ("string",)
_ANY: Final = ()

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])


def _takes(*arguments: tuple[str, ...]) -> Callable[[FunctionT], FunctionT]:
    """The types of the arguments of a function; JMESPath finds it by its name."""
    record = signature(*({"types": types} for types in arguments))

    def recorded(function: FunctionT) -> FunctionT:
        return cast(FunctionT, record(function))

    return recorded


class Functions(Standard):  # type: ignore[misc] # JMESPath has no types
    """`spend` is told what a call costs beyond its arguments."""

    def __init__(self, now: datetime, spend: Callable[[int], None]) -> None:
        self._now = now
        self._spend = spend

    def called(self, name: str, arguments: list[Any]) -> Any:
        """Raises Undecided for what the function cannot be given."""
        try:
            return self.call_function(name, arguments)
        except JMESPathTypeError as error:
            raise Undecided(f"{name}() cannot be given {some(error.current_value)}") from None
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise Undecided(f"{name}() fails: {plain(str(error), 200)}") from None

    @_takes(("array", "string"), _ANY)
    def _func_contains(self, subject: Any, wanted: Any) -> bool:
        if isinstance(subject, str):
            if not isinstance(wanted, str):
                raise Undecided(f"a string is asked for {some(wanted)}")
            return wanted in subject
        odd = [one for one in subject if type_of(one) != type_of(wanted)]
        if odd:
            raise Undecided(f"an array with {some(odd[0])} in it is asked for {some(wanted)}")
        return any(same(one, wanted) for one in subject)

    @_takes(("string", "number"))
    def _func_to_number(self, given: Any) -> Any:
        value = scalar(given) if isinstance(given, str) else given
        return value if type_of(value) == "number" else None

    @_takes(_TEXT, ("array-string",))
    def _func_join(self, glue: str, texts: list[str]) -> str:
        self._spend(len(glue) * len(texts))
        return glue.join(texts)

    @_takes(_ANY)
    def _func_to_string(self, given: Any) -> str:
        return given if isinstance(given, str) else json.dumps(given, separators=(",", ":"))

    @_takes(("string", "number"))
    def _func_days_since(self, moment: Any) -> int:
        return (self._now - moment_of(moment, "what days_since() is given")).days

    @_takes(_TEXT, _TEXT)
    def _func_arn_part(self, arn: str, part: str) -> str:
        if part not in ARN_PARTS:
            raise Undecided(f"an ARN has no part '{plain(part, 100)}'")
        try:
            parsed = parse_arn(arn)
        except BadArn as bad:
            raise Undecided(f"'{plain(arn, 100)}' is not an ARN: {bad}") from None
        if part == "name":
            return parsed.resource.replace(":", "/").rpartition("/")[2]
        return str(getattr(parsed, part))

    @_takes(_TEXT, _TEXT)
    def _func_glob(self, pattern: str, text: str) -> bool:
        if len(pattern) > _LONGEST:
            raise Undecided(f"a pattern has more than {_LONGEST} characters")
        self._spend(len(text) * (1 + len(pattern) // 64))
        return covers(canonical(pattern), text)

    @_takes(("string", "object", "array"), _TEXT, _TEXT)
    def _func_policy_allows(self, document: Any, action: str, resource: str) -> bool:
        documents = document if isinstance(document, list) else [document]
        if action.count(":") != 1 and action != "*":
            raise Undecided(f"'{plain(action, 100)}' is not of the form service:action")
        policies = PolicySet.of(_read(one) for one in documents)
        self._spend(policies.size)
        return bool(Permissions.of(policies).allows_some(action, resource))


def _read(document: Any) -> Any:
    if not isinstance(document, str | Mapping):
        raise Undecided(f"policy_allows() cannot be given {some(document)}")
    try:
        return read_policy(document, Kind.PERMISSIONS)
    except BadPolicy as bad:
        raise Undecided(f"a policy cannot be read: {bad}") from None


def _arities(functions: type[Standard]) -> Mapping[str, tuple[int, bool]]:
    return {
        name: (len(spec["signature"]), bool(spec["signature"][-1].get("variadic")))
        for name, spec in functions.FUNCTION_TABLE.items()
    }


ARITIES: Final = _arities(Functions)
"""How many arguments each takes, and whether it takes more as well."""

STANDARD_ARITIES: Final = _arities(Standard)
"""Of those that JMESPath itself has."""
