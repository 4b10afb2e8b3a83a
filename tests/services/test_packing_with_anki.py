"""What changes here reaches the phone at the next export: proven with the real Anki."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from anki.collection import Collection

from certdeck.core.ids import ItemId
from certdeck.ports.exporting import Format
from certdeck.services.catalogue import Services
from certdeck.services.packing import Choice
from tests.builders import deck
from tests.clock import FixedClock
from tests.exporters.anki.real import take
from tests.importers.anki_files import open_anki
from tests.importers.deck_folders import CARDS, mini_deck
from tests.library import open_library

CARD = ItemId("c-basic")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def services(tmp_path: Path, clock: FixedClock) -> Iterator[Services]:
    with open_library(tmp_path / "library", deck(), clock) as opened:
        yield opened


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Collection]:
    with open_anki(tmp_path / "anki") as collection:
        yield collection


def taken(services: Services, anki: Collection, folder: Path, query: str = "") -> tuple[int, int]:
    """Export and have Anki take it; return how many notes were new and how many updated."""
    package = folder / "deck.apkg"
    services.packing.write(Format.ANKI, package, Choice(query=query, everything=True))
    log = take(anki, package)
    assert not log.conflicting
    return len(log.new), len(log.updated)


def tags(anki: Collection) -> list[str]:
    (found,) = anki.find_notes(f"Item:{CARD}")
    return anki.get_note(found).tags


def test_own_tags_and_notes_reach_the_phone_when_they_come_and_when_they_go(
    tmp_path: Path, services: Services, anki: Collection, clock: FixedClock
) -> None:
    assert taken(services, anki, tmp_path)[0] > 1
    clock.advance(days=1)
    services.cards.put_tags(CARD, ("exam-day",))
    assert taken(services, anki, tmp_path) == (0, 1)
    assert "exam-day" in tags(anki)
    clock.advance(days=1)
    services.cards.put_tags(CARD, ())
    assert taken(services, anki, tmp_path) == (0, 1)
    assert "exam-day" not in tags(anki)
    clock.advance(days=1)
    services.cards.put_note(CARD, "Think.")
    assert taken(services, anki, tmp_path) == (0, 1)
    clock.advance(days=1)
    services.cards.put_note(CARD, "")
    assert taken(services, anki, tmp_path) == (0, 1)
    clock.advance(days=1)
    services.history.undo()
    assert taken(services, anki, tmp_path) == (0, 1)
    assert taken(services, anki, tmp_path) == (0, 0)


def test_a_picture_that_was_replaced_under_its_name_reaches_the_phone(
    tmp_path: Path, services: Services, anki: Collection, clock: FixedClock
) -> None:
    cards = CARDS.replace("front: Front?", 'front: "![plot](plot.png) Front?"')
    folder = mini_deck(tmp_path / "library" / "no-decks" / "mini", cards=cards)
    picture = folder / "media" / "plot.png"
    picture.parent.mkdir()
    picture.write_bytes(b"\x89PNG\r\n\x1a\nfirst")
    services.library.install(folder)
    assert taken(services, anki, tmp_path, "deck:mini")[0] > 0
    clock.advance(days=1)
    services.library.install(folder)
    assert taken(services, anki, tmp_path, "deck:mini") == (0, 0)
    picture.write_bytes(b"\x89PNG\r\n\x1a\nsecond")
    services.library.install(folder)
    assert taken(services, anki, tmp_path, "deck:mini") == (0, 1)
    assert len(list(Path(anki.media.dir()).glob("plot-*.png"))) == 2
