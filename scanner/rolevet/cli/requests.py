"""The request that `rolevet preflight` was given, and what it changes."""

from collections.abc import Iterable

from rolevet.check import Verdicts, check
from rolevet.cli.inputs import data_of, named_input
from rolevet.cli.talk import tell_warning
from rolevet.compared import compared
from rolevet.definition import Rule
from rolevet.errors import InputError
from rolevet.inventory import Inventory
from rolevet.requested import refusals
from rolevet.resources import Resource
from rolevet.shapes import Breach
from rolevet.sources.request import Change, Operation, Request, read_request
from rolevet.text import plain
from rolevet.tree import BadTree, read_json


def request_of(operation: Operation, path: str) -> Request:
    """Raises InputError for what is no request of the operation, DamagedError for no JSON."""
    given = named_input(path, "stdin")
    try:
        root = read_json(data_of(given), given.name)
    except BadTree as bad:
        raise bad.error from None
    request = read_request(root, given.name, operation)
    if request is None:
        raise InputError(
            f"{given.said} is not a JSON object",
            hint=f"a request names the members of {operation.name}",
        )
    if request.given and not request.given.keys() & operation.input.members.keys():
        raise InputError(
            f"{given.said} holds nothing that {operation.name} takes",
            hint=f"see: aws {operation.command} --generate-cli-skeleton",
        )
    return request


def difference(rules: Iterable[Rule], stored: Inventory, change: Change) -> Verdicts:
    """What the request changes about what the rules say."""
    chosen = tuple(rules)
    identity = change.inventory.symbols.identify(change.resource.arn)
    return compared(check(chosen, stored), check(chosen, change.inventory), identity)


def refused(resource: Resource) -> bool:
    """Whether the service itself would refuse it, which is told on stderr."""
    found = [each for each in refusals(resource) if each.fault.breach is not Breach.UNKNOWN]
    if found:
        said = plain(found[0].said(resource.label))
        tell_warning(f"AWS would refuse the request: {said}")
    return bool(found)
