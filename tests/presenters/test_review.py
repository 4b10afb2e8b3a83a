from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from certdeck.core.deck import Card, CardKind, Deck
from certdeck.core.errors import StudyError
from certdeck.core.ids import BlueprintId, FaceId
from certdeck.core.richtext import plain
from certdeck.core.scheduling.options import LeechAction
from certdeck.core.scheduling.queue import Counts
from certdeck.core.scheduling.schedule import MemoryState, Phase, Rating, Schedule
from certdeck.core.typed_answer import Match
from certdeck.ports.study_log import StudyEntry
from certdeck.presenters.intervals import interval_spoken, interval_text
from certdeck.presenters.review import LONGEST_MILLISECONDS, ReviewPresenter
from certdeck.presenters.review_view import ReviewView
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from tests.builders import blueprint, card, covers, deck
from tests.clock import FixedClock
from tests.library import open_library
from tests.services.fake_history import standing_ratings


class Desk:
    """A learner's place: the presenter, what it showed last, and what it told of."""

    def __init__(self, services: Services, clock: FixedClock) -> None:
        self.services = services
        self.clock = clock
        self.views: list[ReviewView] = []
        self.changes: list[Changes] = []
        self.presenter = ReviewPresenter(services, render=self.views.append, changed=self.changes.append)

    @property
    def view(self) -> ReviewView:
        return self.views[-1]

    def rate(self, rating: Rating = Rating.GOOD) -> None:
        self.presenter.show_answer()
        self.presenter.rate(rating)

    def finish(self) -> None:
        while not self.view.done:
            self.rate(Rating.EASY)

    def log(self) -> tuple[StudyEntry, ...]:
        with self.services.store.open() as work:
            return tuple(standing_ratings(work.study.log()))


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


def desk_with(folder: Path, clock: FixedClock, content: Deck | None) -> Iterator[Desk]:
    with open_library(folder, content, clock) as services:
        yield Desk(services, clock)


