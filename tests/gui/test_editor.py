"""The editor of cards: fields, preview, keys, drafts, pictures, and the ways out."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QImage, QTextOption
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from certdeck.core.card_parts import CardChoice, Grid, Hiding, Outline
from certdeck.core.deck import CardKind
from certdeck.core.errors import StoreError
from certdeck.core.ids import FaceId, ItemId
from certdeck.core.own import CardText, Draft
from certdeck.core.richtext import plain
from certdeck.gui.main_window import MainWindow
from certdeck.gui.screen import Page
from certdeck.gui.screens import editor as editor_module
from certdeck.gui.screens.ask import Ask
from certdeck.gui.screens.editor import EditorScreen
from certdeck.gui.screens.editor_parts import ChoiceRows
from certdeck.gui.screens.editor_text import MarkdownEdit
from certdeck.gui.screens.library import LibraryScreen
from certdeck.gui.screens.study import StudyScreen
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.frames import Card
from certdeck.services.cards import NEW
from certdeck.services.catalogue import Services
from tests.builders import NOON, card, covers, deck
from tests.clock import FixedClock
from tests.gui.stub_shell import StubShell
from tests.library import open_library

SHIPPED = ItemId("c-basic")
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path, deck(), FixedClock()) as opened:
        yield opened


@pytest.fixture
def left() -> list[str]:
    return []


Opening = Callable[..., EditorScreen]


@pytest.fixture
def open_editor(theme: Theme, qtbot: QtBot, services: Services, left: list[str]) -> Iterator[Opening]:
    theme.pictures = services.cards.picture

    def made(card: str = "", draft: Draft | None = None) -> EditorScreen:
        editor = EditorScreen(StubShell(services), left.append)
        qtbot.addWidget(editor)
        editor.resize(1200, 800)
        editor.open_card(ItemId(card)) if card else editor.open_new(draft)
        editor.show()
        editor.focus_first()
        qtbot.waitUntil(lambda: editor._reading is None)
        return editor

    yield made
    theme.pictures = None


def asked(editor: QWidget) -> Ask:
    (found,) = [ask for ask in editor.findChildren(Ask) if ask.isVisible()]
    return found


def preview(editor: EditorScreen) -> str:
    return plain(editor.preview.prompt.text())


def test_typing_shows_in_the_preview_and_saving_keeps_it(
    qtbot: QtBot, open_editor: Opening, services: Services, left: list[str]
) -> None:
    editor = open_editor("c-basic")
    editor.form.front.selectAll()
    qtbot.keyClicks(editor.form.front, "What is **mine**?")
    qtbot.waitUntil(lambda: preview(editor) == "What is mine?")
    qtbot.keyClick(editor.form.front, Qt.Key.Key_Return, CTRL)
    assert left == ["Card saved"]
    assert services.cards.open(SHIPPED).card.front == "What is **mine**?"


def test_what_is_to_be_mended_is_read_aloud_as_sentences(open_editor: Opening) -> None:
    editor = open_editor()
    names = [box.accessibleName() for box in editor.preview.findChildren(QWidget)]
    (name,) = [name for name in names if name.startswith("To mend")]
    assert name == (
        "To mend; you can save it as it is. There is nothing to ask: the front is empty. "
        "There is no answer: the back is empty"
    )


def test_a_card_that_is_here_already_is_told_apart_from_cards_that_are_much_like_it(
    qtbot: QtBot, open_editor: Opening, services: Services
) -> None:
    for front in ("Which service number 1 stores objects?", "Which service number 2 stores objects?"):
        services.cards.create(Draft(CardText(front=front, back="S3"), covers()))
    editor = open_editor(draft=Draft(CardText(front="which service number 1  stores objects"), covers()))
    notices = editor.preview.notices
    qtbot.waitUntil(lambda: len(notices.alike) == 2)
    QApplication.processEvents()  # what is new in a layout is shown by an event
    boxes = [box.accessibleName() for box in notices.findChildren(Card) if not box.isHidden()]
    assert boxes[-2:] == [
        "You have this card already. Which service number 1 stores objects?",
        "You have cards much like this one. Which service number 2 stores objects?",
    ]


def test_keys_and_buttons_mark_what_is_selected(qtbot: QtBot, open_editor: Opening) -> None:
    editor = open_editor(draft=Draft(CardText(kind=CardKind.CLOZE), covers()))
    front = editor.form.front
    qtbot.keyClicks(front, "one two")
    qtbot.keyClick(front, Qt.Key.Key_Left, CTRL | SHIFT)
    qtbot.keyClick(front, Qt.Key.Key_C, CTRL | SHIFT)
    assert front.toPlainText() == "one {{c1::two}}"
    front.moveCursor(front.textCursor().MoveOperation.Start)
    qtbot.keyClick(front, Qt.Key.Key_Right, CTRL | SHIFT)
    editor.form.bar.buttons["Gap of a cloze text"].click()
    assert front.toPlainText().startswith("{{c2::one")
    assert front.hasFocus()
    qtbot.keyClick(front, Qt.Key.Key_Z, CTRL)
    assert front.toPlainText() == "one {{c1::two}}"


def test_leaving_with_unsaved_text_asks_and_going_on_keeps_it(
    qtbot: QtBot, open_editor: Opening, left: list[str]
) -> None:
    editor = open_editor("c-basic")
    qtbot.keyClicks(editor.form.front, "Half")
    qtbot.keyClick(editor.form.front, Qt.Key.Key_Escape)
    question = asked(editor)
    assert question.accessibleName() == "Leave without saving?"
    question.decline_button.click()
    assert left == []
    assert "Half" in editor.form.front.toPlainText()
    editor.cancel.click()
    asked(editor).agree_button.click()
    assert left == [""]


def test_leaving_what_is_not_changed_asks_nothing(open_editor: Opening, left: list[str]) -> None:
    editor = open_editor("c-basic")
    editor.cancel.click()
    assert left == [""]


def test_the_window_does_not_close_over_unsaved_text_and_the_draft_is_kept(
    qtbot: QtBot, open_editor: Opening, services: Services
) -> None:
    editor = open_editor(draft=Draft(CardText(), covers()))
    qtbot.keyClicks(editor.form.front, "Half")
    assert not editor.close()
    assert asked(editor).isVisible()
    kept = services.cards.draft(NEW)
    assert kept is not None
    assert kept.draft.text.front == "Half"


def test_closing_the_window_again_asks_no_second_time(qtbot: QtBot, open_editor: Opening, left: list[str]) -> None:
    editor = open_editor(draft=Draft(CardText(), covers()))
    qtbot.keyClicks(editor.form.front, "Half")
    assert not editor.close()
    assert not editor.close()
    asked(editor).agree_button.click()
    assert [ask for ask in editor.findChildren(Ask) if ask.isVisible()] == []
    assert left == [""]


def test_a_window_can_be_closed_over_a_text_that_can_not_be_kept(
    qtbot: QtBot, open_editor: Opening, services: Services, left: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = open_editor(draft=Draft(CardText(), covers()))
    qtbot.keyClicks(editor.form.front, "Half")
    with monkeypatch.context() as broken:

        def full(*_given: object) -> None:
            raise StoreError("The disk is full.")

        broken.setattr(services.cards, "keep_draft", full)
        assert not editor.close()
        assert left == []
        asked(editor).agree_button.click()
        assert left == [""]
        assert isinstance(editor.shell, StubShell)
        assert [str(error) for error in editor.shell.refusals] == ["The disk is full."]
        assert editor.close()


def test_a_draft_is_kept_while_writing_and_offered_again(
    qtbot: QtBot, open_editor: Opening, services: Services
) -> None:
    editor = open_editor("c-basic")
    qtbot.keyClicks(editor.form.back, "Crash")
    qtbot.waitUntil(lambda: services.cards.draft(SHIPPED) is not None)
    again = open_editor("c-basic")
    assert "Crash" in again.form.back.toPlainText()
    again.presenter.forget_draft()
    assert again.form.back.toPlainText() == "Back of c-basic."


def test_a_card_without_bullets_says_what_to_do_and_stays_open(
    qtbot: QtBot, open_editor: Opening, left: list[str]
) -> None:
    editor = open_editor(draft=Draft(CardText()))
    qtbot.keyClicks(editor.form.front, "Q")
    editor.save_button.click()
    assert left == []
    assert "Choose at least one bullet" in editor._told[0]
    search = editor.form.bullets.search
    qtbot.keyClicks(search, "2.1")
    qtbot.keyClick(search, Qt.Key.Key_Down)
    qtbot.keyClick(editor.form.bullets.found, Qt.Key.Key_Return)
    assert [bullet.id for bullet in editor.presenter._view().bullets] == ["2.1.k1"]
    assert "Q" in editor.form.front.toPlainText()
    editor.save_button.click()
    assert left == ["Card saved"]


def test_each_kind_shows_its_fields_alone(open_editor: Opening) -> None:
    editor = open_editor(draft=Draft(CardText(), covers()))
    form = editor.form
    shown = {}
    for index in range(form.kind.count()):
        form.kind.setCurrentIndex(index)
        parts = (form.answer, form.choices, form.table.grid, form.picture.canvas)
        shown[form.kind.currentData()] = [part.isVisible() for part in parts]
    assert shown == {
        "basic": [False] * 4,
        "reversed": [False] * 4,
        "cloze": [False] * 4,
        "typed": [True, False, False, False],
        "choice": [False, True, False, False],
        "table": [False, False, True, False],
        "occlusion": [False, False, False, True],
    }


def test_what_few_kinds_have_is_made_when_it_is_needed_and_stands_in_its_place(
    qtbot: QtBot, open_editor: Opening
) -> None:
    editor = open_editor(draft=Draft(CardText(), covers()))
    form = editor.form
    assert form.findChildren(ChoiceRows) == []
    form.kind.setCurrentIndex(form.kind.findData("choice"))
    (rows,) = form.findChildren(ChoiceRows)
    assert form.front.y() < rows.y() < form.mapFromGlobal(form.back.mapToGlobal(form.back.pos())).y()
    stops: list[QWidget] = []
    stop = form.front.nextInFocusChain()
    while stop is not None and stop is not form.back:
        stops.append(stop)
        stop = stop.nextInFocusChain()
    assert all(row.text in stops for row in rows.rows)


def test_choices_are_written_added_and_removed(qtbot: QtBot, open_editor: Opening, services: Services) -> None:
    editor = open_editor(draft=Draft(CardText(kind=CardKind.CHOICE, front="Which?"), covers()))
    editor.form.kind.setCurrentIndex(0)
    editor.form.kind.setCurrentIndex(4)
    rows = editor.form.choices
    for row, words in zip(rows.rows, ("One", "Two", "Three"), strict=True):
        qtbot.keyClicks(row.text, words)
    rows.add.click()
    qtbot.keyClicks(rows.rows[3].text, "Four")
    rows.rows[1].drop.click()
    editor.save()
    (own,) = (item for item, standing in services.cards.standings().items() if standing.own)
    saved = services.cards.open(own).card.choices
    assert saved == (CardChoice("One", right=True), CardChoice("Three"), CardChoice("Four"))


def test_a_table_is_written_as_lines(qtbot: QtBot, open_editor: Opening, services: Services) -> None:
    editor = open_editor(draft=Draft(CardText(kind=CardKind.TABLE, front="Which?"), covers()))
    editor.form.table.grid.setPlainText("Thing | Use\nOne | Some\nTwo | Other")
    editor.form.table.hiding.choose("columns")
    qtbot.waitUntil(lambda: "[...]" in preview(editor))
    editor.save()
    (own,) = services.cards.standings()
    grid = Grid(("Thing", "Use"), (("One", "Some"), ("Two", "Other")), Hiding.COLUMNS)
    assert services.cards.open(own).card.grid == grid


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    image = QImage(400, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    image.save(str(tmp_path / "plot.png"))
    return tmp_path / "plot.png"


def test_a_picture_from_a_file_goes_into_the_text_and_the_data_folder(
    qtbot: QtBot,
    open_editor: Opening,
    services: Services,
    picture: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_what: (str(picture), ""))
    editor = open_editor(draft=Draft(CardText(), covers()))
    qtbot.keyClick(editor.form.front, Qt.Key.Key_I, CTRL | SHIFT)
    text = editor.form.front.toPlainText()
    assert text.startswith("![description](plot-")
    name = text.partition("(")[2].rstrip(")")
    assert services.cards.picture(name) is not None
    editor.add_picture(picture.with_name("gone.png"))
    assert "not a file" in editor._told[0]


def test_parts_of_a_picture_are_drawn_moved_and_deleted_by_mouse_and_keys(
    qtbot: QtBot, open_editor: Opening, services: Services, picture: Path
) -> None:
    editor = open_editor(draft=Draft(CardText(kind=CardKind.OCCLUSION), covers()))
    editor.add_picture(picture)
    canvas = editor.form.picture.canvas
    canvas.setFocus()

    def at(x: float, y: float) -> QPoint:
        return canvas._pixel((x, y)).toPoint()

    editor.form.picture.tools["rectangle"].click()
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=at(0.1, 0.1))
    qtbot.mouseMove(canvas, at(0.3, 0.5))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at(0.3, 0.5))
    editor.form.picture.tools["polygon"].click()
    for corner in ((0.5, 0.1), (0.9, 0.1), (0.7, 0.8)):
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at(*corner))
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.keyClick(canvas, Qt.Key.Key_N)
    shapes = canvas.editor.drawing.shapes
    assert [shape.outline for shape in shapes] == [Outline.RECTANGLE, Outline.POLYGON, Outline.RECTANGLE]
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.editor.drawing.shapes[2].box()[0] == pytest.approx(shapes[2].box()[0] + 0.01)
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    qtbot.keyClick(canvas, Qt.Key.Key_Z, CTRL)
    assert len(canvas.editor.drawing.shapes) == 3
    editor.save()
    (own,) = services.cards.standings()
    saved = services.cards.open(own).card.occlusion
    assert saved is not None
    assert saved.numbers() == (1, 2, 3)
    assert services.study.ask(FaceId(f"{own}/3")) is not None


def test_the_deck_s_newer_text_is_compared_and_taken(open_editor: Opening, services: Services) -> None:
    draft = services.cards.open(SHIPPED).draft()
    services.cards.save(SHIPPED, replace(draft, text=replace(draft.text, front="Mine?")))
    newer = deck(version="2.0.0", digest="1" * 64, cards=(card("c-basic", back="New."),))
    with services.store.open(writing=True) as work:
        work.content.replace(newer, NOON)
        work.commit()
    editor = open_editor("c-basic")
    assert editor.comparison.title.text() == "The deck has changed this card since you edited it."
    assert editor.comparison.keep.hasFocus()
    editor.comparison.take.click()
    assert not editor.comparison.isVisible()
    assert editor.form.back.toPlainText() == "New."


def test_an_editor_may_be_closed_before_all_cards_are_read(
    theme: Theme, qtbot: QtBot, services: Services, left: list[str]
) -> None:
    for _ in range(5):
        closed = EditorScreen(StubShell(services), left.append)
        closed.open_card(SHIPPED)
        closed.deleteLater()
        del closed
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    qtbot.waitUntil(lambda: not editor_module._RUNNING)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_wider_than_the_window(theme: Theme, open_editor: Opening, scale: float) -> None:
    theme.set_scale(scale)
    editor = open_editor(draft=Draft(CardText(kind=CardKind.OCCLUSION), covers()))
    assert editor.minimumSizeHint().width() <= 880


# In the window


@pytest.fixture
def window(theme: Theme, qtbot: QtBot, services: Services) -> MainWindow:
    made = MainWindow(services)
    qtbot.addWidget(made)
    made.show()
    made.go(Page.TODAY)
    return made


def editor_of(window: MainWindow) -> EditorScreen:
    screen = window.screen_shown
    assert isinstance(screen, EditorScreen)
    return screen


def test_e_edits_the_card_on_the_study_page_and_comes_back_to_it(qtbot: QtBot, window: MainWindow) -> None:
    window.go(Page.STUDY)
    study = window.screen_shown
    assert isinstance(study, StudyScreen)
    assert study.view is not None
    face = study.view.face
    study.presenter.show_answer()
    qtbot.keyClick(study, Qt.Key.Key_E)
    editor = editor_of(window)
    editor.form.note.setPlainText("Mind this.")
    editor.save_button.click()
    assert window.screen_shown is study
    assert study.view.face == face
    assert plain(study.view.note) == "Mind this."
    assert study.card.answer.note.isVisible()


def test_control_z_in_a_picture_takes_back_the_last_part_and_nothing_that_is_stored(
    qtbot: QtBot, theme: Theme, window: MainWindow, services: Services, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme, "pictures", services.cards.picture)
    services.faces.flag(3, FaceId("c-1/1"))
    window.new_card(Draft(CardText(kind=CardKind.OCCLUSION), covers()))
    editor = editor_of(window)
    editor.add_picture(picture)
    canvas = editor.form.picture.canvas
    canvas.setFocus()
    for key in (Qt.Key.Key_E, Qt.Key.Key_N, Qt.Key.Key_N):
        qtbot.keyClick(canvas, key)
    qtbot.keyClick(canvas, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(canvas, Qt.Key.Key_G)
    assert [(shape.outline, shape.number) for shape in canvas.editor.drawing.shapes] == [(Outline.ELLIPSE, 1)] * 2
    window.activateWindow()
    qtbot.waitUntil(canvas.hasFocus)
    for key, held in ((Qt.Key.Key_Z, CTRL), (Qt.Key.Key_Z, CTRL), (Qt.Key.Key_Z, CTRL | SHIFT), (Qt.Key.Key_Y, CTRL)):
        qtbot.keyClick(canvas, key, held)
    assert [shape.number for shape in canvas.editor.drawing.shapes] == [1, 1]
    qtbot.keyClick(canvas, Qt.Key.Key_Z, CTRL)
    qtbot.keyClick(canvas, Qt.Key.Key_Z, CTRL)
    assert len(canvas.editor.drawing.shapes) == 1
    assert services.study.state(FaceId("c-1/1")).flag == 3


def test_undo_after_editing_brings_the_text_back_on_the_study_page(qtbot: QtBot, window: MainWindow) -> None:
    window.go(Page.STUDY)
    study = window.screen_shown
    assert isinstance(study, StudyScreen)
    qtbot.keyClick(study, Qt.Key.Key_E)
    editor = editor_of(window)
    before = editor.form.front.toPlainText()
    editor.form.front.setPlainText("Another?")
    editor.save_button.click()
    assert study.view is not None
    assert plain(study.view.prompt) == "Another?"
    study.undo()
    assert plain(study.view.prompt) == before
    assert study.view.message == "Edit undone"


def test_ctrl_n_writes_a_card_that_the_library_shows(qtbot: QtBot, window: MainWindow, services: Services) -> None:
    window.go(Page.LIBRARY)
    library = window.screen_shown
    assert isinstance(library, LibraryScreen)
    qtbot.waitUntil(lambda: library.preview.view() is not None)
    library.add.click()
    editor = editor_of(window)
    assert [bullet.id for bullet in editor.presenter._view().bullets] == ["1.1.k1"]
    editor.form.front.setPlainText("Brand new?")
    editor.form.back.setPlainText("Yes.")
    editor.save_button.click()
    (own,) = services.cards.standings()
    library.show_item(own)
    qtbot.waitUntil(lambda: library.preview.view() is not None and library.preview.view().id == own)  # type: ignore[union-attr]
    view = library.preview.view()
    assert view is not None
    assert view.own.standing == "Your own card"
    window._new_by_key()
    assert editor_of(window).form.front.toPlainText() == ""


def test_a_gone_card_is_refused_in_words(window: MainWindow) -> None:
    window.edit_card(ItemId("gone"))
    assert not isinstance(window.screen_shown, EditorScreen)


def test_notes_and_cards_of_questions_begin_in_the_library(
    qtbot: QtBot, window: MainWindow, services: Services
) -> None:
    window.go(Page.LIBRARY)
    library = window.screen_shown
    assert isinstance(library, LibraryScreen)
    question = ItemId("q-choice")
    library.show_item(question)
    assert library.preview.own is not None
    library.preview.own.note.click()
    ask = asked(window)
    editor = QApplication.focusWidget()
    qtbot.keyClicks(editor, "Tricky.")
    ask.agree_button.click()
    assert services.cards.note(question) == "Tricky."
    view = library.preview.view()
    assert view is not None
    assert plain(view.own.note) == "Tricky."
    library.preview.own.makers[0].click()
    form = editor_of(window).form
    assert form.kind.currentData() == "choice"
    assert [choice.right for choice in form.choices.choices()] == [True, False, False, False]
    editor_of(window).save_button.click()
    assert services.library.item(ItemId("own-q-choice")) is not None


def test_a_word_of_thousands_of_letters_breaks_anywhere_and_other_texts_between_words(
    theme: Theme, qtbot: QtBot
) -> None:
    field = MarkdownEdit("Front")
    qtbot.addWidget(field)
    field.set_text("before " + "x" * 50_000)
    assert field.wordWrapMode() is QTextOption.WrapMode.WrapAnywhere
    field.set_text("words " * 10_000)
    assert field.wordWrapMode() is QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
