"""The fields of a printed exam: one line of letters for each question, in columns as on its answer sheet."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from certdeck.core.exam.bubbles import Fit
from certdeck.gui import theme
from certdeck.gui.fonts import MEDIUM
from certdeck.gui.screens.exam_page import keep_in_sight
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.shapes import smooth
from certdeck.presenters.paper_exam import LONGEST, MarksView

_FIELD: Final = 92
_NUMBER: Final = 26
_CELL: Final = 268
"""Width of a question in design pixels; as many stand beside one another as there is room for, three at most."""
_MOST_COLUMNS: Final = 3
_ICON: Final = 16
_ICONS: Final = {
    Fit.BLANK: ("", "muted"),
    Fit.SHORT: ("circle-dashed", "warn"),
    Fit.WHOLE: ("check", "good"),
    Fit.UNFIT: ("circle-alert", "bad"),
}


class MarksField(QLineEdit):
    """Letters of one question. Keys that mean another question are told by `moved`, in questions forward."""

    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(2 * LONGEST)
        theme.current().follow(self._grow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with Enter, Space and the arrows, and back with Backspace where there is nothing to take away."""
        step = self._step(event)
        if step:
            self.moved.emit(step)
            event.accept()
        else:
            super().keyPressEvent(event)

    def _step(self, event: QKeyEvent) -> int:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                return 0
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space | Qt.Key.Key_Down:
                return 1
            case Qt.Key.Key_Up:
                return -1
            case Qt.Key.Key_Backspace if not self.text():
                return -1
            case _:
                return 0

    def _grow(self) -> None:
        self.setFixedWidth(theme.current().px(_FIELD))


class MarksNote(QWidget):
    """What a field takes, or what is the matter with its letters, with an icon."""

    def __init__(self) -> None:
        super().__init__()
        self._icon, self._ink, self._words = "", "muted", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.current().changed.connect(self.update)

    def say(self, fit: Fit, words: str) -> None:
        """Show `words` with the icon and the colour of `fit`."""
        self._icon, self._ink = _ICONS[fit]
        self._words = words
        self.setToolTip(words)
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Return room for the icon and a few words."""
        look = theme.current()
        return QSize(look.px(_ICON) + look.px(60), look.px(_ICON))

    def sizeHint(self) -> QSize:
        """Return the least size: what is left is taken."""
        return self.minimumSizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icon and words."""
        look = theme.current()
        painter, side = smooth(self), look.px(_ICON)
        left = 0
        if self._icon:
            ink = getattr(look.tokens, self._ink)
            look.paint_icon(painter, QPoint(0, (self.height() - side) // 2), self._icon, _ICON, ink, stroke=2.0)
            left = side + 6
        plain = self._ink in ("muted", "good")
        font = look.font(13) if plain else look.font(13, MEDIUM)
        room = QRect(left, 0, self.width() - left, self.height())
        painter.setFont(font)
        painter.setPen(QColor(look.tokens.muted if plain else getattr(look.tokens, self._ink)))
        shown = QFontMetrics(font).elidedText(self._words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class MarksCell(QWidget):
    """A question: its number, its field, and what is to be said."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.field, self.note = MarksField(), MarksNote()
        self._number = label(str(number), "strong")
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._shown: MarksView | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._number)
        row.addWidget(self.field)
        row.addWidget(self.note, 1)
        theme.current().follow(self._grow)

    def show_view(self, view: MarksView) -> None:
        """Show what has changed."""
        if view == self._shown:
            return
        self._shown = view
        if self.field.text() != view.marks:
            self.field.setText(view.marks)
        self.field.setAccessibleName(view.spoken)
        fault = view.fit is Fit.UNFIT
        if bool(self.field.property("fault")) != fault:
            self.field.setProperty("fault", fault)
            self.field.style().unpolish(self.field)
            self.field.style().polish(self.field)
        self.note.say(view.fit, view.words or view.wanted)

    def _grow(self) -> None:
        self._number.setFixedWidth(theme.current().px(_NUMBER))


class MarksGrid(QWidget):
    """The fields of all questions, the first ones in the first column. `typed` gets a number and what it holds now."""

    def __init__(self, count: int, typed: Callable[[int, str], None]) -> None:
        super().__init__()
        self.cells: tuple[MarksCell, ...] = ()
        self._typed = typed
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(8)
        self.cells = tuple(self._cell(number) for number in range(1, count + 1))
        theme.current().follow(self._arrange)

    def show_fields(self, fields: Sequence[MarksView]) -> None:
        """Show the letters of each question."""
        for cell, view in zip(self.cells, fields, strict=True):
            cell.show_view(view)

    def go_to(self, number: int) -> None:
        """Put the focus on question `number`, counted from 1; beyond the ends there is nowhere to go."""
        if 1 <= number <= len(self.cells):
            field = self.cells[number - 1].field
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            field.selectAll()
            keep_in_sight(field)

    def current(self) -> int:
        """Return the number of the question that has the focus, 0 if none."""
        return next((number for number, cell in enumerate(self.cells, 1) if cell.field.hasFocus()), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many columns beside one another as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def _cell(self, number: int) -> MarksCell:
        cell = MarksCell(number)
        cell.field.textEdited.connect(lambda text: self._typed(number, text))
        cell.field.moved.connect(lambda step: self.go_to(number + step))
        return cell

    def _arrange(self) -> None:
        columns = max(1, min(_MOST_COLUMNS, self.width() // max(1, theme.current().px(_CELL))))
        if columns == self._columns:
            return
        self._columns = columns
        rows = -(-len(self.cells) // columns)
        for place, cell in enumerate(self.cells):
            self._grid.addWidget(cell, place % rows, place // rows)
        for column in range(_MOST_COLUMNS):
            self._grid.setColumnStretch(column, int(column < columns))
