from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.presenters.countdown import MOST_MARKS, CountdownView, Mark, countdown_view

TODAY = date(2026, 11, 19)
USUAL = (1.0,) * 7


def seen(days: int, easy_days: tuple[float, ...] = USUAL) -> CountdownView:
    view = countdown_view("MLA-C01", TODAY + timedelta(days), TODAY, easy_days)
    assert view is not None
    return view


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "Today is your exam"), (1, "Tomorrow is your exam"), (2, "2 days to your exam"), (23, "23 days to your exam")],
)
def test_the_days_left_are_said_in_words(days: int, words: str) -> None:
    view = seen(days)
    assert f"{view.number} {view.unit}" == words
    assert view.spoken.endswith(words)


def test_an_exam_that_is_over_has_no_countdown() -> None:
    assert countdown_view("MLA-C01", TODAY - timedelta(1), TODAY, USUAL) is None


def test_each_day_up_to_the_exam_has_a_mark_by_the_learners_easy_days() -> None:
    # The day after is a Friday.
    view = seen(4, (1.0, 1.0, 1.0, 1.0, 0.5, 0.0, 1.0))
    assert view.marks == (Mark.TODAY, Mark.EASY, Mark.REST, Mark.STUDY, Mark.EXAM)
    assert view.day == "Mon 23 Nov 2026"
    assert view.step == ""


@pytest.mark.parametrize(
    ("days", "step", "marks"),
    [(41, "", 42), (42, "one mark a week", 7), (120, "one mark a week", 19), (400, "one mark every four weeks", 16)],
)
def test_a_long_time_has_fewer_marks_that_stand_for_more(days: int, step: str, marks: int) -> None:
    view = seen(days)
    assert (view.step, len(view.marks)) == (step, marks)


@given(st.integers(0, 36_500), st.lists(st.floats(0, 1), min_size=7, max_size=7).map(tuple))
def test_the_strip_begins_today_ends_with_the_exam_and_has_room(days: int, easy_days: tuple[float, ...]) -> None:
    marks = seen(days, easy_days).marks
    assert marks[-1] is Mark.EXAM
    assert days == 0 or marks[0] is Mark.TODAY
    assert marks.count(Mark.EXAM) == 1
    assert marks.count(Mark.TODAY) == (1 if days else 0)
    assert len(marks) <= MOST_MARKS + 1
