"""The clock of a sitting that was left waits or runs on by the sitting's rule, whatever the computer's clock says."""

from datetime import timedelta

import pytest

from certdeck.core.errors import AnswerShown
from certdeck.core.exam.conduct import Conduct, ExtraTime, Mode, conduct
from certdeck.core.exam.events import Answered, Ending, Flagged, Revealed
from certdeck.core.exam.sitting import Sitting
from certdeck.core.ids import SittingId
from tests.builders import bank, blueprint, deck
from tests.services.parts import Parts
from tests.sitting import right_answer

SMALL = blueprint(weights=(60, 40), tasks=2, scored=6, unscored=4, minutes=20)
WAITS = conduct(Mode.EXAM)
RUNS_ON = conduct(Mode.REHEARSAL)


@pytest.fixture
def room(parts: Parts) -> Parts:
    parts.install(deck(blueprints=(SMALL,), questions=bank(SMALL, 3)))
    return parts


def left_after(room: Parts, seconds: float, rules: Conduct) -> Sitting:
    """Begin an exam, flag a question after `seconds`, and leave."""
    sitting = room.exams.start(conduct=rules)
    room.clock.advance(seconds)
    return room.exams.record(sitting, Flagged(0, True), seconds)


def test_a_clock_that_waits_stands_where_it_stood(room: Parts) -> None:
    sitting = left_after(room, 100, WAITS)
    room.clock.advance(3600)
    resumed = room.again().exams.resume(sitting.id)
    assert (resumed.sitting.elapsed, resumed.away, resumed.set_back) == (100, timedelta(hours=1), False)


def test_a_clock_that_runs_on_has_gone_on(room: Parts) -> None:
    sitting = left_after(room, 100, RUNS_ON)
    room.clock.advance(300)
    resumed = room.again().exams.resume(sitting.id)
    assert (resumed.sitting.elapsed, resumed.sitting.ending) == (400, None)
    assert room.exams.load(sitting.id).elapsed == 400


def test_a_clock_that_ran_out_meanwhile_has_submitted_what_is_there(room: Parts) -> None:
    sitting = left_after(room, 100, RUNS_ON)
    room.clock.advance(1100)
    resumed = room.again().exams.resume(sitting.id).sitting
    assert (resumed.ending, resumed.elapsed, resumed.flagged_positions()) == (Ending.TIME_OUT, 1200, (0,))
    assert room.exams.head(sitting.id).ending is Ending.TIME_OUT


@pytest.mark.parametrize("rules", [WAITS, RUNS_ON], ids=["waits", "runs on"])
def test_a_computer_clock_that_was_set_back_is_noticed_and_gives_no_time(room: Parts, rules: Conduct) -> None:
    sitting = left_after(room, 100, rules)
    room.clock.set_back(7200)
    resumed = room.again().exams.resume(sitting.id)
    assert (resumed.sitting.elapsed, resumed.away, resumed.set_back) == (100, timedelta(), True)


def test_a_clock_that_was_corrected_by_a_second_is_not_worth_a_word(room: Parts) -> None:
    sitting = left_after(room, 100, RUNS_ON)
    room.clock.set_back(1)
    assert not room.again().exams.resume(sitting.id).set_back


def test_resuming_an_ended_exam_changes_nothing(room: Parts) -> None:
    sitting = left_after(room, 100, RUNS_ON)
    room.exams.finish(sitting, Ending.SUBMITTED, 110)
    room.clock.advance(9999)
    assert room.exams.resume(sitting.id).sitting.elapsed == 110


def test_settling_submits_what_ran_out_and_leaves_the_rest(room: Parts) -> None:
    over, waiting = left_after(room, 100, RUNS_ON), left_after(room, 100, WAITS)
    assert not room.exams.settle().changes
    room.clock.advance(5000)
    settled = room.again().exams.settle()
    assert settled.changes
    assert settled.timed_out == (room.exams.head(over.id).title,)
    assert room.exams.head(over.id).ending is Ending.TIME_OUT
    assert room.exams.head(waiting.id).finished_at is None
    assert not room.exams.settle().changes


@pytest.mark.parametrize(
    ("extra", "seconds"), [(ExtraTime.ESL, 3000.0), (ExtraTime.HALF, 1800.0), (ExtraTime.UNTIMED, None)]
)
def test_extra_time_is_part_of_the_sitting(room: Parts, extra: ExtraTime, seconds: float | None) -> None:
    sitting = room.exams.start(conduct=conduct(Mode.EXAM, extra=extra))
    assert (sitting.seconds_allowed, room.exams.head(sitting.id).seconds_allowed) == (seconds, seconds)


def test_what_the_clock_did_meanwhile_is_still_said_after_the_start(room: Parts) -> None:
    sitting = left_after(room, 100, RUNS_ON)
    room.clock.advance(300)
    exams = room.again().exams
    assert not exams.settle().changes.exams
    resumed = exams.resume(sitting.id)
    assert (resumed.sitting.elapsed, resumed.away) == (400, timedelta(minutes=5))


def test_what_ran_out_meanwhile_is_submitted_at_the_start(room: Parts) -> None:
    sitting = left_after(room, 100, RUNS_ON)
    room.clock.advance(1100)
    exams = room.again().exams
    assert exams.settle().changes.exams
    assert exams.head(sitting.id).ending is Ending.TIME_OUT
    assert not exams.settle().changes.exams


def test_a_sitting_that_another_window_submits_first_is_settled_all_the_same(
    room: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = left_after(room, 100, RUNS_ON)
    room.clock.advance(1100)
    load = room.exams.load

    def late(name: SittingId) -> Sitting:
        found = load(name)
        room.again().exams.settle()
        return found

    monkeypatch.setattr(room.exams, "load", late)
    assert room.exams.settle().changes.exams
    assert room.exams.head(sitting.id).ending is Ending.TIME_OUT


def test_a_computer_clock_that_is_put_right_again_takes_no_time(room: Parts) -> None:
    sitting = left_after(room, 100, RUNS_ON)
    room.clock.set_back(86400)
    room.again().exams.resume(sitting.id)
    room.clock.advance(86400 + 10)
    resumed = room.again().exams.resume(sitting.id).sitting
    assert (resumed.ending, resumed.elapsed) == (None, 110)


def test_a_sitting_that_is_open_in_two_windows_stays_whole(room: Parts) -> None:
    here = room.exams.start(conduct=conduct(Mode.PRACTICE))
    there = room.again().exams
    there.record(there.load(here.id), Revealed(0), 10)
    answer = right_answer(here.form.items[0].question)
    with pytest.raises(AnswerShown):
        room.exams.record(here, Answered(0, answer), 20)
    here = room.exams.record(here, Flagged(1, True), 30)
    assert here.states[0].revealed
    assert room.exams.load(here.id) == here


def test_what_was_answered_in_another_window_is_graded(room: Parts) -> None:
    here = room.exams.start()
    there = room.again().exams
    for position, item in enumerate(here.form.items):
        there.record(there.load(here.id), Answered(position, right_answer(item.question)), 10)
    room.exams.finish(here, Ending.SUBMITTED, 20)
    assert room.exams.head(here.id).result == room.exams.report(here.id)[1].overall
    assert room.exams.report(here.id)[1].overall.right == SMALL.scored
