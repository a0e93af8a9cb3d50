"""The policy that a data source aws_iam_policy_document makes of its arguments.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from rolevet.stated.documents import parsed
from rolevet.stated.values import Value
from rolevet.tree import Node

_SOURCES: Final = ("source_json", "source_policy_documents")
_OVERRIDES: Final = ("override_policy_documents", "override_json")
_ELEMENTS: Final = {
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
}
_PRINCIPALS: Final = {"principals": "Principal", "not_principals": "NotPrincipal"}
_VERSION: Final = "2012-10-17"
_ANYONE: Final = "*"


def document_of(values: Mapping[str, Value], key: Node) -> Value:
    """The policy as an object; a gap where a document that it takes in is not known.

    `key` is where the data source stands. A document that is no JSON raises Opaque.
    """
    statements = tuple(map(_statement, _items(values.get("statement"))))
    merged: list[Value] = []
    for document in (*_documents(values, _SOURCES), None, *_documents(values, _OVERRIDES)):
        if document is None:
            merged = _overridden(merged, statements)
        elif document.gap is not None:
            return document
        else:
            more = parsed(document) if document.text is not None else document
            merged = _overridden(merged, _items(more.members.get("Statement")))
    version = values.get("version") or Value(key, _VERSION)
    policy_id = values.get("policy_id")
    return Value(
        key,
        {
            "Version": version,
            **({"Id": policy_id} if policy_id is not None else {}),
            "Statement": Value(key, tuple(merged)),
        },
    )


def _items(value: Value | None) -> tuple[Value, ...]:
    return value.items if value is not None else ()


def _documents(values: Mapping[str, Value], names: Iterable[str]) -> Iterator[Value]:
    for name in names:
        yield from (item for item in _items(values.get(name)) if item.data != "")


def _overridden(statements: Iterable[Value], more: Iterable[Value]) -> list[Value]:
    """A statement takes the place of another one with the same Sid."""
    merged = list(statements)
    for each in more:
        sid = _sid(each)
        same = [number for number, known in enumerate(merged) if sid and _sid(known) == sid]
        if same:
            merged[same[0]] = each
        else:
            merged.append(each)
    return merged


def _sid(statement: Value) -> str:
    sid = statement.members.get("Sid")
    return sid.text or "" if sid is not None else ""


def _statement(block: Value) -> Value:
    given = block.members
    made: dict[str, Value] = {}
    if (sid := given.get("sid")) is not None and sid.data != "":
        made["Sid"] = sid
    made["Effect"] = given.get("effect") or Value(block.node, "Allow")
    for name, element in _PRINCIPALS.items():
        if blocks := _items(given.get(name)):
            made[element] = _principal(blocks)
    for name, element in _ELEMENTS.items():
        if _items(value := given.get(name)) and value is not None:
            made[element] = _written(value)
    if conditions := _items(given.get("condition")):
        made["Condition"] = _condition(conditions)
    return Value(block.node, made)


def _principal(blocks: tuple[Value, ...]) -> Value:
    kinds: dict[str, list[Value]] = {}
    for block in blocks:
        kind = block.members.get("type")
        identifiers = block.members.get("identifiers")
        if kind is None or kind.text is None or identifiers is None:
            continue
        kinds.setdefault(kind.text, []).extend(map(_written, identifiers.items))
    node = blocks[0].node
    anyone = kinds.get(_ANYONE)
    if anyone and len(kinds) == 1 and len(anyone) == 1 and anyone[0].data == _ANYONE:
        return anyone[0]
    return Value(node, {kind: Value(node, tuple(found)) for kind, found in kinds.items()})


def _condition(blocks: tuple[Value, ...]) -> Value:
    tests: dict[str, dict[str, Value]] = {}
    for block in blocks:
        test, variable = block.members.get("test"), block.members.get("variable")
        values = block.members.get("values")
        if test is None or variable is None or test.text is None or variable.text is None:
            continue
        known = tests.setdefault(test.text, {})
        before = known[variable.text].items if variable.text in known else ()
        more = tuple(map(_written, _items(values)))
        known[variable.text] = Value(block.node, (*before, *more))
    node = blocks[0].node
    return Value(node, {test: Value(node, keys) for test, keys in tests.items()})


def _written(value: Value) -> Value:
    """Terraform writes `&{…}` for the variables of policies."""
    if isinstance(value.data, tuple):
        return replace(value, data=tuple(map(_written, value.data)))
    if isinstance(value.data, str):
        return replace(value, data=value.data.replace("&{", "${"))
    return value
