"""Every API and every way in which it can fail: the run ends, tells it, and loses nothing else."""

import json
import time

import pytest
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
from scanner.aws.test_collect import collected, described, listed_profile, states
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
PATIENCE = Patience(attempts=2, read=0.3, connect=0.3)


def fault(name: str, operation: str) -> Answer:
    failing = iam_error if operation == "GetRole" else error
    return {
        "denied": failing(403, "AccessDenied"),
        "throttled for ever": failing(400, "Throttling"),
        "500 for ever": failing(500, "InternalFailure"),
        "hangs": HANG,
        "half a body": HALF,
        "reset": RESET,
        "malformed": (200, "<html>"),
    }[name]


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


def tally(inventory: Inventory) -> dict[str, tuple[int, int]]:
    """Passed and undecided by rule; nothing is ever found."""
    verdicts = check(rules(), inventory)
    assert verdicts.findings == ()
    return {r.rule.id: (r.passed, r.inconclusive) for r in verdicts.results}


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("broken", ACTIONS)
def test_a_fault_costs_what_depends_on_it(endpoint: Endpoint, broken: str, name: str) -> None:
    endpoint.script = answers
    healthy = collected(endpoint, patience=PATIENCE)
    assert set(states(healthy).values()) == {"complete"}

    bad = fault(name, broken)
    endpoint.script = lambda o, p: bad if o == broken else answers(o, p)
    begun = time.monotonic()
    inventory = collected(endpoint, patience=PATIENCE)
    assert time.monotonic() - begun < 10

    told = states(inventory)
    assert told[ACTIONS[broken]].split()[0] == FAULTS[name].value
    assert {state for cell, state in told.items() if cell != ACTIONS[broken]} <= {"complete"}

    before, after = tally(healthy), tally(inventory)
    for rule in rules():
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
