"""Options of decks that the real Anki wrote: cards come without them, and the report says which."""

import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import pytest
from anki.collection import Collection, ExportAnkiPackageOptions

from certdeck.importers.anki_options import MOST_PRESETS
from tests.exporters.anki.real import collection_in, export, take
from tests.exporters.sample import content
from tests.importers.anki_files import add, exported, open_anki
from tests.importers.test_anki_package import as_anki2, read, rewritten


def choose(anki: Collection, deck: str, name: str, **values: Any) -> None:
    """Give `deck` a preset called `name`; `new`, `rev` and `lapse` are parts of it."""
    preset = anki.decks.add_config(name)
    for key, value in values.items():
        if isinstance(value, dict):
            preset[key] |= value
        else:
            preset[key] = value
    anki.decks.update_config(preset)
    number = anki.decks.id(deck)
    assert number is not None
    stored = anki.decks.get(number)
    assert stored is not None
    stored["conf"] = preset["id"]
    anki.decks.save(stored)


def with_options(anki: Collection, target: Path, *, legacy: bool) -> Path:
    options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=False, legacy=legacy)
    anki.export_anki_package(out_path=str(target), options=options, limit=None)
    return target


@pytest.mark.parametrize("container", ["anki21b", "anki21", "anki2", "colpkg"])
def test_deck_options_that_somebody_chose_are_told_in_every_container(container: str, tmp_path: Path) -> None:
    with open_anki(tmp_path / "anki") as anki:
        add(anki, "Basic", "Front", "Back", deck="AWS")
        add(anki, "Basic", "Ask", "Tell", deck="AWS::Storage")
        choose(
            anki,
            "AWS::Storage",
            "Exam  soon",
            new={"perDay": 30, "delays": [0.5, 5, 120, 2880]},
            rev={"perDay": 1500, "maxIvl": 90},
            lapse={"delays": [], "leechFails": 4},
            desiredRetention=0.85,
            fsrsParams6=[0.2] * 21,
        )
        if container == "colpkg":
            package = tmp_path / "all.colpkg"
            anki.export_collection_package(str(package), include_media=False, legacy=False)
        else:
            package = with_options(anki, tmp_path / "deck.apkg", legacy=container != "anki21b")
    (loss,) = read(as_anki2(package, tmp_path / "old.apkg") if container == "anki2" else package).losses
    assert (loss.what, loss.count, loss.where) == ("deck options “Exam soon”", 1, "deck “AWS::Storage”")
    assert loss.why == (
        "the decks take the options that are chosen here; in Anki they had desired retention 85 %, FSRS parameters "
        "fitted to their owner, learning steps 30s 5m 2h 2d, relearning steps none, 30 new cards a day, 1,500 reviews "
        "a day, intervals of 90 days at most, leeches after 4 lapses. Settings › Deck options sets what you want of it"
    )


def test_options_that_nobody_chose_or_no_deck_with_cards_has_are_not_told(tmp_path: Path) -> None:
    with open_anki(tmp_path / "anki") as anki:
        add(anki, "Basic", "Front", "Back", deck="AWS")
        choose(anki, "AWS", "As usual")
        choose(anki, "Empty", "Unused", desiredRetention=0.8)
        package = tmp_path / "all.colpkg"
        anki.export_collection_package(str(package), include_media=False, legacy=False)
    assert read(package).losses == ()


def test_options_of_a_package_of_ours_that_comes_back_are_not_told(tmp_path: Path) -> None:
    export(content(), tmp_path / "ours.apkg")
    with open_anki(tmp_path / "anki") as anki:
        take(anki, tmp_path / "ours.apkg")
        for deck in anki.decks.all_names_and_ids():
            choose(anki, deck.name, deck.name, desiredRetention=0.8)
        assert read(with_options(anki, tmp_path / "back.apkg", legacy=False)).losses == ()


def test_many_presets_are_told_together_from_the_twentieth_on(tmp_path: Path) -> None:
    with open_anki(tmp_path / "anki") as anki:
        for number in range(MOST_PRESETS + 2):
            add(anki, "Basic", f"Front {number}", "Back", deck=f"Deck {number:02}")
            choose(anki, f"Deck {number:02}", f"{number:02} {'long ' * 20}", new={"perDay": 50})
        losses = read(with_options(anki, tmp_path / "deck.apkg", legacy=False)).losses
    assert len(losses) == MOST_PRESETS + 1
    assert losses[0].what == f"deck options “00 {'long ' * 11}lo…”"
    assert (losses[-1].what, losses[-1].count) == ("further presets of deck options", 2)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE col SET dconf = 'nothing'",
        "UPDATE col SET dconf = '[]'",
        'UPDATE col SET dconf = \'{"1": {"name": "Default"}}\'',
        "UPDATE col SET dconf = replace(dconf, '36500', '1e999')",
    ],
)
def test_cards_come_although_options_can_not_be_read(change: str, tmp_path: Path) -> None:
    with open_anki(tmp_path / "anki") as anki:
        add(anki, "Basic", "Front", "Back")
        package = exported(anki, tmp_path / "deck.apkg", legacy=True)
    plan = read(rewritten(package, tmp_path / "odd.apkg", change))
    assert len(list(plan.notes)) == 1
    assert [loss.what for loss in plan.losses] == ["deck options"]


def test_steps_that_are_no_numbers_are_told_and_do_no_harm(tmp_path: Path) -> None:
    with open_anki(tmp_path / "anki") as anki:
        add(anki, "Basic", "Front", "Back")
        package = exported(anki, tmp_path / "deck.apkg", legacy=True)
    change = "UPDATE col SET dconf = replace(dconf, '[1.0,10.0]', '[NaN,Infinity,0]')"
    (loss,) = read(rewritten(package, tmp_path / "odd.apkg", change)).losses
    assert "learning steps nans infs 0s" in loss.why


def in_tables(package: Path, target: Path, change: str) -> Path:
    """Return the package `target` with `change` (SQL) made to the collection of the new `package`."""
    database = target.with_suffix(".db")
    database.write_bytes(collection_in(package))
    connection = sqlite3.connect(database)
    connection.create_collation("unicase", lambda left, right: (left > right) - (left < right))
    connection.executescript(change)
    connection.close()
    with zipfile.ZipFile(target, "w") as made:
        made.write(database, "collection.anki21")
    return target


@pytest.mark.parametrize(
    "change",
    [
        "DROP TABLE deck_config",
        "UPDATE deck_config SET config = x'0A050000000000'",  # five bytes of numbers that take four each
        "UPDATE deck_config SET config = x'0AFF'",
        "UPDATE deck_config SET name = 1, config = 'text'",
    ],
)
def test_cards_come_although_tables_of_options_make_no_sense(change: str, tmp_path: Path) -> None:
    with open_anki(tmp_path / "anki") as anki:
        add(anki, "Basic", "Front", "Back")
        package = exported(anki, tmp_path / "deck.apkg")
    plan = read(in_tables(package, tmp_path / "odd.apkg", change))
    assert len(list(plan.notes)) == 1
    assert [loss.what for loss in plan.losses] == ["deck options"]


def test_numbers_of_any_length_are_told_in_short(tmp_path: Path) -> None:
    with open_anki(tmp_path / "anki") as anki:
        add(anki, "Basic", "Front", "Back")
        package = exported(anki, tmp_path / "deck.apkg", legacy=True)
    change = f"UPDATE col SET dconf = replace(dconf, '36500', '1{'0' * 4000}')"
    (loss,) = read(rewritten(package, tmp_path / "odd.apkg", change)).losses
    assert len(loss.why) < 400
