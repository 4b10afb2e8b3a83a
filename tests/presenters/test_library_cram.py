"""Cramming from the library: what is meant by one row, by several, and by what is no card."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from certdeck.core.errors import StudyError
from certdeck.core.ids import ItemId
from certdeck.core.scheduling.cram import CramKind
from certdeck.presenters.library_cram import chosen_cards, cram_words, crammed
from certdeck.services.catalogue import Services
from tests.builders import card, deck, multiple_choice
from tests.clock import FixedClock
from tests.library import open_library


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    content = deck(cards=(card("c-1"), card("c-2")), questions=(multiple_choice("q-1"),), sheets=())
    with open_library(tmp_path, content, FixedClock()) as opened:
        yield opened


def key(services: Services, name: str) -> int:
    row = services.search.row(ItemId(name))
    assert row is not None
    return row.key


def test_one_selected_row_means_all_that_is_listed() -> None:
    assert crammed((7,), (5, 6, 7)) == (5, 6, 7)
    assert crammed((), (5, 6, 7)) == (5, 6, 7)
    assert crammed((6, 7), (5, 6, 7)) == (6, 7)
    assert cram_words((7,), range(1_320)) == "Cram all 1,320 listed"
    assert cram_words((6, 7), (5, 6, 7)) == "Cram 2 selected"


def test_only_cards_are_crammed(services: Services) -> None:
    wish = chosen_cards(services, [key(services, name) for name in ("c-2", "q-1", "c-1")])
    assert wish.kind is CramKind.CHOSEN
    assert set(wish.faces) == {"c-1/1", "c-2/1"}
    with pytest.raises(StudyError, match="no card among these items"):
        chosen_cards(services, [key(services, "q-1")])
    with pytest.raises(StudyError, match="no card among these items"):
        chosen_cards(services, [])
