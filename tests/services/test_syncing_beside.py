"""What the learner does beside a sync, and after it: rate, stop it, undo; two at once; libraries of older releases."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from threading import Thread
from time import sleep
from typing import NoReturn

import pytest

from certdeck.bootstrap import PAUSE
from certdeck.core.errors import SyncError
from certdeck.core.ids import FaceId, ItemId
from certdeck.core.own import CardText, Draft
from certdeck.core.scheduling.schedule import Phase, Rating
from certdeck.ports.exporting import Cancelled
from certdeck.services import sync_run
from certdeck.services.backups import BackupService
from certdeck.store import connection, log_room
from certdeck.store.backups import FolderOfBackups
from certdeck.store.library_file import FILE
from tests.builders import NOON, covers
from tests.clock import FixedClock
from tests.laptops import Laptop, Make, deliver, in_turns

RELEASED = Path(__file__).parents[1] / "store" / "released"


@pytest.fixture
def small_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each turn do next to nothing, so that there are many."""
    for name in ("LINES", "FACES", "VALUES"):
        monkeypatch.setattr(sync_run, name, 1)


# Going back


@pytest.mark.parametrize("turns", [0, 3, 6])
def test_a_sync_ends_where_the_library_goes_back_to_a_backup_meanwhile_and_nothing_is_missing_later(
    make: Make, small_turns: None, turns: int
) -> None:
    first, second = make("first"), make("second")
    backups = BackupService(FolderOfBackups(first.home / FILE, first.home / "backups"), first.clock)
    first.rate("c-1")
    in_turns(first, second, first)
    early = backups.make()
    for name in ("c-2", "c-3"):
        first.rate(name)
        second.rate(name, Rating.AGAIN)
    second.sync()
    done = count()

    def go_back() -> None:
        if next(done) == turns:
            backups.go_back(early.name)

    first.between = go_back
    with pytest.raises(SyncError, match="went back to a backup while it was synced"):
        first.sync()
    in_turns(first, second, first)
    assert first.sync().missing == second.sync().missing == {}
    assert first.observed() == second.observed()
    assert [first.state(name).schedule.reps for name in ("c-1", "c-2", "c-3")] == [1, 1, 1]


# Undo


def test_what_came_can_not_be_undone_and_what_was_done_here_can(make: Make) -> None:
    first, second = make("first"), make("second")
    first.rate("c-1")
    second.rate("c-2")
    in_turns(first, second, first)
    _, change = first.parts.history.undo()
    assert change is not None
    assert change.faces == (FaceId("c-1/1"),)
    assert first.parts.history.undo()[1] is None
    in_turns(first, second)
    assert first.observed() == second.observed()
    assert [second.state(name).schedule.reps for name in ("c-1", "c-2")] == [0, 1]


def test_a_change_of_a_card_that_another_laptop_changed_as_well_is_past_undoing_and_told_of(make: Make) -> None:
    first, second = make("first"), make("second")
    for name in ("c-1", "c-2", "c-3"):
        first.rate(name)
    second.clock.advance(5)
    second.rate("c-2", Rating.AGAIN)
    second.sync()
    assert first.sync().not_undoable == 1
    undone = [first.parts.history.undo()[1] for _ in range(3)]
    assert [change and change.faces for change in undone] == [(FaceId("c-3/1"),), (FaceId("c-1/1"),), None]
    assert first.state("c-2").schedule.reps == 2
    in_turns(first, second)
    assert first.observed() == second.observed()


def test_texts_of_a_card_that_another_laptop_wrote_are_past_undoing_and_others_are_not(make: Make) -> None:
    first, second = make("first"), make("second")
    cards = first.parts.cards
    cards.put_note(ItemId("c-1"), "Of the first.")
    cards.put_note(ItemId("c-2"), "Of the first.")
    cards.tag([ItemId("c-3")], add=["first"])
    second.clock.advance(60)
    second.parts.cards.put_note(ItemId("c-2"), "Of the second.")
    second.sync()
    assert first.sync().not_undoable == 1
    first.parts.history.undo()
    first.parts.history.undo()
    assert first.parts.history.undo()[1] is None
    assert (cards.note(ItemId("c-1")), cards.note(ItemId("c-2"))) == ("", "Of the second.")
    in_turns(first, second)
    assert first.observed() == second.observed()


