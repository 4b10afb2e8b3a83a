"""The questions of a report: a list whose rows open."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from certdeck.gui.screens.exam_page import keep_in_sight
from certdeck.gui.screens.report_detail import QuestionDetail
from certdeck.gui.screens.report_reasons import REASON_KEYS
from certdeck.gui.screens.report_row import RING, ListHead, QuestionRow
from certdeck.gui.widgets.frames import Card, ScrollPage
from certdeck.gui.widgets.labels import label
from certdeck.presenters.report_views import DetailView, ReportView, RowView


class _Rows(ScrollPage):
    """Leaves the arrows to the list, which moves the focus with them."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)


class _Place(QWidget):
    """A row and, below it, its details once it was opened."""

    def __init__(self, row: QuestionRow) -> None:
        super().__init__()
        self.row = row
        self.detail: QuestionDetail | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(row)

    def close_detail(self) -> None:
        """Hide the details; they are kept for the next time."""
        if self.detail is not None:
            self.detail.hide()

    def put(self, detail: QuestionDetail) -> None:
        """Show `detail` in place of the one before."""
        if self.detail is not None:
            self._column.removeWidget(self.detail)
            self.detail.hide()
            self.detail.deleteLater()
        self.detail = detail
        self._column.addWidget(detail)


class QuestionList(Card):
    """A row for each question; several may be open. What a row opens is made when it is first opened.

    `toggled` carries the number of the row pressed; `reasoned` that and the reason; `adding`, `disputing` and `making`
    the number of the question whose dialog or editor is wanted.
    """

    toggled = Signal(int)
    reasoned = Signal(int, object)
    adding = Signal(int)
    disputing = Signal(int)
    making = Signal(int)

    def __init__(self, rows: Sequence[RowView]) -> None:
        super().__init__(margins=(1, 1, 1, 1), spacing=0)
        self._shown: tuple[int, ...] = ()
        self._page = _Rows(margin=RING, spacing=0)
        self._head = ListHead()
        self._page.verticalScrollBar().rangeChanged.connect(self._line_up)
        self._places = {row.number: self._add(row) for row in rows}
        self._empty = label("", "muted", wrap=True)
        self._empty.setContentsMargins(20, 16, 20, 16)
        self._page.column.addWidget(self._empty)
        self._page.column.addStretch(1)
        self.column.addWidget(self._head)
        self.column.addWidget(self._page, 1)

    def show_view(self, view: ReportView) -> None:
        """Show the rows of the part chosen, those that are open with their details."""
        for row in view.rows:
            if row != self._places[row.number].row.row:
                self._places[row.number].row.show_row(row)
        self._show_numbers(view.shown)
        self._empty.setText(view.when_empty)
        self._empty.setVisible(not view.shown)
        opened = {detail.number: detail for detail in view.opened}
        for number, place in self._places.items():
            place.row.setChecked(number in opened)
            if number in opened:
                self._open(number, opened[number])
            else:
                place.close_detail()

    def rows(self) -> tuple[QuestionRow, ...]:
        """Return the rows shown, from top to bottom."""
        return tuple(self._places[number].row for number in self._shown)

    def detail_of(self, number: int) -> QuestionDetail | None:
        """Return what row `number` opened, or None if it never was open."""
        return self._places[number].detail

    def go_to(self, number: int) -> None:
        """Focus row `number` and bring it to the top."""
        row = self._places[number].row
        # The details have only now been put below it; without a layout nobody knows yet where it stands.
        self._page.page.adjustSize()
        QApplication.sendPostedEvents(self._page.page, 0)
        self._page.verticalScrollBar().setValue(self._places[number].y())
        row.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move among the rows with Up, Down, Home and End; judge the question that has the focus with 1 to 4 and D."""
        number = self._focused()
        if number is not None and event.text() in REASON_KEYS:
            self.reasoned.emit(number, REASON_KEYS[event.text()])
        elif number is not None and event.key() == Qt.Key.Key_D and not event.modifiers():
            self.disputing.emit(number)
        elif not self._move(Qt.Key(event.key())):
            event.ignore()

    def _move(self, key: Qt.Key) -> bool:
        rows = self.rows()
        now = next((index for index, row in enumerate(rows) if row.hasFocus()), None)
        target = {
            Qt.Key.Key_Up: -1 if now is None else now - 1,
            Qt.Key.Key_Down: 0 if now is None else now + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(rows) - 1,
        }.get(key)
        if target is not None and 0 <= target < len(rows):
            rows[target].setFocus()
            keep_in_sight(rows[target])
        return target is not None

    def _focused(self) -> int | None:
        """Return the number of the question that has the focus, on its row or in its details."""
        focus = QApplication.focusWidget()
        if focus is None:
            return None
        return next((number for number in self._shown if self._places[number].isAncestorOf(focus)), None)

    def _add(self, row: RowView) -> _Place:
        place = _Place(QuestionRow(row))
        self._page.column.addWidget(place)
        place.row.clicked.connect(lambda: self.toggled.emit(row.number))
        return place

    def _show_numbers(self, numbers: tuple[int, ...]) -> None:
        if numbers == self._shown:
            return
        self._shown = numbers
        for number, place in self._places.items():
            place.setVisible(number in numbers)
        self._page.verticalScrollBar().setValue(0)

    def _open(self, number: int, view: DetailView) -> None:
        place = self._places[number]
        if place.detail is None or not place.detail.shows(view):
            place.put(self._detail(view))
        elif place.detail is not None:
            place.detail.show_judgement(view)
            place.detail.show()

    def _detail(self, view: DetailView) -> QuestionDetail:
        detail = QuestionDetail(view)
        detail.reasoned.connect(lambda reason: self.reasoned.emit(view.number, reason))
        detail.adding.connect(lambda: self.adding.emit(view.number))
        detail.disputing.connect(lambda: self.disputing.emit(view.number))
        detail.making.connect(lambda: self.making.emit(view.number))
        return detail

    def _line_up(self) -> None:
        bar = self._page.verticalScrollBar()
        self._head.set_right(RING + (bar.sizeHint().width() if bar.maximum() > 0 else 0))
