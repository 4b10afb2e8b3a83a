"""What services may rely on whatever store is behind them: the learner's own cards."""

from dataclasses import replace

from certdeck.core.deck import CardKind
from certdeck.core.ids import FaceId, ItemId
from certdeck.core.scheduling.schedule import Phase, Schedule
from certdeck.core.scheduling.scope import Scope
from certdeck.ports.store import Store
from certdeck.ports.study_log import StudyEntry
from tests.builders import EXAM, NOON, card, deck
from tests.store.contract import DECK, LATER, install, record, rows_with, state, waiting

OWN = card("own-q-1", CardKind.REVERSED)


def put(store: Store, *cards: object) -> None:
    with store.open(writing=True) as work:
        for entry in cards or (OWN,):
            work.content.put_own(entry, NOON)  # type: ignore[arg-type]  # cards
        work.commit()


def test_an_own_card_is_found_searched_and_asked_like_any_other(filled: Store) -> None:
    put(filled)
    with filled.open() as work:
        assert work.content.item(OWN.id) == OWN
        assert [row.id for row in rows_with(work, "front of own-q-1")] == [OWN.id]
        found = waiting(work, Scope(DECK, EXAM), LATER, 99)
    assert [entry.face for entry in found if entry.item == OWN.id] == ["own-q-1/1", "own-q-1/2"]


def test_own_cards_stand_behind_those_of_the_deck_in_the_order_they_were_made(filled: Store) -> None:
    put(filled, card("own-z"), card("own-a"))
    with filled.open() as work:
        assert [row.id for row in work.content.rows(EXAM)][-2:] == ["own-z", "own-a"]
        assert [entry.item for entry in waiting(work, Scope(DECK, EXAM), LATER, 99)][-2:] == ["own-z", "own-a"]


def test_a_deck_update_leaves_own_cards_alone(filled: Store) -> None:
    put(filled)
    install(filled, replace(deck(), version="2.0.0", digest="1" * 64), LATER)
    with filled.open() as work:
        assert work.content.item(OWN.id) == OWN
        assert [head.id for head in work.content.heads()] == [DECK]
        assert OWN not in work.content.deck(DECK).cards


def test_a_card_that_is_made_again_keeps_what_was_learnt(filled: Store) -> None:
    put(filled)
    learnt = state(FaceId("own-q-1/1"))
    record(filled, StudyEntry("rate", NOON, state(FaceId("own-q-1/1"), Phase.NEW), learnt))
    put(filled, replace(OWN, back="Other back."))
    with filled.open() as work:
        assert work.study.state(FaceId("own-q-1/1")) == learnt
        found = work.content.item(OWN.id)
    assert found == replace(OWN, back="Other back.")


def test_a_card_that_is_dropped_is_gone_and_only_own_cards_can_be(filled: Store) -> None:
    put(filled)
    with filled.open(writing=True) as work:
        work.content.drop_own(OWN.id)
        work.content.drop_own(ItemId("c-basic"))
        work.commit()
    with filled.open() as work:
        assert work.content.item(OWN.id) is None
        assert work.content.item(ItemId("c-basic")) is not None
        assert not [entry for entry in waiting(work, Scope(DECK, EXAM), LATER, 99) if entry.item == OWN.id]


def test_new_cards_that_were_added_to_today_come_before_the_others(filled: Store) -> None:
    last = FaceId("c-typed/1")
    added = state(last, Phase.NEW)._replace(schedule=Schedule(due=NOON))
    record(filled, StudyEntry("add", NOON, state(last, Phase.NEW), added))
    with filled.open() as work:
        assert [entry.face for entry in waiting(work, Scope(DECK, EXAM), LATER, 1)] == [last]
