"""The library's search line: the query, and what is wrong with it at its place."""

from typing import Final

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QWidget

from certdeck.gui import theme
from certdeck.gui.widgets.buttons import LinkButton
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.search_field import SearchField
from certdeck.gui.widgets.shapes import smooth
from certdeck.presenters.library import Fault

_WAVE: Final = 3
_RING: Final = 5
"""What the field is indented by, for its focus ring."""


class QueryField(SearchField):
    """A search field that underlines what it can't understand."""

    def __init__(self, placeholder: str, name: str, key: str) -> None:
        super().__init__(placeholder, name, key)
        self._fault: Fault | None = None
        self._at = (0, 0)

    def mark(self, fault: Fault | None) -> None:
        """Underline the place of `fault`, or nothing."""
        if fault == self._fault:
            return
        self._fault = fault
        self.setProperty("fault", fault is not None)
        self.setAccessibleDescription("" if fault is None else f"{fault.reason} {fault.fix}")
        self.style().unpolish(self)
        self.style().polish(self)
        self.update()

    def marked(self) -> str:
        """Return the text that is underlined."""
        return "" if self._fault is None else self.text()[self._fault.start : self._fault.end]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field and a wave below what is wrong."""
        super().paintEvent(event)
        if self._fault is None:
            return
        left, right = self._x(self._fault.start), self._x(self._fault.end)
        look = theme.current()
        left, right = max(left, look.px(30)), min(max(right, left + 6), self.width() - 8)
        base = (self.height() + self.fontMetrics().height()) / 2
        points = [
            QPointF(x, base + (_WAVE / 2 if step % 2 else -_WAVE / 2))
            for step, x in enumerate(range(round(left), round(right) + _WAVE, _WAVE))
        ]
        painter = smooth(self)
        painter.setPen(QPen(QColor(look.tokens.bad), 1.5))
        painter.drawPolyline(QPolygonF(points))

    def _x(self, place: int) -> float:
        """Return where the character at `place` begins, however far the text has been scrolled."""
        metrics, text = self.fontMetrics(), self.text()
        cursor = self.cursorRect().center().x()
        return (
            cursor + metrics.horizontalAdvance(text[:place]) - metrics.horizontalAdvance(text[: self.cursorPosition()])
        )


class FaultLine(QWidget):
    """Says below the field what is wrong with a query and how to mend it. `asked` means: take me to the place."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(_RING, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(IconLabel("circle-alert", 14, "bad", line=18), 0, Qt.AlignmentFlag.AlignTop)
        self.words = label("", "bad", wrap=True)
        row.addWidget(self.words, 1)
        self.go = LinkButton("Show the place")
        self.go.clicked.connect(self.asked)
        row.addWidget(self.go, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_fault(self, fault: Fault | None) -> None:
        """Say what is wrong, or nothing."""
        self.words.setText("" if fault is None else f"{fault.reason} {fault.fix}")
        self.setVisible(fault is not None)
