"""A saved JSON report, version 1, back into the report that it was."""

from rolevet.results.reading import read_report

__all__ = ["read_report"]
