"""What the references of a plan's configuration lead to.

A plan tells which resources an expression speaks of, but not what it makes of them. A value that is
not known, and hangs on one attribute that is not known, is taken for that attribute.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from rolevet.sources.terraform.changes import Changes, Planned, child_of
from rolevet.sources.terraform.configuration import Step, references_in, steps_of
from rolevet.tree import Node

_KNOWN: Final = frozenset({"count", "path", "terraform", "self"})
_DEPTH_MAX: Final = 30
_STEPS_MAX: Final = 200_000


class Leaf(NamedTuple):
    """An attribute of a resource, or only the name of what an expression hangs on. A variable that
    is `given` is known before apply; `told` is its value, where the plan tells that."""

    name: str
    resource: Planned | None = None
    attribute: str = ""
    given: bool = False
    told: Node | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands: its module, the key of the instance that it is for, and the
    `for_each` that gave it that key."""

    module: str = ""
    key: str = ""
    for_each: Node | None = None


def scope_of(planned: Planned) -> Scope:
    """Where the arguments of a resource stand."""
    for_each = planned.configured.for_each if planned.configured else None
    return Scope(planned.module, planned.key, for_each)


class Linker:
    """Follows references through the modules of one plan."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._left = _STEPS_MAX
        self._known: dict[tuple[str, bool, Scope], tuple[Leaf, ...]] = {}

    def leaves(self, expression: Node | None, scope: Scope) -> tuple[Leaf, ...]:
        """All that an expression hangs on, each once."""
        found: dict[Leaf, None] = {}
        for leaf in self._leaves(references_in(expression), scope, 0):
            found[leaf] = None
        return tuple(found)

    def _leaves(self, references: Iterable[str], scope: Scope, depth: int) -> Iterator[Leaf]:
        texts = tuple(references)
        for text in texts:
            self._left -= 1
            if depth > _DEPTH_MAX or self._left < 0:
                yield Leaf(text)
                return
            key = text, _is_own(texts), scope
            if key not in self._known:
                self._known[key] = (Leaf(text),)  # if it refers to itself
                found = self._followed(text, steps_of(text), scope, depth, _is_own(texts))
                self._known[key] = tuple(dict.fromkeys(found))
            yield from self._known[key]

    def _followed(
        self, text: str, steps: tuple[Step, ...], scope: Scope, depth: int, own: bool
    ) -> Iterator[Leaf]:
        head = steps[0].name if steps else ""
        if not steps or head in _KNOWN:
            return
        if head == "each":
            yield from self._each(steps, scope, depth)
        elif head == "var":
            yield from self._variable(text, steps, scope, depth)
        elif head == "local":
            yield Leaf(text)
        elif head == "module":
            yield from self._output(text, steps[1:], scope, depth, own)
        else:
            yield from self._resources(text, steps, scope, own)

    def _each(self, steps: tuple[Step, ...], scope: Scope, depth: int) -> Iterator[Leaf]:
        """Keys are always known; a value may be an instance of another resource."""
        if len(steps) < 2 or steps[1].name != "value":
            return
        attribute = _attribute(steps[2:])
        references = (*references_in(scope.for_each), "each.key")
        for leaf in self._leaves(references, replace(scope, for_each=None), depth + 1):
            yield leaf if leaf.attribute else leaf._replace(attribute=attribute)

    def _variable(
        self, text: str, steps: tuple[Step, ...], scope: Scope, depth: int
    ) -> Iterator[Leaf]:
        """What a module is given, if not by its caller, or by the user."""
        name = steps[1].name if len(steps) > 1 else ""
        expression, caller = self._given(name, scope)
        constant = expression.get("constant_value") if expression else None
        if expression is None or constant is not None:
            node = constant or self._changes.told(name, scope.module)
            yield Leaf(text, given=True, told=node)
        else:
            yield from self._leaves(references_in(expression), caller, depth + 1)

    def _given(self, name: str, scope: Scope) -> tuple[Node | None, Scope]:
        if not scope.module:
            return None, scope
        above, call_name, key = _above(scope.module)
        call = self._changes.module(above).calls.get(call_name)
        if call is None:
            return None, scope
        return call.argument(name), Scope(above, key, call.for_each)

    def _output(
        self, text: str, steps: tuple[Step, ...], scope: Scope, depth: int, own: bool
    ) -> Iterator[Leaf]:
        name, key, rest = _keyed(steps)
        keys = self._changes.modules.get((scope.module, name), ())
        module = self._changes.module(scope.module).calls.get(name)
        expression = module.module.output(rest[0].name) if module and rest else None
        if expression is None:
            yield Leaf(text)
            return
        for each in _chosen(keys, key, scope.key, own):
            child = Scope(child_of(scope.module, name, each))
            yield from self._leaves(references_in(expression), child, depth + 1)

    def _resources(
        self, text: str, steps: tuple[Step, ...], scope: Scope, own: bool
    ) -> Iterator[Leaf]:
        length = 3 if steps[0].name == "data" else 2
        block = ".".join(step.name for step in steps[:length])
        name, key, rest = _keyed((Step(block), *steps[length:]))
        instances = self._changes.instances.get((scope.module, name), {})
        chosen = _chosen(tuple(instances), key, scope.key, own)
        if not chosen:
            yield Leaf(text)
        for each in chosen:
            yield Leaf(text, instances[each], _attribute(rest))


def _is_own(references: Iterable[str]) -> bool:
    """Whether the expression speaks of the instance that it is for."""
    return any(text.startswith(("each.", "count.")) for text in references)


def _chosen(keys: tuple[str, ...], key: str, own_key: str, own: bool) -> tuple[str, ...]:
    """The instances that are meant: the one that is told, or the one of the same key, or all."""
    if key:
        return (key,) if key in keys else ()
    return (own_key,) if own and own_key and own_key in keys else keys


def _keyed(steps: tuple[Step, ...]) -> tuple[str, str, tuple[Step, ...]]:
    if not steps:
        return "", "", ()
    key = steps[1].key if len(steps) > 1 else ""
    return steps[0].name, key, steps[2 if key else 1 :]


def _attribute(steps: tuple[Step, ...]) -> str:
    return next((step.name for step in steps if step.name), "")


def _above(module: str) -> tuple[str, str, str]:
    """The address of the caller, and the name and the key of a module."""
    steps = list(steps_of(module))
    key = steps.pop().key if steps and steps[-1].key else ""
    name = steps.pop().name if steps else ""
    written = len(f".module.{name}{key}")
    return module[: max(len(module) - written, 0)], name, key
