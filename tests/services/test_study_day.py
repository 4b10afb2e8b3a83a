"""The study day: kept between cards, read anew when something else changed."""

from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.deck import CardKind
from certdeck.core.errors import RatedMeanwhile
from certdeck.core.ids import FaceId, ItemId
from certdeck.core.scheduling.queue import Counts
from certdeck.core.scheduling.schedule import Rating
from certdeck.ports.store import UnitOfWork
from tests.builders import blueprint, card, deck, multiple_choice
from tests.services.parts import Parts

DAY = timedelta(days=1)


FOLDER = Path("nowhere")
SMALL = blueprint(weights=(100,), tasks=1, scored=1, unscored=0)


def asked(parts: Parts) -> FaceId | None:
    turn = parts.study.next()
    return turn.face.id if turn else None


@pytest.fixture
def room(parts: Parts) -> Parts:
    parts.install(deck(cards=tuple(card(f"c-{number}") for number in range(1, 9))))
    return parts


@given(st.lists(st.sampled_from([*Rating, None]), max_size=25), st.lists(st.integers(1, 700), min_size=25, max_size=25))
def test_what_is_kept_between_cards_is_what_a_fresh_start_would_read(
    ratings: list[Rating | None], seconds: list[int]
) -> None:
    parts = Parts(FOLDER)
    with parts.store.open(writing=True) as work:
        content = deck(cards=tuple(card(f"c-{number}", CardKind.REVERSED) for number in range(1, 7)))
        work.content.replace(content, parts.clock.now())
        work.commit()
    for rating, pause in zip(ratings, seconds, strict=False):
        turn = parts.study.next()
        if rating is None:
            parts.history.undo()
        elif turn is not None:
            parts.study.rate(turn.face.id, rating, milliseconds=pause)
        parts.clock.advance(pause)
        kept, fresh = parts.study, parts.again().study
        assert kept.today() == fresh.today()
        assert kept.next() == fresh.next() == parts.again().study.next()


def test_the_first_card_is_the_same_before_and_after_the_whole_day_was_read(room: Parts) -> None:
    first = room.study.next()
    assert first is not None
    assert room.study.today().counts == first.counts
    assert room.study.next() == first


@pytest.mark.parametrize("started_before", [False, True])
def test_the_first_card_comes_with_all_that_it_goes_by_in_one_unit_of_work(
    room: Parts, monkeypatch: pytest.MonkeyPatch, started_before: bool
) -> None:
    parts, opened = room.again(), list[AbstractContextManager[UnitOfWork]]()
    if started_before:
        parts.study.next()
        for service in (parts.library, parts.preferences, parts.options):
            service.refresh()
    open_store = parts.store.open

    def opening() -> AbstractContextManager[UnitOfWork]:
        opened.append(open_store())
        return opened[-1]

    monkeypatch.setattr(parts.store, "open", opening)
    assert parts.study.next() is not None
    assert len(opened) == 1


def test_the_room_for_new_cards_is_what_the_daily_limit_leaves_however_few_there_are(room: Parts) -> None:
    room.options.change(new_per_day=3)
    assert room.study.room_for_new() == 3
    for left in (2, 1, 0):
        turn = room.study.next()
        assert turn is not None
        room.study.rate(turn.face.id, Rating.EASY, milliseconds=1000)
        assert room.study.room_for_new() == left
    room.options.change(new_per_day=40)
    assert room.study.room_for_new() == 37


def test_a_card_that_another_window_rated_is_not_asked_again(room: Parts) -> None:
    other = room.again()
    assert asked(room) == "c-1/1"
    other.study.rate(FaceId("c-1/1"), Rating.EASY, milliseconds=1000)
    assert asked(room) == "c-2/1"


def test_what_two_windows_ask_at_once_is_rated_once(room: Parts) -> None:
    other = room.again()
    turn, same = room.study.next(), other.study.next()
    assert turn is not None
    assert turn == same
    other.study.rate(turn.face.id, Rating.GOOD, milliseconds=1000, shown=turn.state.schedule)
    with pytest.raises(RatedMeanwhile, match="Nothing was recorded"):
        room.study.rate(turn.face.id, Rating.AGAIN, milliseconds=1000, shown=turn.state.schedule)
    assert room.study.today().rated == 1
    assert room.study.state(turn.face.id).schedule.reps == 1


