"""The JSON report, version 1: everything one run has to say.

Its JSON Schema stands beside this module. Fields are added to version 1, never renamed or removed.
"""

import json
from collections.abc import Iterator
from typing import Any

from rolevet import Report
from rolevet_reports.json_rows import (
    cell_row,
    finding_rows,
    inconclusive_row,
    rule_row,
    scope_row,
    summary_row,
    tool_row,
    waiver_row,
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
    mended = {"mended": finding_rows(report, report.mended)} if report.mended else {}
    return {
        "version": "1",
        "tool": tool_row(report),
        "scopes": map(scope_row, report.scopes),
        "summary": summary_row(report),
        "findings": finding_rows(report, report.findings),
        **mended,
        **({"waivers": map(waiver_row, report.waivers)} if report.waivers else {}),
        "inconclusive": map(inconclusive_row, report.inconclusive),
        "rules": map(rule_row, report.rules),
        "coverage": map(cell_row, report.coverage),
    }
