"""Terraform's state: resources as they are, with real accounts, Regions and ARNs.

https://developer.hashicorp.com/terraform/internals/json-format#state-representation
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from rolevet.sources.terraform.changes import Changes, Marks, Planned, told_by
from rolevet.sources.terraform.configuration import Module, items_at, key_of, text_at
from rolevet.sources.terraform.identities import NAMINGS
from rolevet.sources.terraform.linking import Linker
from rolevet.sources.terraform.places import places_of
from rolevet.sources.terraform.planned import PlannedValues
from rolevet.sources.terraform.stating import TYPES, stated
from rolevet.stated.declaration import Language, Stated
from rolevet.stated.stack import Stack, Taking, stack_of
from rolevet.stated.standins import StandIns
from rolevet.stated.worlds import Open, Way
from rolevet.tree import Kind, Node, value_of

STATE: Final = Language("state", "Terraform", "argument", "the provider's")
_MARKED_MAX: Final = 10_000


def open_state(state: Node, file: str) -> Iterator[Open]:
    """For each account that it has resources of; raises BadTree for rows that are none."""
    found = tuple(told_by(state)) if state.get("values") is not None else tuple(_rows(state))
    read = [each for each in found if each.type in TYPES and not each.is_data]
    places = places_of(state, found, StandIns(state.source.text))
    values = PlannedValues(Linker(Changes(state, Module(None))), places.of, own_place=False)
    for account in dict.fromkeys(places.of(each).account for each in read):
        of_it = [each for each in read if places.of(each).account == account]
        known = tuple(_stated(values, each, file) for each in of_it)
        own = places.of(of_it[0]).placed("", account, "")
        yield Open(STATE, own, len(known), _Stacks(known, own).ways)


def _stated(values: PlannedValues, planned: Planned, file: str) -> Stated:
    """What AWS knows is told by its ARN, as in an account."""
    resource = values.resource(planned)
    naming = NAMINGS.get(planned.type)
    is_told = naming is not None and naming.arns[0] in resource.values
    address = resource.identity.arn if is_told else f"{file}#{planned.address}"
    return stated(resource, address, STATE)


@dataclass(frozen=True, slots=True)
class _Stacks:
    known: tuple[Stated, ...]
    own: StandIns
    made: dict[bool, Stack] = field(default_factory=dict)

    def ways(self, _: int) -> Sequence[Way]:
        return [Way(self._stack)]

    def _stack(self, taking: Taking) -> Stack:
        if taking.wide not in self.made:
            self.made[taking.wide] = stack_of(
                self.known, self.own, wide=taking.wide, spelt={}, absent={}
            )
        return self.made[taking.wide]


def _rows(state: Node) -> Iterator[Planned]:
    """Of the file in which Terraform itself keeps it."""
    for row in items_at(state, "resources"):
        prefix = "data." if text_at(row, "mode") == "data" else ""
        kind, module = text_at(row, "type"), text_at(row, "module")
        block = f"{prefix}{kind}.{text_at(row, 'name')}"
        for instance in items_at(row, "instances"):
            attributes = instance.get("attributes")
            if attributes is None or attributes.kind is not Kind.MAPPING:
                continue
            if text_at(instance, "deposed"):
                continue
            key = key_of(instance.get("index_key"))
            yield Planned(
                address=f"{module}.{block}{key}" if module else f"{block}{key}",
                module=module,
                block=block,
                key=key,
                type=kind,
                place=attributes,
                after=attributes,
                sensitive=_marks(instance),
                stated_provider=text_at(row, "provider"),
            )


def _marks(instance: Node) -> Marks:
    """Paths of what is sensitive as marks of its parts."""
    marks: dict[Any, Any] = {}
    for path in items_at(instance, "sensitive_attributes")[:_MARKED_MAX]:
        steps = [_step(step) for step in path.items]
        if not steps or None in steps:
            continue
        at = marks
        for step in steps[:-1]:
            inner = at.setdefault(step, {})
            if inner is True:
                break
            at = inner
        else:
            at[steps[-1]] = True
    return marks


def _step(step: Node) -> str | int | None:
    value = step.get("value")
    if value is None:
        return None
    inner = value.get("value") or value
    found = value_of(inner)
    return found if isinstance(found, str | int) and not isinstance(found, bool) else None
