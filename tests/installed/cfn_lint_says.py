"""Runs where cfn-lint is installed: what it makes of templates, as JSON on stdin and stdout."""

import json
import sys
from typing import Any

from cfnlint.api import lint
from cfnlint.context import create_context_for_template
from cfnlint.decode import decode_str
from cfnlint.jsonschema import CfnTemplateValidator
from cfnlint.template import Template

REGION = "us-east-1"


def values(text: str) -> list[Any]:
    """All that the name of the role alias may come to; none where cfn-lint cannot tell."""
    decoded, _ = decode_str(text)
    template = Template("t.yaml", decoded, [REGION])
    if "Fn::ForEach" in text:  # which makes it guess rows of mappings
        template.transform()
    context = create_context_for_template(template)
    validator = CfnTemplateValidator({}).evolve(cfn=template, context=context)
    name = template.template["Resources"]["Alias"]["Properties"]["RoleAlias"]
    if isinstance(name, dict):
        return [value for value, _, error in validator.resolve_value(name) if not error]
    return [name]


def errors(text: str) -> list[str]:
    found = lint(text, regions=[REGION])
    return [f"{each.rule.id} {each.message}" for each in found if each.rule.id.startswith("E")]


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    told = {
        "values": [values(text) for text in asked["values"]],
        "errors": [errors(text) for text in asked["errors"]],
    }
    json.dump(told, sys.stdout)
