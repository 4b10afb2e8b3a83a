"""The Exams page without Qt."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from certdeck.core.exam.conduct import Mode, conduct
from certdeck.core.exam.events import Ending
from certdeck.core.exam.quiz import Pool, Selection
from certdeck.core.exam.report import PASS_SHARE, Verdict
from certdeck.core.ids import BlueprintId
from certdeck.presenters.exam_list import card_view, exams_view
from certdeck.presenters.exam_start import What
from certdeck.services.catalogue import Services
from tests.builders import blueprint
from tests.clock import FixedClock
from tests.library import open_library
from tests.sitting import CHOICE, RESPONSE, answer_all, begin, exam_deck, finish


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def services(tmp_path: Path, clock: FixedClock) -> Iterator[Services]:
    first = blueprint(minutes=30, scored=6, unscored=0)
    second = replace(first, id=BlueprintId("exam-2"), code="EX-2", kinds=("multiple-choice",))
    with open_library(tmp_path, replace(exam_deck(), blueprints=(first, second)), clock) as opened:
        yield opened


def test_each_exam_says_what_it_asks_and_when_that_was_checked(services: Services) -> None:
    first, second = exams_view(services).exams
    assert (first.code, first.studied, second.studied) == ("EX-1", True, False)
    assert first.questions == "6 questions: 6 scored and 0 unscored"
    assert first.kinds == "Multiple choice, multiple response, ordering and matching"
    assert second.kinds == "Multiple choice"
    assert (first.time, first.passing) == ("30 min", "Pass: 720 of 1000 on the exam's scale")
    assert first.checked == "Checked 1 Mar 2026"


def test_the_exam_studied_for_is_the_one_of_the_settings(services: Services) -> None:
    services.preferences.change(exam="exam-2")
    assert [exam.studied for exam in exams_view(services).exams] == [False, True]


def test_without_sittings_there_is_nothing_to_resume_and_no_past(services: Services) -> None:
    view = exams_view(services)
    assert view.running is None
    assert view.past == ()


def test_the_running_exam_says_where_it_stands(services: Services, clock: FixedClock) -> None:
    answered = answer_all(services, begin(services, exam_deck().questions[:3]), {}, seconds=100)
    running = exams_view(services).running
    assert running is not None
    assert (running.id, running.where) == (answered.id, "Question 3 of 3, 0:25:00 left")


def test_the_past_has_score_range_and_verdict_the_newest_first(services: Services, clock: FixedClock) -> None:
    finish(services, answer_all(services, begin(services), {}, seconds=100))
    clock.advance(days=1)
    finish(services, begin(services), Ending.TIME_OUT)
    second, first = exams_view(services).past
    assert (first.scaled, first.verdict, first.when) == (1000, Verdict.TOO_FEW, "Sat 14 Mar 2026, exam")
    assert first.low is not None
    assert first.low < 1000
    assert first.time == "10 min of 30 min"
    assert (second.scaled, second.over, second.time) == (100, True, "0 min of 30 min, time ran out")


def test_a_quiz_says_how_many_were_right_and_never_a_score(services: Services) -> None:
    sitting = services.exams.start_quiz(Selection(3), conduct=conduct(Mode.PRACTICE), seed=1)
    services.exams.finish(sitting, Ending.SUBMITTED, 9.0)
    (past,) = exams_view(services).past
    assert (past.scaled, past.low, past.verdict, past.right) == (None, None, None, "0 of 3")
    assert past.when == "Sat 14 Mar 2026, practice"


def test_the_trend_appears_with_the_second_whole_exam(services: Services, clock: FixedClock) -> None:
    finish(services, answer_all(services, begin(services), {}))
    assert exams_view(services).trend is None
    clock.advance(days=1)
    finish(services, answer_all(services, begin(services), {CHOICE: None}))
    trend = exams_view(services).trend
    assert trend is not None
    assert (trend.days, trend.line) == (("14 Mar 2026", "15 Mar 2026"), PASS_SHARE)
    assert trend.scores[0] == 1000 > trend.scores[1]
    first = trend.domains[0]
    assert (first.title, first.shares, first.words) == ("D1", (1.0, 2 / 3), ("3 of 3", "2 of 3"))


def test_no_more_than_ten_exams_are_in_the_trend(services: Services) -> None:
    for _ in range(12):
        finish(services, begin(services))
    trend = exams_view(services).trend
    assert trend is not None
    assert len(trend.days) == len(trend.scores) == 10


def test_short_practice_is_offered_where_there_is_something_to_base_it_on(services: Services) -> None:
    assert exams_view(services).quick == ()
    finish(services, answer_all(services, begin(services), {RESPONSE: None}))
    weakest, missed = exams_view(services).quick
    assert (weakest.title, weakest.why) == ("Quiz: D2", "Weakest in your last exam: 0 of 1 right")
    assert (weakest.wish.what, weakest.wish.topic, weakest.wish.mode) == (What.QUIZ, "2", Mode.PRACTICE)
    assert (missed.why, missed.wish.pool, missed.wish.count) == ("1 question you missed last time", Pool.MISSED, 1)


def test_a_sitting_whose_clock_runs_on_says_so(services: Services) -> None:
    services.exams.start_quiz(Selection(2), minutes=30, conduct=conduct(Mode.EXAM, runs_on=True))
    running = exams_view(services).running
    assert running is not None
    assert running.where == "Question 1 of 2, 0:30:00 left when you left; the clock runs on"


def test_an_older_sitting_that_was_never_submitted_can_still_be_resumed(services: Services) -> None:
    older = begin(services)
    newer = begin(services)
    view = exams_view(services)
    assert view.running is not None
    assert view.running.id == newer.id
    assert [(past.id, past.over, past.verdict) for past in view.past] == [(older.id, False, None)]


def test_a_score_of_an_exam_that_is_gone_stands_alone(services: Services, tmp_path: Path, clock: FixedClock) -> None:
    finish(services, begin(services))
    with services.store.open() as work:
        other = replace(exam_deck(), blueprints=(blueprint(id=BlueprintId("exam-2"), code="EX-2"),))
        work.content.replace(other, services.clock.now())
        work.commit()
    with open_library(tmp_path, None, clock) as later:
        (past,) = exams_view(later).past
    assert (past.scaled, past.low, past.verdict) == (100, None, None)


def test_a_card_names_one_kind_without_a_list() -> None:
    assert card_view(blueprint(kinds=("ordering",)), studied=False).kinds == "Ordering"
