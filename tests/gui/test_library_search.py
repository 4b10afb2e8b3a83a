"""The library page with a query: faults at their place, saved searches, several items at once, and very many."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from certdeck.core.ids import FaceId
from certdeck.core.scheduling.cram import CramWish
from certdeck.core.search.parser import parse
from certdeck.gui.models.item_table import PAGE, PAGES
from certdeck.gui.screens import library as page
from certdeck.gui.screens import print_dialog
from certdeck.gui.screens.ask_line import AskLine
from certdeck.gui.screens.library import LibraryScreen
from certdeck.gui.theme import Theme
from certdeck.presenters.library import Column, Group
from certdeck.presenters.printing import Begin
from certdeck.services.catalogue import Services
from tests.builders import card, deck, multiple_choice
from tests.clock import FixedClock
from tests.gui.stub_shell import StubShell, shell_of
from tests.library import open_library

CARDS = 2_500


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    cards = tuple(card(f"c-{number}", task="3.1", tags=("storage",)) for number in range(12))
    with open_library(tmp_path, deck(cards=cards, questions=(multiple_choice("q-one"),)), FixedClock()) as opened:
        yield opened


@pytest.fixture
def make(theme: Theme, qtbot: QtBot) -> Callable[[Services], LibraryScreen]:
    def made(services: Services) -> LibraryScreen:
        shell = StubShell(services)
        screen = LibraryScreen(shell)
        shell.listeners.append(screen.hear)
        qtbot.addWidget(screen)
        screen.resize(1072, 800)
        screen.show()
        screen.show_page()
        return screen

    return made


@pytest.fixture
def screen(services: Services, make: Callable[[Services], LibraryScreen]) -> LibraryScreen:
    return make(services)


def select(screen: LibraryScreen, first: int, last: int) -> None:
    screen.table.setFocus()
    screen.table.setCurrentIndex(screen.model.index(first, 0))
    for _ in range(last - first):
        key = Qt.Key.Key_Down
        QtBot.keyClick(screen.table, key, Qt.KeyboardModifier.ShiftModifier)


def states(services: Services) -> list[tuple[bool, int]]:
    found = [services.study.state(FaceId(f"c-{number}/1")) for number in range(4)]
    return [(state.suspended, state.flag) for state in found]


def ask_of(screen: LibraryScreen) -> AskLine:
    return next(ask for ask in screen.window().findChildren(AskLine) if ask.isVisible())


def test_what_can_t_be_understood_is_underlined_and_said_below_the_field(qtbot: QtBot, screen: LibraryScreen) -> None:
    qtbot.keyClicks(screen.search, "front is:deu")
    qtbot.waitUntil(screen.fault.isVisible)
    assert screen.search.marked() == "deu"
    assert screen.fault.words.text().endswith("Did you mean is:due?")
    assert screen.search.accessibleDescription() == screen.fault.words.text()
    screen.grab()
    screen.fault.go.click()
    assert screen.search.selectedText() == "deu"
    qtbot.keyClicks(screen.search, "new")
    qtbot.waitUntil(lambda: not screen.fault.isVisible())
    assert screen.search.marked() == ""


def test_a_facet_writes_its_part_of_the_query(qtbot: QtBot, screen: LibraryScreen) -> None:
    screen.facets.box(Group.DOMAIN, "3").click()
    assert screen.search.text() == "domain:3 "
    qtbot.keyClicks(screen.search, "c-11")
    qtbot.waitUntil(lambda: screen.model.rowCount() == 1)
    screen.facets.box(Group.DOMAIN, "3").click()
    assert screen.search.text() == "c-11 "


def test_cards_that_are_buried_can_be_brought_back_the_same_day(
    qtbot: QtBot, screen: LibraryScreen, services: Services
) -> None:
    select(screen, 0, 2)
    qtbot.keyClick(screen.table, Qt.Key.Key_B)
    qtbot.keyClick(screen.table, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert services.search.count(parse("is:buried")) == 3
    assert "Bring back today\tB" in [entry.text() for entry in screen.actions_of_items.menu().actions()]
    qtbot.keyClick(screen.table, Qt.Key.Key_B)
    assert services.search.count(parse("is:buried")) == 0
    assert shell_of(screen).toasts[-1] == "3 cards back today"
    assert "Bury until tomorrow\tB" in [entry.text() for entry in screen.actions_of_items.menu().actions()]


def test_several_items_are_changed_as_one(qtbot: QtBot, screen: LibraryScreen, services: Services) -> None:
    select(screen, 0, 2)
    assert screen.count.text() == "3 of 14 selected"
    qtbot.keyClick(screen.table, Qt.Key.Key_S)
    qtbot.keyClick(screen.table, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert states(services) == [(True, 3)] * 3 + [(False, 0)]
    assert shell_of(screen).toasts == ["3 cards suspended", "3 cards flagged Green"]
    assert len(screen.table.selected_keys()) == 3, "the selection stays"
    shell_of(screen).undos[-1]()
    assert states(services) == [(True, 0)] * 3 + [(False, 0)]
    services.history.undo()
    assert states(services) == [(False, 0)] * 4


def test_due_dates_and_tags_are_asked_for(qtbot: QtBot, screen: LibraryScreen, services: Services) -> None:
    select(screen, 0, 1)
    qtbot.keyClick(screen.table, Qt.Key.Key_D)
    asked = ask_of(screen)
    asked.line.setText("yesterday")
    asked.agree_button.click()
    assert asked.field.error()
    asked.line.setText("5")
    asked.agree_button.click()
    assert services.study.state(FaceId("c-1/1")).schedule.due is not None
    qtbot.keyClick(screen.table, Qt.Key.Key_T)
    ask_of(screen).line.setText("Weak later")
    ask_of(screen).agree_button.click()
    assert services.search.tags() == {"later": 2, "storage": 12, "weak": 2}
    services.history.undo()
    assert services.search.tags() == {"storage": 12}


def test_the_menu_offers_what_the_keys_do(qtbot: QtBot, screen: LibraryScreen, services: Services) -> None:
    select(screen, 1, 2)
    menu = screen.actions_of_items.menu()
    words = [entry.text().partition("\t")[0] for entry in menu.actions() if entry.text()]
    assert words[0] == "2 selected"
    for wanted in ("Flag", "Suspend", "Bury until tomorrow", "Set due date…", "Forget", "Add tags…", "Remove tags…"):
        assert wanted in words
    next(entry for entry in menu.actions() if entry.text().startswith("Bury")).trigger()
    assert services.study.state(FaceId("c-2/1")).buried_until is not None
    flags = next(inner for inner in menu.findChildren(QMenu) if any("Purple" in e.text() for e in inner.actions()))
    next(entry for entry in flags.actions() if "Purple" in entry.text()).trigger()
    assert states(services)[1:3] == [(False, 7)] * 2
    menu.deleteLater()


def test_p_shows_the_selected_cards_on_paper_or_what_the_search_finds(qtbot: QtBot, screen: LibraryScreen) -> None:
    begun: list[Begin | None] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(print_dialog, "open_print", lambda _shell, _over, begin: begun.append(begin))
        select(screen, 0, 1)
        qtbot.keyClick(screen.table, Qt.Key.Key_P)
        screen.show_query("c-1")
        select(screen, 0, 0)
        qtbot.keyClick(screen.table, Qt.Key.Key_P)
    selected, searched = begun
    assert selected is not None
    assert searched is not None
    assert (selected.what, len(selected.keys), selected.query) == ("cards", 2, "")
    assert (searched.what, searched.keys, searched.query) == ("cards", (), "c-1")


def test_the_menu_comes_up_at_the_mouse_or_by_keyboard_below_the_row(qtbot: QtBot, screen: LibraryScreen) -> None:
    screen.table.menu_asked.disconnect()  # no menu can take the keyboard here
    asked: list[QPoint] = []
    screen.table.menu_asked.connect(asked.append)
    select(screen, 0, 0)
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        event = QContextMenuEvent(reason, QPoint(5, 5), QPoint(700, 600))
        QApplication.sendEvent(screen.table.viewport(), event)
    row = screen.table.visualRect(screen.table.currentIndex())
    assert asked[0] == QPoint(700, 600)
    assert asked[1].y() == screen.table.viewport().mapToGlobal(row.bottomLeft()).y()


def test_a_cram_goes_through_the_selection_or_all_that_is_listed(qtbot: QtBot, screen: LibraryScreen) -> None:
    shell = shell_of(screen)
    select(screen, 0, 1)
    qtbot.keyClick(screen.table, Qt.Key.Key_C)
    screen.show_query("c-11 or c-10 or c-9")
    screen.cram.click()
    wishes = [wish for wish in shell.studied if isinstance(wish, CramWish)]
    assert [set(wish.faces) for wish in wishes] == [{"c-0/1", "c-1/1"}, {"c-9/1", "c-10/1", "c-11/1"}]
    menu = screen.actions_of_items.menu()
    next(entry for entry in menu.actions() if entry.text() == "Cram all 3 listed\tC").trigger()
    assert shell.studied[-1] == wishes[-1]
    menu.deleteLater()
    screen.show_query("kind:question")
    screen.cram.click()
    assert "no card among these" in str(shell.refusals[0])


def test_what_is_not_a_card_is_not_scheduled(qtbot: QtBot, screen: LibraryScreen) -> None:
    screen.show_query("kind:question")
    select(screen, 0, 0)
    qtbot.keyClick(screen.table, Qt.Key.Key_B)
    assert "no card among these" in str(shell_of(screen).refusals[0])


def test_a_search_is_saved_chosen_renamed_and_deleted(screen: LibraryScreen, services: Services) -> None:
    screen.show_query("domain:3 c-1")
    saving = screen.searches.save()
    saving.line.setText("Ones")
    saving.agree_button.click()
    screen.show_query("")
    menu = screen.searches.menu()
    next(entry for entry in menu.actions() if entry.text() == "Ones").trigger()
    assert screen.search.text() == "domain:3 c-1"
    renaming = screen.searches.rename(services.search.saved()[0])
    renaming.line.setText("Tens")
    renaming.agree_button.click()
    assert [one.name for one in services.search.saved()] == ["Tens"]
    screen.searches.remove(services.search.saved()[0])
    assert services.search.saved() == ()
    shell_of(screen).undos[-1]()
    assert [one.name for one in services.search.saved()] == ["Tens"]
    menu.deleteLater()


def test_names_in_menus_may_have_an_ampersand(screen: LibraryScreen, services: Services) -> None:
    services.search.save("R&D", "c-1")
    saved = screen.searches.menu()
    # One ampersand alone would be taken for the mark of a key.
    assert [entry.text() for entry in (*saved.actions(), *saved.removing.actions())].count("R&&D") == 2
    saved.deleteLater()
    services.preferences.change(flags="A & B\nOrange\nGreen\nBlue\nPink\nTurquoise\nPurple")
    menu = screen.actions_of_items.menu()
    assert any(entry.text() == "1  A && B\tAlt+1" for inner in menu.findChildren(QMenu) for entry in inner.actions())
    menu.deleteLater()


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    monkeypatch.setattr(page, "AT_ONCE", 100)
    cards = tuple(card(f"c-{number}") for number in range(CARDS))
    with open_library(tmp_path, deck(cards=cards, questions=(), sheets=()), FixedClock()) as opened:
        yield opened


def test_very_many_items_are_looked_up_in_another_thread_and_read_page_by_page(
    qtbot: QtBot, many: Services, make: Callable[[Services], LibraryScreen]
) -> None:
    screen = make(many)
    qtbot.waitUntil(lambda: screen.model.rowCount() == CARDS)
    QAbstractItemModelTester(screen.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert screen.model.pages_kept() <= 2
    for row in range(0, CARDS, PAGE):
        screen.table.scrollTo(screen.model.index(row, 0))
        screen.table.grab()
    assert screen.model.pages_kept() <= PAGES
    screen.presenter.sort(Column.FRONT)
    screen.show_query("c-2499")
    screen.show_query("c-249")
    qtbot.waitUntil(lambda: screen.model.rowCount() == 11)
    assert screen.count.text() == f"11 of {CARDS:,}"


def test_a_cram_of_very_many_cards_is_gathered_as_work_of_its_own(
    qtbot: QtBot, many: Services, make: Callable[[Services], LibraryScreen]
) -> None:
    screen = make(many)
    qtbot.waitUntil(lambda: screen.model.rowCount() == CARDS)
    screen.cram.click()
    qtbot.waitUntil(lambda: bool(shell_of(screen).studied))
    wish = shell_of(screen).studied[0]
    assert isinstance(wish, CramWish)
    assert len(wish.faces) == CARDS


def test_a_large_selection_is_changed_as_one_too(
    qtbot: QtBot, many: Services, make: Callable[[Services], LibraryScreen]
) -> None:
    screen = make(many)
    qtbot.waitUntil(lambda: screen.model.rowCount() == CARDS)
    screen.table.selectAll()
    assert screen.count.text() == f"{CARDS:,} of {CARDS:,} selected"
    screen.actions_of_items.toggle_suspended()
    assert shell_of(screen).toasts == [f"{CARDS:,} cards suspended"]
    assert many.history.takes_long(undo=True)
    shell_of(screen).undos[-1]()
    assert shell_of(screen).titles[-1] == "Undoing"
    assert many.search.count(parse("is:suspended")) == 0
