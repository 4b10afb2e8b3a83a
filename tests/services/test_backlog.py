"""After a break: when spreading the backlog is offered, and what it does to the days."""

from datetime import date

import pytest

from certdeck.core.scheduling.catch_up import CatchUp
from certdeck.core.scheduling.schedule import Rating
from certdeck.services.backlog import Backlog
from certdeck.services.changes import Changes
from tests.breaks import break_off
from tests.builders import card, deck
from tests.services.parts import Parts

CARDS = 60


def come_back(parts: Parts, *, days: int, cards: int = CARDS, per_day: int = 20) -> None:
    parts.install(deck(cards=tuple(card(f"c-{number}", task="1.1") for number in range(CARDS + 5))))
    break_off(parts.store, parts.clock.now(), days=days, cards=cards, per_day=per_day)


def offered(parts: Parts) -> Backlog | None:
    return parts.backlog.offer(parts.study.today().overdue)


def test_after_a_break_a_heavy_backlog_is_offered_to_be_spread(parts: Parts) -> None:
    come_back(parts, days=4)
    assert offered(parts) == Backlog(CARDS, date(2026, 3, 11), 6)


@pytest.mark.parametrize(("days", "cards"), [(2, CARDS), (4, 20), (4, 0)])
def test_without_a_break_or_a_heavy_backlog_nothing_is_offered(parts: Parts, days: int, cards: int) -> None:
    come_back(parts, days=days, cards=cards)
    assert offered(parts) is None


def test_a_small_backlog_is_left_alone_whatever_the_usual_day_brings(parts: Parts) -> None:
    come_back(parts, days=4, cards=15, per_day=1)
    assert offered(parts) is None


def test_what_was_declined_is_offered_again_on_another_day(parts: Parts) -> None:
    come_back(parts, days=4)
    assert parts.backlog.decline() == Changes(study=True, settings=True)
    assert offered(parts) is None
    parts.clock.advance(days=1)
    assert offered(parts) is not None


def test_the_offer_stands_all_day(parts: Parts) -> None:
    come_back(parts, days=4)
    turn = parts.study.next()
    assert turn is not None
    parts.study.rate(turn.face.id, Rating.GOOD, milliseconds=0)
    assert offered(parts) is not None


def test_a_spread_backlog_comes_in_even_shares_without_new_cards_until_it_is_done(parts: Parts) -> None:
    come_back(parts, days=4)
    assert parts.study.today().counts.new > 0
    assert parts.study.room_for_new() > 0
    parts.backlog.spread(6)
    assert parts.study.room_for_new() == 0
    assert parts.backlog.running() == CatchUp(date(2026, 3, 14), 6)
    assert offered(parts) is None
    assert parts.wishes.now().relations.catching_up
    assert (parts.study.today().counts.new, parts.study.today().counts.due) == (0, 10)
    for _ in range(10):
        turn = parts.study.next()
        assert turn is not None
        parts.study.rate(turn.face.id, Rating.EASY, milliseconds=0)
    assert parts.study.next() is None
    parts.clock.advance(days=1)
    assert parts.again().study.today().counts.due == 10
    parts.clock.advance(days=5)
    assert parts.backlog.running() is None
    assert not parts.wishes.now().relations.catching_up
    assert parts.study.today().counts.new > 0


def test_what_is_studied_is_put_together_once_a_day_while_a_backlog_is_spread(parts: Parts) -> None:
    come_back(parts, days=4)
    parts.backlog.spread(6)
    first = parts.wishes.now()
    parts.clock.advance(7200)
    assert parts.wishes.now() is first
    parts.clock.advance(days=1)
    assert parts.wishes.now() is not first


def test_spreading_can_be_ended(parts: Parts) -> None:
    come_back(parts, days=4)
    parts.backlog.spread(6)
    parts.backlog.end()
    assert parts.backlog.running() is None
    assert parts.study.today().counts.due == CARDS


def test_whoever_never_rated_has_no_break(parts: Parts) -> None:
    parts.install(deck())
    assert parts.backlog.offer(100) is None


def test_a_usual_day_of_many_reviews_makes_a_backlog_light(parts: Parts) -> None:
    come_back(parts, days=4, per_day=60)
    assert offered(parts) is None
