"""The questions of a report: a list whose rows open."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout

from certdeck.gui.screens.exam_page import keep_in_sight
from certdeck.gui.screens.report_detail import QuestionDetail
from certdeck.gui.screens.report_reasons import REASON_KEYS
from certdeck.gui.screens.report_row import RING, ListHead, QuestionRow
from certdeck.gui.widgets.ahead import Ahead, lay_out_ahead
from certdeck.gui.widgets.frames import Card, Flow, ScrollPage
from certdeck.gui.widgets.labels import label
from certdeck.presenters.report_views import DetailView, ReportView, RowView

_MOST_MADE: Final = 24
"""Details made ahead of time that are kept."""
_AT_ONCE: Final = 20
"""Rows that may be in sight when the list is shown first."""


class _Rows(ScrollPage):
    """Leaves the arrows to the list, which moves the focus with them."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)


class _Place(Flow):
    """A row and, below it, its details once it was opened."""

    def __init__(self, row: QuestionRow) -> None:
        super().__init__()
        self.row = row
        self.detail: QuestionDetail | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(row)

    def show_detail(self) -> None:
        """Show the details; the list lays them out."""
        if self.detail is not None:
            self._column.setEnabled(False)
            self.detail.show()
            self._column.setEnabled(True)

    def keep_room(self) -> None:
        """Leave the room of the details, which are out of sight and will be shown in a moment."""
        if self.detail is not None:
            self._retain(True)
            self.detail.hide()

    def is_closed(self) -> bool:
        """Tell whether the details are not shown, nor will be in a moment."""
        return self.detail is None or (self.detail.isHidden() and not self.detail.sizePolicy().retainSizeWhenHidden())

    def close_detail(self) -> None:
        """Hide the details; they are kept for the next time."""
        if self.detail is not None:
            self._retain(False)
            self.detail.hide()

    def _retain(self, room: bool) -> None:
        if self.detail is not None and self.detail.sizePolicy().retainSizeWhenHidden() is not room:
            policy = self.detail.sizePolicy()
            policy.setRetainSizeWhenHidden(room)
            self.detail.setSizePolicy(policy)

    def put(self, detail: QuestionDetail) -> None:
        """Show `detail` in place of the one before."""
        if self.detail is not None:
            self._column.removeWidget(self.detail)
            self.detail.hide()
            self.detail.deleteLater()
        self.detail = detail
        self._column.addWidget(detail)


