"""Fn::ForEach, unrolled within bounds however loops are nested.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from rolevet.sources.cloudformation.parameters import Parameter
from rolevet.tree import Kind, Node

FOR_EACH: Final = "Fn::ForEach::"
VARIABLE: Final = re.compile(r"[$&]\{([^{}]*)\}")
_DEPTH_MAX: Final = 20
_NAME_MAX: Final = 1000
_LENGTH_MAX: Final = 20_000_000

Local = Mapping[str, str | None]
"""The texts of the variables of loops; None for one that is not known."""

Collection = Callable[[Node, Local], tuple[str | None, ...]]
"""The texts that a loop goes through; one that nobody knows where they are not told."""


class Entry(NamedTuple):
    """One entry of a mapping, as loops make it."""

    name: str
    key: Node
    value: Node
    local: Local


class Loops:
    """Takes no more turns than `most`; raises BadTree beyond."""

    def __init__(self, collection: Collection, most: int = 1000) -> None:
        self._collection = collection
        self._most = most
        self._turns = 0
        self._length = 0

    def entries(self, section: Node, local: Local, depth: int = 0) -> Iterator[Entry]:
        for name, member in section.members.items():
            if name.startswith(FOR_EACH):
                yield from self._unrolled(member.value, local, depth)
            else:
                made = self._filled(member.key, local) if local else name
                yield Entry(made, member.key, member.value, local)

    def _filled(self, key: Node, local: Local) -> str:
        if len(key.text) > _NAME_MAX:
            raise key.wrong("this name is too long for a loop", "shorten it")
        name = filled(key.text, local)
        self._length += len(name)
        if self._length > _LENGTH_MAX:
            raise key.wrong("the names that loops make grow too long", "split the template")
        return name

    def _unrolled(self, loop: Node, local: Local, depth: int) -> Iterator[Entry]:
        if depth >= _DEPTH_MAX:
            raise loop.wrong("loops are nested too deep", "unnest them")
        if len(loop.items) != 3:
            raise loop.wrong("Fn::ForEach has not three parts", "mend the template")
        variable, collection, output = loop.items
        for text in self._collection(collection, local):
            self._turns += 1
            if self._turns > self._most:
                raise loop.wrong(f"loops take more than {self._most} turns", "split the template")
            if text is not None and len(text) > _NAME_MAX:
                raise loop.wrong("it goes through a text that is too long", "shorten it")
            yield from self.entries(output, {**local, variable.text: text}, depth + 1)


def filled(name: str, local: Local) -> str:
    """A name in which variables of loops stand; one that is not known as `<Variable>`."""
    return VARIABLE.sub(lambda found: _shown(found, local), name) if local else name


def _shown(found: re.Match[str], local: Local) -> str:
    if found[1] not in local:
        return found[0]
    text = local[found[1]]
    if text is None:
        return f"<{found[1]}>"
    return plainly(text) if found[0][0] == "&" else text


def plainly(text: str) -> str:
    """What the form &{Variable} leaves of a text: that of which logical ids are made."""
    return "".join(filter(str.isalnum, text))


class Written(NamedTuple):
    """What a template tells of collections before anything is chosen."""

    parameters: Mapping[str, Parameter]
    mappings: Mapping[str, Node]

    def collection(self, node: Node, local: Local) -> tuple[str | None, ...]:
        if node.kind is Kind.LIST and not node.tag:
            return tuple(text for item in node.items for text in self._texts(item, local))
        return self._texts(node, local)

    def _texts(self, node: Node, local: Local) -> tuple[str | None, ...]:
        name = _given(node, "Ref")
        if name is not None and name.text in local:
            return (local[name.text],)
        if name is not None and name.text in self.parameters:
            parameter = self.parameters[name.text]
            known = parameter.known
            if known is None or parameter.is_hidden or parameter.is_stored:
                return (None,)
            return parameter.split(known)
        if name is None and (keys := _given(node, "FindInMap")) is not None:
            return self._row(keys, local)
        is_text = node.kind not in (Kind.LIST, Kind.MAPPING) and not node.tag
        return (filled(node.text, local) if is_text else None,)

    def _row(self, keys: Node, local: Local) -> tuple[str | None, ...]:
        names = [text for key in keys.items for text in self._texts(key, local)]
        if len(names) != len(keys.items) or len(names) != 3 or None in names:
            return (None,)
        name, top, second = (text or "" for text in names)
        table = self.mappings.get(name)
        row = table.get(top) if table is not None else None
        found = row.get(second) if row is not None else None
        if found is None:
            return (None,)
        return tuple(item.text for item in found.items) or (found.text,)


def _given(node: Node, function: str) -> Node | None:
    """What a function is given, in the short form or the long one."""
    if node.tag == f"!{function}":
        return node
    return node.get("Ref" if function == "Ref" else f"Fn::{function}")
