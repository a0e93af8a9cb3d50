"""One JSON object on each line, for programs that take a report as a stream.

First the run, then rules, findings, doubts and coverage, each on a line of its own, and last the
summary: without it, the stream was cut. The schema of the JSON report calls such a line `record`.
"""

import json
from collections.abc import Iterable, Iterator
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
    """In ASCII; every line has a `type`, and otherwise the members that the JSON report has."""
    scopes = list(map(scope_row, report.scopes))
    yield from _lines("run", [{"version": "1", "tool": tool_row(report), "scopes": scopes}])
    yield from _lines("rule", map(rule_row, report.rules))
    yield from _lines("finding", finding_rows(report, report.findings))
    yield from _lines("mended", finding_rows(report, report.mended))
    yield from _lines("waiver", map(waiver_row, report.waivers))
    yield from _lines("inconclusive", map(inconclusive_row, report.inconclusive))
    yield from _lines("coverage", map(cell_row, report.coverage))
    yield from _lines("summary", [summary_row(report)])


def _lines(kind: str, rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield f"{json.dumps({'type': kind, **row}, allow_nan=False)}\n"
