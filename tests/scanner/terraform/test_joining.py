"""The values of a plan with the places of the configuration."""

import json
from typing import Any

import pytest
from scanner.terraform.made import FILE, alias, plan, role
from world import NOW

from rolevet.check import check_worlds
from rolevet.sources.terraform import LIMITS, read_worlds
from rolevet.sources.terraform.declared import TerraformResource
from rolevet.sources.terraform.joining import block_of, relocated
from rolevet.stated.identities import Identity
from rolevet.stated.values import Value
from rolevet.tree import Kind, Node, read_json
from rolevet_rules import rules


def value(node: Node) -> Value:
    if node.kind is Kind.LIST:
        return Value(node, tuple(map(value, node.items)))
    if node.kind is Kind.MAPPING:
        return Value(node, {name: value(member.value) for name, member in node.members.items()})
    return Value(node, node.text)


def resource(address: str, values: Any, file: str) -> TerraformResource:
    """Written over several lines, so that each value has a line of its own."""
    root = read_json(json.dumps({"key": values}, indent=1).encode(), file)
    key, body = root.members["key"]
    arguments = {name: value(member.value) for name, member in body.members.items()}
    return TerraformResource(address, "aws_iam_role", key, arguments, Identity(Value(key, "x")))


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("aws_iam_role.x", "aws_iam_role.x"),
        ('module.a["b.c"].module.d[0].aws_iam_role.x["y]"]', "module.a.module.d.aws_iam_role.x"),
    ],
)
def test_keys_are_no_part_of_a_block(address: str, block: str) -> None:
    assert block_of(address) == block


def test_values_are_those_of_the_plan_and_places_those_of_what_is_written() -> None:
    policy = {"Statement": [{"Action": "a"}, {"Action": "b"}]}
    planned = resource(
        "aws_iam_role.x[0]",
        {
            "name": "N",
            "assume_role_policy": json.dumps(policy),
            "arns": ["a", "b"],
            "id": "made",
            "n": {"m": "1"},
        },
        "p.json",
    )
    written = resource(
        "aws_iam_role.x",
        {"arns": ["b", "${x}"], "assume_role_policy": policy, "name": "${var.n}", "n": "${y}"},
        "main.tf",
    )
    (found,) = relocated([planned], [written])
    assert found.key.span.file == "main.tf"
    assert found.values["name"].text == "N"
    own = written.values
    assert found.values["name"].node is own["name"].node
    assert found.values["id"].node is written.key
    assert found.values["n"].members["m"].node is own["n"].node
    assert [item.text for item in found.values["arns"].items] == ["a", "b"]
    assert found.values["arns"].items[1].node is own["arns"].items[0].node
    statements = found.values["assume_role_policy"].members["Statement"].items
    there = own["assume_role_policy"].members["Statement"].items
    assert [item.node for item in statements] == [item.node for item in there]
    assert statements[1].members["Action"].text == "b"


def test_what_nobody_wrote_keeps_its_place() -> None:
    planned = resource("aws_iam_role.x", {"name": "N"}, "p.json")
    assert list(relocated([planned], [resource("aws_iam_role.y", {}, "main.tf")])) == [planned]


def test_a_plan_is_read_with_what_is_written() -> None:
    text = plan(role(), alias(credential_duration=43200))
    written = resource(
        "aws_iot_role_alias.fleet", {"alias": "x", "credential_duration": "${var.d}"}, "main.tf"
    )
    documents = [read_json(text.encode(), FILE, LIMITS)]
    (worlds,) = read_worlds(documents, FILE, NOW, [written]) or ()
    chosen = [rule for rule in rules() if rule.info.id == "ALIAS001"]
    (finding,) = check_worlds(chosen, worlds).findings
    assert finding.place == written.values["credential_duration"].node.span
    assert finding.resource == "p.json#aws_iot_role_alias.fleet"
