"""Ways from the left of the report to its questions."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from certdeck.gui import theme
from certdeck.gui.fonts import MEDIUM, REGULAR
from certdeck.gui.screens.exam_page import Wrapping
from certdeck.gui.tokens import Tokens
from certdeck.gui.widgets.buttons import LinkButton, Look, PaintedButton
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.shapes import rounded, smooth
from certdeck.presenters.outcome import Outcome
from certdeck.presenters.report_views import GroupView, SlowView, State

OpenQuestion = Callable[[int], None]
_BESIDE: Final = 2
_ICONS: Final = {Outcome.RIGHT: ("circle-check", "good"), Outcome.WRONG: ("circle-x", "bad")}
_STATES: Final = {
    State.RIGHT: ("circle-check", "good"),
    State.WRONG: ("circle-x", "bad"),
    State.OPEN: ("circle-dashed", "bad"),
}


class NumberLink(LinkButton):
    """The number of a question; pressing it opens the question."""

    text_size = 13.0
    weight = MEDIUM
    padding = 4

    def __init__(self, number: int, look_up: OpenQuestion) -> None:
        super().__init__(str(number))
        self.setAccessibleName(f"Open question {number}")
        self.clicked.connect(lambda: look_up(number))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the number; a hundred of them may stand on a page, so nothing is asked that is not needed."""
        painter = QPainter(self)
        painter.setFont(self.text_font())
        painter.setPen(QColor(self.look(theme.current().tokens).ink))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.lit():
            base = self.height() // 2 + theme.current().px(7)
            painter.drawLine(self.padding, base, self.width() - self.padding, base)


class Group(QWidget):
    """Questions that have something in common: an icon, words, and their numbers as links.

    With `brief` one or two links stand beside the words; else they stand below them, with their count at the right.
    """

    def __init__(self, group: GroupView, look_up: OpenQuestion, *, brief: bool = False) -> None:
        super().__init__()
        icon, colour = _ICONS.get(group.outcome, ("circle", "control"))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconLabel(icon, 16, colour, stroke=2.0, line=19), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(label(group.words, "text", wrap=True), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        self.links = tuple(NumberLink(number, look_up) for number in group.numbers)
        if brief and len(self.links) <= _BESIDE:
            for link in self.links:
                head.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        else:
            head.addWidget(label(str(len(self.links)), "strong"), 0, Qt.AlignmentFlag.AlignTop)
            column.addLayout(_below(self.links))


def _below(links: Sequence[NumberLink]) -> QHBoxLayout:
    rows = Wrapping(gap=8, steady=True)
    rows.set_members(links)
    below = QHBoxLayout()
    below.setContentsMargins(20, 0, 0, 0)
    below.addWidget(rows)
    return below


class SlowLink(PaintedButton):
    """One of the slowest questions in a line: state, number, title, time. Pressing it opens the question.

    Titles stand below each other behind the `highest` number among the lines.
    """

    height_px = 30
    text_size = 14.0
    weight = REGULAR

    def __init__(self, slow: SlowView, look_up: OpenQuestion, highest: int) -> None:
        super().__init__(slow.title)
        self.slow = slow
        self._highest = highest
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        pace = ", slow" if slow.slow else ""
        self.setAccessibleName(f"Open question {slow.number}, {slow.title}, {slow.time}{pace}, {slow.state.value}")
        self.clicked.connect(lambda: look_up(slow.number))

    def look(self, tokens: Tokens) -> Look:
        """Return text without a box, a grey one under the pointer."""
        return Look(tokens.hover if self.lit() or self.isDown() else "", "", tokens.text)

    def minimumSizeHint(self) -> QSize:
        """Return room for number and time: the title gives way."""
        return QSize(theme.current().px(150), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        tokens = theme.current().tokens
        painter = smooth(self)
        look = self.look(tokens)
        rounded(painter, self.rect(), 6, fill=look.fill)
        self._paint_line(painter, tokens)

    def title_left(self) -> int:
        """Return where the title begins, in pixels; the same for all lines of a list."""
        return self._number_left() + max(theme.current().px(28), _wide(self._highest) + theme.current().px(8))

    def number_right(self) -> int:
        """Return where the number ends, in pixels."""
        return self._number_left() + _wide(self.slow.number)

    def _number_left(self) -> int:
        return theme.current().px(16) + 10

    def _paint_line(self, painter: QPainter, tokens: Tokens) -> None:
        look = theme.current()
        icon, colour = _STATES[self.slow.state]
        side, middle = look.px(16), self.height() // 2
        look.paint_icon(painter, QPoint(0, middle - side // 2), icon, 16, getattr(tokens, colour), stroke=2.0)
        font = look.font(14, MEDIUM if self.slow.slow else REGULAR)
        time = QFontMetrics(font).horizontalAdvance(self.slow.time)
        left, right = self.title_left(), self.width() - time
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.setFont(look.font(14))
        painter.setPen(QColor(tokens.muted))
        painter.drawText(self.rect().adjusted(self._number_left(), 0, 0, 0), flags, str(self.slow.number))
        painter.setPen(QColor(tokens.text))
        title = QFontMetrics(look.font(14)).elidedText(self.text(), Qt.TextElideMode.ElideRight, right - left - 10)
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), flags, title)
        painter.setFont(font)
        painter.setPen(QColor(tokens.on_warn_soft if self.slow.slow else tokens.muted))
        painter.drawText(self.rect().adjusted(right, 0, 0, 0), flags, self.slow.time)


def _wide(number: int) -> int:
    return QFontMetrics(theme.current().font(14)).horizontalAdvance(str(number))
