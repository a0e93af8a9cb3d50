"""`rolevet doctor`, before IAM enforced over HTTP."""

import pytest
from scanner.cli.conftest import Run, restricted

from rolevet.sources.aws.plan import actions_for, needs_for
from rolevet_rules import rules

BY_DEFAULT = [rule for rule in rules() if not rule.info.opt_in]
ALL = actions_for(needs_for(BY_DEFAULT))


def words(url: str, *more: str) -> list[str]:
    return ["doctor", "--endpoint-url", url, "--region", "eu-west-1", *more]


def test_all_is_well(guarded: str, rolevet: Run) -> None:
    ended = rolevet(*words(guarded), **restricted(guarded, *ALL))
    lines = ended.stdout.splitlines()
    assert (ended.returncode, ended.stderr) == (0, "")
    assert lines[0] == f"Account 123456789012, with {len(BY_DEFAULT)} rules:"
    assert [line.split()[:2] for line in lines[1:-1]] == [["ok", action] for action in ALL]
    assert lines[-1].startswith("Every rule could decide.")


@pytest.mark.parametrize(
    ("denied", "blind"),
    [
        ("iot:DescribeRoleAlias", {"ALIAS001", "ALIAS003", "ALIAS004"}),
        ("iam:GetRole", {"ALIAS001", "ALIAS004", "PROF001", "PROF001-LATENT", "PROF011"}),
        ("rolesanywhere:ListProfiles", {"PROF001", "PROF003", "PROF004", "PROF014"}),
        ("ec2:DescribeRegions", set()),
    ],
)
def test_what_is_missing_and_whom_it_blinds(
    guarded: str, rolevet: Run, denied: str, blind: set[str]
) -> None:
    ended = rolevet(*words(guarded), **restricted(guarded, *(set(ALL) - {denied})))
    assert ended.returncode == 3
    (line,) = [line for line in ended.stdout.splitlines() if line.startswith("  denied")]
    assert denied in line
    conclusion = ended.stdout.partition("Could not decide, or not everywhere: ")[2]
    told = set(conclusion.partition(".")[0].split(", ")) - {""}
    assert blind <= told
    assert bool(told) is bool(blind)
    assert ("tries every Region" in ended.stdout) is (denied == "ec2:DescribeRegions")
    assert ended.stdout.endswith("What to allow: rolevet permissions\n")
    if denied.startswith("iot:"):
        assert line.endswith("AccessDeniedException, by identity-based policy")


def test_only_what_the_chosen_rules_need_is_tried(guarded: str, rolevet: Run) -> None:
    key = restricted(guarded, "rolesanywhere:ListProfiles", "ec2:DescribeRegions")
    ended = rolevet(*words(guarded, "--select", "PROF014"), **key)
    assert ended.returncode == 0
    assert "iam:" not in ended.stdout


def test_a_service_that_a_region_lacks_is_no_loss(guarded: str, rolevet: Run) -> None:
    key = restricted(guarded, *ALL)
    alone = ["doctor", "--endpoint-url", guarded, "--region", "af-south-1"]
    ended = rolevet(*alone, **key)
    assert ended.returncode == 0
    assert "absent   iot:ListRoleAliases in af-south-1: the service is not offered" in ended.stdout
    other = rolevet(*alone, "--region", "eu-west-1", **key)
    assert "ok       iot:ListRoleAliases in eu-west-1" in other.stdout


def test_an_endpoint_that_fails_is_no_denial(rolevet: Run) -> None:
    ended = rolevet(*words("http://127.0.0.1:9"))
    assert (ended.returncode, ended.stdout) == (3, "")
