"""What a plan tells of the configuration that it was made of: who refers to whom, and how.

https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Final

from rolevet.tree import Kind, Node

_REFERENCE_MAX: Final = 1024
_REFERENCES_MAX: Final = 1000
_STEP: Final = re.compile(
    r"\.?(?P<name>[^\W\d][\w-]*+)|\[(?P<number>[0-9]{1,18})\]|\[(?P<text>\"(?:[^\"\\]|\\.)*+\")\]"
)
_LEAF: Final = frozenset({"constant_value", "references"})


@dataclass(frozen=True, slots=True)
class Step:
    """A name, or a key between brackets as Terraform writes it in addresses."""

    name: str = ""
    key: str = ""


def steps_of(reference: str) -> tuple[Step, ...]:
    """The steps of a reference or an address, as far as they can be read."""
    found: list[Step] = []
    at = 0
    if len(reference) > _REFERENCE_MAX:
        return ()
    while step := _STEP.match(reference, at):
        at = step.end()
        key = step["number"] or step["text"]
        found.append(Step(key=f"[{key}]") if key else Step(step["name"]))
    return tuple(found)


def key_of(index: Node | None) -> str:
    """How an instance is told from others of the same block in addresses."""
    if index is None or index.kind not in (Kind.NUMBER, Kind.TEXT):
        return ""
    text = json.dumps(index.text, ensure_ascii=False)
    return f"[{index.text}]" if index.kind is Kind.NUMBER else f"[{text}]"


@dataclass(frozen=True, slots=True)
class Configured:
    """A block of a resource or of a data source."""

    body: Node

    @property
    def expressions(self) -> Node | None:
        return self.body.get("expressions")

    @property
    def for_each(self) -> Node | None:
        return self.body.get("for_each_expression")

    @property
    def provider(self) -> str:
        return text_at(self.body, "provider_config_key")


@dataclass(frozen=True, eq=False)
class Module:
    """One module; `calls` are those that it calls itself."""

    body: Node | None

    @cached_property
    def resources(self) -> Mapping[str, Configured]:
        """By address within the module."""
        rows = items_at(self.body, "resources")
        return {text_at(row, "address"): Configured(row) for row in rows}

    @cached_property
    def calls(self) -> Mapping[str, "Call"]:
        found = self.body.get("module_calls") if self.body else None
        members = found.members if found else {}
        return {name: Call(member.value) for name, member in members.items()}

    def variable(self, name: str) -> Node | None:
        found = self.body.get("variables") if self.body else None
        return found.get(name) if found else None

    def output(self, name: str) -> Node | None:
        """The expression of an output."""
        found = self.body.get("outputs") if self.body else None
        output = found.get(name) if found else None
        return output.get("expression") if output else None


@dataclass(frozen=True, eq=False)
class Call:
    """A module block."""

    body: Node

    @cached_property
    def module(self) -> Module:
        return Module(self.body.get("module"))

    @property
    def for_each(self) -> Node | None:
        return self.body.get("for_each_expression")

    def argument(self, name: str) -> Node | None:
        """The expression that a variable of the module is given."""
        found = self.body.get("expressions")
        return found.get(name) if found else None


def is_expression(node: Node) -> bool:
    """Whether it tells of one expression, and not of a block that has several."""
    return bool(node.members) and _LEAF.issuperset(node.members)


def references_in(expression: Node | None) -> tuple[str, ...]:
    """Every reference once, without those that are only the beginning of a longer one."""
    if expression is None:
        return ()
    texts = dict.fromkeys(islice(_texts(expression), _REFERENCES_MAX))
    begun = {begin for text in texts for begin in _beginnings(text)}
    return tuple(text for text in texts if text not in begun)


def _texts(expression: Node) -> Iterable[str]:
    if is_expression(expression):
        return [item.text for item in items_at(expression, "references") if item.text]
    found: list[str] = []
    waiting = [expression]
    while waiting:
        node = waiting.pop()
        found += [item.text for item in items_at(node, "references") if item.text]
        waiting += [*node.items, *(member.value for member in node.members.values())]
    return found


def _beginnings(reference: str) -> Iterable[str]:
    if len(reference) > _REFERENCE_MAX:
        return
    for at, character in enumerate(reference):
        if at and character in ".[":
            yield reference[:at]


def text_at(node: Node | None, name: str) -> str:
    """The text of one entry, or nothing."""
    found = node.get(name) if node else None
    return found.text if found else ""


def items_at(node: Node | None, name: str) -> tuple[Node, ...]:
    """The items of one entry, or none."""
    found = node.get(name) if node else None
    return found.items if found else ()


def texts_in(nodes: Iterable[Node | None]) -> Iterator[str]:
    """Every text, however deep, but for the names of members."""
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node is not None:
            waiting += (*node.items, *(member.value for member in node.members.values()))
            if node.kind is Kind.TEXT:
                yield node.text
