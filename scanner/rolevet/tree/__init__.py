"""YAML and JSON as trees in which every value and every key knows where it stands.

Nothing is constructed: a text stays the text that was written, and a tag stays a name.
"""

from rolevet.tree.embedded import read_embedded
from rolevet.tree.files import read_documents, read_json, read_source, read_yaml
from rolevet.tree.node import Kind, Member, Node, Style, value_of
from rolevet.tree.source import BadTree, Limits, Source, decoded

__all__ = [
    "BadTree",
    "Kind",
    "Limits",
    "Member",
    "Node",
    "Source",
    "Style",
    "decoded",
    "read_documents",
    "read_embedded",
    "read_json",
    "read_source",
    "read_yaml",
    "value_of",
]