class QuestionList(Card):
    """A row for each question; several may be open.

    Of the rows only the first of those that are `shown` can be in sight at first. The others are made a moment later,
    and all at once where one of them is asked for; details out of sight are shown a moment later.
    What a row opens is made when it is first opened, or ahead of that, as soon as the row stands in sight and nothing
    else is to be done; `read` gives what to make. `toggled` carries the number of the row pressed; `reasoned` that and
    the reason; `adding`, `disputing` and `making` the number of the question whose dialog or editor is wanted.
    """

    toggled = Signal(int)
    reasoned = Signal(int, object)
    adding = Signal(int)
    disputing = Signal(int)
    making = Signal(int)

    def __init__(self, rows: Sequence[RowView], shown: Sequence[int], read: Callable[[int], DetailView]) -> None:
        super().__init__(margins=(1, 1, 1, 1), spacing=0)
        self._read = read
        self._viewed = False
        self._listing: object = None
        self._shown: tuple[int, ...] = ()
        self._made: dict[int, QuestionDetail] = {}
        self._ahead = Ahead(self)
        self._page = _Rows(margin=RING, spacing=0)
        self._head = ListHead()
        bar = self._page.verticalScrollBar()
        bar.rangeChanged.connect(self._line_up)
        bar.rangeChanged.connect(self._look_ahead)
        bar.valueChanged.connect(self._look_ahead)
        self._empty = label("", "muted", wrap=True)
        self._empty.setContentsMargins(20, 16, 20, 16)
        self._page.column.addWidget(self._empty)
        self._page.column.addStretch(1)
        self.column.addWidget(self._head)
        self.column.addWidget(self._page, 1)
        self._places: dict[int, _Place] = {}
        at_once = frozenset(shown[:_AT_ONCE])
        self._rows_left = iter([row for row in rows if row.number not in at_once])
        self._later, self._showing = Ahead(self), Ahead(self)
        for row in rows:
            if row.number in at_once:
                self._add(row)

    def show_view(self, view: ReportView) -> None:
        """Show the rows of the part chosen, those that are open with their details."""
        listing = (view.rows, view.shown, view.opened)
        if listing != self._listing or view.at is not None:
            self._listing = listing
            self._show_listing(view)

    def _show_listing(self, view: ReportView) -> None:
        if self._viewed or view.opened:
            self._complete()
        else:
            self._later.do(map(self._add, self._rows_left))
        self._viewed = True
        for row in view.rows:
            if row.number in self._places and row != self._places[row.number].row.row:
                self._places[row.number].row.show_row(row)
        self._showing.stop()
        listed, opened = view.shown != self._shown, {detail.number: detail for detail in view.opened}
        grows = listed or any(self._places[number].is_closed() for number in opened)
        self._page.column.setEnabled(not grows)
        from_top = listed and view.at is None
        later = self._out_of_sight(view, opened) if from_top and opened else frozenset()
        for number in later:
            self._places[number].keep_room()
        self._show_numbers(view.shown)
        self._empty.setText(view.when_empty)
        self._empty.setVisible(not view.shown)
        self._show_opened(opened, later)
        if grows:
            self._lay_out()
        if listed:
            self._page.verticalScrollBar().setValue(0)

    def _show_opened(self, opened: Mapping[int, DetailView], later: frozenset[int]) -> None:
        for number, place in self._places.items():
            place.row.setChecked(number in opened)
            if number not in opened:
                place.close_detail()
            elif number not in later:
                self._open(number, opened[number])
        if later:
            self._showing.do(self._show_later(sorted(later)))

    def _show_later(self, numbers: Sequence[int]) -> Iterator[None]:
        for number in numbers:
            self._places[number].show_detail()
            yield

    def _out_of_sight(self, view: ReportView, opened: Mapping[int, DetailView]) -> frozenset[int]:
        """Return which open rows will stand below all that is seen at first, once the list shows `view` from its top.

        Only those whose details show what they should: their heights are known.
        """
        below, top = set[int](), 0
        for number in view.shown:
            place = self._places[number]
            top += place.row.sizeHint().height()
            if number in opened and place.detail is not None and place.detail.shows(opened[number]):
                if top > self._page.height():
                    below.add(number)
                top += place.detail.height()
        return frozenset(below)

    def _lay_out(self) -> None:
        """Lay the rows out once, now that all are there: squeezed into the height of before, all would move twice."""
        page, column = self._page.page, self._page.column
        room = self._page.maximumViewportSize()
        if _tall(column, room.width()) > room.height():
            # The scroll bar first, which else comes later: every text would be broken into lines twice.
            self._page.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
            room = self._page.viewport().size()
        page.resize(room.width(), max(room.height(), _tall(column, room.width())))
        column.setEnabled(True)
        column.activate()
        self._page.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def rows(self) -> tuple[QuestionRow, ...]:
        """Return the rows shown, from top to bottom."""
        self._complete()
        return tuple(self._places[number].row for number in self._shown)

    def focus_first(self) -> bool:
        """Put the focus on the first row shown; return whether there is one."""
        if not self._shown:
            return False
        if self._shown[0] not in self._places:
            self._complete()
        self._places[self._shown[0]].row.setFocus()
        return True

    def detail_of(self, number: int) -> QuestionDetail | None:
        """Return what row `number` opened, or None if it never was open."""
        self._complete()
        self._showing.finish()
        return self._places[number].detail

    def go_to(self, number: int) -> None:
        """Focus row `number` and bring it to the top."""
        self._complete()
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
        return next((number for number, place in self._places.items() if place.isAncestorOf(focus)), None)

    def _add(self, row: RowView) -> None:
        place = _Place(QuestionRow(row))
        place.setVisible(False)
        place.row.ensurePolished()
        self._page.column.insertWidget(sum(number < row.number for number in self._places), place)
        self._places[row.number] = place
        place.row.clicked.connect(lambda: self.toggled.emit(row.number))
        place.setVisible(row.number in self._shown)

    def _complete(self) -> None:
        """Make the rows that are still missing."""
        self._later.stop()
        for row in self._rows_left:
            self._add(row)

    def _show_numbers(self, numbers: tuple[int, ...]) -> None:
        if numbers == self._shown:
            return
        self._shown = numbers
        for number, place in self._places.items():
            place.setVisible(number in numbers)

    def _open(self, number: int, view: DetailView) -> None:
        place = self._places[number]
        if place.detail is None or not place.detail.shows(view):
            place.put(self._made_for(view))
        if place.detail is not None:
            place.show_detail()
            place.detail.show_judgement(view)

    def _made_for(self, view: DetailView) -> QuestionDetail:
        """Return the details of a row, which may have been made in part or as a whole."""
        made = self._made.pop(view.number, None)
        if made is not None and not made.shows(view):
            made.deleteLater()
            made = None
        made = made or self._detail(view)
        made.complete()
        return made

    def _look_ahead(self) -> None:
        """Make what the rows in sight will open, once there is time for it."""
        self._ahead.do_instead(self._make_in_sight())

    def _make_in_sight(self) -> Iterator[None]:
        yield
        top = self._page.verticalScrollBar().value()
        bottom = top + self._page.viewport().height()
        places = {number: place for number, place in self._places.items() if not place.isHidden()}
        seen = [number for number, place in places.items() if place.y() < bottom and place.geometry().bottom() > top]
        self._forget([number for number in self._made if number not in seen])
        for number in seen:
            if self._places[number].detail is None:
                if number not in self._made:
                    self._made[number] = self._detail(self._read(number))
                    yield
                # Not `yield from`: what is broken off here must be able to go on later.
                for _ in self._made[number].steps:
                    yield
                if self._made[number].width() != self._places[number].width():
                    yield from lay_out_ahead(self._made[number], self._places[number].width())

    def _forget(self, numbers: Sequence[int]) -> None:
        """Let go what was made for rows out of sight, the oldest first, so that a long list does not fill up."""
        for number in numbers[: max(0, len(self._made) - _MOST_MADE)]:
            self._made.pop(number).deleteLater()

    def _detail(self, view: DetailView) -> QuestionDetail:
        detail = QuestionDetail(view, self._places[view.number])
        detail.hide()
        detail.reasoned.connect(lambda reason: self.reasoned.emit(view.number, reason))
        detail.adding.connect(lambda: self.adding.emit(view.number))
        detail.disputing.connect(lambda: self.disputing.emit(view.number))
        detail.making.connect(lambda: self.making.emit(view.number))
        return detail

    def _line_up(self) -> None:
        bar = self._page.verticalScrollBar()
        self._head.set_right(RING + (bar.sizeHint().width() if bar.maximum() > 0 else 0))


def _tall(column: QVBoxLayout, width: int) -> int:
    return column.heightForWidth(width) if column.hasHeightForWidth() else column.sizeHint().height()
