"""Texts that rest as painted passages until the pointer comes to them: nobody sees the difference."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from certdeck.core.richtext import Link, Paragraph, RichText, Strong, Table, Text, plain
from certdeck.gui.screens.exam_answer_row import AnswerRow
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.resting_text import RestingText
from certdeck.gui.widgets.rich_document import TextLook
from certdeck.presenters.outcome import Outcome
from certdeck.presenters.response_lines import LineView

WORDS: RichText = (Paragraph((Text("Some words, "), Strong((Text("strong"),)), Text(" ones among them, " * 12))),)
LINKED: RichText = (Paragraph((Link("https://docs.example.org/guide", (Text("The guide"),)),)),)
TABLED: RichText = (*WORDS, Table(((Text("Part"),), (Text("Cost"),)), (((Text("Build"),), (Text("3 USD"),)),)))
LOOK = TextLook(14)


@pytest.fixture
def page(theme: Theme, qtbot: QtBot) -> QWidget:
    made = QWidget()
    QVBoxLayout(made)
    made.resize(500, 400)
    qtbot.addWidget(made)
    made.show()
    return made


def put(page: QWidget, part: QWidget) -> None:
    layout = page.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.addWidget(part)
    layout.addStretch(1)
    settle()


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


def point_at(part: QWidget) -> None:
    middle = QPointF(part.rect().center())
    QApplication.sendEvent(part, QEnterEvent(middle, middle, middle))
    settle()


def test_a_text_becomes_a_view_under_the_pointer_and_keeps_its_place(page: QWidget) -> None:
    text = RestingText(LOOK)
    text.show_text(WORDS, LOOK)
    put(page, text)
    before, seen = text.geometry(), page.grab().toImage()
    assert text.views() == ()
    point_at(text)
    (view,) = text.views()
    assert (view.isVisible(), text.geometry()) == (True, before)
    assert page.grab().toImage() == seen


@pytest.mark.parametrize("more", [LINKED, TABLED])
def test_a_text_with_links_or_tables_is_a_view_at_once(page: QWidget, more: RichText) -> None:
    text = RestingText(LOOK)
    text.show_text(more, LOOK)
    put(page, text)
    assert text.views()
    text.show_text(WORDS, LOOK)
    settle()
    assert text.views() == ()


def test_the_reason_of_an_answer_keeps_its_place_under_the_pointer(page: QWidget) -> None:
    row = AnswerRow()
    row.show_line(LineView("B", WORDS, Outcome.WRONG, "Your answer", WORDS))
    put(page, row)
    before, seen = row.geometry(), page.grab().toImage()
    assert row.views() == ()
    point_at(row)
    assert [view.toPlainText() for view in row.views()] == [plain(WORDS)]
    assert row.geometry() == before
    assert page.grab().toImage() == seen


def test_a_row_grows_with_the_table_in_its_reason(page: QWidget) -> None:
    row = AnswerRow()
    row.show_line(LineView("B", WORDS, Outcome.RIGHT, "", WORDS))
    put(page, row)
    words_only = row.height()
    row.show_line(LineView("B", WORDS, Outcome.RIGHT, "", TABLED))
    settle()
    (cell, *_) = row.views()[-1:]
    assert row.height() > words_only + cell.height()
    bottom = max(view.mapTo(row, view.rect().bottomLeft()).y() for view in row.views())
    assert bottom < row.height()


def test_a_reason_with_a_link_is_as_high_before_it_is_seen_as_then(theme: Theme, qtbot: QtBot) -> None:
    linked = (Paragraph((Link("https://docs.example.org", (Text("Read the guide, every word of it. " * 12),)),)),)
    row = AnswerRow()
    qtbot.addWidget(row)
    row.show_line(LineView("A", WORDS, Outcome.RIGHT, "Right", linked))
    expected = row.heightForWidth(600)
    row.resize(600, expected)
    row.show()
    for _ in range(6):
        QApplication.processEvents()
    assert row.heightForWidth(600) == expected
