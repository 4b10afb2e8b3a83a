"""What was written once is shown again without writing it anew: texts, tables of stems, cells of the grid, pages."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QImage, QPainter, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from certdeck.core.exam.conduct import Mode, conduct
from certdeck.core.richtext import Code, Image, Paragraph, RichText, Spans, Table, Text
from certdeck.gui import theme as themes
from certdeck.gui.screens.exam_question import QuestionPage
from certdeck.gui.theme import Theme
from certdeck.gui.widgets import rich_view
from certdeck.gui.widgets.rich_document import TextLook
from certdeck.gui.widgets.rich_text import RichTextPane
from certdeck.gui.widgets.rich_view import RichTextView
from certdeck.gui.widgets.written_text import USUAL, Ground, Shelf, Wanted, dress, shelf, write
from certdeck.presenters.exam_review_view import Marks
from tests.gui.exam import Open


def cells(*texts: str) -> tuple[Spans, ...]:
    return tuple((Text(text),) for text in texts)


HEAD = cells("Service", "Answers")
ROWS = (cells("Endpoint", "at once"), cells("Batch transform", "in hours"))
TABLE = Table(HEAD, ROWS)
WIDTH = 400


@pytest.fixture(autouse=True)
def empty_shelf() -> Iterator[None]:
    shelf.clear()
    yield
    shelf.clear()


def words(text: str) -> RichText:
    return (Paragraph((Text(text),)),)


def wanted(text: RichText) -> Wanted:
    return Wanted(text, TextLook(14), None, 1.0, dress())


def shown(qtbot: QtBot, text: RichText) -> RichTextView:
    view = RichTextView(size=14)
    qtbot.addWidget(view)
    view.resize(WIDTH, 50)
    view.show()
    view.set_text(text)
    return view


def test_a_text_that_comes_back_comes_back_in_its_document(theme: Theme, qtbot: QtBot) -> None:
    view = shown(qtbot, words("first"))
    document = view.document()
    view.set_text(words("second"))
    assert (view.toPlainText(), view.document() is document) == ("second", False)
    view.set_text(words("first"))
    assert (view.toPlainText(), view.document() is document) == ("first", True)


def test_two_views_of_one_text_have_a_document_each(theme: Theme, qtbot: QtBot) -> None:
    text = words("The same words in two places, one of them narrow.")
    wide, narrow = shown(qtbot, text), shown(qtbot, text)
    narrow.resize(WIDTH // 4, 50)
    assert wide.document() is not narrow.document()
    assert narrow.height() > wide.height()


def test_a_kept_text_is_as_high_as_its_new_view_asks_for(theme: Theme, qtbot: QtBot) -> None:
    text = words("Words that need several lines where there is not much room for them.")
    view = shown(qtbot, text)
    view.set_text(words("other"))
    view.resize(WIDTH // 4, 50)
    view.set_text(text)
    assert view.height() == shown(qtbot, text).height_for(WIDTH // 4)


def test_texts_are_written_anew_after_the_look_of_the_app_has_changed(theme: Theme, qtbot: QtBot) -> None:
    view = shown(qtbot, words("first"))
    document = view.document()
    view.set_text(words("second"))
    themes.current().set_scale(1.5)
    view.set_text(words("first"))
    assert view.document() is not document
    assert view.document().defaultFont().pixelSize() == 21


def test_highlights_do_not_come_back_with_a_text(theme: Theme, qtbot: QtBot) -> None:
    view = shown(qtbot, words("first"))
    view.mark([(0, 3)])
    view.set_text(words("second"))
    view.set_text(words("first"))
    assert view.extraSelections() == []


def test_what_stands_behind_a_text_is_looked_for_once_in_each_width(
    theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, look_for = list[int](), rich_view.grounds_of

    def looked_for(document: QTextDocument, width: int) -> tuple[Ground, ...]:
        found.append(width)
        return look_for(document, width)

    monkeypatch.setattr(rich_view, "grounds_of", looked_for)
    view = shown(qtbot, (Paragraph((Text("Run "), Code("certdeck due"), Text(" each day, before you read."))),))
    first = view.grab().toImage()
    assert view.grab().toImage() == first
    view.resize(120, 50)
    view.grab()
    view.resize(WIDTH, 50)
    assert view.grab().toImage() == first
    assert found == [WIDTH, 120]


def test_the_shelf_keeps_the_last_and_no_pictures(theme: Theme) -> None:
    kept = Shelf(2)
    one, two, three = (write(wanted(words(text)), WIDTH) for text in ("one", "two", "three"))
    for written in (one, two, three):
        kept.put(written)
    assert kept.take(wanted(words("three")), WIDTH) is three
    assert kept.take(wanted(words("one")), WIDTH) is not one
    pictured = write(wanted((Paragraph((Image("missing.png", "a picture that is not there"),)),)), WIDTH)
    kept.put(pictured)
    assert kept.take(pictured.wanted, WIDTH) is not pictured


def test_the_texts_of_an_exam_are_kept_until_it_ends(open_exam: Open) -> None:
    exam = open_exam(rules=conduct(Mode.PRACTICE))
    for number in range(USUAL + 1):
        shelf.prepare(wanted(words(f"Text {number}")), WIDTH)
    assert len(shelf) > USUAL
    exam.room.presenter.submit()
    assert len(shelf) == USUAL


def test_a_table_that_was_made_ahead_is_the_one_that_is_shown(theme: Theme, qtbot: QtBot) -> None:
    pane = RichTextPane(size=14)
    qtbot.addWidget(pane)
    pane.resize(WIDTH, 100)
    pane.show()
    for _ in pane.prepare((*words("Compare."), TABLE), WIDTH):
        assert pane.tables() == ()
    pane.set_text((*words("Compare."), TABLE))
    QApplication.processEvents()
    made = pane.tables()[0]
    assert (made.isVisible(), made.cell_text(2, 1)) == (True, "in hours")
    pane.set_text(words("No table."))
    assert (pane.tables(), made.isVisible()) == ((), False)
    pane.set_text((TABLE, *words("Compare again.")))
    assert pane.tables() == (made,)
    assert made.isVisible()


def test_a_text_looks_the_same_whether_its_glyphs_are_kept_or_found_anew(theme: Theme) -> None:
    text = (*words("Many words in several lines, office and affluent. " * 9), Paragraph((Code("a == b"),)), TABLE)
    pictures = []
    for kept in (True, False, True):
        document = write(wanted(text), WIDTH).document
        block = document.begin()
        while block.isValid():
            assert block.layout().cacheEnabled()
            block.layout().setCacheEnabled(kept)
            block = block.next()
        for width in (WIDTH // 2, WIDTH):  # laid out anew with and without them
            document.setTextWidth(width)
        pictures.append(painted(document))
    assert pictures[0] == pictures[1] == pictures[2]


def painted(document: QTextDocument) -> QImage:
    picture = QImage(WIDTH, 600, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFFFF)
    painter = QPainter(picture)
    document.drawContents(painter)
    painter.end()
    return picture


def test_a_pane_keeps_its_views_for_a_text_with_more_runs(theme: Theme, qtbot: QtBot) -> None:
    pane, parted = RichTextPane(size=14), (*words("Compare."), TABLE, *words("Which one?"))
    qtbot.addWidget(pane)
    pane.resize(WIDTH, 100)
    pane.show()
    pane.set_text(parted)
    QApplication.processEvents()
    before, looked = pane.views(), pane.grab().toImage()
    pane.set_text(words("No table."))
    QApplication.processEvents()
    assert (len(pane.views()), before[1].isVisible()) == (1, False)
    pane.set_text(parted)
    QApplication.processEvents()
    assert pane.views() == before
    assert pane.grab().toImage() == looked
    assert all(view.isVisible() for view in before)


def test_views_for_the_runs_of_a_text_are_made_ahead(theme: Theme, qtbot: QtBot) -> None:
    pane, parted = RichTextPane(size=14), (*words("Compare."), TABLE, *words("Which one?"))
    qtbot.addWidget(pane)
    pane.resize(WIDTH, 100)
    pane.show()
    for _ in pane.prepare(parted, WIDTH):
        assert not any(view.isVisible() for view in pane.findChildren(RichTextView))
    ahead = set(pane.made_ahead())
    pane.set_text(parted)
    assert {*pane.views(), *pane.tables()[0].cells()} == ahead
    assert pane.made_ahead() == ()


def test_a_text_that_is_shown_again_is_not_written_anew_and_nothing_in_it_stays_selected(
    theme: Theme, qtbot: QtBot
) -> None:
    view = shown(qtbot, words("Some words."))
    view.selectAll()
    document = view.document()
    view.set_text(words("Some words."))
    assert view.document() is document
    assert (view.textCursor().hasSelection(), view.textCursor().position()) == (False, 0)


def test_a_table_made_ahead_looks_as_one_made_at_once(theme: Theme, qtbot: QtBot) -> None:
    pictures = []
    for ahead in (False, True):
        pane = RichTextPane(size=14)
        qtbot.addWidget(pane)
        pane.resize(WIDTH, 100)
        pane.show()
        if ahead:
            assert list(pane.prepare((TABLE,), WIDTH))
        pane.set_text((TABLE,))
        QApplication.processEvents()
        pictures.append(pane.tables()[0].grab().toImage())
    assert pictures[0] == pictures[1]


def test_cells_of_the_grid_are_painted_before_it_opens(open_exam: Open) -> None:
    exam = open_exam(rules=conduct(Mode.PRACTICE))
    exam.room.presenter.flag()
    exam.bot.waitUntil(lambda: not exam.room.ahead.busy() and not exam.room.answer_ahead.busy())
    grid, marks = exam.room.review.grid, Marks().of(exam.room.presenter.sitting)
    for _ in grid.paint_ahead(marks):
        raise AssertionError("Something was left to paint.")
    exam.room.presenter.review()
    QApplication.processEvents()
    first = grid.cells()[0]
    assert first.shown == marks[0]
    seen = grid.grab(first.geometry()).toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert first.picture(marks[0]).toImage() == seen


def test_turning_back_from_the_grid_lays_the_question_out_once(
    open_exam: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    exam = open_exam(rules=conduct(Mode.PRACTICE))
    exam.room.presenter.review()
    QApplication.processEvents()
    sizes: list[tuple[int, int]] = []
    resized = QuestionPage.resizeEvent

    def resize(page: QuestionPage, event: QResizeEvent) -> None:
        sizes.append((event.size().width(), event.size().height()))
        resized(page, event)

    monkeypatch.setattr(QuestionPage, "resizeEvent", resize)
    exam.room.presenter.back()
    QApplication.processEvents()
    assert len(set(sizes)) <= 1
