"""The rules of a sitting: which tools each mode has, how long it lasts, and what can't go together."""

import pytest

from certdeck.core.errors import ExamError
from certdeck.core.exam.conduct import (
    CLOCK_TOOLS,
    HELPS,
    TEST_TOOLS,
    Conduct,
    ExtraTime,
    Mode,
    SittingKind,
    Tool,
    conduct,
    tools_for,
)


@pytest.mark.parametrize(
    ("extra", "seconds"),
    [
        (ExtraTime.STANDARD, 7800.0),
        (ExtraTime.ESL, 9600.0),
        (ExtraTime.QUARTER, 9750.0),
        (ExtraTime.HALF, 11700.0),
        (ExtraTime.DOUBLE, 15600.0),
        (ExtraTime.UNTIMED, None),
    ],
)
def test_extra_time_lengthens_the_standard_130_minutes(extra: ExtraTime, seconds: float | None) -> None:
    assert extra.seconds(130) == seconds


def test_only_practice_has_the_helps_that_no_test_centre_gives() -> None:
    assert tools_for(Mode.PRACTICE) == frozenset(Tool)
    assert tools_for(Mode.EXAM) == tools_for(Mode.REHEARSAL) == TEST_TOOLS
    assert not TEST_TOOLS & HELPS
    assert tools_for(Mode.REVIEW) & CLOCK_TOOLS == frozenset()
    assert tools_for(Mode.REVIEW) >= {Tool.RATIONALE, Tool.CONFIDENCE}


def test_a_rehearsal_is_strict_and_its_clock_runs_on() -> None:
    rules = conduct(Mode.REHEARSAL, extra=ExtraTime.HALF)
    assert (rules.strict, rules.runs_on, rules.reveals, rules.extra) == (True, True, False, ExtraTime.HALF)


def test_review_mode_is_untimed_whatever_time_is_chosen() -> None:
    rules = conduct(Mode.REVIEW, extra=ExtraTime.DOUBLE)
    assert (rules.extra, rules.reveals, rules.strict) == (ExtraTime.UNTIMED, True, False)


def test_an_untimed_practice_has_no_tools_of_the_clock() -> None:
    assert conduct(Mode.PRACTICE, extra=ExtraTime.UNTIMED).tools == frozenset(Tool) - CLOCK_TOOLS


def test_tools_that_the_learner_does_without_are_left_out() -> None:
    rules = conduct(Mode.EXAM, without=frozenset({Tool.STRIKE, Tool.PACE}))
    assert rules.tools == TEST_TOOLS - {Tool.STRIKE}


def test_the_clock_of_an_exam_may_run_on_by_choice() -> None:
    assert not conduct(Mode.EXAM).runs_on
    assert conduct(Mode.EXAM, runs_on=True).runs_on


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"mode": Mode.EXAM, "tools": frozenset({Tool.PACE, Tool.PAUSE})}, "There is no pace, pause in exam mode"),
        ({"mode": Mode.REHEARSAL}, "A rehearsal is timed, and its clock runs on"),
        ({"mode": Mode.REHEARSAL, "runs_on": True, "extra": ExtraTime.UNTIMED}, "A rehearsal is timed"),
        ({"mode": Mode.REVIEW, "tools": frozenset()}, "Review mode has no clock"),
        ({"mode": Mode.REVIEW, "tools": frozenset(), "extra": ExtraTime.UNTIMED, "runs_on": True}, "time limit"),
        ({"mode": Mode.EXAM, "extra": ExtraTime.UNTIMED, "runs_on": True}, "only run on where there is a time limit"),
    ],
)
def test_rules_that_contradict_one_another_are_refused_in_words(fields: dict[str, object], said: str) -> None:
    with pytest.raises(ExamError, match=said):
        Conduct(**fields)  # type: ignore[arg-type]  # fields of Conduct


def test_a_clock_without_a_limit_does_not_run_on() -> None:
    assert not conduct(Mode.EXAM, extra=ExtraTime.UNTIMED, runs_on=True).runs_on


def test_whole_exams_alone_earn_a_scaled_score() -> None:
    assert [kind for kind in SittingKind if kind.whole] == [SittingKind.EXAM, SittingKind.FORM]
