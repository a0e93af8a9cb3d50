"""Three-valued answers: how they compose, and that a maybe is never taken for anything else."""

from itertools import product

import pytest

from rolevet.policy.answers import NO, YES, Answer, all_of, answer_of, any_of, maybe, not_known
from rolevet.unknown import Doubt, Undecided, Unknown

MAYBE = maybe("of a test")
ANSWERS = (YES, NO, MAYBE)
# By what each could turn out to be, a composed answer is whatever all the cases agree on.
MEANS = {True: YES, False: NO}


def worlds(answer: Answer) -> tuple[bool, ...]:
    return (True, False) if answer.known is None else (answer.known,)


@pytest.mark.parametrize(("left", "right"), list(product(ANSWERS, ANSWERS)))
def test_answers_compose_by_what_they_could_turn_out_to_be(left: Answer, right: Answer) -> None:
    both = {a and b for a in worlds(left) for b in worlds(right)}
    either = {a or b for a in worlds(left) for b in worlds(right)}
    assert left & right == (MEANS[both.pop()] if len(both) == 1 else MAYBE)
    assert left | right == (MEANS[either.pop()] if len(either) == 1 else MAYBE)
    assert ~(left & right) == ~left | ~right


def test_a_maybe_is_no_truth_value() -> None:
    assert YES
    assert not NO
    with pytest.raises(Undecided) as caught:
        bool(MAYBE)
    assert (caught.value.reason, caught.value.doubt) == ("of a test", Doubt.BY_NATURE)


def test_possible_and_certain() -> None:
    assert [answer.possible for answer in ANSWERS] == [True, False, True]
    assert [answer.certain for answer in ANSWERS] == [True, False, False]


def test_nothing_is_asked_that_cannot_matter() -> None:
    asked = iter((MAYBE, NO, YES))
    assert all_of(asked) == NO
    assert next(asked) == YES
    assert all_of(()) == YES
    assert any_of(()) == NO


def test_what_could_still_be_read_is_the_reason_that_is_told() -> None:
    denied = not_known(Unknown("the call was denied"))
    assert denied.doubt is Doubt.COVERAGE
    assert MAYBE & denied == denied & MAYBE == denied
    assert any_of((denied, not_known(Unknown("something else")))) == denied


def test_what_a_question_declines_is_a_maybe() -> None:
    def declines(number: int) -> bool:
        if number:
            raise Undecided("it is not nought", Doubt.COVERAGE)
        return True

    assert answer_of(declines, 0) == YES
    assert answer_of(bool, 0) == NO
    assert answer_of(declines, 1) == maybe("it is not nought", Doubt.COVERAGE)
