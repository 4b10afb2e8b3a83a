"""What services may rely on whatever store is behind them: states of faces and the study log."""

from dataclasses import replace
from datetime import timedelta

import pytest

from certdeck.core.deck import CardKind
from certdeck.core.ids import BlueprintId, DeckId, FaceId
from certdeck.core.scheduling.queue import Counts
from certdeck.core.scheduling.schedule import FaceState, MemoryState, Phase, Rating, Schedule
from certdeck.core.scheduling.scope import Scope
from certdeck.ports.store import Store
from certdeck.ports.study import Done, TaskTally
from tests.builders import (
    EXAM,
    NOON,
    card,
    covers,
    deck,
    multiple_choice,
    ordering,
)
from tests.store.contract import (
    BASIC,
    DAY,
    DECK,
    LATER,
    REVERSED,
    add,
    begun,
    changed,
    install,
    record,
    rows_with,
    state,
    waiting,
)


def test_new_faces_wait_in_the_decks_order_up_to_the_number_asked_for(filled: Store) -> None:
    with filled.open() as work:
        found = waiting(work, Scope(DECK, EXAM), NOON, 4)
    assert [entry.face for entry in found] == ["c-basic/1", "c-reversed/1", "c-reversed/2", "c-cloze/1"]
    assert [entry.position for entry in found] == [0, 1, 2, 3]
    assert {(entry.phase, entry.due) for entry in found} == {(Phase.NEW, None)}


def test_a_face_waits_when_it_is_due_before_the_limit_and_not_at_it(filled: Store) -> None:
    record(filled, changed(state(due=NOON - timedelta(microseconds=1))), changed(state(REVERSED, due=NOON)))
    with filled.open() as work:
        (only,) = waiting(work, Scope(DECK, EXAM), NOON, 0)
    assert (only.face, only.phase, only.due) == (BASIC, Phase.REVIEW, NOON - timedelta(microseconds=1))


def test_nothing_suspended_or_buried_waits(filled: Store) -> None:
    record(
        filled,
        changed(state(suspended=True)),
        changed(state(REVERSED, buried_until=NOON + DAY)),
        changed(FaceState(FaceId("c-cloze/1"), suspended=True)),
        changed(FaceState(FaceId("c-cloze/2"), buried_until=NOON + DAY)),
    )
    with filled.open() as work:
        assert {entry.face for entry in waiting(work, Scope(DECK, EXAM), NOON + DAY, 99)} == {
            "c-reversed/2",
            "c-typed/1",
        }
        tomorrow = waiting(work, Scope(DECK, EXAM), NOON + 2 * DAY, 99)
    assert {entry.face for entry in tomorrow} == {"c-reversed/1", "c-reversed/2", "c-cloze/2", "c-typed/1"}


def test_an_outline_has_what_waits_in_the_same_order_under_short_names(filled: Store) -> None:
    step = state(REVERSED, Phase.LEARNING)._replace(schedule=Schedule(Phase.LEARNING, due=NOON, last_review=NOON))
    record(filled, changed(state()), changed(step))
    for scope in (Scope(DECK, EXAM), Scope(DECK)):
        with filled.open() as work:
            every = work.queues.waiting(scope, NOON, LATER, new=9, reviews=9)
            outline = work.queues.outline(scope, NOON, LATER, new=9, reviews=9)
            assert outline.first is not None
            first, others = work.queues.named(outline.first), [work.queues.named(entry) for entry in outline.others]
        assert [first] == [entry for entry in every if entry.phase is Phase.LEARNING]
        assert others == [entry for entry in every if entry.phase is not Phase.LEARNING]
        assert (outline.steps, outline.begun) == (1, frozenset({outline.first.item}))
        siblings = [
            named.face for named, entry in zip(others, outline.others, strict=True) if entry.item in outline.begun
        ]
        assert siblings == ["c-reversed/2"]


def test_an_outline_knows_what_was_met_by_its_short_names(filled: Store) -> None:
    record(filled, changed(state()), changed(state(REVERSED, due=LATER)))
    with filled.open() as work:
        met = work.queues.met_since(NOON - DAY, NOON + DAY, short=True)
        outline = work.queues.outline(Scope(DECK), NOON, LATER + DAY, new=9, reviews=9)
        faces = {work.queues.named(entry).face for entry in outline.others if entry.face in met.faces}
        left = [work.queues.named(entry).face for entry in met.let_through(outline.others)]
    assert faces == {BASIC, REVERSED}
    assert "c-reversed/2" not in left
    assert {BASIC, REVERSED} < set(left)


