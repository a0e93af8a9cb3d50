"""What GitHub makes of SARIF and no schema tells."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from reports.made import REPORTS, clean, denied, hostile, usual
from world import inventory, profile

from rolevet import Report, Severity, Span
from rolevet.check import check
from rolevet.finding import Finding
from rolevet.settle import Gate, settle
from rolevet_reports import sarif, sarif_text
from rolevet_rules import rules


def log_of(report: Report) -> Any:
    return json.loads("".join(sarif.render(report)))


def run_of(report: Report) -> Any:
    (run,) = log_of(report)["runs"]
    return run


@pytest.mark.parametrize("name", REPORTS)
def test_what_github_refuses_a_file_for(name: str) -> None:
    run = run_of(REPORTS[name]())
    assert isinstance(run["results"], list)
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        (location,) = result["locations"]
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9._~%/=@+,-]+", uri)
        assert not uri.startswith("/")
        assert ":" not in uri.partition("/")[0]
        assert not {"", ".", ".."} & set(uri.split("/"))
        region = location["physicalLocation"]["region"]
        assert set(region) == {"startLine", "startColumn", "endLine", "endColumn"}
        assert result["message"]["text"]
        assert not set("{}[]`") & set(result["message"]["text"])
        assert result["kind"] == "fail"
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] == rules[result["ruleIndex"]]["defaultConfiguration"]["level"]
        assert re.fullmatch(
            r"[0-9a-f]{16}:1", result["partialFingerprints"]["primaryLocationLineHash"]
        )
        assert "security-severity" not in result["properties"]


@pytest.mark.parametrize("name", REPORTS)
def test_rules(name: str) -> None:
    rules = run_of(REPORTS[name]())["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({rule["id"] for rule in rules})
    for rule in rules:
        assert rule["name"] != rule["id"]
        assert isinstance(rule["properties"]["security-severity"], str)
        assert 0 <= float(rule["properties"]["security-severity"]) <= 10
        assert len(rule["properties"]["tags"]) <= 9
        assert rule["properties"]["tags"][0] == "security"
        assert rule["helpUri"].startswith("https://")
        assert "<" not in rule["help"]["markdown"]
        for text in (rule["shortDescription"]["text"], rule["fullDescription"]["text"]):
            assert text.endswith(".")
            assert len(text) <= 1024


def test_a_clean_run_still_says_so() -> None:
    report = clean()
    run = run_of(report)
    assert run["results"] == []
    assert run["invocations"][0]["executionSuccessful"] is True
    assert len(run["tool"]["driver"]["rules"]) == len(report.rules) > 0


def test_an_incomplete_run_says_so() -> None:
    (invocation,) = run_of(denied())["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [n["message"]["text"] for n in invocation["toolExecutionNotifications"]] == [
        "Not read: rolesanywhere:ListProfiles came back only in part (ThrottlingException) "
        "in 123456789012/eu-west-1.",
        "Not read: iam:GetRole was denied (AccessDenied) in 123456789012/global.",
    ]


def test_a_broken_rule_is_told() -> None:
    (invocation,) = run_of(hostile())["invocations"]
    assert invocation["executionSuccessful"] is False
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("Rule ACME002: the rule failed: RuntimeError")


def test_a_live_resource_is_found_by_a_path_that_lasts() -> None:
    results = run_of(usual())["results"]
    by_name = {r["locations"][0]["logicalLocations"][0]["name"]: r["locations"][0] for r in results}
    long = by_name["long"]
    assert long["physicalLocation"]["artifactLocation"]["uri"] == (
        "aws/123456789012/eu-west-1/iot/rolealias/long"
    )
    assert long["logicalLocations"][0]["fullyQualifiedName"] == (
        "arn:aws:iot:eu-west-1:123456789012:rolealias/long"
    )
    crowded = by_name["crowded"]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(
        r"aws/123456789012/eu-west-1/rolesanywhere/profile/[0-9a-f-]{36}", crowded
    ), "a profile can be renamed, its id cannot"


def test_the_category_keeps_accounts_and_regions_apart() -> None:
    assert run_of(clean())["automationDetails"]["id"] == (
        "rolevet/live/aws/123456789012/eu-west-1/"
    )


def test_levels_are_written_even_where_they_are_the_default() -> None:
    levels = {result["ruleId"]: result["level"] for result in run_of(usual())["results"]}
    assert levels["PROF004"] == "warning"
    assert levels["ALIAS001"] == "error"
    assert levels["PROF014"] == "note"


@pytest.mark.parametrize(
    ("arn", "uri"),
    [
        ("arn:aws:iam::123456789012:role/a/b c", "aws/123456789012/global/iam/role/a/b%20c"),
        ("arn:aws:iot:r:1:rolealias/..", "aws/1/r/iot/rolealias/%2E%2E"),
        ("arn:aws:iot:r:1:rolealias/a//b", "aws/1/r/iot/rolealias/a/b"),
        ("no arn: at all", "aws/unnamed/no%20arn%3A%20at%20all"),
        ("\ud800", "aws/unnamed/%3F"),
    ],
)
def test_odd_arns_still_give_a_path(arn: str, uri: str) -> None:
    finding = replace(usual().findings[0], resource=arn)
    assert sarif._uri(finding) == uri


def _in_file(finding: Finding) -> Finding:
    return replace(finding, place=Span("infra/a b:c.yaml", 3, 5, 3, 9))


def test_what_a_file_states_is_found_in_the_file() -> None:
    report = usual()
    run = run_of(replace(report, findings=(_in_file(report.findings[0]),)))
    (result,) = run["results"]
    physical = result["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "infra/a%20b%3Ac.yaml"
    assert physical["region"] == {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9}
    assert result["properties"]["source"] == "iac"


def test_foreign_values_are_refused() -> None:
    with pytest.raises(TypeError, match="set has no place in SARIF"):
        sarif_text.write({"a": {1, 2}})


def test_numbers_that_json_lacks_are_refused() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        sarif_text.write({"a": float("nan")})


def test_results_of_another_account_belong_to_another_run() -> None:
    seen = inventory(profile(enabled=False))
    report = settle(check(rules(), seen), Gate(), version="1")
    (scope,) = report.scopes
    runs = log_of(replace(report, scopes=(scope, replace(scope, account="210987654321"))))["runs"]
    assert [len(run["results"]) for run in runs] == [1, 0]


def test_a_changed_severity_keeps_the_one_before_in_sight() -> None:
    own = {rule.info.id: rule.info.severity.label for rule in rules()}
    changed = [rule.configured({}, Severity.INFO) for rule in rules()]
    verdicts = check(changed, inventory(profile()))
    for rule in run_of(settle(verdicts, Gate(), version="1"))["tool"]["driver"]["rules"]:
        assert rule["properties"]["security-severity"] == "0.0"
        assert rule["properties"]["declaredSeverity"] == own[rule["id"]]
    unchanged = run_of(usual())["tool"]["driver"]["rules"]
    assert not any("declaredSeverity" in rule["properties"] for rule in unchanged)