@pytest.fixture
def desk(tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    cards = tuple(card(f"c-{number}") for number in range(1, 4))
    yield from desk_with(tmp_path, clock, deck(cards=cards))


def asking(tmp_path: Path, clock: FixedClock, *cards: Card) -> Iterator[Desk]:
    for place in desk_with(tmp_path, clock, deck(cards=cards)):
        place.presenter.start()
        yield place


# --- Question and answer


def test_the_first_card_is_asked_without_its_answer(desk: Desk) -> None:
    desk.presenter.start()
    assert (desk.view.face, plain(desk.view.prompt)) == (FaceId("c-1/1"), "Front of c-1?")
    assert desk.view.answer is None
    assert desk.view.source is None
    assert desk.view.counts == Counts(new=3, learning=0, due=0)
    assert (desk.view.progress, desk.view.phase) == (0.0, Phase.NEW)
    assert desk.view.crumbs == ("EX-1", "D1", "1.1 T1.1")
    assert desk.view.bullet == "1.1.k1"


def test_showing_the_answer_brings_source_and_ratings(desk: Desk) -> None:
    desk.presenter.start()
    desk.presenter.show_answer()
    assert plain(desk.view.answer or ()) == "Back of c-1."
    assert desk.view.source is not None
    assert desk.view.source.url == "https://example.org/page"
    assert [rating.word for rating in desk.view.ratings] == ["Again", "Hard", "Good", "Easy"]
    assert desk.view.ratings[0].interval == "< 1 min"
    assert desk.view.ratings[0].spoken == "in less than a minute"


def test_the_answer_is_shown_once(desk: Desk) -> None:
    desk.presenter.start()
    desk.presenter.show_answer()
    desk.presenter.show_answer("something else")
    assert len(desk.views) == 2


def test_nothing_happens_before_a_card_is_asked(desk: Desk) -> None:
    desk.presenter.show_answer()
    desk.presenter.rate(Rating.GOOD)
    desk.presenter.flag()
    desk.presenter.suspend()
    desk.presenter.set_due("3")
    assert desk.views == []
    assert desk.changes == []


def test_notes_on_what_has_changed_come_with_the_answer(tmp_path: Path, clock: FixedClock) -> None:
    noted = replace(card(), examined="It was **so**.", today="It is not.")
    for place in asking(tmp_path, clock, noted):
        assert (place.view.examined, place.view.today) == ((), ())
        place.presenter.show_answer()
        assert (plain(place.view.examined), plain(place.view.today)) == ("It was so.", "It is not.")


def test_a_cloze_hides_its_gap_and_then_shows_it(tmp_path: Path, clock: FixedClock) -> None:
    for place in asking(tmp_path, clock, card(kind=CardKind.CLOZE)):
        assert plain(place.view.prompt) == "[...] one and gap two of c-1"
        place.presenter.show_answer()
        assert plain(place.view.prompt) == "Gap one and gap two of c-1"


def test_a_card_of_an_unknown_task_has_the_exam_alone_as_its_place(tmp_path: Path, clock: FixedClock) -> None:
    for place in asking(tmp_path, clock, card(covers=covers("9.9"))):
        assert place.view.crumbs == ("EX-1",)


def test_a_card_that_is_asked_again_after_a_change_of_exam_has_the_exam_alone_as_its_place(
    tmp_path: Path, clock: FixedClock
) -> None:
    other = blueprint(id=BlueprintId("exam-2"), code="EX-2")
    made = deck(blueprints=(blueprint(), other), cards=(card(),))
    for place in desk_with(tmp_path, clock, made):
        place.presenter.start()
        place.rate()
        place.services.preferences.change(exam="exam-2")
        place.presenter.undo()
        assert place.view.crumbs == ("EX-2",)


# --- Typed answers


@pytest.fixture
def typed_desk(tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    yield from asking(tmp_path, clock, card(kind=CardKind.TYPED))


def test_a_typed_card_asks_for_typing_and_then_compares(typed_desk: Desk) -> None:
    assert typed_desk.view.typed.asked
    assert typed_desk.view.typed.stretches == ()
    typed_desk.presenter.show_answer(" right anwser ")
    shown = typed_desk.view.typed
    assert (shown.given, shown.right) == ("right anwser", False)
    assert {stretch.match for stretch in shown.stretches} == set(Match)


def test_a_right_answer_is_right_in_any_case(typed_desk: Desk) -> None:
    typed_desk.presenter.show_answer("RIGHT  answer")
    assert typed_desk.view.typed.right


def test_nothing_typed_is_not_compared(typed_desk: Desk) -> None:
    typed_desk.presenter.show_answer("  ")
    assert (typed_desk.view.typed.given, typed_desk.view.typed.stretches) == ("", ())
    assert not typed_desk.view.typed.right


def test_what_was_asked_for_stands_above_the_back(typed_desk: Desk) -> None:
    typed_desk.presenter.show_answer("x")
    assert plain(typed_desk.view.answer or ()) == "right answer Back of c-1."


def test_what_was_asked_for_is_not_said_twice(tmp_path: Path, clock: FixedClock) -> None:
    told = card(kind=CardKind.TYPED, back="**Right answer**, because of that.")
    for place in asking(tmp_path, clock, told):
        place.presenter.show_answer("x")
        assert plain(place.view.answer or ()) == "Right answer, because of that."


# --- Rating


def test_rating_records_the_time_and_asks_the_next_card(desk: Desk) -> None:
    desk.presenter.start()
    desk.clock.advance(7.5)
    desk.rate(Rating.GOOD)
    assert [(entry.rating, entry.milliseconds) for entry in desk.log()] == [(Rating.GOOD, 7500)]
    assert desk.changes == [Changes(study=True)]
    assert desk.view.face == FaceId("c-2/1")
    assert desk.view.answer is None
    assert desk.view.progress == pytest.approx(1 / 4)  # the rated card comes back as a learning step


def test_an_absence_counts_as_a_minute(desk: Desk) -> None:
    desk.presenter.start()
    desk.clock.advance(3600)
    desk.rate()
    assert desk.log()[0].milliseconds == LONGEST_MILLISECONDS


def test_a_card_is_not_rated_unseen(desk: Desk) -> None:
    desk.presenter.start()
    desk.presenter.rate(Rating.EASY)
    assert desk.log() == ()


# --- Setting aside and taking back


def test_a_suspended_card_makes_room_and_says_so(desk: Desk) -> None:
    desk.presenter.start()
    desk.presenter.suspend()
    assert (desk.view.face, desk.view.message, desk.view.undoable) == (FaceId("c-2/1"), "Card suspended", True)


def test_a_buried_card_makes_room_until_tomorrow(desk: Desk) -> None:
    desk.presenter.start()
    desk.presenter.bury()
    assert (desk.view.face, desk.view.message) == (FaceId("c-2/1"), "Card buried until tomorrow")


def test_flagging_keeps_card_and_answer_on_the_screen(desk: Desk) -> None:
    desk.presenter.start()
    desk.presenter.show_answer()
    desk.presenter.flag()
    assert (desk.view.face, desk.view.flag, desk.view.answer is None) == (FaceId("c-1/1"), 1, False)
    desk.presenter.flag()
    assert desk.view.flag == 0


def test_a_flag_of_a_number_is_given_changed_and_taken_away(desk: Desk) -> None:
    desk.presenter.start()
    for wanted, has in ((3, 3), (5, 5), (5, 0), (2, 2), (0, 0), (None, 1), (None, 0)):
        desk.presenter.flag(wanted)
        assert desk.view.flag == has
    assert desk.view.flags[0] == "Red"


def test_a_forgotten_card_is_new_again_and_comes_when_it_is_its_turn(desk: Desk) -> None:
    desk.services.options.change(learning_steps=(1.0,), new_per_day=99)
    desk.presenter.start()
    desk.rate(Rating.AGAIN)
    desk.clock.advance(90)
    desk.presenter.start()
    assert (desk.view.face, desk.view.phase) == (FaceId("c-1/1"), Phase.LEARNING)
    desk.presenter.forget()
    assert (desk.view.message, desk.view.undoable) == ("Card forgotten: it is new again", True)
    assert desk.services.study.state(FaceId("c-1/1")).schedule.phase is Phase.NEW
    desk.presenter.undo()
    assert (desk.view.face, desk.view.phase) == (FaceId("c-1/1"), Phase.LEARNING)
    assert desk.view.message == "Forgetting undone"


def test_a_card_is_put_off_to_a_day_and_that_is_undone(desk: Desk) -> None:
    desk.presenter.start()
    desk.rate(Rating.EASY)
    desk.presenter.set_due("3-7")
    assert (desk.view.face, desk.view.undoable) == (FaceId("c-3/1"), True)
    due = desk.services.study.state(FaceId("c-2/1")).schedule.due
    assert due is not None
    assert timedelta(days=3) <= due - desk.clock.now() <= timedelta(days=7)
    assert desk.view.message == f"The card is due on {due.day} Mar 2026"
    desk.presenter.undo()
    assert (desk.view.face, desk.view.message) == (FaceId("c-2/1"), "New due date undone")


def test_a_due_date_that_makes_no_sense_leaves_the_card(desk: Desk) -> None:
    desk.presenter.start()
    with pytest.raises(StudyError, match="Write a number of days"):
        desk.presenter.set_due("never")
    assert (desk.view.face, desk.changes) == (FaceId("c-1/1"), [])


def test_two_ratings_are_again_and_good(desk: Desk) -> None:
    desk.services.preferences.change(two_ratings=True)
    desk.presenter.start()
    desk.presenter.show_answer()
    assert [(rating.key, rating.word) for rating in desk.view.ratings] == [("1", "Again"), ("2", "Good")]


def leech(desk: Desk, lapses: int, action: LeechAction = LeechAction.MARK) -> None:
    """Rate a card in long-term review Again that was forgotten `lapses` times before."""
    desk.services.options.change(leech_after=4, new_per_day=0, leech_action=action)
    desk.presenter.start()
    now = desk.clock.now()
    state = desk.services.study.state(FaceId("c-1/1"))
    memory = MemoryState(5.0, 8.0)
    known = Schedule(Phase.REVIEW, 0, memory, now, now - timedelta(days=5), reps=9, lapses=lapses)
    with desk.services.store.open(writing=True) as work:
        entry = StudyEntry("rate", now - timedelta(days=5), state, state._replace(schedule=known), Rating.GOOD)
        work.study.record(entry)
        work.commit()
    desk.presenter.start()
    assert desk.view.face == "c-1/1"
    desk.rate(Rating.AGAIN)


def test_a_card_that_is_forgotten_too_often_is_a_leech(desk: Desk) -> None:
    leech(desk, 3)
    assert (desk.view.message, desk.view.undoable) == ("That card is a leech", True)
    desk.clock.advance(600)
    desk.presenter.start()
    assert (desk.view.face, desk.view.leech) == (FaceId("c-1/1"), True)


def test_a_card_that_is_a_leech_already_is_told_again_after_half_as_many_lapses(desk: Desk) -> None:
    leech(desk, 4)
    assert desk.view.message == ""
    leech(desk, 5)
    assert desk.view.message == "That card is a leech"


def test_a_leech_is_suspended_where_the_options_say_so_and_one_undo_takes_both_back(desk: Desk) -> None:
    leech(desk, 3, LeechAction.SUSPEND)
    assert desk.view.message == "That card is a leech: suspended"
    assert desk.services.study.state(FaceId("c-1/1")).suspended
    assert desk.view.counts.learning == 0
    desk.presenter.undo()
    assert (desk.view.face, desk.view.phase) == (FaceId("c-1/1"), Phase.REVIEW)
    assert not desk.services.study.state(FaceId("c-1/1")).suspended


def test_undo_asks_the_very_card_again(desk: Desk) -> None:
    desk.presenter.start()
    desk.rate(Rating.AGAIN)
    desk.rate(Rating.GOOD)
    desk.clock.advance(120)  # the first card's step is due now, but the second was rated last
    desk.presenter.undo()
    assert (desk.view.face, desk.view.message) == (FaceId("c-2/1"), "Rating undone")
    assert desk.view.phase is Phase.NEW
    assert len(desk.log()) == 1
    assert not desk.view.undoable


def test_a_card_that_asks_nothing_says_so_and_can_be_rated(tmp_path: Path, clock: FixedClock) -> None:
    for desk in desk_with(tmp_path, clock, deck(cards=(card(front=""),))):
        desk.presenter.start()
        assert plain(desk.view.prompt) == "[This card asks nothing. Press E to write its question.]"
        desk.rate(Rating.GOOD)
        assert len(desk.log()) == 1


def test_a_card_that_another_window_rated_while_it_was_shown_is_not_rated_again(desk: Desk) -> None:
    desk.presenter.start()
    face = desk.view.face
    assert face is not None
    desk.presenter.show_answer()
    desk.services.study.rate(face, Rating.GOOD, milliseconds=1000)
    desk.presenter.rate(Rating.AGAIN)
    assert desk.view.message == "That card was rated elsewhere meanwhile: your rating was not counted"
    assert (desk.view.face, desk.view.undoable) != (face, True)
    assert desk.changes == [Changes(study=True)]
    assert [entry.rating for entry in desk.log()] == [Rating.GOOD]
    desk.rate(Rating.GOOD)
    assert len(desk.log()) == 2


def test_undoing_a_resumption_leaves_the_card_out_again(desk: Desk) -> None:
    desk.presenter.start()
    desk.presenter.suspend()
    desk.services.faces.suspend(FaceId("c-1/1"), on=False)
    desk.presenter.undo()
    assert (desk.view.face, desk.view.message) == (FaceId("c-2/1"), "Resuming undone")


def test_nothing_to_undo_is_said_in_words(desk: Desk) -> None:
    desk.presenter.start()
    desk.presenter.undo()
    assert (desk.view.face, desk.view.message) == (FaceId("c-1/1"), "There is nothing to undo.")
    desk.presenter.redo()
    assert (desk.view.face, desk.view.message) == (FaceId("c-1/1"), "There is nothing to redo.")
    assert desk.changes == []


# --- When nothing is left


def test_the_end_of_the_day_says_what_was_done_and_when_it_goes_on(desk: Desk) -> None:
    desk.presenter.start()
    desk.clock.advance(20)
    desk.finish()
    rest = desk.view.rest
    assert rest is not None
    assert (rest.title, rest.text) == ("Done for today", "You rated 3 cards in 1 min.")
    assert rest.coming.startswith("The next review is due ")
    assert (desk.view.progress, desk.view.face) == (1.0, None)


def test_a_learning_step_to_come_is_announced_and_starts_by_itself(desk: Desk) -> None:
    desk.services.options.change(new_per_day=0)
    desk.presenter.start()
    face = FaceId("c-1/1")
    state = desk.services.study.state(face)
    due = desk.clock.now() + timedelta(minutes=26)
    step = state._replace(schedule=state.schedule._replace(phase=Phase.LEARNING, due=due, last_review=desk.clock.now()))
    with desk.services.store.open() as work:
        work.study.record(StudyEntry("rate", desk.clock.now(), state, step, rating=Rating.AGAIN, milliseconds=1000))
        work.commit()
    desk.presenter.start()
    assert desk.view.rest is not None
    assert desk.view.rest.coming == "The next learning card comes in 26 min. It starts by itself."
    shown = len(desk.views)
    desk.presenter.look_again()
    assert len(desk.views) == shown
    desk.clock.advance(26 * 60)
    desk.presenter.look_again()
    assert desk.view.face == face


def test_an_answer_stays_shown_when_the_page_is_loaded_anew_and_the_card_is_as_it_was(desk: Desk) -> None:
    desk.presenter.start()
    desk.presenter.show_answer()
    shown = desk.view
    desk.services.preferences.change(two_ratings=True)
    desk.presenter.start()
    assert desk.view.answer == shown.answer
    assert shown.answer is not None
    desk.services.study.rate(FaceId(str(shown.face)), Rating.EASY, milliseconds=0)
    desk.presenter.start()
    assert desk.view.face != shown.face
    assert desk.view.answer is None


def test_the_first_card_of_another_round_is_asked_without_its_answer_though_it_was_shown(desk: Desk) -> None:
    desk.presenter.start()
    desk.presenter.show_answer()
    face = desk.view.face
    desk.presenter.study()
    assert (desk.view.face, desk.view.answer) == (face, None)


def test_looking_again_leaves_a_card_alone(desk: Desk) -> None:
    desk.presenter.start()
    desk.presenter.look_again()
    assert len(desk.views) == 1


def test_a_day_without_new_cards_says_where_their_number_is(desk: Desk) -> None:
    desk.services.options.change(new_per_day=0)
    desk.presenter.start()
    assert desk.view.rest is not None
    assert desk.view.rest.title == "Nothing is due"
    assert "Settings" in desk.view.rest.text
    assert (desk.view.rest.coming, desk.view.rest.started) == ("", True)


def test_why_no_new_card_comes_is_said(tmp_path: Path, clock: FixedClock) -> None:
    for desk in asking(tmp_path, clock, card("c-1")):
        services = desk.services
        services.faces.set_due(services.calendar.today() + timedelta(days=2), FaceId("c-1/1"))
        desk.presenter.start()
        assert desk.view.rest is not None
        assert "there is no new one for today" in desk.view.rest.text
        services.options.change(new_per_day=0)
        desk.presenter.start()
        assert desk.view.rest is not None
        assert "today's new ones are used up" in desk.view.rest.text
        services.backlog.spread(3)
        desk.presenter.start()
        assert desk.view.rest is not None
        assert "New cards wait until" in desk.view.rest.text


def test_a_deck_without_cards_says_so(tmp_path: Path, clock: FixedClock) -> None:
    for place in asking(tmp_path, clock):
        assert place.view.rest is not None
        assert place.view.rest.title == "There are no cards yet"
        assert "EX-1" in place.view.rest.text
        assert not place.view.rest.started


def test_a_library_without_a_deck_is_explained(tmp_path: Path, clock: FixedClock) -> None:
    for place in desk_with(tmp_path, clock, None):
        place.presenter.start()
        assert place.view.rest is not None
        assert place.view.rest.title == "There is nothing to study yet"
        assert not place.view.rest.started


# --- Intervals


@pytest.mark.parametrize(
    ("interval", "shown", "spoken"),
    [
        (timedelta(seconds=30), "< 1 min", "in less than a minute"),
        (timedelta(seconds=61), "1 min", "in 1 minute"),
        (timedelta(minutes=6), "6 min", "in 6 minutes"),
        (timedelta(minutes=59, seconds=50), "1 h", "in 1 hour"),
        (timedelta(hours=3), "3 h", "in 3 hours"),
        (timedelta(hours=23, minutes=45), "1 d", "in 1 day"),
        (timedelta(days=2), "2 d", "in 2 days"),
        (timedelta(days=61), "2 mo", "in 2 months"),
        (timedelta(days=548), "1.5 y", "in 1.5 years"),
        (timedelta(days=731), "2 y", "in 2 years"),
    ],
)
def test_intervals_are_short_on_buttons_and_whole_words_when_read_out(
    interval: timedelta, shown: str, spoken: str
) -> None:
    assert (interval_text(interval), interval_spoken(interval)) == (shown, spoken)
