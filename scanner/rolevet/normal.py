"""The fields of resources in a form in which what means the same is the same.

Lists that AWS keeps as sets have no order, documents no spelling, and PEM no white space.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from rolevet.document import MAX_LENGTH

_LOWER: Final = ("Action", "NotAction")
_SAID: Final = ("Id", "Sid")
"""What says nothing of whom a policy lets do what."""

_OLDEST: Final = "2008-10-17"
_ACCOUNT_LENGTH: Final = 12


@dataclass(frozen=True, slots=True)
class Normal:
    """`told` says that AWS, or whoever collected it, always tells the field; `shown` that its value
    is fit for a report."""

    value: Callable[[Any], Any]
    told: bool = True
    shown: bool = False


def _texts(value: Any) -> Any:
    return frozenset(map(str, value)) if isinstance(value, list) else frozenset()


def _rows(value: Any) -> list[Mapping[str, Any]]:
    rows = value if isinstance(value, list) else []
    return [each for each in rows if isinstance(each, Mapping)]


def _pem(value: Any) -> Any:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")
    return "".join(text.split())


def _source(value: Any) -> Any:
    source = value if isinstance(value, Mapping) else {}
    data = source.get("sourceData")
    known = data if isinstance(data, Mapping) else {}
    pem = _pem(known.get("x509CertificateData"))
    return str(source.get("sourceType")), str(known.get("acmPcaArn") or ""), pem


def _settings(value: Any) -> Any:
    """Of what is switched off, nothing else counts."""
    return frozenset(
        (str(each.get("event")), str(each.get("enabled") is True and each.get("threshold")))
        for each in _rows(value)
    )


def _mapped(value: Any) -> Any:
    return frozenset(
        (str(each.get("certificateField")), str(rule.get("specifier")))
        for each in _rows(value)
        for rule in _rows(each.get("mappingRules"))
    )


def _boundary(value: Any) -> Any:
    return str(value.get("PermissionsBoundaryArn")) if isinstance(value, Mapping) else ""


def _attached(value: Any) -> Any:
    return frozenset(str(each.get("PolicyArn")) for each in _rows(value))


def _inline(value: Any) -> Any:
    return frozenset(
        (str(each.get("PolicyName")), _policy(each.get("PolicyDocument"))) for each in _rows(value)
    )


def _version(value: Any) -> Any:
    return _policy(value.get("Document")) if isinstance(value, Mapping) else ""


def _policy(value: Any) -> Any:
    """Of a text or an object; what is no JSON object stays the text that it is."""
    if value is None:
        return ""
    try:
        read = json.loads(value) if isinstance(value, str) and len(value) <= MAX_LENGTH else value
        return _document(read) if isinstance(read, Mapping) else str(value).strip()
    except (ValueError, RecursionError):
        return str(value).strip()


def _document(policy: Mapping[str, Any]) -> Any:
    statements = policy.get("Statement")
    listed = statements if isinstance(statements, list) else [statements]
    version = str(policy.get("Version", _OLDEST))
    return version, frozenset(_part("", each) for each in listed)


def _part(name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return frozenset(
            (key, _part(key, member)) for key, member in value.items() if key not in _SAID
        )
    if isinstance(value, list):
        # IAM lets a single value stand without its list.
        return frozenset[Any]().union(*(_item(name, each) for each in value))
    text = str(value).lower() if isinstance(value, bool) or name in _LOWER else str(value)
    return frozenset({_principal(text) if name == "AWS" else text})


def _item(name: str, value: Any) -> Any:
    """As a set of one; a text is one already."""
    part = _part(name, value)
    return frozenset({part}) if isinstance(value, Mapping) else part


def _principal(text: str) -> str:
    alone = text.isdecimal() and len(text) == _ACCOUNT_LENGTH
    return f"arn:aws:iam::{text}:root" if alone else text


def _plain(value: Any) -> Any:
    return value


NORMAL: Final[Mapping[str, Normal]] = {
    "roleArn": Normal(_plain, shown=True),
    "credentialDurationSeconds": Normal(_plain, shown=True),
    "durationSeconds": Normal(_plain, shown=True),
    "roleArns": Normal(_texts),
    "managedPolicyArns": Normal(_texts, told=False),
    "sessionPolicy": Normal(_policy, told=False),
    "acceptRoleSessionName": Normal(bool, told=False, shown=True),
    "requireInstanceProperties": Normal(_plain, shown=True),
    "enabled": Normal(_plain, shown=True),
    "attributeMappings": Normal(_mapped),
    "source": Normal(_source),
    "notificationSettings": Normal(_settings),
    "crlData": Normal(_pem),
    "trustAnchorArn": Normal(_plain, shown=True),
    "policyDocument": Normal(_policy),
    "PolicyVersion": Normal(_version),
    "AssumeRolePolicyDocument": Normal(_policy),
    "MaxSessionDuration": Normal(_plain, shown=True),
    "PermissionsBoundary": Normal(_boundary, told=False, shown=True),
    "AttachedManagedPolicies": Normal(_attached),
    "RolePolicyList": Normal(_inline),
}
