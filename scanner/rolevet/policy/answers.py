"""Answers of three values: yes, no, and maybe with the reason.

They compose as in Kleene's logic, so that a doubt that does not matter does not spread.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, ParamSpec

from rolevet.unknown import Doubt, Undecided, Unknown

AskedP = ParamSpec("AskedP")


@dataclass(frozen=True, slots=True)
class Answer:
    """`known` is None for a maybe, whose `reason` is a clause that can follow "because".

    Using a maybe as a truth value raises Undecided with that reason.
    """

    known: bool | None
    reason: str = ""
    doubt: Doubt = Doubt.BY_NATURE

    @property
    def possible(self) -> bool:
        """Whether it is yes or maybe."""
        return self.known is not False

    @property
    def certain(self) -> bool:
        """Whether it is yes."""
        return self.known is True

    def __bool__(self) -> bool:
        if self.known is None:
            raise Undecided(self.reason, self.doubt)
        return self.known

    def __invert__(self) -> "Answer":
        return self if self.known is None else _plain(not self.known)

    def __and__(self, other: "Answer") -> "Answer":
        return all_of((self, other))

    def __or__(self, other: "Answer") -> "Answer":
        return any_of((self, other))


YES: Final = Answer(True)
NO: Final = Answer(False)


def maybe(reason: str, doubt: Doubt = Doubt.BY_NATURE) -> Answer:
    """The answer that nobody can rely on."""
    return Answer(None, reason, doubt)


def not_known(unknown: Unknown) -> Answer:
    """The answer to whatever depends on a fact that could not be had."""
    return Answer(None, unknown.reason, unknown.doubt)


def answer_of(
    question: Callable[AskedP, bool], *args: AskedP.args, **kwargs: AskedP.kwargs
) -> Answer:
    """What a question answers that may decline to, so that its doubt counts only where it
    decides."""
    try:
        return _plain(question(*args, **kwargs))
    except Undecided as undecided:
        return maybe(undecided.reason, undecided.doubt)


def all_of(answers: Iterable[Answer]) -> Answer:
    """No if any is no; else the doubt if there is one; asks no further than it must."""
    return _first(answers, decisive=False)


def any_of(answers: Iterable[Answer]) -> Answer:
    """Yes if any is yes; else the doubt if there is one; asks no further than it must."""
    return _first(answers, decisive=True)


def _first(answers: Iterable[Answer], *, decisive: bool) -> Answer:
    doubt: Answer | None = None
    for answer in answers:
        if answer.known is decisive:
            return answer
        # A fact that reading again may bring counts for more than one that nothing can bring.
        if answer.known is None and (doubt is None or doubt.doubt is not Doubt.COVERAGE):
            doubt = answer if doubt is None or answer.doubt is Doubt.COVERAGE else doubt
    return _plain(not decisive) if doubt is None else doubt


def _plain(known: bool) -> Answer:
    return YES if known else NO
