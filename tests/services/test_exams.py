"""Sitting an exam: from the draw to the report, with every click kept."""

from dataclasses import replace
from pathlib import Path

import pytest

from certdeck.core.deck import Deck
from certdeck.core.errors import CertdeckError, ExamError, StoreError, UnfitAnswer
from certdeck.core.exam.answers import Answer, Chosen
from certdeck.core.exam.conduct import Mode, conduct
from certdeck.core.exam.events import Answered, Ending, Flagged, Paused, Struck, Visited
from certdeck.core.exam.form import Form
from certdeck.core.exam.sitting import Sitting
from certdeck.core.ids import BlueprintId, ItemId, OptionId, SittingId
from certdeck.services.changes import Changes
from tests.builders import bank, blueprint, deck
from tests.services.parts import Parts
from tests.sitting import right_answer, running

SMALL = blueprint(weights=(50, 50), tasks=2, scored=8, unscored=2, minutes=20)


def small(per_task: int = 3) -> Deck:
    return deck(blueprints=(SMALL,), questions=bank(SMALL, per_task))


@pytest.fixture
def room(parts: Parts) -> Parts:
    parts.install(small())
    return parts


def test_a_sitting_goes_from_the_first_question_to_its_report(room: Parts) -> None:
    sitting = room.exams.start()
    for position, item in enumerate(sitting.form.items):
        sitting = room.exams.record(sitting, Visited(position), 10.0 * position)
        sitting = room.exams.record(sitting, Answered(position, right_answer(item.question)), 10.0 * position + 5)
    assert room.exams.finish(sitting, Ending.SUBMITTED, 120.0) == Changes(exams=True)
    finished, report = room.exams.report(sitting.id)
    assert (finished.ending, finished.elapsed) == (Ending.SUBMITTED, 120.0)
    assert (report.scaled, report.passed, len(report.questions)) == (1000, True, 10)
    (head,) = room.exams.heads()
    assert (head.scaled, head.ending, head.finished_at) == (1000, Ending.SUBMITTED, room.clock.now())


def key_of(form: Form) -> dict[ItemId, Answer]:
    return {item.question.id: right_answer(item.question) for item in form.items}


def test_an_exam_sat_at_one_go_asks_what_a_draw_shows_and_is_graded(room: Parts) -> None:
    drawn = room.exams.draw(seed=7)
    sitting = room.exams.sit(key_of, seed=7, anew=True)
    assert sitting.form == drawn
    assert (sitting.ending, all(state.seen for state in sitting.states)) == (Ending.SUBMITTED, True)
    assert (room.exams.head(sitting.id).scaled, room.exams.report(sitting.id)[1].scaled) == (1000, 1000)
    assert room.results.statistics(drawn.items[0].question.id) is not None


@pytest.mark.parametrize("failure", [StoreError("full"), KeyboardInterrupt()], ids=["full", "stopped"])
def test_an_exam_sat_at_one_go_is_stored_whole_or_not_at_all(room: Parts, failure: BaseException) -> None:
    def fail(_: Form) -> dict[ItemId, Answer]:
        raise failure

    with pytest.raises(type(failure)):
        room.exams.sit(fail, seed=7)
    with pytest.raises(UnfitAnswer):
        room.exams.sit(lambda form: {**key_of(form), form.items[5].question.id: Chosen(frozenset({OptionId("z")}))})
    assert room.exams.heads() == ()


def test_an_exam_without_answers_scores_the_lowest(room: Parts) -> None:
    sitting = room.exams.start()
    room.exams.finish(sitting, Ending.SUBMITTED, 1.0)
    assert room.exams.report(sitting.id)[1].scaled == 100


def test_a_new_sitting_has_its_title_time_and_seed(room: Parts) -> None:
    first, second = room.exams.start(), room.exams.start()
    assert [first.title, second.title] == ["EX-1 practice exam 1", "EX-1 practice exam 2"]
    assert (first.seconds_allowed, first.elapsed, first.started_at) == (1200.0, 0.0, room.clock.now())
    assert [head.seed for head in room.exams.heads()] == [101, 100]
    assert [first.form.seed, second.form.seed] == [100, 101]


def test_a_given_seed_draws_the_same_form_again(tmp_path: Path) -> None:
    forms = []
    for name in ("one", "two"):
        parts = Parts(tmp_path / name)
        parts.install(small())
        forms.append(parts.exams.start(seed=7).form)
    assert forms[0] == forms[1]
    assert forms[0].seed == 7


def test_what_is_recorded_is_there_after_a_restart(room: Parts) -> None:
    sitting = room.exams.start()
    sitting = room.exams.record(sitting, Answered(0, right_answer(sitting.form.items[0].question)), 3.0)
    sitting = room.exams.record(sitting, Struck(0, sitting.form.items[0].order[1], True), 4.0)
    sitting = room.exams.record(sitting, Flagged(0, True), 5.0)
    sitting = room.exams.tick(sitting, 17.5)
    sitting = room.exams.record(sitting, Visited(3), 20.0)
    again = room.again()
    found = running(again.exams)
    assert again.exams.load(found.id) == sitting
    assert (found.elapsed, again.exams.load(found.id).remaining) == (20.0, 1180.0)


def test_a_bank_that_is_too_small_says_what_is_lacking_and_starts_nothing(parts: Parts) -> None:
    parts.install(small(per_task=1))
    with pytest.raises(ExamError) as refusal:
        parts.exams.start()
    assert str(refusal.value) == (
        "There are not enough questions for a whole EX-1 exam: domain 1 (D1) lacks 3, domain 2 (D2) lacks 3. "
        "Nothing was started. Add questions to the deck, or choose another exam."
    )
    assert parts.exams.heads() == ()


