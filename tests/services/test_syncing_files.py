"""Files of changes that are late, doubled, lost, damaged or hostile; copies of a library; a process that is killed."""

import gzip
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from certdeck.core.errors import SyncError
from certdeck.core.ids import DeckId, FaceId, ItemId
from certdeck.core.own import CardText, Draft
from certdeck.core.scheduling.schedule import Phase, Rating
from certdeck.exporters.shared_folder import PLACE
from certdeck.ports.intake import Entrant
from certdeck.services.sync_parts import Tally
from certdeck.store.library_file import FILE
from tests.builders import NOON, covers
from tests.clock import FixedClock
from tests.laptops import CONTENT, Make, deliver


def test_a_lost_file_is_told_of_and_what_is_there_is_merged_and_the_rest_when_it_is_found(make: Make) -> None:
    first, second = make("first"), make("second")
    for name in ("c-1", "c-2", "c-3"):
        first.rate(name)
        first.sync()
    lost = first.files()[1]
    kept = lost.read_bytes()
    lost.unlink()
    report = second.sync()
    (missing,) = report.missing.values()
    assert missing >= 1
    assert [second.state(name).schedule.reps for name in ("c-1", "c-2", "c-3")] == [1, 0, 1]
    lost.write_bytes(kept)
    assert second.sync().missing == {}
    assert second.state("c-2").schedule.reps == 1


def test_a_laptop_that_misses_files_of_its_own_writes_them_again_byte_for_byte(make: Make, tmp_path: Path) -> None:
    first = make("first")
    first.rate("c-1")
    first.sync()
    before = {file: file.read_bytes() for file in first.files()}
    for file in before:
        file.unlink()
    first.rate("c-2")
    assert first.sync().files_written == len(before) + 1
    assert {file: file.read_bytes() for file in before} == before
    empty = tmp_path / "stick"
    empty.mkdir()
    with first.another_folder(empty):
        assert first.sync().files_written == len(before) + 1


@pytest.mark.parametrize("spoilt", [b"", b"\0" * 50])
def test_a_laptop_writes_a_file_of_its_own_again_that_others_could_not_read(make: Make, spoilt: bytes) -> None:
    first, second = make("first"), make("second")
    second.sync()
    first.rate("c-1")
    first.sync()
    (file,) = first.files()
    before = file.read_bytes()
    file.write_bytes(spoilt)
    second.rate("c-2")
    assert len(second.sync().problems) == 1
    assert first.sync().files_written == 1
    assert file.read_bytes() == before
    assert second.sync().problems == ()
    assert second.state("c-1").schedule.reps == 1
    second.rate("c-3")
    second.sync()
    assert first.sync().files_written == 0


def test_what_others_lost_is_told_of_by_what_a_third_has_seen(make: Make) -> None:
    first, second, third = (make(name, apart=True) for name in ("first", "second", "third"))
    first.rate("c-1")
    first.sync()
    deliver(first.shared, second.shared)
    second.rate("c-2")
    second.sync()
    for file in second.files():
        copy = third.shared / file.relative_to(second.shared)
        copy.parent.mkdir(parents=True)
        shutil.copy(file, copy)
    report = third.sync()
    assert sum(report.missing.values()) > 0
    assert third.state("c-2").schedule.reps == 1
    deliver(first.shared, third.shared)
    assert third.sync().missing == {}


# What is no file of changes, or not yet


def test_a_file_that_is_not_copied_whole_yet_is_left_for_later(make: Make) -> None:
    first, second = make("first"), make("second")
    first.rate("c-1")
    first.sync()
    (file,) = first.files()
    whole = file.read_bytes()
    for size in (0, 1, 20, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:size])
        report = second.sync()
        assert any("not copied whole yet" in problem for problem in report.problems), size
        assert second.state("c-1").schedule.phase is Phase.NEW
    file.write_bytes(whole)
    assert second.sync().problems == ()
    assert second.state("c-1").schedule.reps == 1


def rewritten(file: Path, change: Callable[[list[str]], list[str]], *, checked: bool = True) -> None:
    """Change the lines of a file, and give it a checksum that is right."""
    import hashlib

    lines = change(gzip.decompress(file.read_bytes()).decode().split("\n")[:-2])
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest() if checked else "0"
    file.write_bytes(gzip.compress("\n".join((*lines, json.dumps({"sha256": digest}), "")).encode()))


