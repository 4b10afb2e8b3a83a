"""Terms and confusion sets through the window: tool tips, the line below the answer, the library's preview."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from certdeck.core.deck import Deck, Entry, FactsBlock, HookBlock, TableBlock, TreeBlock, TreeBranch, TreeNode
from certdeck.core.ids import ItemId
from certdeck.core.richtext import Defined, Paragraph, Text
from certdeck.gui.screens.library import LibraryScreen
from certdeck.gui.screens.sheet import SheetScreen
from certdeck.gui.screens.study import StudyScreen
from certdeck.gui.screens.study_reference import ReferenceLine, mixed_in_words, terms_in_words
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.buttons import LinkButton
from certdeck.gui.widgets.rich_view import RichTextView
from certdeck.gui.widgets.term_list import TermList
from certdeck.services.catalogue import Services
from tests.builders import card, confusion, deck, sheet, term
from tests.clock import FixedClock
from tests.gui.stub_shell import StubShell
from tests.library import open_library

KEY = Qt.Key


def content() -> Deck:
    tree = TreeNode("AUC?", branches=(TreeBranch("yes", TreeNode("A")), TreeBranch("no", TreeNode("B"))))
    blocks = (
        TreeBlock("Tree", tree),
        TableBlock("Table", ("AUC", "Use"), (("shadow test", "Some"), ("Two", "Other"))),
        FactsBlock("Facts", (Entry("AUC", "An area"),)),
        HookBlock("Hook", "A shadow test again."),
    )
    return deck(
        cards=(card("c-1", front="Which test?", back="A shadow test with `AUC`."), card("c-2")),
        questions=(),
        sheets=(sheet(blocks=blocks),),
        confusions=(confusion(cards=("c-1", "c-2")),),
        terms=(term(means="Copies <all> traffic."), term("g-auc", word="AUC")),
    )


@pytest.fixture
def services(theme: Theme, tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path, content(), FixedClock()) as opened:
        yield opened


@pytest.fixture
def study(services: Services, qtbot: QtBot) -> StudyScreen:
    screen = StudyScreen(StubShell(services))
    qtbot.addWidget(screen)
    screen.resize(1072, 800)
    screen.show()
    screen.show_page()
    qtbot.waitUntil(lambda: screen.focusWidget() is not None)
    return screen


def press(screen: StudyScreen, qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget() or screen, key)
        QApplication.processEvents()


def reference(screen: StudyScreen) -> ReferenceLine:
    return screen.card.answer.reference


@pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)
def test_a_term_has_a_dotted_line_and_its_meaning_as_a_tool_tip(theme: Theme, qtbot: QtBot) -> None:
    view = RichTextView(size=18)
    qtbot.addWidget(view)
    view.set_text((Paragraph((Text("A "), Defined("shadow test", ItemId("g-1"), "Copies <all> traffic."))),))
    view.resize(400, 60)
    view.show()
    cursor = view.textCursor()
    cursor.setPosition(4)
    form = cursor.charFormat()
    assert form.underlineStyle() is QTextCharFormat.UnderlineStyle.DotLine
    assert view.toPlainText() == "A shadow test"
    assert view.accessibleName() == "A shadow test"
    at = view.cursorRect(cursor).center()
    event = QHelpEvent(QEvent.Type.ToolTip, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), event)
    assert QToolTip.text() == "<qt>Copies &lt;all&gt; traffic.</qt>"
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_before_the_answer_neither_key_nor_line_tells_anything(study: StudyScreen, qtbot: QtBot) -> None:
    press(study, qtbot, KEY.Key_T, KEY.Key_M)
    assert not reference(study).isVisible()
    assert reference(study).part() is None


def test_t_and_m_open_what_they_name_one_at_a_time_and_the_focus_stays(study: StudyScreen, qtbot: QtBot) -> None:
    press(study, qtbot, KEY.Key_Space)
    line, focused = reference(study), study.focusWidget()
    assert (line.mixed.text(), line.terms.text()) == ("Mixed up with Thing 2", "1 term")
    press(study, qtbot, KEY.Key_T)
    part = line.part()
    assert part is not None
    assert part.accessibleName() == "Terms"
    assert line.terms.accessibleName() == "Hide: 1 term, shadow test"
    press(study, qtbot, KEY.Key_M)
    assert line.part() is not part
    assert (line.terms.isChecked(), line.mixed.isChecked()) == (False, True)
    press(study, qtbot, KEY.Key_M)
    assert line.part() is None
    assert study.focusWidget() is focused


def test_what_is_open_is_closed_on_the_next_card(study: StudyScreen, qtbot: QtBot) -> None:
    press(study, qtbot, KEY.Key_Space, KEY.Key_M, KEY.Key_3)
    assert reference(study).part() is None
    press(study, qtbot, KEY.Key_Space)
    assert not reference(study).mixed.isChecked()
    assert reference(study).mixed.text() == "Mixed up with Thing 1"
    assert not reference(study).terms.isVisible()


def test_the_page_scrolls_to_what_was_opened(study: StudyScreen, qtbot: QtBot) -> None:
    study.resize(1072, 480)
    press(study, qtbot, KEY.Key_Space, KEY.Key_M)
    part, area = reference(study).part(), study.card.viewport()
    assert part is not None
    qtbot.waitUntil(lambda: part.mapTo(area, QPoint(0, part.height())).y() <= area.height() + 1)


def test_terms_and_sets_are_read_out_in_sentences(study: StudyScreen, qtbot: QtBot) -> None:
    press(study, qtbot, KEY.Key_Space)
    assert study.view is not None
    assert terms_in_words(study.view.terms) == "shadow test: Copies <all> traffic."
    assert mixed_in_words(study.view.mixed) == "Title of x-1. What tells x-1 apart. Thing 1: Cue 1. Thing 2: Cue 2."


def test_a_sheet_marks_its_terms_and_lists_them_at_its_end(services: Services, qtbot: QtBot) -> None:
    screen = SheetScreen(StubShell(services), ItemId("s-1"))
    qtbot.addWidget(screen)
    screen.resize(1072, 800)
    screen.show()
    screen.show_page()
    body = screen.body
    assert body is not None
    qtbot.waitUntil(body.is_complete)
    show = next(link for link in body.findChildren(LinkButton) if link.text() == "Show terms")
    lists = [part for part in body.findChildren(TermList) if not part.isVisible()]
    QTest.mouseClick(show, Qt.MouseButton.LeftButton)
    assert show.text() == "Hide terms"
    assert len(lists) == 1
    assert lists[0].isVisible()
    dotted = [view.toPlainText() for view in body.findChildren(RichTextView) if "Dot" in _underlines(view)]
    assert dotted == ["shadow test", "AUC"]


def _underlines(view: RichTextView) -> str:
    block, found = view.document().begin(), ""
    while block.isValid():
        walk = block.begin()
        while not walk.atEnd():
            found += walk.fragment().charFormat().underlineStyle().name
            walk += 1
        block = block.next()
    return found


def test_the_preview_leads_from_a_card_to_its_set_and_on_to_the_other_card(services: Services, qtbot: QtBot) -> None:
    screen = LibraryScreen(StubShell(services))
    qtbot.addWidget(screen)
    screen.resize(1280, 800)
    screen.show()
    screen.show_page()
    screen.show_item(ItemId("c-1"))
    for name in ("Mixed up with: Title of x-1", "Cards: Front of c-2?"):
        link = next(link for link in screen.preview.findChildren(LinkButton) if link.accessibleName() == name)
        QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    shown = screen.preview.view()
    assert shown is not None
    assert shown.id == "c-2"
