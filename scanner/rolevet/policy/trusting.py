"""Whether a trust policy lets a broker's service in, as far as its principals go."""

from collections.abc import Iterator
from typing import Any, Final

# https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html
# https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
_BROKERS: Final = frozenset(
    f"{service}.amazonaws.com{china}"
    for service in ("credentials.iot", "rolesanywhere")
    for china in ("", ".cn")
)


def trusts_broker(document: Any) -> bool:
    """Whether it might: rules look closer, so that what cannot be read is taken for a yes."""
    if not isinstance(document, dict):
        return True
    return any(
        statement.get("Effect") != "Deny"
        and ("NotPrincipal" in statement or _names_broker(statement.get("Principal")))
        for statement in _list(document.get("Statement"))
        if isinstance(statement, dict)
    )


def _names_broker(principal: Any) -> bool:
    if not isinstance(principal, dict):
        return bool(principal == "*")
    return "*" in _list(principal.get("AWS")) or any(
        service == "*" or (isinstance(service, str) and service.lower() in _BROKERS)
        for service in _list(principal.get("Service"))
    )


def _list(value: Any) -> Iterator[Any]:
    """IAM lets a single thing stand without its list."""
    yield from value if isinstance(value, list) else [value]
