"""The learner's part of the preview: what is theirs, what is to be mended, the note, tags, and cards to be made."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from certdeck.core.own import Draft
from certdeck.gui import theme
from certdeck.gui.screens.ask import Ask
from certdeck.gui.screens.ask_line import AskLine
from certdeck.gui.widgets.buttons import LinkButton, QuietButton
from certdeck.gui.widgets.chips import Chip
from certdeck.gui.widgets.frames import Card
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import as_sentences, label
from certdeck.gui.widgets.menu_words import menu_words
from certdeck.gui.widgets.rich_view import RichTextView
from certdeck.presenters.library_own import Making, OwnView

_EDITOR: Final = 140


class OwnPart(QWidget):
    """Shows an `OwnView`. The signals say what the learner asks for."""

    compare_asked = Signal()
    note_asked = Signal()
    tags_asked = Signal()
    make_asked = Signal(object)

    def __init__(self, view: OwnView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.makers: list[LinkButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        if view.outdated:
            self._add_outdated()
        if view.faults:
            self._column.addWidget(_warning("To mend", view.faults))
        self._add_standing(view)
        self._add_tags(view)
        self._add_note(view)
        for making in view.makings:
            self._add_making(making)

    def _add_outdated(self) -> None:
        box = _warning("The deck has changed this card since you edited it", ())
        compare = QuietButton("Compare")
        compare.clicked.connect(self.compare_asked)
        box.column.addWidget(compare, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(box)

    def _add_standing(self, view: OwnView) -> None:
        if view.standing:
            row = QHBoxLayout()
            row.addWidget(Chip(view.standing, "accent", "pencil"))
            row.addStretch(1)
            self._column.addLayout(row)

    def _add_tags(self, view: OwnView) -> None:
        self.tags = LinkButton("Change your tags" if view.own_tags else "Add tags", "tag")
        self.tags.clicked.connect(self.tags_asked)
        if view.tags:
            row = QHBoxLayout()
            row.setSpacing(6)
            row.addWidget(IconLabel("tag", 14, "muted", line=18), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(", ".join(view.tags), "note-text", wrap=True), 1)
            self._column.addLayout(row)
        self._column.addWidget(self.tags, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_note(self, view: OwnView) -> None:
        if view.note:
            self._column.addWidget(label("Your note", "label"))
            text = RichTextView(size=13)
            text.set_text(view.note)
            self._column.addWidget(text)
        self.note = LinkButton("Change your note" if view.note else "Add a note", "sticky-note")
        self.note.clicked.connect(self.note_asked)
        self._column.addWidget(self.note, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_making(self, making: Making) -> None:
        button = LinkButton(making.words, making.icon)
        button.setToolTip(making.words)
        if len(making.drafts) == 1:
            button.clicked.connect(partial(self._make, making.drafts[0][1]))
        else:
            button.clicked.connect(lambda: self._choose(button, making))
        self.makers.append(button)
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def menu(self, making: Making) -> QMenu:
        """Make the menu of cards that can be made of one thing."""
        menu = QMenu(self)
        menu.setAccessibleName(making.words)
        for words, draft in making.drafts:
            menu.addAction(menu_words(words)).triggered.connect(partial(self._make, draft))
        return menu

    def _choose(self, button: QWidget, making: Making) -> None:
        menu = self.menu(making)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _make(self, draft: Draft, _checked: bool = False) -> None:
        self.make_asked.emit(draft)


def ask_for_note(over: QWidget, text: str, then: Callable[[str], None]) -> Ask:
    """Let the learner write a note; `then` gets the text, an empty one takes the note away."""
    editor = QPlainTextEdit(text)
    editor.setTabChangesFocus(True)
    editor.setAccessibleName("Your note")
    editor.setFixedHeight(theme.current().px(_EDITOR))
    editor.setFont(theme.current().font(14))
    words = "Markdown. It stands below the answer and in Library." + (" Empty it to take it away." if text else "")
    asked = Ask(
        over,
        "Your note",
        words,
        agree="Keep note",
        decline="Cancel",
        then=lambda: then(editor.toPlainText()),
        body=(editor,),
    )
    asked.ask()
    editor.setFocus()
    return asked


def ask_for_tags(over: QWidget, tags: tuple[str, ...], then: Callable[[str], None]) -> AskLine:
    """Let the learner change their tags of an item; `then` gets what was written."""
    asked = AskLine(
        over,
        "Your tags",
        "Words to find it by, such as weak or storage::s3. Tags of a deck stay.",
        name="Tags",
        hint="Several with spaces",
        agree="Keep tags",
        start=" ".join(tags),
        take=then,
    )
    asked.ask()
    return asked


def _warning(title: str, lines: tuple[str, ...]) -> Card:
    box = Card("warn", margins=(12, 10, 12, 12), spacing=6)
    head = QHBoxLayout()
    head.setSpacing(6)
    head.addWidget(IconLabel("triangle-alert", 14, "on_warn_soft", line=18), 0, Qt.AlignmentFlag.AlignTop)
    head.addWidget(label(title, "warn-strong", wrap=True), 1)
    box.column.addLayout(head)
    for line in lines:
        box.column.addWidget(label(line, "warn", wrap=True))
    box.setAccessibleName(as_sentences(title, *lines))
    return box
