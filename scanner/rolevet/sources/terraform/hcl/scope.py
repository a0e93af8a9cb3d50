"""One instance of a module: what its names stand for, and what it declares."""

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from rolevet.sources.terraform.hcl.evaluator import Evaluator
from rolevet.sources.terraform.hcl.instances import Instance, Outputs, expanded
from rolevet.sources.terraform.hcl.module import Module, attribute, source_of
from rolevet.sources.terraform.hcl.references import AnyKey, OneOfMany, name_at
from rolevet.sources.terraform.hcl.words import Untold
from rolevet.sources.terraform.hcl.work import Work
from rolevet.sources.terraform.identities import identity_of, is_of_aws
from rolevet.stated.values import Value
from rolevet.tree import Block, Node

_CALLS_MAX: Final = 10
"""Levels of modules that call modules."""
_CLAUSE_MAX: Final = 100
_GIVEN: Final = frozenset({"source", "version", "providers", "count", "for_each", "depends_on"})
_OF_WORK: Final = ("workspace", "applying")


class Scope:
    """`address` is that of the module, and ends with a dot, or is empty for the root.

    `arguments` are those that a call gives its variables; None for the root.
    """

    def __init__(
        self,
        module: Module,
        address: str,
        arguments: Mapping[str, Callable[[], Value]] | None,
        work: Work,
        above: tuple[str, ...] = (),
    ) -> None:
        self.module = module
        self.address = address
        self.work = work
        self.evaluator = Evaluator(work, self, module.folder)
        self._arguments = arguments
        self._above = above
        self._known: dict[str, Value | None] = {}
        self._blocks: dict[tuple[str, str], Sequence[Instance]] = {}
        self._shapes: dict[tuple[str, str], Value] = {}
        self._calls: dict[str, Value | None] = {}
        self._scopes: dict[str, list[Scope]] = {}

    def find(self, root: Node, name: str, steps: Sequence[Node]) -> tuple[Value, int]:
        """What a reference begins with, and how many of its steps that took; raises Untold."""
        first = name_at(steps, 0)
        if name == "var":
            return self._once(f"variable {first}", root, lambda: self._variable(root, first)), 1
        if name == "local":
            return self._once(f"local {first}", root, lambda: self._local(root, first)), 1
        if name == "module":
            return self._call(root, first), 1
        if name == "path":
            return self._path(root, first), 1
        if name == "terraform":
            return self.work.gap(root, f"terraform.{first}", wild=first not in _OF_WORK), 1
        if name == "data":
            second = name_at(steps, 1)
            return self._declared(root, self.module.data, (first, second), "data."), 2
        return self._declared(root, self.module.resources, (name, first), ""), 1

    def clause(self, condition: Node) -> str:
        """How people are told of a condition."""
        written = condition.source.text[condition.start : condition.end]
        shown = " ".join(written.split())[:_CLAUSE_MAX]
        return f"{shown} in {self.address[:-1]}" if self.address else shown

    def output(self, node: Node, name: str) -> Value:
        """Of the module, as those who call it see it."""
        block = self.module.outputs.get(name)
        value = attribute(block, "value") if block else None
        if value is None:
            return self.work.gap(node, f"output {name} of {self.address[:-1]}")
        return self._once(f"output {name}", node, lambda: self.evaluator.value(value, {}))

    def instances(self) -> Iterator[Instance]:
        """Every resource, with those of the modules that it calls."""
        for kind, name in self.module.resources:
            yield from self._made(self.module.resources, (kind, name), "")
        for name, call in self.module.calls.items():
            self._call(call.key, name)
            for scope in self._scopes.get(name, ()):
                yield from scope.instances()

    def _once(self, name: str, node: Node, made: Callable[[], Value]) -> Value:
        if name not in self._known:
            self._known[name] = None
            self._known[name] = made()
        found = self._known[name]
        return (
            found if found is not None else self.work.gap(node, f"{name}, which refers to itself")
        )

    def _variable(self, node: Node, name: str) -> Value:
        block = self.module.variables.get(name)
        if self._arguments is not None and name in self._arguments:
            return self._arguments[name]()
        if self._arguments is None and name in self.module.given:
            return self.evaluator.value(self.module.given[name], {})
        default = attribute(block, "default") if block else None
        if default is None:
            of = f" of {self.address[:-1]}" if self.address else ""
            return self.work.gap(node, f"variable {name}{of}")
        return self.evaluator.value(default, {})

    def _local(self, node: Node, name: str) -> Value:
        if name not in self.module.locals:
            return self.work.gap(node, f"local {name}")
        return self.evaluator.value(self.module.locals[name], {})

    def _path(self, node: Node, name: str) -> Value:
        if name not in ("module", "root", "cwd"):
            raise Untold
        return self.work.text(node, self.module.folder if name == "module" else ".")

    def _declared(
        self,
        node: Node,
        blocks: Mapping[tuple[str, str], Block],
        name: tuple[str, str],
        prefix: str,
    ) -> Value:
        shown = f"{prefix}{self.address}{'.'.join(name)}"
        if name not in blocks:
            return self._missing(node, name[0], shown, is_data=bool(prefix))
        self._made(blocks, name, prefix)
        shape = self._shapes.get((prefix + name[0], name[1]))
        return shape or self.work.gap(node, f"{shown}, which refers to itself")

    def _missing(self, node: Node, kind: str, shown: str, *, is_data: bool) -> Value:
        """What is declared elsewhere, or nowhere: nothing but its type is known."""
        if is_data or not is_of_aws(kind):
            return self.work.gap(node, f"what is called {shown}")
        known = identity_of(kind, shown, node, {}, self.work.own).attributes

        def attribute_of(name: str) -> Value:
            if name in known:
                return Value(node, known[name])
            return self.work.gap(node, f"attribute {name} of what is called {shown}", wild=False)

        return Value(node, Outputs(attribute_of))

    def _made(
        self, blocks: Mapping[tuple[str, str], Block], name: tuple[str, str], prefix: str
    ) -> Sequence[Instance]:
        key = prefix + name[0], name[1]
        if key not in self._blocks:
            block = blocks[name]
            self._blocks[key] = ()
            many = expanded(block, self.evaluator)
            made = [
                Instance(
                    f"{self.address}{prefix}{'.'.join(name)}{each.key}",
                    name[0],
                    block,
                    each,
                    self.evaluator,
                    is_data=bool(prefix),
                )
                for each in many
            ]
            values = [Value(block.key, each) for each in made]
            self._blocks[key] = made
            self._shapes[key] = _shaped(block, values, [each.name for each in many])
        return self._blocks[key]

    def _call(self, node: Node, name: str) -> Value:
        if name not in self._calls:
            self._calls[name] = None
            self._calls[name] = self._called(node, name)
        found = self._calls[name]
        return found or self.work.gap(node, f"module {name}, which refers to itself")

    def _called(self, node: Node, name: str) -> Value:
        block = self.module.calls.get(name)
        source = source_of(block) if block else ""
        folder = posixpath.normpath(f"{self.module.folder}/{source}")
        above = (*self._above, posixpath.normpath(self.module.folder))
        is_read = source and folder not in above and len(above) <= _CALLS_MAX
        module = self.work.module(folder) if is_read else None
        address = f"{self.address}module.{name}"
        if block is None or module is None:
            return Value(
                node, Outputs(lambda out: self.work.gap(node, f"output {out} of {address}"))
            )
        many = expanded(block, self.evaluator)
        self._scopes[name] = scopes = [
            Scope(
                module,
                f"{address}{each.key}.",
                self._given(block, each.local),
                self.work,
                above,
            )
            for each in many
        ]
        values = [Value(block.key, Outputs(_outputs(scope, block.key))) for scope in scopes]
        return _shaped(block, values, [each.name for each in many])

    def _given(self, block: Block, local: Mapping[str, Value]) -> Mapping[str, Callable[[], Value]]:
        def argument(node: Node) -> Callable[[], Value]:
            return lambda: self.evaluator.value(node, local)

        members = block.body.attributes.items()
        return {name: argument(each.value) for name, each in members if name not in _GIVEN}


def _outputs(scope: Scope, node: Node) -> Callable[[str], Value]:
    return lambda name: scope.output(node, name)


def _shaped(block: Block, values: Sequence[Value], names: Sequence[str | None]) -> Value:
    """What a reference to the whole of it gives."""
    unknown = len(values) == 1 and names[0] is None
    if "count" in block.body.attributes:
        return Value(block.key, OneOfMany(values) if unknown else tuple(values))
    if "for_each" in block.body.attributes:
        if unknown:
            return Value(block.key, AnyKey({"": values[0]}))
        return Value(block.key, dict(zip((name or "" for name in names), values, strict=True)))
    return values[0]
