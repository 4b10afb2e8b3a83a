"""How far ahead of an even pace a learner is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.exam.answers import Chosen
from certdeck.core.exam.conduct import Mode, conduct
from certdeck.core.exam.events import Answered, Revealed, Visited
from certdeck.core.exam.pace import seconds_ahead
from certdeck.core.exam.sitting import Sitting
from certdeck.core.ids import OptionId
from tests.builders import form, multiple_choice, sitting

COUNT = 5
FIVE = sitting(form([multiple_choice(f"q-{number}") for number in range(COUNT)]), seconds_allowed=600)
A = Chosen(frozenset({OptionId("a")}))


def answered(count: int, elapsed: float, *, at: int = COUNT - 1) -> Sitting:
    now = FIVE
    for position in range(count):
        now = now.after(Answered(position, A), 0)
    return now.after(Visited(at), 0).ticked(elapsed)


@pytest.mark.parametrize(
    ("count", "elapsed", "ahead"),
    [(0, 0, 0), (0, 119, 0), (0, 180, -60), (2, 60, 180), (2, 240, 0), (2, 359, 0), (2, 420, -60), (5, 300, 300)],
)
def test_an_open_question_has_its_own_share_before_anybody_is_behind(count: int, elapsed: float, ahead: float) -> None:
    assert seconds_ahead(answered(count, elapsed)) == ahead


def test_a_question_answered_already_has_no_share_to_use() -> None:
    assert seconds_ahead(answered(2, 300, at=0)) == -60


def test_a_question_left_open_whose_key_was_shown_is_done() -> None:
    now = replace(FIVE, conduct=conduct(Mode.PRACTICE)).after(Revealed(0), 30)
    assert seconds_ahead(now) == 90
    assert seconds_ahead(now.ticked(180)) == -60


def test_without_a_limit_there_is_no_pace() -> None:
    assert seconds_ahead(replace(FIVE, seconds_allowed=None)) is None


@given(count=st.integers(0, COUNT - 1), elapsed=st.floats(0, 590), longer=st.floats(0, 10))
def test_time_never_puts_anybody_ahead_and_an_answer_never_behind(count: int, elapsed: float, longer: float) -> None:
    before = seconds_ahead(answered(count, elapsed))
    later = seconds_ahead(answered(count, elapsed + longer))
    more = seconds_ahead(answered(count + 1, elapsed))
    assert before is not None
    assert later is not None
    assert more is not None
    assert later <= before <= more
