"""Beside the form: each face as it will be asked, what is to be mended, and cards that ask the same."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from certdeck.gui import theme
from certdeck.gui.widgets.buttons import IconButton
from certdeck.gui.widgets.frames import MARGIN, Card, HairLine
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import ElidedLabel, as_sentences, label
from certdeck.gui.widgets.level_page import LevelPage
from certdeck.gui.widgets.rich_text import RichTextPane
from certdeck.presenters.editor_views import AlikeView, EditorView, FaceView

_MOST_ALIKE: Final = 3


class EditorPreview(QFrame):
    """Shows one face at a time, question over answer, in the real rich text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_class(self, "pane")
        self.setAccessibleName("Preview")
        self._faces: tuple[FaceView, ...] = ()
        self._place = 0
        self.before = IconButton("chevron-left", "Previous way of asking")
        self.after = IconButton("chevron-right", "Next way of asking")
        self.words = label("", "note")
        self.prompt = RichTextPane(size=16)
        self.typed = label("The answer is typed here.", "note")
        self.answer = RichTextPane(size=14)
        self.notices = Notices()
        self._line = HairLine()
        self._beside, self._below = HairLine(upright=True, strong=True), HairLine(strong=True)
        self._page = LevelPage(above=8, spacing=14)
        self._lay_out()
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))

    def show_view(self, view: EditorView) -> None:
        """Show what is written, at the same face as before where there still is one."""
        self._faces = view.faces
        self._place = min(self._place, max(0, len(view.faces) - 1))
        self._show_face()
        self.notices.show_view(view)

    def set_stacked(self, *, stacked: bool) -> None:
        """Draw the line to the form on the side where the form is."""
        self._beside.setVisible(not stacked)
        self._below.setVisible(stacked)

    def _turn(self, step: int) -> None:
        self._place = (self._place + step) % max(1, len(self._faces))
        self._show_face()

    def _show_face(self) -> None:
        several = len(self._faces) > 1
        for part in (self.before, self.after, self.words):
            part.setVisible(several)
        if not self._faces:
            return
        face = self._faces[self._place]
        self.words.setText(face.words)
        # Unchanged text is left alone: it may hold a selection.
        for pane, text in ((self.prompt, face.prompt), (self.answer, face.answer)):
            if pane.text() != text:
                pane.set_text(text)
        self.typed.setVisible(face.typed)
        self._line.setVisible(bool(face.answer))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, 12, 12, 4)
        head.setSpacing(4)
        head.addStrut(self.before.sizeHint().height())
        head.addWidget(label("Preview", "label"))
        head.addStretch(1)
        head.addWidget(self.words)
        head.addWidget(self.before)
        head.addWidget(self.after)
        for part in (self.prompt, self.typed, self._line, self.answer):
            self._page.column.addWidget(part)
        self._page.column.addStretch(1)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._below)
        column.addLayout(head)
        column.addWidget(self._page, 1)
        column.addWidget(self.notices)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._beside)
        across.addLayout(column, 1)
        self.set_stacked(stacked=False)


class Notices(QWidget):
    """What is to be mended and which cards are alike, each in a box; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.faults: tuple[str, ...] = ()
        self.alike: tuple[AlikeView, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(MARGIN, 8, MARGIN, 16)
        self._column.setSpacing(8)
        self.hide()

    def show_view(self, view: EditorView) -> None:
        """Show faults and alike cards."""
        if (view.faults, view.alike) == (self.faults, self.alike):
            return
        self.faults, self.alike = view.faults, view.alike
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if view.faults:
            self._column.addWidget(_box("warn", "triangle-alert", "To mend; you can save it as it is", view.faults))
        for same, title in ((True, "You have this card already"), (False, "You have cards much like this one")):
            fronts = tuple(alike.front for alike in view.alike[:_MOST_ALIKE] if alike.same is same)
            if fronts:
                self._column.addWidget(_box("neutral", "copy", title, fronts))
        self.setVisible(bool(view.faults or view.alike))


def _box(tone: str, icon: str, title: str, lines: tuple[str, ...]) -> Card:
    box = Card("warn" if tone == "warn" else "neutral", margins=(14, 10, 14, 12), spacing=4)
    head = QHBoxLayout()
    head.setSpacing(6)
    head.addWidget(IconLabel(icon, 14, "on_warn_soft" if tone == "warn" else "muted"), 0, Qt.AlignmentFlag.AlignTop)
    head.addWidget(label(title, "warn-strong" if tone == "warn" else "label", wrap=True), 1)
    box.column.addLayout(head)
    for line in lines:
        if tone == "warn":
            box.column.addWidget(label(line, "warn", wrap=True))
        else:
            box.column.addWidget(ElidedLabel(line, "note-text"))
    box.setAccessibleName(as_sentences(title, *lines))
    return box
