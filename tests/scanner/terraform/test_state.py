"""State as Terraform keeps it and as it shows it: real accounts, Regions and ARNs."""

import json
from typing import Any

import pytest
from scanner.terraform.made import (
    ACCOUNT,
    TRUSTS_IOT,
    every_worlds,
    inventory,
    kept,
    said,
    state,
    verdicts,
)
from world import alias as live_alias
from world import inventory as live
from world import role as live_role

from rolevet.check import check
from rolevet.resources import Role
from rolevet.unknown import Unknown
from rolevet_rules import rules

IAM = f"arn:aws:iam::{ACCOUNT}:"


def role(account: str = ACCOUNT, **more: Any) -> dict[str, Any]:
    attributes = {
        "arn": f"arn:aws:iam::{account}:role/Device",
        "name": "Device",
        "path": "/",
        "max_session_duration": 3600,
        "assume_role_policy": TRUSTS_IOT,
    }
    return kept("aws_iam_role", "device", attributes, **more)


def alias(account: str = ACCOUNT, region: str = "eu-west-1", **more: Any) -> dict[str, Any]:
    attributes = {
        "arn": f"arn:aws:iot:{region}:{account}:rolealias/fleet",
        "alias": "fleet",
        "role_arn": f"arn:aws:iam::{account}:role/Device",
        "credential_duration": 43200,
    }
    return kept("aws_iot_role_alias", "fleet", attributes, **more)


def shown(*rows: dict[str, Any]) -> str:
    """The same as `terraform show -json` writes it, with a module in a module."""
    resources = [
        {
            "address": f"module.a.module.b.{row['type']}.{row['name']}",
            "mode": row["mode"],
            "type": row["type"],
            "name": row["name"],
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "values": row["instances"][0]["attributes"],
            "sensitive_values": {},
        }
        for row in rows
    ]
    inner = {"address": "module.a.module.b", "resources": resources}
    module = {"child_modules": [{"address": "module.a", "child_modules": [inner]}]}
    return json.dumps({"format_version": "1.0", "values": {"root_module": module}}, indent=1)


@pytest.mark.parametrize("text", [state(role(), alias()), shown(role(), alias())])
def test_findings_are_those_of_the_account_with_the_same_fingerprints(text: str) -> None:
    """An account tells no more of these than a state does."""
    chosen = [rule for rule in rules() if rule.info.id == "ALIAS001"]
    account = live(live_alias(credentialDurationSeconds=43200), live_role())
    (there,) = check(chosen, account).findings
    (here,) = verdicts(text, "ALIAS001").findings
    assert here.fingerprint == there.fingerprint
    assert (here.message, here.evidence) == (there.message, there.evidence)
    assert (here.resource, here.account, here.region) == (
        there.resource,
        there.account,
        there.region,
    )
    line = text.splitlines()[here.place.line - 1]  # type: ignore[union-attr]
    assert "credential_duration" in line


def test_what_is_not_in_the_state_is_not_absent() -> None:
    found = inventory(state(alias()))
    (fact,) = found.roles.values()
    assert isinstance(fact, Unknown)
    assert fact.reason == f"role {IAM}role/Device is not declared in the state"


def test_policies_belong_to_the_roles_that_have_the_name() -> None:
    policy = json.dumps({"Statement": []})
    rows = [
        kept("aws_iam_role_policy", "more", {"name": "more", "policy": policy, "role": "Device"}),
        kept(
            "aws_iam_role_policy_attachment",
            "read",
            {"role": "Device", "policy_arn": f"{IAM}policy/Read"},
        ),
        kept("aws_iam_policy", "read", {"arn": f"{IAM}policy/Read", "policy": policy}),
    ]
    found = inventory(state(role(), *rows))
    (known,) = found.roles.values()
    assert isinstance(known, Role)
    assert list(known.inline_policies) == ["more"]
    assert known.attached_policies == (f"{IAM}policy/Read",)
    assert found.managed_policy(f"{IAM}policy/Read") is not None


def test_each_account_is_judged_for_itself_and_all_its_regions_together() -> None:
    other, far = "210987654321", 'provider["registry.terraform.io/hashicorp/aws"].far'
    text = state(
        role(),
        alias(),
        alias(region="us-east-1"),
        role(other, provider=far),
        alias(other, provider=far),
    )
    first, second = [each[0].inventory for each in every_worlds(text)]
    assert [scope.account for scope in (*first.scopes, *second.scopes)] == [ACCOUNT, other]
    assert first.scopes[0].regions == ("eu-west-1", "us-east-1")
    assert list(second.roles) == [f"arn:aws:iam::{other}:role/Device"]
    assert len(said(text, "ALIAS001")[0]) == 3


def test_what_is_sensitive_is_not_shown() -> None:
    hidden = alias(
        sensitive_attributes=[
            [{"type": "get_attr", "value": "alias"}],
            [{"type": "get_attr", "value": "role_arn"}],
            [{"type": "get_attr", "value": "tags"}, {"type": "index", "value": {"value": "a"}}],
            ["nonsense"],
            [],
        ]
    )
    findings, doubts = said(state(hidden, role()), "ALIAS001")
    assert not findings
    assert doubts == ["ALIAS001 : role_arn is a sensitive value" for _ in doubts]
    assert doubts


@pytest.mark.parametrize("text", ["", "[]", '{"attributes": 3}', '{"deposed": "x"}'])
def test_an_instance_without_attributes_is_none(text: str) -> None:
    row = kept("aws_iot_role_alias", "x", {})
    row["instances"] = json.loads(text) if text else None
    assert every_worlds(state(row)) == ()
