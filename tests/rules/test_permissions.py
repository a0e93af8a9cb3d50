"""What the rules on permissions say beyond a verdict: who hands a role out, and by what."""

import pytest
from grants import HERE, WORKLOADS, document, granting, managed_of, trusts
from rules.cases_perm_variables import everywhere
from rules.permitted import (
    CAMERA,
    GREENGRASS,
    HYBRID_NODE,
    MFA,
    NAME,
    cut,
    to_devices,
    to_workloads,
)
from scanner.policy.made import Json, allow
from world import alias, inventory, profile, role_arn

from rolevet.check import Verdicts, check
from rolevet.coverage import CellState
from rolevet.finding import Finding
from rolevet.inventory import Inventory
from rolevet_rules import rules

RULES = {rule.info.id: rule for rule in rules()}
MINE = [rule for name, rule in RULES.items() if name.startswith("PERM") or name == "PROF009"]
DEFAULT = [rule for rule in MINE if not rule.info.opt_in]


def found(name: str, seen: Inventory) -> Finding:
    (finding,) = check([RULES[name]], seen).findings
    return finding


def told(verdicts: Verdicts) -> dict[str, set[str]]:
    """The rules that have findings, each with those whose findings are told with them."""
    return {
        finding.rule.id: {
            note.partition(":")[0]
            for note in (other.note for other in finding.related)
            if note.startswith(("PERM", "PROF"))
        }
        for finding in verdicts.findings
    }


def test_one_bad_role_behind_forty_aliases_is_one_finding() -> None:
    aliases = [alias(f"fleet-{number:02}") for number in range(40)]
    finding = found("PERM001", inventory(*aliases, granting(allow("*"))))
    assert finding.resource == role_arn()
    assert [other.resource for other in finding.related] == [each.arn for each in aliases]
    assert finding.evidence["brokers"] == 40
    assert "role alias 'fleet-00' and 39 more hand it out" in finding.message


def test_a_finding_names_no_more_than_fifty_brokers() -> None:
    aliases = [alias(f"fleet-{number:02}") for number in range(60)]
    finding = found("PERM001", inventory(*aliases, granting(allow("*"))))
    assert (len(finding.related), finding.evidence["brokers"]) == (50, 60)


def test_a_path_that_is_cut_down_is_not_named() -> None:
    ways = (alias(), cut(allow("s3:*")), profile("whole"), profile("off", enabled=False))
    finding = found("PERM001", inventory(*ways, granting(allow("*"))))
    assert {other.resource for other in finding.related} == {ways[0].arn, ways[2].arn}


def test_who_hands_a_role_out_is_no_part_of_what_the_finding_is() -> None:
    one = found("PERM002", to_devices(allow("iam:PutRolePolicy")))
    other = found("PERM002", to_workloads(allow("iam:AttachRolePolicy")))
    assert one.fingerprint == other.fingerprint


@pytest.mark.parametrize("statement", [allow("*"), allow(["*:*", "s3:*"])])
def test_of_an_administrator_nothing_else_is_told(statement: Json) -> None:
    seen = inventory(alias(), profile(), granting(statement))
    assert told(check(DEFAULT, seen)) == {
        "PERM001": {"PERM002", "PERM003", "PERM004", "PERM004-IOT", "PERM007", "PERM007-READ",
                    "PROF009"}
    }  # fmt: skip


def test_an_unscoped_profile_is_told_with_the_role_that_escalates() -> None:
    verdicts = check(DEFAULT, to_workloads(allow("iam:PutRolePolicy")))
    assert told(verdicts) == {"PERM002": {"PROF009"}}


def test_where_those_are_ignored_it_stands_for_itself() -> None:
    left = [rule for rule in DEFAULT if rule.info.id not in ("PERM001", "PERM002")]
    assert told(check(left, to_workloads(allow("iam:PutRolePolicy")))) == {"PROF009": set()}


