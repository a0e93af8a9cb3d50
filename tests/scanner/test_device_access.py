"""Which role aliases devices may use, of those that are beside their policies."""

import json
from dataclasses import replace

import pytest
from grants import document, granting
from scanner.policy.made import allow
from world import DENIED, alias, inventory, iot_policy, missing, role_arn

from rolevet.device_access import device_policy, is_open_to_devices, reach_of, role_aliases_at
from rolevet.policies import IotPolicy
from rolevet.policy.tiers import Tier
from rolevet.reached import alias_reaches
from rolevet.resources import RoleAlias
from rolevet.unknown import Undecided

USE = "iot:AssumeRoleWithCertificate"
ALL = json.dumps(document(allow("iot:*")))


def test_only_the_role_aliases_of_its_account_and_region_are_beside_a_policy() -> None:
    here, there = alias("here"), replace(alias("there"), region="us-east-1")
    other = replace(alias("other"), account="210987654321")
    policy = iot_policy(policyDocument=ALL)
    world = inventory(here, there, other, policy)
    reach = reach_of(policy, device_policy(policy, world).implied, world)
    assert reach.arns == (here.arn,)
    assert list(role_aliases_at(there.account, "us-east-1", world)) == [there.arn]
    assert role_aliases_at("000000000000", "us-east-1", world) == {}


def test_policies_that_say_the_same_are_worked_out_once() -> None:
    one, two = (iot_policy(name, policyDocument=ALL) for name in ("one", "two"))
    world = inventory(alias(), one, two)
    reaches = [reach_of(each, device_policy(each, world).implied, world) for each in (one, two)]
    assert reaches[0] is reaches[1]


def test_a_role_alias_is_open_if_any_policy_beside_it_allows_it() -> None:
    named = iot_policy("named", policyDocument=json.dumps(document(allow(USE, alias().arn))))
    far = replace(iot_policy("far", policyDocument=ALL), region="us-east-1")
    broken = iot_policy("broken")
    other = alias("other")

    def opened(holder: RoleAlias, *policies: IotPolicy) -> bool | None:
        return is_open_to_devices(holder, inventory(alias(), other, *policies)).known

    assert opened(alias(), named, broken) is True
    assert opened(other, named) is False
    assert opened(other, named, broken) is None
    assert opened(other, far) is False
    assert opened(other, iot_policy(policyDocument=ALL)) is True


def test_what_is_no_policy_is_undecided() -> None:
    broken = iot_policy(policyDocument='{"Statement": {"Effect": "Maybe"}}')
    with pytest.raises(Undecided, match="IoT policy 'device' cannot be read: in Statement"):
        device_policy(broken, inventory(broken))


def test_what_devices_may_do_with_a_role_alias() -> None:
    strong = granting(allow("*"))
    foreign = alias("foreign", roleArn=role_arn(account="210987654321"))
    unknown = alias("unknown", unknown={"roleArn": DENIED})
    assert alias_reaches(alias(), Tier.ESCALATION, inventory(alias(), strong)).certain
    for holder, world in (
        (alias(), inventory(alias(), granting(allow("s3:GetObject")))),
        (alias(), inventory(alias(), missing())),
        (foreign, inventory(foreign)),
    ):
        assert alias_reaches(holder, Tier.ESCALATION, world).known is False
    for holder, world in (
        (alias(), inventory(alias(), denied=["Device"])),
        (unknown, inventory(unknown)),
    ):
        answer = alias_reaches(holder, Tier.ESCALATION, world)
        assert (answer.known, answer.reason) == (None, DENIED.reason)
