"""The rail at the left of the window."""

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from certdeck.gui.rail import NARROW, WIDE, Rail
from certdeck.gui.screen import Page
from certdeck.gui.theme import Theme


def rail(qtbot: QtBot) -> Rail:
    made = Rail()
    qtbot.addWidget(made)
    made.resize(made.width(), 800)
    made.show()
    QApplication.processEvents()
    return made


def test_every_page_has_a_button_in_the_order_of_its_keys(theme: Theme, qtbot: QtBot) -> None:
    made = rail(qtbot)
    from_above = sorted(made.buttons.items(), key=lambda entry: entry[1].y())
    assert [page for page, _ in from_above] == list(Page)
    assert [button.toolTip() for button in made.buttons.values()] == [
        f"{page.value} (Ctrl+{number})" for number, page in enumerate(Page, start=1)
    ]


def test_a_click_tells_the_page(theme: Theme, qtbot: QtBot) -> None:
    made = rail(qtbot)
    chosen: list[object] = []
    made.chosen.connect(chosen.append)
    for button in made.buttons.values():
        button.click()
    assert chosen == list(Page)


def test_only_the_current_page_is_marked(theme: Theme, qtbot: QtBot) -> None:
    made = rail(qtbot)
    made.buttons[Page.SHEETS].click()
    made.show_current(Page.EXAMS)
    assert [page for page, button in made.buttons.items() if button.isChecked()] == [Page.EXAMS]


def test_what_waits_is_told_in_words(theme: Theme, qtbot: QtBot) -> None:
    study = rail(qtbot).buttons[Page.STUDY]
    study.set_count(42)
    assert study.accessibleName() == "Study, 42 waiting"
    study.set_count(0)
    assert study.accessibleName() == "Study"


def test_the_narrow_rail_shows_icons_alone_and_keeps_its_names(theme: Theme, qtbot: QtBot) -> None:
    made = rail(qtbot)
    study = made.buttons[Page.STUDY]
    study.set_count(42)
    assert made.width() == WIDE
    made.set_narrow(True)
    QApplication.processEvents()
    assert made.width() == NARROW
    assert (study.width(), study.height()) == (40, 40)
    assert study.accessibleName() == "Study, 42 waiting"
    assert not [words for words in made.findChildren(QLabel) if words.isVisible() and words.text()]
    made.set_narrow(False)
    assert made.width() == WIDE


def test_both_widths_grow_with_the_text(theme: Theme, qtbot: QtBot) -> None:
    made = rail(qtbot)
    theme.set_scale(2.0)
    made.set_narrow(False)
    assert all(button.sizeHint().width() <= made.width() - 24 for button in made.buttons.values())
    made.set_narrow(True)
    assert made.buttons[Page.TODAY].sizeHint().width() <= made.width() - 24