def test_what_grants_it_is_told_with_its_place() -> None:
    policies = managed_of(Ops=document(allow("s3:*"), allow("iam:*", Sid="All")))
    inline = found("PERM002", to_devices(allow("iam:PutRolePolicy")))
    seen = inventory(alias(), granting(attached=tuple(policies)), managed_policies=policies)
    attached = found("PERM002", seen)
    assert (inline.path, attached.path) == ("RolePolicyList", "AttachedManagedPolicies")
    assert inline.evidence["statements"] == ("Statement[0] of inline policy 'own'",)
    assert attached.evidence["statements"] == ("Statement[1] 'All' of policy 'Ops'",)


def test_a_session_policy_is_told_with_its_place() -> None:
    own = allow("s3:*", f"arn:aws:s3:::fleet/{NAME}")
    policies = managed_of(Scope=document(own))
    managed = profile("managed", managedPolicyArns=list(policies))
    inline = found("PERM006-SESSION", inventory(cut(own)))
    listed = found("PERM006-SESSION", inventory(managed, managed_policies=policies))
    assert (inline.path, listed.path) == ("sessionPolicy", "managedPolicyArns")


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        (to_workloads(allow("rolesanywhere:UpdateProfile", profile().arn)), "SELF_PERSIST"),
        (to_workloads(allow("rolesanywhere:*")), "SELF_PERSIST"),
        (to_devices(allow(["iot:UpdateRoleAlias", "iam:PassRole"])), "SELF_PERSIST"),
        (to_devices(allow("rolesanywhere:*")), "ESCALATES"),
        (to_workloads(allow("iam:PutRolePolicy", role_arn())), "ESCALATES"),
    ],
)
def test_a_role_that_controls_its_broker_is_told_apart(seen: Inventory, reason: str) -> None:
    assert found("PERM002", seen).evidence["reason"] == reason


def test_what_only_may_be_allowed_is_told_beside_what_is() -> None:
    seen = to_devices(allow("sts:AssumeRole"), allow("iam:PutRolePolicy", Condition=MFA))
    finding = found("PERM002", seen)
    assert finding.evidence["actions"] == ("sts:AssumeRole",)
    assert finding.evidence["perhaps"] == ("iam:PutRolePolicy",)
    assert "PutRolePolicy" not in finding.message


def test_device_defender_s_reasons_are_told() -> None:
    both = found("PERM007", to_devices(allow(["iot:CreateThing", "iot:CreateJob"])))
    assert both.evidence["reasons"] == (
        "ALLOWS_ACCESS_TO_IOT_NON_THING_ADMIN_ACTIONS",
        "ALLOWS_ACCESS_TO_IOT_THING_ADMIN_WRITE_ACTIONS",
    )
    assert both.evidence["actions"] == ("iot:CreateThing",)
    reads = found("PERM007-READ", to_devices(allow("iot:DescribeThing")))
    assert reads.evidence["reason"] == "ALLOWS_BROAD_ACCESS_TO_IOT_THING_ADMIN_READ_ACTIONS"


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("PERM006", allow("s3:*", f"arn:aws:s3:::fleet/{NAME}")),
        ("PERM006-OPEN", allow("s3:*", Condition={"StringNotEquals": {NAME[2:-1]: "x"}})),
    ],
)
def test_where_aliases_were_not_listed_one_may_hand_the_role_out(name: str, own: Json) -> None:
    verdicts = check([RULES[name]], everywhere(to_workloads(own), CellState.DENIED))
    assert verdicts.findings == ()
    assert {doubt.resource for doubt in verdicts.inconclusive} > {role_arn()}
    assert all("was denied" in doubt.reason for doubt in verdicts.inconclusive)


@pytest.mark.parametrize(
    "seen",
    [
        to_devices(*GREENGRASS),
        to_devices(*CAMERA),
        to_workloads(*HYBRID_NODE, trust=trusts(WORKLOADS, condition=HERE)),
    ],
)
def test_what_aws_documents_is_no_fault(seen: Inventory) -> None:
    verdicts = check(MINE, everywhere(seen))
    assert (verdicts.findings, verdicts.inconclusive) == ((), ())
