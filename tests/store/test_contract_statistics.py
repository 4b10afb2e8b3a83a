"""What services may rely on whatever store is behind them: the columns of the figures."""

from dataclasses import fields
from datetime import timedelta

import pytest

from certdeck.core.deck import Coverage
from certdeck.core.exam.events import Ending
from certdeck.core.exam.report import Share
from certdeck.core.ids import BulletId, DeckId, FaceId, ItemId, SittingId, TaskId
from certdeck.core.scheduling.schedule import FaceState, MemoryState, Phase, Rating, Schedule
from certdeck.core.scheduling.scope import Scope
from certdeck.core.statistics.columns import Faces, Ratings, Stage
from certdeck.ports.sittings import GradedItem
from certdeck.ports.store import Store
from certdeck.ports.study_log import StudyEntry
from tests.builders import EXAM, NOON, card, deck, multiple_choice
from tests.store.contract import BASIC, DAY, DECK, REVERSED, add, begun, changed, install, record, state

WHOLE = Scope(DECK, EXAM)
SECONDS = int(NOON.timestamp())


def rated(
    before: Schedule, *, at: timedelta = timedelta(), face: FaceId = BASIC, rating: Rating = Rating.GOOD
) -> StudyEntry:
    when = NOON + at
    after = FaceState(face, Schedule(Phase.REVIEW, 0, MemoryState(4.0, 5.0), when + 4 * DAY, when, reps=1))
    return StudyEntry("rate", when, FaceState(face, before), after, rating, 4200)


def coverage(*bullets: str) -> tuple[Coverage, ...]:
    return (Coverage(EXAM, tuple(map(BulletId, bullets))),)


def reviewed(days: float, phase: Phase = Phase.REVIEW) -> Schedule:
    """Return a schedule with an interval of so many days that is due at noon."""
    return Schedule(phase, 0, MemoryState(2.5004, 5.0), NOON, NOON - days * DAY, reps=3)


def ratings(store: Store, scope: Scope | None = None) -> Ratings:
    with store.open() as work:
        return work.figures.ratings(scope)


def faces(store: Store, scope: Scope | None = None) -> Faces:
    with store.open() as work:
        return work.figures.faces(scope)


def rows(columns: Ratings) -> list[tuple[int, ...]]:
    return sorted(zip(*(getattr(columns, column.name) for column in fields(columns)), strict=True))


def test_an_empty_log_has_empty_columns(filled: Store) -> None:
    assert not len(ratings(filled).at)
    assert rows(ratings(filled, WHOLE)) == []


@pytest.mark.parametrize(
    ("before", "stage"),
    [
        (Schedule(), Stage.NEW),
        (Schedule(due=NOON), Stage.NEW),
        (reviewed(0.01, Phase.LEARNING), Stage.LEARNING),
        (reviewed(0.01, Phase.RELEARNING), Stage.RELEARNING),
        (reviewed(1, Phase.LEARNING), Stage.YOUNG),
        (reviewed(0.5), Stage.YOUNG),
        (reviewed(20.9), Stage.YOUNG),
        (reviewed(21), Stage.MATURE),
    ],
)
def test_a_rating_tells_the_stage_that_the_face_had_come_to(filled: Store, before: Schedule, stage: Stage) -> None:
    record(filled, rated(before))
    assert list(ratings(filled).stage) == [stage]


def test_a_rating_tells_time_answer_and_what_was_known_before(filled: Store) -> None:
    record(filled, rated(reviewed(3), at=timedelta(seconds=90), rating=Rating.AGAIN), rated(Schedule()))
    again = (SECONDS + 90, Stage.YOUNG, 1, 4200, 3 * 86_400 + 90, 2500)
    first = (SECONDS, Stage.NEW, 3, 4200, -1, -1)
    assert rows(ratings(filled)) == [first, again]


def test_after_a_clock_was_put_back_nobody_knows_how_much_time_had_passed(filled: Store) -> None:
    record(filled, rated(reviewed(3), at=-timedelta(days=5)))
    assert list(ratings(filled).elapsed) == [-1]


def test_what_was_taken_back_counts_no_more_and_what_was_done_again_counts_again(filled: Store) -> None:
    record(filled, rated(Schedule()), rated(reviewed(2), rating=Rating.HARD))
    record(filled, changed(state(), "undo", undoes=2), changed(state(), "undo", undoes=1))
    assert rows(ratings(filled)) == []
    record(filled, changed(state(), "redo", undoes=1))
    assert list(ratings(filled).rating) == [3]


def test_what_is_no_rating_is_left_out(filled: Store) -> None:
    record(filled, changed(state(), "flag"), changed(state(), "suspend"), changed(state(), "forget"))
    assert rows(ratings(filled)) == []


def test_ratings_are_those_of_the_faces_asked_for(filled: Store) -> None:
    other = card("other", covers=coverage("1.2.k1"))
    install(filled, deck("deck-2", cards=(other,), questions=(), sheets=()))
    gone = FaceId("gone/1")
    entries = (BASIC, FaceId("other/1"), gone)
    record(filled, *(rated(Schedule(), face=face, at=timedelta(seconds=place)) for place, face in enumerate(entries)))
    seconds = {scope: [at - SECONDS for at in sorted(ratings(filled, scope).at)] for scope in SCOPES}
    assert seconds == {None: [0, 1, 2], WHOLE: [0], Scope(DECK): [0], SECOND_DECK: [1], PART: [1], EMPTY: []}