def test_what_was_undone_can_still_be_done_again_after_a_sync(make: Make) -> None:
    first, second = make("first"), make("second")
    first.rate("c-1")
    first.parts.history.undo()
    second.rate("c-2")
    in_turns(second, first)
    assert first.parts.history.redo()[1] is not None
    in_turns(first, second)
    assert second.state("c-1").schedule.reps == 1
    assert first.observed() == second.observed()


# Beside a sync


@pytest.mark.usefixtures("small_turns")
@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_done_between_two_turns_of_a_sync_is_kept_and_told(make: Make, seed: int) -> None:
    dice = Random(seed)
    first, second = make("first"), make("second", clock=FixedClock(NOON + timedelta(minutes=7)))
    for laptop in (first, second):
        for name in dice.choices([f"c-{n}" for n in range(1, 7)], k=8):
            laptop.rate(name, dice.choice(list(Rating)))
        laptop.parts.cards.put_note(ItemId("c-1"), f"Of {laptop.home.name}.")
    given = 0

    def act() -> None:
        nonlocal given
        if dice.random() < 0.5:
            second.rate(f"c-{dice.randint(1, 6)}", dice.choice(list(Rating)))
            given += 1
        elif dice.random() < 0.3:
            second.parts.cards.put_note(ItemId("c-1"), f"Note {dice.randrange(99)}.")
        elif dice.random() < 0.3 and second.parts.history.undo()[1] is not None:
            pass

    first.sync()
    second.between = act
    second.sync()
    second.between = lambda: None
    assert given
    in_turns(first, second, rounds=3)
    assert first.observed() == second.observed()
    assert [laptop.sync().sent.total for laptop in (first, second)] == [0, 0]


@pytest.mark.usefixtures("small_turns")
def test_a_rating_during_a_long_first_sync_waits_for_one_turn_alone(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.0)
    # Room in the log is made by another thread, a moment after a library was opened: here only sync may be in the way.
    monkeypatch.setattr(log_room, "QUIET", 600.0)
    first, second = make("first"), make("second", content=None)
    for name in ("c-1", "c-2", "c-3", "c-4"):
        first.rate(name)
    first.sync()
    assert first.content is not None
    second.parts.install(first.content)
    turns = count(1)

    def rate() -> None:
        # Nobody waits here: were a transaction under way, this would be refused.
        second.parts.study.rate(FaceId(f"c-{5 + next(turns) % 2}/1"), Rating.GOOD, milliseconds=800)

    second.between = rate
    assert second.sync().came.ratings == 4
    assert next(turns) > 6
    second.between = lambda: None
    in_turns(first, second)
    assert first.observed() == second.observed()


@pytest.mark.usefixtures("small_turns")
def test_ratings_of_another_thread_get_their_turn_while_a_sync_runs(make: Make) -> None:
    first, second = make("first"), make("second")
    for number in range(40):
        first.rate(f"c-{1 + number % 4}")
    first.sync()
    second.between = partial(sleep, PAUSE)
    syncing = Thread(target=second.sync)
    syncing.start()
    given = 0
    while syncing.is_alive() or not given:
        second.parts.study.rate(FaceId("c-5/1"), Rating.GOOD, milliseconds=800)
        given += 1
    syncing.join()
    second.between = lambda: None
    in_turns(first, second)
    assert first.state("c-5").schedule.reps == given
    assert second.state("c-1").schedule.reps == 10
    assert first.observed() == second.observed()


@pytest.mark.usefixtures("small_turns")
def test_a_sync_that_is_stopped_at_any_moment_keeps_what_came_and_goes_on_the_next_time(make: Make) -> None:
    first, second = make("first"), make("second", apart=True)
    for name in ("c-1", "c-2", "c-3", "c-4"):
        first.rate(name)
    first.parts.cards.create(Draft(CardText(front="Front?", back="Back."), covers()))
    first.sync()
    deliver(first.shared, second.shared)
    for wait in count():
        left = count(wait, -1)

        def stop(_done: int, _total: int, left: Iterator[int] = left) -> None:
            if not next(left):
                raise Cancelled

        try:
            report = second.sync(progress=stop)
        except Cancelled:
            assert not second.files()
            continue
        if not report.stopped:
            break
        assert second.files() == []
    assert wait > 6
    assert first.observed() == second.observed()
    assert second.sync().missing == {}


