"""Presets of deck options: made, changed, given to decks, taken away."""

import pytest

from certdeck.core.errors import SettingError
from certdeck.core.ids import DeckId
from certdeck.core.scheduling.options import DEFAULT, USUAL, Preset
from certdeck.services.changes import Changes
from tests.builders import deck
from tests.services.parts import Parts

DECK = DeckId("deck-1")


@pytest.fixture
def room(parts: Parts) -> Parts:
    parts.install(deck())
    return parts


def test_at_first_every_deck_has_the_usual_options(room: Parts) -> None:
    assert room.options.presets() == (Preset(DEFAULT, "Default", USUAL),)
    assert room.options.of(DECK) == room.options.of(DeckId("other")) == Preset(DEFAULT, "Default", USUAL)


def test_a_change_holds_at_once_and_after_a_restart(room: Parts) -> None:
    room.options.of(DECK)
    assert room.options.change(new_per_day=3, easy_days=(1.0,) * 6 + (0.0,)) == Changes(settings=True)
    for parts in (room, room.again()):
        options = parts.options.of(DECK).options
        assert (options.new_per_day, options.easy_days[6]) == (3, 0.0)


def test_a_value_out_of_bounds_changes_nothing(room: Parts) -> None:
    with pytest.raises(SettingError, match="Reviews a day"):
        room.options.change(new_per_day=3, reviews_per_day=-1)
    assert room.options.of(DECK).options == USUAL


def test_an_option_that_does_not_exist_is_a_bug(room: Parts) -> None:
    with pytest.raises(TypeError, match="no such option: colour"):
        room.options.change(colour="red")


def test_a_deck_can_have_options_of_its_own(room: Parts) -> None:
    _, made = room.options.add("Light weeks")
    room.options.assign(DECK, made.id)
    room.options.change(made.id, new_per_day=5)
    assert room.options.of(DECK).options.new_per_day == 5
    assert room.options.of(DeckId("other")).options == USUAL
    assert [preset.name for preset in room.options.presets()] == ["Default", "Light weeks"]


def test_a_copy_begins_with_the_options_of_its_original(room: Parts) -> None:
    room.options.change(new_per_day=7)
    _, made = room.options.add("Copy", like=DEFAULT)
    assert made.options.new_per_day == 7


def test_when_a_preset_is_removed_its_decks_have_the_default_one(room: Parts) -> None:
    _, made = room.options.add("Light weeks")
    room.options.assign(DECK, made.id)
    assert room.options.of(DECK) == made
    room.options.remove(made.id)
    assert room.options.of(DECK).id == DEFAULT
    with pytest.raises(SettingError, match="removed in the meantime"):
        room.options.change(made.id, new_per_day=1)


def test_the_default_preset_stays(room: Parts) -> None:
    with pytest.raises(SettingError, match="can't be removed"):
        room.options.remove(DEFAULT)


@pytest.mark.parametrize(("name", "words"), [("  ", "1 to 60"), ("x" * 61, "1 to 60"), ("default", "already")])
def test_a_name_that_will_not_do_is_refused(room: Parts, name: str, words: str) -> None:
    with pytest.raises(SettingError, match=words):
        room.options.add(name)
    _, made = room.options.add("Other")
    with pytest.raises(SettingError, match=words):
        room.options.rename(made.id, name)
    assert [preset.name for preset in room.options.presets()] == ["Default", "Other"]


def test_a_preset_can_be_renamed_to_the_same_name_in_other_letters(room: Parts) -> None:
    _, made = room.options.add("other")
    room.options.rename(made.id, " Other ")
    assert room.options.presets()[1].name == "Other"
