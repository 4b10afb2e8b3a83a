"""The review of an exam: a grid of all questions, and what is left to do before it is submitted."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from certdeck.gui import theme
from certdeck.gui.fonts import MEDIUM, SEMIBOLD
from certdeck.gui.screens.exam_page import keep_in_sight
from certdeck.gui.widgets.buttons import PrimaryButton, QuietButton
from certdeck.gui.widgets.choices import Segmented
from certdeck.gui.widgets.frames import Card, HairLine, ScrollPage
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.shapes import rounded, smooth
from certdeck.presenters.exam import Filter, Mark, MarkView, ReviewView

_CELL: Final = (60, 72)
_GAP: Final = 8
_COLUMNS: Final = 13
_MARGIN: Final = 48
_SIDE: Final = 276
_STACKED_BELOW: Final = 860
_NO_LIMIT: Final = 16_777_215
_WORDS: Final = {Mark.INCOMPLETE: "part", Mark.OPEN: "open", Mark.UNSEEN: "open"}
_SPOKEN: Final = {
    Mark.ANSWERED: "answered",
    Mark.INCOMPLETE: "answered in part, still open",
    Mark.OPEN: "open",
    Mark.UNSEEN: "open, not seen yet",
}
_STEPS: Final[Mapping[Qt.Key, int]] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class ReviewCell(QAbstractButton):
    """One question: its number, whether it is answered as shape and word, and its flag."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: MarkView | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ringRadius", 8)

    def show_mark(self, mark: MarkView) -> None:
        """Show `mark`."""
        if mark != self.shown:
            self.shown = mark
            flag = ", flagged" if mark.flagged else ""
            self.setAccessibleName(f"Question {mark.number}, {_SPOKEN[mark.mark]}{flag}")
            self.update()

    def is_open(self) -> bool:
        """Tell whether the question has no whole answer yet."""
        return self.shown is not None and self.shown.mark is not Mark.ANSWERED

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Space or Enter; leave the rest to the grid."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box, the number, the state and the flag."""
        mark = self.shown
        if mark is None:
            return
        look, tokens = theme.current(), theme.current().tokens
        painter = smooth(self)
        is_open = self.is_open()
        fill = tokens.hover if self.underMouse() else tokens.canvas if is_open else tokens.surface
        rounded(painter, self.rect(), 8, fill=fill, line=tokens.control if is_open else tokens.line)
        painter.setFont(look.font(13, SEMIBOLD if is_open else MEDIUM))
        painter.setPen(QColor(tokens.text))
        number = QRect(9, look.px(6), self.width(), look.px(20))
        painter.drawText(number, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, str(mark.number))
        if mark.flagged:
            side = look.px(14)
            at = QPoint(self.width() - side - look.px(8), look.px(16) - side // 2)
            look.paint_icon(painter, at, "flag", 14, tokens.warn, filled=True)
        self._paint_state(painter, mark)

    def _paint_state(self, painter: QPainter, mark: MarkView) -> None:
        look, tokens = theme.current(), theme.current().tokens
        centre = self.height() - look.px(17)
        if mark.mark is Mark.ANSWERED:
            side = look.px(14)
            look.paint_icon(painter, QPoint(8, centre - side // 2), "check", 14, tokens.accent)
            return
        icon = "circle-dashed" if mark.mark is Mark.INCOMPLETE else "circle"
        side = look.px(13)
        look.paint_icon(painter, QPoint(8, centre - side // 2), icon, 13, tokens.control, stroke=2.0)
        painter.setFont(look.font(13))
        painter.setPen(QColor(tokens.muted))
        words = QRect(8 + side + 3, centre - look.px(10), self.width(), look.px(20))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, _WORDS[mark.mark])


class ReviewGrid(QWidget):
    """Cells of 60 × 72 in up to 13 columns. Arrows move among them; `opened` carries the number of a question."""

    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: list[ReviewCell] = []
        self._count = 0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.current().follow(self._place)

    def show_cells(self, marks: tuple[MarkView, ...]) -> None:
        """Show a cell for each of `marks`."""
        while len(self._cells) < len(marks):
            self._add_cell()
        self._count = len(marks)
        for cell, mark in zip(self._cells, marks, strict=False):
            cell.show_mark(mark)
        for index, cell in enumerate(self._cells):
            cell.setVisible(index < self._count)
        self._place()

    def cells(self) -> tuple[ReviewCell, ...]:
        """Return the cells in use."""
        return tuple(self._cells[: self._count])

    def columns(self, width: int | None = None) -> int:
        """Return how many cells stand in a row of `width` pixels (the present width by default)."""
        cell = theme.current().px(_CELL[0])
        room = self.width() if width is None else width
        return max(1, min(_COLUMNS, (room + _GAP) // (cell + _GAP)))

    def focus_number(self, number: int | None) -> None:
        """Put the focus on question `number`, or on the first cell if that one is filtered out."""
        cells = self.cells()
        wanted = next((cell for cell in cells if cell.shown is not None and cell.shown.number == number), None)
        if cells:
            _focus(wanted or cells[0])

    def focus_next_open(self) -> None:
        """Move the focus to the next open question, and round at the end."""
        cells, now = self.cells(), self._focused()
        order = [*cells[now + 1 :], *cells[: now + 1]] if now is not None else list(cells)
        found = next((cell for cell in order if cell.is_open()), None)
        if found is not None:
            _focus(found)

    def sizeHint(self) -> QSize:
        """Return the size of a full row of 13 and the rows below it."""
        width = _COLUMNS * (theme.current().px(_CELL[0]) + _GAP) - _GAP
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the width of three cells."""
        look = theme.current()
        return QSize(3 * (look.px(_CELL[0]) + _GAP), look.px(_CELL[1]))

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows at `width` pixels."""
        rows = -(-self._count // self.columns(width))
        return max(0, rows * (theme.current().px(_CELL[1]) + _GAP) - _GAP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the cells out anew."""
        super().resizeEvent(event)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move among the cells."""
        now, cells = self._focused(), self.cells()
        key = Qt.Key(event.key())
        steps = {**_STEPS, Qt.Key.Key_Up: -self.columns(), Qt.Key.Key_Down: self.columns()}
        edges = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(cells) - 1}
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or now is None:
            event.ignore()
        elif key in steps:
            if 0 <= now + steps[key] < len(cells):
                _focus(cells[now + steps[key]])
        elif key in edges:
            _focus(cells[edges[key]])
        else:
            event.ignore()

    def _focused(self) -> int | None:
        return next((index for index, cell in enumerate(self.cells()) if cell.hasFocus()), None)

    def _add_cell(self) -> None:
        cell = ReviewCell(self)
        cell.clicked.connect(lambda: self._clicked(cell))
        self._cells.append(cell)

    def _clicked(self, cell: ReviewCell) -> None:
        if cell.shown is not None:
            self.opened.emit(cell.shown.number)

    def _place(self) -> None:
        look, columns = theme.current(), self.columns()
        width, height = look.px(_CELL[0]), look.px(_CELL[1])
        for index, cell in enumerate(self.cells()):
            row, column = divmod(index, columns)
            cell.setGeometry(column * (width + _GAP), row * (height + _GAP), width, height)
        self.updateGeometry()


class BeforeSubmit(Card):
    """The counts, and the next thing to do: the first open question, or to submit."""

    opened = Signal(int)
    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, margins=(20, 18, 20, 20), spacing=0)
        self._first_open: int | None = None
        self._counts = {name: label("0", "h2") for name in ("answered", "open", "flagged")}
        self._note = label("", "note", wrap=True)
        self.primary = PrimaryButton("Submit exam")
        self.submit = QuietButton("Submit exam")
        self.primary.clicked.connect(self._primary)
        self.submit.clicked.connect(self.submitted)
        self._table = self._counted()
        self._buttons = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._buttons.setSpacing(10)
        for button in (self.primary, self.submit):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._buttons.addWidget(button)
        self.column.addWidget(self._table)
        self.column.addWidget(self._note)
        self.column.addSpacing(20)
        self.column.addLayout(self._buttons)

    def set_compact(self, compact: bool) -> None:
        """Leave the counts out, which the filter shows as well, and put the buttons side by side."""
        self._table.setVisible(not compact)
        direction = QBoxLayout.Direction
        self._buttons.setDirection(direction.LeftToRight if compact else direction.TopToBottom)

    def show_review(self, review: ReviewView) -> None:
        """Show the counts of `review`."""
        self._first_open = review.first_open
        counts = {"answered": review.answered, "open": review.open, "flagged": review.flagged}
        for name, count in counts.items():
            self._counts[name].setText(str(count))
        is_open = review.first_open is not None
        self._note.setText(
            "An open question counts as wrong; a guess costs nothing."
            if is_open
            else "Every question has an answer. After you submit, answers can no longer be changed."
        )
        self.primary.setText(f"Go to question {review.first_open}" if is_open else "Submit exam")
        self.primary.refresh()
        self.submit.setVisible(is_open)

    def _primary(self) -> None:
        if self._first_open is None:
            self.submitted.emit()
        else:
            self.opened.emit(self._first_open)

    def _counted(self) -> QWidget:
        counted = QWidget()
        column = QVBoxLayout(counted)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(12)
        column.addWidget(label("Before you submit", "h2"))
        column.addLayout(self._lines())
        column.addWidget(HairLine())
        return counted

    def _lines(self) -> QGridLayout:
        table = QGridLayout()
        table.setHorizontalSpacing(10)
        table.setVerticalSpacing(6)
        table.setColumnStretch(1, 1)
        icons = (
            IconLabel("check", 18, "accent", stroke=2.0, line=25),
            IconLabel("circle", 18, "control", stroke=2.0, line=25),
            IconLabel("flag", 18, "warn", filled=True, line=25),
        )
        for line, (icon, (name, count)) in enumerate(zip(icons, self._counts.items(), strict=True)):
            table.addWidget(icon, line, 0)
            table.addWidget(label(name, "text"), line, 1)
            table.addWidget(count, line, 2, Qt.AlignmentFlag.AlignRight)
        return table


class ReviewPage(ScrollPage):
    """Heading, filter, grid and the card beside it; the card goes on top where room is scarce.

    `opened` carries the number of a question, `filtered` a `Filter`.
    """

    opened = Signal(int)
    filtered = Signal(Filter)
    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=_MARGIN, spacing=0)
        self.grid = ReviewGrid()
        self.card = BeforeSubmit()
        self.filter = Segmented(tuple((entry.value, entry.value.capitalize()) for entry in Filter), "Show")
        self._empty = label("", "muted", wrap=True)
        self._side = QWidget()
        self._connect()
        self._lay_out()
        theme.current().follow(self._fit)

    def stops(self) -> tuple[QWidget, ...]:
        """Return where Tab stops, in order."""
        return (*self.filter.segments(), *self.grid.cells(), self.card.primary, self.card.submit)

    def show_review(self, review: ReviewView, total: int) -> None:
        """Show `review` of an exam of `total` questions."""
        counts = {Filter.ALL: total, Filter.OPEN: review.open, Filter.FLAGGED: review.flagged}
        for entry, count in counts.items():
            self.filter.set_words(entry.value, f"{entry.value.capitalize()} {count}")
        if self.filter.value() != review.filter.value:
            self.filter.choose(review.filter.value)
        self.grid.show_cells(review.cells)
        self.grid.setVisible(bool(review.cells))
        self._empty.setText("No question is open." if review.filter is Filter.OPEN else "No question is flagged.")
        self._empty.setVisible(not review.cells)
        self.card.show_review(review)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the card beside the grid or above it."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the room have every key."""
        event.ignore()

    def _fit(self) -> None:
        look = theme.current()
        stacked = self.width() < look.px(_STACKED_BELOW)
        down, across = QBoxLayout.Direction.BottomToTop, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if stacked else across)
        self._row.setSpacing(24 if stacked else 32)
        room = self.viewport().width() - 2 * _MARGIN
        self.card.set_compact(stacked)
        self.card.setFixedWidth(room if stacked else look.px(_SIDE))
        full = self.grid.sizeHint().width()
        self._left.setMaximumWidth(_NO_LIMIT if stacked else full)
        left = room if stacked else min(full, room - self.card.width() - self._row.spacing())
        self._legend.setVisible(self.filter.sizeHint().width() + self._legend.sizeHint().width() + 24 <= left)
        beside = full + self._row.spacing() + self.card.width()
        edge = max(_MARGIN, (self.width() - beside) // 2)
        self.column.setContentsMargins(edge, 32, max(_MARGIN, edge - self.verticalScrollBar().width()), 24)

    def _connect(self) -> None:
        self.grid.opened.connect(self.opened)
        self.card.opened.connect(self.opened)
        self.card.submitted.connect(self.submitted)
        self.filter.chosen.connect(lambda value: self.filtered.emit(Filter(value)))

    def _lay_out(self) -> None:
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(15)
        tools = QHBoxLayout()
        tools.addWidget(self.filter)
        tools.addStretch(1)
        self._legend = _legend()
        tools.addWidget(self._legend)
        left.addLayout(tools)
        left.addWidget(self.grid)
        left.addWidget(self._empty)
        left.addStretch(1)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(self.card, 0, Qt.AlignmentFlag.AlignLeft)
        side.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.addWidget(self._left, 1)
        self._row.addWidget(self._side)
        self.column.addWidget(label("Review", "h1"))
        self.column.addSpacing(4)
        self.column.addWidget(
            label("Choose a number to go back to that question. The clock keeps running.", "muted", wrap=True)
        )
        self.column.addSpacing(20)
        self.column.addLayout(self._row)
        self.column.addStretch(1)


def _focus(cell: ReviewCell) -> None:
    cell.setFocus()
    keep_in_sight(cell)


def _legend() -> QWidget:
    parts = (
        ("check", "accent", False, "answered"),
        ("circle", "control", False, "open"),
        ("flag", "warn", True, "flagged"),
    )
    members = []
    for icon, colour, filled, words in parts:
        member = QWidget()
        row = QHBoxLayout(member)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(IconLabel(icon, 14, colour, filled=filled))
        row.addWidget(label(words, "note"))
        members.append(member)
    legend = QWidget()
    row = QHBoxLayout(legend)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(18)
    for member in members:
        row.addWidget(member)
    return legend
