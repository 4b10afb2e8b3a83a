"""What services may rely on whatever store is behind them: how much waits, by task statement, by deck, by day."""

from datetime import timedelta

import pytest

from certdeck.core.deck import CardKind
from certdeck.core.ids import BlueprintId, DeckId, FaceId, TaskId
from certdeck.core.scheduling.queue import Counts
from certdeck.core.scheduling.schedule import FaceState, Phase, Rating
from certdeck.core.scheduling.scope import Scope
from certdeck.ports.store import Store
from tests.builders import EXAM, NOON, card, covers, deck
from tests.store.contract import DAY, DECK, changed, install, record, state


@pytest.fixture
def shelf(store: Store) -> Store:
    """Fill a store with cards of two task statements, an own card and another deck."""
    cards = (*(card(f"c-{number}") for number in range(1, 5)), card("c-5", CardKind.REVERSED, task="2.1"))
    install(store, deck(cards=cards))
    install(store, deck("deck-2", cards=(card("d-1"), card("d-2")), questions=(), sheets=(), digest="2" * 64))
    with store.open(writing=True) as work:
        work.content.put_own(card("own-1", task="2.1"), NOON)
        work.commit()
    record(
        store,
        changed(state(FaceId("c-1/1"), due=NOON - DAY)),
        changed(state(FaceId("c-2/1"), Phase.LEARNING, due=NOON)),
        changed(state(FaceId("c-3/1"), Phase.RELEARNING, due=NOON - DAY, suspended=True)),
        changed(state(FaceId("c-4/1"), due=NOON + DAY)),
        changed(FaceState(FaceId("c-5/2"), buried_until=NOON + 2 * DAY)),
        changed(state(FaceId("d-1/1"), due=NOON - 9 * DAY)),
    )
    return store


def test_what_waits_is_counted_by_task_statement_with_own_cards(shelf: Store) -> None:
    with shelf.open() as work:
        found = work.queues.counts_of_tasks(DECK, EXAM, NOON + timedelta(hours=1))
        later = work.queues.counts_of_tasks(DECK, EXAM, NOON + 3 * DAY)
        none = work.queues.counts_of_tasks(DECK, BlueprintId("exam-2"), NOON)
    assert found == {TaskId("1.1"): Counts(0, 1, 1), TaskId("2.1"): Counts(2, 0, 0)}
    assert later == {TaskId("1.1"): Counts(0, 1, 2), TaskId("2.1"): Counts(3, 0, 0)}
    assert none == {}


def test_a_card_counts_for_its_main_bullet_only(store: Store) -> None:
    wide = card("wide", covers=(covers("1.1")[0], *covers("1.1", BlueprintId("exam-2"))))
    install(store, deck(cards=(wide,)))
    with store.open() as work:
        assert work.queues.counts_of_tasks(DECK, EXAM, NOON) == {TaskId("1.1"): Counts(1, 0, 0)}


def test_what_waits_is_counted_by_deck_up_to_what_a_day_brings(shelf: Store) -> None:
    moment = NOON + timedelta(hours=1)
    with shelf.open() as work:
        every = work.queues.counts_of_decks(moment, new=99, reviews=99)
        few = work.queues.counts_of_decks(moment, new=1, reviews=0)
    assert every == {DECK: Counts(1, 1, 1), DeckId("deck-2"): Counts(1, 0, 1), DeckId("own"): Counts(1, 0, 0)}
    assert {name: (counts.new, counts.due) for name, counts in few.items()} == dict.fromkeys(every, (1, 0))


def test_a_deck_without_cards_is_left_out(store: Store) -> None:
    install(store, deck(cards=()))
    with store.open() as work:
        assert work.queues.counts_of_decks(NOON, new=9, reviews=9) == {}


def test_what_comes_due_is_counted_by_day_and_what_is_late_counts_for_today(shelf: Store) -> None:
    with shelf.open() as work:
        exam = work.queues.due_by_day(Scope(DECK, EXAM), NOON, 2)
        today = work.queues.due_by_day(Scope(DECK, EXAM), NOON, 1)
        other = work.queues.due_by_day(Scope(DeckId("deck-2")), NOON, 30)
        part = work.queues.due_by_day(Scope(DECK, EXAM, "2"), NOON, 30)
    assert (exam, today, other, part) == ({0: 2, 1: 1}, {0: 2}, {0: 1}, {})


def test_faces_are_found_by_what_was_decided_and_done(shelf: Store) -> None:
    exam = Scope(DECK, EXAM)
    again = changed(state(FaceId("c-4/1"), due=NOON + DAY, flag=3), at=NOON, rating=Rating.AGAIN)
    undone = changed(state(FaceId("c-1/1"), due=NOON - DAY), at=NOON, rating=Rating.AGAIN)
    record(shelf, again, undone)
    with shelf.open() as work:
        last = work.study.log()[-1]
    record(shelf, changed(last.after, "undo", NOON, rating=None, undoes=last.id))
    with shelf.open() as work:
        find = work.queues.faces
        assert find(exam) == ("c-1/1", "c-2/1", "c-4/1", "c-5/1", "c-5/2", "own-1/1")
        assert find(Scope(DECK, EXAM, "2")) == ("c-5/1", "c-5/2", "own-1/1")
        assert find(exam, flagged=True) == find(exam, forgotten=(NOON, NOON + DAY)) == ("c-4/1",)
        assert find(exam, lapses=1) == ("c-1/1", "c-2/1", "c-3/1", "c-4/1")
        assert find(exam, due=NOON + timedelta(hours=1)) == ("c-1/1", "c-2/1")
        assert find(exam, forgotten=(NOON + DAY, NOON + 2 * DAY)) == find(exam, lapses=2) == ()
        assert find(exam, forgotten=(NOON - DAY, NOON)) == ()
        assert find(Scope(DeckId("deck-2")), due=NOON) == ("d-1/1",)
