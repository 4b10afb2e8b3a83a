"""A row of the report's list, and the head above the rows."""

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from certdeck.core.exam.wording import NO_ANSWER, clock_words
from certdeck.gui import theme
from certdeck.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from certdeck.gui.widgets.pressing import paint_later
from certdeck.gui.widgets.shapes import smooth
from certdeck.presenters.report_views import RowView, State

_ROW: Final = 44
_HEAD: Final = 35
_NUMBER_LEFT: Final = 44
_TITLE_LEFT: Final = 74
_CHEVRON: Final = 16
RING: Final = 4
"""Room around the rows for the focus ring."""
_TITLE_LEAST: Final = 130
"""Design pixels of the title that marks leave to it."""
_NARROW: Final = 460
"""Width of a row in design pixels below which the task and the answers are left to the opened row."""
_ICONS: Final = {
    State.RIGHT: ("circle-check", "good"),
    State.WRONG: ("circle-x", "bad"),
    State.OPEN: ("circle-dashed", "bad"),
}
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextSingleLine.value
_LEFT: Final = Qt.AlignmentFlag.AlignLeft.value | _MIDDLE
_RIGHT: Final = Qt.AlignmentFlag.AlignRight.value | _MIDDLE


class Columns:
    """Where the columns of a row of `width` pixels lie; head and rows share them."""

    def __init__(self, width: int) -> None:
        look = theme.current()
        self.narrow = width < look.px(_NARROW)
        self.chevron = width - 16 - look.px(_CHEVRON)
        self.time = self.chevron - 10 - look.px(44)
        self.answers = self.time - 8 - look.px(84)
        self.task = self.answers - 12 - look.px(34)
        self.title_end = (self.time if self.narrow else self.task) - 12

    def areas(self, height: int) -> dict[str, QRect]:
        """Return the areas of Task, You / key and Time."""
        look = theme.current()
        return {
            "Task": QRect(self.task, 0, look.px(34), height),
            "You / key": QRect(self.answers, 0, look.px(84), height),
            "Time": QRect(self.time, 0, look.px(44), height),
        }


class ListHead(QWidget):
    """The names of the columns, above the rows."""

    def __init__(self) -> None:
        super().__init__()
        self._right = RING
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().follow(self.updateGeometry)

    def set_right(self, right: int) -> None:
        """Keep `right` pixels free, as the rows do for the ring and the scroll bar."""
        self._right = right
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a head row."""
        return QSize(200, theme.current().px(_HEAD))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the names and the line below."""
        look, columns = theme.current(), Columns(self.width() - RING - self._right)
        painter = QPainter(self)
        painter.translate(RING, 0)
        painter.setFont(look.font(12, SEMIBOLD))
        painter.setPen(QColor(look.tokens.muted))
        painter.drawText(QRect(look.px(_TITLE_LEFT), 0, self.width(), self.height()), _LEFT, "Question")
        areas = columns.areas(self.height())
        for name in ("Time",) if columns.narrow else ("Task", "You / key", "Time"):
            painter.drawText(areas[name], _LEFT if name == "You / key" else _RIGHT, name)
        painter.fillRect(QRect(-RING, self.height() - 1, self.width(), 1), QColor(look.tokens.soft))


