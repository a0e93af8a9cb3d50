"""The JSON report, version 1: everything one run has to say.

Its JSON Schema stands beside this module. Fields are added to version 1, never renamed or removed.
"""

import json
from collections.abc import Iterator, Mapping
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
)


def render(report: Report) -> Iterator[str]:
    """One JSON object in ASCII; the same report always gives the same bytes.

    Piece by piece: of a large organization, the whole would take more memory than the report does.
    """
    separator = "{\n"
    for name, value in _members(report).items():
        yield f'{separator}  "{name}": '
        separator = ",\n"
        if isinstance(value, Iterator):
            yield from _list(value)
        else:
            yield _text(value, "  ")
    yield "\n}\n"


def _list(items: Iterator[dict[str, Any]]) -> Iterator[str]:
    separator = "[\n"
    for item in items:
        yield f"{separator}    {_text(item, '    ')}"
        separator = ",\n"
    yield "[]" if separator.startswith("[") else "\n  ]"


def _text(value: Any, margin: str) -> str:
    return json.dumps(value, indent=2, allow_nan=False).replace("\n", f"\n{margin}")


def _members(report: Report) -> dict[str, Any]:
    told = {scope.account: scope for scope in report.scopes}
    return {
        "version": "1",
        "tool": {"name": "rolevet", "version": report.version, "rule_set": report.rule_set},
        "scopes": map(_scope, report.scopes),
        "summary": {
            "exit_code": int(report.exit_code),
            "exit_code_without_findings": int(report.otherwise),
            "fail_on": report.fail_on.label if report.fail_on is not None else "never",
            "findings": _by_severity(report),
            "inconclusive": len(report.inconclusive),
            "coverage": "complete" if report.complete else "incomplete",
            "coverage_required_and_missing": report.unmet,
        },
        "findings": (_finding(found, told.get(found.account)) for found in report.findings),
        **({"mended": _mended(report, told)} if report.mended else {}),
        "inconclusive": map(_inconclusive, report.inconclusive),
        "rules": map(_rule, report.rules),
        "coverage": map(_cell, report.coverage),
    }


def _mended(report: Report, told: Mapping[str, Scope]) -> Iterator[dict[str, Any]]:
    yield from (_finding(found, told.get(found.account)) for found in report.mended)


def _scope(scope: Scope) -> dict[str, Any]:
    return {
        "partition": scope.partition,
        "account": scope.account,
        "regions": scope.regions,
        "everywhere": scope.everywhere,
        "name": scope.name or None,
        "organizational_unit": scope.unit or None,
        "declared": scope.declared,
    }


def _by_severity(report: Report) -> dict[str, int]:
    return {
        severity.label: sum(finding.rule.severity is severity for finding in report.findings)
        for severity in sorted(Severity, reverse=True)
    }


def _finding(finding: Finding, scope: Scope | None) -> dict[str, Any]:
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


def _inconclusive(doubt: Inconclusive) -> dict[str, Any]:
    return {
        "rule": doubt.rule.id,
        "resource": doubt.resource,
        "account": doubt.account,
        "region": doubt.region,
        "reason": doubt.reason,
        "kind": doubt.doubt.value,
    }


def _rule(result: RuleResult) -> dict[str, Any]:
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


def _cell(cell: Cell) -> dict[str, Any]:
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
