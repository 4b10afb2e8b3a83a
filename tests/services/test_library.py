"""Installing decks and finding what is in them."""

from pathlib import Path

import pytest

from certdeck.core.deck import Scenario
from certdeck.core.errors import CertdeckError, DeckError
from certdeck.core.ids import BlueprintId, ItemId
from certdeck.importers.native import NativeReader
from certdeck.ports.exporting import Cancelled
from certdeck.services.changes import Changes
from certdeck.services.library import LibraryService
from tests.builders import blueprint, card, deck
from tests.importers.deck_folders import mini_deck
from tests.services.parts import Parts


def test_a_shipped_deck_is_outdated_until_it_is_installed_as_its_files_are_now(parts: Parts) -> None:
    folder = parts.reader.put(parts.shipped / "deck-1", deck())
    assert parts.library.outdated() == (folder,)
    assert parts.library.install(folder) == Changes(content=True, study=True)
    assert parts.library.outdated() == ()
    parts.reader.put(folder, deck(digest="1" * 64))
    assert parts.library.outdated() == (folder,)


def test_looking_for_outdated_decks_reads_none_of_them(parts: Parts) -> None:
    for number in range(3):
        parts.reader.put(parts.shipped / f"deck-{number}", deck(f"deck-{number}", digest=str(number) * 64))
    parts.library.outdated()
    parts.again().library.outdated()
    assert parts.reader.asked == {"digest": 6}


def test_real_files_are_compared_without_reading_yaml(
    parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mini_deck(tmp_path / "shipped" / "mini")
    library = LibraryService(parts.store, NativeReader(), parts.clock, parts.preferences, tmp_path / "shipped")
    (folder,) = library.outdated()
    library.install(folder)

    def no_reading(*_: object) -> None:
        raise AssertionError("YAML was read")

    monkeypatch.setattr(NativeReader, "read", no_reading)
    monkeypatch.setattr("yaml.load", no_reading)
    assert library.outdated() == ()
    mini_deck(tmp_path / "shipped" / "mini", deck="# Another line\n" + (folder / "deck.yaml").read_text())
    assert library.outdated() == (folder,)


def test_only_folders_with_a_deck_file_are_decks(parts: Parts) -> None:
    parts.reader.put(parts.shipped / "deck-1", deck())
    (parts.shipped / "notes").mkdir()
    assert [folder.name for folder in parts.library.outdated()] == ["deck-1"]


def test_a_broken_deck_leaves_the_old_version_in_place(parts: Parts) -> None:
    parts.install()
    folder = parts.reader.put(parts.shipped / "deck-1", deck(version="2.0.0", digest="1" * 64))
    parts.reader.broken[folder] = "no rationale"
    with pytest.raises(DeckError) as refusal:
        parts.library.install(folder)
    assert "The deck has 1 problem and was not installed; what you had is unchanged." in str(refusal.value)
    assert "cards/1.1.yaml:3: c-1: no rationale" in str(refusal.value)
    assert parts.library.check(folder) == refusal.value.problems
    assert [head.version for head in parts.library.heads()] == ["1.0.0"]
    assert [head.version for head in parts.again().library.heads()] == ["1.0.0"]


def test_installing_tells_how_far_it_is_and_can_be_stopped_before_anything_is_written(parts: Parts) -> None:
    folder = parts.reader.put(parts.shipped / "deck-1", deck())
    steps: list[tuple[int, int]] = []

    def stop_after_reading(done: int, total: int) -> None:
        steps.append((done, total))
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        parts.library.install(folder, progress=stop_after_reading)
    assert steps == [(0, 2), (1, 2)]
    assert parts.library.heads() == ()


def test_several_decks_are_installed_one_after_the_other(parts: Parts) -> None:
    folders = [
        parts.reader.put(parts.shipped / name, deck(name, cards=(card(f"c-{name}"),), questions=(), sheets=()))
        for name in ("deck-1", "deck-2")
    ]
    steps: list[tuple[int, int]] = []
    changes = parts.library.install_all(folders, progress=lambda done, total: steps.append((done, total)))
    assert changes == Changes(content=True, study=True)
    assert steps == [(0, 4), (1, 4), (2, 4), (3, 4)]
    assert [head.id for head in parts.library.heads()] == ["deck-1", "deck-2"]
    assert parts.library.install_all(()) == Changes()


def test_a_deck_that_takes_ids_of_another_one_leaves_both_as_they_were(parts: Parts) -> None:
    parts.install()
    with pytest.raises(DeckError, match="belongs to the deck deck-1 already"):
        parts.install(deck("deck-2"))
    assert [head.id for head in parts.library.heads()] == ["deck-1"]


def test_a_new_version_shows_at_once(parts: Parts) -> None:
    parts.install()
    assert parts.library.exam().deck.version == "1.0.0"
    parts.install(deck(version="2.0.0"))
    assert parts.library.exam().deck.version == "2.0.0"


def test_no_deck_at_all_is_said_in_words(parts: Parts) -> None:
    assert parts.library.exams() == ()
    with pytest.raises(CertdeckError, match="No deck is installed yet"):
        parts.library.exam()


def two_exams(parts: Parts) -> None:
    parts.install(deck(blueprints=(blueprint(), blueprint(id=BlueprintId("exam-2")))))


def test_the_first_exam_is_studied_for_until_another_one_is_chosen(parts: Parts) -> None:
    two_exams(parts)
    assert [exam.blueprint.id for exam in parts.library.exams()] == ["exam-1", "exam-2"]
    assert parts.library.exam().blueprint.id == "exam-1"
    parts.preferences.change(exam="exam-2")
    assert parts.library.exam().blueprint.id == "exam-2"
    assert parts.again().library.exam().blueprint.id == "exam-2"
    assert parts.library.exam(BlueprintId("exam-1")).blueprint.id == "exam-1"


def test_a_chosen_exam_that_is_gone_falls_back_to_the_first(parts: Parts) -> None:
    two_exams(parts)
    parts.preferences.change(exam="retired")
    assert parts.library.exam().blueprint.id == "exam-1"


def test_an_unknown_exam_is_said_in_words_with_those_that_are_there(parts: Parts) -> None:
    two_exams(parts)
    with pytest.raises(CertdeckError, match=r"no exam called exam-9 in your library\. It has exam-1, exam-2\."):
        parts.library.exam(BlueprintId("exam-9"))


def test_items_are_found_by_id_and_by_words(parts: Parts) -> None:
    case = Scenario(ItemId("case-1"), "A case", "Its text.")
    parts.install(deck(scenarios=(case,)))
    assert len(parts.library.rows()) == 9
    assert parts.library.item(ItemId("c-basic")) == card("c-basic")
    assert parts.library.item(ItemId("nothing")) is None
    assert parts.library.scenario(case.id) == case
    assert parts.library.scenario(ItemId("nothing")) is None