def test_what_is_flagged_meanwhile_is_rated_as_it_was_shown(room: Parts) -> None:
    turn = room.study.next()
    assert turn is not None
    room.again().faces.flag(4, turn.face.id)
    room.study.rate(turn.face.id, Rating.GOOD, milliseconds=1000, shown=turn.state.schedule)
    assert room.study.state(turn.face.id).flag == 4


def test_an_updated_deck_changes_what_is_asked(room: Parts) -> None:
    assert room.study.today().counts.new == 8
    room.install(deck(cards=(card("c-9"),), digest="9" * 64))
    assert asked(room) == "c-9/1"


def test_a_card_that_went_while_it_was_shown_is_never_asked_again(room: Parts) -> None:
    shown = asked(room)
    assert shown is not None
    room.install(deck(cards=(card("c-2"),), digest="9" * 64))
    room.study.rate(shown, Rating.GOOD, milliseconds=1000)
    assert room.study.today() == room.again().study.today()
    assert asked(room) == "c-2/1"
    room.study.rate(FaceId("c-2/1"), Rating.EASY, milliseconds=1000)
    room.clock.advance(700)
    assert asked(room) is None


def test_changed_options_hold_at_once(room: Parts) -> None:
    assert room.study.today().counts.new == 8
    room.options.change(new_per_day=3)
    assert room.study.today().counts.new == 3


def test_another_hour_moves_the_day(room: Parts) -> None:
    room.study.rate(FaceId("c-1/1"), Rating.EASY, milliseconds=1000)
    assert room.study.today().rated == 1
    room.clock.advance(60)
    room.preferences.change(day_starts_at=(room.clock.now() + timedelta(hours=1)).hour)
    assert room.study.today().rated == 1
    room.clock.advance(3600)
    assert room.study.today().rated == 0


def test_an_hour_that_moves_the_beginning_of_today_only_counts_anew_what_was_done(room: Parts) -> None:
    room.study.rate(FaceId("c-1/1"), Rating.EASY, milliseconds=0)
    hour = room.clock.now().hour
    room.clock.advance(7200)
    room.preferences.change(day_starts_at=hour + 1)
    assert room.study.today().rated == 0
    room.preferences.change(day_starts_at=hour - 1)
    assert room.study.today().rated == 1
    assert room.study.today() == room.again().study.today()
    assert room.study.next() == room.again().study.next()


@pytest.mark.parametrize("hour", [4, 11, 13, 23])
def test_the_days_that_reviews_are_spread_over_begin_at_the_hour_that_was_chosen_last(room: Parts, hour: int) -> None:
    room.options.change(new_per_day=20)
    for number in range(1, 8):
        room.study.rate(FaceId(f"c-{number}/1"), Rating.EASY, milliseconds=0)
    turn = room.study.ask(FaceId("c-8/1"))
    assert turn is not None
    room.study.intervals(turn)
    room.preferences.change(day_starts_at=hour)
    assert room.study.intervals(turn) == room.again().study.intervals(turn)


def test_the_interval_on_the_button_is_the_one_that_comes(room: Parts) -> None:
    for _ in range(8):
        turn = room.study.next()
        assert turn is not None
        told = room.study.intervals(turn)[Rating.EASY]
        room.study.rate(turn.face.id, Rating.EASY, milliseconds=1000)
        assert room.study.state(turn.face.id).schedule.interval == told


