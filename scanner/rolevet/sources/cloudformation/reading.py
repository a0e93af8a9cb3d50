"""From the trees of a file to what its templates declare."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

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
