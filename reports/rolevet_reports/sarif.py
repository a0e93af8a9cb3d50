"""SARIF 2.1.0 as GitHub code scanning takes it.

GitHub refuses a whole file for one result without a relative path, reads severity from the rule
alone, and closes every alert that the next upload does not repeat.
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

import sarif_om as om

from rolevet import (
    BadArn,
    Confidence,
    Doubt,
    Finding,
    Report,
    RuleInfo,
    Scope,
    Severity,
    Span,
    Status,
    parse_arn,
)
from rolevet_reports import sarif_text

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_HOME: Final = "https://pypi.org/project/rolevet/"
_DESCRIPTION_MAX: Final = 1024

_LEVEL: Final = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}
# Strings, and inside GitHub's bands: over 9.0 critical, 7.0 high, 4.0 medium, 0.1 low, 0.0 none.
_SECURITY_SEVERITY: Final = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "2.0",
    Severity.INFO: "0.0",
}
_PROBLEM: Final = {"error": "error", "warning": "warning", "note": "recommendation"}
_PRECISION: Final = {Confidence.HIGH: "high", Confidence.MEDIUM: "medium", Confidence.LOW: "low"}

# Resource text must not end up as Markdown or as a placeholder of a message string.
_NEUTRAL: Final = str.maketrans({"{": "(", "}": ")", "[": "(", "]": ")", "`": "'"})


def render(report: Report) -> Iterator[str]:
    """One run for each account that was read; an empty one has `results` too, to close alerts."""
    read = [scope for scope in report.scopes if scope.regions] or report.scopes[:1]
    log = om.SarifLog(
        schema_uri=_SCHEMA, version="2.1.0", runs=[_run(report, scope) for scope in read]
    )
    yield sarif_text.write(log)
    yield "\n"


def _run(report: Report, scope: Scope) -> om.Run:
    rules = [result.rule for result in report.rules]
    index = {rule.id: position for position, rule in enumerate(rules)}
    results = [
        (_uri(finding), _result(finding, scope, index))
        for finding in report.findings
        if finding.account == scope.account and finding.status is Status.OPEN
    ]
    results.sort(key=lambda pair: (pair[1].rule_id, pair[0], _hash(pair[1])))
    return om.Run(
        tool=om.Tool(
            driver=om.ToolComponent(
                name="rolevet",
                full_name="rolevet: vets AWS roles that are handed out for certificates",
                semantic_version=report.version,
                information_uri=_HOME,
                rules=[_rule(rule) for rule in rules],
            )
        ),
        automation_details=om.RunAutomationDetails(id=_category(scope)),
        column_kind="unicodeCodePoints",
        invocations=[
            om.Invocation(
                execution_successful=report.complete,
                tool_execution_notifications=_notifications(report, scope),
            )
        ],
        results=[result for _, result in results],
    )


def _category(scope: Scope) -> str:
    """What keeps uploads apart: GitHub reads everything before the last slash as the category."""
    if scope.declared:
        return f"rolevet/files/{scope.account}/" if scope.account.isdecimal() else "rolevet/files/"
    regions = "" if scope.everywhere else f"{'+'.join(scope.regions)}/"
    return f"rolevet/live/{scope.partition}/{scope.account}/{regions}"


def _notifications(report: Report, scope: Scope) -> list[om.Notification]:
    """What was not read here, or of accounts that have no run, and which rules broke."""
    others = {scope.account for scope in report.scopes if scope.regions} - {scope.account}
    unread = [
        f"Not read: {cell.shortfall}."
        for cell in report.coverage
        if cell.account not in others and not cell.state.settled
    ]
    broken = {
        f"Rule {doubt.rule.id}: {doubt.reason}."
        for doubt in report.inconclusive
        if doubt.doubt is Doubt.RULE_ERROR
    }
    return [
        om.Notification(message=om.Message(text=_neutral(text)), level="error")
        for text in (*unread, *sorted(broken))
    ]


def _rule(rule: RuleInfo) -> om.ReportingDescriptor:
    level = _LEVEL[rule.severity]
    summary = om.MultiformatMessageString(text=rule.summary[:_DESCRIPTION_MAX])
    return om.ReportingDescriptor(
        id=rule.id,
        name="".join(word.capitalize() for word in rule.name.split("-")),
        short_description=summary,
        full_description=summary,
        help=om.MultiformatMessageString(text=rule.help, markdown=rule.help.replace("<", "&lt;")),
        help_uri=rule.source,
        default_configuration=om.ReportingConfiguration(level=level),
        properties={
            "tags": ["security", "aws", rule.trouble.value],
            "precision": _PRECISION[rule.confidence],
            "problem.severity": _PROBLEM[level],
            "security-severity": _SECURITY_SEVERITY[rule.severity],
            **_declared(rule),
        },
    )


def _declared(rule: RuleInfo) -> dict[str, str]:
    """What a changed severity was before."""
    severity = rule.declared_severity
    return {} if severity is None else {"declaredSeverity": severity.label}


def _result(finding: Finding, scope: Scope, index: Mapping[str, int]) -> om.Result:
    return om.Result(
        rule_id=finding.rule.id,
        rule_index=index[finding.rule.id],
        kind="fail",
        level=_LEVEL[finding.rule.severity],
        baseline_state=finding.change.value if finding.change else None,
        message=om.Message(text=_neutral(finding.message)),
        locations=[
            om.Location(
                physical_location=om.PhysicalLocation(
                    artifact_location=om.ArtifactLocation(uri=_uri(finding)),
                    region=_region(finding),
                ),
                logical_locations=[
                    om.LogicalLocation(
                        name=finding.resource_name,
                        fully_qualified_name=finding.resource,
                        kind="resource",
                    )
                ],
            )
        ],
        partial_fingerprints={
            "primaryLocationLineHash": f"{finding.fingerprint[:16]}:1",
            "awsResource/v1": finding.fingerprint[:32],
        },
        properties=_properties(finding, scope),
    )


def _properties(finding: Finding, scope: Scope) -> dict[str, Any]:
    named = {"accountName": scope.name, "organizationalUnit": scope.unit}
    return {
        "source": "iac" if isinstance(finding.place, Span) else "live",
        "accountId": finding.account,
        **{name: word for name, word in named.items() if word},
        "region": finding.region,
        "resourceArn": finding.resource,
        "resourceType": finding.resource_type,
        "path": finding.path,
        "severity": finding.rule.severity.label,
        "confidence": finding.confidence.label,
        "class": finding.rule.trouble.value,
        "evidence": dict(sorted(finding.evidence.items())),
        "related": [{"resource": r.resource, "note": r.note} for r in finding.related],
    }


def _hash(result: om.Result) -> str:
    return str(result.partial_fingerprints["awsResource/v1"])


def _region(finding: Finding) -> om.Region:
    place = finding.place
    if isinstance(place, Span):
        return om.Region(
            start_line=place.line,
            start_column=place.column,
            end_line=place.end_line,
            end_column=place.end_column,
        )
    return om.Region(start_line=1, start_column=1, end_line=1, end_column=2)


def _uri(finding: Finding) -> str:
    """A relative path without a scheme; for a live resource one made from its ARN.

    An ARN itself would be read as an address of the scheme "arn", and be refused.
    """
    if isinstance(finding.place, Span):
        return "/".join(_segment(part) for part in finding.place.file.split("/"))
    try:
        arn = parse_arn(finding.resource)
    except BadArn:
        return f"aws/unnamed/{_segment(finding.resource)}"
    parts = (
        arn.partition,
        arn.account or finding.account,
        arn.region or "global",
        arn.service,
        *arn.resource.split("/"),
    )
    return "/".join(_segment(part) for part in parts if part)


def _segment(text: str) -> str:
    quoted = quote(text, safe="", errors="replace")
    return quoted.replace(".", "%2E") if quoted in (".", "..") else quoted


def _neutral(text: str) -> str:
    return text.translate(_NEUTRAL)
