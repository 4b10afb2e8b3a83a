"""What services may rely on whatever store is behind them: the changes that undo and redo go through."""

from collections.abc import Callable
from datetime import datetime
from random import Random

import pytest

from certdeck.core.ids import FaceId, ItemId
from certdeck.core.scheduling.undo import DEPTH, IMPORT, CardStep, Change, NoteStep
from certdeck.ports.store import Store, UnitOfWork
from tests.builders import NOON, card
from tests.store.contract import BASIC, DAY, REVERSED, changed, record, state

OWN = card("own-1")


def begin(store: Store, kind: str = "flag") -> int:
    with store.open(writing=True) as work:
        number = work.history.begin(kind, NOON)
        work.commit()
    return number


def mark(store: Store, change: int, *, undone: bool) -> None:
    with store.open(writing=True) as work:
        work.history.mark(change, undone=undone)
        work.commit()


def ends(store: Store) -> tuple[int | None, int | None]:
    """Return the numbers of what can be undone and redone next."""
    with store.open() as work:
        undoable, redoable = work.history.undoable(), work.history.redoable()
        found = undoable.id if undoable else None, redoable.id if redoable else None
        assert (work.history.newest(undo=True), work.history.newest(undo=False)) == (found[0] or 0, found[1] or 0)
    return found


def test_at_first_there_is_nothing_to_undo_or_redo(store: Store) -> None:
    assert ends(store) == (None, None)


def test_a_change_tells_its_kind_its_time_and_the_faces_it_concerned(filled: Store) -> None:
    number = begin(filled, "suspend")
    record(filled, changed(state(), "suspend", change=number), changed(state(REVERSED), "suspend", change=number))
    record(filled, changed(state(), "undo", undoes=1, change=number))
    with filled.open() as work:
        change = work.history.undoable()
        entries = work.history.entries(number)
    assert change is not None
    assert (change.kind, change.at, change.faces) == ("suspend", NOON, (BASIC, REVERSED))
    assert [entry.kind for entry in entries] == ["suspend", "suspend"]


def test_what_is_undone_can_be_redone_in_order(store: Store) -> None:
    first, second, third = begin(store), begin(store), begin(store)
    mark(store, third, undone=True)
    mark(store, second, undone=True)
    assert ends(store) == (first, second)
    mark(store, second, undone=False)
    assert ends(store) == (second, third)


def test_after_something_new_the_undone_is_gone(store: Store) -> None:
    first, second = begin(store), begin(store)
    mark(store, second, undone=True)
    third = begin(store)
    assert ends(store) == (third, None)
    mark(store, third, undone=True)
    assert ends(store) == (first, third)


def test_the_last_two_hundred_changes_are_kept(store: Store) -> None:
    numbers = [begin(store) for _ in range(DEPTH + 5)]
    for number in reversed(numbers[5:]):
        assert ends(store)[0] == number
        mark(store, number, undone=True)
    assert ends(store) == (None, numbers[5])


def test_the_size_of_what_comes_next_is_counted_no_further_than_asked(store: Store) -> None:
    def sizes(most: int) -> tuple[int, int]:
        with store.open() as work:
            return work.history.size(undo=True, most=most), work.history.size(undo=False, most=most)

    assert sizes(9) == (0, 0)
    begin(store)
    with store.open(writing=True) as work:
        number = work.history.begin("make", NOON + DAY)
        for step in (CardStep(OWN.id, None, OWN), CardStep(OWN.id, OWN, None), CardStep(OWN.id, None, OWN)):
            work.history.keep(number, step)
        work.commit()
    assert sizes(9) == (3, 0)
    assert sizes(2) == (2, 0)
    mark(store, number, undone=True)
    assert sizes(9)[1] == 3
    with store.open(writing=True) as work:
        work.history.begin(IMPORT, NOON + DAY)
        work.commit()
    assert sizes(9) == (9, 0)


def test_the_cards_of_a_change_are_kept_in_order(store: Store) -> None:
    steps = (CardStep(OWN.id, None, OWN), CardStep(OWN.id, OWN, None))
    with store.open(writing=True) as work:
        number = work.history.begin("make", NOON + DAY)
        for step in steps:
            work.history.keep(number, step)
        work.commit()
    with store.open() as work:
        assert work.history.steps(number) == steps
        assert work.history.steps(number + 1) == ()


def test_only_changes_of_what_others_touched_are_left_out(filled: Store) -> None:
    rated, flagged, wrote, made = begin(filled), begin(filled), begin(filled), begin(filled)
    record(filled, changed(state(), "flag", change=rated), changed(state(REVERSED), "flag", change=flagged))
    with filled.open(writing=True) as work:
        work.history.keep(wrote, NoteStep(ItemId("c-basic"), "", "Mine."))
        work.history.keep(made, CardStep(OWN.id, None, OWN))
        work.commit()
    mark(filled, made, undone=True)
    with filled.open(writing=True) as work:
        assert work.history.forget([], []) == 0
        assert work.history.forget([REVERSED, FaceId("c-other/1")], [ItemId("c-basic")]) == 2
        work.commit()
    assert ends(filled) == (rated, made)
    with filled.open(writing=True) as work:
        assert work.history.forget([BASIC], [OWN.id]) == 2
        work.commit()
    assert ends(filled) == (None, None)


