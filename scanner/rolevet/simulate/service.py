"""How moto comes to know a service that stands outside its tree."""

import importlib
import importlib.util
import re
from pathlib import Path

import moto
from moto import backend_index

NAME = "rolesanywhere"
TREE = str(Path(__file__).parent / "moto_tree")


def install() -> None:
    """Adds Roles Anywhere to moto, unless this moto has it already.

    moto has no door for plugins. It imports a service by the name `moto.<service>`, and its error
    serialisation reads the service from that dotted name, so the tree joins moto's package path.
    """
    if importlib.util.find_spec(f"moto.{NAME}") is not None:
        return
    moto.__path__.append(TREE)
    # The list is extended in place because moto's server keeps a reference to it.
    backend_index.backend_url_patterns.extend(
        (NAME, re.compile(base)) for base in importlib.import_module(f"moto.{NAME}.urls").url_bases
    )
