"""The review of an exam: a grid of all questions, and what is left to do before it is submitted."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from certdeck.gui import theme
from certdeck.gui.screens.exam_grid import ReviewGrid, UnseenSign
from certdeck.gui.widgets.ahead import lay_out_at
from certdeck.gui.widgets.buttons import PrimaryButton, QuietButton
from certdeck.gui.widgets.choices import Segmented
from certdeck.gui.widgets.frames import Card, HairLine, ScrollPage
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label
from certdeck.presenters.exam_views import Filter, ReviewView

_MARGIN: Final = 48
_SIDE: Final = 276
_STACKED_BELOW: Final = 860
_SMALL: Final = 14
_NO_LIMIT: Final = 16_777_215
_EMPTY: Final = {
    Filter.ALL: "There is no question.",
    Filter.ANSWERED: "No question is answered yet.",
    Filter.INCOMPLETE: "No question that you have seen is open.",
    Filter.UNSEEN: "You have seen every question.",
    Filter.FLAGGED: "No question is flagged.",
}


_COUNTED: Final = (Filter.ANSWERED, Filter.INCOMPLETE, Filter.UNSEEN, Filter.FLAGGED)


class BeforeSubmit(Card):
    """The counts, and the next thing to do: the first open question, or to submit."""

    opened = Signal(int)
    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, margins=(20, 18, 20, 20), spacing=0)
        self._first_open: int | None = None
        self._counts = {chosen: label("0", "h2") for chosen in _COUNTED}
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
        for chosen, count in self._counts.items():
            count.setText(str(review.count(chosen)))
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
        for line, (chosen, count) in enumerate(self._counts.items()):
            table.addWidget(_sign(chosen, 18), line, 0)
            table.addWidget(label(chosen.value, "text"), line, 1)
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
        self._shown: ReviewView | None = None
        self._lead = label("", "muted", wrap=True)
        self._empty = label("", "muted", wrap=True)
        self._side = QWidget()
        self._connect()
        self._lay_out()
        theme.current().follow(self._fit)

    def prepare(self, review: ReviewView, size: QSize, *, timed: bool) -> Iterator[None]:
        """Make the cells, dress all that is here, show `review` unseen and lay it out in `size`, a little a step."""
        yield from self.grid.prepare(len(review.cells))
        for part in self.findChildren(QWidget):
            part.ensurePolished()
        yield
        for icon in self.findChildren(IconLabel):
            icon.draw()
            yield
        if self.isHidden():  # it was asked for meanwhile
            self.show_review(review, timed=timed)
            yield
            yield from lay_out_at(self, size)

    def stops(self) -> tuple[QWidget, ...]:
        """Return where Tab stops, in order."""
        return (*self.filter.segments(), *self.grid.all_cells(), self.card.primary, self.card.submit)

    def show_review(self, review: ReviewView, *, timed: bool) -> None:
        """Show `review`; `timed` tells whether there is a clock."""
        clock = " The clock keeps running." if timed else ""
        self._lead.setText(f"Choose a number to go back to that question.{clock}")
        self._shown = review
        if self.filter.value() != review.filter.value:
            self.filter.choose(review.filter.value)
        self.grid.show_cells(review.cells)
        self.grid.setVisible(bool(review.cells))
        self._empty.setText(_EMPTY[review.filter])
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
        self._count(left)
        self._legend.setVisible(self.filter.sizeHint().width() + self._legend.sizeHint().width() + 24 <= left)
        beside = full + self._row.spacing() + self.card.width()
        edge = max(_MARGIN, (self.width() - beside) // 2)
        self.column.setContentsMargins(edge, 32, max(_MARGIN, edge - self.verticalScrollBar().width()), 24)

    def _count(self, room: int) -> None:
        """Show the counts in the filter where there is room for them."""
        if self._shown is None:
            return
        for counted in (True, False):
            for entry in Filter:
                count = f" {self._shown.count(entry)}" if counted else ""
                self.filter.set_words(entry.value, f"{entry.value.capitalize()}{count}")
            if self.filter.minimumSizeHint().width() <= room:
                return

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
        self.column.addWidget(self._lead)
        self.column.addSpacing(20)
        self.column.addLayout(self._row)
        self.column.addStretch(1)


def _legend() -> QWidget:
    legend = QWidget()
    row = QHBoxLayout(legend)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(18)
    for chosen in _COUNTED:
        member = QHBoxLayout()
        member.setSpacing(5)
        member.addWidget(_sign(chosen, 14))
        member.addWidget(label(chosen.value, "note"))
        row.addLayout(member)
    return legend


def _sign(chosen: Filter, size: int) -> QWidget:
    """Return the shape that stands for a state, as the cells show it."""
    line = 25 if size > _SMALL else size
    match chosen:
        case Filter.ANSWERED:
            return IconLabel("check", size, "accent", stroke=2.0, line=line)
        case Filter.UNSEEN:
            return UnseenSign(size, line=line)
        case Filter.FLAGGED:
            return IconLabel("flag", size, "warn", filled=True, line=line)
        case _:
            return IconLabel("circle", size, "control", stroke=2.0, line=line)
