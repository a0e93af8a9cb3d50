"""Templates written out by hand, and what they come to."""

from textwrap import dedent, indent

from world import NOW

from rolevet.check import Verdicts, check_worlds, together
from rolevet.definition import Rule
from rolevet.inventory import Inventory
from rolevet.sources.cloudformation import read_worlds
from rolevet.tree import read_documents
from rolevet.worlds import World
from rolevet_rules import rules

FILE = "t.yaml"
TRUSTS_IOT = """\
Version: 2012-10-17
Statement:
  Effect: Allow
  Principal: {Service: credentials.iot.amazonaws.com}
  Action: sts:AssumeRole
"""


def role(name: str = "Role", properties: str = "", trust: str = TRUSTS_IOT) -> str:
    """A role of a template, as a part of its resources."""
    return (
        f"{name}:\n  Type: AWS::IAM::Role\n  Properties:\n    AssumeRolePolicyDocument:\n"
        + indent(trust, " " * 6)
        + indent(dedent(properties), " " * 4)
        + "\n"
    )


def resource(name: str, kind: str, properties: str, more: str = "") -> str:
    return (
        f"{name}:\n  Type: AWS::{kind}\n{indent(dedent(more), '  ')}"
        f"  Properties:\n{indent(dedent(properties), ' ' * 4)}\n"
    )


def alias(
    properties: str = "RoleArn: !GetAtt Role.Arn", name: str = "Alias", more: str = ""
) -> str:
    return resource(name, "IoT::RoleAlias", properties, more)


def profile(properties: str = "", name: str = "Profile", more: str = "") -> str:
    roles = "" if "RoleArns" in properties else "RoleArns: [!GetAtt Role.Arn]\n"
    text = f"Name: backup\nEnabled: true\n{roles}{dedent(properties)}"
    return resource(name, "RolesAnywhere::Profile", text, more)


def template(*resources: str, sections: str = "") -> str:
    return dedent(sections) + "\nResources:\n" + indent("\n".join(resources), "  ")


def worlds(text: str, file: str = FILE) -> tuple[World, ...]:
    found = read_worlds(read_documents(text.encode(), file), file, NOW)
    assert found is not None
    return tuple(world for each in found for world in each)


def inventory(text: str) -> Inventory:
    """Of a template that can turn out in one way only."""
    (world,) = worlds(text)
    return world.inventory


def verdicts(text: str, *ids: str) -> Verdicts:
    chosen: tuple[Rule, ...] = tuple(
        rule for rule in rules() if (rule.info.id in ids if ids else not rule.info.opt_in)
    )
    return together([check_worlds(chosen, worlds(text))])


def said(text: str, *ids: str) -> tuple[list[str], list[str]]:
    """Findings and doubts, each with its rule and the logical id."""
    found = verdicts(text, *ids)
    return (
        [f"{f.rule.id} {f.resource.partition('#')[2]}: {f.message}" for f in found.findings],
        [f"{d.rule.id} {d.resource.partition('#')[2]}: {d.reason}" for d in found.inconclusive],
    )
