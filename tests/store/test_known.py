"""What a connection remembers of study data is what it would read: whoever wrote, and whatever was taken back."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from certdeck.core.errors import CertdeckError
from certdeck.core.ids import FaceId, item_of
from certdeck.core.own import Edit, text_of
from certdeck.core.scheduling.schedule import Rating
from certdeck.core.sync.plain import Unreadable
from certdeck.ports.store import UnitOfWork
from certdeck.ports.study_log import StudyEntry
from certdeck.store.database import Database, open_database
from certdeck.store.savepoint import whole_or_not
from certdeck.store.transaction import Transaction
from tests.builders import NOON, deck
from tests.store.contract import BASIC, REVERSED, changed, install, state

FACES = (BASIC, REVERSED, FaceId("c-reversed/2"), FaceId("c-gone/1"))


def rate(work: UnitOfWork, dice: Random) -> None:
    face = dice.choice(FACES)
    entry = StudyEntry("rate", NOON, work.study.state(face), state(face, flag=dice.randrange(8)), Rating.GOOD, 1)
    work.history.rate(entry, NOON)
    assert work.study.state(face) == entry.after


def flag(work: UnitOfWork, dice: Random) -> None:
    before = work.study.state(BASIC)
    change = work.history.begin("flag", NOON)
    work.study.record(StudyEntry("flag", NOON, before, before._replace(flag=dice.randrange(8)), change=change))


def undo(work: UnitOfWork, dice: Random) -> None:
    change = work.history.undoable()
    if change is not None:
        work.history.mark(change.id, undone=True)


def fit(work: UnitOfWork, dice: Random) -> None:
    work.preferences.put("fsrs_parameters", str(dice.random()))


def update(work: UnitOfWork, dice: Random) -> None:
    work.content.replace(deck(digest=f"{dice.randrange(10**9):064}"), NOON)


def edit(work: UnitOfWork, dice: Random) -> None:
    name = item_of(dice.choice((BASIC, REVERSED)))
    shipped = work.own.shipped(name)
    assert shipped is not None
    mine = replace(text_of(shipped), back=f"Mine: {dice.random()}")
    work.own.put_edit(name, dice.choice((None, Edit(mine, text_of(shipped)))), NOON)


def label(work: UnitOfWork, dice: Random) -> None:
    work.own.put_tags(item_of(BASIC), (f"tag-{dice.randrange(100)}",))


ACTS: tuple[Callable[[UnitOfWork, Random], None], ...] = (rate, rate, rate, flag, undo, fit, update, edit, label)


def standing(store: Database) -> tuple[object, ...]:
    with store.open() as work:
        # The order in which they are asked is another one each time, so that any may be known already.
        faces = Random(str(work.queues.stamp())).sample(FACES, len(FACES))
        found = {face: work.study.asked(face, faces) for face in faces}
        return (work.queues.stamp(), *((work.study.state(face), found[face]) for face in FACES))


def fail(work: Transaction, dice: Random) -> None:
    with whole_or_not(work.link):
        dice.choice(ACTS)(work, dice)
        work.queues.stamp()
        raise CertdeckError("That makes no sense.")


def act(store: Database, dice: Random) -> None:
    """Do something, and now and then take it back: all of it, or a part that came from elsewhere."""
    fate = dice.choice(("kept", "kept", "refused", "part"))
    with store.open(writing=True) as work:
        if fate == "part":
            with pytest.raises(Unreadable):
                fail(work, dice)
        else:
            dice.choice(ACTS)(work, dice)
        work.queues.stamp()
        if fate != "refused":
            work.commit()


@pytest.mark.parametrize("seed", range(8))
def test_it_is_what_another_program_reads(tmp_path: Path, seed: int) -> None:
    dice, folder = Random(seed), tmp_path
    stores = [open_database(folder, backups=folder, stamp="test") for _ in range(2)]
    install(stores[0])
    for _ in range(25):
        act(dice.choice(stores), dice)
        fresh = Database(folder / "certdeck.db")
        assert [standing(store) for store in stores] == [standing(fresh)] * 2
        fresh.close()
    for store in stores:
        store.close()


def test_faces_that_come_soon_are_read_together_and_anew_once_anything_but_a_rating_was_written(tmp_path: Path) -> None:
    store, dice, read = open_database(tmp_path, backups=tmp_path, stamp="test"), Random(1), list[str]()
    install(store)
    with store.open(writing=True) as work:
        work.link._connection.set_trace_callback(lambda said: read.append(said) if "title" in said else None)
        faces = FACES[:3]
        for face in faces:
            card, _ = work.study.asked(face, faces)
            assert card is not None
            work.history.rate(changed(state(face)), NOON)
        assert len(read) == 1
        label(work, dice)
        card, _ = work.study.asked(BASIC, faces)
        assert card is not None
        assert card.tags[-1].startswith("tag-")
        assert len(read) == 2
        work.link._connection.set_trace_callback(None)
    store.close()


def test_a_rating_alone_leaves_the_index_of_texts_as_it_is_and_one_with_a_new_text_does_not(tmp_path: Path) -> None:
    store, dice = open_database(tmp_path, backups=tmp_path, stamp="test"), Random(1)
    install(store)
    for first, second in ((rate, update), (update, rate)):
        with store.open(writing=True) as work:
            first(work, dice)
            second(work, dice)
            work.commit()
            assert work.link.row("SELECT entry FROM unindexed") is None
    store.close()
