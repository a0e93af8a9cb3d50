"""Policies for the tests, written as short as they can be."""

import random
from typing import Any

from rolevet.policy.documents import read_policy
from rolevet.policy.permissions import Permissions
from rolevet.policy.sets import PolicySet
from rolevet.policy.statements import Kind, Policy

Json = dict[str, Any]
NEW = "2012-10-17"


def allow(action: str | list[str], resource: str | list[str] = "*", **more: Any) -> Json:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: str | list[str], resource: str | list[str] = "*", **more: Any) -> Json:
    return allow(action, resource, **more) | {"Effect": "Deny"}


def without(statement: Json, *names: str) -> Json:
    return {name: value for name, value in statement.items() if name not in names}


def policy(*statements: Json, version: str = NEW, name: str = "") -> Policy:
    return read_policy({"Version": version, "Statement": list(statements)}, Kind.PERMISSIONS, name)


def allowed_by(*statements: Json) -> Permissions:
    return Permissions.of(PolicySet.of([policy(*statements)]))


def shuffled(value: Any, chance: random.Random) -> Any:
    """The same document, written otherwise."""
    if isinstance(value, dict):
        items = [(key, shuffled(each, chance)) for key, each in value.items()]
        chance.shuffle(items)
        return dict(items)
    if isinstance(value, list):
        items = [shuffled(each, chance) for each in value]
        chance.shuffle(items)
        return items[0] if len(items) == 1 and chance.random() < 0.5 else items
    return value


def rewritten(made: Json, chance: random.Random) -> Json:
    found: Json = shuffled(made, chance)
    for name in ("Action", "NotAction"):
        if name in found:
            texts = found[name] if isinstance(found[name], list) else [found[name]]
            found[name] = [chance.choice((text.upper(), text.lower())) for text in texts]
    return found
