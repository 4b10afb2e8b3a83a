"""The exam room without Qt."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from certdeck.core.deck import QuestionKind
from certdeck.core.errors import StoreError
from certdeck.core.exam.answers import Chosen, Matched, Ordered
from certdeck.core.exam.events import Ending
from certdeck.core.ids import OptionId
from certdeck.core.richtext import plain
from certdeck.presenters.exam_question_view import instruction
from certdeck.presenters.exam_views import ClockLevel, Filter, Mark
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from tests.builders import choice, matching, multiple_choice, multiple_response, options, ordering
from tests.clock import FixedClock
from tests.library import open_library
from tests.presenters.room import Room
from tests.sitting import CASE, CHOICE, MATCHING, MINUTES, ORDERING, RESPONSE, SIX, begin, exam_deck


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def services(tmp_path: Path, clock: FixedClock) -> Iterator[Services]:
    with open_library(tmp_path, exam_deck(), clock) as opened:
        yield opened


@pytest.fixture
def room(services: Services, clock: FixedClock) -> Room:
    return Room(services, clock, begin(services))


def option(name: str) -> OptionId:
    return OptionId(name)


def marks(room: Room) -> list[Mark]:
    return [mark.mark for mark in room.view.marks]


def test_the_first_question_shows_with_its_options_under_letters(room: Room) -> None:
    assert (room.view.number, room.view.total) == (CHOICE, 6)
    assert [entry.letter for entry in room.question.options] == ["A", "B", "C", "D"]
    assert plain(room.question.stem) == "Stem of q-choice?"
    assert room.question.single
    assert room.view.clock.text == "0:30:00"


def test_a_single_choice_replaces_the_one_before(room: Room) -> None:
    room.presenter.choose(option("a"))
    room.presenter.choose_letter("c")
    assert [entry.letter for entry in room.question.options if entry.chosen] == ["C"]
    assert room.stored().states[0].answer == Chosen(frozenset({option("c")}))


def test_multiple_response_stops_at_the_number_asked_for_and_says_so(room: Room) -> None:
    room.presenter.go(RESPONSE)
    for letter in "ABC":
        room.presenter.choose_letter(letter)
    assert room.view.message == "2 are chosen already. Take one back first to choose another."
    assert [entry.letter for entry in room.question.options if entry.chosen] == ["A", "B"]
    assert not room.question.single


def test_choosing_a_chosen_response_takes_it_back(room: Room) -> None:
    room.presenter.go(RESPONSE)
    room.presenter.choose_letter("A")
    assert marks(room)[RESPONSE - 1] is Mark.INCOMPLETE
    room.presenter.choose_letter("a")
    assert marks(room)[RESPONSE - 1] is Mark.OPEN


def test_letters_without_an_option_do_nothing(room: Room) -> None:
    before = len(room.views)
    for letter in ("E", "é", "?"):
        room.presenter.choose_letter(letter)
        room.presenter.strike_letter(letter)
    room.presenter.go(ORDERING)
    room.presenter.choose_letter("A")
    assert len(room.views) == before + 1


def test_an_option_is_struck_out_and_brought_back(room: Room) -> None:
    room.presenter.strike_letter("B")
    assert [entry.struck for entry in room.question.options] == [False, True, False, False]
    room.presenter.strike(option("b"))
    assert not any(entry.struck for entry in room.question.options)


def test_choosing_on_a_question_of_another_kind_is_a_bug(room: Room) -> None:
    room.presenter.go(ORDERING)
    with pytest.raises(TypeError, match="question 3 is ordering"):
        room.presenter.choose(option("a"))


def test_an_untouched_order_is_open_until_it_is_kept_or_changed(room: Room) -> None:
    room.presenter.go(ORDERING)
    before = room.question.touched, marks(room)[ORDERING - 1]
    room.presenter.keep_order()
    after = room.question.touched, marks(room)[ORDERING - 1]
    assert (before, after) == ((False, Mark.OPEN), (True, Mark.ANSWERED))


@pytest.mark.parametrize(
    ("step", "to", "order"),
    [("c", 0, "cabd"), ("a", 2, "bcad"), ("b", 99, "acdb"), ("b", -5, "bacd"), ("b", 1, "abcd")],
)
def test_a_step_moves_to_its_place_and_stops_at_the_ends(room: Room, step: str, to: int, order: str) -> None:
    room.presenter.go(ORDERING)
    room.presenter.move_step(option(step), to)
    assert "".join(entry.id for entry in room.question.steps) == order
    assert room.stored().states[ORDERING - 1].answer == Ordered(tuple(option(name) for name in order))


def test_rows_behind_the_last_that_counts_have_no_number(room: Room) -> None:
    room.presenter.go(ORDERING)
    assert [entry.number for entry in room.question.steps] == [1, 2, 3, None]


def test_a_response_that_serves_once_leaves_its_old_prompt(room: Room) -> None:
    room.presenter.go(MATCHING)
    room.presenter.match(option("p1"), option("a"))
    room.presenter.match(option("p2"), option("a"))
    assert [entry.response for entry in room.question.prompts] == [None, "a", None]
    assert [entry.id for entry in room.question.responses if entry.used] == ["a"]
    assert marks(room)[MATCHING - 1] is Mark.INCOMPLETE


def test_a_response_is_taken_back(room: Room) -> None:
    room.presenter.go(MATCHING)
    room.presenter.match(option("p1"), option("a"))
    room.presenter.match(option("p1"), None)
    assert room.stored().states[MATCHING - 1].answer is None


def test_a_response_may_serve_twice_where_the_question_says_so(services: Services, clock: FixedClock) -> None:
    room = Room(services, clock, begin(services, [matching("q-matching", keys="aab", left_over="")]))
    for prompt, response in (("p1", "a"), ("p2", "a"), ("p3", "b")):
        room.presenter.match(option(prompt), option(response))
    assert room.question.reuse
    assert marks(room) == [Mark.ANSWERED]
    pairs = frozenset({("p1", "a"), ("p2", "a"), ("p3", "b")})
    assert room.stored().states[0].answer == Matched(pairs)  # type: ignore[arg-type]  # ids are plain texts here


def test_a_flag_is_set_and_taken_away(room: Room) -> None:
    room.presenter.flag()
    assert room.question.flagged
    assert room.view.marks[0].flagged
    room.presenter.flag()
    assert not room.question.flagged


def test_next_and_previous_walk_through_the_form_and_end_in_the_review(room: Room) -> None:
    room.presenter.previous()
    assert room.view.number == 1
    for _ in range(5):
        room.presenter.next()
    assert room.view.number == 6
    room.presenter.next()
    assert room.review.open == 6
    room.presenter.back()
    assert room.view.number == 6
    room.presenter.previous()
    assert room.view.number == 5


def test_a_case_stays_beside_its_question(room: Room) -> None:
    assert room.question.scenario == ()
    room.presenter.go(CASE)
    assert room.question.scenario_title == "A case"
    assert plain(room.question.scenario) == "A bank has one problem."


def test_clock_and_warnings_go_on_although_the_time_can_not_be_written(
    room: Room, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(room.services.exams, "tick", full)
    allowed = room.sitting.seconds_allowed or 0
    clock.advance(allowed - 299)
    with pytest.raises(StoreError):
        room.presenter.tick()
    assert room.clocks[-1].seconds_left == 299
    assert room.view.message == "5 minutes left."


def test_the_review_filters_and_names_the_first_open_question(room: Room) -> None:
    room.presenter.choose(option("a"))
    room.presenter.go(ORDERING)
    room.presenter.flag()
    room.presenter.review()
    assert (room.review.answered, room.review.open, room.review.flagged) == (1, 5, 1)
    assert room.review.first_open == RESPONSE
    assert len(room.review.cells) == 6
    shown = {}
    for chosen in Filter:
        room.presenter.review(chosen)
        assert room.review.filter is chosen
        assert len(room.review.cells) == room.review.count(chosen)
        shown[chosen] = [cell.number for cell in room.review.cells]
    assert shown == {
        Filter.ALL: [1, 2, 3, 4, 5, 6],
        Filter.ANSWERED: [CHOICE],
        Filter.INCOMPLETE: [ORDERING],
        Filter.UNSEEN: [RESPONSE, MATCHING, SIX, CASE],
        Filter.FLAGGED: [ORDERING],
    }


def test_the_marks_tell_what_was_never_looked_at(room: Room) -> None:
    room.presenter.next()
    assert marks(room) == [Mark.OPEN, Mark.OPEN, *[Mark.UNSEEN] * 4]


def test_the_clock_runs_and_is_written_down_with_each_tick(room: Room, clock: FixedClock) -> None:
    for second in (1, 2, 3):
        clock.advance(1)
        room.presenter.tick()
        assert room.clocks[-1].text == f"0:29:{60 - second}"
        assert room.stored().elapsed == second


def test_the_clock_warns_once_at_fifteen_and_once_at_five_minutes(room: Room, clock: FixedClock) -> None:
    said = []
    for _ in range(MINUTES * 2 - 1):
        clock.advance(30)
        before = len(room.views)
        room.presenter.tick()
        said += [(view.message, room.clocks[-1].level) for view in room.views[before:]]
    assert said == [("15 minutes left.", ClockLevel.AMBER), ("5 minutes left.", ClockLevel.RED)]


def test_the_clock_is_hidden_for_this_exam_and_the_next(room: Room, services: Services) -> None:
    assert room.presenter.hide_clock() == Changes(settings=True)
    assert room.clocks[-1].hidden
    assert services.preferences.settings.hide_clock
    room.presenter.hide_clock()
    assert not room.clocks[-1].hidden


def test_leaving_stops_the_clock_and_coming_back_goes_on_from_there(
    room: Room, services: Services, clock: FixedClock
) -> None:
    room.presenter.choose(option("b"))
    clock.advance(100.5)
    room.presenter.write_down()
    clock.advance(days=2)
    again = Room(services, clock, room.stored())
    again.presenter.tick()
    assert again.clocks[-1].seconds_left == MINUTES * 60 - 101
    assert [entry.chosen for entry in again.question.options] == [False, True, False, False]


def test_submitting_ends_the_sitting_once(room: Room) -> None:
    room.presenter.submit()
    room.presenter.submit()
    room.presenter.write_down()
    room.presenter.tick()
    assert room.ended == [(room.sitting.id, Changes(exams=True))]
    assert room.view.ended is Ending.SUBMITTED
    assert room.view.question is None
    assert room.view.review is None
    assert room.stored().ending is Ending.SUBMITTED


def test_clicks_that_come_in_after_the_end_change_nothing_and_report_it_once(room: Room) -> None:
    room.presenter.submit()
    after = room.stored()
    room.presenter.flag()
    room.presenter.next()
    room.presenter.choose(option("b"))
    assert len(room.ended) == 1
    assert room.stored() == after


def test_a_sitting_that_another_window_has_ended_is_reported_once(room: Room) -> None:
    room.services.exams.finish(room.stored(), Ending.SUBMITTED, 1.0)
    room.presenter.flag()
    room.presenter.submit()
    room.presenter.flag()
    assert room.ended == [(room.sitting.id, Changes(exams=True))]


def test_the_time_submits_what_is_there(room: Room, clock: FixedClock) -> None:
    room.presenter.choose(option("a"))
    clock.advance(MINUTES * 60 + 3)
    room.presenter.tick()
    assert room.view.ended is Ending.TIME_OUT
    assert room.stored().elapsed == MINUTES * 60
    assert room.stored().states[0].answer is not None


def test_a_click_after_the_time_is_up_no_longer_counts(room: Room, clock: FixedClock) -> None:
    clock.advance(MINUTES * 60)
    room.presenter.choose(option("a"))
    assert room.view.ended is Ending.TIME_OUT
    assert room.stored().states[0].answer is None


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (multiple_choice(), "Choose one."),
        (multiple_response(), "Choose two."),
        (choice("q-7", options(8, "abcdefg"), QuestionKind.MULTIPLE_RESPONSE), "Choose 7."),
        (ordering(decoys=""), "Drag the rows, or move the focused row with Alt and the arrow keys."),
        (ordering(), "Put three of the rows in order above the line. Drag them, or use Alt and the arrow keys."),
        (matching(), "Choose a response for every prompt. Each response is used at most once."),
        (matching(keys="aab"), "Choose a response for every prompt. A response may be used more than once."),
    ],
)
def test_the_instruction_says_what_to_do(question: object, words: str) -> None:
    assert instruction(question) == words  # type: ignore[arg-type]  # every question that the builders make