def test_what_ratings_lead_to_is_told_without_the_database_once_the_coming_days_are_known(
    room: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        turn = room.study.next()
        assert turn is not None
        room.study.intervals(turn)
        room.study.rate(turn.face.id, Rating.EASY, milliseconds=1000)
    turn = room.study.next()
    assert turn is not None
    monkeypatch.setattr(room.store, "open", lambda: pytest.fail("The database was asked."))
    told = room.study.intervals(turn)
    monkeypatch.undo()
    assert told == room.again().study.intervals(turn)


def test_what_ratings_lead_to_goes_by_what_another_window_rated_before_the_card_came(room: Parts) -> None:
    room.options.change(new_per_day=20)
    turn = room.study.next()
    assert turn is not None
    room.study.intervals(turn)
    for number in range(2, 8):
        room.again().study.rate(FaceId(f"c-{number}/1"), Rating.EASY, milliseconds=1000)
    turn = room.study.next()
    assert turn is not None
    assert room.study.intervals(turn) == room.again().study.intervals(turn)


def test_cards_learnt_together_are_spread_over_the_coming_days(parts: Parts) -> None:
    parts.install(deck(cards=tuple(card(f"c-{number}") for number in range(60))))
    parts.options.change(new_per_day=60)
    for number in range(60):
        parts.study.rate(FaceId(f"c-{number}/1"), Rating.EASY, milliseconds=1000)
    days = [parts.study.state(FaceId(f"c-{number}/1")).schedule.interval.days for number in range(60)]
    counts = [days.count(day) for day in range(min(days), max(days) + 1)]
    assert max(counts) - min(counts) <= 4


def test_no_review_falls_on_a_free_day_where_another_one_will_do(parts: Parts) -> None:
    parts.install(deck(cards=tuple(card(f"c-{number}") for number in range(30))))
    today = parts.calendar.today().weekday()
    turn = parts.study.next()
    assert turn is not None
    likely = (today + parts.study.intervals(turn)[Rating.EASY].days) % 7
    parts.options.change(easy_days=tuple(0.0 if day == likely else 1.0 for day in range(7)))
    for number in range(20):
        parts.study.rate(FaceId(f"c-{number}/1"), Rating.EASY, milliseconds=1000)
        due = parts.study.state(FaceId(f"c-{number}/1")).schedule.due
        assert due is not None
        assert parts.calendar.day_of(due).weekday() != likely


def test_a_card_whose_question_was_just_asked_waits_a_day_unless_it_was_added(parts: Parts) -> None:
    question = multiple_choice("q-1", links=(ItemId("c-1"),))
    parts.install(deck(blueprints=(SMALL,), cards=(card("c-1"), card("c-2")), questions=(question,)))
    parts.exams.start(seed=1)
    assert parts.study.today().counts.new == 1
    parts.misses.add([question])
    assert parts.study.today().counts.new == 2
    parts.history.undo()
    parts.clock.advance(days=1)
    assert parts.study.today().counts.new == 2


def test_siblings_keep_a_day_apart_unless_the_options_say_otherwise(parts: Parts) -> None:
    parts.install(deck(cards=(card("c-1", CardKind.REVERSED),)))
    parts.study.rate(FaceId("c-1/1"), Rating.EASY, milliseconds=1000)
    assert parts.study.next() is None
    parts.clock.advance(23 * 3600)
    assert parts.study.next() is None
    parts.clock.advance(3601)
    assert asked(parts) == "c-1/2"
    parts.history.undo()
    parts.options.change(apart=False)
    assert parts.study.today().counts == Counts(2, 0, 0)


def test_ratings_of_a_day_to_come_do_not_count_for_today_once_the_clock_is_set_back(room: Parts) -> None:
    room.options.change(new_per_day=3)
    room.clock.advance(days=30)
    for name in ("c-1/1", "c-2/1"):
        room.study.rate(FaceId(name), Rating.GOOD, milliseconds=60_000)
    assert (room.study.today().rated, room.study.today().counts) == (2, Counts(1, 2, 0))
    room.clock.set_back(30 * 86_400)
    today = room.study.today()
    assert (today.rated, today.minutes_done, today.counts) == (0, 0, Counts(3, 0, 0))
    assert room.study.next() == room.again().study.next()
    room.study.rate(FaceId("c-3/1"), Rating.EASY, milliseconds=1000)
    assert (room.study.today().rated, room.study.today().counts.new) == (1, 2)
