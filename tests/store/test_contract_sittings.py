"""What services may rely on whatever store is behind them: exams sat."""

from dataclasses import replace

import pytest

from certdeck.core.errors import ExamError
from certdeck.core.exam.answers import Chosen, Matched, Ordered
from certdeck.core.exam.events import Answered, Ended, Ending, Event, Flagged, Struck, Visited
from certdeck.core.exam.report import Share
from certdeck.core.ids import OptionId, SittingId
from certdeck.ports.store import Store
from tests.builders import (
    NOON,
    deck,
    form,
    multiple_choice,
)
from tests.store.contract import LATER, add, append, begun, head, install, load

EVENTS: tuple[tuple[Event, float], ...] = (
    (Answered(0, Chosen(frozenset({OptionId("b")}))), 1.5),
    (Struck(0, OptionId("c"), True), 2.25),
    (Flagged(0, True), 3.0),
    (Visited(2), 10.125),
    (Answered(2, Ordered(tuple(OptionId(step) for step in "badc"))), 20.0),
    (Visited(3), 30.0),
    (Answered(3, Matched(frozenset({(OptionId("p1"), OptionId("d"))}))), 31.0),
    (Answered(0, None), 32.0),
    (Struck(0, OptionId("c"), False), 33.0),
)


def test_a_new_sitting_loads_as_it_was_drawn(store: Store) -> None:
    identity = add(store, begun())
    assert load(store, identity) == replace(begun(), id=identity)


def test_events_are_played_again_in_order_with_the_time_of_each(store: Store) -> None:
    identity = add(store, begun())
    append(store, identity, *EVENTS)
    wanted = replace(begun(), id=identity)
    for event, elapsed in EVENTS:
        wanted = wanted.after(event, elapsed)
    assert load(store, identity) == wanted


def test_two_sittings_do_not_mix(store: Store) -> None:
    first, second = add(store, begun()), add(store, begun(at=LATER))
    append(store, second, (Flagged(1, True), 5.0))
    assert first != second
    assert load(store, first).flagged_positions() == ()
    assert load(store, second).flagged_positions() == (1,)
    with store.open() as work:
        assert [entry.id for entry in work.sittings.heads()] == [second, first]


def test_the_sitting_begun_last_comes_first_whichever_was_stored_first(store: Store) -> None:
    later, earlier = add(store, begun(at=LATER)), add(store, begun())
    with store.open() as work:
        assert [entry.id for entry in work.sittings.heads()] == [later, earlier]


def test_the_used_time_is_that_of_the_last_event_or_tick_and_never_less(store: Store) -> None:
    identity = add(store, begun())
    append(store, identity, (Flagged(0, True), 12.5))
    for elapsed, known in ((20.0, 20.0), (15.0, 20.0), (21.0, 21.0)):
        with store.open(writing=True) as work:
            work.sittings.tick(identity, elapsed, NOON)
            work.commit()
        assert load(store, identity).elapsed == known
    with store.open() as work:
        assert work.sittings.heads()[0].elapsed == 21.0


def test_a_finished_sitting_says_so_in_its_head_and_takes_nothing_more(store: Store) -> None:
    identity = add(store, begun())
    append(store, identity, (Ended(Ending.SUBMITTED), 40.0))
    with store.open(writing=True) as work:
        work.sittings.finish(identity, Ending.SUBMITTED, 640, Share(1, 4), LATER)
        work.commit()
    with store.open(writing=True) as work:
        with pytest.raises(ExamError, match="has ended"):
            work.sittings.append(identity, Flagged(0, True), 41.0, LATER)
        work.sittings.tick(identity, 50.0, LATER)
        work.commit()
    with store.open() as work:
        (found,) = work.sittings.heads()
    assert (found.finished_at, found.ending, found.scaled, found.elapsed) == (LATER, Ending.SUBMITTED, 640, 40.0)
    assert found.result == Share(1, 4)
    assert load(store, identity).ending is Ending.SUBMITTED


def test_the_head_of_a_running_sitting_tells_what_lists_show(store: Store) -> None:
    identity = add(store, begun())
    with store.open() as work:
        assert work.sittings.heads() == (replace(head(), id=identity, ticked_at=NOON),)
        assert work.sittings.head(identity) == work.sittings.heads()[0]


def test_a_sitting_that_is_not_there_is_an_error_in_words(store: Store) -> None:
    with pytest.raises(ExamError, match="no exam number 7"):
        load(store, SittingId(7))
    with store.open(writing=True) as work, pytest.raises(ExamError, match="no exam number 7"):
        work.sittings.append(SittingId(7), Flagged(0, True), 1.0, NOON)


def test_a_sitting_keeps_the_questions_as_they_were_when_it_was_drawn(filled: Store) -> None:
    identity = add(filled, begun())
    install(filled, deck(questions=(multiple_choice("q-choice", stem="Reworded?"),)), LATER)
    assert load(filled, identity).form == form(seed=7)
