"""The sections of a template, and the resources that it declares.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/template-anatomy.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from rolevet.tree import Kind, Node

ROLE_ALIAS: Final = "AWS::IoT::RoleAlias"
IOT_POLICY: Final = "AWS::IoT::Policy"
PROFILE: Final = "AWS::RolesAnywhere::Profile"
ANCHOR: Final = "AWS::RolesAnywhere::TrustAnchor"
CRL: Final = "AWS::RolesAnywhere::CRL"
ROLE: Final = "AWS::IAM::Role"
ROLE_POLICY: Final = "AWS::IAM::RolePolicy"
INLINE_POLICY: Final = "AWS::IAM::Policy"
MANAGED_POLICY: Final = "AWS::IAM::ManagedPolicy"

TYPES: Final = frozenset(
    {
        ROLE_ALIAS,
        IOT_POLICY,
        PROFILE,
        ANCHOR,
        CRL,
        ROLE,
        ROLE_POLICY,
        INLINE_POLICY,
        MANAGED_POLICY,
    }
)
"""The resource types that are read."""

_SECTIONS: Final = ("Parameters", "Mappings", "Conditions", "Resources")
_FOR_EACH: Final = "Fn::ForEach::"
_CONSTRUCT: Final = "aws:cdk:path"
_TURNS_MAX: Final = 1000

Local = Mapping[str, str | None]
"""The texts of the variables of loops; None for one that is not known."""


@dataclass(frozen=True, slots=True, eq=False)
class Declaration:
    """One resource; `key` is where its logical id is written.

    `local` are the variables of the loops that it was made in.
    """

    id: str
    key: Node
    body: Node
    local: Local = field(default_factory=dict)

    @property
    def type(self) -> str:
        return _text(self.body.get("Type"))

    @property
    def condition(self) -> str:
        """The name of the condition on which it is made, or nothing."""
        return _text(self.body.get("Condition"))

    @property
    def properties(self) -> Node | None:
        return self.body.get("Properties")

    @property
    def construct(self) -> str:
        """Where the CDK's code makes it, or nothing.

        https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html
        """
        metadata = self.body.get("Metadata")
        return _text(metadata.get(_CONSTRUCT)) if metadata else ""


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A template as it is written, with its loops over resources unrolled where they are simple."""

    root: Node
    parameters: Mapping[str, Node]
    mappings: Mapping[str, Node]
    conditions: Mapping[str, Node]
    resources: Mapping[str, Declaration]

    @property
    def declared(self) -> Iterator[Declaration]:
        """The resources of the types that are read."""
        yield from (each for each in self.resources.values() if each.type in TYPES)


def is_template(root: Node) -> bool:
    """Whether it looks like one: resources that have types."""
    resources = root.get("Resources")
    if resources is None or resources.kind is not Kind.MAPPING:
        return False
    return "AWSTemplateFormatVersion" in root.members or any(
        name.startswith(_FOR_EACH) or member.value.get("Type") is not None
        for name, member in resources.members.items()
    )


def read_template(root: Node) -> Template:
    """Raises BadTree where a section is no mapping."""
    sections: dict[str, Mapping[str, Node]] = {}
    for name in _SECTIONS:
        section = root.get(name)
        if section is not None and section.kind is not Kind.MAPPING:
            raise section.wrong(f"{name} is not a mapping", "mend the template")
        members = section.members if section else {}
        sections[name] = {key: member.value for key, member in members.items()}
    resources = root.get("Resources")
    loops = _Loops(sections["Parameters"])
    unrolled = tuple(loops.declarations(resources, {})) if resources else ()
    return Template(
        root,
        sections["Parameters"],
        sections["Mappings"],
        sections["Conditions"],
        {each.id: each for each in unrolled},
    )


class _Loops:
    """Unrolls Fn::ForEach, within bounds however loops are nested.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
    """

    def __init__(self, parameters: Mapping[str, Node]) -> None:
        self._parameters = parameters
        self._turns = 0

    def declarations(self, section: Node, local: Local) -> Iterator[Declaration]:
        for name, member in section.members.items():
            if name.startswith(_FOR_EACH):
                yield from self._unrolled(member.value, local)
            else:
                yield Declaration(_filled(name, local), member.key, member.value, local)

    def _unrolled(self, loop: Node, local: Local) -> Iterator[Declaration]:
        if len(loop.items) != 3:
            raise loop.wrong("Fn::ForEach has not three parts", "mend the template")
        variable, collection, output = loop.items
        for text in self._collection(collection):
            self._turns += 1
            if self._turns > _TURNS_MAX:
                raise loop.wrong(f"loops take more than {_TURNS_MAX} turns", "split the template")
            yield from self.declarations(output, {**local, variable.text: text})

    def _collection(self, node: Node) -> tuple[str | None, ...]:
        """The texts that a loop goes through; one that nobody knows where they are not told."""
        name = node.text if node.tag == "!Ref" else _text(node.get("Ref"))
        default = self._parameters[name].get("Default") if name in self._parameters else None
        if default is not None and default.kind is Kind.TEXT:
            return tuple(part.strip() for part in default.text.split(","))
        if node.items and all(item.kind is Kind.TEXT and not item.tag for item in node.items):
            return tuple(item.text for item in node.items)
        return (None,)


def _filled(name: str, local: Local) -> str:
    for variable, text in local.items():
        shown = f"<{variable}>" if text is None else text
        name = name.replace(f"${{{variable}}}", shown).replace(f"&{{{variable}}}", shown)
    return name


def _text(node: Node | None) -> str:
    return node.text if node is not None else ""
