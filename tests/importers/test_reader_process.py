"""A large package is read by a process of its own: the same batches, whatever is wanted, and what a crash leaves."""

import os
import pickle
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from multiprocessing import active_children
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck import bootstrap
from certdeck.core.batches import LEARNT, NOTHING, WHOLE, Answer, Batch, Rule, Turns
from certdeck.core.errors import ImportRefused
from certdeck.core.ids import DeckId
from certdeck.core.incoming import BareLearnt, sides_of
from certdeck.core.scheduling.options import Options
from certdeck.core.scheduling.schedule import Phase
from certdeck.importers import anki_package
from certdeck.importers.anki_package import Contents, PackageNotes
from certdeck.importers.files import Files
from certdeck.importers.reader_process import ReadAhead, _HalfTaken, _rest_taken
from certdeck.markup.from_html import markdown_of
from certdeck.memory.fsrs_model import FsrsModel
from certdeck.ports.exporting import Cancelled
from certdeck.ports.importing import Batches
from certdeck.services.learnt import Taking
from certdeck.store.study import written
from tests.importers.anki_files import add, database, exported, open_anki, sample
from tests.importers.readers import kill_all, nobody_waits

LEARNT_CARDS = "UPDATE cards SET type = 2, queue = 2, due = 9, ivl = 7 WHERE id % 2"
REVIEWED = "INSERT INTO revlog SELECT id - 10000000, id, -1, 3, 1, 1, 2500, 4000, 1 FROM cards WHERE id % 3"
ENDED = r"deck\.apkg can't be imported: the process .* ended before it was done \(code -9\)\. Nothing was imported"
BARE = BareLearnt(Phase.REVIEW, 0, 9, (12.5, 6.0), 3, 1, False, 2, ((5, 3, 900), (7, 0, 0)))
Way = list[tuple[Answer, Batch | None]]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    with open_anki(tmp_path / "anki") as anki:
        sample(anki)
        for number in range(30):
            add(anki, "Basic", f"What is <i>{number}</i>?", f"It is &lt;{number}", tags="a b::c")
        database(anki).execute(LEARNT_CARDS)
        database(anki).execute(REVIEWED)
        return exported(anki, tmp_path / "deck.apkg")


def rule(notes: PackageNotes) -> Rule:
    return Rule(sides_of({known.key: known for known in notes.types}), "Else")


def way(turns: Batches, dice: Random) -> Way:
    """Go through all batches and want something of each note."""
    batch = turns.first()
    seen: Way = [(Answer((), {}), batch)]
    while batch is not None:
        turns.ask(bytes(dice.choice((NOTHING, LEARNT, WHOLE)) for _ in range(batch.size)))
        seen.append(turns.answered())
        batch = seen[-1][1]
    return seen


def way_through(notes: PackageNotes, waiting: Callable[[], None] = nobody_waits, seed: int = 1) -> Way:
    with notes.batches(rule(notes), waiting) as turns:
        return way(turns, Random(seed))


