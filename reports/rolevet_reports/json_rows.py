"""What a run has to say as rows of JSON, the same in every format that is JSON of ours."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from rolevet import (
    ApiCall,
    Cell,
    Finding,
    Inconclusive,
    Overlay,
    Place,
    Report,
    RuleResult,
    Scope,
    Severity,
    Span,
    WaiverResult,
)


def scope_row(scope: Scope) -> dict[str, Any]:
    """As the schema's item of `scopes`."""
    return {
        "partition": scope.partition,
        "account": scope.account,
        "regions": scope.regions,
        "everywhere": scope.everywhere,
        "name": scope.name or None,
        "organizational_unit": scope.unit or None,
        "declared": scope.declared,
    }


def _finding_row(finding: Finding, scope: Scope | None) -> dict[str, Any]:
    """As the schema's `finding`; `scope` is what was told of its account."""
    return {
        "rule": finding.rule.id,
        "severity": finding.rule.severity.label,
        "confidence": finding.confidence.label,
        "class": finding.rule.trouble.value,
        "resource": finding.resource,
        "resource_type": finding.resource_type,
        "resource_name": finding.resource_name,
        "account": finding.account,
        "account_name": (scope and scope.name) or None,
        "organizational_unit": (scope and scope.unit) or None,
        "region": finding.region,
        "message": finding.message,
        "path": finding.path,
        "location": _location(finding.place),
        "api": finding.place.operation if isinstance(finding.place, ApiCall) else None,
        "evidence": dict(sorted(finding.evidence.items())),
        "related": [
            {"resource": related.resource, "note": related.note} for related in finding.related
        ],
        "fingerprint": finding.fingerprint,
        "status": finding.status.value,
        **({"change": finding.change.value} if finding.change else {}),
    }


def _location(place: Place) -> dict[str, Any] | None:
    if not isinstance(place, Span):
        return None
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }


def inconclusive_row(doubt: Inconclusive) -> dict[str, Any]:
    """As the schema's `inconclusive`."""
    return {
        "rule": doubt.rule.id,
        "resource": doubt.resource,
        "account": doubt.account,
        "region": doubt.region,
        "reason": doubt.reason,
        "kind": doubt.doubt.value,
    }


def rule_row(result: RuleResult) -> dict[str, Any]:
    """As the schema's `rule`."""
    return {
        "id": result.rule.id,
        "name": result.rule.name,
        "severity": result.rule.severity.label,
        "declared_severity": _label(result.rule.declared_severity),
        "confidence": result.rule.confidence.label,
        "class": result.rule.trouble.value,
        "summary": result.rule.summary,
        "source": result.rule.source,
        "version": result.rule.version,
        "digest": result.rule.digest,
        "opt_in": result.rule.opt_in,
        "settings": dict(result.rule.settings),
        "overlays": [_overlay(overlay) for overlay in result.rule.overlays],
        "controls": [asdict(control) for control in result.rule.controls],
        "passed": result.passed,
        "failed": result.failed,
        "superseded": result.superseded,
        "inconclusive": result.inconclusive,
        "not_applicable": result.not_applicable,
    }


def _label(severity: Severity | None) -> str | None:
    return None if severity is None else severity.label


def _overlay(overlay: Overlay) -> dict[str, Any]:
    return {
        "accounts": overlay.accounts,
        "aliases": overlay.aliases,
        "ignored": overlay.ignored,
        "settings": dict(overlay.settings),
    }


def cell_row(cell: Cell) -> dict[str, Any]:
    """As the schema's `cell`."""
    return {
        "account": cell.account,
        "region": cell.region,
        "api": cell.api,
        "state": cell.state.value,
        "kind": cell.kind,
        "lists": cell.lists,
        "items": cell.items,
        "pages": cell.pages,
        "calls": cell.effort.calls,
        "retries": cell.effort.retries,
        "throttled": cell.effort.throttled,
        "waited_seconds": round(cell.effort.waited),
        "error": cell.error or None,
        "message": cell.message or None,
        "denied_by": cell.denied_by or None,
    }


def tool_row(report: Report) -> dict[str, Any]:
    """As the schema's `tool`."""
    return {"name": "rolevet", "version": report.version, "rule_set": report.rule_set}


def summary_row(report: Report) -> dict[str, Any]:
    """As the schema's `summary`."""
    return {
        "exit_code": int(report.exit_code),
        "exit_code_without_findings": int(report.otherwise),
        "fail_on": report.fail_on.label if report.fail_on is not None else "never",
        "findings": _by_severity(report),
        "waived": report.waived,
        "inconclusive": len(report.inconclusive),
        "coverage": "complete" if report.complete else "incomplete",
        "coverage_required_and_missing": report.unmet,
    }


def waiver_row(told: WaiverResult) -> dict[str, Any]:
    """As the schema's `waiver`."""
    waiver = told.waiver
    return {
        "rule": waiver.rule,
        "resource": waiver.resource or None,
        "owner": waiver.owner or None,
        "reason": waiver.reason,
        "expires": waiver.expires.isoformat() if waiver.expires else None,
        "ticket": waiver.ticket or None,
        "place": waiver.place,
        "state": told.state.value,
        "note": told.note or None,
        "fingerprints": told.fingerprints,
    }


def finding_rows(report: Report, findings: Iterable[Finding]) -> Iterator[dict[str, Any]]:
    """Each with what was told of its account."""
    told = {scope.account: scope for scope in report.scopes}
    yield from (_finding_row(found, told.get(found.account)) for found in findings)


def _by_severity(report: Report) -> dict[str, int]:
    return {
        severity.label: sum(finding.rule.severity is severity for finding in report.findings)
        for severity in sorted(Severity, reverse=True)
    }
