"""Deck options without a window: presets, what is typed, and what is wrong with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from certdeck.core.errors import SettingError
from certdeck.core.ids import DeckId
from certdeck.core.scheduling.options import DEFAULT, LeechAction
from certdeck.presenters.deck_options import DeckOptionsPresenter, DeckOptionsView, Ease, options_words
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from tests.builders import card, deck
from tests.clock import FixedClock
from tests.library import open_library, put_deck

DECK = DeckId("deck-1")


class Desk:
    """The presenter, what it showed last, and what it told of."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.views: list[DeckOptionsView] = []
        self.changes: list[Changes] = []
        self.presenter = DeckOptionsPresenter(services, render=self.views.append, changed=self.changes.append)
        self.presenter.start()

    @property
    def view(self) -> DeckOptionsView:
        return self.views[-1]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path, deck(), FixedClock()) as opened:
        put_deck(opened, deck("deck-2", title="Another deck", cards=(card("other"),), questions=(), sheets=()))
        yield opened


@pytest.fixture
def desk(services: Services) -> Desk:
    return Desk(services)


def test_at_first_the_options_of_the_deck_studied_are_shown(services: Services) -> None:
    _, light = services.options.add("Light")
    services.options.assign(DECK, light.id)
    view = Desk(services).view
    assert (view.chosen, view.removable, view.used_by) == (light, True, "Used by A deck.")
    assert [(entry.title, entry.preset) for entry in view.decks] == [("A deck", light.id), ("Another deck", DEFAULT)]
    assert (view.learning_steps, view.relearning_steps, view.retention) == ("1m 10m", "10m", 90)


def test_a_change_holds_at_once(desk: Desk) -> None:
    desk.presenter.change("learning_steps", "30s 5m 1h")
    desk.presenter.change("desired_retention", 0.85)
    desk.presenter.change("leech_action", LeechAction.SUSPEND)
    options = desk.services.options.of(DECK).options
    assert list(options.learning_steps) == [0.5, 5, 60]
    assert (options.desired_retention, options.leech_action) == (0.85, LeechAction.SUSPEND)
    assert (desk.view.learning_steps, desk.view.retention) == ("30s 5m 1h", 85)
    assert desk.changes == [Changes(settings=True)] * 3


def test_what_is_so_already_is_no_change(desk: Desk) -> None:
    desk.presenter.change("learning_steps", "60s, 10")
    assert desk.changes == []
    assert desk.view.learning_steps == "1m 10m"


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("learning_steps", "soon", "“soon” is no step."),
        ("new_per_day", 10_000, "New cards a day must be 0 to 9999."),
        ("leech_after", 1, "A card becomes a leech after 2 to 99 lapses; 0 switches this off."),
    ],
)
def test_what_can_t_be_used_is_said_beside_its_field_until_it_can(
    desk: Desk, option: str, value: object, said: str
) -> None:
    before = desk.services.options.of(DECK)
    desk.presenter.change(option, value)
    assert desk.view.errors[option].startswith(said)
    assert desk.view.errors[option].endswith("The old value holds.")
    assert desk.services.options.of(DECK) == before
    desk.presenter.change(option, "1m 10m" if option == "learning_steps" else 8 if option == "leech_after" else 20)
    assert desk.view.errors == {}


def test_another_preset_is_shown_without_the_complaints_of_the_one_before(desk: Desk) -> None:
    _, light = desk.services.options.add("Light")
    desk.presenter.change("new_per_day", 10_000)
    desk.presenter.choose(light.id)
    assert (desk.view.chosen.id, desk.view.errors) == (light.id, {})
    assert desk.view.used_by == "No deck uses these options."


def test_a_weekday_is_made_easy(desk: Desk) -> None:
    desk.presenter.ease(6, Ease.MINIMUM)
    desk.presenter.ease(2, Ease.REDUCED)
    assert desk.services.options.of(DECK).options.easy_days == (1, 1, 0.5, 1, 1, 1, 0)
    assert desk.view.easy_days[2:] == (Ease.REDUCED, Ease.NORMAL, Ease.NORMAL, Ease.NORMAL, Ease.MINIMUM)


def test_a_share_that_the_page_doesn_t_offer_is_shown_as_the_nearest(desk: Desk) -> None:
    desk.services.options.change(easy_days=(0.9, 0.6, 0.1, 1, 1, 1, 1))
    desk.presenter.start()
    assert desk.view.easy_days[:3] == (Ease.NORMAL, Ease.REDUCED, Ease.MINIMUM)


def test_a_copy_is_shown_renamed_given_to_a_deck_and_removed(desk: Desk) -> None:
    desk.presenter.change("new_per_day", 7)
    desk.presenter.add("Light")
    made = desk.view.chosen
    assert (made.name, made.options.new_per_day) == ("Light", 7)
    desk.presenter.change("new_per_day", 3)
    assert desk.services.options.of(DECK).options.new_per_day == 7
    desk.presenter.assign(DECK, made.id)
    assert desk.services.options.of(DECK).options.new_per_day == 3
    desk.presenter.rename("Very light")
    assert desk.view.chosen.name == "Very light"
    desk.presenter.remove()
    assert (desk.view.chosen.id, desk.view.removable) == (DEFAULT, False)
    assert desk.services.options.of(DECK).options.new_per_day == 7


def test_a_name_that_is_taken_is_refused(desk: Desk) -> None:
    with pytest.raises(SettingError, match="called default already"):
        desk.presenter.add("default")
    assert desk.changes == []


def test_without_a_deck_the_default_options_are_shown(tmp_path: Path) -> None:
    with open_library(tmp_path / "empty", None, FixedClock()) as empty:
        view = Desk(empty).view
    assert (view.chosen.id, view.decks) == (DEFAULT, ())


def test_options_are_told_in_a_line(desk: Desk) -> None:
    words = "Default: 20 new cards and 200 reviews a day, retention 90 %"
    assert options_words(desk.view.chosen) == words


def test_what_had_to_wait_changes_the_preset_that_was_shown_then_and_no_other(desk: Desk, services: Services) -> None:
    _, light = services.options.add("Light")
    desk.presenter.choose(light.id)
    desk.presenter.change("new_per_day", 7, DEFAULT)
    desk.presenter.ease(0, Ease.MINIMUM, DEFAULT)
    desk.presenter.change("new_per_day", -1, DEFAULT)
    default, other = services.options.presets()
    assert (default.options.new_per_day, default.options.easy_days[0]) == (7, 0)
    assert other.options == light.options
    assert (desk.view.chosen.id, desk.view.errors) == (light.id, {})


def test_nothing_is_changed_where_the_preset_is_gone_that_was_shown_then(desk: Desk, services: Services) -> None:
    _, light = services.options.add("Light")
    services.options.remove(light.id)
    before = services.options.presets()
    desk.presenter.change("new_per_day", 7, light.id)
    desk.presenter.ease(0, Ease.MINIMUM, light.id)
    assert services.options.presets() == before
    assert desk.changes == []


def test_a_preset_that_is_not_shown_any_more_is_removed_and_the_one_that_is_stays_shown(
    desk: Desk, services: Services
) -> None:
    (_, light), (_, other) = services.options.add("Light"), services.options.add("Other")
    desk.presenter.choose(other.id)
    desk.presenter.remove(light.id)
    assert (desk.view.chosen.id, [one.name for one in services.options.presets()]) == (other.id, ["Default", "Other"])
