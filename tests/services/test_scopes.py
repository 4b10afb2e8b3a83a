"""What can be studied, with what waits of each."""

import pytest

from certdeck.core.errors import CertdeckError
from certdeck.core.ids import DeckId, FaceId
from certdeck.core.scheduling.queue import Counts
from certdeck.core.scheduling.schedule import Rating
from certdeck.core.scheduling.scope import Scope
from tests.builders import EXAM, blueprint, card, deck
from tests.services.parts import Parts

DECK, OTHER = DeckId("deck-1"), DeckId("deck-2")


@pytest.fixture
def room(parts: Parts) -> Parts:
    """Install an exam of two domains, and another deck."""
    exam = blueprint(weights=(60, 40), tasks=2)
    tasks = ("1.1", "1.1", "1.2", "2.1")
    cards = tuple(card(f"c-{number}", task=task) for number, task in enumerate(tasks))
    parts.install(deck(blueprints=(exam,), cards=cards, questions=(), sheets=()))
    parts.install(
        deck("deck-2", title="Two", cards=(card("d-1"), card("d-2")), questions=(), sheets=(), digest="2" * 64)
    )
    return parts


def shown(parts: Parts) -> list[tuple[str, int, int]]:
    return [(node.name, node.level, node.counts.total) for node in parts.scopes.tree()]


def test_the_exam_comes_with_its_parts_then_the_other_decks(room: Parts) -> None:
    assert shown(room) == [
        ("EX-1", 0, 4),
        ("1 D1", 1, 3),
        ("1.1 T1.1", 2, 2),
        ("1.2 T1.2", 2, 1),
        ("2 D2", 1, 1),
        ("2.1 T2.1", 2, 1),
        ("2.2 T2.2", 2, 0),
        ("Two", 0, 2),
    ]
    assert room.scopes.tree()[3].scope == Scope(DECK, EXAM, "1.2")
    assert room.scopes.tree()[-1].scope == Scope(OTHER)


def test_a_part_counts_no_more_than_today_may_still_bring(room: Parts) -> None:
    room.options.change(new_per_day=2)
    assert shown(room)[:3] == [("EX-1", 0, 2), ("1 D1", 1, 2), ("1.1 T1.1", 2, 2)]
    room.study.rate(FaceId("c-0/1"), Rating.EASY, milliseconds=0)
    assert shown(room)[:4] == [("EX-1", 0, 1), ("1 D1", 1, 1), ("1.1 T1.1", 2, 1), ("1.2 T1.2", 2, 1)]


def test_another_deck_counts_what_its_own_options_leave(room: Parts) -> None:
    _, light = room.options.add("Light")
    room.options.change(light.id, new_per_day=1)
    room.options.assign(OTHER, light.id)
    assert room.scopes.tree()[-1].counts == Counts(1, 0, 0)
    room.study.rate(FaceId("d-1/1"), Rating.AGAIN, milliseconds=0, scope=Scope(OTHER))
    assert room.scopes.tree()[-1].counts == Counts(0, 1, 0)


def test_own_cards_are_a_deck_once_there_are_any(room: Parts) -> None:
    with room.store.open(writing=True) as work:
        work.content.put_own(card("own-1", task="2.2"), room.clock.now())
        work.history.begin("add", room.clock.now())
        work.commit()
    assert shown(room)[-3:] == [("2.2 T2.2", 2, 1), ("Two", 0, 2), ("My cards", 0, 1)]


def test_the_tree_is_kept_until_something_changes(room: Parts) -> None:
    first = room.scopes.tree()
    assert room.scopes.tree() is first
    room.faces.suspend(FaceId("c-0/1"), on=True)
    assert room.scopes.tree() is not first
    assert shown(room)[0] == ("EX-1", 0, 3)


def test_every_scope_has_a_name(room: Parts) -> None:
    names = [room.scopes.name(node.scope) for node in room.scopes.tree()]
    assert names == [node.name for node in room.scopes.tree()]
    assert room.scopes.name(None) == "EX-1"
    assert room.scopes.name(Scope(DECK, EXAM, "9.9")) == "9.9"


def test_without_a_deck_there_is_nothing_to_choose(parts: Parts) -> None:
    with pytest.raises(CertdeckError):
        parts.scopes.tree()


def test_what_the_coming_days_bring_is_told_day_by_day(room: Parts) -> None:
    room.options.change(new_per_day=2)
    room.study.rate(FaceId("c-0/1"), Rating.EASY, milliseconds=0)
    due = room.study.state(FaceId("c-0/1")).schedule.due
    assert due is not None
    away = (due - room.calendar.starts()).days
    days = room.study.due(away + 1)
    assert [entry.new for entry in days][:4] == [1, 2, 0, 0]
    assert [entry.reviews for entry in days] == [0] * away + [1]
    assert days[1].day == room.calendar.day_of(room.clock.now()).replace(day=15)
    part = room.study.due(2, Scope(DECK, EXAM, "2"))
    assert [entry.new for entry in part] == [1, 0]
    assert [entry.new for entry in room.study.due(2, Scope(OTHER))] == [2, 0]
    assert [entry.new for entry in room.study.due(1, Scope(DeckId("none")))] == [0]
