"""What the arguments of Terraform's resources may have."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Final

from rolevet.sources.terraform.identities import NAMINGS
from rolevet.stated.values import Value
from rolevet.tree import Kind, Node


class Wanted(Enum):
    """What a text has to be."""

    ARN = auto()
    NAME = auto()
    DOCUMENT = auto()
    ANY = auto()


MANY: Final = frozenset({"role_arns", "managed_policy_arns", "policy_arns", "roles"})
"""The arguments that are lists of texts."""

OBJECTS: Final = frozenset(
    {
        *("tags", "tags_all", "source", "notification_settings"),
        *("inline_policy", "policies", "attribute_mappings"),
    }
)
"""The arguments of which no attribute of another resource is the whole."""

_NAMES: Final = frozenset({"role", "roles", "role_name"})
_DOCUMENTS: Final = frozenset(
    {
        *("policy", "policy_document", "session_policy"),
        *("assume_role_policy", "assume_role_policy_document"),
        *("source_json", "override_json", "source_policy_documents", "override_policy_documents"),
    }
)


def wanted(name: str) -> Wanted:
    """Of an argument, by its name alone."""
    if name in _NAMES:
        return Wanted.NAME
    if name in _DOCUMENTS:
        return Wanted.DOCUMENT
    is_arn = name.endswith(("_arn", "_arns")) or name == "permissions_boundary"
    return Wanted.ARN if is_arn else Wanted.ANY


def usual(kind: str, want: Wanted) -> str:
    """The attribute that gives what is wanted of a resource of that type, or nothing."""
    if want is Wanted.DOCUMENT:
        return "json" if kind == "aws_iam_policy_document" else "policy"
    naming = NAMINGS.get(kind)
    if want is Wanted.NAME and naming and naming.names:
        return naming.names[0]
    return naming.arns[0] if want is Wanted.ARN and naming else ""


def fits(value: Value, want: Wanted) -> bool:
    """Whether a value can be what is wanted; who knows nothing of it does not object."""
    if value.gap is not None or want is Wanted.ANY:
        return True
    if want is Wanted.DOCUMENT:
        return isinstance(value.data, Mapping) or (value.text or "").lstrip().startswith("{")
    if value.text is None:
        return False
    return value.text.startswith("arn:") is (want is Wanted.ARN)


def told_arns(node: Node | None) -> tuple[Node, ...] | None:
    """The ARNs that the value of a variable may add to a list; None where it is not clear which."""
    if (
        node is None
        or node.kind is Kind.MAPPING
        or any(item.items or item.members for item in node.items)
    ):
        return None
    return tuple(each for each in node.items or (node,) if each.text.startswith("arn:"))
