"""What services may rely on when the study log is played again, whatever store is behind it."""

from certdeck.core.ids import DeckId, FaceId
from certdeck.core.scheduling.schedule import FaceState, MemoryState, Rating, Schedule
from certdeck.ports.store import Store
from tests.builders import NOON, card
from tests.store.contract import BASIC, DAY, DECK, LATER, REVERSED, changed, record, state


def test_ratings_that_stand_come_in_the_order_of_the_log_whatever_the_clock_said(filled: Store) -> None:
    later, first = changed(state(), at=NOON + DAY), changed(state(REVERSED), at=NOON)
    again = changed(state(), at=NOON - DAY, rating=Rating.AGAIN)._replace(before=later.after)
    record(filled, later, first, changed(state(), "flag"), again)
    with filled.open() as work:
        ratings = work.replays.ratings((DECK,))
        assert work.replays.last_id() == 4
        assert work.replays.ratings((DECK,), BASIC) == (ratings[0], ratings[2])
        assert work.replays.ratings((DeckId("deck-2"),)) == ()
    assert [(rated.face, rated.at, rated.rating) for rated in ratings] == [
        (BASIC, NOON + DAY, Rating.GOOD),
        (REVERSED, NOON, Rating.GOOD),
        (BASIC, NOON - DAY, Rating.AGAIN),
    ]
    assert [rated.start for rated in ratings] == [Schedule(), Schedule(), None]


def test_a_rating_that_was_undone_is_not_among_the_ratings(filled: Store) -> None:
    record(filled, changed(state()))
    with filled.open() as work:
        (rated,) = work.study.log()
    record(filled, changed(rated.before, "undo", undoes=rated.id))
    with filled.open() as work:
        assert work.replays.ratings((DECK,)) == ()
        assert work.replays.touched((DECK,), 0) == (BASIC,)
        assert work.replays.touched((DECK,), 2) == work.replays.touched((DeckId("deck-2"),), 0) == ()


def test_the_first_rating_tells_what_was_known_of_the_face_before_the_log(filled: Store) -> None:
    known = state()
    record(filled, changed(state(due=LATER))._replace(before=known))
    with filled.open() as work:
        assert [rated.start for rated in work.replays.ratings((DECK,))] == [known.schedule]


def test_an_empty_log_has_no_last_entry(filled: Store) -> None:
    with filled.open() as work:
        assert (work.replays.last_id(), work.replays.ratings((DECK,)), work.replays.touched((DECK,), 0)) == (0, (), ())


def test_reviewed_faces_get_another_memory_and_nothing_is_logged(filled: Store) -> None:
    record(filled, changed(state(flag=3)), changed(state(REVERSED)))
    new, memory = FaceId("c-typed/1"), MemoryState(12.5, 3.25)
    with filled.open(writing=True) as work:
        work.replays.put(dict.fromkeys((BASIC, REVERSED, new), memory))
        work.commit()
    with filled.open() as work:
        before = state(flag=3)
        assert work.study.state(BASIC) == before._replace(schedule=before.schedule._replace(memory=memory))
        assert work.study.state(REVERSED).schedule == state().schedule._replace(memory=memory)
        assert work.study.state(new) == FaceState(new)
        assert work.replays.last_id() == 2


def test_an_undone_rating_that_was_done_again_holds_again(filled: Store) -> None:
    record(filled, changed(state()))
    with filled.open() as work:
        (rated,) = work.study.log()
    record(filled, changed(rated.before, "undo", undoes=rated.id), changed(rated.after, "redo", undoes=rated.id))
    with filled.open() as work:
        assert [found.id for found in work.replays.ratings((DECK,))] == [rated.id]


def test_the_learners_own_cards_belong_to_every_deck(filled: Store) -> None:
    own = FaceId("own-1/1")
    with filled.open(writing=True) as work:
        work.content.put_own(card("own-1"), NOON)
        work.commit()
    record(filled, changed(state(own)))
    with filled.open() as work:
        for decks in ((DECK,), (DeckId("deck-2"),), ()):
            assert [rated.face for rated in work.replays.ratings(decks)] == [own]
            assert work.replays.touched(decks, 0) == (own,)
        assert work.replays.deck_of(own) is None
        assert work.replays.deck_of(FaceId("nothing/1")) is None
        assert work.replays.deck_of(BASIC) == DECK
