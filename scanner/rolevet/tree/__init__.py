"""YAML, JSON and HCL as trees in which every value and every key knows where it stands.

Nothing is constructed: a text stays the text that was written, and a tag stays a name.
"""

from rolevet.tree.embedded import read_embedded
from rolevet.tree.files import read_documents, read_hcl, read_json, read_source, read_yaml
from rolevet.tree.hcl_syntax import Tag
from rolevet.tree.hcl_text import Run, source_of
from rolevet.tree.hcl_tree import Block, Body
from rolevet.tree.node import Kind, Member, Node, Style, value_of
from rolevet.tree.source import BadTree, Limits, Source, decoded

__all__ = [
    "BadTree",
    "Block",
    "Body",
    "Kind",
    "Limits",
    "Member",
    "Node",
    "Run",
    "Source",
    "Style",
    "Tag",
    "decoded",
    "read_documents",
    "read_embedded",
    "read_hcl",
    "read_json",
    "read_source",
    "read_yaml",
    "source_of",
    "value_of",
]
