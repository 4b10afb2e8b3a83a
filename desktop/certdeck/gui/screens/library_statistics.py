"""How a question went in the learner's own exams, and what they hold against it: parts of the preview."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from certdeck.gui import theme
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.gui.widgets.shapes import rounded, see_through, smooth
from certdeck.presenters.library_item import PickView, StatisticsView

_BAR: Final = 6
_WIDTH: Final = 72


class PickBar(QWidget):
    """A bar as long as the share of attempts in which a response was chosen; the key's is full, others are pale."""

    def __init__(self, pick: PickView) -> None:
        super().__init__()
        self._pick = pick
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        key = ", the key" if pick.right else ""
        self.setAccessibleName(f"{pick.mark}{key}: chosen {pick.count} times")
        theme.current().follow(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the size of a full bar."""
        return QSize(theme.current().px(_WIDTH), theme.current().px(_BAR))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track and bar."""
        tokens = theme.current().tokens
        painter = smooth(self)
        half = self.height() / 2
        rounded(painter, QRectF(self.rect()), half, fill=tokens.soft)
        if self._pick.count:
            length = max(float(self.height()), self.width() * self._pick.share)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.good) if self._pick.right else see_through(tokens.accent, 0.55))
            painter.drawRoundedRect(QRectF(0, 0, length, self.height()), half, half)


def statistics_part(found: StatisticsView, *, with_key: bool) -> QLayout:
    """Lay out facility, time and picks; which response is the key shows only `with_key`."""
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(label("Your attempts", "label"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    facts = [("Right", found.facility), ("Median time", found.seconds)]
    facts += [("Sure and wrong", found.sure_and_wrong)] if found.sure_and_wrong else []
    for row, (name, value) in enumerate(facts):
        grid.addWidget(label(name, "note"), row, 0)
        grid.addWidget(label(value, "note-text", wrap=True), row, 1)
    column.addLayout(grid)
    if found.picks and with_key:
        column.addSpacing(4)
        column.addLayout(_picks(found.picks))
    return column


def dispute_part(text: str) -> QLayout:
    """Lay out what the learner holds against the question."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(IconLabel("circle-alert", 16, "warn", line=19), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(label("You dispute this question", "label"))
    words.addWidget(label(text, "note-text", wrap=True, selectable=True))
    row.addLayout(words, 1)
    return row


def _picks(picks: tuple[PickView, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for row, pick in enumerate(picks):
        grid.addWidget(label(pick.mark, "strong" if pick.right else "muted"), row, 0)
        grid.addWidget(ElidedLabel(pick.text, "note"), row, 1)
        grid.addWidget(PickBar(pick), row, 2, Qt.AlignmentFlag.AlignVCenter)
        count = label(str(pick.count), "note-text")
        count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(count, row, 3)
    return grid
