"""Requests to AWS's APIs as JSON: what `aws … --cli-input-json` takes.

https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-skeleton.html
"""

from rolevet.sources.request.against import Change, Place, changed
from rolevet.sources.request.operations import Operation, operation_named
from rolevet.sources.request.reading import NEEDLES, Request, read_request, read_worlds, worlds

__all__ = [
    "NEEDLES",
    "Change",
    "Operation",
    "Place",
    "Request",
    "changed",
    "operation_named",
    "read_request",
    "read_worlds",
    "worlds",
]