class QuestionRow(QAbstractButton):
    """One question in 44 px; pressing it opens or closes what is below it."""

    def __init__(self, row: RowView) -> None:
        super().__init__()
        self.row = row
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._describe)
        theme.current().follow(self.updateGeometry)
        self._describe(False)
        self.show_row(row)

    def show_row(self, row: RowView) -> None:
        """Show the question as it stands now."""
        self.row = row
        self.setAccessibleName(spoken(row))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a row."""
        return QSize(300, theme.current().px(_ROW) + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open or close with Enter or Space; leave the arrows to the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go down, and paint that with the rest."""
        paint_later(self, super().mousePressEvent, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Come up, do what the button stands for, and paint it all once."""
        paint_later(self, super().mouseReleaseEvent, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the state, the number, the title, what was answered, the time and the arrow."""
        look, tokens, columns = theme.current(), theme.current().tokens, Columns(self.width())
        painter = smooth(self)
        if self.underMouse():
            painter.fillRect(self.rect(), QColor(tokens.tint))
        middle = self.height() // 2
        icon, colour = _ICONS[self.row.state]
        side = look.px(18)
        look.paint_icon(painter, QPoint(16, middle - side // 2), icon, 18, getattr(tokens, colour), stroke=2.0)
        number = QRect(look.px(_NUMBER_LEFT), 0, look.px(28), self.height())
        _write(painter, number, str(self.row.number), look.font(14), tokens.muted)
        self._paint_title(painter, columns)
        areas = columns.areas(self.height())
        if not columns.narrow:
            _write(painter, areas["Task"], self.row.task, look.font(14), tokens.muted, _RIGHT)
            self._paint_answers(painter, areas["You / key"])
        time = look.font(14, MEDIUM if self.row.slow else REGULAR)
        _write(
            painter,
            areas["Time"],
            clock_words(self.row.seconds) if self.row.seconds else "–",
            time,
            self._time_ink(),
            _RIGHT,
        )
        arrow = "chevron-up" if self.isChecked() else "chevron-down"
        small = look.px(_CHEVRON)
        look.paint_icon(painter, QPoint(columns.chevron, middle - small // 2), arrow, _CHEVRON, tokens.muted)
        if not self.isChecked():
            painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), QColor(tokens.soft))

    def _time_ink(self) -> str:
        tokens = theme.current().tokens
        return tokens.on_warn_soft if self.row.slow else tokens.muted

    def _paint_title(self, painter: QPainter, columns: Columns) -> None:
        look, tokens = theme.current(), theme.current().tokens
        left = look.px(_TITLE_LEFT)
        end = self._paint_marks(painter, left + look.px(_TITLE_LEAST), columns.title_end)
        if self.row.flagged:
            side = look.px(14)
            end -= side
            at = QPoint(end, (self.height() - side) // 2)
            look.paint_icon(painter, at, "flag", 14, tokens.warn, filled=True)
            end -= 10
        font = look.font(14, SEMIBOLD if self.isChecked() else REGULAR)
        title = QFontMetrics(font).elidedText(self.row.title, Qt.TextElideMode.ElideRight, max(0, end - left))
        _write(painter, QRect(left, 0, max(0, end - left), self.height()), title, font, tokens.text)

    def _paint_marks(self, painter: QPainter, least: int, end: int) -> int:
        """Paint what is said of the question in words, as far as there is room, and return where they begin."""
        look, tokens = theme.current(), theme.current().tokens
        font = look.font(12, SEMIBOLD)
        for mark in self.row.marks:
            width = QFontMetrics(font).horizontalAdvance(mark)
            if end - width < least:
                break
            _write(painter, QRect(end - width, 0, width + 1, self.height()), mark, font, tokens.muted)
            end -= width + 10
        return end

    def _paint_answers(self, painter: QPainter, area: QRect) -> None:
        look, tokens = theme.current(), theme.current().tokens
        bold = look.font(14, SEMIBOLD)
        _write(painter, area, self.row.yours, bold, tokens.text)
        gap = QFontMetrics(bold).horizontalAdvance(self.row.yours + " ")
        counted = self.row.counted and self.row.state is not State.OPEN
        key = f"of {self.row.key}" if counted else f"/ {'all ' if self.row.counted else ''}{self.row.key}"
        _write(painter, area.adjusted(gap, 0, 0, 0), key, look.font(14), tokens.muted)

    def _describe(self, is_open: bool) -> None:
        self.setAccessibleDescription("open" if is_open else "closed")


def spoken(row: RowView) -> str:
    """Say what the row shows."""
    answer = _spoken_answer(row)
    marks = "".join(f", {mark}" for mark in (*(["flagged"] if row.flagged else []), *row.marks))
    slow = ", slow" if row.slow else ""
    taken = f", {clock_words(row.seconds)} minutes" if row.seconds else ""
    return f"Question {row.number}, {row.state.value}, {row.title}, task {row.task}{answer}{taken}{slow}{marks}"


def _spoken_answer(row: RowView) -> str:
    """Say answer and key; without an answer, which the row has told already, the key if it is letters."""
    if row.yours == NO_ANSWER:
        return "" if row.counted else f", key {row.key}"
    return f", you {row.yours} of {row.key}" if row.counted else f", you {row.yours}, key {row.key}"


def _write(painter: QPainter, area: QRect, text: str, font: QFont, ink: str, where: int = _LEFT) -> None:
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(area, where, text)
