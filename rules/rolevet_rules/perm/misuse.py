"""Policy variables and condition keys that have no value where they stand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rolevet import DEVICE_KEYS, Condition, Effect, Evidence, Statement, plain, variables

_IOT_CORE: Final = ("iot:connection.thing.", "iot:certificate.")
_LONGEST: Final = 64

VERSION: Final = "VERSION"
IOT_CORE: Final = "IOT_CORE"
MISSPELT: Final = "MISSPELT"
NOT_A_DEVICE: Final = "NOT_A_DEVICE"


_WHY: Final = {
    VERSION: "and only documents of version 2012-10-17 have it replaced",
    IOT_CORE: "which only policies of AWS IoT Core know",
    MISSPELT: "which is none of the keys that the credential provider knows",
    NOT_A_DEVICE: "which only IAM sessions of role aliases have",
}
_MOST: Final = 10


@dataclass(frozen=True, slots=True)
class Misuse:
    """A key that has no value in a statement, why not, and whether it leaves something open."""

    statement: Statement
    reason: str
    key: str
    opens: bool


def misuses(statements: Iterable[Statement]) -> Iterator[Misuse]:
    """Those that the statements hold; NOT_A_DEVICE stands for each key that only devices have."""
    for statement in statements:
        resources = statement.resources
        for reason, key in _in_texts(resources.written, bool(resources.varying)):
            yield _misuse(statement, reason, key, negates=False)
        for condition in statement.conditions:
            for reason, key in _in_condition(condition):
                yield _misuse(statement, reason, key, negates=condition.negated)
            reason = _reason(condition.key)
            if reason and condition.operator != "Null":
                absent = condition.holds_without_key
                yield _misuse(statement, reason, condition.key, negates=absent)


def _misuse(statement: Statement, reason: str, key: str, *, negates: bool) -> Misuse:
    """What has no value meets a negated operator, and nothing else."""
    denies = statement.effect is Effect.DENY
    return Misuse(statement, reason, plain(key, _LONGEST), opens=denies is not negates)


def _in_condition(condition: Condition) -> Iterator[tuple[str, str]]:
    return _in_texts(condition.values, bool(condition.variables))


def _in_texts(texts: Iterable[str], replaced: bool) -> Iterator[tuple[str, str]]:
    for text in texts:
        for variable in variables(text) if "${" in text else ():
            reason = _reason(variable.key) if replaced else VERSION
            if reason and (variable.default is None or not replaced):
                yield reason, variable.key


def _reason(key: str) -> str:
    """Why a key has no value in a session of IAM; empty where it may have one."""
    lowered = key[: 2 * _LONGEST].lower()
    namespace, _, _ = lowered.partition(":")
    if lowered in DEVICE_KEYS:
        return NOT_A_DEVICE
    if lowered == "iot:clientid" or lowered.startswith(_IOT_CORE):
        return IOT_CORE
    return MISSPELT if "cred" in namespace and "iot" in namespace else ""


def clause(found: Sequence[Misuse]) -> str:
    """A clause about the first of them, and how many more there are."""
    first, *others = found
    more = f" ({len(others)} more)" if others else ""
    return f"{first.statement.label} uses '{first.key}', {_WHY[first.reason]}{more}"


def evidence(found: Sequence[Misuse]) -> dict[str, Evidence]:
    """What a finding about them rests on."""
    return {
        "reasons": tuple(sorted({each.reason for each in found})),
        "keys": tuple(sorted({each.key for each in found}))[:_MOST],
    }


def statements_of(found: Sequence[Misuse]) -> list[Statement]:
    """Those that hold them, each once."""
    return list({id(each.statement): each.statement for each in found}.values())


def labels(found: Sequence[Misuse]) -> tuple[str, ...]:
    """How those are called that hold them, of which a finding tells no more than some."""
    return tuple(each.label for each in statements_of(found)[:_MOST])
