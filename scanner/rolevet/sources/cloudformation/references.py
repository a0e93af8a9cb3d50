"""What a template refers to and does not declare, so that CloudFormation refuses it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

from rolevet.place import Declared, Span
from rolevet.sources.cloudformation.calls import Call, call_of
from rolevet.sources.cloudformation.functions import SUBSTITUTED
from rolevet.sources.cloudformation.loops import Local
from rolevet.sources.cloudformation.template import Template
from rolevet.stated.standins import StandIns
from rolevet.tree import Kind, Node
from rolevet.written import Fault, WrittenFault, WrittenFile

_FAULTS_MAX: Final = 200
_PSEUDO: Final = frozenset(
    f"AWS::{name}"
    for name in (
        *("AccountId", "NotificationARNs", "NoValue", "Partition", "Region"),
        *("StackId", "StackName", "URLSuffix"),
    )
)
_COMPUTED: Final = ("${", "&{")
"""What stands in the name of something that a loop makes."""


class _Found(NamedTuple):
    fault: Fault
    name: str
    path: str
    span: Span


def written_file(template: Template, own: StandIns, file: str) -> WrittenFile:
    """The template itself, with what is refused in the resources that are read."""
    doubt = _doubt(template)
    faults: list[WrittenFault] = []
    parts: dict[str, Span] = {}
    # All that a loop makes of one body refers to the same.
    for declared in {id(each.body): each for each in reversed(tuple(template.declared))}.values():
        reading = _Reading(template, declared.local)
        path = f"Resources.{declared.id}.Properties"
        known = reading.inside(declared.properties, path) if declared.properties else iter(())
        for found in islice(known, _FAULTS_MAX - len(faults)):
            parts.setdefault(found.path, found.span)
            faults.append(WrittenFault(found.fault, found.name, declared.id, found.path, doubt))
    span = template.root.span
    return WrittenFile(
        arn=file,
        account=own.account,
        region=own.region,
        partition=own.partition,
        raw={WrittenFile.NAME_FIELD: file},
        place=Declared(file, span.line, span.column, span.end_line, span.end_column, parts),
        faults=tuple(faults),
    )


def _doubt(template: Template) -> str:
    """Why there may be more in the template than it says."""
    sections = (template.root, *(template.root.get(name) for name in ("Resources", "Parameters")))
    if template.root.get("Transform") is not None:
        return "a transform may declare more than the template does"
    if any(section is not None and "Fn::Transform" in section.members for section in sections):
        return "Fn::Transform may declare more than the template does"
    for declared in template.resources.values():
        if declared.type.endswith("::MODULE"):
            return f"module {declared.id} declares resources of its own"
        if None in declared.local.values():
            return "a loop goes through what the template does not tell"
    return ""


@dataclass(frozen=True, slots=True)
class _Reading:
    template: Template
    local: Local

    def inside(self, node: Node, path: str) -> Iterator[_Found]:
        """The depth was bounded when the tree was read."""
        call = call_of(node)
        if call is not None:
            yield from self._called(call, path)
            yield from self.inside(call.given, path)
            return
        for number, item in enumerate(node.items):
            yield from self.inside(item, f"{path}[{number}]")
        for name, member in node.members.items():
            yield from self.inside(member.value, f"{path}.{name}")

    def _called(self, call: Call, path: str) -> Iterator[_Found]:
        first = call.given.items[0] if call.given.items else call.given
        if first.kind is not Kind.TEXT:
            return
        if call.name == "Ref":
            if first is call.given and not self._is_declared(first.text):
                yield _Found(Fault.DANGLING, first.text, path, call.node.span)
        elif call.name == "Fn::GetAtt":
            name = first.text if call.given.items else first.text.partition(".")[0]
            if not self._is_resource(name):
                yield _Found(Fault.DANGLING, name, path, call.node.span)
        elif call.name == "Fn::Sub":
            own = call.given.items[1].members if len(call.given.items) > 1 else {}
            yield from self._substituted(first, frozenset(own), path)

    def _substituted(self, text: Node, own: frozenset[str], path: str) -> Iterator[_Found]:
        for found in SUBSTITUTED.finditer(text.text):
            name = found[1].strip()
            if name.startswith("!") or name in own or name in self.local:
                continue
            if ":" in name and not name.startswith("AWS::"):
                yield _Found(Fault.UNESCAPED, found[0], path, _within(text, found[0]))
            elif not self._is_substituted(name):
                yield _Found(Fault.DANGLING, name, path, _within(text, found[0]))

    def _is_substituted(self, name: str) -> bool:
        resource, dot, _ = name.partition(".")
        return self._is_resource(resource) if dot else self._is_declared(name)

    def _is_declared(self, name: str) -> bool:
        return (
            name in self.local
            or name in self.template.parameters
            or name in _PSEUDO
            or self._is_resource(name)
        )

    def _is_resource(self, name: str) -> bool:
        return name in self.template.resources or any(part in name for part in _COMPUTED)


def _within(node: Node, text: str) -> Span:
    """The place of a part of a text, or of all of it where it is not written as it reads."""
    at = node.source.text.find(text, node.start, node.end)
    return node.span if at < 0 else node.source.span(at, at + len(text))