def test_an_outline_tells_of_a_backlog_what_is_most_faded_and_which_new_faces_have_siblings_in_it(
    filled: Store,
) -> None:
    record(filled, *(changed(state(face, due=NOON)) for face in (BASIC, REVERSED)))
    for scope in (Scope(DECK, EXAM), Scope(DECK)):
        with filled.open() as work:
            every = work.queues.waiting(scope, NOON, LATER, new=9, reviews=9)
            outline = work.queues.outline(scope, NOON, LATER, new=9, reviews=1)
            assert outline.backlog is not None
            due = [work.queues.named(entry).face for entry in outline.backlog.urgent]
            new = [work.queues.named(entry) for entry in outline.others]
            siblings = {work.queues.named(e).face for e in outline.others if e.item in outline.backlog.beside}
        assert due == [entry.face for entry in every if entry.phase is Phase.REVIEW][: len(due)]
        assert len(outline.backlog.some) >= 1
        assert new == [entry for entry in every if entry.phase is Phase.NEW]
        assert "c-reversed/2" in siblings


def test_an_outline_of_nothing_is_empty(store: Store) -> None:
    with store.open() as work:
        outline = work.queues.outline(Scope(DECK), NOON, LATER, new=9, reviews=9)
    assert (outline.first, outline.steps, outline.begun, len(outline.others)) == (None, 0, frozenset(), 0)


def test_only_the_deck_asked_for_waits(filled: Store) -> None:
    install(filled, deck("deck-2", cards=(card("other"),), questions=(), sheets=()))
    with filled.open() as work:
        assert [entry.face for entry in waiting(work, Scope(DeckId("deck-2"), EXAM), NOON, 99)] == ["other/1"]


def test_only_cards_of_the_exam_asked_for_wait(store: Store) -> None:
    successor = BlueprintId("exam-2")
    both = replace(card("both"), covers=(*covers("1.1"), *covers("1.1", successor)))
    install(store, deck(cards=(card("old"), both, replace(card("new"), covers=covers("1.1", successor)))))
    record(store, changed(state(FaceId("new/1"))), changed(state(FaceId("old/1"))))
    with store.open() as work:
        assert [entry.face for entry in waiting(work, Scope(DECK, EXAM), LATER, 9)] == ["old/1", "both/1"]
        assert [entry.face for entry in waiting(work, Scope(DECK, successor), LATER, 9)] == ["new/1", "both/1"]
        assert work.queues.next_due(Scope(DECK, EXAM), NOON) == NOON
        assert work.queues.next_due(Scope(DECK, BlueprintId("exam-3")), NOON) is None


def test_a_face_that_nothing_is_known_of_is_new(store: Store) -> None:
    with store.open() as work:
        assert work.study.state(FaceId("nobody/1")) == FaceState(FaceId("nobody/1"))


@pytest.mark.parametrize(
    "after",
    [
        state(),
        state(phase=Phase.LEARNING, flag=7),
        state(suspended=True, buried_until=LATER),
        FaceState(BASIC, flag=1),
        FaceState(BASIC, Schedule(Phase.RELEARNING, 1, MemoryState(0.001, 10.0), NOON, NOON, 1000, 12)),
    ],
)
def test_a_recorded_state_comes_back_whole(filled: Store, after: FaceState) -> None:
    record(filled, changed(after))
    with filled.open() as work:
        assert work.study.state(BASIC) == after
        (entry,) = work.study.log()
    assert entry.after == after
    assert entry == changed(after)._replace(id=entry.id)


def test_ratings_are_counted_from_the_given_time_in_order_and_without_those_undone(filled: Store) -> None:
    record(
        filled,
        changed(state(), at=NOON - timedelta(microseconds=1)),
        changed(state(), at=NOON),
        changed(state(REVERSED), at=NOON + timedelta(seconds=1), rating=Rating.AGAIN),
        changed(state(REVERSED, flag=1), "flag", at=NOON + timedelta(seconds=2)),
        changed(state(REVERSED), at=NOON + timedelta(seconds=3)),
    )
    with filled.open() as work:
        last = work.study.log()[-1]
    record(filled, changed(last.before, "undo", NOON + timedelta(seconds=4), undoes=last.id))
    with filled.open() as work:
        assert work.study.done_since(DECK, NOON, NOON + DAY) == Done(ratings=2, milliseconds=8000, new=2)
        assert work.study.done_since(DeckId("deck-2"), NOON, NOON + DAY) == Done()


