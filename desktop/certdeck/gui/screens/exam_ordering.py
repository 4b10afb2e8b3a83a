"""The steps of an ordering question: rows to be dragged, or moved with the keyboard."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from certdeck.core.richtext import plain
from certdeck.gui import theme
from certdeck.gui.fonts import SEMIBOLD
from certdeck.gui.screens.exam_page import keep_in_sight
from certdeck.gui.screens.exam_row import ResponseRow
from certdeck.gui.widgets.ahead import made_ahead
from certdeck.gui.widgets.buttons import QuietButton
from certdeck.gui.widgets.frames import Flow
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.key_cap import cap_size, paint_cap
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.shapes import rounded, see_through, smooth
from certdeck.presenters.exam_views import QuestionView, StepView

_GAP: Final = 8
_DIVIDER: Final = 28
_CAPS: Final = ("Alt ↑", "Alt ↓")
_SHADOW: Final = 56
_MOVES: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class StepRow(ResponseRow):
    """One step with its grip and its place. While focused it shows the keys that move it."""

    text_left = 83
    held = Signal(QPoint)
    dragged = Signal(QPoint)
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: StepView | None = None
        self.lifted = False
        self._pressed_at: QPoint | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def show_step(self, step: StepView, place: int, count: int) -> None:
        """Show `step`, which stands at the 1-based `place` of `count` rows."""
        self.shown = step
        where = f"place {step.number}" if step.number is not None else "left out"
        self.setAccessibleName(f"{plain(step.text)}, {where}")
        self.setAccessibleDescription(f"Row {place} of {count}. Alt with up or down moves it.")
        self.set_text(step.text)
        self.update()

    def right_room(self) -> int:
        """Keep room for the keys, so that the text does not jump when the focus comes."""
        return sum(cap_size(cap).width() for cap in _CAPS) + 12 + 16 + 12

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the keys."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the keys."""
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave all keys to the board and the room."""
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the row."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Lift the row once the pointer has moved far enough, then carry it along."""
        if self._pressed_at is None or not self.isVisible():
            return
        at = event.position().toPoint()
        if not self.lifted and (at - self._pressed_at).manhattanLength() >= QApplication.startDragDistance() // 2:
            self.held.emit(self._pressed_at)
        if self.lifted:
            self.dragged.emit(self.mapToGlobal(at))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let the row go."""
        self._pressed_at = None
        if self.lifted:
            self.dropped.emit()

    def lift(self) -> None:
        """Look like the place that the row was taken from."""
        self.lifted = True
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.update()

    def lie(self) -> None:
        """Look like a row again; a button that is still held carries it no further."""
        self._pressed_at = None
        self.lifted = False
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box, the grip, the place, and the keys while focused."""
        look, tokens = theme.current(), theme.current().tokens
        painter = smooth(self)
        if self.lifted:
            rounded(painter, self.rect(), 8, fill=tokens.tint)
            return
        active = self.hasFocus()
        line = tokens.accent if active else tokens.control if self.underMouse() else tokens.line
        inside = self.shown is not None and self.shown.number is not None
        rounded(painter, self.rect(), 8, fill=tokens.surface if inside else "", line=line)
        centre = self.height() // 2
        side = look.px(18)
        ink = tokens.accent if active else tokens.muted
        look.paint_icon(painter, QPoint(look.px(13), centre - side // 2), "grip-vertical", 18, ink)
        self._paint_place(painter, centre)
        self.paint_text(painter)
        if active:
            self._paint_keys(painter, centre)

    def _paint_place(self, painter: QPainter, centre: int) -> None:
        look, tokens = theme.current(), theme.current().tokens
        side = look.px(28)
        circle = QRect(look.px(43), centre - side // 2, side, side)
        active = self.hasFocus()
        rounded(painter, circle, side / 2, fill=tokens.accent_soft if active else tokens.tint)
        ink = tokens.on_accent_soft if active else tokens.muted
        if self.shown is not None and self.shown.number is not None:
            painter.setFont(look.font(14, SEMIBOLD))
            painter.setPen(QColor(ink))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self.shown.number))
        else:
            icon = look.px(14)
            at = circle.center() - QPoint((icon - 1) // 2, (icon - 1) // 2)
            look.paint_icon(painter, at, "minus", 14, ink)

    def _paint_keys(self, painter: QPainter, centre: int) -> None:
        right = self.width() - 16
        for cap in reversed(_CAPS):
            size = cap_size(cap)
            paint_cap(painter, QPoint(right - size.width(), centre - size.height() // 2), cap)
            right -= size.width() + 12


class CarriedRow(QWidget):
    """The picture of a lifted row with its shadow, above everything in the window."""

    def __init__(self, row: StepRow) -> None:
        super().__init__(row.window())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._picture: QPixmap = row.grab()
        self._size = row.size()
        self.resize(row.width() + 2 * _SHADOW, row.height() + 2 * _SHADOW)
        self.follow(row.mapTo(row.window(), QPoint(0, 0)))
        self.show()
        self.raise_()

    def follow(self, corner: QPoint) -> None:
        """Put the row's top left corner at `corner` of the window."""
        self.move(corner - QPoint(_SHADOW, _SHADOW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a soft shadow (0 16 48), then the row."""
        tokens = theme.current().tokens
        painter = smooth(self)
        area = QRect(QPoint(_SHADOW, _SHADOW), self._size)
        for reach in range(40, 0, -4):
            blurred = area.adjusted(-reach, 16 - reach, reach, 16 + reach)
            rounded_area = blurred.toRectF()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(see_through("#000000", 0.02))
            painter.drawRoundedRect(rounded_area, 8 + reach, 8 + reach)
        painter.drawPixmap(area, self._picture)
        rounded(painter, area, 8, line=tokens.accent)


class StepList(QWidget):
    """The rows one below the other, with a line behind the last that counts where some are to be left out.

    `moved` carries the id of a step and its new 0-based place.
    """

    moved = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[StepRow] = []
        self._steps: tuple[StepView, ...] = ()
        self._carried: CarriedRow | None = None
        self._grip = QPoint()
        self._from = self._to = 0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.current().follow(self._place)

    def show_steps(self, steps: tuple[StepView, ...]) -> None:
        """Show `steps` in their order; the focus stays with its step when the rows change places."""
        if steps == self._steps:
            return
        self._put_back()
        focused = next((row.shown.id for row in self._rows if row.hasFocus() and row.shown), None)
        self._steps = steps
        while len(self._rows) < len(steps):
            self._add_row()
        for index, row in enumerate(self._rows):
            row.setVisible(index < len(steps))
            if index < len(steps):
                row.show_step(steps[index], index + 1, len(steps))
        self._place()
        target = next((row for row in self.rows() if row.shown and row.shown.id == focused), None)
        if target is not None:
            target.setFocus()
            keep_in_sight(target)

    def rows(self) -> tuple[StepRow, ...]:
        """Return the rows in use, from top to bottom."""
        return tuple(self._rows[: len(self._steps)])

    def sizeHint(self) -> QSize:
        """Return a fair width and the height of rows of one line; the height follows from the width given."""
        row = theme.current().px(54) + _GAP
        return QSize(theme.current().px(400), max(0, len(self._steps) * row - _GAP))

    def minimumSizeHint(self) -> QSize:
        """Return a narrow width; the height follows from the width given."""
        least = max((row.minimumSizeHint().width() for row in self.rows()), default=0)
        return QSize(least, theme.current().px(54))

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows and the line between them."""
        rows = self.rows()
        high = sum(row.heightForWidth(width) for row in rows) + _GAP * max(0, len(rows) - 1)
        return high + (self._divider() if self._has_left_out() else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the rows out anew."""
        super().resizeEvent(event)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the focused row with Alt and an arrow, Home or End; move the focus with a bare arrow.

        Escape puts a row back that is being carried.
        """
        rows = self.rows()
        now = next((index for index, row in enumerate(rows) if row.hasFocus()), None)
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        step = _MOVES.get(Qt.Key(event.key()))
        if self._carried is not None and event.key() == Qt.Key.Key_Escape:
            self._put_back()
        elif now is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif event.key() == Qt.Key.Key_Home and now > 0:
            self._ask_move(now, 0)
        elif event.key() == Qt.Key.Key_End and now < len(rows) - 1:
            self._ask_move(now, len(rows) - 1)
        elif step is None:
            event.ignore()
        elif not alt:
            rows[(now + step) % len(rows)].setFocus()
            keep_in_sight(rows[(now + step) % len(rows)])
        elif 0 <= now + step < len(rows):
            self._ask_move(now, now + step)

    def hideEvent(self, event: QHideEvent) -> None:
        """Put back what is being carried: it would stay above the next page, and change an answer there."""
        super().hideEvent(event)
        self._put_back()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line, its words in the middle."""
        if not self._has_left_out():
            return
        look, tokens = theme.current(), theme.current().tokens
        painter = QPainter(self)
        asked = sum(step.number is not None for step in self._steps)
        top = self._tops(range(len(self._steps)))[asked] - self._divider()
        centre = top + (self._divider() - _GAP) // 2
        painter.setFont(look.font(12, SEMIBOLD))
        painter.setPen(QColor(tokens.muted))
        words = painter.fontMetrics().horizontalAdvance("Left out") + 16
        left = (self.width() - words) // 2
        area = QRect(left, top, words, self._divider() - _GAP)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "Left out")
        painter.fillRect(QRect(0, centre, left, 1), QColor(tokens.control))
        painter.fillRect(QRect(left + words, centre, self.width() - left - words, 1), QColor(tokens.control))

    def prepare(self, count: int) -> Iterator[None]:
        """Make `count` rows, one a step."""
        return made_ahead(lambda: len(self._rows), self._add_row, count)

    def _add_row(self) -> StepRow:
        row = StepRow(self)
        row.hide()
        row.held.connect(lambda grip: self._lift(row, grip))
        row.dragged.connect(self._carry)
        row.dropped.connect(self._drop)
        self._rows.append(row)
        return row

    def _ask_move(self, now: int, to: int) -> None:
        self.moved.emit(self._steps[now].id, to)

    def _lift(self, row: StepRow, grip: QPoint) -> None:
        self._from = self._to = self.rows().index(row)
        self._grip = grip
        self._carried = CarriedRow(row)
        row.lift()

    def _carry(self, pointer: QPoint) -> None:
        if self._carried is None:
            return
        corner = self.window().mapFromGlobal(pointer) - self._grip
        corner.setX(self.mapTo(self.window(), QPoint(0, 0)).x())
        self._carried.follow(corner)
        middle = self.mapFrom(self.window(), corner).y() + self.rows()[self._from].height() // 2
        to = self._place_at(middle)
        if to != self._to:
            self._to = to
            self._place()
        self._keep_in_sight(middle)

    def _drop(self) -> None:
        moved, to, changed = self._steps[self._from].id, self._to, self._to != self._from
        self._put_back()
        if changed:
            self.moved.emit(moved, to)

    def _put_back(self) -> None:
        """Let go of the carried row where it was taken from, if there is one."""
        if self._carried is None:
            return
        self._carried.hide()
        self._carried.deleteLater()
        self._carried = None
        self._rows[self._from].lie()
        self._from = self._to = 0
        self._place()

    def _order(self) -> list[int]:
        """Return the rows' indices from top to bottom, the carried one where it would be let go."""
        order = list(range(len(self.rows())))
        if self._carried is not None:
            order.insert(self._to, order.pop(self._from))
        return order

    def _place_at(self, middle: int) -> int:
        others = [row for index, row in enumerate(self.rows()) if index != self._from]
        return sum(row.geometry().center().y() < middle for row in others)

    def _place(self) -> None:
        order, rows = self._order(), self.rows()
        for top, index in zip(self._tops(order), order, strict=True):
            rows[index].setGeometry(0, top, self.width(), rows[index].heightForWidth(self.width()))
        self.updateGeometry()
        self.update()

    def _tops(self, order: "range | list[int]") -> list[int]:
        asked = sum(step.number is not None for step in self._steps)
        tops, y = [], 0
        for place, index in enumerate(order):
            if place == asked and self._has_left_out():
                y += self._divider()
            tops.append(y)
            y += self.rows()[index].heightForWidth(self.width()) + _GAP
        return tops

    def _keep_in_sight(self, middle: int) -> None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        page = above.widget() if isinstance(above, QScrollArea) else None
        if isinstance(above, QScrollArea) and page is not None:
            at = self.mapTo(page, QPoint(0, middle))
            above.ensureVisible(at.x(), at.y(), 0, 48)

    def _has_left_out(self) -> bool:
        return any(step.number is None for step in self._steps)

    @staticmethod
    def _divider() -> int:
        return theme.current().px(_DIVIDER - _GAP) + _GAP


class OrderingBoard(Flow):
    """The rows, and below them whether their order counts as an answer. `kept` asks to take it as it is shown."""

    moved = Signal(str, int)
    kept = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps = StepList()
        self.steps.moved.connect(self.moved)
        self.keep = QuietButton("Keep this order", "check")
        self.keep.clicked.connect(self.kept)
        self._done = IconLabel("check", 16, "accent", stroke=2.0)
        self._note = label("", "note", wrap=True)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(12)
        foot.addWidget(self.keep)
        foot.addWidget(self._done)
        foot.addWidget(self._note, 1)
        holder = QWidget()
        holder.setLayout(foot)
        self._foot = holder
        theme.current().follow(self._reserve)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.steps)
        column.addWidget(holder)

    def fill(self, question: QuestionView) -> Iterator[None]:
        """Show the steps of `question` in their present order, one row a step to make."""
        yield from self.steps.prepare(len(question.steps))
        self.steps.show_steps(question.steps)
        focused = self.keep.hasFocus()
        self.keep.setVisible(not question.touched)
        self._done.setVisible(question.touched)
        self._note.setText(
            "This order is your answer." if question.touched else "Still open. Move a row, or keep the order as shown."
        )
        if focused and question.touched:
            self.focus_first()

    def stops(self) -> tuple[QWidget, ...]:
        """Return where Tab stops, in order."""
        return (*self.steps.rows(), self.keep)

    def focus_first(self) -> None:
        """Put the focus on the first row."""
        self.steps.rows()[0].setFocus()

    def _reserve(self) -> None:
        self._foot.setMinimumHeight(self.keep.sizeHint().height())
