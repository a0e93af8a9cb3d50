"""Policy documents of a file, with what is not known in them taken as wide or as narrow.

What nobody knows may be any text, and so also a wildcard. Whoever finds the same in a document
that then allows as much as it can, and in one that allows as little, finds it in all between.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from rolevet.document import MAX_LENGTH
from rolevet.place import Span
from rolevet.stated.standins import TOKEN
from rolevet.stated.values import Gap, Value, gaps_in, plain_data
from rolevet.tree import BadTree, Kind, Node, Source, read_embedded, read_source

_EVERYTHING: Final = "*"
_PATTERNED: Final = ("string", "arn")
_LOCAL: Final = "!"
"""What begins a tag that is a function, and makes another text of what is written."""

_SELECTING: Final = ("Action", "Resource", "Principal")


class Opaque(Exception):
    """The document cannot be told; the message is a clause about "it"."""


@dataclass(frozen=True, slots=True)
class Document:
    """`data` as JSON has it; `parts` are the places of its statements, as `.Statement[0]`."""

    data: dict[str, Any]
    parts: Mapping[str, Span]
    gaps: tuple[Gap, ...]
    """What is not known in it and may be a wildcard."""


def read_document(value: Value, *, wide: bool) -> Document:
    """Of an object, or of a text that holds one; raises Opaque."""
    if value.gap is not None:
        raise Opaque(f"is {value.gap.what}")
    known = value if value.text is None else parsed(value)
    if not isinstance(known.data, Mapping):
        raise Opaque("is not a JSON object")
    gaps = {gap.token: gap for gap in (*value.gaps, *gaps_in(known))}
    wild = {token: gap for token, gap in gaps.items() if gap.wild}
    data = plain_data(known)
    if gaps:
        data = _Filling(gaps, frozenset(wild), wide).document(data)
    return Document(data, dict(_parts(known)), tuple(wild.values()))


def parsed(value: Value) -> Value:
    """What a text holds as JSON; raises Opaque."""
    if value.holds is not None:
        return value.holds
    node, text = value.node, value.text or ""
    if len(text) > MAX_LENGTH:
        raise Opaque(f"has more than {MAX_LENGTH} characters")
    try:
        if node.kind is Kind.TEXT and not node.tag.startswith(_LOCAL) and node.text == text:
            return literal(read_embedded(node))
        return literal(read_source(Source(node.source.file, text)), node)
    except BadTree as bad:
        raise Opaque(f"is not JSON: {bad.problem}") from None


def literal(node: Node, place: Node | None = None) -> Value:
    """What a tree of JSON says; if it has no place in the file, all of it stands at that one."""
    where = place or node
    if node.kind is Kind.LIST:
        return Value(where, tuple(literal(item, place) for item in node.items))
    if node.kind is Kind.MAPPING:
        members = node.members.items()
        return Value(where, {name: literal(member.value, place) for name, member in members})
    return Value(where, node.text)


def _parts(document: Value) -> Iterator[tuple[str, Span]]:
    statements = document.members.get("Statement")
    if statements is None:
        return
    for number, statement in enumerate(statements.items):
        yield f".Statement[{number}]", statement.node.span
        for name, element in statement.members.items():
            yield f".Statement[{number}].{name}", element.node.span
            if name == "Condition":
                yield from _tests(f".Statement[{number}].{name}", element)


def _tests(path: str, condition: Value) -> Iterator[tuple[str, Span]]:
    for operator, tests in condition.members.items():
        yield f"{path}.{operator}", tests.node.span
        for key, values in tests.members.items():
            yield f"{path}.{operator}.{key}", values.node.span


@dataclass(frozen=True, slots=True)
class _Filling:
    gaps: Mapping[str, Gap]
    wild: frozenset[str]
    wide: bool

    def document(self, data: dict[str, Any]) -> dict[str, Any]:
        self._refuse(data.get("Version"), "its version")
        statements = data.get("Statement")
        self._refuse(statements, "its statements")
        if isinstance(statements, dict):
            return {**data, "Statement": self._statement(statements)}
        if isinstance(statements, list):
            return {**data, "Statement": [self._statement(each) for each in statements]}
        return data

    def _statement(self, body: Any) -> Any:
        self._refuse(body, "a statement")
        if not isinstance(body, dict):
            return body
        self._refuse(body.get("Effect"), "the effect of a statement")
        self._refuse(body.get("Condition"), "the condition of a statement")
        # A Deny that reaches further leaves less.
        grow = self.wide is not (body.get("Effect") == "Deny")
        made = dict(body)
        for name in _SELECTING:
            for element, more in ((name, grow), (f"Not{name}", not grow)):
                if element in made:
                    made[element] = self._selection(name, made[element], more)
        if isinstance(made.get("Condition"), dict):
            made["Condition"] = {
                operator: self._tests(operator, tests, grow)
                for operator, tests in made["Condition"].items()
            }
        return made

    def _selection(self, name: str, value: Any, grow: bool) -> Any:
        if isinstance(value, list):
            return [self._selection(name, item, grow) for item in value]
        if isinstance(value, dict):
            return {kind: self._selection("", item, grow) for kind, item in value.items()}
        if not isinstance(value, str) or not self._holds_gap(value):
            return value
        text = self._grown(value) if grow else value
        if name == "Principal":
            return text if text == _EVERYTHING else {"AWS": text}
        return f"{text}:{text}" if name == "Action" and text != "*" and ":" not in text else text

    def _tests(self, operator: str, tests: Any, grow: bool) -> Any:
        self._refuse(tests, "the condition of a statement")
        bare = operator.rpartition(":")[2].lower()
        if not isinstance(tests, dict) or not bare.startswith(_PATTERNED):
            return tests
        more = grow is not ("not" in bare)
        return {key: self._selection("", value, more) for key, value in tests.items()}

    def _grown(self, text: str) -> str:
        return TOKEN.sub(lambda found: _EVERYTHING if found[0] in self.wild else found[0], text)

    def _holds_gap(self, text: str) -> bool:
        return any(found in self.gaps for found in TOKEN.findall(text))

    def _refuse(self, value: Any, what: str) -> None:
        if isinstance(value, str) and value in self.gaps:
            raise Opaque(f"is not known: {what} is {self.gaps[value].what}")
