"""Reviewing: what is asked, what a rating does, and taking it back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.deck import CardKind, Deck
from certdeck.core.errors import StudyError
from certdeck.core.ids import BlueprintId, DeckId, FaceId
from certdeck.core.scheduling.options import ReviewOrder
from certdeck.core.scheduling.queue import Counts
from certdeck.core.scheduling.schedule import FaceState, Phase, Rating
from certdeck.core.scheduling.scope import Scope
from certdeck.ports.study_log import StudyEntry
from certdeck.services.changes import Changes
from certdeck.services.study import SECONDS_A_CARD
from tests.builders import EXAM, blueprint, card, confusion, covers, deck
from tests.clock import FixedClock
from tests.services.parts import Parts

DECK = DeckId("deck-1")
FIRST, SECOND, THIRD = FaceId("c-1/1"), FaceId("c-2/1"), FaceId("c-3/1")


def plain(count: int) -> Deck:
    return deck(cards=tuple(card(f"c-{number}") for number in range(1, count + 1)))


def asked(parts: Parts) -> FaceId | None:
    turn = parts.study.next()
    return None if turn is None else turn.face.id


def rate(parts: Parts, face: FaceId, rating: Rating = Rating.GOOD, milliseconds: int = 6000) -> None:
    assert parts.study.rate(face, rating, milliseconds=milliseconds).changes == Changes(study=True)


def learn(parts: Parts, face: FaceId) -> None:
    """Take a new face through its steps into long-term review."""
    rate(parts, face, Rating.EASY)


# What is asked


def test_new_cards_are_asked_in_the_decks_order(parts: Parts) -> None:
    parts.install(plain(3))
    turn = parts.study.next()
    assert turn is not None
    assert (turn.face.id, turn.phase, turn.face.prompt) == (FIRST, Phase.NEW, "Front of c-1?")
    assert turn.counts == Counts(new=3, learning=0, due=0)
    assert turn.state == FaceState(FIRST)
    assert turn.coverage == covers()[0]
    learn(parts, FIRST)
    assert asked(parts) == SECOND


def test_a_card_of_another_exam_is_asked_only_when_that_exam_is_studied_for(parts: Parts) -> None:
    other = blueprint(id=BlueprintId("exam-2"))
    parts.install(deck(blueprints=(blueprint(), other), cards=(card("c-1", covers=covers(exam=other.id)),)))
    assert parts.study.next() is None
    parts.preferences.change(exam="exam-2")
    turn = parts.study.next()
    assert turn is not None
    assert turn.coverage is not None
    assert turn.coverage.blueprint == "exam-2"


def test_nothing_is_asked_when_the_deck_has_no_cards(parts: Parts) -> None:
    parts.install(deck(cards=()))
    assert asked(parts) is None
    assert parts.study.today().counts == Counts(0, 0, 0)


def test_a_learning_step_comes_back_when_its_time_has_come(parts: Parts) -> None:
    parts.install(plain(2))
    rate(parts, FIRST, Rating.AGAIN)
    assert asked(parts) == SECOND
    parts.clock.advance(61)
    assert asked(parts) == FIRST
    assert parts.study.today().counts == Counts(new=1, learning=1, due=0)


def test_a_learning_step_that_is_soon_due_is_asked_when_nothing_else_is_left(parts: Parts) -> None:
    parts.install(plain(1))
    rate(parts, FIRST)
    today = parts.study.today()
    assert today.next_step_at == parts.clock.now() + timedelta(minutes=10)
    assert asked(parts) == FIRST


def test_only_one_face_of_a_card_is_asked_a_day(parts: Parts) -> None:
    parts.install(deck(cards=(card("c-1", CardKind.REVERSED), card("c-2", CardKind.CLOZE))))
    assert parts.study.today().counts.new == 2
    learn(parts, FIRST)
    learn(parts, SECOND)
    assert asked(parts) is None
    parts.clock.advance(days=1)
    assert asked(parts) == "c-1/2"


def test_siblings_do_not_use_up_the_new_cards_of_a_day(parts: Parts) -> None:
    parts.install(deck(cards=tuple(card(f"c-{number}", CardKind.REVERSED) for number in range(1, 9))))
    parts.options.change(new_per_day=5)
    assert parts.study.today().counts.new == 5
    learn(parts, FIRST)
    assert parts.study.today().counts.new == 4


def test_a_face_can_be_asked_out_of_its_turn(parts: Parts) -> None:
    parts.install(plain(3))
    turn = parts.study.ask(THIRD)
    assert turn is not None
    assert (turn.face.id, turn.counts.new) == (THIRD, 3)


def test_a_face_that_is_set_aside_or_gone_is_not_asked_out_of_its_turn(parts: Parts) -> None:
    parts.install(plain(3))
    parts.faces.suspend(FIRST, on=True)
    parts.faces.bury(SECOND)
    assert [parts.study.ask(face) for face in (FIRST, SECOND, FaceId("gone/1"))] == [None] * 3
    parts.clock.advance(days=1)
    assert parts.study.ask(SECOND) is not None


# Limits and days


def test_the_limit_of_new_cards_holds_for_the_day_and_begins_anew_at_four_in_the_morning(tmp_path: Path) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    late = datetime(2026, 3, 14, 23, 30, tzinfo=berlin).astimezone(UTC)
    parts = Parts(tmp_path, clock=FixedClock(late, berlin))
    parts.install(plain(5))
    parts.options.change(new_per_day=2)
    learn(parts, FIRST)
    learn(parts, SECOND)
    assert asked(parts) is None
    parts.clock.advance(4 * 3600)
    assert parts.clock.now().astimezone(berlin).hour == 3
    assert asked(parts) is None
    assert parts.study.today().rated == 2
    parts.clock.advance(31 * 60)
    assert asked(parts) == THIRD
    assert parts.study.today().rated == 0


def test_the_limit_of_reviews_holds_for_the_day(parts: Parts) -> None:
    parts.install(plain(4))
    for number in range(1, 5):
        learn(parts, FaceId(f"c-{number}/1"))
    parts.clock.advance(days=60)
    parts.options.change(reviews_per_day=3)
    assert parts.study.today().counts == Counts(0, 0, 3)
    for left in (2, 1, 0):
        turn = parts.study.next()
        assert turn is not None
        rate(parts, turn.face.id)
        assert parts.study.today().counts.due == left
    assert asked(parts) is None


def test_an_undone_rating_gives_its_place_in_the_limit_back(parts: Parts) -> None:
    parts.install(plain(3))
    parts.options.change(new_per_day=1)
    learn(parts, FIRST)
    assert asked(parts) is None
    parts.history.undo()
    assert asked(parts) == FIRST


def test_no_new_cards_when_the_limit_is_zero(parts: Parts) -> None:
    parts.install(plain(3))
    parts.options.change(new_per_day=0)
    assert parts.study.today().counts.total == 0


def test_the_next_due_card_is_looked_for_after_today(parts: Parts) -> None:
    parts.install(plain(2))
    assert parts.study.next_due() is None
    learn(parts, FIRST)
    assert parts.study.next_due() == parts.study.state(FIRST).schedule.due


def test_the_time_left_is_guessed_until_there_are_enough_ratings_to_measure_it(parts: Parts) -> None:
    parts.install(plain(40))
    parts.options.change(new_per_day=30)
    assert parts.study.today().minutes_left == round(30 * SECONDS_A_CARD / 60)
    for number in range(1, 10):
        learn(parts, FaceId(f"c-{number}/1"))
    assert parts.study.today().minutes_left == round(21 * SECONDS_A_CARD / 60)
    learn(parts, FaceId("c-10/1"))
    today = parts.study.today()
    assert (today.rated, today.minutes_done, today.minutes_left) == (10, 1, 2)


def test_any_rest_is_at_least_a_minute_and_no_rest_is_none(parts: Parts) -> None:
    parts.install(plain(1))
    assert parts.study.today().minutes_left == 1
    assert parts.study.today().minutes_done == 0
    rate(parts, FIRST, Rating.EASY, milliseconds=100)
    assert parts.study.today().minutes_left == 0
    assert parts.study.today().minutes_done == 1


# Ratings


@pytest.mark.parametrize("rating", Rating)
def test_a_button_promises_exactly_the_interval_that_its_rating_gives(parts: Parts, rating: Rating) -> None:
    parts.install(plain(1))
    learn(parts, FIRST)
    parts.clock.advance(days=30)
    turn = parts.study.next()
    assert turn is not None
    intervals = parts.study.intervals(turn)
    assert list(intervals) == list(Rating)
    rate(parts, FIRST, rating)
    assert parts.study.state(FIRST).schedule.interval == intervals[rating]


def test_a_changed_retention_holds_for_the_next_card(parts: Parts) -> None:
    parts.install(plain(1))
    learn(parts, FIRST)
    parts.clock.advance(days=60)
    turn = parts.study.next()
    assert turn is not None
    before = parts.study.intervals(turn)
    parts.options.change(desired_retention=0.97)
    assert parts.study.intervals(turn)[Rating.GOOD] < before[Rating.GOOD]


def test_a_rating_is_kept_with_its_time_and_the_state_before_and_after(parts: Parts) -> None:
    parts.install(plain(1))
    rate(parts, FIRST, Rating.HARD, milliseconds=4321)
    with parts.store.open() as work:
        (entry,) = work.study.log()
    assert (entry.kind, entry.rating, entry.milliseconds, entry.at) == ("rate", Rating.HARD, 4321, parts.clock.now())
    assert entry.before == FaceState(FIRST)
    assert entry.after == parts.study.state(FIRST)


def test_recall_fades_with_time_and_a_new_face_has_none(parts: Parts) -> None:
    parts.install(plain(2))
    learn(parts, FIRST)
    assert parts.study.recall(parts.study.state(SECOND)) is None
    chances = []
    for _ in range(4):
        chances.append(parts.study.recall(parts.study.state(FIRST)))
        parts.clock.advance(days=10)
    assert chances[0] == 1.0
    assert chances == sorted(chances, key=lambda chance: -(chance or 0.0))
    assert len(set(chances)) == 4


# Setting aside


def test_a_suspended_face_is_left_out_until_it_is_resumed(parts: Parts) -> None:
    parts.install(plain(2))
    assert parts.faces.suspend(FIRST, on=True) == Changes(study=True)
    assert asked(parts) == SECOND
    parts.clock.advance(days=9)
    assert asked(parts) == SECOND
    parts.faces.suspend(FIRST, on=False)
    assert asked(parts) == FIRST


def test_a_buried_face_comes_back_the_next_day(parts: Parts) -> None:
    parts.install(plain(2))
    parts.faces.bury(FIRST)
    assert asked(parts) == SECOND
    parts.clock.advance(days=1)
    assert asked(parts) == FIRST


def test_rating_a_buried_face_brings_it_back(parts: Parts) -> None:
    parts.install(plain(1))
    parts.faces.bury(FIRST)
    rate(parts, FIRST)
    assert parts.study.state(FIRST).buried_until is None


@pytest.mark.parametrize("flag", [0, 1, 7])
def test_a_flag_is_kept(parts: Parts, flag: int) -> None:
    parts.install(plain(1))
    parts.faces.flag(flag, FIRST)
    assert parts.study.state(FIRST).flag == flag


@pytest.mark.parametrize("flag", [-1, 8])
def test_a_flag_that_does_not_exist_is_refused_in_words(parts: Parts, flag: int) -> None:
    parts.install(plain(1))
    with pytest.raises(StudyError, match="Flags run from 1 to 7; 0 is none"):
        parts.faces.flag(flag, FIRST)
    assert parts.history.undo() == (Changes(), None)


# Undo


def test_undo_with_nothing_to_undo_changes_nothing(parts: Parts) -> None:
    parts.install(plain(1))
    changes, entry = parts.history.undo()
    assert not changes
    assert entry is None


def do(parts: Parts, action: int, face: FaceId) -> None:
    match action:
        case 0 | 1 | 2 | 3:
            rate(parts, face, Rating(action + 1))
        case 4:
            parts.faces.suspend(face, on=not parts.study.state(face).suspended)
        case 5:
            parts.faces.bury(face)
        case _:
            parts.faces.flag(action, face)


def everything(parts: Parts) -> dict[FaceId, FaceState]:
    return {face: parts.study.state(face) for face in (FIRST, SECOND, THIRD)}


@given(st.lists(st.tuples(st.integers(0, 7), st.sampled_from((FIRST, SECOND, THIRD))), max_size=12), st.data())
def test_undo_takes_back_any_number_of_changes_one_by_one_even_after_a_restart(
    actions: list[tuple[int, FaceId]], data: st.DataObject
) -> None:
    parts = Parts(Path("nowhere"))
    with parts.store.open(writing=True) as work:
        work.content.replace(plain(3), parts.clock.now())
        work.commit()
    history = [everything(parts)]
    for action, face in actions:
        do(parts, action, face)
        parts.clock.advance(data.draw(st.sampled_from((1.0, 700.0, 90_000.0))))
        if everything(parts) != history[-1]:
            history.append(everything(parts))
    again = parts.again()
    for before in reversed(history[:-1]):
        changes, entry = again.history.undo()
        assert changes == Changes(study=True)
        assert entry is not None
        assert everything(again) == before
    assert again.history.undo() == (Changes(), None)
    assert again.study.today().rated == 0
    for after in history[1:]:
        assert again.history.redo()[0] == Changes(study=True)
        assert everything(again) == after
    assert again.history.redo() == (Changes(), None)
    assert again.study.today().rated == parts.study.today().rated


def test_a_rating_that_is_given_again_after_an_undo_leads_to_the_same_day(parts: Parts) -> None:
    parts.install(plain(1))
    rate(parts, FIRST, Rating.EASY)
    first = parts.study.state(FIRST)
    parts.history.undo()
    rate(parts, FIRST, Rating.EASY)
    assert parts.study.state(FIRST) == first


def test_after_something_new_nothing_can_be_redone(parts: Parts) -> None:
    parts.install(plain(2))
    rate(parts, FIRST)
    parts.history.undo()
    parts.faces.flag(1, SECOND)
    assert parts.history.redo() == (Changes(), None)
    assert parts.study.state(FIRST) == FaceState(FIRST)


def test_undo_says_what_it_took_back(parts: Parts) -> None:
    parts.install(plain(2))
    rate(parts, FIRST)
    parts.faces.flag(2, SECOND)
    undone = [parts.history.undo()[1] for _ in range(2)]
    assert [(change.kind, change.faces) for change in undone if change] == [("flag", (SECOND,)), ("rate", (FIRST,))]


def test_the_log_only_grows(parts: Parts) -> None:
    parts.install(plain(1))
    rate(parts, FIRST)
    parts.history.undo()
    rate(parts, FIRST, Rating.AGAIN)
    log: list[StudyEntry] = parts.store.tables.log  # type: ignore[attr-defined]  # the fake's
    assert [(entry.kind, entry.undoes) for entry in log] == [("rate", None), ("undo", 1), ("rate", None)]


def test_a_change_to_several_faces_of_a_card_is_undone_as_one(parts: Parts) -> None:
    faces = (FaceId("c-reversed/1"), FaceId("c-reversed/2"))
    parts.install(deck())
    parts.faces.flag(3, faces[0])
    parts.clock.advance(1)
    parts.faces.suspend(*faces, on=True)
    assert [parts.study.state(face).suspended for face in faces] == [True, True]
    _, entry = parts.history.undo()
    assert entry is not None
    assert entry.kind == "suspend"
    assert [(parts.study.state(face).suspended, parts.study.state(face).flag) for face in faces] == [
        (False, 3),
        (False, 0),
    ]
    parts.history.undo()
    assert parts.study.state(faces[0]).flag == 0
    assert parts.history.undo()[1] is None


# --- A rating given before now


def test_a_rating_can_be_recorded_with_the_time_it_was_given(parts: Parts) -> None:
    parts.install(deck(cards=(card("c-1"), card("c-2"))))
    earlier = parts.clock.now() - timedelta(days=2)
    rated = parts.study.rate(FaceId("c-1/1"), Rating.EASY, milliseconds=0, at=earlier)
    assert rated.after.schedule.last_review == earlier
    assert parts.study.today().rated == 0
    assert parts.study.today() == parts.again().study.today()
    change = parts.history.undo()[1]
    assert change is not None
    assert parts.study.state(FaceId("c-1/1")).schedule.phase is Phase.NEW


def test_a_rating_from_the_future_is_refused(parts: Parts) -> None:
    parts.install(deck(cards=(card("c-1"),)))
    with pytest.raises(StudyError, match="2026-03-14 12:01 is still to come"):
        parts.study.rate(FaceId("c-1/1"), Rating.EASY, milliseconds=0, at=parts.clock.now() + timedelta(minutes=1))
    assert parts.history.undo()[1] is None


def test_a_rating_before_the_last_one_is_refused_and_that_one_is_named(parts: Parts) -> None:
    parts.install(deck(cards=(card("c-1"),)))
    parts.study.rate(FaceId("c-1/1"), Rating.EASY, milliseconds=0)
    parts.clock.advance(days=1)
    earlier = parts.clock.now() - timedelta(days=1, minutes=1)
    with pytest.raises(StudyError, match="last reviewed at 2026-03-14 12:00:00"):
        parts.study.rate(FaceId("c-1/1"), Rating.EASY, milliseconds=0, at=earlier)


# --- A part of the exam


def test_a_part_of_the_exam_is_studied_alone_and_both_keep_up_with_each_other(parts: Parts) -> None:
    parts.install(deck(cards=(card("c-1"), card("c-2", task="1.2"), card("c-3", task="2.1"))))
    domain, task = Scope(DECK, EXAM, "1"), Scope(DECK, EXAM, "1.2")
    assert [parts.study.today(scope).counts.new for scope in (None, domain, task)] == [3, 2, 1]
    turn = parts.study.next(task)
    assert turn is not None
    assert turn.face.id == "c-2/1"
    parts.study.rate(turn.face.id, Rating.EASY, milliseconds=9000, scope=task)
    fresh = parts.again().study
    for scope in (None, domain, task, Scope(DECK)):
        assert parts.study.today(scope) == fresh.today(scope)
        assert parts.study.next(scope) == fresh.next(scope)
    assert parts.study.next(task) is None
    assert parts.study.next_due(domain) == parts.study.state(FaceId("c-2/1")).schedule.due


def test_another_deck_has_its_own_options(parts: Parts) -> None:
    parts.install(deck(cards=(card("c-1"),)))
    parts.install(deck("deck-2", cards=(card("d-1"), card("d-2")), questions=(), sheets=(), digest="2" * 64))
    other = DeckId("deck-2")
    _, light = parts.options.add("Light")
    parts.options.change(light.id, new_per_day=1)
    parts.options.assign(other, light.id)
    assert parts.study.today(Scope(other)).counts.new == 1
    assert parts.study.today().counts.new == 1
    parts.study.rate(FaceId("d-1/1"), Rating.EASY, milliseconds=0, scope=Scope(other))
    assert parts.study.today(Scope(other)).counts.new == 0
    assert parts.study.today() == parts.again().study.today()


@pytest.mark.parametrize(("mixed", "place"), [(True, 2), (False, 5)])
def test_what_is_mixed_up_comes_close_together_where_the_options_say_so(parts: Parts, mixed: bool, place: int) -> None:
    cards = tuple(card(f"c-{number}") for number in range(1, 7))
    parts.install(deck(cards=cards, confusions=(confusion("x-1", cards=("c-1", "c-6")),)))
    for entry in cards:
        parts.study.rate(FaceId(f"{entry.id}/1"), Rating.EASY, milliseconds=0)
    parts.options.change(review_order=ReviewOrder.DECK, mix_confusions=mixed, mix_domains=False)
    parts.clock.advance(days=60)
    asked = []
    while (turn := parts.study.next()) is not None:
        asked.append(turn.face.id)
        parts.study.rate(turn.face.id, Rating.EASY, milliseconds=0)
    assert asked[0] == "c-1/1"
    assert asked.index(FaceId("c-6/1")) == place
