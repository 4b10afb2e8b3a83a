"""What the exam room says before it is left, and on coming back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from certdeck.core.errors import StoreError
from certdeck.core.exam.conduct import ExtraTime, Mode, conduct
from certdeck.core.exam.sitting import Sitting
from certdeck.presenters.exam_words import (
    before_leaving,
    before_losing,
    before_submitting,
    on_return,
    pace_text,
    ran_out,
)
from certdeck.services.exams import Resumption
from tests.builders import sitting
from tests.sitting import right_answer

WAITS = sitting(conduct=conduct(Mode.EXAM))
RUNS_ON = sitting(conduct=conduct(Mode.EXAM, runs_on=True))
UNTIMED = sitting(conduct=conduct(Mode.EXAM, extra=ExtraTime.UNTIMED), seconds_allowed=None)
REHEARSAL = sitting(conduct=conduct(Mode.REHEARSAL))


def answered(asked: Sitting) -> Sitting:
    states = tuple(
        replace(state, answer=right_answer(item.question))
        for state, item in zip(asked.states, asked.form.items, strict=True)
    )
    return replace(asked, states=states)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (WAITS, "the clock stops until you come back"),
        (RUNS_ON, "the clock runs on while you are away"),
        (replace(RUNS_ON, paused=True), "the clock stops until you come back"),
        (UNTIMED, "Your answers are kept. Resume"),
    ],
)
def test_leaving_is_asked_in_words_that_fit_the_clock(asked: Sitting, words: str) -> None:
    ask = before_leaving(asked)
    assert words in ask.text
    assert (ask.agree, ask.ends, ask.careful) == ("Leave for now", False, False)


def test_exams_whose_time_ran_out_while_the_app_was_closed_are_told() -> None:
    assert ran_out(["Quiz"]) == (
        "The time of Quiz ran out while the app was closed. What you had answered was submitted."
    )
    assert ran_out(["Quiz", "Form A"]).startswith("The time of 2 exams ran out")


def test_leaving_a_rehearsal_is_ending_it() -> None:
    ask = before_leaving(REHEARSAL)
    assert (ask.agree, ask.ends, ask.careful) == ("End exam", True, True)
    assert "4 questions are still open" in ask.text
    assert "still open" not in before_leaving(answered(REHEARSAL)).text


def test_submitting_asks_only_while_something_is_open() -> None:
    ask = before_submitting(WAITS)
    assert ask is not None
    assert (ask.title, ask.careful) == ("Submit with 4 open?", True)
    assert before_submitting(answered(WAITS)) is None


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (WAITS, "stands while you are away, so no time was given and none was taken"),
        (RUNS_ON, "It goes on from where it stood when you left"),
        (UNTIMED, "has no clock, so nothing has changed"),
    ],
)
def test_a_clock_put_back_is_said_with_what_it_means(asked: Sitting, words: str) -> None:
    said = on_return(Resumption(asked, timedelta(), set_back=True))
    assert said.startswith("The computer's clock was put back since you left. ")
    assert words in said


@pytest.mark.parametrize(
    ("asked", "away", "said"),
    [
        (RUNS_ON, 200, "The clock ran on while you were away: 3 min of this exam's time have passed."),
        (RUNS_ON, 59, ""),
        (replace(RUNS_ON, paused=True), 200, ""),
        (WAITS, 200, ""),
        (UNTIMED, 200, ""),
    ],
)
def test_time_that_ran_on_is_said(asked: Sitting, away: int, said: str) -> None:
    assert on_return(Resumption(asked, timedelta(seconds=away), set_back=False)) == said


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (None, ""),
        (0.0, "on pace"),
        (59.9, "on pace"),
        (-59.9, "on pace"),
        (200.0, "3 min ahead"),
        (-130.0, "2 min behind"),
        (4000.0, "1 h 6 min ahead"),
    ],
)
def test_the_pace_is_said_in_whole_minutes(ahead: float | None, said: str) -> None:
    assert pace_text(ahead) == said


def test_before_the_last_change_is_lost_it_is_said_why() -> None:
    ask = before_losing(StoreError("The disk is full."))
    assert ask.text == "The disk is full. What you answered before is kept, and the exam can be resumed."
    assert (ask.agree, ask.decline, ask.careful) == ("Leave anyway", "Stay", True)