HOSTILE: dict[str, Callable[[list[str]], list[str]]] = {
    "no json": lambda lines: [lines[0], *("{" for _ in lines[1:])],
    "another replica": lambda lines: [lines[0].replace('"replica": "', '"replica": "f'), *lines[1:]],
    "fewer lines": lambda lines: lines[:-1],
    "numbers out of order": lambda lines: [lines[0], *reversed(lines[1:])],
    "a head of another kind": lambda lines: ["[1, 2]", *lines[1:]],
    "no number": lambda lines: [lines[0], *(line.replace("1500", "NaN") for line in lines[1:])],
    "half a sign": lambda lines: [lines[0], *(line.replace("c-1", "\\ud800") for line in lines[1:])],
    "an endless stability": lambda lines: [lines[0], *(line.replace("2.3065", "1e999") for line in lines[1:])],
    "a time without end": lambda lines: [lines[0], *(line.replace("[", "[9" * 1, 1) for line in lines[1:])],
    "deep nesting": lambda lines: [lines[0], *("[" * 100_000 for _ in lines[1:])],
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_that_makes_no_sense_is_named_and_left_out(make: Make, kind: str) -> None:
    first, second = make("first"), make("second")
    first.rate("c-1")
    first.sync()
    (file,) = first.files()
    rewritten(file, HOSTILE[kind])
    before = second.observed()
    report = second.sync()
    assert any(file.name in problem and "left out" in problem for problem in report.problems), report.problems
    assert second.observed() == before


def test_a_file_of_a_later_version_is_refused_and_says_what_to_do(make: Make) -> None:
    first, second = make("first"), make("second")
    first.rate("c-1")
    first.sync()
    (file,) = first.files()
    rewritten(file, lambda lines: [lines[0].replace('"certdeck-sync": 1', '"certdeck-sync": 2'), *lines[1:]])
    (problem,) = second.sync().problems
    assert "later version of Certdeck" in problem
    assert "Install" in problem


def test_changes_of_a_right_file_that_make_no_sense_are_named_and_harm_nothing(make: Make) -> None:
    first, second = make("first"), make("second")
    first.parts.cards.create(Draft(CardText(front="Front?", back="Back."), covers()))
    first.parts.cards.put_note(ItemId("c-1"), "A note.")
    first.parts.search.save("Hard", "tag:hard")
    first.sync()
    (file,) = first.files()
    rewritten(file, lambda lines: [lines[0], *(_spoilt(line) for line in lines[1:])])
    report = second.sync()
    assert len(report.unread) == 2
    assert second.parts.cards.note(ItemId("c-1")) == "A note."
    assert len(second.sync().unread) == 2


def _spoilt(line: str) -> str:
    number, time, count, (kind, key, value) = json.loads(line)
    if key.startswith(("card:", "search:")):
        value = json.dumps({"id": "../../etc", "name": 7})
    return json.dumps([number, time, count, [kind, key, value]])


def test_links_and_strange_names_are_named_and_not_followed(make: Make, tmp_path: Path) -> None:
    first, second = make("first"), make("second")
    first.rate("c-1")
    first.sync()
    (file,) = first.files()
    outside = tmp_path / "outside.gz"
    file.rename(outside)
    file.symlink_to(outside)
    (first.shared / PLACE / ("0" * 16)).symlink_to(tmp_path)
    (first.shared / PLACE / "notes.txt").write_text("Not ours.")
    os.mkfifo(file.with_name("000000000900-000000000901.jsonl.gz"))
    (file.parent / ".syncthing.half.tmp").write_text("half")
    file.with_name("000000000001-000000000002 (conflicted copy).jsonl.gz").write_bytes(b"x")
    report = second.sync()
    assert len(report.problems) == 5
    assert second.state("c-1").schedule.phase is Phase.NEW
    assert (first.shared / PLACE / "notes.txt").read_text() == "Not ours."


def test_a_bomb_is_not_unpacked(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("certdeck.exporters.shared_folder.MOST_TEXT", 100_000)
    first, second = make("first"), make("second")
    first.rate("c-1")
    first.sync()
    (file,) = first.files()
    file.write_bytes(gzip.compress(b"0" * 1_000_000))
    (problem,) = second.sync().problems
    assert "too large" in problem


def test_a_folder_that_is_not_there_or_is_a_link_is_refused(make: Make, tmp_path: Path) -> None:
    first = make("first")
    with first.another_folder(tmp_path / "nowhere"), pytest.raises(SyncError, match="There is no folder"):
        first.sync()
    (tmp_path / "elsewhere").mkdir()
    (first.shared / PLACE).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SyncError, match="no folder of its own"):
        first.sync()


# Killed, copied, put back


def test_one_that_is_killed_before_its_file_is_written_writes_it_the_next_time(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = make("first"), make("second")
    first.rate("c-1")

    def killed(_self: object, _changes: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("certdeck.exporters.shared_folder.FolderOfChanges.write", killed)
        with pytest.raises(KeyboardInterrupt):
            first.sync()
    first.stop()
    first.start()
    assert first.sync().files_written == 1
    second.sync()
    assert second.state("c-1").schedule.reps == 1


def test_one_that_is_killed_before_the_database_is_written_has_done_nothing(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = make("first"), make("second")
    first.rate("c-1")
    first.sync()
    before = second.observed()

    def killed(_self: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("certdeck.store.transaction.Transaction.commit", killed)
        with pytest.raises(KeyboardInterrupt):
            second.sync()
    assert second.observed() == before
    assert second.sync().came.ratings == 1


def test_a_folder_that_takes_no_file_keeps_what_came_and_sends_the_rest_later(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = make("first"), make("second")
    first.rate("c-1")
    first.sync()
    second.rate("c-2")

    def full(_target: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("certdeck.exporters.shared_folder.replacing", full)
        report = second.sync()
    assert (report.unsent, report.sent_late.total) == (1, 0)
    assert "could not be written" in report.problems[0]
    assert second.state("c-1").schedule.reps == 1
    second.rate("c-3")
    report = second.sync()
    assert (report.files_written, report.sent, report.sent_late) == (2, Tally(ratings=1), Tally(ratings=1))
    assert second.sync().sent_late == Tally()


def test_a_backup_that_was_put_back_gets_back_what_it_had_told_and_reuses_no_number(make: Make) -> None:
    first, second = make("first"), make("second")
    first.rate("c-1")
    first.sync()
    first.stop()
    backup = first.home / "backup.db"
    shutil.copy(first.home / FILE, backup)
    first.start()
    first.rate("c-2")
    first.sync()
    first.stop()
    shutil.copy(backup, first.home / FILE)
    first.start()
    first.rate("c-3", after=4000)
    first.sync()
    assert [first.state(name).schedule.reps for name in ("c-1", "c-2", "c-3")] == [1, 1, 1]
    second.sync()
    first.sync()
    assert first.observed() == second.observed()
    with first.store.open() as work:
        assert len(work.exchange.operations.own()) == 2


def test_a_copied_library_is_another_one(make: Make) -> None:
    first = make("first")
    first.rate("c-1")
    first.parts.exams.start(seed=1)
    first.sync()
    copied = make("copied", content=None)
    copied.stop()
    first.stop()
    shutil.copy(first.home / FILE, copied.home / FILE)
    first.start()
    copied.start()
    first.rate("c-2")
    copied.rate("c-3")
    for laptop in (first, copied, first):
        laptop.sync()
    assert first.observed() == copied.observed()
    assert [first.state(name).schedule.reps for name in ("c-1", "c-2", "c-3")] == [1, 1, 1]
    with first.store.open() as one, copied.store.open() as other:
        assert one.exchange.operations.replica() != other.exchange.operations.replica()


def test_a_library_that_was_copied_before_it_was_ever_synced_has_nothing_twice(make: Make) -> None:
    first = make("first")
    for name in ("c-1", "c-2"):
        first.rate(name)
    first.parts.faces.forget(FaceId("c-2/1"))
    copied = make("copied", content=None)
    copied.stop()
    first.stop()
    shutil.copy(first.home / FILE, copied.home / FILE)
    first.start()
    copied.start()
    before = first.observed()
    for laptop in (first, copied, first, copied):
        laptop.sync()
    assert first.observed() == copied.observed() == before


# Folders in a bad way


def test_a_folder_that_vanishes_midway_is_told_of_once_and_what_came_is_kept(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = make("first"), make("second")
    monkeypatch.setattr("certdeck.services.syncing.MOST", 1)
    for name in ("c-1", "c-2", "c-3"):
        first.rate(name)
        first.sync()
    away = first.shared.with_name("away")
    turns = 0

    def pull_out() -> None:
        nonlocal turns
        turns += 1
        if second.state("c-1").schedule.reps and first.shared.exists():
            first.shared.rename(away)

    second.between = pull_out
    second.rate("c-4")
    report = second.sync()
    assert sum("The shared folder is gone" in problem for problem in report.problems) == 1
    assert report.unsent == 1
    assert second.state("c-1").schedule.reps == 1
    assert second.state("c-3").schedule.reps == 0
    assert not first.shared.exists()
    away.rename(first.shared)
    second.between = lambda: None
    assert second.sync().problems == ()
    first.sync()
    assert first.observed() == second.observed()


def test_a_folder_that_can_only_be_read_brings_what_is_in_it_and_says_so_once(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = make("first"), make("second")
    first.rate("c-1")
    first.sync()

    def refuse(self: Path, *_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    second.rate("c-2")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "mkdir", refuse)
        report = second.sync()
    assert second.state("c-1").schedule.reps == 1
    (problem,) = report.problems
    assert "could not be written (Permission denied)" in problem
    assert "goes with the next sync" in problem
    assert second.sync().files_written == 1


def test_copies_that_sync_tools_make_of_clashing_files_are_named_and_harm_nothing(make: Make) -> None:
    first, second = make("first"), make("second")
    first.rate("c-1")
    first.sync()
    (file,) = first.files()
    stem = file.name.removesuffix(".jsonl.gz")
    names = (
        f"{stem} (Ada's conflicted copy 2026-03-14).jsonl.gz",
        f"{stem}.sync-conflict-20260314-120000-ABCDEFG.jsonl.gz",
        f"{stem} (1).jsonl.gz",
        f"{stem}.jsonl (conflict copy).gz",
        f"{stem}.jsonl.gz.bak",
    )
    for name in names:
        shutil.copy(file, file.with_name(name))
    report = second.sync()
    assert all(any(name in problem and "left alone" in problem for problem in report.problems) for name in names)
    assert len(report.problems) == len(names)
    assert second.state("c-1").schedule.reps == 1
    assert all(file.with_name(name).exists() for name in names)


def test_ten_thousand_files_are_read_few_at_a_time_and_a_file_that_overlaps_others_doubles_nothing(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = make("first"), make("second")
    monkeypatch.setattr("certdeck.services.sync_run.MOST", 2)
    for _ in range(3):
        first.rate("c-1", after=4_000)
    first.sync()
    files = first.files()
    assert len(files) == 2
    folder = files[0].parent
    for number in range(10_000):
        (folder / f"{number + 500:012}-{number + 500:012}.jsonl.gz").write_bytes(b"")
    report = second.sync()
    assert len(report.problems) == 10_000
    assert second.state("c-1").schedule.reps == 3
    assert report.files_read == 2


@pytest.mark.parametrize("days", [1, -1])
def test_clocks_that_are_a_day_apart_lose_no_rating_and_no_text(make: Make, days: int) -> None:
    first, second = make("first"), make("second", clock=FixedClock(NOON + timedelta(days=days)))
    for laptop, rating in ((first, Rating.GOOD), (second, Rating.HARD)):
        laptop.rate("c-1", rating)
        laptop.parts.cards.tag([ItemId("c-1")], add=[laptop.home.name])
    for laptop in (first, second, first):
        laptop.sync()
    assert first.observed() == second.observed()
    assert first.state("c-1").schedule.reps == 2
    assert first.parts.cards.own_tags(ItemId("c-1")) == ("first", "second")
    first.rate("c-1", Rating.AGAIN)
    first.parts.cards.put_note(ItemId("c-1"), "The last word.")
    for laptop in (first, second):
        laptop.sync()
    assert first.observed() == second.observed()
    assert second.parts.cards.note(ItemId("c-1")) == "The last word."


CARDS: dict[str, Callable[[dict[str, object]], object]] = {
    "of an author's deck": lambda said: said | {"deck": "deck-1"},
    "of one's own": lambda said: said | {"deck": "own"},
    "of a deck without a title": lambda said: said | {"title": " "},
    "of a deck with a name that is none": lambda said: said | {"deck": "import-../../etc"},
    "under another's name": lambda said: said | {"cards": [["c-1", said["cards"][0][1]]]},  # type: ignore[index]
    "twice": lambda said: said | {"cards": said["cards"] * 2},  # type: ignore[operator]
    "of no kind": lambda said: said | {"cards": [["imported-1", {"id": "imported-1", "kind": 7}]]},
    "without end": lambda said: said | {"cards": [[f"imported-{n}", None] for n in range(3_000)]},
    "that are none": lambda _said: [1, 2],
}


@pytest.mark.parametrize("kind", CARDS)
def test_imported_cards_that_make_no_sense_are_named_and_change_nothing(make: Make, kind: str) -> None:
    first, second = make("first"), make("second")
    with first.store.open(writing=True) as work:
        card = replace(CONTENT.cards[0], id=ItemId("imported-0"))
        work.intake.put(DeckId("import-lakes"), "Lakes", [Entrant(card)], first.clock.now())
        work.commit()
    first.sync()
    (file,) = first.files()

    def spoil(line: str) -> str:
        number, time, count, body = json.loads(line)
        if body[0] == "record" and body[1] == "cards":
            body[2] = json.dumps(CARDS[kind](json.loads(body[2])))
        return json.dumps([number, time, count, body])

    rewritten(file, lambda lines: [lines[0], *map(spoil, lines[1:])])
    before = second.observed()
    report = second.sync()
    assert len(report.unread) == 1
    assert second.observed() == before
    assert [head.id for head in second.parts.library.heads()] == ["deck-1"]
