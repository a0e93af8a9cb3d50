"""Questions that many rules ask of one inventory, each worked out for the first of them only."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Final, ParamSpec, TypeVar, cast

from rolevet.inventory import Inventory
from rolevet.resources import Resource
from rolevet.unknown import Doubt, Undecided

AskedP = ParamSpec("AskedP")
AnswerT = TypeVar("AnswerT")

_ABSENT: Final = object()


@dataclass(frozen=True, slots=True)
class _Declined:
    """That there is no answer, and why."""

    reason: str
    doubt: Doubt


def once(question: Callable[AskedP, AnswerT]) -> Callable[AskedP, AnswerT]:
    """Keeps each answer with the inventory, which is the last that the question is given; also that
    there is none.

    What it is asked about is resources, each of which an inventory holds once, and values that can
    be hashed.
    """
    name = f"{question.__module__}.{question.__qualname__}"

    @wraps(question)
    def asked(*args: AskedP.args, **kwargs: AskedP.kwargs) -> AnswerT:
        *about, last = args
        answers = cast(Inventory, last).answers
        key = (name, *map(_identity, about))
        answer = answers.get(key, _ABSENT)
        if answer is _ABSENT:
            try:
                answer = question(*args, **kwargs)
            except Undecided as undecided:
                answer = _Declined(undecided.reason, undecided.doubt)
            answers[key] = answer
        if isinstance(answer, _Declined):
            # Another exception each time: one that is raised again drags every traceback along.
            raise Undecided(answer.reason, answer.doubt)
        return cast(AnswerT, answer)

    return asked


def _identity(about: object) -> object:
    return about.arn if isinstance(about, Resource) else about
