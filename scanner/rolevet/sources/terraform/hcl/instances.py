"""What a block makes: instances of a resource or a data source, with their attributes."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from rolevet.sources.terraform.hcl import data_sources
from rolevet.sources.terraform.hcl.blocks import values_of
from rolevet.sources.terraform.hcl.module import attribute
from rolevet.sources.terraform.hcl.references import AnyKey
from rolevet.sources.terraform.hcl.words import Untold, Word, is_null, number_of
from rolevet.sources.terraform.identities import NAMINGS, identity_of, is_of_aws
from rolevet.stated.identities import Identity
from rolevet.stated.values import Value, gaps_in
from rolevet.tree import Block, Node

if TYPE_CHECKING:
    from rolevet.sources.terraform.hcl.evaluator import Evaluator

_MANY: Final = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Expansion:
    """One instance of a block; `key` is what its address ends with, `name` what tells it from the
    others, which is None where nobody knows how many there are."""

    key: str
    name: str | None
    local: Mapping[str, Value] = field(default_factory=dict)


def expanded(block: Block, evaluator: "Evaluator") -> Sequence[Expansion]:
    """By `count` and `for_each`; raises BadTree where they make too many."""
    count, each = attribute(block, "count"), attribute(block, "for_each")
    made: Sequence[Expansion] = (Expansion("", ""),)
    if count is not None:
        made = _counted(count, evaluator)
    elif each is not None:
        made = _for_each(each, evaluator)
    if len(made) > _MANY:
        raise block.key.wrong(f"this makes more than {_MANY}", "make fewer")
    evaluator.work.step(block.key, len(made))
    return made


def _counted(node: Node, evaluator: "Evaluator") -> Sequence[Expansion]:
    value = evaluator.weighed(node, {})
    try:
        number = min(int(number_of(value)), _MANY + 1)
    except Untold:
        index = evaluator.work.gap(node, "count.index", wild=False)
        return (Expansion("", None, {"count": Value(node, {"index": index})}),)
    indexes = (Value(node, Word(n)) for n in range(number))
    return [
        Expansion(f"[{n}]", str(n), {"count": Value(node, {"index": index})})
        for n, index in enumerate(indexes)
    ]


def _for_each(node: Node, evaluator: "Evaluator") -> Sequence[Expansion]:
    value = evaluator.weighed(node, {})
    if isinstance(value.data, AnyKey):
        one = {"key": evaluator.work.unread(node, "a key"), "value": value.data[""]}
        return (Expansion("", None, {"each": Value(node, one)}),)
    pairs = None if value.gap is not None or is_null(value) else tuple(_pairs(value))
    if pairs is None or any(key is None for key, _ in pairs):
        gap = evaluator.work.unread
        gaps = tuple(gaps_in(value))
        each = {"key": gap(node, "a key", gaps), "value": gap(node, "a value", gaps)}
        return (Expansion("", None, {"each": Value(node, each)}),)
    return [
        Expansion(
            f"[{json.dumps(key, ensure_ascii=False)}]",
            key,
            {"each": Value(node, {"key": Value(item.node, key), "value": item})},
        )
        for key, item in dict(pairs).items()
        if key is not None
    ]


def _pairs(value: Value) -> Iterator[tuple[str | None, Value]]:
    if isinstance(value.data, Mapping):
        yield from ((name, value.data[name]) for name in sorted(value.data))
        return
    for item in value.items:
        yield (None if item.gaps or item.text is None else str(item.text)), item


class Outputs(Mapping[str, Value]):
    """What is worked out when it is asked for; nobody goes through all of it."""

    def __init__(self, output: Callable[[str], Value]) -> None:
        self._output = output

    def __getitem__(self, name: str) -> Value:
        return self._output(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class Instance(Mapping[str, Value]):
    """Its attributes, each worked out when it is asked for."""

    def __init__(
        self,
        address: str,
        kind: str,
        block: Block,
        expansion: Expansion,
        evaluator: "Evaluator",
        *,
        is_data: bool,
    ) -> None:
        self.address = address
        self.type = kind
        self.block = block
        self.made = None if expansion.name is None else True
        self._local = expansion.local
        self._evaluator = evaluator
        self._is_data = is_data
        self._known: dict[str, Value | None] = {}

    def __getitem__(self, name: str) -> Value:
        if name not in self._known:
            self._known[name] = None
            self._known[name] = self._attribute(name)
        found = self._known[name]
        return found or self._gap(name, ", which refers to itself")

    def __iter__(self) -> Iterator[str]:
        return iter(self.block.body.attributes)

    def __len__(self) -> int:
        return len(self.block.body.attributes)

    def values_stated(self) -> Mapping[str, Value]:
        """Arguments and blocks, without what is null."""
        return values_of(self.block.body, self._local, self._evaluator)

    @cached_property
    def identity(self) -> Identity:
        naming = NAMINGS.get(self.type)
        names = (naming.name, naming.path) if naming else ()
        nodes = {name: attribute(self.block, name) for name in names}
        values = {
            name: self._evaluator.value(node, self._local)
            for name, node in nodes.items()
            if node is not None
        }
        known = {name: value for name, value in values.items() if not is_null(value)}
        own = self._evaluator.work.own
        return identity_of(self.type, self.address, self.block.key, known, own)

    def _attribute(self, name: str) -> Value:
        key = self.block.key
        if self._is_data:
            found = data_sources.attribute(self, name, self._evaluator.work)
            if found is not None:
                return found
        elif name in self.identity.attributes:
            return Value(key, self.identity.attributes[name])
        node = attribute(self.block, name)
        if node is not None:
            return self._evaluator.value(node, self._local)
        return self.values_stated().get(name) or self._gap(name)

    def _gap(self, name: str, more: str = "") -> Value:
        what = "data source " if self._is_data else ""
        address = self.address.removeprefix("data.") if self._is_data else self.address
        wild = self._is_data or not is_of_aws(self.type)
        text = f"attribute {name} of {what}{address}{more}"
        return self._evaluator.work.gap(self.block.key, text, wild=wild)