def test_what_was_rated_before_the_clock_was_set_back_counts_for_no_earlier_day(filled: Store) -> None:
    ahead = NOON + 30 * DAY
    record(filled, changed(state(), at=ahead), changed(state(REVERSED), at=NOON + timedelta(hours=1)))
    with filled.open() as work:
        assert work.study.done_since(DECK, NOON, NOON + DAY).ratings == 1
        assert work.study.rated_by_deck(NOON, NOON + DAY) == {DECK: Counts(1, 0, 0)}
        assert work.queues.met_since(NOON - DAY, NOON + DAY).faces == {REVERSED}
        assert work.queues.met_since(ahead - DAY, ahead + DAY).faces == {BASIC}


def test_what_was_done_today_tells_new_cards_and_reviews_and_those_that_were_late(filled: Store) -> None:
    later = NOON + timedelta(hours=3)
    record(
        filled,
        changed(state(), at=later),
        changed(state(due=later + DAY), at=later, before=state(due=NOON)),
        changed(state(due=later + DAY), at=later, before=state(due=NOON - timedelta(microseconds=1))),
        changed(state(REVERSED), at=later, before=state(REVERSED, Phase.RELEARNING, due=NOON - DAY)),
        changed(state(FaceId("c-gone/1")), at=later),
    )
    with filled.open() as work:
        assert work.study.done_since(DECK, NOON, NOON + DAY) == Done(
            ratings=4, milliseconds=16000, new=1, reviews=2, late=1
        )


@pytest.mark.parametrize(("turns", "holds"), [("u", False), ("ur", True), ("uru", False), ("urur", True)])
def test_a_rating_holds_unless_it_was_undone_last(filled: Store, turns: str, holds: bool) -> None:
    record(filled, changed(state()))
    for turn in turns:
        record(filled, changed(state(), {"u": "undo", "r": "redo"}[turn], undoes=1, rating=None))
    with filled.open() as work:
        assert work.study.done_since(DECK, NOON, NOON + DAY).ratings == holds


def test_the_log_is_read_from_any_entry_on(filled: Store) -> None:
    record(filled, *(changed(state(flag=flag), "flag") for flag in (1, 2, 3)))
    with filled.open() as work:
        assert [entry.after.flag for entry in work.study.log()] == [1, 2, 3]
        assert [entry.after.flag for entry in work.study.log(1, 1)] == [2]
        assert [entry.after.flag for entry in work.study.log(after=2)] == [3]


def test_the_next_due_face_is_the_first_at_or_after_the_given_time(filled: Store) -> None:
    with filled.open() as work:
        assert work.queues.next_due(Scope(DECK, EXAM), NOON) is None
    record(
        filled,
        changed(state(due=NOON - DAY)),
        changed(state(REVERSED, due=NOON + DAY, suspended=True)),
        changed(state(FaceId("c-typed/1"), due=NOON + 2 * DAY)),
        changed(state(FaceId("c-cloze/1"), due=NOON + 3 * DAY)),
    )
    with filled.open() as work:
        assert work.queues.next_due(Scope(DECK, EXAM), NOON) == NOON + 2 * DAY
        assert work.queues.next_due(Scope(DECK, EXAM), NOON + 2 * DAY) == NOON + 2 * DAY
        assert work.queues.next_due(Scope(DECK, EXAM), NOON + 9 * DAY) is None


def test_tallies_count_by_task_statement_what_is_there_and_what_was_met(store: Store) -> None:
    cards = (card("c-1"), card("c-2", CardKind.REVERSED, task="2.1"))
    asked = (multiple_choice("q-1", task="2.1"), multiple_choice("q-2", task="2.1"), ordering("q-3", task="2.2"))
    install(store, deck(cards=cards, questions=asked))
    record(store, changed(state(FaceId("c-2/1"))), changed(state(FaceId("c-1/1"), Phase.LEARNING)))
    add(store, begun(asked[:1]))
    with store.open() as work:
        tallies = {tally.task: tally for tally in work.study.tallies(EXAM)}
        assert work.study.tallies(BlueprintId("exam-2")) == ()
    assert list(tallies) == ["1.1", "2.1", "2.2"]
    assert list(tallies.values()) == [
        TaskTally(covers("1.1")[0].task, faces=1),
        TaskTally(covers("2.1")[0].task, faces=2, known=1, questions=2, seen=1),
        TaskTally(covers("2.2")[0].task, questions=1),
    ]


def test_the_last_rating_before_a_moment_is_found_whatever_became_of_it(filled: Store) -> None:
    with filled.open() as work:
        assert work.study.last_rated(LATER) is None
    record(
        filled,
        changed(state(), at=NOON),
        changed(state(REVERSED), at=NOON + DAY),
        changed(state(flag=1), "flag", at=NOON + 2 * DAY),
        changed(state(), "undo", at=NOON + 3 * DAY, undoes=2),
    )
    with filled.open() as work:
        assert work.study.last_rated(LATER) == NOON + DAY
        assert work.study.last_rated(NOON + DAY) == NOON
        assert work.study.last_rated(NOON) is None