@pytest.mark.usefixtures("small_turns")
def test_a_sync_that_is_killed_at_any_moment_goes_on_the_next_time(make: Make) -> None:
    first, second = make("first"), make("second", apart=True)
    for name in ("c-1", "c-2", "c-3"):
        first.rate(name)
        second.rate(name, Rating.HARD)
    first.sync()
    deliver(first.shared, second.shared)
    for wait in count(1):
        left = count(wait, -1)

        def kill(left: Iterator[int] = left) -> None:
            if not next(left):
                raise KeyboardInterrupt

        second.between = kill
        try:
            second.sync()
        except KeyboardInterrupt:
            second.stop()
            second.start()
            continue
        break
    assert wait > 6
    second.between = lambda: None
    second.sync()
    deliver(second.shared, first.shared)
    in_turns(first, second)
    assert first.observed() == second.observed()
    assert first.state("c-1").schedule.reps == 2


@pytest.mark.usefixtures("small_turns")
def test_two_programs_that_sync_one_library_at_once_do_no_harm(make: Make) -> None:
    first, second = make("first"), make("second")
    for name in ("c-1", "c-2", "c-3"):
        first.rate(name)
    first.sync()
    other = make("second-again", content=None)
    other.stop()
    other.home, other.here = second.home, second.here
    other.start()
    second.rate("c-4")
    turns = count()

    def sync_too() -> None:
        if next(turns) in (2, 5):
            other.sync()

    second.between = sync_too
    second.sync()
    second.between = lambda: None
    in_turns(first, second)
    assert first.observed() == second.observed()
    assert [second.state(f"c-{n}").schedule.reps for n in range(1, 5)] == [1, 1, 1, 1]


def test_a_trial_run_writes_nothing_and_stops_when_it_is_told_to(make: Make) -> None:
    first = make("first")
    first.rate("c-1")

    def stop(_done: int, _total: int) -> NoReturn:
        raise Cancelled

    with pytest.raises(Cancelled):
        first.sync(dry=True, progress=stop)
    assert first.sync(dry=True).sent.ratings == 1
    assert first.sync().sent.ratings == 1


# Libraries of older releases


@pytest.mark.parametrize("release", sorted(file.stem for file in RELEASED.glob("*.db")))
def test_a_library_of_any_release_syncs_all_that_is_in_it(make: Make, release: str) -> None:
    old, new = make("old", content=None), make("new", content=None)
    old.stop()
    shutil.copy(RELEASED / f"{release}.db", old.home / FILE)
    old.start()
    old.clock.advance(days=30)
    content = _content(old)
    old.content = new.content = content
    new.parts.install(content)
    before = old.observed()
    report = old.sync()
    assert (report.unread, report.problems, report.cards) == ((), (), 0)
    assert report.sent.ratings == 2
    assert old.observed() == before
    in_turns(new, old)
    assert old.observed() == new.observed()
    assert new.state("c-1").schedule.reps == 2
    assert new.state("c-2").schedule.phase is Phase.NEW
    assert old.sync().sent.total == new.sync().sent.total == 0


def _content(laptop: Laptop):  # type: ignore[no-untyped-def]
    with laptop.store.open() as work:
        return work.content.deck(work.content.heads()[0].id)


def test_the_released_databases_are_older_than_sync_and_later(tmp_path: Path) -> None:
    def has_sync(release: str) -> bool:
        shutil.copy(RELEASED / f"{release}.db", tmp_path / FILE)
        with closing(sqlite3.connect(tmp_path / FILE)) as opened:
            return bool(opened.execute("SELECT 1 FROM sqlite_master WHERE name = 'sync_operation'").fetchone())

    assert [has_sync(release) for release in ("0003", "0011", "0012")] == [False, False, True]
