"""From the trees of a file to what its templates declare."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from rolevet.sources.cloudformation.stacks import open_template
from rolevet.sources.cloudformation.template import is_template, read_template
from rolevet.stated.worlds import worlds_of
from rolevet.symbols import Home
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


def read_worlds(
    documents: Iterable[Node], file: str, now: datetime, home: Home | None = None
) -> tuple[tuple[World, ...], ...] | None:
    """For each template, the ways in which it may turn out; None where none of them is a template.

    `home` is where they are deployed, if that is known.
    Raises BadTree for a template that is not well formed.
    """
    templates = [root for root in documents if is_template(root)]
    if not templates:
        return None
    opened = (
        open_template(read_template(root), file, root.source.text, home) for root in templates
    )
    return tuple(worlds for each in opened if (worlds := worlds_of(each, now)))
