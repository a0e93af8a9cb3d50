"""From the bytes of a file to its trees."""

from pathlib import PurePath
from typing import Final

from rolevet.tree import hcl_tree, json_tree, yaml_tree
from rolevet.tree.node import Node
from rolevet.tree.source import BadTree, Limits, Source, decoded

_YAML_NAMES: Final = (".yaml", ".yml")
_DEFAULT: Final = Limits()


def read_yaml(data: bytes, file: str, limits: Limits = _DEFAULT) -> tuple[Node, ...]:
    """Its documents, which may be none; raises BadTree."""
    return yaml_tree.read(decoded(data, file, limits), limits)


def read_json(data: bytes, file: str, limits: Limits = _DEFAULT) -> Node:
    """Raises BadTree."""
    return json_tree.read(decoded(data, file, limits), limits)


def read_hcl(source: Source, limits: Limits = _DEFAULT) -> hcl_tree.Body:
    """HCL that is a text already; raises BadTree."""
    return hcl_tree.read(source, limits)


def read_source(source: Source, limits: Limits = _DEFAULT) -> Node:
    """JSON that is a text already; raises BadTree."""
    return json_tree.read(source, limits)


def read_documents(data: bytes, file: str, limits: Limits = _DEFAULT) -> tuple[Node, ...]:
    """Of JSON, which begins with a bracket, or of YAML; raises BadTree.

    JSON is never read as YAML, which has other escapes, unless the file is called so.
    """
    source = decoded(data, file, limits)
    if not source.text.lstrip().startswith(("{", "[")):
        return yaml_tree.read(source, limits)
    try:
        return (json_tree.read(source, limits),)
    except BadTree:
        if PurePath(file).suffix.lower() not in _YAML_NAMES:
            raise
        return yaml_tree.read(source, limits)
