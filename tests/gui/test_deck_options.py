"""The page of deck options: each change holds at once; what can't be used is said beside its field."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from certdeck.core.ids import DeckId
from certdeck.core.scheduling.options import LeechAction, NewCards, Options
from certdeck.gui.screen import Page
from certdeck.gui.screens.ask import Ask
from certdeck.gui.screens.ask_line import AskLine
from certdeck.gui.screens.deck_options import DeckOptionsScreen
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.choices import CheckBox
from certdeck.gui.widgets.fields import ComboBox, SpinBox
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from tests.builders import deck
from tests.clock import FixedClock
from tests.gui.stub_shell import StubShell
from tests.library import open_library

DECK = DeckId("deck-1")


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path, deck(), FixedClock()) as opened:
        yield opened


@pytest.fixture
def shell(services: Services) -> StubShell:
    return StubShell(services)


@pytest.fixture
def screen(theme: Theme, qtbot: QtBot, shell: StubShell) -> DeckOptionsScreen:
    made = DeckOptionsScreen(shell)
    qtbot.addWidget(made)
    made.resize(1072, 800)
    made.show()
    made.show_page()
    return made


def options(services: Services) -> Options:
    return services.options.of(DECK).options


def control(screen: DeckOptionsScreen, option: str) -> QWidget:
    return screen.rows[option].control


def type_steps(screen: DeckOptionsScreen, text: str) -> QLineEdit:
    field = control(screen, "learning_steps")
    assert isinstance(field, QLineEdit)
    field.setText(text)
    field.editingFinished.emit()
    return field


def pick(combo: ComboBox, value: object) -> None:
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def asking(screen: DeckOptionsScreen, kind: type[Ask]) -> Ask:
    return next(asked for asked in screen.window().findChildren(kind) if asked.isVisible())


def test_opening_the_page_changes_nothing(screen: DeckOptionsScreen, shell: StubShell) -> None:
    assert shell.changes == []
    assert type_steps(screen, "1m 10m").text() == "1m 10m"
    assert shell.changes == []


def test_every_kind_of_option_holds_at_once(
    qtbot: QtBot, screen: DeckOptionsScreen, services: Services, shell: StubShell
) -> None:
    spin, box, combo = (control(screen, option) for option in ("desired_retention", "apart", "new_cards"))
    assert isinstance(spin, SpinBox)
    assert isinstance(box, CheckBox)
    assert isinstance(combo, ComboBox)
    spin.setValue(85)
    qtbot.keyClick(box, Qt.Key.Key_Space)
    pick(combo, NewCards.LAST)
    type_steps(screen, "5m 1h")
    screen.easy_days.days[6].choose("MINIMUM")
    known = options(services)
    assert (known.desired_retention, known.apart) == (0.85, False)
    assert known.new_cards is NewCards.LAST
    assert (known.learning_steps, known.easy_days[6]) == ((5, 60), 0)
    assert shell.changes == [Changes(settings=True)] * 5


def test_what_can_t_be_read_stays_with_its_complaint(screen: DeckOptionsScreen, services: Services) -> None:
    field = type_steps(screen, "1m ten")
    row = screen.rows["learning_steps"]
    assert row.error().startswith("“ten” is no step.")
    assert field.accessibleDescription() == row.error()
    screen.easy_days.days[0].choose("REDUCED")
    assert (field.text(), row.error() != "") == ("1m ten", True)
    type_steps(screen, "1m")
    assert row.error() == ""
    assert options(services).learning_steps == (1,)


def test_a_number_out_of_bounds_is_said(screen: DeckOptionsScreen, services: Services) -> None:
    spin = control(screen, "new_per_day")
    assert isinstance(spin, SpinBox)
    spin.setValue(12_000)
    assert screen.rows["new_per_day"].error() == "New cards a day must be 0 to 9999. The old value holds."
    assert options(services).new_per_day == 20
    spin.setValue(35)
    assert screen.rows["new_per_day"].error() == ""
    assert options(services).new_per_day == 35


def test_a_copy_is_made_by_keyboard_and_given_to_the_deck(
    qtbot: QtBot, screen: DeckOptionsScreen, services: Services
) -> None:
    screen.copy.click()
    asked = asking(screen, AskLine)
    assert isinstance(asked, AskLine)
    qtbot.keyClicks(asked.line, "Default")
    qtbot.keyClick(asked.line, Qt.Key.Key_Return)
    assert asked.field.error() == "There are options called Default already."
    asked.line.setText("Light weeks")
    qtbot.keyClick(asked.line, Qt.Key.Key_Return)
    assert not asked.isVisible()
    assert screen.preset.currentText() == "Light weeks"
    pick(control_of_deck(screen), screen.preset.currentData())
    assert services.options.of(DECK).name == "Light weeks"
    assert screen.used_by.text() == "Used by A deck."


def control_of_deck(screen: DeckOptionsScreen) -> ComboBox:
    return next(box for box in screen.findChildren(ComboBox) if box.accessibleName() == "Options of A deck")


def test_options_are_renamed_and_removed(qtbot: QtBot, screen: DeckOptionsScreen, services: Services) -> None:
    assert not screen.remove.isEnabled()
    screen.presenter.add("Light")
    screen.rename.click()
    renaming = asking(screen, AskLine)
    assert isinstance(renaming, AskLine)
    assert renaming.line.text() == "Light"
    renaming.line.setText("Lighter")
    renaming.agree_button.click()
    assert [preset.name for preset in services.options.presets()] == ["Default", "Lighter"]
    QApplication.processEvents()
    screen.remove.click()
    removing = asking(screen, Ask)
    assert removing.decline_button.hasFocus()
    removing.agree_button.click()
    assert [preset.name for preset in services.options.presets()] == ["Default"]
    assert screen.preset.currentText() == "Default"


def test_the_way_back_leads_to_the_settings(screen: DeckOptionsScreen, shell: StubShell) -> None:
    screen.back.click()
    assert shell.pages == [Page.SETTINGS]


def test_a_change_made_elsewhere_is_shown(screen: DeckOptionsScreen, services: Services) -> None:
    services.options.change(leech_action=LeechAction.SUSPEND)
    screen.hear(Changes(settings=True))
    combo = control(screen, "leech_action")
    assert isinstance(combo, ComboBox)
    assert combo.currentText() == "Suspend"


@pytest.mark.parametrize(("width", "scale"), [(1072, 1.0), (960, 1.0), (1198, 1.5), (924, 2.0)])
def test_the_page_fits_its_window(
    theme: Theme, qtbot: QtBot, screen: DeckOptionsScreen, width: int, scale: float
) -> None:
    theme.set_scale(scale)
    screen.resize(width, 700)
    qtbot.waitUntil(lambda: screen.width() == width)
    assert screen.minimumSizeHint().width() <= width
    assert screen.page.page.minimumSizeHint().width() <= screen.page.viewport().width()


def test_every_control_has_a_name(screen: DeckOptionsScreen) -> None:
    nameless = [
        child
        for child in screen.findChildren(QWidget)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and child.isVisible()
        and not (child.accessibleName() or getattr(child, "text", str)())
    ]
    assert nameless == []
