"""Highlights in the exam room, by mouse and by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from certdeck.core.exam.conduct import Mode, conduct
from certdeck.core.richtext import plain
from certdeck.gui.screens import exam_stem
from certdeck.gui.screens.exam_stem import StemPane
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.rich_view import RichTextView
from certdeck.markup.markdown import Markdown
from tests.builders import multiple_choice
from tests.gui.exam import CONTROL, KEY, SHIFT, Exam, Open, settle
from tests.sitting import CHOICE

PRACTICE = conduct(Mode.PRACTICE)
TABLE = """Read the table.

| Job | Cost |
| --- | --- |
| Feature build | 2 USD |
| Training | 3 USD |

```python
a  =  1
b = 2
```

- One
- Two

Which job costs more?"""


def select(view: RichTextView, words: str) -> None:
    """Select `words` as the mouse does."""
    view.setFocus(Qt.FocusReason.MouseFocusReason)
    start = view.document().toPlainText().index(words)
    cursor = view.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(start + len(words), QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)


def highlighted(exam: Exam) -> list[str]:
    sitting = exam.stored()
    text = plain(exam.shell.services.markup.read(sitting.item.question.stem))
    return [text[start:end] for start, end in sitting.states[sitting.current].highlights]


def painted(stem: StemPane) -> list[str]:
    return [entry.cursor.selectedText() for view in stem.reading_order() for entry in view.extraSelections()]


def test_selected_words_are_highlighted_by_key_and_cleared_by_button(open_exam: Open) -> None:
    exam = open_exam(rules=PRACTICE)
    (view,) = exam.room.question.stem.reading_order()
    select(view, "of q-choice")
    exam.press(KEY.Key_H, CONTROL)
    assert highlighted(exam) == ["of q-choice"]
    assert painted(exam.room.question.stem) == ["of q-choice"]
    assert not view.textCursor().hasSelection()
    select(view, "q-choice")
    exam.bot.mouseClick(exam.room.question_bar.highlight_button, Qt.MouseButton.LeftButton)
    assert highlighted(exam) == ["of "]


def test_a_highlight_is_taken_back_and_put_again_by_key_wherever_the_focus_is(open_exam: Open) -> None:
    exam = open_exam(rules=PRACTICE)
    (view,) = exam.room.question.stem.reading_order()
    select(view, "of q-choice")
    exam.press(KEY.Key_H, CONTROL)
    exam.press(KEY.Key_Z, CONTROL)
    assert highlighted(exam) == painted(exam.room.question.stem) == []
    exam.press(KEY.Key_Y, CONTROL)
    assert highlighted(exam) == ["of q-choice"]
    exam.room.question.board.setFocus()
    exam.press(KEY.Key_Z, CONTROL)
    exam.press(KEY.Key_Z, CONTROL | SHIFT)
    assert painted(exam.room.question.stem) == ["of q-choice"]


def test_words_are_selected_with_the_keyboard_and_arrows_do_not_turn_the_page(open_exam: Open) -> None:
    exam = open_exam(rules=PRACTICE)
    exam.room.question.stem.stops()[0].setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(4):
        exam.press(KEY.Key_Right, SHIFT)
    exam.press(KEY.Key_H, CONTROL)
    assert highlighted(exam) == ["Stem"]
    exam.press(KEY.Key_End)
    exam.press(KEY.Key_Right)
    exam.press(KEY.Key_Down)
    assert exam.number() == CHOICE
    exam.press(KEY.Key_B)
    assert exam.stored().is_answered(0)


def test_highlighting_without_a_selection_says_what_to_do(open_exam: Open) -> None:
    exam = open_exam(rules=PRACTICE)
    exam.press(KEY.Key_H, CONTROL)
    assert exam.room.message.message().startswith("Select words of the question first")


def test_highlights_come_back_with_their_question_and_the_theme(open_exam: Open, theme: Theme) -> None:
    exam = open_exam(rules=PRACTICE)
    exam.room.presenter.highlight((0, 4))
    exam.press(KEY.Key_N)
    exam.press(KEY.Key_P)
    theme.set_mode("dark")
    settle()
    (entry,) = exam.room.question.stem.reading_order()[0].extraSelections()
    assert entry.cursor.selectedText() == "Stem"
    assert entry.format.background().color().name().upper() == theme.tokens.warn_soft
    assert entry.format.underlineColor().name().upper() == theme.tokens.warn
    theme.set_mode("light")


def test_every_word_of_a_stem_with_table_code_and_list_can_be_highlighted(theme: Theme, qtbot: QtBot) -> None:
    stem = StemPane()
    qtbot.addWidget(stem)
    text = Markdown().read(TABLE)
    stem.set_text(text)
    whole = plain(text)
    for words in ("Read", "Cost", "Feature build", "3 USD", "b = 2", "Two", "costs more?"):
        start = whole.index(words)
        stem.show_highlights([(start, start + len(words))])
        assert painted(stem) == [words]
    stem.show_highlights([(0, len(whole))])
    assert "".join("".join(painted(stem)).split()) == "".join(whole.split())


def test_a_table_inside_a_list_or_a_quotation_can_be_highlighted_with_its_head(theme: Theme, qtbot: QtBot) -> None:
    stem = StemPane()
    qtbot.addWidget(stem)
    rows = ("| Job | Cost |", "| --- | --- |", "| Feature build | 2 USD |")
    for listed in ("- One", "> Said"):
        indent = "> " if listed.startswith(">") else "  "
        text = Markdown().read("\n".join([listed, indent, *(indent + row for row in rows), "", "What follows?"]))
        stem.set_text(text)
        whole = plain(text)
        for words in ("Job", "Cost", "Feature build", "2 USD", "What follows?"):
            start = whole.index(words)
            stem.show_highlights([(start, start + len(words))])
            assert painted(stem) == [words]


def test_arrows_walk_from_the_text_into_the_table(open_exam: Open) -> None:
    exam = open_exam(questions=[multiple_choice(stem=TABLE)], rules=PRACTICE)
    parts = exam.room.question.stem.reading_order()
    assert exam.room.question.stem.stops() == parts[:1]
    parts[0].setFocus(Qt.FocusReason.TabFocusReason)
    exam.press(KEY.Key_End)
    exam.press(KEY.Key_Right)
    assert parts[1].hasFocus()
    exam.press(KEY.Key_Right, SHIFT)
    exam.press(KEY.Key_H, CONTROL)
    assert highlighted(exam) == ["J"]
    exam.press(KEY.Key_Home)
    exam.press(KEY.Key_Left)
    assert parts[0].hasFocus()


def test_a_caret_is_heard_once_however_often_the_question_was_turned_to(
    open_exam: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    exam = open_exam(questions=[multiple_choice(stem=TABLE), multiple_choice("q-other")], rules=PRACTICE)
    exam.bot.waitUntil(lambda: not exam.room.ahead.busy())
    for number in (2, 1, 2, 1):
        exam.go(number)
    cell = exam.room.question.stem.reading_order()[1]
    cell.setFocus()
    heard: list[object] = []
    monkeypatch.setattr(exam_stem, "_keep_caret_in_sight", heard.append)
    cell.moveCursor(QTextCursor.MoveOperation.End)
    assert heard == [cell]
