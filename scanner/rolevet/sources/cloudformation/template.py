"""The sections of a template, and the resources that it declares.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/template-anatomy.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from rolevet.sources.cloudformation.deployment import Deployment
from rolevet.sources.cloudformation.loops import FOR_EACH, Entry, Local, Loops, Written, filled
from rolevet.sources.cloudformation.parameters import Parameter
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
_CONSTRUCT: Final = "aws:cdk:path"
_NOTHING: Final = Deployment()


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
        return filled(_text(self.body.get("Condition")), self.local)

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
    """A template as it is written, with its loops over resources and conditions unrolled."""

    root: Node
    parameters: Mapping[str, Parameter]
    mappings: Mapping[str, Node]
    conditions: Mapping[str, Entry]
    resources: Mapping[str, Declaration]
    deployment: Deployment

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
        name.startswith(FOR_EACH) or member.value.get("Type") is not None
        for name, member in resources.members.items()
    )


def read_template(root: Node, deployment: Deployment = _NOTHING) -> Template:
    """Raises BadTree where a section is no mapping."""
    sections: dict[str, Mapping[str, Node]] = {}
    for name in _SECTIONS:
        section = root.get(name)
        if section is not None and section.kind is not Kind.MAPPING:
            raise section.wrong(f"{name} is not a mapping", "mend the template")
        members = section.members if section else {}
        sections[name] = {key: member.value for key, member in members.items()}
    parameters = {
        name: Parameter(name, declared, deployment.arguments.get(name))
        for name, declared in sections["Parameters"].items()
    }
    loops = Loops(Written(parameters, sections["Mappings"]).collection)
    conditions = _unrolled(root.get("Conditions"), loops)
    resources = _unrolled(root.get("Resources"), loops)
    return Template(
        root,
        parameters,
        sections["Mappings"],
        {each.name: each for each in conditions},
        {each.name: Declaration(*each) for each in resources},
        deployment,
    )


def _unrolled(section: Node | None, loops: Loops) -> Iterator[Entry]:
    yield from loops.entries(section, {}) if section is not None else ()


def _text(node: Node | None) -> str:
    return node.text if node is not None else ""