@pytest.mark.usefixtures("_apart")
@pytest.mark.parametrize("seed", range(3))
def test_a_process_hands_out_what_its_own_would(package: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    there, here = PackageNotes(package, markdown_of), PackageNotes(package, markdown_of)
    with there.batches(rule(there), nobody_waits) as turns:
        assert not isinstance(turns, Turns)
        assert active_children()
        found = way(turns, Random(seed))
    with here.skimming() as notes:
        assert found == way(Turns(notes, rule(here)), Random(seed))
    assert (there.pictures, there.losses, there.returned) == (here.pictures, here.losses, here.returned)
    assert [there.picture(one.token) for one in here.pictures] == list(here.pictures)
    assert there.pictures


@pytest.mark.usefixtures("_apart")
def test_a_card_that_is_not_the_first_of_its_note_comes_whole(package: Path) -> None:
    there, here = PackageNotes(package, markdown_of), PackageNotes(package, markdown_of)
    for notes in (there, here):
        with closing(sqlite3.connect(notes._contents.collection)) as connection:
            connection.execute("UPDATE cards SET ord = 1 WHERE id % 2")
            connection.commit()
    with here.skimming() as notes_here:
        assert way_through(there) == way(Turns(notes_here, rule(here)), Random(1))


@pytest.mark.usefixtures("_apart")
def test_notes_are_read_anew_by_another_process_when_theirs_has_read_them(package: Path) -> None:
    notes = PackageNotes(package, markdown_of)
    for _ in range(2):
        with notes.batches(rule(notes), nobody_waits) as turns:
            assert not isinstance(turns, Turns)
            assert turns.first() is not None
    assert way_through(notes) == way_through(notes)
    assert active_children() == []


@pytest.mark.usefixtures("_apart")
def test_no_process_waits_while_a_package_is_only_looked_at(package: Path) -> None:
    notes = PackageNotes(package, markdown_of)
    list(notes)
    assert active_children() == []
    with notes.batches(rule(notes), nobody_waits) as turns:
        assert not isinstance(turns, Turns)


@pytest.mark.usefixtures("_apart")
def test_a_package_that_nobody_reads_leaves_no_process_behind(package: Path) -> None:
    notes = PackageNotes(package, markdown_of)
    assert len(active_children()) == 1
    del notes
    assert active_children() == []


@pytest.mark.usefixtures("_apart")
def test_who_does_not_want_to_wait_any_more_ends_the_process(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Connection, "poll", lambda *_: False)
    notes = PackageNotes(package, markdown_of)

    def cancel() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        way_through(notes, cancel)
    assert active_children() == []


@pytest.mark.usefixtures("_apart")
def test_a_process_that_is_killed_before_it_reads_is_said_in_words(package: Path) -> None:
    notes = PackageNotes(package, markdown_of)
    kill_all()
    with pytest.raises(ImportRefused, match=ENDED):
        way_through(notes)


@pytest.mark.usefixtures("_apart")
def test_a_process_that_is_killed_while_it_reads_is_said_in_words(package: Path) -> None:
    notes = PackageNotes(package, markdown_of)
    with notes.batches(rule(notes), nobody_waits) as turns:
        batch = turns.first()
        assert batch is not None
        kill_all()
        with pytest.raises(ImportRefused, match=ENDED):
            _answer(turns, batch)
    assert active_children() == []


def _answer(turns: Batches, batch: Batch) -> None:
    turns.ask(bytes(batch.size))
    turns.answered()


@pytest.mark.usefixtures("_apart")
def test_damage_that_the_process_meets_is_told_as_ever(package: Path) -> None:
    notes = PackageNotes(package, markdown_of)
    place = notes._contents.collection
    content = bytearray(place.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    place.write_bytes(content)
    with pytest.raises(ImportRefused, match="its collection is damaged") as there:
        way_through(notes)
    with pytest.raises(ImportRefused) as here:
        list(notes)
    assert str(there.value) == str(here.value)


@pytest.mark.usefixtures("_apart")
@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_in_a_collection_comes_of_it_there_as_here(package: Path, seed: int) -> None:
    dice = Random(seed)
    there, here = PackageNotes(package, markdown_of), PackageNotes(package, markdown_of)
    here._ahead = ReadAhead(large=False)
    content = bytearray(there._contents.collection.read_bytes())
    for _ in range(dice.choice((1, 20, 400))):
        # Behind the schema, which was read already.
        content[dice.randrange(4096, len(content))] = dice.choice((0, 0x1F, 0x3C, 0x80, 0xFF, dice.randrange(256)))
    for notes in (there, here):
        notes._contents.collection.write_bytes(content)
    assert came_of(there) == came_of(here)


def came_of(notes: PackageNotes) -> object:
    """Return the way through `notes` and what is beside them, or the words by which they are refused."""
    try:
        return way_through(notes), notes.losses, notes.pictures
    except ImportRefused as error:
        return str(error)


@pytest.mark.parametrize("processors", [1, None])
def test_no_process_is_started_where_it_would_have_to_share_a_processor(
    package: Path, monkeypatch: pytest.MonkeyPatch, processors: int | None
) -> None:
    monkeypatch.setattr(anki_package, "LARGE", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    assert PackageNotes(package, markdown_of).types
    assert active_children() == []


def test_a_small_package_is_read_where_one_is(package: Path) -> None:
    notes = PackageNotes(package, markdown_of)
    with notes.batches(rule(notes), nobody_waits) as turns:
        assert isinstance(turns, Turns)
    assert active_children() == []


@pytest.mark.usefixtures("_apart")
def test_a_process_that_cannot_be_started_is_done_without(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", fail)
    notes = PackageNotes(package, markdown_of)
    with notes.batches(rule(notes), nobody_waits) as turns:
        assert isinstance(turns, Turns)


UNPACKED = """
import pickle, sys
from importlib import import_module
for module in sys.argv[1:]:
    import_module(module)
before = set(sys.modules)
pickle.load(sys.stdin.buffer)
print(*(set(sys.modules) - before))
"""


@given(st.lists(st.none() | st.tuples(st.sampled_from([DeckId("aa"), DeckId("bb")]), st.just(BARE)), max_size=9))
def test_half_of_what_was_learnt_is_taken_over_by_the_reader_and_the_rest_by_those_who_are_told(
    learnt: list[tuple[DeckId, BareLearnt] | None],
) -> None:
    def take(several: Sequence[tuple[DeckId, BareLearnt] | None]) -> list[object]:
        done.append(len(several))
        return [one and (one[0], one[1].phase, one[1].reviews) for one in several]

    done: list[int] = []
    told = pickle.loads(pickle.dumps(_HalfTaken(take)(learnt)))
    assert _rest_taken(take, told) == take(learnt)
    assert done == [len(learnt) // 2, len(learnt) - len(learnt) // 2, len(learnt)]


def test_what_is_sent_to_the_process_is_loaded_before_it_comes() -> None:
    files = bootstrap._files()
    assert isinstance(files, Files)
    modules = {getattr(one, "__module__", "") for one in (Contents, markdown_of, *files._sent)}
    take = Taking(FsrsModel(), {DeckId("aa"): Options()}, Options(), 0, written)
    sent = pickle.dumps(Rule({"basic": ((0,), (1,))}, "Else", take))
    run = subprocess.run([sys.executable, "-c", UNPACKED, *modules], input=sent, capture_output=True, check=True)
    assert run.stdout.split() == []
