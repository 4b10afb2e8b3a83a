"""A laptop that was copied whole: both go by one name, and are used before either hears of the other."""

import shutil
from itertools import permutations
from pathlib import Path

import pytest

from certdeck.core.exam.events import Ending
from certdeck.core.ids import FaceId, ItemId
from certdeck.core.scheduling.schedule import Rating
from certdeck.store.library_file import FILE
from tests.laptops import Laptop, Make, deliver

HERE = "one computer by its name, one folder"


def twins(make: Make) -> tuple[Laptop, Laptop]:
    """Return two laptops, each with a folder of its own; the second is a copy of the first, which was synced before."""
    first = make("first", apart=True, here=HERE)
    first.rate("c-1")
    first.sync()
    first.stop()
    second = make("second", apart=True, here=HERE, content=None)
    second.stop()
    shutil.copy(first.home / FILE, second.home / FILE)
    deliver(first.shared, second.shared)
    first.start()
    second.start()
    second.clock.advance(600)
    return first, second


def exchange(*laptops: Laptop) -> None:
    """Sync until nobody has anything to tell, each time bringing all folders to the same as programs would."""
    for _ in range(4):
        for one, other in permutations(laptops, 2):
            bring(one.shared, other.shared)
        for laptop in laptops:
            laptop.sync()


def bring(source: Path, target: Path) -> None:
    """Copy files; of two that clash the one that is there keeps its name, as with Syncthing and Dropbox."""
    for file in sorted(path for path in source.rglob("*") if path.is_file() and "conflict" not in path.name):
        place = target / file.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.exists():
            shutil.copy(file, place)
        elif place.read_bytes() != file.read_bytes():
            shutil.copy(file, place.with_name(place.name.replace(".jsonl", ".sync-conflict-20260314-120000-ABC.jsonl")))


def reps(laptop: Laptop) -> dict[str, int]:
    return {name: laptop.state(name).schedule.reps for name in ("c-1", "c-2", "c-3", "c-4")}


def test_what_both_told_under_the_same_numbers_is_on_both(make: Make) -> None:
    first, second = twins(make)
    first.rate("c-2")
    second.rate("c-3")
    second.rate("c-4", Rating.EASY)
    first.sync()
    second.sync()
    exchange(first, second)
    assert reps(first) == reps(second) == {"c-1": 1, "c-2": 1, "c-3": 1, "c-4": 1}
    assert first.observed() == second.observed()


def test_files_of_one_name_are_both_read_once_a_program_has_made_a_copy_of_one(make: Make) -> None:
    first, second = twins(make)
    first.rate("c-2")
    second.rate("c-3")
    first.sync()
    second.sync()
    assert {file.name for file in first.files()} == {file.name for file in second.files()}
    exchange(first, second)
    assert reps(first) == reps(second) == {"c-1": 1, "c-2": 1, "c-3": 1, "c-4": 0}
    assert first.observed() == second.observed()
    assert any("is a copy that another program made" in problem for problem in first.sync().problems)


def test_each_takes_a_name_of_its_own_once_it_knows(make: Make) -> None:
    first, second = twins(make)
    first.rate("c-2")
    second.rate("c-3")
    first.sync()
    second.sync()
    exchange(first, second)
    first.rate("c-1")
    second.rate("c-1")
    exchange(first, second)
    with first.store.open() as one, second.store.open() as other:
        assert one.exchange.operations.replica() != other.exchange.operations.replica()
    assert first.observed() == second.observed()
    assert reps(first)["c-1"] == 3


def test_no_file_is_said_to_be_missing_and_a_file_of_ones_own_that_was_lost_is_written_again(make: Make) -> None:
    first, second = twins(make)
    first.rate("c-2")
    second.rate("c-3")
    second.rate("c-4")
    first.sync()
    second.sync()
    exchange(first, second)
    for laptop, name in ((first, f"{3:012}-{3:012}.jsonl.gz"), (second, f"{3:012}-{4:012}.jsonl.gz")):
        report = laptop.sync()
        assert report.missing == {}
        assert report.others <= 1
        lost = next(file for file in laptop.files() if file.name == name)
        content = lost.read_bytes()
        lost.unlink()
        laptop.sync()
        assert lost.read_bytes() == content


