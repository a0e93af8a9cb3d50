"""Every API and every way in which it can fail: the run ends, tells it, and loses nothing else."""

import json
import re
import time
from dataclasses import fields

import pytest
from scanner.aws.account import Account, gathered
from scanner.aws.account import broken as breaking
from scanner.aws.conftest import (
    HALF,
    HANG,
    RESET,
    Answer,
    Endpoint,
    error,
    iam_error,
    iam_role,
)
from scanner.aws.test_collect import EVERY_KIND, described, listed_profile, states
from world import role_arn

from rolevet import CellState, Inventory
from rolevet.check import check
from rolevet.sources.aws.calls import Patience
from rolevet_rules import rules

ACTIONS = {
    "ListRoleAliases": "eu-west-1 iot:ListRoleAliases",
    "DescribeRoleAlias": "eu-west-1 iot:DescribeRoleAlias",
    "ListProfiles": "eu-west-1 rolesanywhere:ListProfiles",
    "ListTrustAnchors": "eu-west-1 rolesanywhere:ListTrustAnchors",
    "GetRole": "global iam:GetRole",
}
FAULTS = {
    "denied": CellState.DENIED,
    "throttled for ever": CellState.THROTTLED,
    "500 for ever": CellState.FAILED,
    "hangs": CellState.FAILED,
    "half a body": CellState.FAILED,
    "reset": CellState.FAILED,
    "malformed": CellState.FAILED,
}
UNHURRIED = Patience(attempts=2)
IMPATIENT = Patience(attempts=2, read=0.8)
"""Below the second that a hanging call takes, and above what a busy machine takes for any other."""


def fault(name: str, operation: str) -> Answer:
    failing = iam_error if operation in IN_XML else error
    return {
        "denied": failing(403, "AccessDenied"),
        "throttled for ever": failing(400, "Throttling"),
        "500 for ever": failing(500, "InternalFailure"),
        "hangs": HANG,
        "half a body": HALF,
        "reset": RESET,
        "malformed": (200, "<html>"),
    }[name]


# Each API beside those, the cell that tells of it, and the fields of an inventory that suffer.
FACTS = {
    "ListCrls": ("eu-west-1 rolesanywhere:ListCrls", {"crls"}),
    "ListSubjects": ("eu-west-1 rolesanywhere:ListSubjects", {"certificate_subjects"}),
    "GetSubject": ("eu-west-1 rolesanywhere:GetSubject", {"certificate_subjects"}),
    "ListTagsForResource": (
        "eu-west-1 rolesanywhere:ListTagsForResource",
        {"profiles", "anchors", "crls"},
    ),
    "iot ListTagsForResource": ("eu-west-1 iot:ListTagsForResource", {"aliases"}),
    "ListPolicies": ("eu-west-1 iot:ListPolicies", {"iot_policies"}),
    "iot GetPolicy": ("eu-west-1 iot:GetPolicy", {"iot_policies"}),
    "ListTargetsForPolicy": ("eu-west-1 iot:ListTargetsForPolicy", {"iot_policies"}),
    "DescribeCertificateAuthority": (
        "eu-west-1 acm-pca:DescribeCertificateAuthority",
        {"authorities"},
    ),
    "GetCertificateAuthorityCertificate": (
        "eu-west-1 acm-pca:GetCertificateAuthorityCertificate",
        {"authorities"},
    ),
    "ListRoles": ("global iam:ListRoles", {"roles"}),
    "ListAttachedRolePolicies": (
        "global iam:ListAttachedRolePolicies",
        {"roles", "managed_policies"},
    ),
    "ListRolePolicies": ("global iam:ListRolePolicies", {"roles"}),
    "GetRolePolicy": ("global iam:GetRolePolicy", {"roles"}),
    "GetPolicy": ("global iam:GetPolicy", {"managed_policies"}),
    "GetPolicyVersion": ("global iam:GetPolicyVersion", {"managed_policies"}),
    "GetAccountAuthorizationDetails": (
        "global iam:GetAccountAuthorizationDetails",
        {"roles", "managed_policies"},
    ),
}
IN_XML = {"GetRole", *(name for name, (cell, _) in FACTS.items() if " iam:" in cell)}
CROWD = tuple(f"R{number:02}" for number in range(25))


