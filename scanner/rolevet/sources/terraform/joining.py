"""A plan and the configuration that it was made of: the one tells values, the other lines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from rolevet.sources.terraform.configuration import steps_of, text_at
from rolevet.sources.terraform.declared import TerraformResource
from rolevet.sources.terraform.wanted import Wanted, wanted
from rolevet.stated.documents import Opaque, parsed
from rolevet.stated.values import Value
from rolevet.tree import Node

KeyT = TypeVar("KeyT")

_OF_IAM: Final = frozenset(
    {"aws_iam_role", "aws_iam_role_policy", "aws_iam_policy"}
    | {"awscc_iam_role", "awscc_iam_role_policy", "awscc_iam_managed_policy"}
)


def relocated(
    planned: Iterable[TerraformResource], written: Iterable[TerraformResource]
) -> Iterator[TerraformResource]:
    """Each resource of a plan with the values that it has there, and the places of what is written
    for it; one that nobody wrote keeps its own."""
    blocks = {block_of(each.address): each for each in written}
    for each in planned:
        block = blocks.get(block_of(each.address))
        yield each if block is None else _at_block(each, block)


def configuration_of(
    plan: Node, written: Mapping[KeyT, Iterable[TerraformResource]]
) -> KeyT | None:
    """The one that declares the most of the blocks that a plan is about; None where none does."""
    rows = plan.get("resource_changes")
    planned = {block_of(text_at(row, "address")) for row in (rows.items if rows else ())}
    found = {
        key: len(planned & {block_of(each.address) for each in resources})
        for key, resources in written.items()
    }
    best = max(found, key=lambda key: found[key], default=None)
    return best if best is not None and found[best] else None


def block_of(address: str) -> str:
    """The address of a resource without the keys that tell instances apart."""
    return ".".join(step.name for step in steps_of(address) if step.name)


def _at_block(planned: TerraformResource, written: TerraformResource) -> TerraformResource:
    values = {
        name: _at_written(
            _parsed(value) if _is_object(planned, name) else value, written.values[name]
        )
        if name in written.values
        else value.at(written.key)
        for name, value in planned.values.items()
    }
    return replace(planned, key=written.key, values=values)


def _at_written(planned: Value, written: Value) -> Value:
    """As far as both have the same shape; below that, all stands where the written value does."""
    if isinstance(planned.data, Mapping) and isinstance(written.data, Mapping):
        members = {
            name: _at_written(value, written.data.get(name, written))
            for name, value in planned.data.items()
        }
        return replace(planned, node=written.node, data=members)
    if isinstance(planned.data, tuple):
        items = tuple(_items(planned.data, written))
        return replace(planned, node=written.node, data=items)
    if isinstance(planned.data, Mapping):
        members = {name: _at_written(value, written) for name, value in planned.data.items()}
        return replace(planned, node=written.node, data=members)
    return planned.at(written.node)


def _items(planned: Sequence[Value], written: Value) -> Iterator[Value]:
    """A plan sorts what Terraform calls a set, so that equal texts belong together first."""
    known = written.data if isinstance(written.data, tuple) else (written,)
    by_text = {item.text: item for item in known if item.text is not None}
    alike = len(known) == len(planned)
    for number, item in enumerate(planned):
        place = by_text.get(item.text) if item.text is not None else None
        yield _at_written(item, place or (known[number] if alike else written))


def _is_object(resource: TerraformResource, name: str) -> bool:
    """Whether it is a document of IAM, which may be written as an object and is planned as a text;
    other policies are kept as the text that they are."""
    return resource.type in _OF_IAM and wanted(name) is Wanted.DOCUMENT


def _parsed(value: Value) -> Value:
    try:
        return value if value.gap is not None else parsed(value)
    except Opaque:
        return value
