"""The tools and helps of the exam room without Qt."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from certdeck.core.exam.conduct import ExtraTime, Mode, Tool, conduct
from certdeck.core.exam.events import Confidence, Ending
from certdeck.core.exam.sitting import LONGEST_NOTE
from certdeck.core.ids import OptionId
from certdeck.core.richtext import RichText
from certdeck.presenters.exam_views import ClockLevel, Filter, Primary, Result
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from tests.builders import multiple_choice
from tests.clock import FixedClock
from tests.library import open_library
from tests.presenters.room import Room
from tests.sitting import CASE, CHOICE, MATCHING, MINUTES, ORDERING, RESPONSE, begin, exam_deck

Open = Callable[..., Room]
SHOWN_BY_THEMSELVES = frozenset({Tool.PACE, Tool.WARNINGS, Tool.SCROLL_TO_END})
"""Tools that nobody has to take up."""


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def services(tmp_path: Path, clock: FixedClock) -> Iterator[Services]:
    with open_library(tmp_path, exam_deck(), clock) as opened:
        yield opened


@pytest.fixture
def opened(services: Services, clock: FixedClock) -> Open:
    """Open a room by the rules of a mode."""

    def make(
        mode: Mode = Mode.PRACTICE,
        *,
        without: frozenset[Tool] = frozenset(),
        extra: ExtraTime = ExtraTime.STANDARD,
        runs_on: bool | None = None,
    ) -> Room:
        return Room(
            services, clock, begin(services, rules=conduct(mode, without=without, extra=extra, runs_on=runs_on))
        )

    return make


@pytest.fixture
def room(opened: Open) -> Room:
    return opened()


def again(room: Room) -> Room:
    """Open the room anew, as after a crash."""
    return Room(room.services, room.clock, room.services.exams.resume(room.sitting.id).sitting)


# --- Notes and line focus


def test_a_note_is_kept_with_its_question(room: Room) -> None:
    room.presenter.toggle_note()
    room.presenter.write_note("  Compare the limits. \n")
    assert room.note() == (CHOICE, "Compare the limits.")
    assert (room.question.noted, room.view.marks[0].noted) == (True, True)
    room.presenter.next()
    assert room.note() == (RESPONSE, "")
    room.presenter.toggle_note()
    assert room.note() is None
    assert again(room).view.marks[0].noted


def test_a_note_that_was_being_written_when_the_time_ran_out_is_kept(room: Room, clock: FixedClock) -> None:
    room.presenter.toggle_note()
    clock.advance(MINUTES * 60 - 1)
    room.presenter.tick()
    clock.advance(2)
    room.presenter.write_note("Compare the limits.")
    assert room.view.ended is Ending.TIME_OUT
    assert (room.stored().states[0].note, room.stored().elapsed) == ("Compare the limits.", MINUTES * 60)


def test_the_same_note_is_not_written_twice(room: Room) -> None:
    room.presenter.write_note("One")
    before = len(room.views)
    room.presenter.write_note("One ")
    assert len(room.views) == before
    room.presenter.write_note("")
    assert (room.state.note, room.question.noted) == ("", False)


def test_a_note_that_is_too_long_is_cut_and_that_is_said(room: Room) -> None:
    room.presenter.write_note("x" * (LONGEST_NOTE + 1))
    assert len(room.state.note) == LONGEST_NOTE
    assert room.view.message == "A note has up to 2,000 characters. The rest was not kept."


def test_the_ruler_lies_on_questions_only(room: Room) -> None:
    presenter, seen = room.presenter, []
    for act in (presenter.toggle_line_focus, presenter.review, presenter.back, presenter.toggle_line_focus):
        act()
        seen.append(room.view.line_focus)
    assert seen == [True, False, True, False]


# --- Pause and pace


def test_a_pause_covers_the_question_and_stops_the_clock(room: Room, clock: FixedClock) -> None:
    clock.advance(60)
    room.presenter.pause()
    assert (room.view.paused, room.view.question, room.view.review) == (True, None, None)
    clock.advance(600)
    room.presenter.tick()
    assert room.stored().elapsed == 60
    room.presenter.go_on()
    clock.advance(1)
    room.presenter.tick()
    assert (room.view.paused, room.stored().elapsed) == (False, 61)
    assert room.question.number == CHOICE


def test_nothing_happens_during_a_pause(room: Room) -> None:
    room.presenter.pause()
    for act in (room.presenter.flag, room.presenter.reveal, room.presenter.review, room.presenter.pause):
        act()
        assert "paused" in room.view.message
    assert room.presenter.hide_clock() == Changes()
    assert room.stored().flagged_positions() == ()
    room.presenter.submit()
    assert room.stored().ending is Ending.SUBMITTED


def test_a_pause_outlasts_a_crash(room: Room, clock: FixedClock) -> None:
    clock.advance(10)
    room.presenter.pause()
    clock.advance(days=1)
    back = again(room)
    assert back.view.paused
    back.presenter.go_on()
    clock.advance(5)
    back.presenter.tick()
    assert back.stored().elapsed == 15


def test_going_on_without_a_pause_changes_nothing(room: Room) -> None:
    before = len(room.views)
    room.presenter.go_on()
    assert len(room.views) == before


def test_the_pace_coach_compares_with_an_even_pace(room: Room, clock: FixedClock) -> None:
    paces = [room.view.clock.pace]
    room.presenter.choose(OptionId("a"))
    paces.append(room.view.clock.pace)
    for seconds in (250, 60, 190):
        clock.advance(seconds)
        room.presenter.tick()
        paces.append(room.clocks[-1].pace)
    assert paces == ["on pace", "5 min ahead", "on pace", "on pace", "3 min behind"]
    assert room.clocks[-1].behind


# --- Confidence and the answer


def test_how_sure_the_learner_is_can_be_said_and_taken_back(room: Room) -> None:
    room.presenter.confide(Confidence.UNSURE)
    assert room.question.confidence is Confidence.UNSURE
    room.presenter.confide(Confidence.SURE)
    assert room.state.confidence is Confidence.SURE
    room.presenter.confide(Confidence.SURE)
    assert room.state.confidence is None


def test_the_answer_is_shown_and_then_stands(room: Room) -> None:
    room.presenter.choose(OptionId("b"))
    room.presenter.reveal()
    answer = room.question.answer
    assert answer is not None
    assert answer.result is Result.WRONG
    assert [(line.mark, line.words, bool(line.reason)) for line in answer.lines] == [
        ("A", "key", True),
        ("B", "your answer", True),
        ("C", "", True),
        ("D", "", True),
    ]
    room.presenter.choose(OptionId("a"))
    assert room.view.message == "The answer of question 1 was shown, so yours stands as it was."
    room.presenter.confide(Confidence.SURE)
    assert room.view.message.endswith("so how sure you were stands.")
    assert [entry.chosen for entry in room.question.options] == [False, True, False, False]
    assert again(room).question.answer == answer


def test_an_open_question_is_shown_only_when_asked_twice(room: Room) -> None:
    room.presenter.go(RESPONSE)
    room.presenter.choose_letter("A")
    room.presenter.reveal()
    assert room.result() is None
    assert room.view.message.startswith("There is no whole answer yet")
    room.presenter.reveal()
    assert room.result() is Result.OPEN
    before = len(room.views)
    room.presenter.reveal()
    assert len(room.views) == before


def test_the_review_leads_to_no_question_whose_key_was_shown(room: Room) -> None:
    for _ in range(2):
        room.presenter.reveal()
    room.presenter.review()
    assert room.review.first_open == RESPONSE
    assert room.review.open == 6
    assert [cell.number for cell in room.review.cells if not cell.awaits] == [CHOICE]


def test_submitting_asks_about_those_only_that_can_still_be_answered(room: Room) -> None:
    for number in range(2, 7):
        room.presenter.go(number)
        for _ in range(2):
            room.presenter.reveal()
    ask = room.presenter.before_submitting()
    assert ask is not None
    assert ask.title == "Submit with 1 open?"
    room.presenter.go(CHOICE)
    for _ in range(2):
        room.presenter.reveal()
    assert room.presenter.before_submitting() is None


def test_an_answer_given_after_the_first_asking_is_asked_about_again(room: Room) -> None:
    room.presenter.go(RESPONSE)
    room.presenter.reveal()
    room.presenter.choose_letter("A")
    room.presenter.reveal()
    assert room.question.answer is None


def test_the_answer_made_ahead_is_the_one_shown_when_it_is_asked_for(room: Room) -> None:
    room.presenter.choose(OptionId("b"))
    ahead, shown = room.presenter.answer_ahead(), room.question.answer
    assert shown is None
    room.presenter.reveal()
    assert ahead is not None
    assert room.question.answer == ahead
    assert room.presenter.answer_ahead() is None


def test_no_answer_is_made_ahead_where_none_can_be_asked_for(opened: Open) -> None:
    assert opened(Mode.EXAM).presenter.answer_ahead() is None
    room = opened(Mode.PRACTICE)
    room.presenter.review()
    assert room.presenter.answer_ahead() is None
    room.presenter.back()
    room.presenter.pause()
    assert room.presenter.answer_ahead() is None


def test_the_grid_made_ahead_is_the_one_that_opens(room: Room) -> None:
    room.presenter.choose(OptionId("b"))
    room.presenter.go(RESPONSE)
    room.presenter.flag()
    ahead = room.presenter.review_ahead()
    room.presenter.review()
    assert room.review == ahead


def test_all_questions_can_be_laid_out_ahead_from_the_present_one_on(room: Room) -> None:
    room.presenter.go(RESPONSE)
    found = [question for question, _ in room.presenter.questions_ahead()]
    count = len(room.sitting.form.items)
    assert [question.number for question in found] == [*range(RESPONSE, count + 1), *range(1, RESPONSE)]
    for question in found:
        room.presenter.go(question.number)
        assert room.question == question


def test_with_a_question_ahead_comes_its_answer_where_it_may_be_asked_for(room: Room, opened: Open) -> None:
    room.presenter.choose(OptionId("b"))
    ahead = {question.number: answer for question, answer in room.presenter.questions_ahead()}
    assert all(ahead.values())
    room.presenter.reveal()
    assert room.question.answer == ahead[room.question.number]
    again = {question.number: answer for question, answer in room.presenter.questions_ahead()}
    assert again == ahead
    assert not any(answer for _, answer in opened(Mode.EXAM).presenter.questions_ahead())


def test_all_that_questions_show_is_read_with_their_responses(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(room.presenter.questions_ahead())
    late: list[str] = []

    def read(_markup: object, text: str) -> RichText:
        late.append(text)
        return ()

    monkeypatch.setattr(type(room.services.markup), "read", read)
    for number in range(1, CASE):
        room.presenter.go(number)
    assert not late


def test_review_mode_checks_before_it_goes_on(opened: Open) -> None:
    room = opened(Mode.REVIEW)
    assert (room.view.primary, room.view.clock.text, room.view.clock.pace) == (Primary.CHECK, "", "")
    room.presenter.choose_letter("A")
    room.presenter.proceed()
    assert (room.question.number, room.view.primary) == (CHOICE, Primary.NEXT)
    room.presenter.proceed()
    assert (room.question.number, room.view.primary) == (RESPONSE, Primary.CHECK)
    room.presenter.next()
    assert room.question.number == ORDERING


# --- What a sitting is without


def test_without_the_tool_no_highlight_is_taken_back(opened: Open) -> None:
    room = opened(without=frozenset({Tool.HIGHLIGHT}))
    room.presenter.turn_highlight(undo=True)
    assert "without the tool" in room.view.message


@pytest.mark.parametrize("mode", [Mode.EXAM, Mode.REHEARSAL])
def test_a_test_centre_gives_no_helps(opened: Open, mode: Mode) -> None:
    room = opened(mode)
    presenter = room.presenter
    acts: dict[Tool, Callable[[], object]] = {
        Tool.PAUSE: presenter.pause,
        Tool.CONFIDENCE: lambda: presenter.confide(Confidence.SURE),
        Tool.RATIONALE: presenter.reveal,
    }
    assert not acts.keys() & room.view.tools
    before = room.stored()
    for act in acts.values():
        act()
        assert room.view.message.endswith("Nothing was changed.")
    assert room.stored() == before
    assert (room.view.paused, room.view.offers_answer, room.view.clock.pace) == (False, False, "")


@pytest.mark.parametrize("tool", sorted(frozenset(Tool) - SHOWN_BY_THEMSELVES))
def test_a_tool_that_is_left_out_is_refused_in_words(opened: Open, tool: Tool) -> None:
    room = opened(without=frozenset({tool}))
    presenter = room.presenter
    if tool is Tool.RATIONALE:
        presenter.choose_letter("A")
    acts: dict[Tool, Callable[[], object]] = {
        Tool.FLAG: presenter.flag,
        Tool.STRIKE: lambda: presenter.strike_letter("A"),
        Tool.HIGHLIGHT: lambda: presenter.highlight((0, 4)),
        Tool.NOTE: presenter.toggle_note,
        Tool.LINE_FOCUS: presenter.toggle_line_focus,
        Tool.HIDE_CLOCK: presenter.hide_clock,
        Tool.REVIEW_GRID: presenter.review,
        Tool.PAUSE: presenter.pause,
        Tool.CONFIDENCE: lambda: presenter.confide(Confidence.GUESS),
        Tool.RATIONALE: presenter.reveal,
    }
    before = room.view
    acts[tool]()
    assert room.view.message.endswith("Nothing was changed.")
    assert replace(room.view, message="") == before


def test_without_warnings_the_room_is_silent(opened: Open, clock: FixedClock) -> None:
    room = opened(without=frozenset({Tool.WARNINGS}))
    before = len(room.views)
    clock.advance((MINUTES - 4) * 60)
    room.presenter.tick()
    assert len(room.views) == before
    assert room.clocks[-1].level is ClockLevel.RED


def test_a_hidden_clock_is_shown_where_it_may_not_be_hidden(opened: Open, services: Services) -> None:
    services.preferences.change(hide_clock=True)
    assert opened().view.clock.hidden
    assert not opened(without=frozenset({Tool.HIDE_CLOCK})).view.clock.hidden


def test_without_a_grid_the_last_question_submits(opened: Open) -> None:
    room = opened(without=frozenset({Tool.REVIEW_GRID}))
    room.presenter.go(CASE)
    assert room.view.primary is Primary.SUBMIT
    room.presenter.next()
    assert room.view.message == "This is the last question. Submit the exam when you are done."
    assert room.question.number == CASE


def test_next_shows_the_end_of_a_long_question_first(opened: Open) -> None:
    room = opened(Mode.EXAM)
    room.presenter.proceed(more_below=True)
    assert (room.question.number, room.view.to_end) == (CHOICE, True)
    assert room.view.message.startswith("There was more of this question below.")
    room.presenter.proceed()
    assert (room.question.number, room.view.to_end, room.view.message) == (RESPONSE, False, "")
    free = opened(without=frozenset({Tool.SCROLL_TO_END}))
    free.presenter.proceed(more_below=True)
    assert free.question.number == RESPONSE


# --- The clock


def test_thirty_fifteen_and_five_minutes_are_said_once_each(services: Services, clock: FixedClock) -> None:
    sitting = services.exams.tick(begin(services), 0)
    room = Room(services, clock, replace(sitting, seconds_allowed=40 * 60))
    said = []
    for _ in range(39):
        clock.advance(60)
        before = len(room.views)
        room.presenter.tick()
        said += [view.message for view in room.views[before:]]
    assert said == ["30 minutes left.", "15 minutes left.", "5 minutes left."]


def test_after_a_long_sleep_only_the_latest_warning_is_said(opened: Open, clock: FixedClock) -> None:
    room = opened(runs_on=True)
    clock.sleep((MINUTES - 4) * 60)
    room.presenter.tick()
    assert (room.view.message, room.clocks[-1].seconds_left) == ("5 minutes left.", 240)


def test_a_clock_that_waits_does_not_count_sleep(opened: Open, clock: FixedClock) -> None:
    room = opened(Mode.EXAM)
    clock.sleep(600)
    clock.advance(2)
    room.presenter.tick()
    assert room.stored().elapsed == 2


@pytest.mark.parametrize("runs_on", [False, True])
def test_setting_the_computers_clock_gives_and_takes_nothing(opened: Open, clock: FixedClock, runs_on: bool) -> None:
    room = opened(Mode.EXAM, runs_on=runs_on)
    clock.advance(10)
    clock.set_back(86_400)
    room.presenter.tick()
    clock.set_back(-2 * 86_400)
    room.presenter.tick()
    assert room.stored().elapsed == 10


def test_an_untimed_exam_has_no_clock_and_never_ends_by_itself(opened: Open, clock: FixedClock) -> None:
    room = opened(Mode.EXAM, extra=ExtraTime.UNTIMED)
    clock.advance(days=3)
    room.presenter.tick()
    assert (room.view.clock.text, room.clocks[-1].level) == ("", ClockLevel.CALM)
    assert room.ended == []


# --- Elsewhere


def test_an_exam_ended_in_another_window_opens_its_report_here(room: Room, services: Services) -> None:
    services.exams.finish(room.stored(), Ending.SUBMITTED, 5.0)
    room.presenter.flag()
    assert room.ended == [(room.sitting.id, Changes(exams=True))]
    assert room.view.ended is Ending.SUBMITTED


def test_submitting_what_another_window_has_submitted_opens_its_report(room: Room, services: Services) -> None:
    services.exams.finish(room.stored(), Ending.SUBMITTED, 5.0)
    room.presenter.submit()
    assert room.ended == [(room.sitting.id, Changes(exams=True))]


def test_the_case_is_the_one_that_was_drawn(services: Services, clock: FixedClock) -> None:
    sitting = begin(services)
    old = replace(exam_deck().scenarios[0], title="As it was drawn")
    room = Room(services, clock, replace(sitting, form=replace(sitting.form, scenarios=(old,))))
    room.presenter.go(CASE)
    assert room.question.scenario_title == "As it was drawn"


def test_several_responses_say_how_many_are_given(room: Room) -> None:
    room.presenter.go(RESPONSE)
    room.presenter.choose_letter("A")
    assert room.question.progress == "1 of 2 chosen"
    room.presenter.go(MATCHING)
    assert room.question.progress == ""


def test_a_filter_stays_for_the_next_review(room: Room) -> None:
    room.presenter.review(Filter.UNSEEN)
    room.presenter.back()
    room.presenter.review()
    assert room.review.filter is Filter.UNSEEN


def test_a_single_question_is_first_and_last(services: Services, clock: FixedClock) -> None:
    room = Room(services, clock, begin(services, [multiple_choice()]))
    room.presenter.previous()
    room.presenter.next()
    assert room.view.review is not None
