"""A Terraform plan as that which it will make.

https://developer.hashicorp.com/terraform/internals/json-format
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from rolevet.resources import Resource
from rolevet.sources.terraform.changes import Changes, Planned
from rolevet.sources.terraform.configuration import Module, texts_in
from rolevet.sources.terraform.declared import TerraformResource
from rolevet.sources.terraform.joining import relocated
from rolevet.sources.terraform.linking import Linker
from rolevet.sources.terraform.places import Places, places_of
from rolevet.sources.terraform.planned import DOCUMENT, PlannedValues
from rolevet.sources.terraform.stating import TYPES, stated
from rolevet.stated.declaration import Language, Stated
from rolevet.stated.stack import Stack, Taking, stack_of
from rolevet.stated.standins import StandIns
from rolevet.stated.worlds import Open, Way
from rolevet.tree import Kind, Node

PLAN: Final = Language("plan", "Terraform", "argument", "the provider's")
_CLOUD_CONTROL: Final = "awscc_"


def open_plan(plan: Node, file: str, written: Sequence[TerraformResource] = ()) -> Iterator[Open]:
    """For each account that its resources are made in; `file` is what addresses begin with.

    `written` are the resources of its configuration, if that is read too: it tells places.
    """
    configuration = plan.get("configuration")
    changes = Changes(plan, Module(configuration.get("root_module") if configuration else None))
    read = changes.of(TYPES)
    places = places_of(plan, changes.resources, StandIns("\n".join(_texts(plan, changes))))
    shortfalls = tuple(_shortfalls(plan, file))
    by_account: dict[str, StandIns] = {}
    for place in [*map(places.of, read), *([places.own] if shortfalls and not read else [])]:
        by_account.setdefault(place.account, place)
    for own in by_account.values():
        stacks = _Stacks(changes, places, file, own, written)
        count = sum(not each.is_gone for each in stacks.resources())
        yield Open(PLAN, own, count, stacks.ways, shortfalls)


def _shortfalls(plan: Node, file: str) -> Iterator[str]:
    errored, complete = plan.get("errored"), plan.get("complete")
    if errored is not None and errored.kind is Kind.TRUE:
        yield f"{file} is a plan that ended in an error, and does not hold all changes"
    elif complete is not None and complete.kind is Kind.FALSE:
        yield f"{file} is a plan that is not complete, and leaves changes to a later one"


def _texts(plan: Node, changes: Changes) -> Iterator[str]:
    """What may come to be in what is read, each text in quotes."""
    documents = (each for each in changes.resources if each.type == DOCUMENT)
    read = (*changes.of(TYPES), *documents)
    nodes = (node for each in read for node in (each.after, each.before))
    for text in texts_in(nodes):
        yield f'"{text}"'
    for text in texts_in([plan.get("variables")]):
        if text.startswith("arn:"):
            yield f'"{text}"'


@dataclass(frozen=True, slots=True)
class _Stacks:
    """What is made in one account of those that the plan changes."""

    changes: Changes
    places: Places
    file: str
    own: StandIns
    written: Sequence[TerraformResource] = ()
    made: dict[Taking, Stack] = field(default_factory=dict)
    """Those that were made before."""
    stated: dict[bool, tuple[Stated, ...]] = field(default_factory=dict)

    def ways(self, _: int) -> Sequence[Way]:
        """A plan goes one way only."""
        return [Way(self._stack)]

    def _stack(self, taking: Taking) -> Stack:
        if taking not in self.made:
            self.made[taking] = self._made_anew(taking)
        return self.made[taking]

    def _made_anew(self, taking: Taking) -> Stack:
        if taking.own_place not in self.stated:
            self.stated[taking.own_place] = tuple(self._stated(taking.own_place))
        known = self.stated[taking.own_place]
        spelt = {each.identity.spelt: each.identity.arn for each in known if each.identity.spelt}
        stack = partial(stack_of, own=self.own, wide=taking.wide, spelt=spelt)
        prior = tuple(self._prior())
        return stack(known, absent=dict(self._absent()), prior=_facts(stack(prior, absent={})))

    def resources(self) -> Iterator[Planned]:
        """Those of the account."""
        known, account = self.changes.of(TYPES), self.own.account
        yield from (each for each in known if self.places.of(each).account == account)

    def _stated(self, own_place: bool) -> Iterator[Stated]:
        values = PlannedValues(Linker(self.changes), self.places.of, own_place=own_place)
        made = (each for each in self.resources() if not each.is_gone)
        for resource in relocated(map(values.resource, made), self.written):
            yield stated(resource, f"{self.file}#{resource.address}", PLAN)

    def _prior(self) -> Iterator[Stated]:
        """What was there before, of that which the plan changes in place or deletes.

        Cloud Control changes a resource in one request, so that nothing comes between.
        """
        values = PlannedValues(Linker(self.changes), self.places.of, own_place=False)
        for each in self.resources():
            kept = (each.stays or each.is_gone) and each.before is not None
            if kept and not each.type.startswith(_CLOUD_CONTROL):
                yield stated(values.resource(each.earlier), f"{self.file}#{each.address}", PLAN)

    def _absent(self) -> Iterator[tuple[str, str]]:
        values = PlannedValues(Linker(self.changes), self.places.of, own_place=False)
        for each in self.resources():
            if each.is_deleted and each.before is not None:
                yield values.identity(each.earlier).arn, "is deleted by the plan"


def _facts(stack: Stack) -> Mapping[str, Resource]:
    return {**stack.made, **{arn: each.role for arn, each in stack.roles.items()}}
