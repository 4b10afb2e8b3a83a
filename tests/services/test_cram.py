"""What a cram goes through."""

import pytest

from certdeck.core.errors import StudyError
from certdeck.core.ids import DeckId, FaceId
from certdeck.core.scheduling.cram import CramKind, CramWish
from certdeck.core.scheduling.schedule import Rating
from certdeck.core.scheduling.scope import Scope
from tests.builders import EXAM, card, deck
from tests.services.parts import Parts

DECK = DeckId("deck-1")
ONE, TWO, THREE, FOUR = (FaceId(f"c-{number}/1") for number in range(1, 5))


@pytest.fixture
def room(parts: Parts) -> Parts:
    tasks = ("1.1", "1.2", "2.1", "2.1")
    parts.install(deck(cards=tuple(card(f"c-{number}", task=task) for number, task in enumerate(tasks, 1))))
    return parts


def crammed(parts: Parts, kind: CramKind, **wishes: object) -> set[FaceId]:
    return set(parts.cram.begin(CramWish(kind, **wishes)).left)  # type: ignore[arg-type]  # fields of CramWish


def test_a_domain_or_a_task_statement_is_crammed_whole(room: Parts) -> None:
    assert crammed(room, CramKind.ALL) == {ONE, TWO, THREE, FOUR}
    assert crammed(room, CramKind.ALL, scope=Scope(DECK, EXAM, "1")) == {ONE, TWO}
    assert crammed(room, CramKind.ALL, scope=Scope(DECK, EXAM, "1.2")) == {TWO}


def test_flagged_forgotten_and_coming_cards_are_found(room: Parts) -> None:
    room.faces.flag(2, TWO, FOUR)
    room.study.rate(ONE, Rating.AGAIN, milliseconds=0)
    room.study.rate(THREE, Rating.EASY, milliseconds=0)
    assert crammed(room, CramKind.FLAGGED) == {TWO, FOUR}
    assert crammed(room, CramKind.FLAGGED, scope=Scope(DECK, EXAM, "1")) == {TWO}
    assert crammed(room, CramKind.FORGOTTEN) == {ONE}
    assert crammed(room, CramKind.DUE) == {ONE}
    assert crammed(room, CramKind.DUE, days=60) == {ONE, THREE}
    room.faces.suspend(TWO, on=True)
    assert crammed(room, CramKind.FLAGGED) == {FOUR}


def test_what_was_forgotten_on_a_day_to_come_is_not_of_today(room: Parts) -> None:
    room.study.rate(ONE, Rating.AGAIN, milliseconds=0)
    room.clock.set_back(86_400)
    with pytest.raises(StudyError, match="nothing to cram"):
        room.cram.begin(CramWish(CramKind.FORGOTTEN))
    room.study.rate(TWO, Rating.AGAIN, milliseconds=0)
    assert crammed(room, CramKind.FORGOTTEN) == {TWO}


def test_leeches_are_crammed_also_where_they_are_suspended(room: Parts) -> None:
    room.options.change(leech_after=2)
    for _ in range(2):
        room.study.rate(ONE, Rating.EASY, milliseconds=0)
        room.study.rate(ONE, Rating.AGAIN, milliseconds=0)
    room.faces.suspend(ONE, on=True)
    assert crammed(room, CramKind.LEECHES) == {ONE}
    room.options.change(leech_after=0)
    with pytest.raises(StudyError, match="nothing to cram"):
        room.cram.begin(CramWish(CramKind.LEECHES))


def test_a_choice_is_crammed_in_an_order_of_its_own_that_holds_all_day(room: Parts) -> None:
    wish = CramWish(CramKind.CHOSEN, faces=(ONE, TWO, THREE, FOUR))
    first = room.cram.begin(wish)
    room.clock.advance(3600)
    assert room.cram.begin(wish) == first
    assert set(first.left) == {ONE, TWO, THREE, FOUR}


def test_a_suspended_card_is_asked_where_those_are_wanted(room: Parts) -> None:
    room.faces.suspend(ONE, on=True)
    assert room.study.ask(ONE) is None
    turn = room.study.ask(ONE, aside=True)
    assert turn is not None
    assert turn.face.id == ONE