def test_the_pace_counts_ratings_and_the_days_they_were_given_on(filled: Store) -> None:
    hours = (-1, 0, 1, 23, 24, 71, 72)
    record(filled, *(changed(state(), at=NOON + timedelta(hours=hour)) for hour in hours))
    with filled.open() as work:
        assert work.study.pace(NOON, NOON + 3 * DAY) == (5, 3)
        assert work.study.pace(LATER, LATER + DAY) == (0, 0)


def test_the_stamp_is_another_one_after_ratings_changes_and_fits(filled: Store) -> None:
    def stamp() -> tuple[int | str, ...]:
        with filled.open() as work:
            return work.queues.stamp()

    stamps = [stamp()]
    record(filled, changed(state()))
    stamps.append(stamp())
    with filled.open(writing=True) as work:
        number = work.history.begin("flag", NOON)
        work.commit()
    stamps.append(stamp())
    with filled.open(writing=True) as work:
        work.history.mark(number, undone=True)
        work.commit()
    stamps.append(stamp())
    with filled.open(writing=True) as work:
        work.preferences.put("fsrs_parameters", "{}")
        work.commit()
    stamps.append(stamp())
    install(filled, deck(digest="5" * 64))
    stamps.append(stamp())
    assert len(set(stamps)) == len(stamps)
    assert stamp() == stamps[-1]


def test_ratings_are_counted_by_deck_and_by_what_the_face_was_before(filled: Store) -> None:
    install(filled, deck("deck-2", cards=(card("d-1"),), questions=(), sheets=(), digest="2" * 64))
    fresh, known = state(), state(REVERSED)
    other = state(FaceId("d-1/1"), Phase.LEARNING)
    record(
        filled,
        changed(fresh, at=NOON - DAY),
        changed(fresh, at=NOON),
        changed(known, at=NOON, before=state(REVERSED, due=NOON - DAY)),
        changed(other, at=NOON, before=other),
        changed(other, at=NOON, before=other),
        changed(other, "undo", undoes=5),
        changed(state(flag=2), "flag", at=NOON),
    )
    with filled.open() as work:
        found = work.study.rated_by_deck(NOON, NOON + DAY)
        assert work.study.rated_by_deck(NOON + DAY, NOON + 2 * DAY) == {}
    assert found == {DECK: Counts(1, 0, 1), DeckId("deck-2"): Counts(0, 1, 0)}


# Faces of cards that are not here


def stranger(name: str) -> FaceState:
    return state(FaceId(name))


@pytest.mark.parametrize("name", ["c-gone/1", "c-gone/4095", "c-basic/4096", "c-basic/0", "a/b/7", "c-gone/01", "é/²"])
def test_what_is_known_of_a_face_that_no_card_has_is_kept(filled: Store, name: str) -> None:
    record(filled, changed(stranger(name)), changed(stranger(name), "flag"))
    with filled.open() as work:
        assert work.study.state(FaceId(name)) == stranger(name)
        assert [entry.kind for entry in work.study.log_of(FaceId(name))] == ["rate", "flag"]
        assert [entry.after.face for entry in work.study.log()] == [name, name]
        assert work.study.state(FaceId("c-basic/1")) == FaceState(FaceId("c-basic/1"))
        assert name not in {entry.face for entry in waiting(work, Scope(DECK, EXAM), LATER, 99)}
        assert name not in work.queues.faces(Scope(DECK))


def test_nothing_is_known_of_a_face_that_nobody_heard_of(filled: Store) -> None:
    with filled.open() as work:
        assert work.study.state(FaceId("c-gone/1")) == FaceState(FaceId("c-gone/1"))
        assert work.study.asked(FaceId("c-gone/1")) == (None, FaceState(FaceId("c-gone/1")))
        assert work.study.log_of(FaceId("c-gone/1")) == ()
        assert work.replays.deck_of(FaceId("c-gone/1")) is None


def test_a_card_that_comes_later_is_found_and_added_then_and_has_what_was_known_of_it(store: Store) -> None:
    known = stranger("c-basic/1")
    record(store, changed(known))
    with store.open() as work:
        assert rows_with(work, "") == rows_with(work, "added:36500") == rows_with(work, "rated:36500") == ()
    install(store, at=LATER)
    with store.open() as work:
        assert "c-basic" in {row.id for row in rows_with(work, "added:1")}
        assert [row.face for row in rows_with(work, "rated:90")] == ["c-basic/1"]
        assert work.study.state(FaceId("c-basic/1")) == known
        assert [entry.face for entry in waiting(work, Scope(DECK, EXAM), LATER, 0)] == ["c-basic/1"]
