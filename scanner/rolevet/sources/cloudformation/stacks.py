"""A template as that which may turn out in several ways."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from rolevet.sources.cloudformation.choices import Choice
from rolevet.sources.cloudformation.references import written_file
from rolevet.sources.cloudformation.resolver import Resolver
from rolevet.sources.cloudformation.stating import LANGUAGE, stated
from rolevet.sources.cloudformation.template import Declaration, Template
from rolevet.sources.cloudformation.ways import ways_of
from rolevet.stated.stack import Stack, Taking, stack_of
from rolevet.stated.standins import StandIns
from rolevet.stated.worlds import Open, Way


def open_template(template: Template, file: str, text: str) -> Open:
    """Of a file whose whole text is given; `file` is what addresses begin with."""
    known = template.deployment
    given = (parameter.given or "" for parameter in template.parameters.values())
    # What is given is part of the stack as if it were written in its template.
    stand_ins = StandIns("\n".join((text, known.name, *given, "")), known.account, known.region)
    stacks = _Stacks(template, stand_ins, file)
    files = (written_file(template, stand_ins, file),)
    return Open(LANGUAGE, stand_ins, sum(1 for _ in template.declared), stacks.ways, files=files)


@dataclass(frozen=True, slots=True)
class _Stacks:
    template: Template
    stand_ins: StandIns
    file: str
    made: list[tuple[Choice, Stack]] = field(default_factory=list)
    """Those that were made before."""

    def ways(self, limit: int) -> Sequence[Way]:
        return [
            Way(partial(self._stack, chosen.choice), chosen.premises)
            for chosen in ways_of(self.template, self.stand_ins, limit)
        ]

    def _stack(self, choice: Choice, taking: Taking) -> Stack:
        wanted = replace(choice, taking=taking)
        for known, stack in self.made:
            if known == wanted:
                return stack
        self.made.append((wanted, self._made_anew(wanted)))
        return self.made[-1][1]

    def _made_anew(self, choice: Choice) -> Stack:
        resolver = Resolver(self.template, self.stand_ins, choice)
        absent: dict[str, str] = {}
        made = [each for each in self.template.declared if _is_made(each, resolver, absent)]
        known = (
            stated(each, identity, resolver, self.file)
            for each in made
            if (identity := resolver.identity(each.id)) is not None
        )
        wide = choice.taking.wide
        return stack_of(known, self.stand_ins, wide=wide, spelt=resolver.spelt, absent=absent)


def _is_made(declared: Declaration, resolver: Resolver, absent: dict[str, str]) -> bool:
    """Whether it is made, as far as that is known."""
    if not declared.condition or resolver.condition(declared.condition) is not False:
        return True
    identity = resolver.identity(declared.id)
    if identity is not None and identity.arn:
        absent[identity.arn] = f"is not made unless condition {declared.condition} holds"
    return False
