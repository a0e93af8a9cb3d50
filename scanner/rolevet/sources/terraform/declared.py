"""One resource that a Terraform configuration, plan or state states."""

from collections.abc import Mapping
from dataclasses import dataclass

from rolevet.stated.identities import Identity
from rolevet.stated.values import Value
from rolevet.tree import Node


@dataclass(frozen=True, slots=True, eq=False)
class TerraformResource:
    """`address` is as Terraform has it: `module.a.aws_iam_role.device["x"]`; `key` is where its
    labels are written.

    `values` are its arguments by their names in Terraform's schema. A nested block is a tuple of
    mappings, one for each time that it stands there, in the order of the file. What is null, or not
    there, has no entry. `identity` is what others name it by.
    """

    address: str
    type: str
    key: Node
    values: Mapping[str, Value]
    identity: Identity
    made: bool | None = True
    """None where `count` or `for_each` is not known; then it stands for all that there will be."""
