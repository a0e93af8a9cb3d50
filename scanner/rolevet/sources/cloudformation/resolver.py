"""What a template's values come to, as far as the template tells.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Final

from rolevet.sources.cloudformation import functions
from rolevet.sources.cloudformation.calls import call_of
from rolevet.sources.cloudformation.choices import Choice
from rolevet.sources.cloudformation.conditions import holds
from rolevet.sources.cloudformation.identities import identity_of
from rolevet.sources.cloudformation.loops import Local, Loops
from rolevet.sources.cloudformation.parameters import Parameter
from rolevet.sources.cloudformation.template import MANAGED_POLICY, ROLE, Declaration, Template
from rolevet.stated.identities import Identity
from rolevet.stated.standins import StandIns
from rolevet.stated.values import Gap, Value
from rolevet.tree import Kind, Node

_STEPS_MAX: Final = 2_000_000
_TEXT_MAX: Final = 50_000_000
_DEPTH_MAX: Final = 100
_ROWS_MAX: Final = 100
_NO_VALUE: Final = "AWS::NoValue"
_PSEUDO: Final = ("AWS::NotificationARNs", "AWS::StackId", "AWS::StackName", "AWS::URLSuffix")
_NULLS: Final = ("", "~", "null")
_DYNAMIC: Final = "{{resolve:"
_TURNS_MAX: Final = 10_000


class Resolver:
    """Resolves nodes under one choice; raises BadTree where that takes too long."""

    def __init__(self, template: Template, stand_ins: StandIns, choice: Choice) -> None:
        self.template = template
        self.stand_ins = stand_ins
        self.choice = choice
        self.open_conditions: set[str] = set()
        """Those that could not be decided by what they say themselves."""
        self._loops = Loops(self._collection, _TURNS_MAX)
        self._properties: dict[str, Mapping[str, tuple[Node, Local]]] = {}
        self._identities: dict[str, Identity | None] = {}
        self._decided: dict[str, bool | None] = {}
        self._follows: list[bool] = []
        """Of each condition that is being worked out, whether it hangs on one that is open."""
        self._steps = 0
        self._length = 0
        self._depth = 0

    def value(self, node: Node, local: Local) -> Value | None:
        """None for AWS::NoValue, and for null."""
        self._deepen(node)
        found = self._value(node, local)
        self._depth -= 1
        return found

    def _deepen(self, node: Node) -> None:
        """An error ends the resolver, so that nobody needs to come up again after it."""
        self._steps += 1
        if self._steps > _STEPS_MAX:
            raise node.wrong("this template takes too long to resolve", "split the template")
        if self._depth >= _DEPTH_MAX:
            raise node.wrong("this refers to itself, or is nested too deep", "unnest it")
        self._depth += 1

    def _value(self, node: Node, local: Local) -> Value | None:
        call = call_of(node)
        if call is not None:
            return functions.result_of(call, self, local)
        if node.kind is Kind.LIST:
            items = (self.value(item, local) for item in node.items)
            return Value(node, tuple(item for item in items if item is not None))
        if node.kind is Kind.MAPPING:
            return self._mapping(node, local)
        if node.kind is Kind.NULL or (node.bare and node.text in _NULLS):
            return None
        if _DYNAMIC in node.text:
            return self.unread(node, "the dynamic reference")
        text = node.text
        return functions.text_of(node, text, self, local) if local else self.text(node, text)

    def _mapping(self, node: Node, local: Local) -> Value:
        members = {}
        for entry in self._loops.entries(node, local):
            value = self.value(entry.value, entry.local)
            if value is not None:
                members[entry.name] = value
        return Value(node, members)

    def _collection(self, node: Node, local: Local) -> tuple[str | None, ...]:
        found = self.value(node, local)
        if found is None or (found.gap and not isinstance(found.data, tuple)):
            return (None,)
        return tuple(None if item.gaps else item.text for item in found.items)

    def property(self, declared: Declaration, name: str) -> Value | None:
        """What a resource states, also in a loop over its properties; None where it does not."""
        if declared.id not in self._properties:
            node = declared.properties
            entries = self._loops.entries(node, declared.local) if node is not None else ()
            self._properties[declared.id] = {each.name: each[2:] for each in entries}
        node, local = self._properties[declared.id].get(name, (None, {}))
        return self.value(node, local) if node is not None else None

    def text(self, node: Node, text: str, gaps: Iterable[Gap] = ()) -> Value:
        """A text that the template writes or puts together."""
        self.spend(node, len(text))
        written = self.stand_ins.as_own(text) if self.choice.taking.own_place else text
        return Value(node, written, tuple(dict.fromkeys(gaps)))

    def spend(self, node: Node, length: int) -> None:
        """Raises BadTree where texts repeat each other without end."""
        self._length += length
        if self._length > _TEXT_MAX:
            raise node.wrong("the texts of this template grow too long", "split the template")

    def gap(
        self,
        node: Node,
        what: str,
        *,
        wild: bool = True,
        other: bool = False,
        loose: bool = False,
    ) -> Value:
        """What the template does not tell."""
        found = Gap(self.stand_ins.named(what.rpartition(" ")[2]), what, wild, other, loose)
        return Value(node, found.token, (found,))

    def unread(self, node: Node, what: str) -> Value:
        """A gap without a name, told by its place."""
        span = node.span
        return self.gap(node, f"{what} of {span.line}:{span.column}")

    def reference(self, node: Node, name: str, local: Local) -> Value | None:
        """What Ref gives."""
        if name in local:
            text = local[name]
            return self.gap(node, f"variable {name}") if text is None else self.text(node, text)
        if name.startswith("AWS::"):
            return self._pseudo(node, name)
        if name in self.template.parameters:
            return self._parameter(node, self.template.parameters[name])
        if name in self.template.resources:
            identity = self.identity(name)
            if identity is not None:
                return replace(identity.reference, node=node)
        return self.gap(node, f"what is called {name}")

    def attribute(self, node: Node, name: str, attribute: str) -> Value:
        """What Fn::GetAtt gives."""
        what = f"attribute {name}.{attribute}"
        identity = self.identity(name) if name in self.template.resources else None
        if identity is None:
            return self.gap(node, what)
        if attribute in identity.attributes:
            return Value(node, identity.attributes[attribute])
        return self.gap(node, what, wild=identity.foreign)

    def identity(self, name: str) -> Identity | None:
        """Of a resource of the template; None while it is asked for in working it out."""
        if name not in self._identities:
            self._identities[name] = None
            self._identities[name] = identity_of(self.template.resources[name], self)
        return self._identities[name]

    @cached_property
    def spelt(self) -> Mapping[str, str]:
        """The ARNs of the template's own resources, by how others may put them together."""
        identities = (
            self.identity(each.id)
            for each in self.template.declared
            if each.type in (ROLE, MANAGED_POLICY)
        )
        return {each.spelt: each.arn for each in identities if each and each.spelt}

    def condition(self, name: str) -> bool | None:
        """Whether a condition holds; None where that does not follow from the choice."""
        if name in self.choice.conditions:
            return self.choice.conditions[name]
        if name not in self._decided:
            self._decided[name] = None  # if it refers to itself
            self._decided[name] = self._holds(name)
        held = self._decided[name]
        if held is None and self._follows:
            self._follows[-1] = True
        return held

    def test(self, node: Node, local: Local) -> bool | None:
        """Whether a condition holds that is written inside another."""
        self._deepen(node)
        held = holds(node, self, local)
        self._depth -= 1
        return held

    def compared(self, node: Node, local: Local) -> Value | None:
        """What a condition compares, for which the choice may take a pseudo-parameter as known."""
        call = call_of(node)
        name = call.given.text if call and call.name == "Ref" else ""
        if name in self.choice.pseudo:
            return Value(node, self.choice.pseudo[name])
        if name in self.choice.untold:
            return self.gap(node, f"pseudo-parameter {name}")
        parameter = self.template.parameters.get(name)
        if parameter is not None and parameter.is_hidden:
            return Value(node, parameter.given or "")
        return self.value(node, local)

    def rows(self, name: str, top: str) -> tuple[Node, ...]:
        """The rows of a mapping that may be meant by a key; none where they are too many."""
        table = self.template.mappings.get(name)
        if table is None:
            return ()
        if top in table.members:
            return (table.members[top].value,)
        if len(table.members) > _ROWS_MAX or not self.stand_ins.is_symbolic(top):
            return ()
        return tuple(row.value for row in table.members.values())

    def _holds(self, name: str) -> bool | None:
        entry = self.template.conditions.get(name)
        if entry is None:
            return None
        self._follows.append(False)
        held = self.test(entry.value, entry.local)
        if not self._follows.pop() and held is None:
            self.open_conditions.add(name)
        return held

    def _pseudo(self, node: Node, name: str) -> Value | None:
        if name == _NO_VALUE:
            return None
        known = {
            "AWS::AccountId": self.stand_ins.account,
            "AWS::Region": self.stand_ins.region,
            "AWS::Partition": self.stand_ins.partition,
            "AWS::StackName": self.template.deployment.name,
        }
        if known.get(name):
            return Value(node, known[name])
        wild = name not in _PSEUDO
        return self.gap(node, f"pseudo-parameter {name}", wild=wild)

    def _parameter(self, node: Node, parameter: Parameter) -> Value:
        what, name, loose = f"parameter {parameter.name}", parameter.name, parameter.is_list
        if name in self.choice.untold or parameter.is_stored or parameter.is_hidden:
            return self.gap(node, what, loose=loose)
        text = self.choice.parameters.get(name, parameter.known)
        if text is None:
            return self.gap(node, what, other=name in self.choice.parameters, loose=loose)
        if parameter.is_list:
            return Value(node, tuple(self.text(node, part) for part in parameter.split(text)))
        return self.text(node, text)