def test_unseen_questions_come_first_in_the_next_form(room: Parts) -> None:
    forms = []
    for _ in range(2):
        sitting = room.exams.start()
        forms.append({item.question.id for item in sitting.form.items})
        room.clock.advance(days=1)
    # Twelve questions, ten a form: the two that the first left out are in the second.
    assert len(forms[0]) == 10
    assert {question.id for question in bank(SMALL, 3)} - forms[0] <= forms[1]


def test_an_event_that_cannot_happen_is_refused_and_nothing_is_kept(room: Parts) -> None:
    sitting = room.exams.start()
    with pytest.raises(ExamError, match="no question 11"):
        room.exams.record(sitting, Visited(10), 1.0)
    with pytest.raises(ExamError, match=r"no response z|not an answer"):
        room.exams.record(sitting, Answered(0, Chosen(frozenset({OptionId("z")}))), 1.0)
    assert room.exams.load(sitting.id) == sitting


@pytest.mark.parametrize("elapsed", [1200.0, 5000.0])
def test_nothing_is_recorded_once_the_time_is_up(room: Parts, elapsed: float) -> None:
    sitting = room.exams.start()
    with pytest.raises(ExamError, match=r"The time is up\. Everything answered before is kept\."):
        room.exams.record(sitting, Flagged(0, True), elapsed)
    assert room.exams.load(sitting.id) == sitting


def test_an_exam_whose_time_ran_out_is_graded_with_what_was_answered(room: Parts) -> None:
    sitting = room.exams.start()
    sitting = room.exams.record(sitting, Answered(0, right_answer(sitting.form.items[0].question)), 3.0)
    room.exams.finish(sitting, Ending.TIME_OUT, 9999.0)
    finished, report = room.exams.report(sitting.id)
    assert (finished.ending, finished.elapsed, finished.remaining) == (Ending.TIME_OUT, 1200.0, 0.0)
    assert sum(result.right for result in report.questions) == 1


def test_the_clock_of_an_exam_never_runs_backwards(room: Parts) -> None:
    sitting = room.exams.tick(room.exams.start(), 50.0)
    assert room.exams.tick(sitting, 20.0).elapsed == 50.0
    assert room.exams.record(sitting, Flagged(0, True), 30.0).elapsed == 50.0
    assert room.exams.load(sitting.id).elapsed == 50.0
    assert room.exams.tick(sitting, 9999.0).elapsed == 1200.0


def test_an_old_value_of_a_sitting_cannot_turn_its_clock_back(room: Parts) -> None:
    old = room.exams.start()
    room.exams.tick(old, 50.0)
    room.exams.tick(old, 20.0)
    assert room.exams.load(old.id).elapsed == 50.0


def ended(room: Parts) -> tuple[Sitting, Sitting]:
    """Return a sitting as it was before it was submitted, and as it is stored."""
    before = room.exams.start()
    room.exams.finish(before, Ending.SUBMITTED, 60.0)
    return before, room.exams.load(before.id)


def test_an_ended_sitting_takes_nothing_more(room: Parts) -> None:
    _, after = ended(room)
    with pytest.raises(ExamError, match="This exam has ended"):
        room.exams.record(after, Flagged(0, True), 61.0)
    with pytest.raises(ExamError, match="This exam has ended"):
        room.exams.finish(after, Ending.SUBMITTED, 61.0)
    assert room.exams.tick(after, 90.0) == after
    assert room.exams.load(after.id) == after


def test_a_sitting_that_was_ended_in_another_window_takes_nothing_more_either(room: Parts) -> None:
    before, after = ended(room)
    with pytest.raises(ExamError, match="This exam has ended"):
        room.exams.record(before, Flagged(0, True), 61.0)
    with pytest.raises(ExamError, match="This exam has ended"):
        room.exams.finish(before, Ending.TIME_OUT, 61.0)
    room.exams.tick(before, 90.0)
    assert room.exams.load(after.id) == after
    assert room.exams.report(after.id)[1].scaled == 100


def test_a_sitting_runs_until_it_is_ended(room: Parts) -> None:
    first, second = room.exams.start(), room.exams.start()
    assert running(room.exams).id == second.id
    room.exams.finish(second, Ending.SUBMITTED, 1.0)
    assert running(room.exams).id == first.id


def test_an_exam_that_is_not_there_is_said_in_words(room: Parts) -> None:
    with pytest.raises(CertdeckError, match="There is no exam called exam-9"):
        room.exams.start(BlueprintId("exam-9"))
    with pytest.raises(ExamError, match="There is no exam number 3"):
        room.exams.report(SittingId(3))


def test_any_exam_of_the_library_can_be_sat(parts: Parts) -> None:
    other = replace(SMALL, id=BlueprintId("exam-2"), code="EX-2")
    questions = tuple(
        replace(question, covers=(*question.covers, replace(question.covers[0], blueprint=other.id)))
        for question in bank(SMALL, 3)
    )
    parts.install(deck(blueprints=(SMALL, other), questions=questions))
    sitting = parts.exams.start(other.id)
    assert (sitting.form.blueprint, sitting.title) == ("exam-2", "EX-2 practice exam 1")
    assert parts.exams.start().title == "EX-1 practice exam 1"


@pytest.mark.parametrize("paused", [False, True])
def test_a_clock_that_runs_on_stands_while_the_exam_is_paused(room: Parts, paused: bool) -> None:
    sitting = room.exams.start(conduct=conduct(Mode.PRACTICE, runs_on=True))
    sitting = room.exams.record(sitting, Paused(), 60.0) if paused else room.exams.tick(sitting, 60.0)
    room.clock.advance(300)
    resumed = room.exams.resume(sitting.id).sitting
    assert (resumed.paused, resumed.elapsed) == (paused, 60.0 if paused else 360.0)