def answers(operation: str, parameters: dict[str, str]) -> Answer | None:
    """A healthy account: an alias and a profile, and a role for each."""
    if operation == "ListRoleAliases":
        return 200, json.dumps({"roleAliases": ["a"]})
    if operation == "DescribeRoleAlias":
        return described("a", role_arn("Alias"), 7200)
    if operation == "ListProfiles":
        profile = listed_profile(1, roleArns=[role_arn("Profile")], durationSeconds=7200)
        return 200, json.dumps({"profiles": [profile]})
    if operation == "GetRole":
        return iam_role(role_arn(parameters["RoleName"]), 7200)
    return None


# Rules for which the four kinds are enough that are collected here.
_ENOUGH = re.compile("(ALIAS00[134]|PROF00[134]|PROF011|PROF014)(-.*)?")
OF_BROKERS = [rule for rule in rules() if _ENOUGH.fullmatch(rule.info.id)]


def tally(inventory: Inventory) -> dict[str, tuple[int, int]]:
    """Passed and undecided by rule; nothing is ever found."""
    verdicts = check(OF_BROKERS, inventory)
    assert verdicts.findings == ()
    return {r.rule.id: (r.passed, r.inconclusive) for r in verdicts.results}


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("broken", ACTIONS)
def test_a_fault_costs_what_depends_on_it(standing: Endpoint, broken: str, name: str) -> None:
    standing.script = answers
    healthy = gathered(standing, kinds=EVERY_KIND, patience=UNHURRIED)
    assert set(states(healthy).values()) == {"complete"}

    bad = fault(name, broken)
    standing.script = lambda o, p: bad if o == broken else answers(o, p)
    begun = time.monotonic()
    patience = IMPATIENT if name == "hangs" else UNHURRIED
    inventory = gathered(standing, kinds=EVERY_KIND, patience=patience)
    assert time.monotonic() - begun < 10

    told = states(inventory)
    assert told[ACTIONS[broken]].split()[0] == FAULTS[name].value
    assert {state for cell, state in told.items() if cell != ACTIONS[broken]} <= {"complete"}

    before, after = tally(healthy), tally(inventory)
    for rule in OF_BROKERS:
        passed, undecided = after[rule.info.id]
        family = rule.info.id.startswith("ALIAS")
        hit = {
            "ListRoleAliases": family,
            "DescribeRoleAlias": family,
            "ListProfiles": not family,
            "ListTrustAnchors": False,
            "GetRole": rule.info.id
            in ("ALIAS001", "ALIAS004", "PROF001", "PROF011", "PROF011-ALL"),
        }[broken]
        if hit:
            assert (passed, undecided > 0) == (0, True), rule.info.id
        else:
            assert (passed, undecided) == before[rule.info.id], rule.info.id


def facts_of(inventory: Inventory) -> dict[str, object]:
    return {
        field.name: getattr(inventory, field.name)
        for field in fields(inventory)
        if field.name != "coverage"
    }


@pytest.mark.parametrize("broken", FACTS)
def test_a_fault_costs_the_facts_that_depend_on_it(standing: Endpoint, broken: str) -> None:
    crowd = broken == "GetAccountAuthorizationDetails"
    account = Account(CROWD, (*CROWD, "Alias")) if crowd else Account()
    standing.script = account
    healthy = gathered(standing, patience=UNHURRIED)
    assert set(states(healthy).values()) == {"complete"}
    before = facts_of(healthy)
    cell, suffering = FACTS[broken]
    for name, state in FAULTS.items():
        if crowd and name == "denied":
            continue  # each role is asked for instead, which another test holds
        standing.script = breaking(account, **{broken: fault(name, broken)})
        begun = time.monotonic()
        inventory = gathered(standing, patience=IMPATIENT if name == "hangs" else UNHURRIED)
        assert time.monotonic() - begun < 10
        told, after = states(inventory), facts_of(inventory)
        assert told[cell].split()[0] == state.value, name
        assert {state for other, state in told.items() if other != cell} <= {"complete"}, name
        assert {field for field in before if before[field] != after[field]} == suffering, name
