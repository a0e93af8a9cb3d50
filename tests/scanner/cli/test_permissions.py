"""`rolevet permissions`: what it grants is what a scan calls, no more and no less."""

import json
from collections.abc import Callable, Iterator

import pytest
from scanner.cli.conftest import Run, allow, client, restricted, scan_words
from scanner.simulate.conftest import ended, start

from rolevet import Rule, cli
from rolevet.simulate import organization
from rolevet.simulate.company import found
from rolevet.sources.aws.plan import ACTIONS, DISCOVERY, actions_for, needs_for, read_policy
from rolevet_rules import rules


@pytest.mark.parametrize("form", ["json", "cloudformation", "terraform"])
@pytest.mark.parametrize("words", [[], ["--auditor"], ["--collect"]], ids=str)
def test_forms(
    words: list[str],
    form: str,
    capsys: pytest.CaptureFixture[str],
    golden: Callable[[str, str], None],
) -> None:
    assert cli.run(["permissions", "--format", form, *words]) == 0
    golden(f"permissions{''.join(words)}.{form}", capsys.readouterr().out)


def test_the_template_is_what_cloudformation_takes(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["permissions", "--format", "cloudformation", "--select", "PROF014"]) == 0
    template = json.loads(capsys.readouterr().out)
    role = template["Resources"]["RolevetAudit"]["Properties"]
    assert role["Policies"][0]["PolicyDocument"]["Statement"] == [
        {
            "Effect": "Allow",
            "Action": ["ec2:DescribeRegions", "rolesanywhere:ListProfiles"],
            "Resource": "*",
        }
    ]
    trust = role["AssumeRolePolicyDocument"]["Statement"][0]
    assert trust["Condition"] == {"StringEquals": {"sts:ExternalId": {"Ref": "ExternalId"}}}


def test_with_grants_what_is_read_on_demand(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["permissions", "--select", "PROF014", "--with", "tags", "--with", "subjects"]
    assert cli.run(words) == 0
    (statement,) = json.loads(capsys.readouterr().out)["Statement"]
    assert statement["Action"] == [
        "ec2:DescribeRegions",
        "iot:ListTagsForResource",
        "rolesanywhere:GetSubject",
        "rolesanywhere:ListProfiles",
        "rolesanywhere:ListSubjects",
        "rolesanywhere:ListTagsForResource",
    ]


def test_all_that_is_ever_read_fits_into_a_session_policy() -> None:
    """https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html: 2,048 characters."""
    policy = json.dumps(read_policy(actions_for(ACTIONS)), separators=(",", ":"))
    assert len(policy) < 2048


def granted(rolevet: Run, *words: str) -> list[str]:
    statements = json.loads(rolevet("permissions", *words).stdout)["Statement"]
    return [action for statement in statements for action in statement["Action"]]


def crowd(url: str) -> None:
    """So many roles that all of IAM's calls are needed."""
    for number in range(25):
        arn = f"arn:aws:iam::123456789012:role/Crowd{number}"
        client("rolesanywhere", url).create_profile(
            name=f"crowd-{number}", roleArns=[arn], enabled=True
        )


def test_what_is_granted_is_enough_and_each_of_it_is_needed(guarded: str, rolevet: Run) -> None:
    found(guarded, "eu-west-1")
    crowd(guarded)
    actions = granted(rolevet)
    assert actions == sorted(set(actions))
    key = restricted(guarded, *actions)
    words = ["scan", "--endpoint-url", guarded, "--region", "eu-west-[1]", "-o", "json"]
    report = json.loads(rolevet(*words, **key).stdout)
    assert report["summary"]["coverage"] == "complete"
    # Whether each is needed depends on the account; one that has everything is tested apart.
    assert {cell["api"] for cell in report["coverage"]} <= set(actions)


@pytest.fixture(scope="module")
def audited() -> Iterator[tuple[str, dict[str, str]]]:
    """A company that stays as it is, and the key of an auditor whom each test lets in anew."""
    with ended(start("--company", "eu-west-1", "--while-stdin-open")) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        yield url, restricted(url, "sts:GetCallerIdentity")


READING = [rule for rule in rules() if rule.needs]
"""Those that are not about files alone."""


@pytest.mark.parametrize("rule", READING, ids=lambda rule: rule.info.id)
def test_each_rule_alone_gets_by_with_what_it_asks_for(
    audited: tuple[str, dict[str, str]], rolevet: Run, rule: Rule
) -> None:
    """A rule that reads what it does not declare would find that it was not collected."""
    url, key = audited
    actions = granted(rolevet, "--select", rule.info.id)
    allow(url, [{"Effect": "Allow", "Action": actions, "Resource": "*"}])
    words = scan_words(url, "-o", "json", "--select", rule.info.id)
    report = json.loads(rolevet(*words, **key).stdout)
    assert report["summary"]["coverage"] == "complete"
    assert report["inconclusive"] == []
    assert {cell["api"] for cell in report["coverage"]} <= set(actions)


def test_the_auditor_s_policy_is_enough_and_each_of_it_is_needed(
    guarded: str, rolevet: Run
) -> None:
    organization.found(guarded)
    words = ["scan", "--endpoint-url", guarded, "--org", "--external-id", "rolevet-organization"]
    words += ["--region", "eu-west-1", "-o", "json"]
    expected = rolevet(*words).stdout
    policy = json.loads(rolevet("permissions", "--auditor").stdout)
    key = restricted(guarded, policy=policy)
    found = rolevet(*words, **key).stdout
    assert found.replace("user/auditor is not", "root is not") == expected
    reading, entering = policy["Statement"]
    for action in [action for action in reading["Action"] if action.startswith("organizations:")]:
        allow(guarded, [{**reading, "Action": sorted({*reading["Action"]} - {action})}, entering])
        tagged = [*words, "--account-tag", "team"] if "Tags" in action else words
        done = rolevet(*tagged, **key)
        assert done.returncode == 3, action
    allow(guarded, [reading])
    report = json.loads(rolevet(*words, **key).stdout)
    entered = {cell["account"] for cell in report["coverage"] if cell["state"] == "complete"}
    assert entered == {"123456789012"}, "only the own account needs no role"


def test_every_kind_has_its_actions() -> None:
    kinds = needs_for(rules())
    assert kinds <= set(ACTIONS)
    every = {action for some in ACTIONS.values() for action in some}
    assert actions_for(ACTIONS) == tuple(sorted(every | {DISCOVERY}))


def test_no_rule_needs_no_policy(capsys: pytest.CaptureFixture[str]) -> None:
    words = [word for rule in rules() for word in ("--ignore", rule.info.id)]
    assert cli.run(["permissions", *words]) == 0
    assert json.loads(capsys.readouterr().out)["Statement"] == []
