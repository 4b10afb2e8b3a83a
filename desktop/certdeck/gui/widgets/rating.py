"""The buttons that rate a card: key, word and when the card comes back."""

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from certdeck.gui import theme
from certdeck.gui.fonts import MEDIUM
from certdeck.gui.tokens import Tone
from certdeck.gui.widgets.buttons import Look, QuietButton
from certdeck.gui.widgets.key_cap import cap_size, paint_cap

_SIZE: Final = (157, 58)
_ICON: Final = 16
_GAP: Final = 6
_EDGE: Final = 10


class RatingButton(QuietButton):
    """One of the four ratings. It is neutral; only the icon carries `tone`.

    `key` is the key printed on its cap, `word` the rating.
    """

    def __init__(self, key: str, word: str, icon: str, tone: Tone, parent: QWidget | None = None) -> None:
        self._key = key
        self._tone = tone
        self._interval = ""
        super().__init__(word, icon, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_key(self, key: str) -> None:
        """Print another key on the cap: ratings left out move the others up."""
        self._key = key
        self.update()

    def set_interval(self, shown: str, spoken: str) -> None:
        """Show when the card comes back (`2 d`) and tell it in words to screen readers (`in 2 days`)."""
        self._interval = shown
        self.setAccessibleName(f"{self.text()}, next {spoken}")
        self.setToolTip(f"{self.text()}: next {spoken} ({self._key})")
        self.update()

    def interval(self) -> str:
        """Return the interval as shown."""
        return self._interval

    def sizeHint(self) -> QSize:
        """Return 157 × 58 at 100 %."""
        width, height = _SIZE
        return QSize(theme.current().px(width), theme.current().px(height))

    def minimumSizeHint(self) -> QSize:
        """Return the room that key, icon and word need; the buttons of a row may be narrower than designed."""
        return QSize(self._beside_cap() + self._word_room() + _EDGE, self.sizeHint().height())

    def paint_content(self, painter: QPainter, look: Look) -> None:
        """Paint the key at the left, icon and word above the interval in the middle."""
        cap = cap_size(self._key)
        paint_cap(painter, QPoint(_EDGE, (self.height() - cap.height()) // 2), self._key)
        middle = self.height() // 2
        line = theme.current().px(19)
        self._paint_word(painter, QRect(0, middle - line, self.width(), line), look.ink)
        tokens = theme.current().tokens
        painter.setFont(theme.current().font(13))
        painter.setPen(QColor(tokens.muted if self.isEnabled() else tokens.control))
        below = QRect(0, middle, self.width(), theme.current().px(17))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._interval)

    def _paint_word(self, painter: QPainter, line: QRect, ink: str) -> None:
        look = theme.current()
        side = look.px(_ICON)
        left = max((self.width() - self._word_room()) // 2, self._beside_cap())
        colour = look.tokens.ink(self._tone) if self.isEnabled() else look.tokens.control
        at = QPoint(left, line.top() + (line.height() - side) // 2)
        look.paint_icon(painter, at, self.icon_name(), _ICON, colour, stroke=2.0)
        painter.setFont(look.font(14, MEDIUM))
        painter.setPen(QColor(ink))
        painter.drawText(
            line.adjusted(left + side + _GAP, 0, 0, 0),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            self.text(),
        )

    def _beside_cap(self) -> int:
        return _EDGE + cap_size(self._key).width() + _GAP

    def _word_room(self) -> int:
        words = QFontMetrics(theme.current().font(14, MEDIUM)).horizontalAdvance(self.text())
        return theme.current().px(_ICON) + _GAP + words
