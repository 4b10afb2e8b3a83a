"""The process is killed at any moment: nothing that was acknowledged is lost, and nothing is half done.

`CERTDECK_KILLS` says how often a sitting is killed; `make kills` does it 200 times, the suite a few.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TypeVar

import pytest

from certdeck.core.exam.events import Ending
from certdeck.core.exam.sitting import Sitting
from certdeck.core.ids import DeckId, FaceId
from certdeck.core.scheduling.schedule import FaceState
from certdeck.core.scheduling.scope import Scope
from certdeck.core.search.parser import parse
from certdeck.store.functions import add_functions
from certdeck.store.library_file import FILE
from tests.builders import EXAM, NOON
from tests.clock import FixedClock
from tests.durability import index, sit, study
from tests.durability.library import fill, open_services, whole_deck
from tests.imported import IMPORTED
from tests.sitting import running

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
ROUNDS = range(1, 4)
KILLS = range(1, int(os.environ.get("CERTDECK_KILLS", "4")) + 1)
CLOCK_SECONDS = 1.0
"""A crash may cost the clock of an exam no more than that."""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    fill(tmp_path / "library")
    return tmp_path / "library"


def command(program: str, folder: Path, *numbers: int) -> list[str]:
    return [sys.executable, "-m", f"tests.durability.{program}", str(folder), *map(str, numbers)]


def killed(program: str, folder: Path, seed: int, after: int, *, idle: bool = False) -> int:
    """Run `program`, kill it once step `after` was acknowledged, and return the number of the last one that was.

    The program runs on until it dies, or waits after that step if it is to be killed while it is `idle`.
    """
    words = command(program, folder, seed, *([after] if idle else []))
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        numbers = [int(process.stdout.readline()) for _ in range(after + 1)]
        process.kill()
        # What it could still say before it died was acknowledged, too; a line without its end was not.
        numbers += [int(line) for line in process.stdout.readlines() if line.endswith("\n")]
    assert process.returncode != 0
    return numbers[-1]


def rehearsed(play: Callable[[Path, int], Iterator[T]], folder: Path, seed: int) -> list[T]:
    """Return what every action leads to, found out on a copy of the library."""
    copy = folder.parent / f"rehearsal-{seed}"
    shutil.copytree(folder, copy)
    return list(play(copy, seed))


def integrity(folder: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(folder / FILE)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return connection.execute("PRAGMA integrity_check").fetchall()


def without_clock(sitting: Sitting) -> Sitting:
    return replace(sitting, elapsed=0.0)


@pytest.mark.parametrize("seed", KILLS)
def test_an_exam_that_is_killed_goes_on_with_the_same_answers_and_clock(library: Path, seed: int) -> None:
    expected = rehearsed(sit.play, library, seed)
    last = killed("sit", library, seed, Random(seed).randint(5, 400), idle=seed % 2 == 0)
    services = open_services(library, FixedClock())
    found = running(services.exams)
    resumed = services.exams.load(found.id)
    services.close()
    # One more action may have been written that nobody was told of.
    possible = [without_clock(sitting) for sitting, _ in expected[last : last + 2]]
    assert without_clock(resumed) in possible
    assert resumed.form == expected[0][0].form
    assert expected[last][1] - CLOCK_SECONDS <= resumed.elapsed <= expected[last + 1][1]
    assert integrity(library) == [("ok",)]


def test_a_crash_while_nothing_is_clicked_costs_the_clock_no_more_than_a_second(library: Path) -> None:
    dice = Random(20260316)
    for seed in ROUNDS:
        expected = rehearsed(sit.play, library, seed)
        states = [without_clock(sitting) for sitting, _ in expected]
        thinking = [number for number in range(8, 600) if states[number] == states[number - 8]]
        last = killed("sit", library, seed, dice.choice(thinking), idle=True)
        services = open_services(library, FixedClock())
        found = running(services.exams)
        services.close()
        assert expected[last][1] - CLOCK_SECONDS <= found.elapsed <= expected[last][1]


def test_a_killed_exam_can_be_resumed_submitted_and_graded(library: Path) -> None:
    killed("sit", library, 1, 400)
    services = open_services(library, FixedClock())
    found = running(services.exams)
    resumed = services.exams.load(found.id)
    assert [state.answer for state in resumed.states if state.answer is not None]
    services.exams.finish(resumed, Ending.SUBMITTED, resumed.elapsed + 1)
    graded, report = services.exams.report(found.id)
    services.close()
    assert graded.ending is Ending.SUBMITTED
    assert len(report.questions) == 65
    assert [result.state.answer for result in report.questions] == [state.answer for state in resumed.states]


def test_no_rating_is_lost_when_the_process_is_killed(library: Path) -> None:
    dice = Random(20260315)
    before = 0
    for seed in ROUNDS:
        remembered = rehearsed(study.play, library, seed)
        last = killed("study", library, seed, dice.randint(5, 35))
        services = open_services(library, FixedClock())
        assert study.stored(services, before) in remembered[last : last + 2]
        before = study.entries(services)
        services.close()
        assert integrity(library) == [("ok",)]


def test_undo_works_all_the_way_back_after_a_kill(library: Path) -> None:
    killed("study", library, 1, 30)
    services = open_services(library, FixedClock())
    undone: list[FaceId] = []
    while (change := services.history.undo()[1]) is not None:
        undone += change.faces
    assert len(undone) > 10
    assert [services.study.state(face) for face in undone] == [FaceState(face) for face in undone]
    services.close()


def statements(folder: Path) -> int:
    """Count the statements of a whole install into a copy of `folder`."""
    copy = folder.parent / "counted"
    if folder.exists():
        shutil.copytree(folder, copy)
    done = subprocess.run(command("end", copy, 0), cwd=ROOT, check=True, capture_output=True, text=True)
    return int(done.stdout)


def test_a_deck_is_installed_whole_or_not_at_all(library: Path) -> None:
    count, dice = statements(library), Random(20260316)
    old, new = whole_deck(), whole_deck("2.0.0")
    for number in (*sorted(dice.randint(4, count) for _ in range(2)), count):
        done = subprocess.run(command("end", library, number), cwd=ROOT, check=False, capture_output=True)
        assert done.returncode != 0
        services = open_services(library, FixedClock())
        with services.store.open() as work:
            found = work.content.deck(DeckId("deck-1"))
            revised = work.content.revisions(found.id)
            waiting = work.queues.waiting(Scope(found.id, EXAM), NOON, NOON, new=999, reviews=999)
        services.close()
        assert found in (old, new)
        assert revised.keys() == {item.id for item in found.items()}
        assert len(waiting) == 60
        assert integrity(library) == [("ok",)]


def test_a_first_start_that_is_killed_is_made_good_by_the_next(tmp_path: Path) -> None:
    dice = Random(20260317)
    for number in (2, *(dice.randint(5, 40) for _ in range(2))):
        folder = tmp_path / f"killed-at-{number}"
        done = subprocess.run(command("end", folder, number), cwd=ROOT, check=False, capture_output=True)
        assert done.returncode != 0
        services = open_services(folder, FixedClock())
        services.options.change(new_per_day=3)
        assert services.library.heads() == ()
        services.close()
        assert integrity(folder) == [("ok",)]


@pytest.mark.parametrize("after", [0, 1, 20, index.COUNT // index.PIECE])
def test_cards_are_searchable_at_the_next_search_wherever_making_them_so_was_killed(library: Path, after: int) -> None:
    last = killed("index", library, 0, after, idle=after % 2 == 0)
    services = open_services(library, FixedClock())
    left = services.full_text.left()
    # One more piece may have been done that nobody was told of.
    assert left in {max(0, index.COUNT - done * index.PIECE) for done in (last, last + 1)}
    assert services.study.next(Scope(IMPORTED)) is not None
    assert services.search.count(parse("alpaca")) == index.COUNT
    assert services.full_text.left() == 0
    services.close()
    assert integrity(library) == [("ok",)]
    with closing(sqlite3.connect(library / FILE)) as connection:
        add_functions(connection)
        connection.execute("INSERT INTO word_index (word_index, rank) VALUES ('integrity-check', 1)")
