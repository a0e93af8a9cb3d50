"""From the trees of a file to what its templates declare."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from rolevet.comments import yaml_comments
from rolevet.ignores import NEEDLE, Ignores, ignores_from
from rolevet.place import Span
from rolevet.sources.cloudformation.constraints import refuse_wrong
from rolevet.sources.cloudformation.deployment import Deployment
from rolevet.sources.cloudformation.stacks import open_template
from rolevet.sources.cloudformation.template import is_template, read_template
from rolevet.stated.worlds import worlds_of
from rolevet.tree import Node
from rolevet.worlds import World

NEEDLES: Final = (
    b"AWS::IoT::Policy",
    b"AWS::IoT::RoleAlias",
    b"AWS::RolesAnywhere::",
    b"credentials.iot.amazonaws.com",
    b"rolesanywhere.amazonaws.com",
)
"""One of these is in every template about which there is something to say."""

_NOTHING: Final = Deployment()


def read_worlds(
    documents: Iterable[Node], file: str, now: datetime, deployment: Deployment = _NOTHING
) -> tuple[tuple[World, ...], ...] | None:
    """For each template, the ways in which it may turn out; None where none of them is a template.

    Raises BadTree for a template that is not well formed, and InputError for a parameter that is
    given what CloudFormation refuses.
    """
    templates = [read_template(root, deployment) for root in documents if is_template(root)]
    if not templates:
        return None
    for template in templates:
        refuse_wrong(template)
    return tuple(
        worlds
        for template in templates
        if (worlds := worlds_of(open_template(template, file, template.root.source.text), now))
    )


def parameters_of(documents: Iterable[Node]) -> frozenset[str]:
    """The names of those that the templates among them have."""
    sections = (root.get("Parameters") for root in documents if is_template(root))
    return frozenset(name for each in sections if each is not None for name in each.members)


def ignores_of(documents: Sequence[Node]) -> Ignores:
    """Of comments in YAML, and of what `Metadata` says of resources under the name "rolevet"."""
    templates = [root for root in documents if is_template(root)]
    sources = {id(root.source): root.source for root in templates}
    return ignores_from(
        (
            comment
            for source in sources.values()
            if NEEDLE in source.text
            for comment in yaml_comments(source, documents, NEEDLE)
        ),
        (pair for root in templates for pair in _stated_ignores(root)),
    )


def _stated_ignores(root: Node) -> Iterator[tuple[Node, Span]]:
    resources = root.get("Resources")
    for member in resources.members.values() if resources is not None else ():
        metadata = member.value.get("Metadata")
        own = metadata.get("rolevet") if metadata is not None else None
        stated = own.get("ignore") if own is not None else None
        if stated is not None:
            source = member.key.source
            yield stated, source.span(member.key.start, max(member.key.end, member.value.end))
