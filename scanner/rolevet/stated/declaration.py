"""One resource as a file states it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rolevet.place import Asked
from rolevet.resources import Resource
from rolevet.stated.identities import Identity
from rolevet.stated.values import Value
from rolevet.tree import Node


class Grant:
    """What gives roles a policy, and is a resource of its own.

    It has the fields `roles`, which are told as others refer to them, and `PolicyName` with
    `PolicyDocument`, or `PolicyArns`.
    """


@dataclass(frozen=True, slots=True)
class Language:
    """How a kind of file is spoken of: as "template", "CloudFormation", "property" and so on."""

    noun: str
    maker: str
    """What makes its resources."""
    word: str
    """For what a resource states of itself."""
    whose: str
    """Of the account and the Region where it is deployed."""


@dataclass(frozen=True, slots=True, eq=False)
class Stated:
    """`values` are by the names of AWS's answers, also inside of objects; `spelt` tells how the
    file calls those that it calls otherwise.

    `id` is what the file calls it; `address` tells it from all other resources of all files.
    `key` is where it is declared. `elsewhere` names what may state more than the file does.
    """

    kind: type[Resource | Grant]
    id: str
    address: str
    identity: Identity
    key: Node
    language: Language
    values: Mapping[str, Value]
    spelt: Mapping[str, str] = field(default_factory=dict)
    lacking: frozenset[str] = frozenset()
    """Fields that the language cannot state."""
    elsewhere: str = ""
    made: bool = False
    """Whether it is there already, as the state of Terraform tells."""
    asked: Asked | None = None
    """Where the file is a request."""
