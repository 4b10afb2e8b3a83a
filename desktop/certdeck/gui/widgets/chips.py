"""Chips: a word in a pill, with an icon, so that its colour never speaks alone."""

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from certdeck.gui import theme
from certdeck.gui.fonts import SEMIBOLD
from certdeck.gui.tokens import Tone
from certdeck.gui.widgets.shapes import rounded, smooth

_HEIGHT: Final = 22
_PADDING: Final = 8
_ICON: Final = 13
_GAP: Final = 5


class Chip(QLabel):
    """A pill of 22 px that says `text` in `tone`; `icon` names a shipped icon and may be left out of neutral chips."""

    def __init__(self, text: str, tone: Tone = "neutral", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._tone: Tone = tone
        self._icon = icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.current().follow(self._resized)

    def say(self, text: str, tone: Tone, icon: str = "") -> None:
        """Show another word, tone and icon."""
        self._tone, self._icon = tone, icon
        self.setText(text)
        self._resized()

    def tone(self) -> Tone:
        """Return the present tone."""
        return self._tone

    def sizeHint(self) -> QSize:
        """Return the room for icon and word."""
        look = theme.current()
        words = look.width(self.text(), 12, SEMIBOLD)
        side = 0 if self._icon else 3
        return QSize(words + self._icon_room() + 2 * (_PADDING + side), look.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: a chip is never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint pill, icon and word."""
        look = theme.current()
        painter = smooth(self)
        rounded(painter, self.rect(), self.height() / 2, fill=look.tokens.fill(self._tone))
        ink = look.tokens.on_fill(self._tone)
        words = self.rect()
        if self._icon:
            side = look.px(_ICON)
            look.paint_icon(painter, QPoint(_PADDING - 1, (self.height() - side) // 2), self._icon, _ICON, ink)
            words = QRect(_PADDING - 1 + self._icon_room(), 0, self.width(), self.height())
        painter.setFont(look.font(12, SEMIBOLD))
        painter.setPen(QColor(ink))
        side_by = Qt.AlignmentFlag.AlignLeft if self._icon else Qt.AlignmentFlag.AlignHCenter
        painter.drawText(words, side_by | Qt.AlignmentFlag.AlignVCenter, self.text())

    def _icon_room(self) -> int:
        return theme.current().px(_ICON) + _GAP if self._icon else 0

    def _resized(self) -> None:
        self.updateGeometry()
        self.update()
