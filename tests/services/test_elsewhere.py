"""What one window takes up of what another one on the same data folder has changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from certdeck.core.errors import StoreError
from certdeck.core.ids import DeckId, FaceId
from certdeck.core.scheduling.schedule import Rating
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from certdeck.store.database import Database
from tests.builders import card, deck
from tests.clock import FixedClock
from tests.library import open_library

DECK = DeckId("deck-1")


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Services]:
    with open_library(
        tmp_path, deck(cards=tuple(card(f"c-{number}") for number in range(9))), FixedClock()
    ) as services:
        yield services


@pytest.fixture
def there(tmp_path: Path, here: Services) -> Iterator[Services]:
    with open_library(tmp_path, None, FixedClock()) as services:
        yield services


def test_settings_of_another_window_hold_here_once_somebody_looks(here: Services, there: Services) -> None:
    assert not here.preferences.settings.two_ratings
    there.preferences.change(two_ratings=True)
    assert here.elsewhere.look() == Changes(settings=True)
    assert here.preferences.settings.two_ratings


def test_limits_of_another_window_hold_here_once_somebody_looks(here: Services, there: Services) -> None:
    assert here.study.today().counts.new == 9
    there.options.change(new_per_day=4)
    assert here.elsewhere.look() == Changes(settings=True)
    assert here.study.today().counts.new == 4


def test_a_preset_that_another_window_gave_to_a_deck_holds_here_once_somebody_looks(
    here: Services, there: Services
) -> None:
    assert here.study.today().counts.new == 9
    _, preset = there.options.add("Slowly")
    there.options.change(preset.id, new_per_day=2)
    assert not here.elsewhere.look()
    there.options.assign(DECK, preset.id)
    assert here.elsewhere.look() == Changes(settings=True)
    assert here.study.today().counts.new == 2


def test_what_was_changed_here_is_known_here(here: Services, there: Services) -> None:
    here.preferences.change(two_ratings=True)
    here.options.change(new_per_day=4)
    assert here.study.today().counts.new == 4
    assert not here.elsewhere.look()
    there.preferences.change(hide_clock=True)
    assert here.elsewhere.look()
    assert not here.elsewhere.look()


def test_who_looks_before_anything_was_asked_finds_nothing_changed(here: Services, there: Services) -> None:
    there.preferences.change(two_ratings=True)
    assert not here.elsewhere.look()
    assert here.preferences.settings.two_ratings


def test_looking_keeps_the_very_settings_that_the_study_day_was_made_by(here: Services) -> None:
    before = here.preferences.settings, here.options.of(DECK)
    assert not here.elsewhere.look()
    assert before[0] is here.preferences.settings
    assert before[1] is here.options.of(DECK)


def test_a_card_that_another_window_has_rated_is_heard_of_here_once_somebody_comes_back(
    here: Services, there: Services
) -> None:
    here.elsewhere.leave()
    there.study.rate(FaceId("c-0/1"), Rating.EASY, milliseconds=1000)
    assert here.elsewhere.look() == Changes(content=True, study=True, exams=True)
    assert not here.elsewhere.look()


def test_nothing_counts_as_changed_for_who_leaves_and_comes_back(here: Services, there: Services) -> None:
    here.study.rate(FaceId("c-0/1"), Rating.EASY, milliseconds=1000)
    here.elsewhere.leave()
    there.study.next()
    assert not here.elsewhere.look()
    here.elsewhere.leave()
    assert not here.elsewhere.look()


def test_a_deck_that_was_brought_in_elsewhere_is_here_once_somebody_comes_back(here: Services, there: Services) -> None:
    assert len(here.library.heads()) == 1
    here.elsewhere.leave()
    with there.store.open(writing=True) as work:
        work.content.replace(deck("deck-2", blueprints=(), cards=(), questions=(), sheets=()), here.clock.now())
        work.commit()
    assert here.elsewhere.look().content
    assert len(here.library.heads()) == 2


def test_what_cannot_be_read_when_somebody_leaves_is_said_to_who_comes_back(
    here: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: Database) -> int:
        raise StoreError("The disk can't be read.")

    with monkeypatch.context() as patched:
        patched.setattr(Database, "written", fail)
        here.elsewhere.leave()
    assert not here.elsewhere.look()
    here.elsewhere.leave()
    monkeypatch.setattr(Database, "written", fail)
    with pytest.raises(StoreError):
        here.elsewhere.look()
