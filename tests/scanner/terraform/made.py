"""Plans and state written out by hand, and what they come to."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from world import NOW

from rolevet.check import Verdicts, check_worlds, together
from rolevet.definition import Rule
from rolevet.inventory import Inventory
from rolevet.sources.terraform import LIMITS, read_worlds
from rolevet.tree import read_json
from rolevet.worlds import World
from rolevet_rules import rules

FILE = "p.json"
ACCOUNT = "123456789012"
TRUSTS_IOT = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"Service": "credentials.iot.amazonaws.com"},
            "Action": "sts:AssumeRole",
        },
    }
)
Json = Any


def change(
    address: str,
    after: Mapping[str, Json] | None = None,
    unknown: Iterable[str] | Mapping[str, Json] = (),
    actions: str = "create",
    **more: Json,
) -> dict[str, Json]:
    """A row of `resource_changes`; of `more`, what begins with `at_` is of the row itself."""
    head, _, block = address.rpartition("module.")
    module, dot, rest = block.partition(".") if head or address.startswith("module.") else ("",) * 3
    name = rest if dot else address
    mode = "data" if name.startswith("data.") else "managed"
    kind, _, label = name.removeprefix("data.").partition(".")
    marks = dict.fromkeys(unknown, True) if not isinstance(unknown, Mapping) else dict(unknown)
    row = {
        "address": address,
        "mode": mode,
        "type": kind,
        "name": label.partition("[")[0],
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": {
            "actions": actions.split(),
            "before": None,
            "after": after,
            "after_unknown": marks,
            "before_sensitive": False,
            "after_sensitive": {},
            **{name: value for name, value in more.items() if not name.startswith("at_")},
        },
    }
    if module:
        row["module_address"] = f"{head}module.{module}"
    if "[" in label:
        row["index"] = json.loads(label.partition("[")[2].removesuffix("]"))
    return row | {name[3:]: value for name, value in more.items() if name.startswith("at_")}


def role(address: str = "aws_iam_role.device", name: str | None = "Device", **more: Json) -> Json:
    after = {"max_session_duration": 3600, "path": "/", "assume_role_policy": TRUSTS_IOT} | more
    named = {} if name is None else {"name": name}
    return change(address, {**after, **named}, ["arn", "id", "unique_id"])


def alias(address: str = "aws_iot_role_alias.fleet", **more: Json) -> Json:
    """An alias whose role is known only after apply."""
    after = {"alias": "fleet", "credential_duration": 3600, **more}
    unknown = ["arn", "id"] + [name for name in ("role_arn",) if name not in more]
    return change(address, after, unknown)


def refers(*references: str) -> dict[str, Json]:
    """An expression, with all the beginnings of references that Terraform tells too."""
    told: list[str] = []
    for reference in references:
        told.append(reference)
        if "." in reference.partition(".")[2]:
            told.append(reference.rpartition(".")[0])
    return {"references": told}


def configured(address: str, **expressions: Json) -> dict[str, Json]:
    """A row of the resources of a module's configuration."""
    more = {
        name: expressions.pop(name) for name in tuple(expressions) if name.endswith("_expression")
    }
    key = expressions.pop("provider", "aws")
    return {"address": address, "provider_config_key": key, "expressions": expressions, **more}


LINKED = configured("aws_iot_role_alias.fleet", role_arn=refers("aws_iam_role.device.arn"))


def plan(
    *changes: Json, resources: Iterable[Json] = (LINKED,), root: Json = None, **more: Json
) -> str:
    """`root` is what the configuration's root module has besides resources."""
    configuration = more.pop("configuration", {})
    module = {"resources": list(resources), **(root or {})}
    return json.dumps(
        {
            "format_version": "1.2",
            "terraform_version": "1.11.4",
            "resource_changes": changes,
            "configuration": {"root_module": module, **configuration},
            "complete": True,
            "errored": False,
            **more,
        },
        indent=1,
    )


def state(*rows: Json, **more: Json) -> str:
    """As Terraform itself keeps it."""
    return json.dumps(
        {"version": 4, "terraform_version": "1.11.4", "resources": rows, **more}, indent=1
    )


def kept(kind: str, name: str, attributes: Json, **more: Json) -> dict[str, Json]:
    provider = more.pop("provider", 'provider["registry.terraform.io/hashicorp/aws"]')
    instance = {"attributes": attributes, "sensitive_attributes": [], **more}
    return {
        "mode": "managed",
        "type": kind,
        "name": name,
        "provider": provider,
        "instances": [instance],
    }


def every_worlds(text: str) -> tuple[tuple[World, ...], ...]:
    """For each account."""
    found = read_worlds([read_json(text.encode(), FILE, LIMITS)], FILE, NOW)
    assert found is not None
    return found


def worlds(text: str) -> tuple[World, ...]:
    (found,) = every_worlds(text)
    return found


def inventory(text: str) -> Inventory:
    """Of what can turn out in one way only."""
    (world,) = worlds(text)
    return world.inventory


def verdicts(text: str, *ids: str) -> Verdicts:
    chosen: tuple[Rule, ...] = tuple(
        rule for rule in rules() if (rule.info.id in ids if ids else not rule.info.opt_in)
    )
    return together(check_worlds(chosen, each) for each in every_worlds(text))


def said(text: str, *ids: str) -> tuple[list[str], list[str]]:
    """Findings and doubts, each with its rule and the address."""
    found = verdicts(text, *ids)
    return (
        [f"{f.rule.id} {f.resource.partition('#')[2]}: {f.message}" for f in found.findings],
        [f"{d.rule.id} {d.resource.partition('#')[2]}: {d.reason}" for d in found.inconclusive],
    )
