"""Cards that are new and plain come in the quick way just as they would with all care: the same rows, to the bit."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from certdeck.core import batches
from certdeck.core.ids import DeckId, ItemId
from certdeck.core.intake import Outcome
from certdeck.core.scheduling.options import Options
from certdeck.importers import anki_package
from certdeck.ports.intake import Entrant
from certdeck.services.arriving import Comparison
from certdeck.services.importing import Choices
from tests.builders import deck
from tests.clock import FixedClock
from tests.importers.anki_files import add, database, exported, open_anki, sample
from tests.library import open_library

TABLES = ("item", "entry", "entry_tag", "tag", "face_state", "study_log", "change_step", "deck", "word_index_data")
WORDS = ["Was", "Groß", "ist", "ΣΑΣ", "3.", "-", "+", "=", "x.y", "(z)", "“quoted”", "é", "ﬁ", "𝒳", "a-b", "12"]
REVIEWS = (
    "INSERT INTO revlog (id, cid, usn, ease, ivl, lastIvl, factor, time, type) VALUES (?, ?, -1, ?, 1, 1, ?, ?, ?)"
)
CHANGE = (
    "UPDATE cards SET type = ?, queue = ?, due = ?, ivl = ?, lapses = ?, left = ?, flags = ?, data = ? WHERE id = ?"
)


def package(folder: Path, dice: Random) -> Path:
    """Have Anki write notes with words and signs, some of them learnt in every way that there is."""
    with open_anki(folder / "anki") as anki:
        sample(anki)
        for _ in range(120):
            front, back = (" ".join(dice.choices(WORDS, k=dice.randint(0, 5))) for _ in range(2))
            marked = dice.choice(("", "", "<b>bold</b>", "&amp;", "*", "\\", "[x]"))
            name = f"{front}{marked}{dice.random()}"
            add(anki, "Basic", name, back, deck=dice.choice(("A::B", "C")), tags=" ".join(dice.choices(WORDS[:4])))
        tables = database(anki)
        for place, card in enumerate(tables.list("SELECT id FROM cards ORDER BY id")):
            _learn(anki_at=place * 100_000, card=card, dice=dice, run=tables.execute)
        return exported(anki, folder / "deck.apkg")


def _learn(anki_at: int, card: int, dice: Random, run) -> None:  # type: ignore[no-untyped-def]  # Anki's own way
    begun = 1_700_000_000_000 + anki_at
    for number in range(dice.choice((0, 0, 1, 1, 2, 4))):
        values = (begun + number * dice.choice((9, 70_000_000, 900_000_000)) + number, card)
        kind, ease = dice.choice(((0, 3), (1, 1), (2, 2), (3, 4), (1, 3), (4, 0)))
        run(REVIEWS, *values, ease, dice.choice((0, 2500)), dice.choice((0, 5_000, 10**9)), kind)
    kind, queue = dice.choice(((0, 0), (0, -1), (1, 1), (2, 2), (2, -1), (3, 1), (2, -2)))
    data = dice.choice(("", '{"s":12.5,"d":6.1}', '{"s":"no"}'))
    left, flags = dice.choice(((1001, 0), (2, 3), (0, 8)))
    due = dice.choice((3, 1_700_000_000, -5))
    change = (
        "UPDATE cards SET type = ?, queue = ?, due = ?, ivl = ?, lapses = ?, left = ?, flags = ?, data = ? WHERE id = ?"
    )
    run(change, kind, queue, due, dice.choice((0, 7, 40_000)), 2, left, flags, data, card)


def rows(library: Path) -> dict[str, list[tuple[object, ...]]]:
    file = next(library.rglob("certdeck.db"))
    with closing(sqlite3.connect(file)) as connection:
        return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}


def brought(library: Path, file: Path, choices: Choices) -> tuple[dict[str, list[tuple[object, ...]]], object]:
    with open_library(library, deck(), FixedClock()) as services:
        _, report = services.importing.bring(services.importing.read(file), choices)
    return rows(library), report


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("schedule", [True, False])
def test_the_quick_way_writes_the_rows_of_the_careful_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, schedule: bool
) -> None:
    monkeypatch.setattr(batches, "NOTES", 50)
    file, choices = package(tmp_path, Random(seed)), Choices(schedule=schedule)
    quick, told = brought(tmp_path / "quick", file, choices)
    monkeypatch.setattr(Comparison, "_wanted", lambda _self, batch, *_: bytes([batches.WHOLE]) * batch.size)
    careful, told_too = brought(tmp_path / "careful", file, choices)
    for table in TABLES:
        assert quick[table] == careful[table], table
    assert told == told_too


def test_a_process_that_reads_ahead_brings_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = package(tmp_path, Random(5))
    here, told = brought(tmp_path / "here", file, Choices())
    monkeypatch.setattr(anki_package, "LARGE", 0)
    there, told_too = brought(tmp_path / "there", file, Choices())
    for table in TABLES:
        assert here[table] == there[table], table
    assert told == told_too


@pytest.mark.parametrize("where", [0, anki_package.LARGE])
def test_new_cards_of_a_deck_that_is_here_are_taken_over_with_its_options(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: int
) -> None:
    monkeypatch.setattr(anki_package, "LARGE", where)
    file = package(tmp_path, Random(6))

    def rows_after(library: Path) -> dict[str, list[tuple[object, ...]]]:
        with open_library(library, deck(), FixedClock()) as services:
            with services.store.open(writing=True) as work:
                put = [Entrant(replace(deck().cards[0], id=ItemId("was-here")))]
                work.intake.put(DeckId("import-c"), "C", put, FixedClock().now())
                preset = work.presets.add(
                    "Slow", replace(Options(), learning_steps=(1, 30, 600), desired_retention=0.8)
                )
                work.presets.assign(DeckId("import-c"), preset)
                work.commit()
            services.importing.bring(services.importing.read(file))
        return rows(library)

    quick = rows_after(tmp_path / "quick")
    monkeypatch.setattr(Comparison, "_wanted", lambda _self, batch, *_: bytes([batches.WHOLE]) * batch.size)
    careful = rows_after(tmp_path / "careful")
    for table in TABLES:
        assert quick[table] == careful[table], table


def test_most_notes_of_a_package_come_the_quick_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = package(tmp_path, Random(9))
    asked: list[int] = []
    wanted = Comparison._wanted

    def noted(*values: Any) -> bytes:
        asked.extend(wanted(*values))
        return bytes(asked[-values[1].size :])

    monkeypatch.setattr(Comparison, "_wanted", noted)
    with open_library(tmp_path / "library", deck(), FixedClock()) as services:
        _, report = services.importing.bring(services.importing.read(file))
        again = services.importing.bring(services.importing.read(file))[1]
    assert asked.count(batches.LEARNT) > 50
    assert again.counts.keys() == {Outcome.SAME}
    assert again.counts[Outcome.SAME] == report.counts[Outcome.NEW]