SECOND_DECK, PART = Scope(DeckId("deck-2")), Scope(DeckId("deck-2"), EXAM, "1.2")
EMPTY = Scope(DECK, EXAM, "1.2")
SCOPES = (None, WHOLE, Scope(DECK), SECOND_DECK, PART, EMPTY)


def test_faces_with_a_memory_are_told_in_columns_and_the_others_are_counted(filled: Store) -> None:
    memory = Schedule(Phase.REVIEW, 0, MemoryState(3.5, 5.25), NOON + 2 * DAY, NOON - DAY, reps=2)
    record(
        filled,
        changed(FaceState(BASIC, memory)),
        changed(FaceState(REVERSED, memory, suspended=True)),
        changed(FaceState(FaceId("c-cloze/1"), suspended=True)),
    )
    for scope in (None, WHOLE, Scope(DECK)):
        found = faces(filled, scope)
        assert list(found.stability) == [3500, 3500]
        assert list(found.difficulty) == [5250, 5250]
        assert list(found.reviewed) == [SECONDS - 86_400] * 2
        assert sorted(found.due) == [-1, SECONDS + 2 * 86_400]
        assert found.new == len(deck_faces()) - 2


def deck_faces() -> list[str]:
    return ["c-basic/1", "c-reversed/1", "c-reversed/2", "c-cloze/1", "c-cloze/2", "c-typed/1"]


def test_faces_that_left_the_library_are_no_more_counted(filled: Store) -> None:
    record(filled, changed(state(FaceId("gone/1"))))
    assert [len(faces(filled, scope).stability) for scope in (None, WHOLE)] == [0, 0]
    assert faces(filled).new == len(deck_faces())


def test_a_bullet_counts_every_item_that_covers_it_and_with_main_only_its_own(store: Store) -> None:
    both = card("c-1", covers=coverage("1.1.k1", "1.1.k2"))
    only = card("c-2", covers=coverage("1.1.k2"))
    asked = multiple_choice("q-1", covers=coverage("1.1.k2", "1.1.s1"))
    install(store, deck(cards=(both, only), questions=(asked,), sheets=()))
    record(store, changed(state(FaceId("c-1/1"))))
    with store.open() as work:
        every = {entry.bullet: entry for entry in work.figures.bullets(EXAM, main=False)}
        main = {entry.bullet: entry for entry in work.figures.bullets(EXAM, main=True)}
    assert {bullet: (entry.faces, len(entry.stability), entry.questions) for bullet, entry in every.items()} == {
        "1.1.k1": (1, 1, 0),
        "1.1.k2": (2, 1, 1),
        "1.1.s1": (0, 0, 1),
    }
    assert {bullet: (entry.faces, len(entry.stability), entry.questions) for bullet, entry in main.items()} == {
        "1.1.k1": (1, 1, 0),
        "1.1.k2": (1, 0, 1),
    }
    assert list(every[BulletId("1.1.k2")].stability) == [3500]
    assert list(every[BulletId("1.1.k2")].reviewed) == [SECONDS - 86_400]


def test_a_bullet_leaves_suspended_faces_out(store: Store) -> None:
    install(store, deck(cards=(card("c-1"), card("c-2")), questions=(), sheets=()))
    record(store, changed(state(FaceId("c-1/1"), suspended=True)))
    with store.open() as work:
        (only,) = work.figures.bullets(EXAM, main=True)
    assert (only.faces, list(only.stability)) == (1, [])


def graded(sitting: SittingId, position: int, item: str, *, right: bool, seen: bool = True) -> GradedItem:
    return GradedItem(sitting, position, ItemId(item), TaskId("1.1"), True, right, seen, False, 9.0, 0, None, None)


def finish(store: Store, *items: tuple[str, bool, bool], at: timedelta = timedelta()) -> None:
    sitting = add(store, begun(deck().questions))
    with store.open(writing=True) as work:
        work.sittings.finish(sitting, Ending.SUBMITTED, 700, Share(1, 2), NOON + at)
        work.results.put(
            [graded(sitting, place, item, right=right, seen=seen) for place, (item, right, seen) in enumerate(items)]
        )
        work.commit()


def test_answers_in_finished_exams_count_for_the_bullets_of_their_questions(filled: Store) -> None:
    finish(filled, ("q-choice", True, True), ("q-matching", False, True), ("q-ordering", True, False))
    finish(filled, ("q-choice", False, True))
    with filled.open() as work:
        (only,) = work.figures.bullets(EXAM, main=True)
        counted = [work.figures.answered(scope, NOON) for scope in (None, WHOLE, Scope(DECK), SECOND_DECK)]
        later = work.figures.answered(None, NOON + timedelta(seconds=1))
    assert (only.questions, only.seen, only.right, only.answered) == (4, 2, 1, 3)
    assert counted == [3, 3, 3, 0]
    assert later == 0


def test_own_cards_belong_to_their_exam(filled: Store) -> None:
    own = card("own-1")
    with filled.open(writing=True) as work:
        work.content.put_own(own, NOON)
        work.commit()
    record(filled, rated(Schedule())._replace(after=state(FaceId("own-1/1"))))
    assert len(ratings(filled, WHOLE).at) == 1
    assert len(ratings(filled, Scope(DECK)).at) == 0
    assert len(faces(filled, WHOLE).stability) == 1
    with filled.open() as work:
        (only,) = work.figures.bullets(EXAM, main=True)
    assert len(only.stability) == 1