# --- Ratings, which are changes by themselves, among other changes

What = tuple[str, datetime, FaceId]
"""Kind, time and face of a change."""


class Told:
    """What undo and redo should have, by the plainest of rules: the last is taken back first, `DEPTH` of them."""

    def __init__(self) -> None:
        self.done: list[What] = []
        self.undone: list[What] = []

    def do(self, *what: What) -> None:
        self.done = [*self.done, *what][-DEPTH:]
        self.undone = []


Act = Callable[[UnitOfWork, Told, FaceId, datetime], None]


def rate(work: UnitOfWork, told: Told, face: FaceId, now: datetime) -> None:
    work.history.rate(changed(state(face), at=now), now)
    told.do(("rate", now, face))


def rate_later(work: UnitOfWork, told: Told, face: FaceId, now: datetime) -> None:
    work.history.rate(changed(state(face), at=now - DAY), now)
    told.do(("rate", now, face))


def flag(work: UnitOfWork, told: Told, face: FaceId, now: datetime) -> None:
    number = work.history.begin("flag", now)
    work.study.record(changed(state(face), "flag", at=now, change=number))
    told.do(("flag", now, face))


def arrive(work: UnitOfWork, told: Told, face: FaceId, now: datetime) -> None:
    for kind in ("rate", "sync"):
        work.study.record(changed(state(face), kind, at=now, origin="sync"))


def arrive_in_numbers(work: UnitOfWork, told: Told, face: FaceId, now: datetime) -> None:
    for _ in range(DEPTH // 2 + 3):
        arrive(work, told, face, now)


def undo(work: UnitOfWork, told: Told, face: FaceId, now: datetime) -> None:
    change = work.history.undoable()
    if change is not None:
        work.study.record(changed(state(face), "undo", at=now, change=change.id))
        work.history.mark(change.id, undone=True)
        told.undone.append(told.done.pop())


def redo(work: UnitOfWork, told: Told, face: FaceId, now: datetime) -> None:
    change = work.history.redoable()
    if change is not None:
        work.history.mark(change.id, undone=False)
        told.done.append(told.undone.pop())


def forget(work: UnitOfWork, told: Told, face: FaceId, now: datetime) -> None:
    work.history.forget([face], [])
    told.done = [what for what in told.done if what[2] != face]
    told.undone = [what for what in told.undone if what[2] != face]


ACTS: dict[Act, int] = {rate: 200, rate_later: 2, flag: 4, arrive: 4, arrive_in_numbers: 1, undo: 6, redo: 3, forget: 1}
FACES = (BASIC, REVERSED, FaceId("c-reversed/2"), FaceId("c-elsewhere/1"))


def what(change: Change | None) -> list[What]:
    return [] if change is None else [(change.kind, change.at, face) for face in change.faces]


@pytest.mark.parametrize("seed", range(4))
def test_ratings_and_other_changes_are_taken_back_and_done_again_in_their_order(filled: Store, seed: int) -> None:
    dice, told, now = Random(seed), Told(), NOON
    for _ in range(60):
        with filled.open(writing=True) as work:
            for act in dice.choices(list(ACTS), list(ACTS.values()), k=dice.randint(1, 15)):
                now += DAY / 24
                act(work, told, dice.choice(FACES), now)
                assert (what(work.history.undoable()), what(work.history.redoable())) == (
                    told.done[-1:],
                    told.undone[-1:],
                )
            work.commit()
    with filled.open(writing=True) as work:
        for last in reversed(told.done):
            change = work.history.undoable()
            assert change is not None
            assert what(change) == [last]
            work.history.mark(change.id, undone=True)
        assert work.history.undoable() is None


def test_a_rating_that_was_not_kept_is_no_change(filled: Store) -> None:
    first = begin(filled)
    with filled.open(writing=True) as work:
        work.history.rate(changed(state()), NOON)
    assert ends(filled) == (first, None)


def test_faces_of_ratings_are_counted_and_their_entries_told(filled: Store) -> None:
    with filled.open(writing=True) as work:
        work.history.rate(changed(state()), NOON)
        work.history.rate(changed(state(REVERSED)), NOON)
        change = work.history.undoable()
        assert change is not None
        assert work.history.size(undo=True, most=9) == 1
        assert [(entry.kind, entry.after.face) for entry in work.history.entries(change.id)] == [("rate", REVERSED)]
