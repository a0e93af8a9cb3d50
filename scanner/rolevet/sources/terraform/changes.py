"""The resources of a plan, as it means to leave them.

https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, TypeAlias

from rolevet.sources.terraform.configuration import (
    Configured,
    Module,
    items_at,
    key_of,
    steps_of,
    text_at,
)
from rolevet.tree import Kind, Node, value_of

_DELETE: Final = "delete"
_GONE: Final = frozenset({_DELETE, "forget"})
_STAYS: Final = frozenset({"update", "no-op"})
_DEPTH_MAX: Final = 50

Marks: TypeAlias = Any
"""True for a value that is marked as a whole; else the marks of its parts."""


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """One instance of a resource or data source; `module` is the address of its module, `block` its
    address within that, and `key` tells it from other instances of the block."""

    address: str
    module: str
    block: str
    key: str
    type: str
    place: Node
    after: Node | None
    unknown: Node | None = None
    sensitive: Marks = None
    before: Node | None = None
    before_sensitive: Marks = None
    actions: frozenset[str] = frozenset()
    configured: Configured | None = None
    stated_provider: str = ""
    """Where there is no configuration to tell it."""

    @property
    def provider(self) -> str:
        """What tells its provider from others."""
        return self.configured.provider if self.configured else self.stated_provider

    @property
    def is_data(self) -> bool:
        return self.block.startswith("data.")

    @property
    def is_gone(self) -> bool:
        """Whether Terraform deletes it, or leaves it to others."""
        return bool(self.actions) and self.actions <= _GONE

    @property
    def is_deleted(self) -> bool:
        return self.is_gone and _DELETE in self.actions

    @property
    def earlier(self) -> "Planned":
        """The same as it was before, where it was there."""
        return replace(
            self,
            after=self.before,
            unknown=None,
            sensitive=self.before_sensitive,
            before=None,
            configured=None,
            stated_provider=self.provider,
        )

    @property
    def stays(self) -> bool:
        """Whether it was there before, and is still the same one after."""
        return bool(self.actions & _STAYS)


@dataclass(frozen=True, eq=False)
class Changes:
    """All of a plan; `root` is its configuration, which may not be there."""

    plan: Node
    root: Module

    @cached_property
    def resources(self) -> tuple[Planned, ...]:
        """In the order of the plan; a data source that was read before is one too."""
        found: dict[str, Planned] = {}
        for row in items_at(self.plan, "resource_changes"):
            if (planned := self._changed(row)) is not None:
                found.setdefault(planned.address, planned)
        for known in told_by(self.plan.get("prior_state")):
            if known.is_data:
                configured = self.module(known.module).resources.get(known.block)
                found.setdefault(known.address, replace(known, configured=configured))
        return tuple(found.values())

    def of(self, types: Set[str]) -> tuple[Planned, ...]:
        """Those of some types, but for data sources."""
        return tuple(each for each in self.resources if each.type in types and not each.is_data)

    @cached_property
    def instances(self) -> Mapping[tuple[str, str], Mapping[str, Planned]]:
        """By module and block, and then by key; what is gone is no instance any more."""
        found: dict[tuple[str, str], dict[str, Planned]] = {}
        for each in self.resources:
            if not each.is_gone:
                found.setdefault((each.module, each.block), {})[each.key] = each
        return found

    @cached_property
    def modules(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """The keys of the instances of each module call, by the address of the caller."""
        found: dict[tuple[str, str], dict[str, None]] = {}
        for address in dict.fromkeys(each.module for each in self.resources):
            above = ""
            for name, key in _calls(address):
                found.setdefault((above, name), {})[key] = None
                above = child_of(above, name, key)
        return {call: tuple(keys) for call, keys in found.items()}

    def module(self, address: str) -> Module:
        """The configuration of a module; an empty one where it is not told."""
        module = self.root
        for name, _ in _calls(address):
            call = module.calls.get(name)
            if call is None:
                return Module(None)
            module = call.module
        return module

    def told(self, variable: str, module: str) -> Node | None:
        """The value of a variable that no module call gives, unless it is sensitive."""
        declared = self.module(module).variable(variable)
        sensitive = declared.get("sensitive") if declared else None
        if sensitive is not None and sensitive.kind is Kind.TRUE:
            return None
        given = self.plan.get("variables") if not module else None
        value = given.get(variable) if given else None
        told = value.get("value") if value else None
        return told if told is not None or declared is None else declared.get("default")

    def _changed(self, row: Node) -> Planned | None:
        change = row.get("change")
        address = row.get("address")
        if change is None or address is None or not address.text or text_at(row, "deposed"):
            return None
        module, block = text_at(row, "module_address"), _block(row)
        return Planned(
            address=address.text,
            module=module,
            block=block,
            key=key_of(row.get("index")),
            type=text_at(row, "type"),
            place=address,
            after=_object(change.get("after")),
            unknown=change.get("after_unknown"),
            sensitive=_marks(change.get("after_sensitive")),
            before=_object(change.get("before")),
            before_sensitive=_marks(change.get("before_sensitive")),
            actions=frozenset(item.text for item in items_at(change, "actions")),
            configured=self.module(module).resources.get(block),
        )


def told_by(state: Node | None) -> Iterator[Planned]:
    """What a state tells of its resources; with places in the file that holds it."""
    values = state.get("values") if state else None
    for row in _state_rows(values.get("root_module") if values else None, 0):
        address = row.get("address")
        if address is None or not address.text:
            continue
        block = _block(row)
        yield Planned(
            address=address.text,
            module=address.text.partition(block)[0].rstrip("."),
            block=block,
            key=key_of(row.get("index")),
            type=text_at(row, "type"),
            place=address,
            after=_object(row.get("values")),
            sensitive=_marks(row.get("sensitive_values")),
            stated_provider=text_at(row, "provider_name"),
        )


def marks_at(marks: Marks, part: str | int) -> Marks:
    """Those of one part of a value."""
    if isinstance(marks, dict):
        return marks.get(part)
    if isinstance(marks, list) and isinstance(part, int):
        return marks[part] if part < len(marks) else None
    return marks is True


def _marks(node: Node | None) -> Marks:
    return value_of(node) if node is not None else None


def _state_rows(module: Node | None, depth: int) -> Iterator[Node]:
    if module is None or depth > _DEPTH_MAX:
        return
    yield from items_at(module, "resources")
    for child in items_at(module, "child_modules"):
        yield from _state_rows(child, depth + 1)


def _block(row: Node) -> str:
    prefix = "data." if text_at(row, "mode") == "data" else ""
    return f"{prefix}{text_at(row, 'type')}.{text_at(row, 'name')}"


def _object(node: Node | None) -> Node | None:
    return node if node is not None and node.kind is Kind.MAPPING else None


def _calls(address: str) -> Iterator[tuple[str, str]]:
    """The name and the key of each module that an address goes through."""
    steps = list(steps_of(address))
    while len(steps) > 1 and steps[0].name == "module":
        name = steps[1].name
        key = steps[2].key if len(steps) > 2 else ""
        yield name, key
        steps = steps[3 if key else 2 :]


def child_of(module: str, name: str, key: str) -> str:
    """The address of a module that another one calls."""
    return f"{module}.module.{name}{key}" if module else f"module.{name}{key}"
