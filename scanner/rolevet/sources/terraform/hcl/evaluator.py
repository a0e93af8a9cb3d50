"""What the expressions of one module come to, as far as the configuration tells.

https://developer.hashicorp.com/terraform/language/expressions
"""

from collections.abc import Iterator, Mapping
from typing import Final

from rolevet.sources.terraform.hcl import functions, operations
from rolevet.sources.terraform.hcl.references import AnyKey, Namespaces, step
from rolevet.sources.terraform.hcl.words import (
    Untold,
    Word,
    is_known,
    is_null,
    same,
    text_of,
    truth,
)
from rolevet.sources.terraform.hcl.work import Work
from rolevet.stated.values import Gap, Value, gaps_in
from rolevet.tree import Kind, Node, Run, Tag

Local = Mapping[str, Value]
"""The variables of loops, and `each` and `count` of the instance that is made."""

_EACH: Final = "[*]"
_WORDS: Final = (Kind.NUMBER, Kind.TRUE, Kind.FALSE, Kind.NULL)


class Evaluator:
    """Works nodes out; null is a value of its own."""

    def __init__(self, work: Work, names: Namespaces, folder: str) -> None:
        self.work = work
        self.names = names
        self.folder = folder
        self._conditions = ""

    def value(self, node: Node, local: Local) -> Value:
        work = self.work
        work.step(node)
        if work.is_too_deep():
            return work.gap(node, "a value that refers to itself, or is nested too deep")
        work.depth += 1
        try:
            return self._value(node, local)
        except Untold:
            return work.unread(node, "an expression")
        finally:
            work.depth -= 1

    def weighed(self, node: Node, local: Local) -> Value:
        """What may be gone through as a whole; raises BadTree where that would take too long."""
        return self.work.weigh(self.value(node, local))

    def _value(self, node: Node, local: Local) -> Value:
        if node.tag:
            return self._tagged(node, local)
        if node.kind is Kind.TEXT:
            runs = getattr(node, "runs", ()) or (Run(node.text, node.start, node.end),)
            return self.work.written(node, runs)
        if node.kind in _WORDS:
            return Value(node, Word(node.text))
        if node.kind is Kind.LIST:
            return Value(node, tuple(self.value(item, local) for item in node.items))
        members = node.members.items()
        return Value(node, {name: self.value(each.value, local) for name, each in members})

    def _tagged(self, node: Node, local: Local) -> Value:
        if node.tag in (Tag.NAME, Tag.ATTRIBUTE, Tag.INDEX, Tag.EACH):
            return self._reference(node, local)
        if node.tag == Tag.TEMPLATE:
            return self._template(node, local)
        if node.tag == Tag.CALL:
            return self._call(node, local)
        if node.tag == Tag.IF:
            return self._if(node, local)
        if node.tag == Tag.OPERATION:
            return operations.result_of(
                node, [self.weighed(i, local) for i in node.items[1:]], self
            )
        if node.tag == Tag.OBJECT:
            return self._object(node, local)
        if node.tag == Tag.SPLAT:
            return self._splat(node, local)
        if node.tag in (Tag.FOR, Tag.GROUPED):
            return self._for(node, local)
        return self.work.unread(node, "an expression")

    def _reference(self, node: Node, local: Local) -> Value:
        steps: list[Node] = []
        root = node
        while root.tag in (Tag.ATTRIBUTE, Tag.INDEX):
            steps.append(root)
            root = root.items[0]
        steps.reverse()
        if root.tag in (Tag.NAME, Tag.EACH):
            name = root.text if root.tag == Tag.NAME else _EACH
            if name in local:
                found = local[name]
            else:
                found, used = self.names.find(root, name, steps)
                steps = steps[used:]
        else:
            found = self.value(root, local)
        for each in steps:
            found = step(found, self._key(each, local), each, self.work)
        return found.at(node)

    def _key(self, node: Node, local: Local) -> Value:
        key = node.items[1]
        return Value(key, key.text) if node.tag == Tag.ATTRIBUTE else self.value(key, local)

    def _template(self, node: Node, local: Local) -> Value:
        runs: list[Run] = []
        gaps: list[Gap] = []
        for item in node.items:
            if not item.tag:
                runs += getattr(item, "runs", ())
                continue
            piece = self.value(item.items[0] if item.tag == Tag.TEMPLATE else item, local)
            gaps += piece.gaps
            runs.append(Run(text_of(piece), item.start, item.end))
        return self.work.written(node, runs, gaps)

    def _call(self, node: Node, local: Local) -> Value:
        name = node.items[0].text
        if name in ("try", "can"):
            return self._try(node, local, name)
        given: list[Value] = []
        for item in node.items[1:]:
            if item.tag == Tag.EXPANDED:
                many = self.weighed(item.items[0], local)
                if not isinstance(many.data, tuple):
                    return self.work.unread(node, f"function {name}(...)", many.gaps)
                given += many.data
            else:
                given.append(self.weighed(item, local))
        try:
            return functions.result_of(name, given, node, self).at(node)
        except Untold:
            gaps = (gap for value in given for gap in gaps_in(value))
            return self.work.unread(node, f"function {name}(...)", gaps)

    def _try(self, node: Node, local: Local, name: str) -> Value:
        """The first that is not an error; what is not known may be one."""
        values = [self.weighed(item, local) for item in node.items[1:]]
        known = values[0] if values and is_known(values[0]) else None
        if known is None:
            gaps = (gap for value in values for gap in gaps_in(value))
            return self.work.unread(node, f"function {name}(...)", gaps)
        return known.at(node) if name == "try" else Value(node, Word("true"))

    def _if(self, node: Node, local: Local) -> Value:
        condition, yes, no = node.items
        held = self.holds(condition, local)
        if held is not None:
            return self.value(yes if held else no, local).at(node)
        one, other = self.weighed(yes, local), self.weighed(no, local)
        if same(one, other):
            return one.at(node)
        return self.work.unread(node, "what depends on a condition")

    def holds(self, node: Node, local: Local) -> bool | None:
        """Whether a condition holds, or is taken to hold in this way."""
        turned = False
        while node.tag == Tag.OPERATION and node.items[0].text == "!" and len(node.items) == 2:
            node, turned = node.items[1], not turned
        held = truth(self.value(node, local))
        if held is None:
            clause = self.names.clause(node)
            self.work.opened.setdefault(clause)
            held = self.work.choice.get(clause)
        return held if held is None or not turned else not held

    def _object(self, node: Node, local: Local) -> Value:
        members: dict[str, Value] = {}
        for key, item in zip(node.items[::2], node.items[1::2], strict=True):
            name = self.value(key, local)
            if name.gaps:
                return self.work.unread(node, "an object with a key", name.gaps)
            members[text_of(name)] = self.value(item, local)
        return Value(node, members)

    def _splat(self, node: Node, local: Local) -> Value:
        over, each = node.items
        found = self.value(over, local)
        if is_null(found):
            return Value(node, ())
        if found.gap is not None:
            return self.work.unread(node, "parts", found.gaps)
        return Value(node, tuple(self.value(each, {**local, _EACH: i}) for i in found.items))

    def _for(self, node: Node, local: Local) -> Value:
        over = self.weighed(node.items[2], local)
        if over.gap is not None or is_null(over) or over.text is not None:
            return self.work.unread(node, "what is made of each", over.gaps)
        made: list[tuple[str, Value]] = []
        for inner in self._turns(node, over, local):
            test = node.items[5]
            held = True if test.tag == Tag.VOID else truth(self.value(test, inner))
            if held is None:
                return self.work.unread(node, "what is made of each", gaps_in(over))
            if held:
                key = node.items[3]
                name = "" if key.tag == Tag.VOID else text_of(self._known(key, inner))
                made.append((name, self.value(node.items[4], inner)))
        if node.items[3].tag == Tag.VOID:
            return Value(node, tuple(value for _, value in made))
        if node.tag == Tag.FOR:
            return Value(node, dict(made))
        grouped: dict[str, list[Value]] = {}
        for name, value in made:
            grouped.setdefault(name, []).append(value)
        return Value(node, {name: Value(node, tuple(many)) for name, many in grouped.items()})

    def _turns(self, node: Node, over: Value, local: Local) -> Iterator[Local]:
        first, second = node.items[0], node.items[1]
        for name, value in self.items(node, over):
            yield {**local, **({first.text: name} if first.text else {}), second.text: value}

    def items(self, node: Node, collection: Value) -> Iterator[tuple[Value, Value]]:
        """Each with its key or its number."""
        if isinstance(collection.data, AnyKey):
            gap = self.work.unread(node, "a key")
            yield from ((gap, value) for value in collection.data.values())
        elif isinstance(collection.data, Mapping):
            names = sorted(collection.data)
            yield from ((Value(node, name), collection.data[name]) for name in names)
        else:
            items = enumerate(collection.items)
            yield from ((Value(node, Word(number)), value) for number, value in items)

    def _known(self, node: Node, local: Local) -> Value:
        value = self.value(node, local)
        if value.gaps:
            raise Untold
        return value
