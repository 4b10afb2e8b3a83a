"""From missed questions to cards: revived or made, never twice, undone as one."""

from datetime import timedelta

import pytest

from certdeck.core.deck import Question
from certdeck.core.exam.facts import fact_card
from certdeck.core.ids import FaceId, ItemId
from certdeck.core.scheduling.schedule import FaceState, Phase, Rating
from certdeck.services.changes import Changes
from certdeck.services.misses import Step
from tests.builders import card, deck, multiple_choice, ordering
from tests.services.parts import Parts

CARDS = tuple(card(f"c-{number}") for number in range(30))
LINKED = multiple_choice("q-linked", links=(ItemId("c-29"), ItemId("q-other")))
BOTH = multiple_choice("q-both", links=(ItemId("c-29"), ItemId("c-28")))
BARE = ordering("q-bare")
DECK = deck(cards=CARDS, questions=(LINKED, BOTH, BARE))
FACE, MADE = FaceId("c-29/1"), FaceId("own-q-bare/1")


@pytest.fixture
def room(parts: Parts) -> Parts:
    parts.install(DECK)
    return parts


def steps(room: Parts, *questions: Question) -> list[tuple[str, Step]]:
    return [(entry.card.id, entry.step) for entry in room.misses.plan(questions)]


def next_card(room: Parts) -> str:
    turn = room.study.next()
    assert turn is not None
    return turn.face.id


def test_a_plan_changes_nothing(room: Parts) -> None:
    assert steps(room, LINKED, BARE) == [("c-29", Step.INTRODUCE), ("own-q-bare", Step.MAKE)]
    assert room.library.item(ItemId("own-q-bare")) is None
    assert room.study.state(FACE) == FaceState(FACE)


def test_a_new_card_is_asked_before_all_other_new_ones(room: Parts) -> None:
    assert next_card(room) == "c-0/1"
    changes, _ = room.misses.add([LINKED])
    assert changes == Changes(study=True)
    assert next_card(room) == FACE


def test_cards_that_were_added_before_take_of_the_room_for_new_ones_until_they_are_asked(room: Parts) -> None:
    room.options.change(new_per_day=3)
    room.misses.add([LINKED])
    assert room.study.room_for_new() == 2
    room.misses.add([BARE])
    assert room.study.room_for_new() == 1
    room.study.rate(FACE, Rating.EASY, milliseconds=1000)
    assert room.study.room_for_new() == 1
    room.options.change(new_per_day=1)
    assert room.study.room_for_new() == 0


def test_a_card_that_is_due_later_is_asked_today_and_keeps_its_memory(room: Parts) -> None:
    room.study.rate(FACE, Rating.EASY, milliseconds=1000)
    room.clock.advance(days=1)
    before = room.study.state(FACE)
    assert steps(room, LINKED) == [("c-29", Step.BRING_FORWARD)]
    room.misses.add([LINKED])
    after = room.study.state(FACE)
    assert after.schedule == before.schedule._replace(due=room.clock.now())
    assert after.schedule.phase is Phase.REVIEW
    assert room.study.today().counts.due == 1


def test_a_card_that_was_set_aside_is_asked_again(room: Parts) -> None:
    room.faces.suspend(FACE, on=True)
    assert steps(room, LINKED) == [("c-29", Step.WAKE)]
    room.misses.add([LINKED])
    assert not room.study.state(FACE).suspended
    room.faces.bury(FACE)
    assert steps(room, LINKED) == [("c-29", Step.WAKE)]
    room.misses.add([LINKED])
    assert room.study.state(FACE).buried_until is None


def test_without_a_linked_card_one_is_made_of_the_question(room: Parts) -> None:
    changes, planned = room.misses.add([BARE])
    assert changes == Changes(study=True, content=True)
    assert [entry.card for entry in planned] == [fact_card(BARE)]
    assert room.library.item(ItemId("own-q-bare")) == fact_card(BARE)
    assert next_card(room) == MADE


def test_adding_twice_changes_nothing_more(room: Parts) -> None:
    room.misses.add([LINKED, BARE])
    log = room.store.open().__enter__().study.log()
    changes, planned = room.misses.add([LINKED, BARE])
    assert changes == Changes()
    assert [entry.step for entry in planned] == [Step.NOTHING, Step.NOTHING]
    assert room.store.open().__enter__().study.log() == log


def test_two_questions_of_one_card_bring_it_once(room: Parts) -> None:
    (first, second) = room.misses.plan([LINKED, BOTH])
    assert (first.card.id, first.questions) == ("c-29", ("q-linked", "q-both"))
    assert (second.card.id, second.questions) == ("c-28", ("q-both",))


def test_all_that_was_added_is_undone_as_one_change(room: Parts) -> None:
    room.faces.suspend(FaceId("c-28/1"), on=True)
    room.clock.advance(60)
    room.misses.add([BOTH, BARE])
    changes, entry = room.history.undo()
    assert changes.study
    assert entry is not None
    assert entry.kind == "add"
    assert room.study.state(FACE) == FaceState(FACE)
    assert room.study.state(FaceId("c-28/1")).suspended
    assert room.library.item(ItemId("own-q-bare")) is None
    assert next_card(room) == "c-0/1"
    assert room.history.redo()[0] == Changes(study=True, content=True)
    assert room.library.item(ItemId("own-q-bare")) == fact_card(BARE)
    assert not room.study.state(FaceId("c-28/1")).suspended


def test_a_made_card_that_was_learnt_comes_back_with_what_was_learnt(room: Parts) -> None:
    room.misses.add([BARE])
    room.study.rate(MADE, Rating.EASY, milliseconds=1000)
    room.clock.advance(days=1)
    assert steps(room, BARE) == [("own-q-bare", Step.BRING_FORWARD)]
    room.misses.add([BARE])
    assert room.study.state(MADE).schedule.reps == 1


def test_a_rating_after_adding_is_undone_alone(room: Parts) -> None:
    room.misses.add([LINKED])
    room.clock.advance(5)
    room.study.rate(FACE, Rating.GOOD, milliseconds=1000)
    room.history.undo()
    assert room.study.state(FACE).schedule.due == room.clock.now() - timedelta(seconds=5)
    assert next_card(room) == FACE


def test_a_card_whose_question_left_the_deck_can_still_be_made_from_the_snapshot(room: Parts) -> None:
    gone = multiple_choice("q-gone", links=(ItemId("c-gone"),))
    assert steps(room, gone) == [("own-q-gone", Step.MAKE)]