@pytest.mark.parametrize("late", ["first", "second"])
def test_a_third_laptop_has_what_both_told_whichever_it_hears_first(make: Make, late: str) -> None:
    first, second = twins(make)
    third = make("third", apart=True)
    first.rate("c-2")
    second.rate("c-3")
    second.rate("c-4")
    first.sync()
    second.sync()
    early, other = (second, first) if late == "first" else (first, second)
    bring(early.shared, third.shared)
    third.sync()
    bring(other.shared, third.shared)
    third.sync()
    assert reps(third) == {"c-1": 1, "c-2": 1, "c-3": 1, "c-4": 1}
    exchange(first, second, third)
    assert first.observed() == second.observed() == third.observed()
    assert third.sync().missing == {}


def test_a_third_laptop_that_hears_both_at_once_has_what_both_told(make: Make) -> None:
    first, second = twins(make)
    third = make("third", apart=True)
    first.rate("c-2")
    second.rate("c-3")
    second.rate("c-4")
    first.sync()
    second.sync()
    bring(first.shared, third.shared)
    bring(second.shared, third.shared)
    third.sync()
    assert reps(third) == {"c-1": 1, "c-2": 1, "c-3": 1, "c-4": 1}


@pytest.mark.parametrize("told", [False, True])
def test_what_one_of_them_takes_back_is_taken_back_on_all_and_nothing_else(make: Make, told: bool) -> None:
    first, second = twins(make)
    first.rate("c-2")
    second.rate("c-3")
    first.sync()
    second.sync()
    if told:
        exchange(first, second)
    second.parts.history.undo()
    second.sync()
    exchange(first, second)
    assert reps(first) == reps(second) == {"c-1": 1, "c-2": 1, "c-3": 0, "c-4": 0}
    assert first.observed() == second.observed()


def test_what_was_told_before_the_copy_and_is_taken_back_on_one_is_taken_back_on_both(make: Make) -> None:
    first, second = twins(make)
    first.rate("c-2")
    second.parts.history.undo()
    first.sync()
    second.sync()
    exchange(first, second)
    assert reps(first) == reps(second) == {"c-1": 0, "c-2": 1, "c-3": 0, "c-4": 0}
    assert first.observed() == second.observed()


def test_what_took_back_a_rating_that_nobody_has_yet_waits_for_it(make: Make) -> None:
    first, second = twins(make)
    first.rate("c-2")
    second.rate("c-3")
    first.sync()
    second.sync()
    exchange(first, second)
    before = set(second.files())
    second.rate("c-4")
    second.sync()
    (late,) = set(second.files()) - before
    second.parts.history.undo()
    second.sync()
    bring(second.shared, first.shared)
    there = first.shared / late.relative_to(second.shared)
    there.unlink()
    first.sync()
    bring(second.shared, first.shared)
    first.sync()
    assert reps(first)["c-4"] == 0
    assert first.observed() == second.observed()


def test_exams_flags_and_notes_of_both_are_on_both(make: Make) -> None:
    first, second = twins(make)
    for number, laptop in enumerate((first, second)):
        sitting = laptop.parts.exams.start(seed=number)
        laptop.parts.exams.finish(sitting, Ending.SUBMITTED, 60.0 + number)
        laptop.parts.faces.flag(3 + number, FaceId(f"c-{2 + number}/1"))
        laptop.parts.cards.put_note(ItemId(f"c-{2 + number}"), f"note {number}")
        laptop.sync()
    exchange(first, second)
    assert first.observed() == second.observed()
    assert [first.state(name).flag for name in ("c-2", "c-3")] == [3, 4]
    assert len(first.parts.exams.heads()) == 2
