"""The card itself: question, field for typed cards and answer, in a centred column that scrolls when it is long."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from certdeck.core.ids import FaceId
from certdeck.gui import theme
from certdeck.gui.screens.study_answer import AnswerPane
from certdeck.gui.widgets.rich_text import RichTextPane
from certdeck.presenters.review_view import ReviewView

COLUMN: Final = 664
"""Width of the text column: 72 characters at 18 px. It grows with the text as far as the page allows."""
_ABOVE: Final = 84
_BELOW: Final = 24
_SIDE: Final = 24
_GAP: Final = 24
_DEPTH: Final = 4
"""Layouts between a text and the page."""


class _AnswerField(QLineEdit):
    """The field to type in. While it has nothing to undo or redo itself, the keys for it turn the study history."""

    def event(self, event: QEvent) -> bool:
        """Leave the keys for undo and redo to the page while there is nothing typed that they could mean."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            for key, available in (
                (QKeySequence.StandardKey.Undo, self.isUndoAvailable()),
                (QKeySequence.StandardKey.Redo, self.isRedoAvailable()),
            ):
                if event.matches(key):
                    event.setAccepted(available)
                    return True
        return super().event(event)


class CardArea(QScrollArea):
    """The reading column. The question never moves: neither the answer nor a scroll bar shifts it.

    `placed` tells left edge and width of the column, `overflowing` whether text goes on below the edge.
    """

    placed = Signal(int, int)
    overflowing = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._face: FaceId | None = None
        self._opened: QWidget | None = None
        self._before = 0
        self.question = RichTextPane(size=18)
        self.typed = _AnswerField()
        self.typed.setAccessibleName("Your answer")
        self.typed.setPlaceholderText("Type the answer, then press Enter")
        self.answer = AnswerPane()
        self._column = QWidget()
        self._page = QWidget()
        self._build()
        self.answer.reference.opened.connect(self._show_opened)
        theme.current().changed.connect(self._place)

    def show_view(self, view: ReviewView) -> None:
        """Show the card of `view`, from its top when it is another one."""
        self.question.set_text(view.prompt)
        self._show_field(view)
        self.answer.show_view(view)
        if view.face != self._face or view.answer is None:
            self._face = view.face
            self.verticalScrollBar().setValue(0)
        self._settle()

    def wants_typing(self) -> bool:
        """Tell whether the field to type in is on the page."""
        return self.typed.isVisibleTo(self)

    def scroll_by(self, share: float) -> None:
        """Scroll by `share` of the visible height, down when positive."""
        self._opened = None
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + round(share * self.viewport().height()))

    def sizeHint(self) -> QSize:
        """Return a small size: the page gives what is left over."""
        return QSize(200, 100)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column in the middle of the page, whether or not there is a scroll bar."""
        super().resizeEvent(event)
        self._place()

    def _settle(self) -> None:
        """Lay out all at once. Heights of texts climb one layout per turn of the event loop, which would be seen."""
        for _ in range(_DEPTH):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def _show_opened(self, part: QWidget | None) -> None:
        """Scroll to what was opened below the answer; again while it grows, as tables do."""
        self._opened, self._before = part, self.verticalScrollBar().value()
        self._settle()
        self._reach()

    def _reach(self) -> None:
        """Scroll as far as what is open needs, and no farther than to its top."""
        part = self._opened
        if part is None:
            return
        bar, top = self.verticalScrollBar(), part.mapTo(self._page, QPoint(0, 0)).y()
        bottom = top + part.height() + _BELOW - self.viewport().height()
        bar.setValue(max(self._before, min(bottom, top - _BELOW)))

    def _show_field(self, view: ReviewView) -> None:
        asked = view.typed.asked and view.answer is None
        if asked and view.face != self._face:
            # Not clear(): undoing that would bring back what was typed on the card before.
            self.typed.setText("")
        self.typed.setVisible(asked)

    def _build(self) -> None:
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addWidget(self.question)
        column.addWidget(self.typed)
        column.addWidget(self.answer)
        column.addStretch(1)
        page = QVBoxLayout(self._page)
        page.setSpacing(0)
        page.addWidget(self._column, 1, Qt.AlignmentFlag.AlignLeft)
        self._column.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        theme.set_class(self._page, "page")
        self._page.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(self._page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().rangeChanged.connect(lambda _least, most: self.overflowing.emit(most > 0))
        self.verticalScrollBar().rangeChanged.connect(self._reach)

    def _place(self) -> None:
        width = min(theme.current().px(COLUMN), self.width() - 2 * _SIDE)
        left = (self.width() - width) // 2
        layout = self._page.layout()
        assert layout is not None
        layout.setContentsMargins(left, _ABOVE, 0, _BELOW)
        self._column.setFixedWidth(width)
        self.placed.emit(left, width)
